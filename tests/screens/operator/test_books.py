"""What the operator reads of the book."""

from bot.domain.limits import hour
from bot.screens.operator import books


def test_a_movement_is_told_with_a_time_a_person_reads() -> None:
    """When, what, from where to where, how much."""
    line = books.moved(hour, "deposit", "requester:3", "world", 2_500_000, 3_000_000)
    assert line.split() == ["1970-01-01", "01:00", "deposit", "requester:3", "world", "+2.50", "3.00"]
    assert "-2.50" in books.moved(hour, "lock_answers", "requester:3", "pack:7:answers", -2_500_000, 0)

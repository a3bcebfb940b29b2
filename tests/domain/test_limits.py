"""Limits: the numbers that are rules, and everybody's share of a pack."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from bot.domain import limits


def test_the_worked_examples_of_a_share() -> None:
    """A small pack, a large one with few people, a large one with many."""
    assert [limits.daily_share(*one) for one in ((90, 1), (10_000, 4), (10_000, 2_000))] == [20, 1000, 20]


@given(places=some.integers(0, 10**7), active=some.integers(0, 10**6))
def test_a_share_is_at_least_twenty_and_else_at_most_a_tenth(places: int, active: int) -> None:
    """Nobody is sent away from a small pack, nobody takes a large one (P13)."""
    share = limits.daily_share(places, active)
    assert share >= limits.daily_least
    assert share == limits.daily_least or share <= places // 10


@given(places=some.integers(0, 10**7), active=some.integers(1, 10**6))
def test_more_people_never_mean_a_larger_share(places: int, active: int) -> None:
    """A share shrinks, or stays, as others come."""
    assert limits.daily_share(places, active + 1) <= limits.daily_share(places, active)


def test_what_was_promised_in_words() -> None:
    """A repeat is silent a minute; undo ten minutes; silence 72 hours; a claim seven days; causes outlive Telegram's day."""
    assert limits.repeat_silent_ms == 60_000
    assert limits.undo_ms == 10 * 60_000
    assert limits.side_silence_ms == 72 * 3_600_000
    assert limits.claim_ms == 7 * 86_400_000
    assert limits.cause_kept_ms > limits.day


@given(tasks=some.integers(0, 10**7), overlap=some.integers(1, 20))
def test_three_tenths_are_kept_or_nothing(tasks: int, overlap: int) -> None:
    """Never more than three tenths of new tasks, and nothing that is less than one person's least day."""
    kept = limits.kept_tasks(tasks, overlap)
    assert kept in (0, tasks * 3 // 10)
    assert not kept or kept * overlap >= limits.daily_least


def test_the_numbers_of_the_newcomers_rule() -> None:
    """Three practice tasks; 15 a day until 5 are right; four known answers before help, eight before other work."""
    assert (limits.practice_each, limits.practice_further) == (3, 3)
    assert (limits.newcomer_daily, limits.trusted_right) == (15, 5)
    assert limits.low_from_gold < limits.chance_from_gold == 8
    assert limits.kept_ms == limits.day and limits.kept_tenths == 3


@given(at=some.integers(0, 4 * 10**12))
def test_a_week_begins_on_monday_at_midnight(at: int) -> None:
    """In UTC, whichever moment of the week is asked about."""
    begun = datetime.fromtimestamp(limits.week_of(at) / 1000, UTC)
    assert (begun.weekday(), begun.hour, begun.minute) == (0, 0, 0)
    assert limits.week_of(at) <= at < limits.week_of(at) + limits.week

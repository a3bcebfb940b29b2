"""What the operator reads and publishes of a month."""

import csv
from io import StringIO

from bot.domain.figures import Figure
from bot.screens.operator import figures

FOUND = (
    Figure("answers", "count", 1_240),
    Figure("hourly", "money", 10_800_000),
    Figure("payout_hours", "hours", 15),
    Figure("kept_rulings", "percent", 987),
    Figure("claims", "count", None),
    Figure("closures", "count", 0),
)


def test_a_month_is_a_line_for_each_figure() -> None:
    """In its unit; what few people are behind is said to be too few, and what is counted nowhere is said at the end."""
    first, *lines, last = figures.month("2026-10", True, FOUND, "USD")
    assert first == "2026-10, sums of ten people or more:"
    assert lines == [
        "  Answers: 1,240",
        "  Measured pay an hour, the middle of people: 10.80 USD",
        "  From asking to arriving, the middle of payouts: 1.5 h",
        "  Rulings in time: 98.7 %",
        "  Answers called unusable: too few to tell",
        "  Accounts closed by the house: 0",
    ]
    assert last.startswith("Skips and lapses are counted nowhere per person.")
    assert "not to be published" in figures.month("2026-10", False, FOUND, "USD")[0]


def test_the_table_says_the_same() -> None:
    """A row for each; an empty value where too few people are behind it, never a 0."""
    rows = list(csv.DictReader(StringIO(figures.table("2026-10", FOUND, "USD"))))
    assert [(row["figure"], row["value"], row["unit"]) for row in rows] == [
        ("answers", "1240", "count"),
        ("hourly", "10.80", "USD"),
        ("payout_hours", "1.5", "hours"),
        ("kept_rulings", "98.7", "percent"),
        ("claims", "", "count"),
        ("closures", "0", "count"),
    ]

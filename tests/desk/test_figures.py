"""The figures of a month at the desk."""

import csv

from bot.config import Settings
from bot.screens.operator.figures import NAMES
from tests.desk.asked import Call, refusal, said


def test_a_month_is_told_and_written(desk: Call, settings: Settings) -> None:
    """Every figure has its name, on a line and in the table; what is no month, or cannot be written, is refused."""
    out = settings.data / "figures.csv"
    lines = said(desk("figures", month="2024-06", out=str(out))).splitlines()
    assert lines[0] == "2024-06, sums of ten people or more:" and lines[-1] == f"Written: {out}"
    assert "  Answers: too few to tell" in lines and "  Accounts closed by the house: 0" in lines
    with out.open(encoding="utf-8") as file:
        assert [row["figure"] for row in csv.DictReader(file)] == list(NAMES)
    for month in ("2024-13", "yesterday", "2099-01"):
        assert refusal(desk, "figures", month=month).startswith(f"{month} is no month that has begun")
    assert "can't be written there" in refusal(
        desk, "figures", month="2024-06", out=str(settings.data / "no" / "figures.csv")
    )

"""What the operator reads of limits on accounts."""

from __future__ import annotations

from typing import Any

from bot.screens.operator.words import moment

_ended = {
    "time": "over by its time",
    "lifted": "lifted",
    "appeal": "lifted by somebody else",
    "overdue": "lifted, for nobody decided in time",
}


def shown(person: int, rows: list[dict[str, Any]], seats: list[dict[str, Any]]) -> list[str]:
    """All limits that were ever set for a person, a line each, and who shares their phone."""
    lines = [_line(row) for row in rows] or ["No limit was ever set for them."]
    phone = [
        f"On that phone: {one['name']}, person {one['person']}{'' if one['away'] else ', who has it now'}."
        for one in seats
    ]
    return [f"Person {person}.", *lines, *phone]


def freed(name: str) -> list[str]:
    """A forgotten PIN is taken away."""
    return [
        f"{name} has no PIN now. Whoever sends /household {name} and a new PIN first sets it: let it be them, now."
    ]


def _line(row: dict[str, Any]) -> str:
    where = "all work" if row["scope"] == "all" else f"{row['scope']} {row['about']}"
    stands = _ended.get(row["ended_by"], f"until {moment(row['until'])} UTC")
    doubted = ", doubted by them" if row["appealed_at"] is not None else ""
    return f"{row['code']}  {where}, {row['reason']}, by {row['made_by']}: {stands}{doubted}. {row['words']}"


def limited(code: str) -> list[str]:
    """A limit is set."""
    return [f"{code}: they can't work on that now, and read why. What they have is paid out as always."]


def lifted(code: str) -> list[str]:
    """It is over."""
    return [f"{code.upper()} is lifted, and they hear so."]

"""What the operator reads on the command line: plain English sentences, one a line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.domain.quote import Quote, parts
from bot.money import plain

reports_shown = 100


def packs(rows: list[dict[str, object]]) -> list[str]:
    """All packs, a line each."""
    if not rows:
        return ["There are no packs yet. `ujima pack add FOLDER --requester NAME` brings one in."]
    return [
        f"{row['name']} ({row['requester_name']}): {row['state']}, {row['tasks']} tasks, "
        f"{row['answers']} answers, {row['places'] or 0} places open"
        for row in rows
    ]


def quote(name: str, found: Quote, currency: str) -> list[str]:
    """What a pack costs: at most, likely, and part by part."""
    lines = [
        f"{name}: at most {plain(found.at_most)} {currency}, likely about {plain(found.likely)}; "
        "what is not used comes back."
    ]
    if found.overlap_likely:
        lines.append(
            f"  A task will likely need {found.overlap_likely / 100:.1f} answers; the most is locked."
        )
    return lines + [f"  {part:9} {plain(found.amount(part)):>12}" for part in parts if found.amount(part)]


def reports(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Reports that wait and tasks that reports stopped: key, ground, how many, since when (UTC)."""
    if not rows:
        return [f"{name}: no report waits, and none has stopped a task."]
    lines = [
        f"  {row['key']:20} {row['ground']:14} {row['reports']:>5} since {_moment(row['since'])}"
        + ("  stopped" if row["stopped"] else "")
        for row in rows[:reports_shown]
    ]
    if len(rows) > reports_shown:
        lines.append(f"  … and {len(rows) - reports_shown} more")
    return [
        f"{name}: reports that wait, and tasks that reports stopped.",
        *lines,
        f"`ujima pack release {name} KEY` serves a stopped task again, once you have looked at it.",
    ]


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}"


def money(name: str, balances: dict[str, int]) -> list[str]:
    """What is in a pack's escrow."""
    if not any(balances.values()):
        return []
    return [f"{name} holds:"] + [
        f"  {account.rpartition(':')[2]:9} {plain(amount):>12}"
        for account, amount in balances.items()
        if amount
    ]

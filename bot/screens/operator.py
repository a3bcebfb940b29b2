"""What the operator reads on the command line: plain English sentences, one a line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.domain.quote import Quote, parts
from bot.money import plain

reports_shown = 100
progress_told_after_ms = 2_000  # before that a time left is a guess
files_shown = 20


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


phases = {
    "reading": "reading",
    "fetching": "fetching",
    "pictures": "pictures",
    "comparing": "comparing rows",
    "rows": "rows",
}


def progress(state: str, phase: str, done: int, total: int, since_ms: int) -> str:
    """How far a job is, in a line: "1,200 of 5,000 pictures, about 2 min left"."""
    if state == "undoing":
        return "removing what is there"
    what = phases.get(phase, phase) or "waiting for its turn"
    if not total:
        return what
    said = f"{done:,} of {total:,} {what}"
    if not 0 < done < total or since_ms < progress_told_after_ms:
        return said
    return f"{said}, about {_duration(since_ms * (total - done) / done / 1000)} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def jobs(rows: list[dict[str, Any]], now: int) -> list[str]:
    """Jobs that go on or wait, a line each. `now` is UTC epoch ms."""
    if not rows:
        return ["No job goes on."]
    return [
        f"{row['id']} {row['kind']}: "
        + progress(row["state"], row["phase"], row["done"], row["total"], now - row["phase_at"])
        for row in rows
    ] + ["`ujima pack cancel JOB` ends one."]


def check(
    name: str,
    rows: tuple[int, int, int],
    found: Quote,
    hourly: int,
    sizes: dict[str, tuple[int, int]],
    currency: str,
) -> list[str]:
    """A pack in order: rows (tasks, gold, practice), bytes on the wire by data mode, money, pay for an hour."""
    tasks, gold, practice = rows
    wire = "; ".join(f"{mode} {median:,} ({worst:,} at worst)" for mode, (median, worst) in sizes.items())
    return [
        f"{name} is a good pack: {tasks:,} tasks, {gold:,} gold, {practice:,} practice.",
        f"Bytes a task, in the middle: {wire}.",
        *quote(name, found, currency),
        f"That is {plain(hourly)} {currency} an hour.",
    ]


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


def schedule(opens_at: int, closes_at: int | None, now: int) -> list[str]:
    """When a pack is offered (UTC), if it says so itself. Times are UTC epoch ms; `opens_at` 0 and no `closes_at` say nothing."""
    opens = f"from {_moment(opens_at)}" if opens_at else ""
    closes = f"until {_moment(closes_at)}" if closes_at is not None else ""
    if not opens and not closes:
        return []
    if now < opens_at:
        stands = "not yet"
    elif closes_at is not None and now >= closes_at:
        stands = "no more; `ujima pack close` gives back what is not used"
    else:
        stands = "now as well"
    return [f"Offered {' '.join(one for one in (opens, closes) if one)} UTC: {stands}."]


def moved(at: int, movement: str, account: str, other: str, amount: int, balance: int) -> str:
    """A movement of money in a line: when (UTC), what, the account, the other one, the amount, what there is after it."""
    signed = f"{'-' if amount < 0 else '+'}{plain(abs(amount))}"
    return f"{_moment(at)} {movement:14} {account:28} {other:28} {signed:>14} {plain(balance):>14}"


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


def results(name: str, files: list[str], answers: int, agreed: int, method: str, missing: int) -> list[str]:
    """What was read out of a pack, and where it lies."""
    lines = [f"{name}: {answers} final answers were read out; what was read out is accepted."]
    if method:
        lines.append(f"{agreed} tasks have one answer by the method {method}.")
    if missing:
        lines.append(f"{missing} files that people made are not in the store any more.")
    return lines + [f"  {file}" for file in files[:files_shown]] + _further(len(files))


def _further(files: int) -> list[str]:
    return [f"  … and {files - files_shown} more"] if files > files_shown else []


def aside(name: str, worker: str, yes: bool, new: bool) -> list[str]:
    """Whose answers count in no aggregate of a pack, or count again."""
    where = "are left out of what is made of" if yes else "count again in"
    return [f"{'' if new else 'As before, '}{worker}'s answers {where} {name}. Their pay stays as it is."]

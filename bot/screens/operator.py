"""What the operator reads on the command line: plain English sentences, one a line."""

from __future__ import annotations

from datetime import UTC, datetime
from json import dumps, loads
from typing import Any

from bot.domain.limits import minute, undo_ms
from bot.domain.quote import Quote, at_most_with, parts
from bot.money import plain

reports_shown = 100
progress_told_after_ms = 2_000  # before that a time left is a guess
files_shown = 20
readers_few = (
    20  # what a quote compares with where reading and practice are most of it; no task needs more people
)
rows_looked_at = 5


def packs(rows: list[dict[str, Any]]) -> list[str]:
    """All packs, a line each."""
    if not rows:
        return ["There are no packs yet. `ujima pack add FOLDER --requester NAME` brings one in."]
    return [
        f"{row['name']} ({row['requester_name']}): {row['state']}, {counted(int(row['tasks']), 'task')}, "
        f"{counted(int(row['answers']), 'answer')}, {int(row['places'] or 0):,} more wanted"
        for row in rows
    ]


def roles(rows: list[dict[str, Any]]) -> list[str]:
    """Requesters, a line each; of those who wait for a decision what they said, first."""
    if not rows:
        return ["There are no requesters yet."]
    waiting = [row for row in rows if row["state"] == "asked"]
    others = [row for row in rows if row["state"] != "asked"]
    lines = []
    for row in waiting:
        lines.append(f"{row['name']} asks to bring work. About them: {row['about']} The work: {row['work']}")
    for row in others:
        where = "in the chat" if row["person"] is not None else "on the command line"
        lines.append(f"{row['name']}: {row['state']}, {where}.")
    decide = (
        ["`ujima role approve NAME` or `ujima role decline NAME --why WORDS` decides."] if waiting else []
    )
    return lines + decide


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "task"), counted(1200, "task"), counted(2, "person", "people")
    ('1 task', '1,200 tasks', '2 people')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def quote(name: str, found: Quote, currency: str, readers: int) -> list[str]:
    """What a pack that `readers` people may read costs: at most, likely, part by part, and what fewer would lock."""
    lines = [
        f"{name}: at most {plain(found.at_most)} {currency}, likely about {plain(found.likely)}; "
        "what is not used comes back."
    ]
    if found.overlap_likely:
        lines.append(
            f"  A task will likely need {found.overlap_likely / 100:.1f} answers; the most is locked."
        )
    lines += [f"  {part:9} {plain(found.amount(part)):>12}" for part in parts if found.amount(part)]
    if readers > readers_few and 2 * (found.practice + found.reading) > found.at_most:
        lines.append(
            f"Most of it is practice and reading for up to {readers:,} people; with readers_max = {readers_few} "
            f"in pack.toml, {plain(at_most_with(found, readers, readers_few))} {currency} would be locked."
        )
    return lines


def progress(state: str, phase: str, done: int, total: int, since_ms: int) -> str:
    """How far a job is, in a line: "1,200 of 5,000 pictures, about 2 min left"."""
    if state == "undoing":
        return "removing what is there"
    what = phase or "waiting for its turn"
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


def looked_at(said: dict[str, Any], rows: list[dict[str, Any]], tasks: int) -> list[str]:
    """What a pack shows to people, for whoever lets it start: what its form says, and its first rows as stored.

    `said` is the field of pack.toml → a text, or texts by language; `rows` have key, role, item and answer (JSON).
    """
    lines = [f"{name}: {_spoken(value)}" for name, value in said.items() if value]
    for row in rows:
        item = loads(row["item"])
        known = f"; known answer: {_plain(loads(row['answer']))}" if row["answer"] else ""
        shown = [_spoken(item[name]) for name in ("text", "question", "medium") if item.get(name)]
        lines.append(f"  {row['key']} ({row['role']}): {' · '.join(shown)}{known}")
    if tasks > len(rows):
        lines.append(f"  … and {counted(tasks - len(rows), 'row')} more")
    return lines


def _spoken(value: Any) -> str:
    """A text; of texts by language all of them; of a table or a list its parts. On one line."""
    if isinstance(value, dict):
        if "code" in value:
            others = {name: each for name, each in value.items() if name != "code"}
            return f"{value['code']} = {_spoken(others.get('label', others))}"
        if len(value) == 1:
            return _spoken(next(iter(value.values())))
        return "; ".join(f"{name}: {_spoken(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_spoken, value))
    return " ".join(str(value).split())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


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
    readers: int,
    hourly: int,
    sizes: dict[str, tuple[int, int]],
    currency: str,
) -> list[str]:
    """A pack in order: rows (tasks, gold, practice), bytes on the wire by data mode, money, pay for an hour."""
    tasks, gold, practice = rows
    wire = "; ".join(f"{mode} {median:,} ({worst:,} at worst)" for mode, (median, worst) in sizes.items())
    return [
        f"{name} is a good pack: {counted(tasks, 'task')}, {gold:,} gold, {practice:,} practice.",
        f"Bytes a task, in the middle: {wire}.",
        *quote(name, found, currency, readers),
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
    if answers:
        read = counted(answers, "final answer was", "final answers were")
        lines = [f"{name}: {read} read out; what was read out is accepted."]
    else:
        lines = [
            f"{name}: nothing is final yet. An answer becomes final {undo_ms // minute} minutes after it came, "
            "or when the pack's review_window_h is over."
        ]
    if method and agreed:
        lines.append(f"{counted(agreed, 'task has', 'tasks have')} one answer by the method {method}.")
    if missing:
        files_gone = counted(missing, "file that people made is", "files that people made are")
        lines.append(f"{files_gone} not in the store any more.")
    return lines + [f"  {file}" for file in files[:files_shown]] + _further(len(files))


def _further(files: int) -> list[str]:
    return [f"  … and {files - files_shown} more"] if files > files_shown else []


def aside(name: str, worker: str, yes: bool, new: bool) -> list[str]:
    """Whose answers count in no aggregate of a pack, or count again."""
    where = "are left out of what is made of" if yes else "count again in"
    return [f"{'' if new else 'As before, '}{worker}'s answers {where} {name}. Their pay stays as it is."]

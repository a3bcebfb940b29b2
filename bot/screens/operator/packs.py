"""What the operator reads of packs: before they start, while they run, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps, loads
from typing import Any

from bot.domain.outcomes.requester import Remarks
from bot.domain.quote import Quote, at_most_with, parts
from bot.money import plain
from bot.packs.form import ByteBudget
from bot.screens.operator.words import counted, moment

reports_shown = 100
# What a quote compares with where reading and practice are most of it; no task needs more people.
readers_few = 20
rows_looked_at = 5
looked_at_of = ("description", "text", "question", "medium")  # of a row


undecided = (
    "Its answers are checked before they are paid, so somebody must decide what is disputed: name them in "
    "UJIMA_RULINGS_BY, or `ujima role moderator`. Without anybody it can't be launched."
)


def listed(rows: list[dict[str, Any]]) -> list[str]:
    """All packs, a line each."""
    if not rows:
        return ["There are no packs yet. `ujima pack add FOLDER --requester NAME` brings one in."]
    return [
        f"{row['name']} ({row['requester_name']}): {row['state']}, {counted(int(row['tasks']), 'task')}, "
        f"{counted(int(row['answers']), 'answer')}, {int(row['places'] or 0):,} more wanted"
        for row in rows
    ]


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


def hard(levels: Sequence[int], care: int, currency: str) -> list[str]:
    """How much of a pack is hard content, by level 1 to 3, and what its paid pauses lock; nothing without any."""
    if not any(levels):
        return []
    counts = ", ".join(f"{counted(count, 'task')} of level {level}" for level, count in enumerate(levels, 1))
    return [f"Hard content: {counts}; {plain(care)} {currency} of what is locked is for paid pauses."]


def looked_at(said: dict[str, Any], rows: list[dict[str, Any]], tasks: int) -> list[str]:
    """What a pack shows to people, for whoever lets it start: what its form says, and its first rows as stored.

    `said` is the field of pack.toml → a text, or texts by language; `rows` have key, role, item and answer (JSON).
    """
    lines = [f"{name}: {_spoken(value)}" for name, value in said.items() if value]
    for row in rows:
        item = loads(row["item"])
        known = f"; known answer: {_plain(loads(row['answer']))}" if row["answer"] else ""
        shown = [_spoken(item[name]) for name in looked_at_of if item.get(name)]
        shown += [f"{category} {level}" for category, level in loads(row["flags"]).items()]
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
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


def remarks(found: Remarks, budget: ByteBudget) -> list[str]:
    """What of a pack is in order but might be better, by name: tasks over a budget, pictures that are unlike."""
    lines = []
    if found.over:
        lines.append(
            f"Over the {getattr(budget, found.mode):,} bytes of {found.mode}, words and medium together: {counted(found.over, 'task')} "
            f"({_first(found.over_names, found.over)}). Fewer words, a calmer picture or a larger byte_budget mends it."
        )
    if found.unlike:
        lines.append(
            f"Shown less like than others at any size there is room for: {counted(found.unlike, 'picture')} "
            f"({_first(found.unlike_names, found.unlike)}). Cut them to what matters, or take others."
        )
    return lines


def _first(names: Sequence[str], count: int) -> str:
    return ", ".join([*names, "…"] if count > len(names) else names)


def check(
    name: str,
    rows: tuple[int, int, int],
    found: Quote,
    readers: int,
    hourly: int,
    sizes: dict[str, tuple[int, int, int]],
    twins: int,
    remarked: Sequence[str],
    currency: str,
) -> list[str]:
    """A pack in order: rows (tasks, gold, practice), bytes on the wire by data mode, money, pay for an hour."""
    tasks, gold, practice = rows
    wire = "; ".join(
        f"{mode} {median:,} (19 of 20 at most {most:,}, {worst:,} at worst)"
        for mode, (median, most, worst) in sizes.items()
    )
    same = [f"{counted(twins, 'picture')} look the same as another and are sent once."] if twins else []
    return [
        f"{name} is a good pack: {counted(tasks, 'task')}, {gold:,} gold, {practice:,} practice.",
        f"Bytes a task, in the middle: {wire}.",
        *same,
        *remarked,
        *quote(name, found, currency, readers),
        *_without_practice(practice, found, currency),
        f"That is {plain(hourly)} {currency} an hour.",
    ]


def _without_practice(practice: int, found: Quote, currency: str) -> list[str]:
    """What is locked for practice where a pack has none: it may get some while it runs, and then it is paid."""
    if practice or not found.practice:
        return []
    return [
        f"It has no practice tasks. {plain(found.practice)} {currency} is locked for those that you may add later; "
        "it comes back at the end."
    ]


def reports(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Reports that wait and tasks that reports stopped: key, ground, how many, since when (UTC)."""
    if not rows:
        return [f"{name}: no report waits, and none has stopped a task."]
    lines = [
        f"  {row['key']:20} {row['ground']:14} {row['reports']:>5} since {moment(row['since'])}"
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
    opens = f"from {moment(opens_at)}" if opens_at else ""
    closes = f"until {moment(closes_at)}" if closes_at is not None else ""
    if not opens and not closes:
        return []
    if now < opens_at:
        stands = "not yet"
    elif closes_at is not None and now >= closes_at:
        stands = "no more; `ujima pack close` gives back what is not used"
    else:
        stands = "now as well"
    return [f"Offered {' '.join(one for one in (opens, closes) if one)} UTC: {stands}."]


def money(name: str, balances: dict[str, int]) -> list[str]:
    """What is in a pack's escrow."""
    if not any(balances.values()):
        return []
    return [f"{name} holds:"] + [
        f"  {account.rpartition(':')[2]:9} {plain(amount):>12}"
        for account, amount in balances.items()
        if amount
    ]


def floor(name: str, locked: int, currency: str) -> list[str]:
    """What was locked for the hourly floor."""
    if not locked:
        return [f"{name}: nothing is lacking for the hourly floor."]
    return [
        f"{name}: {plain(locked)} {currency} is locked for the hourly floor; who waits for it is paid now."
    ]

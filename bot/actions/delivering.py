"""Delivering: what is due goes out, is known to have arrived, and goes from the chat again.

What is due and not shown, after a crash or a failed send, is shown again. Where several programs share a database, whoever tells
an outcome has it in hand for `telling.lease_ms`, and holds it while it shows it (`claim`, `hold`, `let_go`); a notice is in
nobody's hand until one of them claims it. What a program that died had in hand is claimed by the others when its lease is over.

What is asked no more is not sent (`is_over`), what a press brought of hard content only as its direct answer (`is_late`), and
what described or showed it leaves the chat (`erase_later`, `erase_asked`, `erase_now`; the deleting is the rounds').
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions import telling
from bot.actions.telling import Told
from bot.domain import limits, marks, outcomes, wellbeing
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.alarms import LookFirst
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.cases import CaseItem
from bot.domain.outcomes.worker import Hard, Task
from bot.storage import Row, Tx

brings = ("larger", "play", "clip")  # notes of a question that is shown again with another medium


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of a message on the wire, both ways: its words and keys with the press that asked for it; its medium."""

    words: int = 0
    medium: int = 0


free = Cost()


def shown(
    tx: Tx, told: Told, message: int | None, at: int = 0, cost: Cost = free, beside: int | None = None
) -> int:
    """A due outcome arrived at Telegram as `message` at `at` (ms, Telegram's clock); None: given up on.

    `beside` is the message before it that brought its picture alone.

    What it costs on the wire is counted for the person, its medium unless it came with the same question before; those bytes.
    """
    first = True
    tx.run("delivering.shown", account=told.account, slot=told.slot, seq=told.seq)
    if told.notice and " " in told.slot:
        tx.run("delivering.notice_shown", account=told.account, slot=told.slot, message=message)
    elif told.notice:
        tx.run("delivering.notice_over", account=told.account, slot=told.slot, seq=told.seq)
    elif told.slot == "card":
        tx.run("delivering.empty_card", account=told.account, seq=told.seq)
    elif message is not None and isinstance(told.outcome, Question):
        mark = outcomes.marked(told.outcome)
        first = bool(
            tx.run("delivering.question_shown", account=told.account, mark=mark, message=message, at=at)
        )
    if message is not None and (about := _brought(told.outcome)):
        _arrived(tx, told, about, message, beside)
    if message is not None and isinstance(told.outcome, Task) and told.outcome.hard is not None:
        erase_when_over = erase_later if is_look(told.outcome) else _erase_what_came_late
        erase_when_over(tx, told.account, message, told.outcome.assignment)
        first = first or is_look(told.outcome)
    elif message is not None and isinstance(told.outcome, LookFirst | CaseItem) and is_look(told.outcome):
        _erase_look(tx, told.account, message, told.outcome)
    came = cost.words + (cost.medium if first or getattr(told.outcome, "note", "") in brings else 0)
    if came:
        tx.run("metering.add", account=told.account, day=tx.now // limits.day, bytes=came)
    return came


def _brought(outcome: Outcome) -> int:
    """By which number it is known which task an outcome brings: assignment or bundle, the task where it is not asked; 0: none."""
    if isinstance(outcome, Task):
        return outcome.assignment
    return outcome.bundle if isinstance(outcome, Bundle) else outcomes.item_of(outcome)


def _arrived(tx: Tx, told: Told, about: int, message: int, beside: int | None) -> None:
    """Which messages brought a task to which chat is known for two days: what is reported is deleted from there.

    What was reported while it was on its way goes at once, however late it comes.
    """
    late = _is_stopped(tx, told.outcome)
    for one in (message, beside):
        if one is not None:
            tx.run("alarms.arrived", about=about, account=told.account, message=one, now=tx.now)
            if late:
                tx.run("alarms.erase_late", about=about, account=told.account, message=one, now=tx.now)


def _is_stopped(tx: Tx, asked: Outcome) -> bool:
    """Was anything that it brings reported as violent or against the law, and is that not decided otherwise?"""
    numbers = {one.number for one in asked.items} if isinstance(asked, Bundle) else {0}
    return any(row["number"] in numbers for row in tx.all("alarms.stops", about=_brought(asked)))


def as_may_be_told(tx: Tx, account: int, outcome: Outcome) -> Outcome | None:
    """An outcome that brings an item beside its question, without that once it was reported; None: nothing is left. A read."""
    return outcomes.without_item(outcome) if _is_stopped(tx, outcome) else outcome


def _hard(outcome: Outcome) -> Hard | None:
    return outcome.hard if isinstance(outcome, Task | LookFirst | CaseItem) else None


def brings_items(outcome: Outcome) -> bool:
    """Does it bring somebody tasks, shown or described?"""
    return isinstance(outcome, Task | Bundle | LookFirst | CaseItem)


def is_look(outcome: Outcome) -> bool:
    """Does it show hard content, as the direct answer to a press?"""
    hard = _hard(outcome)
    return hard is not None and hard.look is not None


def covered(told: Told) -> Told:
    """The same with the description in the place of what a press brought: the press is no longer just now."""
    asked = told.outcome
    if not isinstance(asked, Task | LookFirst | CaseItem) or asked.hard is None:
        return told
    return replace(told, outcome=replace(asked, hard=replace(asked.hard, look=None)))


def is_late(tx: Tx, told: Told) -> bool:
    """Is it too late to send what a press brought? A read."""
    hard = _hard(told.outcome)
    look = hard.look if hard is not None else None
    return look is not None and tx.now > look.until


def is_over(tx: Tx, told: Told) -> bool:
    """Is it not to be sent any more: a task that was reported, or hard content that is done, forgotten, or chosen no more? A read."""
    task = told.outcome
    if isinstance(task, LookFirst | CaseItem):
        question = tx.one("telling.question", account=told.account, mark=task.mark)
        return question is None or question["settled_at"] is not None or not _is_looked_at(tx, task)
    if isinstance(task, Task | Bundle) and _is_stopped(tx, task):
        return True
    if not isinstance(task, Task) or task.hard is None:
        return False
    row = tx.one("delivering.asked_still", account=told.account, mark=task.mark, assignment=task.assignment)
    if row is None:
        return True
    rows = tx.all("care.chosen", person=row["person"])
    chosen = {one["category"] for one in rows if one["from_at"] <= tx.now < one["until_at"]}
    return not chosen.issuperset(json.loads(row["flags"]))


def erase_later(tx: Tx, account: int, message: int, assignment: int) -> None:
    """A message that shows an item, or describes it, goes from the chat: when it is answered, after a day at most."""
    later = tx.now + wellbeing.in_chat_ms
    tx.run("care.to_erase", account=account, message=message, assignment=assignment, now=tx.now, later=later)


def _is_looked_at(tx: Tx, asked: LookFirst | CaseItem) -> bool:
    """Does a reported task wait for a word still, or has somebody the case in hand? A read."""
    if isinstance(asked, LookFirst):
        return tx.one("alarms.looked_at_still", alarm=asked.alarm) is not None
    return tx.one("cases.in_hand", case=asked.case) is not None


def _erase_look(tx: Tx, account: int, message: int, asked: LookFirst | CaseItem) -> None:
    """So does what somebody was shown of a reported task, or of a case: when they have said what it is, at once where that is over."""
    about = asked.alarm if isinstance(asked, LookFirst) else asked.case
    later = tx.now + (wellbeing.in_chat_ms if _is_looked_at(tx, asked) else 0)
    values = {"account": account, "message": message, "about": about, "now": tx.now, "later": later}
    tx.run("care.to_erase_look", **values)


def _erase_what_came_late(tx: Tx, account: int, message: int, assignment: int) -> None:
    """A description that arrives when it is asked no more goes at once."""
    tx.run("care.to_erase_over", account=account, message=message, assignment=assignment, now=tx.now)


def erase_asked(tx: Tx, assignment: int) -> None:
    """So does every message that described it before, on each of their phones."""
    later = tx.now + wellbeing.in_chat_ms
    tx.run("care.to_erase_asked", assignment=assignment, now=tx.now, later=later)


def erase_now(tx: Tx, assignment: int) -> None:
    """It is over, seen or only described: every message about it goes, on each of their phones."""
    erase_asked(tx, assignment)
    tx.run("care.erase_assignment", assignment=assignment, now=tx.now)


def waiting(tx: Tx, bot: int, most: int, after: int = 0) -> list[tuple[Told, int]]:
    """What is due, not known to be shown and still tried, oldest first and behind `after`, with how often it was tried.

    What was tried as often as it may be waits until they do something. A read.
    """
    rows = tx.all("delivering.waiting", bot=bot, after=after, most=most, **telling.most_tried)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def waiting_for(tx: Tx, account: int) -> list[tuple[Told, int]]:
    """All that one account is not known to have been shown, oldest first, with how often it was tried. A read."""
    rows = tx.all("delivering.waiting_for", account=account)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def is_given_up(told: Told, tries: int) -> bool:
    """Was it tried so often that only what they do brings it once more?"""
    return tries >= (telling.tries_unknown_max if told.edits is None else telling.tries_edited_max)


def notices(tx: Tx, bot: int, most: int) -> list[Told]:
    """Notices that were not tried yet, oldest first. A read."""
    return [_told(tx, row) for row in tx.all("delivering.notices", bot=bot, most=most)]


def unheld(tx: Tx, bot: int, most: int) -> list[tuple[Told, int]]:
    """What no program has in hand, oldest first, with how often it was tried: notices, and what one that died left. A read."""
    rows = tx.all("delivering.unheld", bot=bot, most=most, now=tx.now, wrong=tx.now + 2 * telling.lease_ms)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def claim(tx: Tx, found: Sequence[Told]) -> list[Told]:
    """Takes in hand what nobody has; returns that. Of several programs that claim the same one gets it."""
    return [
        told
        for told in sorted(found, key=_seq)  # all in one order, so that no two wait for each other
        if tx.run(
            "delivering.claim",
            account=told.account,
            slot=told.slot,
            seq=told.seq,
            now=tx.now,
            until=tx.now + telling.lease_ms,
            wrong=tx.now + 2 * telling.lease_ms,
        )
    ]


def hold(tx: Tx, found: Sequence[Told], lasting: int = telling.lease_ms) -> list[Told]:
    """Goes on holding what one has in hand, for so long (ms); returns what of it is still due: others may have shown newer."""
    return _held(tx, found, tx.now + lasting)


def let_go(tx: Tx, found: Sequence[Told]) -> None:
    """What is not shown after all is in nobody's hand any more."""
    _held(tx, found, 0)


def _held(tx: Tx, found: Sequence[Told], until: int) -> list[Told]:
    return [
        told
        for told in sorted(found, key=_seq)
        if tx.run("delivering.hold", account=told.account, slot=told.slot, seq=told.seq, until=until)
    ]


def _seq(told: Told) -> int:
    return told.seq


def _keys_again(tx: Tx, account: int) -> tuple[bool, Question | None]:
    """The same for a card that may not have arrived: where a question is open its keys come once more. A read."""
    row = tx.one("telling.current", account=account)
    return (True, telling.facts(row)) if row is not None else telling.keys_left(tx, account)


def _told(tx: Tx, row: Row) -> Told:
    stored = str(row["outcome"])
    if stored in marks.MARKS:
        question = tx.one("telling.question", account=row["account"], mark=stored)
        assert question is not None, "a due mark is a question's"
        outcome: Outcome = telling.facts(question)
    else:
        outcome = outcomes.from_json(stored)
    edits, account = row.get("message"), row["account"]
    keys = _keys_again(tx, account) if row["slot"] == "card" else (False, None)
    return Told(account, row["telegram"], row["language"], row["slot"], row["seq"], outcome, edits, *keys)


def tried(tx: Tx, told: Told) -> None:
    """A send was tried and its end is unknown or bad."""
    tx.run("delivering.tried", account=told.account, slot=told.slot, seq=told.seq)

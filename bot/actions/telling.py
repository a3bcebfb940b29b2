"""Telling: what an account should see next, written in the transaction that causes it.

`once` makes every effect happen once: its cause (bot, chat, message or press) is inserted uniquely, and
a repeat does nothing. `tell` writes the outcome down as due; `shown` says it has arrived. What is due
and not shown, after a crash or a failed send, is shown again. No money depends on any of it.

A due question is stored as its mark alone, for the question's own row holds its facts.

A card has no keys of its own. When the question whose keys are on the phone is over, the card brings the keys of the
one that is open, or takes the old ones away; so no key on a phone stands for nothing.

`notify` is for what nobody asked for just now: each notice has a place of its own, so none takes another's. It carries no
keyboard, is sent at least once, and is worded so that twice does no harm. One with a topic is written over the message
that told of it before. Where several programs share a database, whoever tells an outcome has it in hand for `lease_ms`, and
holds it while it shows it (`claim`, `hold`, `let_go`); a notice is in nobody's hand until one of them claims it. What a program that
died had in hand is claimed by the others when its lease is over.

Unasked-for news wakes nobody: it waits for the end of the night, by the time they told, and of the quiet hours and the free
day they set; where the time with them is unknown until they do something themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec

from bot.domain import hours, limits, marks, outcomes, own_limits, wellbeing
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.alarms import LookFirst
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.papers import Forgotten
from bot.domain.outcomes.worker import AlreadySaved, Hard, NotUnderstood, Task
from bot.domain.people import Who
from bot.storage import Row, Tx

P = ParamSpec("P")
_notice = "notice"
tries_unknown_max = 2  # of a send whose end is unknown: it may have been seen already
tries_edited_max = 6  # of words written over others: twice is once
_most_tried = {"unknown": tries_unknown_max, "edited": tries_edited_max}
brings = ("larger", "play", "clip")  # notes of a question that is shown again with another medium
looked = (
    "look "  # how a question is settled whose item a press brought; the word behind it says what it brought
)
_until_here = 1
lease_ms = 20 * limits.second
"""So long after a program died the others show what it had in hand; while it lives it holds that every few seconds."""


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome on its way to an account: to which chat, in which language."""

    account: int
    telegram: int
    language: str
    slot: str
    seq: int
    outcome: Outcome
    edits: int | None = None  # the message it is written over; None: a new one
    keys_over: bool = False  # the keys on the phone belong to a question that is over
    keys_of: Question | None = None  # then the question whose keys take their place; None: no keys do
    waited_for: bool = True  # does a person wait for it, who pressed or wrote just now?
    given_up: bool = False  # is there something else of theirs that was given up, to be tried once more when this is shown?

    @property
    def notice(self) -> bool:
        """Is it one that nobody asked for just now?"""
        return self.slot.startswith(_notice)


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of a message on the wire, both ways: its words and keys with the press that asked for it; its medium."""

    words: int = 0
    medium: int = 0


free = Cost()


def once(
    tx: Tx,
    account: int,
    command: Callable[Concatenate[Tx, P], Outcome | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Told | None:
    """Runs a command for its cause once, and tells its outcome; a repeat of the cause is None.

    One account's commands run one after another, whichever programs they came to.
    """
    if not tx.run("telling.begin", account=account, key=tx.cause, now=tx.now):
        return None
    outcome = command(tx, *args, **kwargs)
    if isinstance(outcome, Forgotten):  # the account is gone, and so is the cause: it holds their number
        tx.run("telling.drop_cause", key=tx.cause)
        return Told(account, outcome.telegram, outcome.language, "card", 0, outcome)
    return tell(tx, account, outcome) if outcome is not None else None


def tell(tx: Tx, account: int, outcome: Outcome) -> Told:
    """Makes an outcome the due one of its slot: a question's, or a card's."""
    mark = outcomes.marked(outcome)
    if mark and not isinstance(outcome, Question):  # a menu of a question, maybe an older one, is in view
        tx.run("telling.bring_forward", account=account, mark=mark, id=tx.new_id())
    slot = "question" if mark else "card"
    seq = tx.new_id()
    stored = mark if isinstance(outcome, Question) else outcomes.to_json(outcome)
    until = tx.now + lease_ms
    to = tx.one(
        "telling.due",
        account=account,
        slot=slot,
        seq=seq,
        outcome=stored,
        until=until,
        item=0 if isinstance(outcome, Question) else outcomes.item_of(outcome),
        **_most_tried,
    )
    assert to is not None, "what is due was written"
    keys_over, keys_of = (False, None) if mark else _keys_left(tx, account)
    given_up = bool(to["given_up"])
    return Told(
        account,
        to["telegram"],
        to["language"],
        slot,
        seq,
        outcome,
        None,
        keys_over,
        keys_of,
        given_up=given_up,
    )


def _keys_left(tx: Tx, account: int) -> tuple[bool, Question | None]:
    """Are the keys on the phone those of a question that is over, and which question's are to take their place?

    The keys in view are the newest question's. A task that is gone may still be answered, so its keys stay.
    """
    newest = tx.one("telling.newest", account=account)
    if newest is None or newest["settled_at"] is None or newest["settled_by"] == "gone":
        return False, None
    row = tx.one("telling.current", account=account)
    if row is None:
        return True, None
    tx.run("telling.bring_forward", account=account, mark=row["mark"], id=tx.new_id())
    return True, facts(row)


def _keys_again(tx: Tx, account: int) -> tuple[bool, Question | None]:
    """The same for a card that may not have arrived: where a question is open its keys come once more. A read."""
    row = tx.one("telling.current", account=account)
    return (True, facts(row)) if row is not None else _keys_left(tx, account)


def notify(tx: Tx, account: int, outcome: Outcome, *, topic: str = "", unasked: bool = False) -> None:
    """Tells an account something beside what it does now; the rounds of delivery find it within a second.

    Of one `topic` the newest says all. `unasked` news waits for the morning, or until they are here.
    """
    assert not outcomes.marked(outcome), "a notice carries no keyboard"
    seq = tx.new_id()
    slot = f"{_notice} {topic}" if topic else f"{_notice}#{seq}"
    stored, waits = outcomes.to_json(outcome), _waits(tx, account) if unasked else 0
    item = outcomes.item_of(outcome)
    tx.run("telling.notify", account=account, slot=slot, seq=seq, outcome=stored, waits=waits, item=item)


def _waits(tx: Tx, account: int) -> int:
    """What `dues.waits` is for news that nobody asked for."""
    row = tx.one("own.of_account", account=account, since=tx.now - hours.offset_kept_ms)
    return _until_here if row is None else own_limits.silent_until(own_limits.read(row), tx.now)


def morning(tx: Tx) -> int:
    """Quiet hours are over for some: what waited for that is told now. Returns how much it is."""
    return tx.run("telling.morning", now=tx.now)


def notify_person(tx: Tx, person: int, outcome: Outcome, *, topic: str = "", unasked: bool = False) -> None:
    """Tells a person, on the account that they came with first and that has not blocked us."""
    there = [one for one in tx.all("people.accounts_of", person=person) if one["blocked_at"] is None]
    for account in there[:1]:
        notify(tx, account["id"], outcome, topic=topic, unasked=unasked)


def notify_requester(tx: Tx, requester: int, outcome: Outcome, *, topic: str = "") -> None:
    """Tells whoever speaks for a requester in the chat, if somebody does."""
    person = tx.value("requesters.speaker", id=requester)
    if person is not None:
        notify_person(tx, person, outcome, topic=topic)


def here(tx: Tx, account: int) -> None:
    """They did something: what waited for that is told now."""
    tx.run("telling.here", account=account)


def ask(
    tx: Tx, who: Who, question: Question, assignment: int | None = None, *, bundle: int | None = None
) -> Question:
    """Gives a question the next mark and makes it the account's current one.

    Menus and offers that were open are settled by it; tasks and bundles of them never are.
    """
    rows = tx.all("telling.marks", account=who.account)
    kept = {row["mark"] for row in rows if row["assignment"] is not None or row["bundle"] is not None}
    mark = marks.following(rows[0]["last"], kept)
    asked = outcomes.with_mark(question, mark)
    tx.run("people.set_mark", account=who.account, mark=mark)
    if any(row["mark"] and row["mark"] not in kept for row in rows):
        tx.run("telling.settle_others", account=who.account, mark=mark, now=tx.now)
    tx.run(
        "telling.ask",
        account=who.account,
        mark=mark,
        id=tx.new_id(),
        facts=outcomes.to_json(asked),
        language=who.language,
        assignment=assignment,
        bundle=bundle,
        item=outcomes.item_of(asked),
    )
    return asked


def ask_again(tx: Tx, who: Who, question: Question) -> Question:
    """Shows a question again under its own mark, in the person's language of now."""
    tx.run(
        "telling.ask_again",
        account=who.account,
        mark=outcomes.marked(question),
        id=tx.new_id(),
        facts=outcomes.to_json(question),
        language=who.language,
    )
    return question


def current(tx: Tx, who: Who) -> Row | None:
    """The newest question of the account that is not settled."""
    return tx.one("telling.current", account=who.account)


def current_mark(tx: Tx, who: Who) -> str:
    """Its mark, "" when nothing is open."""
    row = current(tx, who)
    return str(row["mark"]) if row else ""


def task_mark(tx: Tx, who: Who) -> str:
    """The mark of the newest task that is not settled, "" when there is none."""
    return str(tx.value("telling.task_mark", account=who.account) or "")


def settle(tx: Tx, who: Who, mark: str, how: str) -> None:
    """A question is done; the mark may come back after 31 others."""
    tx.run("telling.settle", account=who.account, mark=mark, how=how, now=tx.now)


def repeated(tx: Tx, who: Who, question: Row, how: str) -> Outcome | None:
    """A press on a settled question: the same within a minute is silent, anything else is told."""
    recent = tx.now - question["settled_at"] < limits.repeat_silent_ms
    if recent and question["settled_by"] == how:
        return None
    said = str(question["settled_by"]).split()[0]
    return AlreadySaved(old=question["mark"], how=said, current=current_mark(tx, who))


def may_be_answered(question: Row) -> bool:
    """Is an answer to a settled question taken all the same? Where it is gone, or stands under another mark by now."""
    how = str(question["settled_by"])
    return how == "gone" or how.startswith(looked)


def closing(tx: Tx, who: Who, mark: str, how: str, action: Callable[[Tx], Outcome | None]) -> Outcome | None:
    """An act that settles its question, such as [Start] on an offer: done once; on a settled one it is a repeat."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is None:
        return NotUnderstood(current=current_mark(tx, who))
    if row["settled_at"] is not None:
        return repeated(tx, who, row, how)
    settle(tx, who, mark, how)
    return action(tx)


def facts(row: Row) -> Question:
    """The question a row was asked with."""
    return outcomes.from_json(str(row["facts"]))  # type: ignore[return-value]


def shown(
    tx: Tx, told: Told, message: int | None, at: int = 0, cost: Cost = free, beside: int | None = None
) -> None:
    """A due outcome arrived at Telegram as `message` at `at` (ms, Telegram's clock); None: given up on.

    `beside` is the message before it that brought its picture alone.

    What it costs on the wire is counted for the person, its medium unless it came with the same question before.
    """
    first = True
    tx.run("telling.shown", account=told.account, slot=told.slot, seq=told.seq)
    if told.notice and " " in told.slot:
        tx.run("telling.notice_shown", account=told.account, slot=told.slot, message=message)
    elif told.notice:
        tx.run("telling.notice_over", account=told.account, slot=told.slot, seq=told.seq)
    elif told.slot == "card":
        tx.run("telling.empty_card", account=told.account, seq=told.seq)
    elif message is not None and isinstance(told.outcome, Question):
        mark = outcomes.marked(told.outcome)
        first = bool(
            tx.run("telling.question_shown", account=told.account, mark=mark, message=message, at=at)
        )
    if message is not None and (about := _brought(told.outcome)):
        _arrived(tx, told, about, message, beside)
    if message is not None and isinstance(told.outcome, Task) and told.outcome.hard is not None:
        erase_when_over = erase_later if is_look(told.outcome) else _erase_what_came_late
        erase_when_over(tx, told.account, message, told.outcome.assignment)
        first = first or is_look(told.outcome)
    elif message is not None and isinstance(told.outcome, LookFirst) and is_look(told.outcome):
        _erase_look(tx, told, message, told.outcome.alarm)
    came = cost.words + (cost.medium if first or getattr(told.outcome, "note", "") in brings else 0)
    if came:
        tx.run("metering.add", account=told.account, day=tx.now // limits.day, bytes=came)


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
    return outcome.hard if isinstance(outcome, Task | LookFirst) else None


def brings_items(outcome: Outcome) -> bool:
    """Does it bring somebody tasks, shown or described?"""
    return isinstance(outcome, Task | Bundle | LookFirst)


def is_look(outcome: Outcome) -> bool:
    """Does it show hard content, as the direct answer to a press?"""
    hard = _hard(outcome)
    return hard is not None and hard.look is not None


def covered(told: Told) -> Told:
    """The same with the description in the place of what a press brought: the press is no longer just now."""
    asked = told.outcome
    if not isinstance(asked, Task | LookFirst) or asked.hard is None:
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
    if isinstance(task, LookFirst):
        question = tx.one("telling.question", account=told.account, mark=task.mark)
        over = question is None or question["settled_at"] is not None
        return over or tx.one("alarms.looked_at_still", alarm=task.alarm) is None
    if isinstance(task, Task | Bundle) and _is_stopped(tx, task):
        return True
    if not isinstance(task, Task) or task.hard is None:
        return False
    row = tx.one("telling.asked_still", account=told.account, mark=task.mark, assignment=task.assignment)
    if row is None:
        return True
    rows = tx.all("care.chosen", person=row["person"])
    chosen = {one["category"] for one in rows if one["from_at"] <= tx.now < one["until_at"]}
    return not chosen.issuperset(json.loads(row["flags"]))


def erase_later(tx: Tx, account: int, message: int, assignment: int) -> None:
    """A message that shows an item, or describes it, goes from the chat: when it is answered, after a day at most."""
    later = tx.now + wellbeing.in_chat_ms
    tx.run("care.to_erase", account=account, message=message, assignment=assignment, now=tx.now, later=later)


def _erase_look(tx: Tx, told: Told, message: int, alarm: int) -> None:
    """So does what somebody was shown of a reported task: when they have said what it is, at once where that is over."""
    open_still = tx.one("alarms.looked_at_still", alarm=alarm) is not None
    later = tx.now + (wellbeing.in_chat_ms if open_still else 0)
    values = {"account": told.account, "message": message, "about": alarm, "now": tx.now, "later": later}
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
    rows = tx.all("telling.waiting", bot=bot, after=after, most=most, **_most_tried)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def waiting_for(tx: Tx, account: int) -> list[tuple[Told, int]]:
    """All that one account is not known to have been shown, oldest first, with how often it was tried. A read."""
    rows = tx.all("telling.waiting_for", account=account)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def is_given_up(told: Told, tries: int) -> bool:
    """Was it tried so often that only what they do brings it once more?"""
    return tries >= (tries_unknown_max if told.edits is None else tries_edited_max)


def notices(tx: Tx, bot: int, most: int) -> list[Told]:
    """Notices that were not tried yet, oldest first. A read."""
    return [_told(tx, row) for row in tx.all("telling.notices", bot=bot, most=most)]


def unheld(tx: Tx, bot: int, most: int) -> list[tuple[Told, int]]:
    """What no program has in hand, oldest first, with how often it was tried: notices, and what one that died left. A read."""
    rows = tx.all("telling.unheld", bot=bot, most=most, now=tx.now, wrong=tx.now + 2 * lease_ms)
    return [(_told(tx, row), int(row["tries"])) for row in rows]


def claim(tx: Tx, found: Sequence[Told]) -> list[Told]:
    """Takes in hand what nobody has; returns that. Of several programs that claim the same one gets it."""
    return [
        told
        for told in sorted(found, key=_seq)  # all in one order, so that no two wait for each other
        if tx.run(
            "telling.claim",
            account=told.account,
            slot=told.slot,
            seq=told.seq,
            now=tx.now,
            until=tx.now + lease_ms,
            wrong=tx.now + 2 * lease_ms,
        )
    ]


def hold(tx: Tx, found: Sequence[Told], lasting: int = lease_ms) -> list[Told]:
    """Goes on holding what one has in hand, for so long (ms); returns what of it is still due: others may have shown newer."""
    return _held(tx, found, tx.now + lasting)


def let_go(tx: Tx, found: Sequence[Told]) -> None:
    """What is not shown after all is in nobody's hand any more."""
    _held(tx, found, 0)


def _held(tx: Tx, found: Sequence[Told], until: int) -> list[Told]:
    return [
        told
        for told in sorted(found, key=_seq)
        if tx.run("telling.hold", account=told.account, slot=told.slot, seq=told.seq, until=until)
    ]


def _seq(told: Told) -> int:
    return told.seq


def _told(tx: Tx, row: Row) -> Told:
    stored = str(row["outcome"])
    if stored in marks.MARKS:
        question = tx.one("telling.question", account=row["account"], mark=stored)
        assert question is not None, "a due mark is a question's"
        outcome: Outcome = facts(question)
    else:
        outcome = outcomes.from_json(stored)
    edits, account = row.get("message"), row["account"]
    keys = _keys_again(tx, account) if row["slot"] == "card" else (False, None)
    return Told(account, row["telegram"], row["language"], row["slot"], row["seq"], outcome, edits, *keys)


def tried(tx: Tx, told: Told) -> None:
    """A send was tried and its end is unknown or bad."""
    tx.run("telling.tried", account=told.account, slot=told.slot, seq=told.seq)


def set_aside(tx: Tx, shape: str, error: str) -> int:
    """Keeps the shape of an update that could not be handled for seven days; returns its incident number."""
    incident = tx.new_id()
    tx.run("telling.set_aside", id=incident, now=tx.now, shape=shape, error=error)
    return incident


def journal(tx: Tx, who: str, verb: str, about: int, **codes: Any) -> None:
    """Writes down who did what: codes and numbers only, never a word of anybody's text."""
    tx.run(
        "telling.write_journal",
        id=tx.new_id(),
        now=tx.now,
        who=who,
        verb=verb,
        about=about,
        facts=json.dumps(codes),
    )

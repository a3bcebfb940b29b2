"""Telling: what an account should see next, written in the transaction that causes it.

`once` makes every effect happen once: its cause (bot, chat, message or press) is inserted uniquely, and
a repeat does nothing. `tell` writes the outcome down as due; `bot.actions.delivering` is how it goes out. No money depends on
any of it.

A due question is stored as its mark alone, for the question's own row holds its facts.

A card has no keys of its own. When the question whose keys are on the phone is over, the card brings the keys of the
one that is open, or takes the old ones away; so no key on a phone stands for nothing.

`notify` is for what nobody asked for just now: each notice has a place of its own, so none takes another's. It carries no
keyboard, is sent at least once, and is worded so that twice does no harm. One with a topic is written over the message
that told of it before.

What somebody has recorded (`bot.domain.spoken`) goes with its outcome from here on, in the language of whoever reads it.

Unasked-for news wakes nobody: it waits for the end of the night, by the time they told, and of the quiet hours and the free
day they set; where the time with them is unknown until they do something themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.domain import hours, limits, marks, outcomes, own_limits, spoken
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.papers import Forgotten
from bot.domain.outcomes.worker import AlreadySaved, NotUnderstood, Shot, Spoken
from bot.domain.people import Who
from bot.storage import Row, Tx

P = ParamSpec("P")
_Any = TypeVar("_Any", bound=Outcome)
_notice = "notice"
tries_unknown_max = 2  # of a send whose end is unknown: it may have been seen already
tries_edited_max = 6  # of words written over others: twice is once
most_tried = {"unknown": tries_unknown_max, "edited": tries_edited_max}
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
    if not isinstance(outcome, Question):
        outcome = _read_aloud(tx, account, outcome)
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
        **most_tried,
    )
    assert to is not None, "what is due was written"
    keys_over, keys_of = (False, None) if mark else keys_left(tx, account)
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


def keys_left(tx: Tx, account: int) -> tuple[bool, Question | None]:
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
    asked = _read_aloud(tx, who.account, outcomes.with_mark(question, mark))
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
    question = _read_aloud(tx, who.account, question)
    tx.run(
        "telling.ask_again",
        account=who.account,
        mark=outcomes.marked(question),
        id=tx.new_id(),
        facts=outcomes.to_json(question),
        language=who.language,
    )
    return question


def spoken_of(tx: Tx, account: int, name: str) -> Spoken | None:
    """A message of `bot.domain.spoken` as it was recorded in the language that an account's person reads. A read."""
    row = tx.one("spoken.of_account", account=account, name=name)
    if row is None:
        return None
    sound = Shot(row["hash"], row["size_bytes"], "audio", row["seconds"])
    return Spoken(row["language"], sound, bool(row["aloud"]))


def _read_aloud(tx: Tx, account: int, outcome: _Any) -> _Any:
    name = spoken.NAMES.get(type(outcome))
    if name is None:
        return outcome
    return replace(outcome, spoken=spoken_of(tx, account, name))  # type: ignore[call-arg]  # a test looks


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

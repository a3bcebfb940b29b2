"""Erasing: what showed hard content goes from the chats, so that a shared phone shows nothing of it later (P9).

Each message that shows an item, or described one that was shown, is written down when it is known to have arrived, with
when it goes: when the item is answered, left, reported or stopped, when its person opts out, and a day later at most. What only
described one goes when that is passed over, or can't be shown any more. A message that owns the keys on the phone goes after the next one has come. `bot.chat.erasing` asks Telegram; a message that
cannot be deleted any more (Telegram's two days, a chat that is gone) is given up.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import forgetting, joining, queueing, serving, telling, uncovering
from bot.actions.telling import Told
from bot.domain import outcomes
from bot.domain.limits import Rules, day, minute, second
from bot.domain.outcomes import Question
from bot.domain.people import Who
from bot.storage import Tx

waited_ms = minute
"""A reply that has not arrived by then holds no message up."""

tried_first_ms, tried_most_ms = 5 * second, 10 * minute
kept_ms = 2 * day
"""Telegram lets a bot delete what it sent for 48 hours (Bot API, deleteMessage)."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """A message that is to go: in which account's chat. `mark` of the question whose keys it has on the phone, or "".

    `account` is 0 when its person was forgotten: then nothing but the place is known.
    """

    bot: int
    account: int
    telegram: int
    message: int
    tries: int = 0
    mark: str = ""


def due(tx: Tx, bot: int, most: int) -> list[Erasure]:
    """What is to go now, oldest first; that of people who were forgotten first of all. A read."""
    left = tx.all("care.leftovers", bot=bot, now=tx.now, most=most)
    rows = tx.all("care.erasing", bot=bot, now=tx.now, waited=tx.now - waited_ms, most=most)
    return [
        *(Erasure(bot, 0, one["telegram"], one["message"], one["tries"]) for one in left),
        *(
            Erasure(bot, one["account"], one["telegram"], one["message"], one["tries"], one["mark"])
            for one in rows
        ),
    ]


def make_way(tx: Tx, one: Erasure, rules: Rules) -> Told | None:
    """What comes in the place of a message that owns the keys: the description, or whatever follows. It wakes nobody."""
    who = joining.by_account(tx, one.account)
    here, _ = joining.recognise(tx, who.bot, who.telegram)
    if here is None or here.account != who.account:
        return None  # another of the household has taken the phone just now
    row = tx.one("telling.lock_question", account=one.account, mark=one.mark)
    taken = row is not None and row["settled_by"] == "taken"
    if row is None or (not taken and (row["settled_at"] is not None or row["message"] != one.message)):
        return None
    if taken:
        outcome = serving.following(tx, who, rules)
    elif who.paused:
        telling.settle(tx, who, one.mark, "gone")
        outcome = serving.following(tx, who, rules)
    else:
        outcome = uncovering.described_again(tx, who, rules, row)
    assert isinstance(outcome, Question)
    if outcomes.marked(outcome) == one.mark:
        tx.run("telling.shown_anew", account=one.account, mark=one.mark)
    return telling.tell(tx, one.account, outcome)


def erased(tx: Tx, one: Erasure) -> None:
    """It is gone, or can't be deleted any more."""
    if one.account:
        tx.run("care.erased", account=one.account, message=one.message)
    else:
        tx.run("care.leftover_gone", **_place(one))
        _is_nothing_left(tx, one)


def tried(tx: Tx, one: Erasure) -> bool:
    """Whether it is gone is not known: it is tried again, more and more slowly; False when its time is over."""
    at, before = tx.now + min(tried_first_ms * 2 ** min(one.tries, 10), tried_most_ms), tx.now - kept_ms
    if one.account:
        tx.run("care.erase_again", account=one.account, message=one.message, at=at)
        return not tx.run("care.erase_never", account=one.account, message=one.message, before=before)
    tx.run("care.leftover_again", **_place(one), at=at)
    given_up = tx.run("care.leftover_never", **_place(one), before=before)
    if given_up:
        _is_nothing_left(tx, one)
    return not given_up


def _place(one: Erasure) -> dict[str, int]:
    return {"bot": one.bot, "chat": one.telegram, "message": one.message}


def _is_nothing_left(tx: Tx, one: Erasure) -> None:
    """With the last of them the place is forgotten as well: what a deleted row leaves on the disk is written over."""
    if tx.one("care.left_over_in", bot=one.bot, chat=one.telegram) is None:
        queueing.add(tx, forgetting.forget_job, {"hashes": []})


def all_of(tx: Tx, person: int) -> None:
    """Everything that is in a person's chats goes now: they opted out."""
    tx.run("care.erase_person", person=person, now=tx.now)


def put_aside(tx: Tx, who: Who) -> None:
    """All of it goes now, and what they hold is described anew when they are back: another has the phone."""
    all_of(tx, who.person)
    for held in tx.all("care.held", person=who.person):
        tx.run("telling.asked_anew", account=who.account, assignment=held["id"], now=tx.now)


def typed(tx: Tx, account: int, message: int) -> None:
    """What somebody typed and others should not read later, such as a PIN, goes from the chat within a minute."""
    tx.run("care.to_erase_typed", account=account, message=message, now=tx.now)

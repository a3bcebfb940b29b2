"""Choosing: whoever wants hard content says so, for each category, by their own word; and takes it back with one tap (P9).

Nobody is asked before they have done other work on some days, and no other work, pay or order hangs on it. The way to a yes: what
it is, "18 or older" once, what may be against the law, a mild example in words. The first yes to a category begins a day later
and lapses after 30; it is asked again when they come by themselves. After an [off] a new yes is a first one.

A no is written nowhere, for it is no act: what stands for it is the list itself. An off deletes the yes: no journal, cause or
stored question says that there was one. What they held of it goes at once: unseen as if it had been skipped, seen it is paid.
"""

from __future__ import annotations

import json

from bot import digits, ledger
from bot.actions import caring, erasing, telling, uncovering
from bot.domain import hours, wellbeing
from bot.domain.limits import Rules, day
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.hard import Choice, Choices, Described
from bot.domain.people import Who
from bot.storage import Row, Tx

looks = ("blurred", "grey", "plain")
number_digits_max = 3
adult_word, off_word = "18", "off"


def hard(tx: Tx, who: Who, rules: Rules, written: str = "") -> Outcome:
    """/hard and what stands behind it; whatever it does not know shows the list.

    A category · 18_CATEGORY · CATEGORY_yes · CATEGORY_off · off · daily_20 · set_5 · blurred, grey, plain.
    """
    word = written.lower().replace(" ", "_")
    if word == off_word:
        return off(tx, who, rules)
    if not ready(tx, who.person):
        return choices(tx, who)
    if word in looks:
        tx.run("care.set_look", person=who.person, look=word)
    first, _, number = word.rpartition("_")
    if first in ("daily", "set"):
        lower(tx, who, first, number)
    category, _, act = word.rpartition("_")
    if act in ("yes", off_word) and category in wellbeing.CATEGORIES:
        return say_yes(tx, who, category) if act == "yes" else off(tx, who, rules, category)
    if word.removeprefix(f"{adult_word}_") in wellbeing.CATEGORIES:
        if word.startswith(f"{adult_word}_"):
            tx.run("care.adult", person=who.person, now=tx.now)
        return _described(tx, who, word.removeprefix(f"{adult_word}_"))
    return choices(tx, who)


def ready(tx: Tx, person: int) -> bool:
    """Did they do enough other work, on enough days, to be asked? A read: a few steps in an index, however much they did.

    Whoever brings work may at once, and whoever decides cases: they look at what is reported (`looking`).
    """
    row = _care(tx, person)
    role = tx.one("requesters.of_person", person=person)
    if row["adult_at"] is not None or (role is not None and role["state"] == "approved"):
        return True
    if tx.one("cases.moderator", person=person) is not None:
        return True
    since = 0
    for _ in range(wellbeing.neutral_days):
        at = tx.value("care.neutral_since", person=person, since=since)
        if at is None:
            return False
        since = (int(at) // day + 1) * day
    many = tx.value("care.neutral_many", person=person, most=wellbeing.neutral_needed)
    return int(many) >= wellbeing.neutral_needed


def choices(tx: Tx, who: Who, *, off: bool = False, paid: int = 0) -> Choices:
    """The list: each category, and how it stands; and what they set for themselves. A read."""
    row = _care(tx, who.person)
    given = {
        one["category"]: Choice(one["category"], one["from_at"], one["until_at"])
        for one in tx.all("care.chosen", person=who.person)
        if tx.now < one["until_at"]
    }
    offset = row["offset_minutes"]
    known = offset is not None and tx.now - row["offset_at"] <= hours.offset_kept_ms
    return Choices(
        ready=ready(tx, who.person),
        chosen=tuple(given[one] for one in wellbeing.CATEGORIES if one in given),
        now=tx.now,
        offset=offset if known else None,
        daily=row["own_daily"],
        each_set=row["own_set"],
        look=row["look"],
        off=off,
        paid=paid,
        balance=ledger.available(tx, who.book) if paid else 0,
    )


def _care(tx: Tx, person: int) -> Row:
    row = tx.one("care.care", person=person)
    assert row is not None, f"person {person} is gone"
    return row


def _described(tx: Tx, who: Who, category: str) -> Described:
    return Described(category, adult=_care(tx, who.person)["adult_at"] is not None)


def say_yes(tx: Tx, who: Who, category: str) -> Outcome:
    """[Yes, ask me each time]: for 30 days; a first one begins a day later. Whoever is not 18 by their word is asked that."""
    if _care(tx, who.person)["adult_at"] is None:
        return _described(tx, who, category)
    before = next(
        (one for one in tx.all("care.chosen", person=who.person) if one["category"] == category), None
    )
    begins = before["from_at"] if before is not None else tx.now + wellbeing.first_chosen_after_ms
    until = max(begins, tx.now) + wellbeing.chosen_ms
    tx.run("care.choose", person=who.person, category=category, begins=begins, until=until)
    return choices(tx, who)


def off(tx: Tx, who: Who, rules: Rules, category: str = "") -> Outcome:
    """One category, or all: at once, at any time. A set that had begun ends, and what is due of its pause is paid."""
    tx.one("care.lock", person=who.person)
    tx.run("care.unchoose", person=who.person, category=category)
    tx.run("people.clear_undo", person=who.person)
    paid = sum(
        uncovering.let_go(tx, who, one["id"])
        for one in tx.all("care.held", person=who.person)
        if not category or category in json.loads(one["flags"])
    )
    if not category:
        erasing.all_of(tx, who.person)
    if not tx.all("care.chosen", person=who.person):
        paid += caring.end_set(tx, who.person)
        _close_between(tx, who)
    return choices(tx, who, off=True, paid=paid)


def _close_between(tx: Tx, who: Who) -> None:
    """What stands between two of them, or asks how they are, is over with them."""
    row = telling.current(tx, who)
    if row is not None and uncovering.is_between(telling.facts(row)):
        telling.settle(tx, who, row["mark"], "other")


def lower(tx: Tx, who: Who, which: str, written: str) -> None:
    """Fewer in 24 hours, or before each pause, than the house's number; never more. What is no number changes nothing."""
    asked = digits.number(written, number_digits_max)
    if asked is None:
        return
    house = wellbeing.daily_max[1] if which == "daily" else wellbeing.set_tasks
    wished = max(1, asked)
    own = wished if wished < house else None
    query = "care.set_own_daily" if which == "daily" else "care.set_own_set"
    tx.run(query, person=who.person, own=own)

"""Paying: from which pot an assignment is paid, once and for all; what nobody else should pay, goodwill does (P2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from bot import ledger
from bot.domain import limits
from bot.domain.people import Who
from bot.storage import Row, Tx

owed = 2
"""`readers.reading_paid` while the reading is due and no pot could pay it."""


def pay(tx: Tx, who: Who, assignment: Row, pack: Row, price: int, window_h: int = 0) -> int:
    """Pays one assignment from where it belongs; what nobody else should pay, goodwill does (P2).

    `window_h`: hours its requester may look at it; then the pay of an answer in time waits, a known one's with it.
    Returns micro-units. 0 only when even goodwill is empty: then the payment is owed and tried again by
    the rounds, and the operator's `doctor` says so.
    """
    movement = _movement(tx, assignment, pack)
    waits = window_h > 0 and movement in (ledger.pay_answer, ledger.pay_gold)
    return _pay(tx, who, assignment, price, partial(movement, review=True) if waits else movement, waits)


def pay_reading(tx: Tx, who: Who, assignment: Row, pack: Row, reader: Row) -> int:
    """Pays for reading the instruction, and what changed in it since, with the first real answer after that.

    `reader` is the row as it stands in this transaction. Micro-units, as they were set at launch and when the changes were
    published; 0 if not due, or owed: then the rounds try again.
    """
    if pack["state"] == "refunded":
        return 0
    whole = bool(pack["reading_pay"]) and not reader["reading_paid"]
    whole = whole and bool(tx.run("work.reading_paid", person=who.person, pack=pack["id"]))
    return _pay_reading(tx, who, assignment, pack, reader, whole)


def pay_reading_owed(tx: Tx, who: Who, assignment: Row) -> int:
    """Tries once more to pay a reading that was owed, from its part or, refunded or short, from goodwill."""
    row = tx.one("packs.pack", pack=assignment["pack"])
    reader = tx.one("work.reader", person=who.person, pack=assignment["pack"])
    if row is None or reader is None:
        return 0
    return _pay_reading(tx, who, assignment, row, reader, reader["reading_paid"] == owed)


def _pay_reading(tx: Tx, who: Who, assignment: Row, pack: Row, reader: Row, whole: bool) -> int:
    changes = reader["changes_due"] if reader["version"] == pack["version"] else 0
    amount: int = (pack["reading_pay"] if whole else 0) + changes
    if not amount:
        return 0
    about = assignment["id"]
    try:
        ledger.pay_reading(tx, pack=pack["id"], worker=who.book, amount=amount, about=about)
    except (ledger.NotEnough, ledger.GoodwillSpent):
        if whole:
            tx.run("packs.set_reading", person=who.person, pack=pack["id"], paid=owed)
        tx.run("jobs.set_deadline", kind="reading", subject=about, at=tx.now + limits.hour)
        return 0
    if whole:
        tx.run("packs.set_reading", person=who.person, pack=pack["id"], paid=1)
    if changes:
        tx.run("work.changes_paid", person=who.person, pack=pack["id"])
    return amount


def pay_minutes(tx: Tx, person: int, amount: int, about: int, deadline: str) -> bool:
    """Pays the minutes of who decides or interprets, from the platform's part of fees or from goodwill; owed while both are short.

    False: owed, then tried again by that deadline; or they were forgotten since.
    """
    whose = tx.one("people.person", person=person)
    if whose is None:
        return False
    try:
        ledger.pay_moderator(tx, worker=whose["book"], amount=amount, about=about)
    except ledger.NotEnough:
        tx.run("jobs.set_deadline", kind=deadline, subject=about, at=tx.now + limits.hour)
        return False
    return True


def pay_late_or_owe(tx: Tx, who: Who, assignment: Row, price: int) -> int:
    """Tries once more to pay what was owed: from the late reserve or goodwill."""
    pack = tx.one("packs.pack", pack=assignment["pack"])
    refunded = pack is None or pack["state"] == "refunded"
    return _pay(tx, who, assignment, price, ledger.pay_goodwill if refunded else _late)


def _pay(
    tx: Tx,
    who: Who,
    assignment: Row,
    price: int,
    movement: Callable[..., ledger.Transfer],
    waits: bool = False,
) -> int:
    try:
        paid = movement(tx, pack=assignment["pack"], worker=who.book, amount=price, about=assignment["id"])
    except (ledger.NotEnough, ledger.GoodwillSpent):
        tx.run("jobs.set_deadline", kind="owed", subject=assignment["id"], at=tx.now + limits.hour)
        return 0
    tx.run("work.set_paid", assignment=assignment["id"], paid=price, paid_from=paid.movement)
    if waits:
        tx.run("reviews.wait", assignment=assignment["id"], transfer=paid.id)
    return price


def _movement(tx: Tx, assignment: Row, pack: Row) -> Callable[..., ledger.Transfer]:
    """From which pot: a place of the task when it still holds or finds one, else the late reserve, then goodwill."""
    if pack["state"] == "refunded":
        return ledger.pay_goodwill
    if assignment["role"] == "practice":
        return ledger.pay_practice
    if assignment["role"] == "gold" and (
        assignment["state"] == "open" or tx.run("work.take_gold", pack=assignment["pack"])
    ):
        return ledger.pay_gold
    if assignment["state"] == "open" or tx.run("work.take_place", task=assignment["task"]):
        return ledger.pay_answer
    return _late


def _late(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> ledger.Transfer:
    """From the late reserve, which what dynamic overlap saved fills up again; then from goodwill."""
    if ledger.balance(tx, f"pack:{pack}:late") < amount and tx.run("packs.take_spare", pack=pack):
        with suppress(ledger.NotEnough):
            ledger.refill_late(tx, pack=pack, amount=amount, about=about)
    return ledger.pay_late(tx, pack=pack, worker=worker, amount=amount, about=about)

"""Paying: from which pot an assignment is paid, once and for all; what nobody else should pay, goodwill does (P2)."""

from __future__ import annotations

from collections.abc import Callable

from bot import ledger
from bot.actions import serving
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.people import Who
from bot.packs.form import PackForm
from bot.storage import Row, Tx


def pay(tx: Tx, who: Who, assignment: Row, price: int) -> int:
    """Pays one assignment from where it belongs; what nobody else should pay, goodwill does (P2).

    Returns micro-units. 0 only when even goodwill is empty: then the payment is owed and tried again by
    the rounds, and the operator's `doctor` says so.
    """
    return _pay(tx, who, assignment, price, _movement(tx, assignment))


def pay_reading(tx: Tx, who: Who, rules: Rules, assignment: Row, form: PackForm) -> int:
    """Pays for reading the instruction, once per person and version, with the first real answer. Micro-units; 0 if not due."""
    amount, pack = serving.reading_pay_of(form, rules), assignment["pack"]
    row = tx.one("packs.pack", pack=pack)
    if not amount or row is None or row["state"] == "refunded":
        return 0
    if not tx.run("work.reading_paid", person=who.person, pack=pack):
        return 0
    ledger.pay_reading(tx, pack=pack, worker=who.book, amount=amount, about=assignment["id"])
    return amount


def pay_late_or_owe(tx: Tx, who: Who, assignment: Row, price: int) -> int:
    """Tries once more to pay what was owed: from the late reserve or goodwill."""
    pack = tx.one("packs.pack", pack=assignment["pack"])
    refunded = pack is None or pack["state"] == "refunded"
    return _pay(tx, who, assignment, price, ledger.pay_goodwill if refunded else ledger.pay_late)


def _pay(tx: Tx, who: Who, assignment: Row, price: int, movement: Callable[..., ledger.Transfer]) -> int:
    try:
        paid = movement(tx, pack=assignment["pack"], worker=who.book, amount=price, about=assignment["id"])
    except (ledger.NotEnough, ledger.GoodwillSpent):
        tx.run("jobs.set_deadline", kind="owed", subject=assignment["id"], at=tx.now + limits.hour)
        return 0
    tx.run("work.set_paid", assignment=assignment["id"], paid=price, paid_from=paid.movement)
    return price


def _movement(tx: Tx, assignment: Row) -> Callable[..., ledger.Transfer]:
    """From which pot: a place of the task when it still holds or finds one, else the late reserve, then goodwill."""
    pack = tx.one("packs.pack", pack=assignment["pack"])
    assert pack is not None
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
    return ledger.pay_late

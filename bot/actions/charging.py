"""Charging: a requester is asked to pay in by card, and what they paid is booked once.

What is asked for is stored under a random single-use word, which is all that a provider gets and gives back; who may
pay it, how much and until when is only ever read here. What came in is booked by the provider's own id of the charge,
whatever word came with it: to whom it was asked of, else to the payer's requester, else it is set aside for the operator, as
is what went back, if only in part, before we heard of it.
No money is lost, and none is booked twice.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from bot import ledger
from bot.actions import depositing, telling
from bot.domain import limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.deposits import (
    PaidAside,
    PaidIn,
    PayByCard,
    PayByHand,
    PayIn,
    PayLink,
    PayLinkComing,
)
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.deposits import InvoiceOver, InvoicePaid, InvoiceUnknown, TooManyInvoices
from bot.domain.refusals.requesters import NotARequester
from bot.money import typed
from bot.storage import Row, Tx

looks_at_once = 20
look_least_ms, look_most_ms = 15 * limits.second, limits.hour


@dataclass(frozen=True, slots=True)
class Charge:
    """What a provider says it took: its id of it, micro-units, and the word that came with it.

    `refund` is what a refund at the provider needs; not `whole`: some of it went back before we heard of it.
    """

    way: str
    id: str
    payload: str
    amount: int
    currency: str
    refund: str = ""
    whole: bool = True


def pay_in(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """/deposit: how much?"""
    if not who.requester:
        raise NotARequester()
    have = ledger.balance(tx, f"requester:{who.requester}")
    if not rules.deposit_ways:
        return PayByHand(have)
    sums = tuple(rules.reversible_max * parts // 5 for parts in limits.deposit_fifths)
    least, most = rules.reversible_max // 50, rules.reversible_max * 200
    return telling.ask(tx, who, PayIn(have, sums, rules.deposit_ways, least, most))


def take_sum(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """A sum that was typed, in the digits of any script."""
    asked = _asked(tx, who, mark)
    if asked is None or not isinstance(event, Wrote):
        return NotUnderstood(current=telling.current_mark(tx, who))
    amount, unfit = _read(event.text, asked, rules)
    if unfit:
        return telling.ask_again(tx, who, replace(asked, unfit=unfit, amount=0))
    return _of(tx, who, rules, asked, amount)


def _read(written: str, asked: PayIn, rules: Rules) -> tuple[int, str]:
    """(micro-units, "") or (0, what is wrong)."""
    try:
        amount = typed(written)
    except ValueError:
        return 0, "amount"
    if amount % rules.minor:
        return 0, "minor"
    if amount < asked.least:
        return 0, "least"
    return (amount, "") if amount <= asked.most else (0, "most")


def chosen(tx: Tx, who: Who, rules: Rules, mark: str, amount: int) -> Outcome | None:
    """A sum's key: one of those that were shown."""
    asked = _asked(tx, who, mark)
    if asked is None or amount not in asked.sums:
        return NotUnderstood(current=telling.current_mark(tx, who))
    return _of(tx, who, rules, asked, amount)


def by_way(tx: Tx, who: Who, rules: Rules, mark: str, way: str) -> Outcome | None:
    """By card in Telegram, or at PayPal."""
    asked = _asked(tx, who, mark)
    if asked is None or not asked.amount or way not in rules.deposit_ways:
        return NotUnderstood(current=telling.current_mark(tx, who))
    return _charged(tx, who, rules, asked.amount, way)


def _asked(tx: Tx, who: Who, mark: str) -> PayIn | None:
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    return facts if isinstance(facts, PayIn) and who.requester else None


def _of(tx: Tx, who: Who, rules: Rules, asked: PayIn, amount: int) -> Outcome | None:
    if len(rules.deposit_ways) > 1:
        return telling.ask_again(tx, who, replace(asked, amount=amount, unfit=""))
    return _charged(tx, who, rules, amount, rules.deposit_ways[0]) if rules.deposit_ways else None


def _charged(tx: Tx, who: Who, rules: Rules, amount: int, way: str) -> Outcome | None:
    """An invoice of its own for each press; the same again within a minute is a second press, and silent."""
    since = tx.now - limits.day
    made = tx.all("deposits.checkouts_since", requester=who.requester, since=since)
    recent = [one for one in made if tx.now - one["at"] < limits.repeat_silent_ms]
    if any((one["amount"], one["way"]) == (amount, way) for one in recent):
        return None
    if len(made) >= limits.deposit_invoices_daily_max:
        raise TooManyInvoices(most=limits.deposit_invoices_daily_max)
    payload = secrets.token_urlsafe(24)
    tx.run(
        "deposits.add_checkout",
        payload=payload,
        way=way,
        requester=who.requester,
        person=who.person,
        account=who.account,
        amount=amount,
        currency=rules.currency,
        until=tx.now + limits.deposit_invoice_ms,
        next_look=tx.now if way == "paypal" else None,
        now=tx.now,
    )
    telling.journal(tx, f"person {who.person}", "deposit_ask", who.requester, amount=amount)
    if way == "paypal":
        return PayLinkComing(amount)
    return PayByCard(payload, amount // rules.minor, rules.currency)


def check(tx: Tx, who: Who | None, payload: str, currency: str, units: int, rules: Rules) -> None:
    """The last word before a payer's money moves: refused unless all is as it was asked. A read.

    An invoice of somebody else is refused in the words for one that is not known.
    """
    row = tx.one("deposits.checkout", payload=payload)
    theirs = (
        row is not None
        and who is not None
        and (row["person"], row["requester"]) == (who.person, who.requester)
    )
    if row is None or not theirs or row["way"] != "telegram":
        raise InvoiceUnknown()
    if (row["currency"], row["amount"]) != (currency, units * rules.minor):
        raise InvoiceUnknown()
    if row["used_at"] is not None:
        raise InvoicePaid()
    if row["until"] <= tx.now:
        raise InvoiceOver()


def paid(tx: Tx, who: Who, rules: Rules, charge: Charge) -> Outcome | None:
    """Telegram says that money came in: booked once, whatever came with it; None for one that is booked already."""
    row = tx.one("deposits.checkout", payload=charge.payload)
    known = row is not None and row["person"] == who.person
    requester = int(row["requester"]) if row is not None and known else who.requester
    return _came_in(tx, charge, row if known else None, requester, rules)


def found_paid(tx: Tx, charge: Charge, rules: Rules) -> None:
    """A provider, asked by us, says that money came in; the payer is told on the account that asked."""
    row = tx.one("deposits.checkout", payload=charge.payload)
    told = _came_in(tx, charge, row, int(row["requester"]) if row is not None else 0, rules)
    if told is not None and row is not None:
        telling.notify(tx, row["account"], told)


def _came_in(tx: Tx, charge: Charge, checkout: Row | None, requester: int, rules: Rules) -> Outcome | None:
    ours = charge.whole and charge.currency == rules.currency and bool(requester)
    number = depositing.reference_number(charge.way, "", charge.id)
    if not tx.run(
        "deposits.add",
        id=number,
        requester=requester if ours else None,
        way=charge.way,
        reference=charge.id,
        charge=charge.refund,
        amount=charge.amount,
        currency=charge.currency,
        state="booked" if ours else "aside",
        entered_by="",
        now=tx.now,
    ):
        return None
    if checkout is not None:
        tx.run("deposits.use_checkout", payload=checkout["payload"], now=tx.now)
    telling.journal(tx, "round", "deposit_paid" if ours else "deposit_aside", number, amount=charge.amount)
    if not ours:
        return PaidAside(charge.id)
    repaid = depositing.book(tx, number, requester, charge.amount, charge.currency)
    have = ledger.balance(tx, f"requester:{requester}")
    return PaidIn(charge.amount, have, limited=have > rules.reversible_max, repaid=repaid)


# ---- at PayPal -------------------------------------------------------------------------------------------


def checkout(tx: Tx, payload: str) -> Row | None:
    """What was asked for under a word, at PayPal. A read."""
    row = tx.one("deposits.checkout", payload=payload)
    return row if row is not None and row["way"] == "paypal" else None


def due_looks(tx: Tx) -> list[Row]:
    """Orders to make or to look at now, those that wait longest first. A read."""
    return tx.all("deposits.due_looks", now=tx.now, most=looks_at_once)


def link_made(tx: Tx, payload: str, order: str, link: str) -> None:
    """PayPal has made an order: who asked gets its link. The same again tells nothing."""
    row = tx.one("deposits.checkout", payload=payload)
    if row is not None and tx.run("deposits.set_order", payload=payload, order=order):
        telling.notify(tx, row["account"], PayLink(row["amount"], link, row["until"]))


def looked(tx: Tx, payload: str, over: bool) -> None:
    """An order was looked at: again a little later, ever more seldom, until nothing more can come of it."""
    row = tx.one("deposits.checkout", payload=payload)
    if row is None:
        return
    late = tx.now >= row["until"]
    over = over or tx.now >= row["until"] + limits.deposit_settled_ms or (late and row["order_id"] is None)
    if over and row["order_id"] is None:
        telling.notify(tx, row["account"], PayLink(row["amount"], "", row["until"]))
    pause = min(max((tx.now - row["at"]) // 4, look_least_ms), look_most_ms)
    tx.run("deposits.set_look", payload=payload, at=None if over else tx.now + pause)


def look_now(tx: Tx, payload: str) -> None:
    """PayPal has something to tell about an order."""
    tx.run("deposits.set_look", payload=payload, at=tx.now)

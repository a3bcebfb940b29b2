"""Depositing: money that the operator says has come in, by bank or in cash; and what the house gives.

What one person may book alone for a requester within a day is `rules.two_people_above`; beyond that a second one approves
it before it is booked. The command line trusts the names it is given: two people who use it honestly are meant, not
a lock. Each step is in the journal, and who said so in the deposit itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot import ledger
from bot.actions import admitting, telling
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes.deposits import CalledBack, PaidIn, SentBack
from bot.domain.refusals.deposits import (
    DepositInState,
    FeesLess,
    LessLeft,
    NoSuchDeposit,
    NothingOwed,
    ReferenceUsed,
    SayWho,
    SecondPerson,
    Unspent,
    WhichDeposit,
)
from bot.domain.refusals.packs import OtherCurrency
from bot.money import plain
from bot.storage import Row, Tx

listed_max = 50
said_first = {"booked": "disputed", "called back": "doubtful"}
"""By the state of a deposit what it is once a first person has said that it was called back, or that the house bears it."""


@dataclass(frozen=True, slots=True)
class Back:
    """A deposit that was called back: what the house bore of it now, and what its requester owes, in micro-units.

    `waits`: nothing has moved yet, a second person must say so too.
    """

    deposit: Row
    borne: int = 0
    owed: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """What an account holds now, in micro-units, and whether this time anything was booked.

    `waits`: nothing is booked yet, a second person must approve it.
    """

    have: int
    new: bool
    waits: bool = False


def deposit(
    tx: Tx, requester: str, amount: int, reference: str, rules: Rules, *, new: bool = True, by: str = ""
) -> Booked:
    """Money a requester paid in. The same reference again books nothing twice.

    Without `new` a requester who is not there is refused, with the name that is nearest. `by` says who enters it.
    """
    with _reference(reference, rules):
        number = (admitting.requester_named if new else admitting.known_requester)(tx, requester)
        about = reference_number("deposit", requester, reference)
        waits = _needs_two(tx, number, amount, about, rules)
        if waits:
            named(by)
        state = "waiting" if waits else "booked"
        known = _noted(tx, about, number, amount, reference, state, rules, by)
        if known is None and not waits:
            _booked_by_word(tx, about, number, amount, rules.currency)
    have = ledger.balance(tx, f"requester:{number}")
    if known is not None:
        if known["amount"] != amount:
            raise ReferenceUsed(reference=reference)
        if known["state"] not in ("waiting", "booked"):
            raise DepositInState(reference=reference, state=known["state"])
        return Booked(have, False, known["state"] == "waiting")
    return _booked(tx, "deposit_enter" if waits else "deposit", about, amount, Booked(have, True, waits))


def _needs_two(tx: Tx, requester: int, amount: int, about: int, rules: Rules) -> bool:
    if tx.one("deposits.deposit", id=about) is not None:
        return False  # the same again asks nobody
    tx.one("requesters.lock", requester=requester)
    alone = tx.value("deposits.booked_alone", requester=requester, since=tx.now - limits.day)
    return int(alone) + amount > rules.two_people_above


def _noted(
    tx: Tx, about: int, requester: int, amount: int, reference: str, state: str, rules: Rules, by: str
) -> Row | None:
    """Writes a deposit down; the one that is there when its reference was used before."""
    if tx.run(
        "deposits.add",
        id=about,
        requester=requester,
        way="operator",
        reference=reference,
        charge="",
        amount=amount,
        currency=rules.currency,
        state=state,
        entered_by=by.strip(),
        now=tx.now,
    ):
        return None
    return tx.one("deposits.deposit", id=about)


def named(by: str) -> str:
    """The name of whoever does something with money; refused when it is none."""
    if not by.strip() or not by.isprintable() or len(by) > limits.name_characters_max:
        raise SayWho()
    return " ".join(by.split())


def book(tx: Tx, number: int, requester: int, amount: int, currency: str) -> int:
    """A deposit that is written down goes into the book, to a requester; how much of it paid what they owed."""
    moved = ledger.deposit(tx, requester=requester, amount=amount, currency=currency, about=number)
    tx.run("deposits.booked", id=number, requester=requester, transfer=moved.id, now=tx.now)
    return sum(one.amount for one in ledger.repay(tx, requester=requester))


def _booked_by_word(tx: Tx, number: int, requester: int, amount: int, currency: str) -> None:
    """A deposit goes into the book by the operator's word, and whoever speaks for its requester hears of it."""
    repaid = book(tx, number, requester, amount, currency)
    have = ledger.balance(tx, f"requester:{requester}")
    telling.notify_requester(tx, requester, PaidIn(amount, have, repaid=repaid))


def _sent_back(tx: Tx, requester: int, amount: int) -> None:
    """Whoever speaks for a requester hears that some of what they paid in goes back to them."""
    have = ledger.balance(tx, f"requester:{requester}")
    telling.notify_requester(tx, requester, SentBack(amount, have))


def approve(tx: Tx, reference: str, by: str, requester: str = "") -> tuple[Row, int]:
    """The second person's word: a deposit that waits is booked. The deposit, and what its requester has then."""
    row = _of(tx, reference, requester, "waiting")
    _another(by, row["entered_by"])
    _left(tx, row, "booked", by)
    _booked_by_word(tx, row["id"], row["requester"], row["amount"], row["currency"])
    telling.journal(tx, "operator", "deposit_approve", row["id"], amount=row["amount"])
    return row, ledger.balance(tx, f"requester:{row['requester']}")


def withdraw(tx: Tx, reference: str, by: str, requester: str = "") -> Row:
    """What waits for a second person was a slip: a deposit is never booked, or stays what it was."""
    row = _of(tx, reference, requester, "waiting", *said_first.values())
    if row["state"] == "waiting":
        _left(tx, row, "withdrawn", named(by))
    else:
        before = next(state for state, waits in said_first.items() if waits == row["state"])
        _left_back(tx, row, before, _names(row)[:-1])
    telling.journal(tx, "operator", "deposit_withdraw", row["id"], amount=row["amount"])
    return row


def refund(tx: Tx, reference: str, by: str, requester: str = "") -> Row:
    """A deposit goes back to where it came from, as far as the book is concerned, if none of it is spent."""
    row = _of(tx, reference, requester, "booked", "aside")
    _left(tx, row, "refunded", named(by))
    if row["state"] == "booked":
        try:
            ledger.reverse(tx, transfer=row["transfer"])
        except ledger.NotEnough as short:
            raise Unspent(
                reference=reference, amount=plain(row["amount"]), there=plain(short.there)
            ) from None
        _sent_back(tx, row["requester"], row["amount"])
    telling.journal(tx, "operator", "deposit_refund", row["id"], amount=row["amount"])
    return row


def give_back(tx: Tx, requester: str, amount: int, reference: str, by: str, rules: Rules) -> Booked:
    """Some of what a requester has left is sent back to them. The same reference again books nothing twice."""
    with _reference(reference, rules):
        number = admitting.known_requester(tx, requester)
        about = reference_number("return", requester, reference)
        known = _noted(tx, about, number, amount, reference, "returned", rules, named(by))
        if known is not None and known["amount"] != amount:
            raise ReferenceUsed(reference=reference)
        if known is None:
            _returned(tx, requester, number, amount, about)
            _sent_back(tx, number, amount)
    have = ledger.balance(tx, f"requester:{number}")
    return _booked(tx, "deposit_return", about, amount, Booked(have, known is None))


def _returned(tx: Tx, requester: str, number: int, amount: int, about: int) -> None:
    try:
        ledger.withdraw_deposit(tx, requester=number, amount=amount, about=about)
    except ledger.NotEnough as short:
        raise LessLeft(requester=requester, there=plain(short.there), wanted=plain(amount)) from None


def call_back(tx: Tx, reference: str, by: str, requester: str = "") -> Back:
    """A bank or a provider took a deposit back. When a second person says so too, its requester owes it.

    What they have pays it at once, and later what they pay in or get back from a pack.
    """
    row = _of(tx, reference, requester, "booked", "disputed")
    if not _said_twice(tx, row, "called back", by):
        return Back(row, waits=True)
    ledger.call_back(tx, transfer=row["transfer"])
    ledger.repay(tx, requester=row["requester"])
    owed = ledger.owed(tx, requester=row["requester"])
    telling.journal(tx, "operator", "deposit_call_back", row["id"], amount=row["amount"])
    telling.notify_requester(tx, row["requester"], CalledBack(row["amount"], owed))
    return Back(row, owed=owed)


def bear(tx: Tx, reference: str, by: str, requester: str = "") -> Back:
    """What the requester of a called-back deposit owes will not come. When a second person says so too, the house bears it.

    Where the house has less, it bears that, and what is left is borne when this is said once more.
    """
    row = _of(tx, reference, requester, "called back", "doubtful")
    if row["state"] == "called back" and not ledger.owed(tx, requester=row["requester"]):
        raise NothingOwed(requester=row["name"])
    if not _said_twice(tx, row, "borne", by):
        return Back(row, owed=ledger.owed(tx, requester=row["requester"]), waits=True)
    borne = sum(one.amount for one in ledger.bear(tx, requester=row["requester"]))
    owed = ledger.owed(tx, requester=row["requester"])
    if owed:
        _left_back(tx, {**row, "state": "borne"}, "doubtful", _names(row))
    telling.journal(tx, "operator", "deposit_bear", row["id"], amount=borne)
    return Back(row, borne, owed)


def _said_twice(tx: Tx, row: Row, state: str, by: str) -> bool:
    """Whether this is the second person's word, which takes a deposit into `state`; the first one's is noted."""
    first = said_first.get(row["state"])
    if first is None:
        _another(by, _names(row)[-1])
    _left_back(tx, row, first or state, [*_names(row), named(by)])
    return first is None


def _left_back(tx: Tx, row: Row, state: str, names: list[str]) -> None:
    """A deposit that is called back leaves its state, once."""
    values = {"id": row["id"], "before": row["state"], "state": state, "back_by": "\n".join(names)}
    if not tx.run("deposits.move_back", **values):
        raise DepositInState(reference=row["reference"], state=state)


def _names(row: Row) -> list[str]:
    """Who said that a deposit was called back, and that the house bears it."""
    return str(row["back_by"]).splitlines()


def _another(by: str, first: str) -> None:
    """The second person's name must be another one than the first's."""
    if named(by).casefold() == first.casefold():
        raise SecondPerson(by=by.strip())


def give(tx: Tx, reference: str, requester: str, by: str, rules: Rules) -> int:
    """Money that was set aside, for nobody knew whose it is, becomes a requester's. What they have then."""
    row = _of(tx, reference, "", "aside")
    if row["currency"] != rules.currency:
        raise OtherCurrency(what=reference, currency=row["currency"], house=rules.currency)
    number = admitting.known_requester(tx, requester)
    _left(tx, row, "booked", named(by))
    _booked_by_word(tx, row["id"], number, row["amount"], row["currency"])
    telling.journal(tx, "operator", "deposit_give", row["id"], amount=row["amount"])
    return ledger.balance(tx, f"requester:{number}")


def latest(tx: Tx) -> list[Row]:
    """What waits for a second person or is set aside, then the newest others. A read."""
    return tx.all("deposits.latest", most=listed_max)


def _left(tx: Tx, row: Row, state: str, by: str) -> None:
    """A deposit leaves its state, once."""
    if not tx.run("deposits.move", id=row["id"], before=row["state"], state=state, agreed_by=by.strip()):
        raise DepositInState(reference=row["reference"], state=state)


def _of(tx: Tx, reference: str, requester: str, *states: str) -> Row:
    """The one deposit of a reference that is in one of some states."""
    found = [one for one in tx.all("deposits.named", reference=reference) if requester in ("", one["name"])]
    if not found:
        raise NoSuchDeposit(reference=reference[: limits.name_characters_max])
    fitting = [one for one in found if one["state"] in states]
    if not fitting:
        raise DepositInState(reference=reference, state=found[-1]["state"])
    if len(fitting) > 1:
        raise WhichDeposit(reference=reference, requesters=", ".join(str(one["name"]) for one in fitting))
    return fitting[0]


def goodwill(tx: Tx, amount: int, reference: str, rules: Rules) -> Booked:
    """Money the house gives for what nobody else should pay. The same reference again books nothing twice."""
    with _reference(reference, rules):
        before = ledger.balance(tx, "house:goodwill")
        about = reference_number("goodwill", "", reference)
        ledger.endow_goodwill(tx, amount=amount, currency=rules.currency, about=about)
    have = ledger.balance(tx, "house:goodwill")
    return _booked(tx, "goodwill", 0, amount, Booked(have, have != before))


def take_fees(tx: Tx, amount: int, reference: str, rules: Rules) -> Booked:
    """The operator takes of the house's share of the fees. The same reference again books nothing twice."""
    with _reference(reference, rules):
        before = ledger.balance(tx, "house:fees")
        try:
            ledger.withdraw_fees(tx, amount=amount, about=reference_number("fees", "", reference))
        except ledger.NotEnough as short:
            raise FeesLess(there=plain(short.there), wanted=plain(amount)) from None
    have = ledger.balance(tx, "house:fees")
    return _booked(tx, "take_fees", 0, amount, Booked(have, have != before))


def _booked(tx: Tx, verb: str, about: int, amount: int, done: Booked) -> Booked:
    if done.new:
        telling.journal(tx, "operator", verb, about, amount=amount)
    return done


@contextmanager
def _reference(reference: str, rules: Rules) -> Iterator[None]:
    """The book's refusals as sentences: the same words stood for another amount, or it is in another currency."""
    admitting.one_line(reference)
    try:
        yield
    except ledger.KeyConflict:
        raise ReferenceUsed(reference=reference) from None
    except ledger.CurrencyDiffers as differs:
        raise OtherCurrency(what="The book", currency=differs.has, house=rules.currency) from None


def reference_number(what: str, whom: str, reference: str) -> int:
    """A stable 62-bit number for a reference that a person or a provider wrote, so that it is booked once."""
    spread = hashlib.blake2b(f"{what}\n{whom}\n{reference}".encode(), digest_size=8).digest()
    return int.from_bytes(spread) >> 2

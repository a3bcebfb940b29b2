"""Cashing: what a person has, what of it would arrive, and the wish to be paid out (see `sending` for what comes then).

What is shown before is what is done: [Pay out] carries the amount it was shown with, and where the terms are others by
now they are shown again instead. All of a balance goes, less what is too small for the rail to send.

- From the installation's least sum on (`Ways.least`); the fee is shown before; one payout a week (Monday to Sunday, UTC) is
  free: the house bears the fee, as long as it can.
- Somebody's first payout: up to twice that sum at once, the rest 48 hours after they first asked, by itself.
- Money that comes to most from one new requester's reversible deposits waits for a person's look, 72 hours at most.
  It stays the worker's whatever that person finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import ledger
from bot.actions import accounting, cases, destinations, resting, serving, telling
from bot.actions.destinations import Ways
from bot.actions.trusting import from_new_requester
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cashing import Leg, OnItsWay, Purse
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.payouts import Fare, Rail
from bot.storage import Row, Tx

Look = Callable[[Tx, int], bool]
"""Is a worker's money (by their book) mostly from one new requester's reversible deposits?"""


def money(tx: Tx, who: Who, ways: Ways, note: str = "") -> Outcome:
    """/money: what there is, where it goes, what of it arrives; a card where nothing can be paid out here."""
    if not ways.open:
        return accounting.money(tx, who)
    return telling.ask(tx, who, _purse(tx, who, ways, note))


def _purse(tx: Tx, who: Who, ways: Ways, note: str = "") -> Purse:
    balance = ledger.available(tx, who.book)
    place, later = (
        destinations.in_force(tx, who.person),
        tx.one("payouts.next_destination", person=who.person, now=tx.now),
    )
    rail = ways.rails.get(place["rail"]) if place is not None else None
    legs = _legs(tx, who, rail, balance, ways.least) if rail is not None else ()
    paid_fee = any(leg.fee and not leg.house for leg in legs)
    return Purse(
        balance=balance,
        rail=destinations.called(rail) if rail is not None else "",
        hint=place["hint"] if place is not None and rail is not None else "",
        legs=legs,
        least=ways.least,
        free_on=limits.week_of(tx.now) + limits.week if paid_fee else 0,
        next_hint=later["hint"] if later is not None else "",
        next_at=later["usable_at"] if later is not None else 0,
        open=tuple(_on_its_way(one, tx.now) for one in tx.all("payouts.open_of", person=who.person)),
        working=bool(telling.task_mark(tx, who)),
        waiting=sum(ledger.balance(tx, f"worker:{who.book}:{purse}") for purse in ("earned", "frozen")),
        note=note,
    )


def _on_its_way(row: Row, now: int) -> OnItsWay:
    waits = row["state"] == "requested" and row["waits"] and row["next_at"] > now
    state = "waits" if waits else "unknown" if _long_unknown(row, now) else "sent"
    return OnItsWay(
        state, row["arrives"], row["currency"], row["hint"], row["next_at"] if waits else 0, row["waits"]
    )


def _long_unknown(row: Row, now: int) -> bool:
    return bool(row["state"] == "unknown" and now - row["sent_at"] >= limits.unknown_told_ms)


# ---- what would arrive ---------------------------------------------------------------------------------------


def _legs(tx: Tx, who: Who, rail: Rail, balance: int, least: int) -> tuple[Leg, ...]:
    """What a balance would be paid out as: one payout, or the first one and its rest."""
    if balance < least:
        return ()
    free = _is_free(tx, who)
    now, rest, rest_at = _first(tx, who, balance, least)
    legs = []
    for amount, at in ((now, 0), (rest, rest_at)):
        if amount < least:
            continue
        leg = _free_leg(tx, rail, amount) if free else None
        leg = leg or _leg(rail.fare(amount), amount)
        if leg.arrives:
            legs.append(replace(leg, at=at))
    return tuple(legs)


def _first(tx: Tx, who: Who, balance: int, least: int) -> tuple[int, int, int]:
    """What goes at once, what is the rest, and when that goes (ms): 48 hours after they first asked."""
    asked = tx.value("payouts.first_asked", person=who.person)
    rest_at = (tx.now if asked is None else int(asked)) + limits.first_payout_rest_ms
    if rest_at <= tx.now:
        return balance, 0, 0
    gone = int(tx.value("payouts.gone_at_once", person=who.person))
    now = min(balance, limits.first_payout_times * least - gone)
    return (now, balance - now, rest_at) if now >= least else (0, balance, rest_at)


def _is_free(tx: Tx, who: Who) -> bool:
    return tx.one("payouts.was_free", person=who.person, since=limits.week_of(tx.now)) is None


def _leg(fare: Fare, amount: int) -> Leg:
    """The worker bears the fee."""
    return Leg(amount - fare.left, fare.fee, False, fare.arrives, fare.currency)


def _free_leg(tx: Tx, rail: Rail, amount: int) -> Leg | None:
    """The house bears the fee, so that the whole amount arrives; None when there is none to bear, or it can't.

    A rail prices what leaves in all; so it is asked for the amount and a fee beside it, and what a dearer fee or whole
    shillings take away stays in the worker's balance.
    """
    fee = rail.fare(amount).fee
    if not fee:
        return None
    gross = amount + fee
    fare = rail.fare(gross)
    spent = gross - fare.left
    own = min(amount, spent - fare.fee)
    borne = spent - own
    able = max(ledger.balance(tx, "house:fees"), ledger.balance(tx, "house:goodwill"))
    if not fare.arrives or borne > able:
        return None
    return Leg(own, borne, True, fare.arrives, fare.currency)


# ---- asking --------------------------------------------------------------------------------------------------------


def pay_out(
    tx: Tx, who: Who, ways: Ways, mark: str, amount: int, look: Look = from_new_requester
) -> Outcome | None:
    """[Pay out]: what the question showed leaves the balance and is on its way; shown anew where the terms have changed."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    tx.one(
        "payouts.lock_person", person=who.person
    )  # of two at the same time the second sees what the first did
    shown = telling.facts(row) if row is not None else None
    if row is None or not isinstance(shown, Purse):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "payout")
    place = destinations.in_force(tx, who.person)
    rail = ways.rails.get(place["rail"]) if place is not None else None
    there = ledger.available(tx, who.book)
    legs = (
        _legs(tx, who, rail, shown.balance, ways.least) if rail is not None and there >= shown.balance else ()
    )
    same = place is not None and place["hint"] == shown.hint
    if place is None or rail is None or not same or not _same(legs, shown.legs, amount):
        return money(tx, who, ways, "other")
    telling.settle(tx, who, mark, "payout")
    for leg in legs:
        _ask(tx, who, rail, place, leg, look(tx, who.book))
    return money(tx, who, ways, "asked")


def _same(legs: tuple[Leg, ...], shown: tuple[Leg, ...], amount: int) -> bool:
    """Are the terms those that were shown? The rest's time moves on with the clock."""
    if not legs or sum(leg.amount for leg in legs) != amount:
        return False
    return [replace(leg, at=bool(leg.at)) for leg in legs] == [replace(leg, at=bool(leg.at)) for leg in shown]


def _ask(tx: Tx, who: Who, rail: Rail, place: Row, leg: Leg, looked_at: bool) -> None:
    payout = tx.new_id()
    ledger.request_payout(tx, worker=who.book, amount=leg.amount, about=payout)
    waits = "look" if looked_at else "first" if leg.at else ""
    next_at = max(leg.at, tx.now + limits.look_ms) if looked_at else leg.at or tx.now
    tx.run(
        "payouts.ask",
        id=payout,
        person=who.person,
        book=who.book,
        destination=place["id"],
        rail=rail.name,
        by_hand=int(rail.by_hand),
        amount=leg.amount,
        fee=leg.fee,
        house=int(leg.house),
        arrives=leg.arrives,
        currency=leg.currency,
        hint=place["hint"],
        waits=waits,
        now=tx.now,
        next_at=next_at,
    )
    telling.journal(tx, f"person {who.person}", "payout", payout, amount=leg.amount)
    if looked_at:
        cases.open_case(tx, "payout", payout, ground="look", person=who.person)


# ---- the questions on the way -----------------------------------------------------------------------------------


def noted(tx: Tx, who: Who, ways: Ways, done: Outcome | str) -> Outcome:
    """What a question about a place led to: another question, or the purse with a note."""
    return money(tx, who, ways, done) if isinstance(done, str) else done


def mine(tx: Tx, who: Who, rules: Rules, ways: Ways, destination: int, rail: str) -> Outcome:
    """[Yes, it is mine]."""
    return noted(tx, who, ways, destinations.mine(tx, who, ways, destination, rail))


def shared(tx: Tx, who: Who, rules: Rules, ways: Ways, destination: int) -> Outcome:
    """[Yes, it is shared]."""
    return noted(tx, who, ways, destinations.shared(tx, who, ways, destination))


def keep(tx: Tx, who: Who, rules: Rules, ways: Ways) -> Outcome:
    """[Keep …]: the old place stays."""
    return noted(tx, who, ways, destinations.keep(tx, who))


def home(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Back] out of money: to the task that is open, the pause, or the next thing."""
    return resting.pause(tx, who) if who.paused else serving.following(tx, who, rules)

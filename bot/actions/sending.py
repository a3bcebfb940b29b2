"""Sending: a payout's way from asked for to there. Every change of its state is here, and nowhere else.

    requested ──sent out──▶ unknown ──reply, look-up──▶ sent ──look-up──▶ confirmed ──▶ returned
        │  ▲                  │ │                         │
        │  └──never left──────┘ └─────────────────────────┴──▶ failed
        └──on a list, by hand──▶ sent ──the list comes back──▶ confirmed, failed

"Unknown" is committed before a provider is asked, for that is what it is if nothing more is ever written. So a payout is
sent once, whatever dies when; only where it is certain that nothing left the house ("not_sent") it is asked for again.
Unknown and sent are looked up with growing pauses; a notice only makes the look-up come at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import ledger
from bot.actions import cases, restoring, telling
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.domain.limits import day, hour, minute, second
from bot.domain.outcomes.cashing import PayoutNews
from bot.domain.refusals.payouts import (
    NoSuchPayout,
    PayoutBeingAsked,
    PayoutIsOver,
    PayoutNotByHand,
    ReferenceOfAnother,
)
from bot.payouts import Order, Reply
from bot.storage import Row, Tx

lease_ms = 5 * minute  # a provider answers, or is given up on, within this; then the payout is looked up
pauses_ms = (15 * second, minute, 5 * minute, 15 * minute, hour)  # before each look-up; then hourly
away_ms = hour  # a payout whose rail is not set up now is looked at again
again_ms = (minute, 10 * minute, hour)  # before it is sent anew, when it certainly never left
old_pause_ms = 6 * hour  # when a person was told of it
contradicted_told_ms = 31 * day  # a provider's word against the book is told so long
open_states = ("requested", "unknown", "sent")


@dataclass(frozen=True, slots=True)
class Errand:
    """What a round is to ask a rail: to send an order, or how it stands."""

    payout: int
    rail: str
    order: Order
    reference: str
    sends: bool
    tries: int


def is_due(tx: Tx) -> bool:
    """Is there an errand? A read, for those who look often."""
    return tx.value("payouts.is_due", now=tx.now) is not None


def take(tx: Tx, ways: Ways) -> Errand | None:
    """The next payout that is due, leased; one that is to be sent is unknown from here on. None: nothing is due."""
    row = tx.one("payouts.next", now=tx.now)
    while row is not None:
        errand = _errand(tx, ways, row)
        if errand is not None:
            return errand
        tx.run("payouts.postpone", payout=row["id"], next_at=tx.now + away_ms)
        row = tx.one("payouts.next", now=tx.now)
    return None


def _errand(tx: Tx, ways: Ways, row: Row) -> Errand | None:
    sends = row["state"] == "requested"
    order = _order(tx, ways, {**row, "sent_at": row["sent_at"] or tx.now})
    if order is None:
        return None
    if sends:
        tx.run("payouts.sending", payout=row["id"], now=tx.now, next_at=tx.now + lease_ms)
    else:
        tx.run("payouts.looking", payout=row["id"], next_at=tx.now + lease_ms)
    return Errand(row["id"], row["rail"], order, row["reference"], sends, row["tries"] + int(sends))


def answered(tx: Tx, errand: Errand, reply: Reply) -> str:
    """What a rail said of an errand. Returns the state the payout is in now."""
    row = _locked(tx, errand.payout)
    never_left = errand.sends and reply.state == "unknown" and reply.reason == "not_sent"
    if never_left and row["state"] == "unknown" and row["tries"] == errand.tries:
        pause = again_ms[min(row["tries"], len(again_ms)) - 1]
        tx.run("payouts.not_sent", payout=row["id"], next_at=tx.now + pause)
        return "requested"
    return _said(tx, row, reply)


def _said(tx: Tx, row: Row, reply: Reply) -> str:
    """A provider's word, or a person's. What has ended stays as it ended; only what was there can come back.

    That a failed one was paid after all moves nothing either; it is kept, so that `doubts` tells it.
    """
    reference = reply.reference or row["reference"]
    if _is_anothers(tx, row, reference):
        reply, reference = Reply("unknown", "", "unreadable"), row["reference"]
    if row["state"] == "confirmed" and reply.state == "returned":
        return _came_back(tx, row, reply.reason)
    if row["state"] == "failed" and reply.state == "confirmed":
        tx.run("payouts.contradicted", payout=row["id"], reference=reference)
    if row["state"] not in open_states:
        return str(row["state"])
    if reply.state == "failed":
        return _failed(tx, row, reference, reply.reason)
    if reply.state in ("confirmed", "returned"):
        _confirmed(tx, row, reference, quiet=reply.state == "returned")
        return _came_back(tx, row, reply.reason) if reply.state == "returned" else "confirmed"
    state = "sent" if reply.state == "sent" else str(row["state"])
    tx.run(
        "payouts.heard",
        payout=row["id"],
        state=state,
        reference=reference,
        reason=reply.reason,
        next_at=tx.now + _pause(row, tx.now),
    )
    if state == "unknown" or reply.reason == "not_found":  # taken, and then nothing is known of it there
        _tell_unknown(tx, row)
    return state


def _pause(row: Row, now: int) -> int:
    if row["sent_at"] is not None and now - row["sent_at"] >= limits.unknown_faulty_ms:
        return old_pause_ms
    return pauses_ms[min(row["looks"], len(pauses_ms) - 1)]


def _is_anothers(tx: Tx, row: Row, reference: str) -> bool:
    """A provider's reference is one payout's; one that names another is no answer about this one."""
    if not reference or reference == row["reference"]:
        return False
    found = tx.one("payouts.by_reference", rail=row["rail"], reference=reference)
    return found is not None and found["id"] != row["id"]


def _confirmed(tx: Tx, row: Row, reference: str, *, quiet: bool = False) -> None:
    tx.run("payouts.ended", payout=row["id"], state="confirmed", reference=reference, reason="", now=tx.now)
    paid = ledger.confirm_payout(tx, about=row["id"])
    cases.settled(tx, "payout", row["id"])
    if row["house"] and row["fee"]:
        pay_fee(tx, row["id"])
    if not quiet:
        _tell(tx, row, "confirmed", reference=reference, receipt=paid.id)


def pay_fee(tx: Tx, payout: int) -> None:
    """The house bears the fee it said it would; when it can't now, it is tried again each hour."""
    row = _locked(tx, payout)
    try:
        ledger.pay_transfer_fee(tx, amount=row["fee"], about=payout)
    except ledger.NotEnough:
        tx.run("jobs.set_deadline", kind="payout fee", subject=payout, at=tx.now + hour)


def _failed(tx: Tx, row: Row, reference: str, reason: str) -> str:
    tx.run("payouts.ended", payout=row["id"], state="failed", reference=reference, reason=reason, now=tx.now)
    ledger.fail_payout(tx, about=row["id"])
    cases.settled(tx, "payout", row["id"])
    _tell(tx, row, "failed", reason=reason)
    return "failed"


def _came_back(tx: Tx, row: Row, reason: str) -> str:
    """All that left comes back to the balance, but for a fee that the worker bore and the provider keeps."""
    tx.run("payouts.came_back", payout=row["id"], reason=reason, now=tx.now)
    back = row["amount"] - (0 if row["house"] else row["fee"])
    ledger.return_payout(tx, about=row["id"], amount=back)
    _tell(tx, {**row, "amount": back}, "returned", reason=reason)
    return "returned"


# ---- what the worker hears ------------------------------------------------------------------------------------------


def _tell(tx: Tx, row: Row, state: str, *, reference: str = "", reason: str = "", receipt: int = 0) -> None:
    if row["person"] is None:
        return
    news = PayoutNews(
        state=state,
        amount=row["amount"],
        arrives=row["arrives"],
        currency=row["currency"],
        hint=row["hint"],
        balance=ledger.available(tx, row["book"]),
        reference=reference,
        reason=reason,
        receipt=receipt,
    )
    telling.notify_person(tx, row["person"], news)


def _tell_unknown(tx: Tx, row: Row) -> None:
    """Once, when it has been so for an hour."""
    if row["told_at"] is None and tx.now - row["sent_at"] >= limits.unknown_told_ms:
        tx.run("payouts.told", payout=row["id"], now=tx.now)
        _tell(tx, row, "unknown")
        cases.open_case(tx, "payout", row["id"], ground="unknown", person=row["person"] or 0)


# ---- notices, lists and people ----------------------------------------------------------------------------------


def noticed(tx: Tx, rail: str, order: str, reference: str) -> bool:
    """A provider's notice: whose payout it names is looked up at once. It is believed in nothing else."""
    row = None
    if order.isascii() and order.isdigit() and len(order) < 20:
        row = tx.one("payouts.lock", payout=int(order)) if int(order) < 2**63 else None
    if row is None and reference:
        row = tx.one("payouts.by_reference", rail=rail, reference=reference)
    if row is None or row["rail"] != rail or row["state"] not in ("unknown", "sent"):
        return False
    return bool(tx.run("payouts.postpone", payout=row["id"], next_at=tx.now))


def put_on_list(tx: Tx, ways: Ways, rail: str, most: int) -> int:
    """What is due by hand goes on one new list, each payout on exactly one. Returns the list's number; 0: nothing is due."""
    rows = tx.all("payouts.due_by_hand", rail=rail, now=tx.now, most=most)
    batch = tx.new_id()
    done = [row for row in rows if _order(tx, ways, row) is not None]
    for row in done:
        tx.run("payouts.put_on_list", payout=row["id"], batch=batch, now=tx.now)
    return batch if done else 0


def of_batch(tx: Tx, ways: Ways, batch: int) -> list[Order]:
    """A list's orders that have not ended, to be written as often as somebody wants. A read."""
    rows = [row for row in tx.all("payouts.of_batch", batch=batch) if row["state"] == "sent"]
    return [order for row in rows if (order := _order(tx, ways, row)) is not None]


def listed(tx: Tx, ways: Ways, rail: str) -> list[Order]:
    """All orders that are on lists of a rail and have not ended. A read."""
    rows = tx.all("payouts.listed", rail=rail)
    return [order for row in rows if (order := _order(tx, ways, row)) is not None]


def _order(tx: Tx, ways: Ways, row: Row) -> Order | None:
    place = tx.one("payouts.destination", destination=row["destination"]) if row["destination"] else None
    return ways.order(row, place)


def settle_list(tx: Tx, replies: dict[str, Reply]) -> tuple[int, int]:
    """What a list that came back says, all or nothing; how many were paid, how many failed."""
    said = [_said_by_hand(tx, _locked(tx, int(order)), reply) for order, reply in sorted(replies.items())]
    return said.count("confirmed"), said.count("failed")


def _said_by_hand(tx: Tx, row: Row, reply: Reply) -> str:
    """A person's word: with another payout's reference it is a slip, and refused."""
    if _is_anothers(tx, row, reply.reference):
        raise ReferenceOfAnother(payout=row["id"], reference=reply.reference)
    return _said(tx, row, reply)


def settle(tx: Tx, payout: int, reply: Reply, by: str) -> str:
    """A person who looked into the provider's books ends a payout. Refused when it has ended already, or may still be sent.

    After a restore (`restoring`) one that was not sent can be there all the same: it is asked for a second time, because the
    backup did not know the first.
    While its provider is being asked it can't be ended as failed: where no answer came that asks by sending once more.
    """
    row = _locked(tx, payout)
    if row["state"] not in open_states and not (row["state"] == "confirmed" and reply.state == "returned"):
        raise PayoutIsOver(payout=payout, state=row["state"])
    if row["state"] == "requested" and reply.state != "failed":
        if not restoring.was_sent(tx, payout):
            raise PayoutNotByHand(payout=payout)
        row = _locked(tx, payout)
    if reply.state == "failed" and tx.one("payouts.is_leased", payout=payout, now=tx.now) is not None:
        raise PayoutBeingAsked(payout=payout, minutes=lease_ms // minute)
    state = _said_by_hand(tx, row, reply)
    telling.journal(tx, f"operator {by}", "payout_settled", payout, state=state)
    return state


def let(tx: Tx, payout: int, by: str) -> None:
    """A person has looked: a payout that waited goes now. The money was never in question."""
    row = _locked(tx, payout)
    if not tx.run("payouts.let", payout=payout, now=tx.now):
        raise PayoutIsOver(payout=payout, state=row["state"])
    telling.journal(tx, f"operator {by}", "payout_let", payout)
    cases.settled(tx, "payout", payout)


def _locked(tx: Tx, payout: int) -> Row:
    row = tx.one("payouts.lock", payout=payout)
    if row is None:
        raise NoSuchPayout(payout=payout)
    return row


# ---- what must hold -------------------------------------------------------------------------------------------------


def faults(tx: Tx) -> list[str]:
    """Payouts that the book does not know so, and money in flight that is nobody's. A read; sentences."""
    found = [
        f"Payout {row['id']} is {row['state']} here, and not so in the book."
        for row in tx.all("payouts.beside_book")
    ]
    open_, booked = int(tx.value("payouts.leaving")), ledger.clearing(tx)["leaving"]
    if open_ != booked:
        found.append(f"Payouts on their way come to {open_} micro-units, the book has {booked} in flight.")
    return found


def doubts(tx: Tx) -> list[str]:
    """What a person should look into: payouts nobody knows the end of or that may be paid twice, an account that can't pay.

    A read; sentences.
    """
    late = [
        f"Payout {row['id']} by {row['rail']} has no end for three days. Look into the provider's books, then "
        f"`ujima payout settle {row['id']} --paid REFERENCE` or `--failed WHY`."
        for row in tx.all("payouts.long_unknown", before=tx.now - limits.unknown_faulty_ms)
    ]
    twice = [
        f"Payout {row['id']} ended as failed and its money is in the balance again, but {row['rail']} says now that it "
        f"paid (reference {row['reference'] or 'none'}). Look into the provider's books: the house may have paid twice."
        for row in tx.all("payouts.paid_all_the_same", since=tx.now - contradicted_told_ms)
    ]
    why = {"funds": "the account there is empty", "account": "the provider refuses the account"}
    own = [
        f"Of payouts by {row['rail']}, {row['count']} failed in the last day: {why[row['reason']]}."
        for row in tx.all("payouts.refused_of_late", since=tx.now - day)
    ]
    return [*restoring.doubts(tx), *late, *twice, *own]

"""Overseeing: what the operator books, and what the rounds do by themselves. Each one a transaction."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot import ledger
from bot.actions import paying, publishing, reporting, serving, telling, working
from bot.actions.joining import by_account
from bot.domain import limits, quality
from bot.domain.limits import Rules
from bot.domain.refusals import ReferenceUsed
from bot.storage import Row, Tx


def deposit(tx: Tx, requester: str, amount: int, reference: str, rules: Rules) -> int:
    """Money a requester paid in. The same reference again books nothing twice. Returns what they have."""
    number = publishing.requester_named(tx, requester)
    about = reference_number("deposit", requester, reference)
    with _reference(reference):
        ledger.deposit(tx, requester=number, amount=amount, currency=rules.currency, about=about)
    telling.journal(tx, "operator", "deposit", number, amount=amount)
    return ledger.balance(tx, f"requester:{number}")


def goodwill(tx: Tx, amount: int, reference: str, rules: Rules) -> int:
    """Money the house gives for what nobody else should pay. Returns what is there."""
    about = reference_number("goodwill", "", reference)
    with _reference(reference):
        ledger.endow_goodwill(tx, amount=amount, currency=rules.currency, about=about)
    telling.journal(tx, "operator", "goodwill", 0, amount=amount)
    return ledger.balance(tx, "house:goodwill")


@contextmanager
def _reference(reference: str) -> Iterator[None]:
    """The book's conflict as a sentence: the same words stood for another amount before."""
    try:
        yield
    except ledger.KeyConflict:
        raise ReferenceUsed(reference=reference) from None


def reference_number(what: str, whom: str, reference: str) -> int:
    """A stable 62-bit number for a reference that a person wrote, so that it is booked once."""
    spread = hashlib.blake2b(f"{what}\n{whom}\n{reference}".encode(), digest_size=8).digest()
    return int.from_bytes(spread) >> 2


# ---- rounds ----------------------------------------------------------------------------------------------


def lapse(tx: Tx) -> int:
    """Leases that ended: others may get the task too; the worker keeps it (P2). Returns how many."""
    rows = tx.all("work.lapsing", now=tx.now)
    for row in rows:
        assignment = tx.one("work.assignment", assignment=row["id"])
        if assignment is None or not tx.run("work.lapse", assignment=row["id"], now=tx.now):
            continue
        working.give_back(tx, assignment)
    return len(rows)


def due_deadlines(tx: Tx) -> list[tuple[str, int]]:
    """What was to happen by now, oldest first: (kind, subject). A read."""
    return [(row["kind"], row["subject"]) for row in tx.all("jobs.deadlines", now=tx.now)]


def meet_deadline(tx: Tx, kind: str, subject: int) -> bool:
    """Does one thing that was to happen: silence pays a side answer, what is owed is tried again, a pack is refunded."""
    if not tx.run("jobs.met", kind=kind, subject=subject, now=tx.now):
        return False
    _DEADLINES[kind](tx, subject)
    return True


def postpone_deadline(tx: Tx, kind: str, subject: int) -> None:
    """One that failed waits an hour, so that it holds up no other."""
    tx.run("jobs.set_deadline", kind=kind, subject=subject, at=tx.now + limits.hour)


def _pay_owed(tx: Tx, assignment: int) -> None:
    row = tx.one("work.assignment", assignment=assignment)
    if row is None or row["paid"] or row["state"] != "answered":
        return
    account = tx.all("people.accounts_of", person=row["person"])[0]
    version = tx.one("packs.version", version=row["version"])
    assert version is not None
    paying.pay_late_or_owe(tx, by_account(tx, account["id"]), row, serving.form_of(version).price)


def _refund_closed(tx: Tx, pack: int) -> None:
    row = tx.one("packs.pack", pack=pack)
    if row is not None and row["state"] == "closed":
        publishing.refund(tx, pack)


_DEADLINES = {
    "side": lambda tx, report: reporting.pay_side(tx, report),
    "owed": _pay_owed,
    "refund": _refund_closed,
}


def collect_fees(tx: Tx) -> int:
    """Moves what each pack's work has brought in fees so far. Returns how many packs owed some."""
    return sum(1 for row in tx.all("packs.with_money") if ledger.collect_fee(tx, pack=row["id"]))


def refund_finished(tx: Tx) -> int:
    """Closed packs whose last claim has ended get their money back before the seven days are over."""
    rows = tx.all("packs.finished")
    for row in rows:
        tx.run("jobs.clear_deadline", kind="refund", subject=row["id"])
        publishing.refund(tx, row["id"])
    return len(rows)


def seal(tx: Tx) -> None:
    """Seals the heads of all accounts into the book's chain."""
    ledger.seal(tx)


@dataclass(frozen=True, slots=True)
class Counted:
    """What offers tell and shares are worked out from, counted beside the work: per requester and per pack."""

    records: list[Row]
    packs: list[Row]


def count(tx: Tx) -> Counted:
    """Counts records, open places, people at work and measured medians. A read: no tap waits for it."""
    ids = [row["id"] for row in tx.all("packs.with_money")]
    return Counted(tx.all("packs.records"), [_counted_pack(tx, pack) for pack in ids])


def _counted_pack(tx: Tx, pack: int) -> Row:
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    cap = max(limits.minute, 5 * serving.form_of(row).estimate_s * limits.second)
    times = [(one["person"], one["taken"]) for one in tx.all("packs.times", pack=pack)]
    sizes = [int(one["size_bytes"]) for one in tx.all("packs.reported_sizes", pack=pack)]
    return {
        "id": pack,
        "places": tx.value("packs.places", pack=pack),
        "active": tx.value("packs.active", pack=pack, day=serving.day_of(tx.now)),
        "median_ms": quality.median_of_medians(times, cap, limits.median_people_min),
        "picture_bytes": round(statistics.median(sizes))
        if len(sizes) >= limits.median_people_min
        else row["picture_bytes"],
    }


def note_counts(tx: Tx, counted: Counted) -> None:
    """Writes down what `count` found."""
    for record in counted.records:
        tx.run("packs.note_record", **record)
    for pack in counted.packs:
        tx.run("packs.note_counts", **pack)


def forget(tx: Tx) -> None:
    """Deletes what is kept for a time only."""
    tx.run("telling.forget_causes", before=tx.now - limits.cause_kept_ms)
    tx.run("telling.forget_incidents", before=tx.now - limits.incident_kept_ms)


def check_book(tx: Tx, whole: bool = False) -> list[str]:
    """Everything the book can prove, and what only work and book together can. A read; sentences, [] when all is well."""
    return [str(fault) for fault in ledger.check(tx, whole=whole)] + [
        f"Assignment {row['id']} is answered and has not been paid." for row in tx.all("work.owed")
    ]


def invariants(tx: Tx) -> list[str]:
    """What must hold between work and book after every step; sentences for what does not. A read for tests and doctor.

    On-time places never exceed a task's overlap; paid is paid once and is in the book; money locked covers what is open.
    """
    faults = [
        f"Task {row['id']} has {row['places']} places given out of {row['overlap']}." for row in _crowded(tx)
    ]
    for row in tx.all("work.paid_differs"):
        faults.append(f"Assignment {row['id']} says {row['paid']} was paid, the book {row['booked']}.")
    for row in tx.all("packs.with_money"):
        balances = ledger.balances(tx, f"pack:{row['id']}:")
        needed = int(tx.value("work.open_cost", pack=row["id"]) or 0) * _price(tx, row["id"])
        if balances.get(f"pack:{row['id']}:answers", 0) < needed:
            faults.append(f"Pack {row['id']} has open places for {needed} and less than that in escrow.")
    return faults


def _price(tx: Tx, pack: int) -> int:
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    return serving.form_of(row).price


def _crowded(tx: Tx) -> list[Row]:
    rows = tx.all("work.places_given")
    overlaps = {
        pack: serving.form_of(tx.one("packs.pack", pack=pack) or {}).overlap
        for pack in {r["pack"] for r in rows}
    }
    return [
        {**row, "overlap": overlaps[row["pack"]]} for row in rows if row["places"] > overlaps[row["pack"]]
    ]

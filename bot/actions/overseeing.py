"""Overseeing: what the rounds do by themselves, and what the book can prove. Each one a transaction."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from bot import ledger
from bot.actions import (
    asking,
    caring,
    cases,
    erasing,
    fixing,
    flooring,
    grieving,
    halting,
    interpreting,
    pacing,
    paying,
    proposing,
    publishing,
    raising,
    reporting,
    reselling,
    restricting,
    returning,
    reviewing,
    ruling,
    sending,
    sharing,
    showing,
    undoing,
    weighing,
)
from bot.actions.joining import by_account
from bot.domain import alarms, limits, quality, wire
from bot.domain.limits import Rules
from bot.domain.quote import Part, fee_bearing, fee_due, parts
from bot.money import plain
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at


def accounts_of(tx: Tx, name: str) -> str:
    """What the accounts of a pack or a requester begin with, by their name; any other words as they are. A read."""
    pack, requester = tx.one("packs.pack_named", name=name), tx.one("packs.requester", name=name)
    if pack is not None:
        return f"pack:{pack['id']}:"
    return f"requester:{requester['id']}" if requester is not None else name


# ---- rounds ----------------------------------------------------------------------------------------------


def lapse(tx: Tx) -> int:
    """Leases that ended: others may get the task too; the worker keeps it (P2). Returns how many.

    A task that is paid (its answer was undone) has no place to give.
    """
    rows = tx.all("work.lapsing", now=tx.now)
    for row in rows:
        assignment = tx.one("work.assignment", assignment=row["id"])
        if assignment is None or not tx.run("work.lapse", assignment=row["id"], now=tx.now):
            continue
        weighing.give_back(tx, assignment)
    return len(rows)


def due_deadlines(tx: Tx) -> list[tuple[str, int]]:
    """What was to happen by now, oldest first: (kind, subject). A read."""
    return [(row["kind"], row["subject"]) for row in tx.all("jobs.deadlines", now=tx.now)]


def meet_deadline(tx: Tx, kind: str, subject: int, rules: Rules) -> bool:
    """Does one thing that was to happen, by the installation's rules.

    Silence pays a side answer, what is owed is tried again, a pack is refunded, an undone answer stands again.
    """
    if not tx.run("jobs.met", kind=kind, subject=subject, now=tx.now):
        return False
    if kind == cases.left_deadline:
        cases.pay_left(tx, subject, rules)
    else:
        _DEADLINES[kind](tx, subject)
    return True


def postpone_deadline(tx: Tx, kind: str, subject: int) -> None:
    """One that failed waits an hour, so that it holds up no other."""
    tx.run("jobs.set_deadline", kind=kind, subject=subject, at=tx.now + limits.hour)


def _pay_owed(tx: Tx, assignment: int) -> None:
    row = tx.one("work.assignment", assignment=assignment)
    if row is None or row["paid"] or row["state"] not in ("answered", "left"):
        return
    account = tx.all("people.accounts_of", person=row["person"])[0]
    price = showing.form_of(showing.version_of(tx, row)).price
    paying.pay_late_or_owe(tx, by_account(tx, account["id"]), row, price)


def _pay_reading_owed(tx: Tx, assignment: int) -> None:
    row = tx.one("work.assignment", assignment=assignment)
    if row is not None:
        account = tx.all("people.accounts_of", person=row["person"])[0]
        paying.pay_reading_owed(tx, by_account(tx, account["id"]), row)


def _refund_closed(tx: Tx, pack: int) -> None:
    row = tx.one("packs.pack", pack=pack)
    if row is not None and row["state"] == "closed":
        publishing.refund(tx, pack)


_DEADLINES = {
    "side": lambda tx, report: reporting.pay_side(tx, report),
    "owed": _pay_owed,
    "reading": _pay_reading_owed,
    "refund": _refund_closed,
    "undone": undoing.not_given_again,
    "floor": flooring.pay,
    "release": reviewing.release,
    "claim": ruling.look,
    "minute": ruling.pay_minute,
    "fix": fixing.over,
    "floors": flooring.sweep,
    "floor told": flooring.tell,
    "payout fee": sending.pay_fee,
    reselling.deadline: reselling.step,
    cases.deadline: restricting.overdue,
    cases.pay_deadline: cases.pay,
    cases.jury_deadline: cases.call_jury,
    interpreting.deadline: interpreting.look,
    interpreting.pay_deadline: interpreting.pay,
    restricting.deadline: restricting.over,
    asking.deadline: asking.fall_silent,
    proposing.deadline: proposing.over,
    halting.deadline: grieving.over,
    alarms.people_deadline: raising.take_away,
    alarms.sweep_deadline: raising.sweep,
    alarms.silence_deadline: raising.silence,
    alarms.charge_deadline: raising.charge,
    caring.deadline: caring.over,
    caring.day_after_deadline: caring.day_after,
}


def collect_fees(tx: Tx) -> int:
    """Moves what each pack's work has brought in fees so far. Returns how many packs owed some."""
    return sum(1 for row in tx.all("packs.with_money") if ledger.collect_fee(tx, pack=row["id"]))


def refund_finished(tx: Tx) -> int:
    """Closed packs whose last claim has ended get their money back before the seven days are over."""
    rows = [row for row in tx.all("packs.finished") if _still_closed(tx, row["id"])]
    for row in rows:
        tx.run("jobs.clear_deadline", kind="refund", subject=row["id"])
        publishing.refund(tx, row["id"])
    return len(rows)


def _still_closed(tx: Tx, pack: int) -> bool:
    row = tx.one("packs.lock_pack", pack=pack)  # another program's round may just have refunded it
    return row is not None and row["state"] == "closed"


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
    estimate_s = showing.form_of(row).estimate_s
    times = [(one["person"], one["taken"]) for one in tx.all("packs.times", pack=pack)]
    sizes = [int(one["size_bytes"]) for one in tx.all("packs.reported_sizes", pack=pack)]
    return {
        "id": pack,
        "places": tx.value("packs.places", pack=pack),
        "active": tx.value("packs.active", pack=pack, day=sharing.day_of(tx.now)),
        "median_ms": quality.median_of_medians(times, estimate_s, limits.median_people_min),
        "picture_bytes": wire.medium_bytes(round(statistics.median(sizes)))
        if len(sizes) >= limits.median_people_min
        else row["picture_bytes"],
    }


def note_counts(tx: Tx, counted: Counted) -> None:
    """Writes down what `count` found."""
    for record in counted.records:
        tx.run("packs.note_record", **record)
    for pack in counted.packs:
        tx.run("packs.note_counts", **pack)
        if pack["median_ms"] is not None:
            flooring.compare(tx, pack["id"])


def forget(tx: Tx) -> None:
    """Deletes what is kept for a time only."""
    tx.run("telling.forget_causes", before=tx.now - limits.cause_kept_ms)
    tx.run("telling.forget_notices", before=first_id_at(tx.now - limits.notice_kept_ms))
    tx.run("deposits.forget_checkouts", before=tx.now - limits.deposit_invoice_kept_ms)
    tx.run("work.forget_old_passed", before=tx.now - limits.passed_ms)
    tx.run("telling.forget_incidents", before=tx.now - limits.incident_kept_ms)
    tx.run("alarms.forget_arrived", before=tx.now - erasing.kept_ms)
    tx.run("metering.forget", before=(tx.now - limits.traffic_kept_ms) // limits.day)
    pacing.forget(tx)
    returning.forget(tx)


def check_book(tx: Tx, whole: bool = False) -> list[str]:
    """What the book can prove, what is due and unpaid, and whether the money for all promises is there.

    `whole` proves everything, as `invariants` does; without it only what changed and what is quickly counted. A read;
    sentences, [] when all is well.
    """
    faults = [str(fault) for fault in ledger.check(tx, whole=whole)] + _unpaid(tx) + _goodwill_short(tx)
    return faults + (invariants(tx) if whole else _uncovered(tx))


def proof(tx: Tx) -> list[str]:
    """What must hold of a whole house whatever is due in it: the book, and work and promises beside it. A read; sentences."""
    return [str(fault) for fault in ledger.check(tx, whole=True)] + invariants(tx)


def _unpaid(tx: Tx) -> list[str]:
    """What should have been paid by now; the rounds try again each hour, mostly for want of goodwill."""
    late = tx.now - limits.side_silence_ms - limits.hour
    return [
        *(f"Assignment {row['id']} is answered and has not been paid." for row in tx.all("work.owed")),
        *(
            f"Report {row['id']} waited over 72 hours and has not been paid."
            for row in tx.all("packs.reports_overdue", before=late, now=tx.now)
        ),
        *(
            f"The reading of pack {row['pack']} is owed to {row['people']} people and has not been paid."
            for row in tx.all("packs.readings_owed")
        ),
    ]


def invariants(tx: Tx) -> list[str]:
    """What must hold between work and book after every step; sentences for what does not. A read.

    On-time places never exceed a task's overlap; paid is paid once and is in the book; each payout stands in the book as
    here, and nothing else is in flight; what is locked covers what is promised.
    """
    faults = [
        f"Task {row['id']} has {row['places']} places given out of {row['overlap']}." for row in _crowded(tx)
    ]
    for row in tx.all("work.paid_differs"):
        faults.append(f"Assignment {row['id']} says {row['paid']} was paid, the book {row['booked']}.")
    return faults + sending.faults(tx) + _uncovered(tx)


def _uncovered(tx: Tx) -> list[str]:
    """Promises of packs whose money is not there, pot by pot."""
    faults = []
    for row in tx.all("packs.with_money"):
        pack = tx.one("packs.pack", pack=row["id"])
        promised = tx.one("packs.promised", pack=row["id"])
        assert pack is not None and promised is not None
        price = showing.form_of(pack).price
        balances = ledger.balances(tx, f"pack:{row['id']}:")
        there = {part: balances.get(f"pack:{row['id']}:{part}", 0) for part in parts}
        promises = _promises(pack, promised, price)
        promises["care"] = ("paid pauses", caring.owed(tx, row["id"]) * int(pack["care_pay"]))
        for part, (promise, needed) in promises.items():
            if there[part] < needed:
                faults.append(f"Pack {row['id']} has {promise} for {needed} and less than that in escrow.")
        fee = ledger.fee_state(tx, row["id"])
        rest = sum(there[part] for part in fee_bearing)
        if fee.collected + fee.there < fee_due(fee.paid + rest):
            faults.append(f"Pack {row['id']} has less in escrow than the fee on what it may still pay.")
    return faults


def _goodwill_short(tx: Tx) -> list[str]:
    """Reports beyond a pack's side part are paid from goodwill, which nobody locks: the operator hears before it is short."""
    wanted = 0
    for row in tx.all("packs.reports_waiting"):
        pack = tx.one("packs.pack", pack=row["pack"])
        assert pack is not None
        side = ledger.balance(tx, f"pack:{row['pack']}:side")
        wanted += max(0, int(row["waiting"]) * showing.form_of(pack).price - side)
    if wanted > ledger.balance(tx, "house:goodwill"):
        return [f"Reports that wait may need {plain(wanted)} of goodwill, and less than that is there."]
    return []


def _promises(pack: Row, promised: Row, price: int) -> dict[Part, tuple[str, int]]:
    """By part: what is promised in a word or two, and the micro-units it needs."""
    still_practised = 0
    if pack["state"] != "closed":
        places = int(pack["readers_left"]) + int(promised["readers"])
        still_practised = max(0, limits.practice_each * places - int(promised["practised"]))
    readers = int(pack["readers_left"]) + int(promised["unpaid_readers"])
    return {
        "answers": (
            "open places",
            (int(promised["places"]) + int(promised["held"]) + int(pack["spare"])) * price,
        ),
        "gold": ("gold places", (int(pack["gold_left"]) + int(promised["gold_held"])) * price),
        "practice": ("practice", (still_practised + int(promised["practice_held"])) * price),
        "reading": ("readers", readers * int(pack["reading_pay"]) + int(promised["changes"])),
    }


def _crowded(tx: Tx) -> list[Row]:
    rows = tx.all("work.places_given")
    overlaps = {
        pack: showing.form_of(tx.one("packs.pack", pack=pack) or {}).overlap_most
        for pack in {r["pack"] for r in rows}
    }
    return [
        {**row, "overlap": overlaps[row["pack"]]} for row in rows if row["places"] > overlaps[row["pack"]]
    ]

"""Seeing: how the house is, in numbers that nobody is in: what waits, since when, and who holds how much.

Read for whoever runs it (docs/seeing.md), again and again beside the work, so each query goes by an index and counts 1,000
rows of a queue at most. Ages are seconds; money is in whole units of the installation's currency.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import restoring
from bot.domain import limits, outages
from bot.metrics import OUTAGES, PAYOUTS
from bot.money import unit_micro
from bot.storage import Tx
from bot.storage.ids import time_of

counted_max = 1_000

Read = dict[tuple[str, str], float]


def look(tx: Tx, bot: int) -> Read:
    """Every meter of the house: (name, value of its label or "") → number. A read.

    `bot` sends (its number): what is due to people of another, or of one that is gone, is not its business.
    """
    return _queues(tx, bot) | _doubts(tx) | _payouts(tx) | _money(tx)


def _queues(tx: Tx, bot: int) -> Read:
    dues = tx.one("seeing.dues", bot=bot, most=counted_max)
    jobs = tx.one("seeing.jobs", now=tx.now, most=counted_max)
    assert dues is not None and jobs is not None, "counts are one row"
    late = tx.value("seeing.deadline", now=tx.now)
    since = time_of(dues["oldest"]) if dues["oldest"] else None
    return {
        ("ujima_packs_running", ""): tx.value("seeing.packs_running"),
        ("ujima_messages_due", ""): dues["count"],
        ("ujima_messages_due_oldest_seconds", ""): _age_s(tx, since),
        ("ujima_jobs_due", ""): jobs["count"],
        ("ujima_jobs_due_oldest_seconds", ""): _age_s(tx, jobs["oldest"]),
        ("ujima_deadlines_late_seconds", ""): _age_s(tx, late),
    }


def _doubts(tx: Tx) -> Read:
    cases = tx.one("seeing.cases", most=counted_max)
    reports = tx.one("seeing.reports", most=counted_max)
    assert cases is not None and reports is not None, "counts are one row"
    away = {row["kind"]: row["count"] for row in tx.all("seeing.outages", since=tx.now - outages.kept_ms)}
    return {
        ("ujima_claims_near", ""): tx.value("seeing.claims", soon=tx.now + limits.day, most=counted_max),
        ("ujima_cases_open", ""): cases["count"],
        ("ujima_cases_oldest_seconds", ""): _age_s(tx, cases["oldest"]),
        ("ujima_reports_open", ""): reports["count"],
        ("ujima_reports_oldest_seconds", ""): _age_s(tx, reports["oldest"]),
        **{("ujima_outages", kind): away.get(kind, 0) for kind in OUTAGES},
    }


def _payouts(tx: Tx) -> Read:
    since, found = restoring.held_since(tx), Read()
    for state in PAYOUTS:
        row = tx.one("seeing.payouts", state=state, most=counted_max)
        assert row is not None, "counts are one row"
        found["ujima_payouts_open", state] = row["count"]
        found["ujima_payouts_open_amount", state] = row["amount"] / unit_micro
        found["ujima_payouts_oldest_seconds", state] = _age_s(tx, row["oldest"])
    found["ujima_payouts_held_seconds", ""] = _age_s(tx, since[1]) if since is not None else 0
    return found


def _money(tx: Tx) -> Read:
    held = ledger.held(tx)
    by = {("ujima_money", holder): amount / unit_micro for holder, amount in held.by.items()}
    return by | {("ujima_escrow", part): amount / unit_micro for part, amount in held.escrow.items()}


def _age_s(tx: Tx, since: int | None) -> float:
    """Seconds since a moment (UTC epoch ms); 0 without one."""
    return 0.0 if since is None else max(0, tx.now - since) / limits.second

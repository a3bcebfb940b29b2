"""Surveying: how a pack stands, counted when its requester asks. Reads only; what compares answers is bounded.

Agreement is the mean likeness of two answers to one task, by the kind's own measure, over the newest answers; the
report of the results has the one that chance is taken out of. The median is that of persons' medians, each time capped
(`quality.median_of_medians`); offers tell it from ten people on, its requester is told it with the number of people.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from bot import kinds, ledger
from bot.actions import reviewing, showing
from bot.domain import limits, quality
from bot.domain.limits import day
from bot.domain.outcomes.requester import PackStatus
from bot.domain.quote import fee_due, parts
from bot.packs.form import PackForm
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at

answers_compared = 2_000  # the newest ones; comparing all of a large pack's would take minutes
answers_a_task_compared = 8
days_shown = 14
pace_counted = 100_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What was counted of a pack: answers, people, ms, hundredths (-1: cannot be said), skips, reports, stopped tasks."""

    answers: int
    people: int
    median_ms: int
    agreement: int
    skipped: int
    reported: int
    stopped: int


def survey(tx: Tx, pack: Row) -> Survey:
    """Counts what a status and a pilot's report tell."""
    form = showing.form_of(pack)
    counted = tx.one("survey.counts", pack=pack["id"])
    assert counted is not None
    return Survey(
        answers=counted["answers"],
        people=counted["people"],
        median_ms=median(tx, pack, form),
        agreement=agreement(tx, pack["id"], form),
        skipped=counted["skipped"],
        reported=counted["reported"],
        stopped=int(tx.value("packs.stopped", pack=pack["id"])),
    )


def median(tx: Tx, pack: Row, form: PackForm) -> int:
    """The median of persons' medians in ms, 0 when nobody's time is known."""
    times = [(one["person"], one["taken"]) for one in tx.all("packs.times", pack=pack["id"])]
    return quality.median_of_medians(times, form.estimate_s, 1) or 0


def agreement(tx: Tx, pack: int, form: PackForm) -> int:
    """How alike two people's answers to one task are, 0 to 100; -1 where no task has two, or likeness has no meaning."""
    kind, spec = kinds.kinds()[form.kind], kinds.spec(form.kind, form.settings, form.languages)
    by_task: dict[int, list[str]] = defaultdict(list)
    for row in tx.all("survey.answers", pack=pack, most=answers_compared):
        by_task[row["task"]].append(row["value"])
    found = []
    for said in by_task.values():
        some = [json.loads(one) for one in said[:answers_a_task_compared]]
        found += [kind.alike(spec, first, second) for first, second in combinations(some, 2)]
    alike = [one for one in found if one is not None]
    return round(100 * sum(alike) / len(alike)) if alike else -1


def pace(tx: Tx) -> int:
    """How many answers came in the last 24 hours, of all packs; counted up to a hundred thousand. A read."""
    return int(tx.value("survey.pace", since=first_id_at(tx.now - day), most=pace_counted))


def status(tx: Tx, pack: Row) -> PackStatus:
    """How a pack stands, for its requester."""
    form, seen = showing.form_of(pack), survey(tx, pack)
    pilot = int(pack["pilot_last"] > 0) * min(pack["tasks"], limits.pilot_tasks)
    wanted = (pilot or pack["tasks"]) * form.overlap_most
    by_day = _by_day(tx, pack)
    paid = ledger.fee_state(tx, pack["id"])
    left = max(0, wanted - seen.answers)
    today = int(tx.value("survey.since", pack=pack["id"], since=tx.now - day))
    goes_on = pack["state"] == "running" and today and left
    return PackStatus(
        name=pack["name"],
        title=form.title,
        state=pack["state"],
        answers=seen.answers,
        wanted=wanted,
        people=seen.people,
        spent=paid.paid + paid.due,
        locked=unused(tx, pack["id"]),
        price=form.price,
        median_ms=seen.median_ms,
        agreement=seen.agreement,
        skipped=seen.skipped,
        reported=seen.reported,
        stopped=seen.stopped,
        by_day=by_day,
        done_at=tx.now + left * day // today if goes_on else 0,
        waits=reviewing.to_look_at(tx, pack["id"]),
        pilot=pilot,
    )


def unused(tx: Tx, pack: int, lent: int = 0) -> int:
    """What is locked for a pack and not spent, in micro-units; a fee that is due is spent already. A read.

    `lent`: of what is there the guarantee pot's. Answers that it paid bear no fee, those it did not pay do.
    """
    fee, balances = ledger.fee_state(tx, pack), ledger.balances(tx, f"pack:{pack}:")
    there = sum(balances.get(f"pack:{pack}:{part}", 0) for part in parts)
    due = fee_due(max(0, fee.paid + lent))
    return there - lent - min(fee.there, max(0, due - fee.collected))


def _by_day(tx: Tx, pack: Row) -> tuple[int, ...]:
    """Answers a day, UTC, oldest first, from its launch on; the last fourteen."""
    if pack["launched_at"] is None:
        return ()
    today = tx.now // day
    first = max(pack["launched_at"] // day, today - days_shown + 1)
    counts: Counter[int] = Counter()
    for row in tx.all("survey.by_day", pack=pack["id"], since=first * day, day=day):
        counts[row["day"]] = row["answers"]
    return tuple(counts[one] for one in range(first, today + 1))

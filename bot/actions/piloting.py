"""Piloting: the first ten tasks of a pack alone, and what they showed.

A pilot locks the money of its own tasks and of ten readers (more where a task needs more different people), and serves
nothing behind its last task (`packs.pilot_last`, `sharing.stretches`). A place that opens again stays in it. When no
place is open and nobody holds one, a round pauses the pack and tells its requester what was measured. The rest is
launched all or not at all: what the whole pack's quote says beyond what the pilot's did is locked on top. While a
pilot is on no rows are added. Its rest at another price is another pack (`bot.actions.repricing`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import money
from bot.actions import flooring, halting, minding, publishing, sharing, showing, surveying, telling
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import PilotOver
from bot.domain.quote import Part, Quote, below_floor, parts, with_fee
from bot.domain.refusals.requesters import NoPilot
from bot.packs.form import PackForm
from bot.storage import Row, Tx

longer_percent = 150  # of the estimate: from here on a pilot suggests a price


@dataclass(frozen=True, slots=True)
class Begun:
    """A launch: the micro-units that were locked now, and the tasks of a pilot, 0 for all tasks.

    `locked` None: nothing was, for a paused pack goes on.
    """

    locked: int | None
    pilot: int = 0


@dataclass(frozen=True, slots=True)
class Pilot:
    """What a pilot of a pack would be: its tasks, the seq of the last, and its quote."""

    tasks: int
    last: int
    quote: Quote


def launch(tx: Tx, name: str, rules: Rules, pilot: bool = False) -> Begun:
    """Starts a pack or its pilot, or the rest of a pack behind its pilot; one that is paused goes on."""
    row = publishing.held(tx, name)
    if row["pilot_last"] and not pilot and row["state"] in ("running", "paused"):
        return Begun(_rest(tx, row, rules))
    if row["state"] == "draft" and pilot:
        return _begin(tx, row, rules)
    locked = publishing.launch(tx, name, rules)
    return Begun(locked.at_most if locked is not None else None)


def plan(tx: Tx, pack: Row, rules: Rules) -> Pilot | None:
    """What a pilot would cost; None where the pack has no more tasks than one. A read."""
    found = tx.one("packs.pilot_last", pack=pack["id"], most=limits.pilot_tasks)
    if found is None or pack["tasks"] <= limits.pilot_tasks:
        return None
    return Pilot(found["tasks"], found["seq"], _quoted(pack, found["tasks"], found["flagged"], rules))


def _readers(form: PackForm) -> int:
    """Ten people, of whom a median can be told; more where one task needs more."""
    return min(form.readers_max, max(limits.median_people_min, form.overlap_most))


def _quoted(pack: Row, tasks: int, flagged: int, rules: Rules) -> Quote:
    form = showing.form_of(pack)
    return publishing.quote_of(form, tasks, bool(pack["golds"]), rules, _readers(form), flagged=flagged)


def _begin(tx: Tx, row: Row, rules: Rules) -> Begun:
    form = publishing.launchable(tx, row, rules)
    found = plan(tx, row, rules)
    if found is None:
        raise NoPilot(name=row["name"])
    publishing.opened(tx, row, found.quote, rules, tasks=found.tasks, readers=_readers(form))
    tx.run("packs.set_pilot", pack=row["id"], last=found.last)
    telling.journal(tx, "operator", "pack_pilot", row["id"], at_most=found.quote.at_most)
    return Begun(found.quote.at_most, found.tasks)


def _rest(tx: Tx, row: Row, rules: Rules) -> int:
    """Locks what the pilot has not, and serves all of the pack. Returns micro-units."""
    minding.minded(row, rules)
    flooring.not_short(tx, row)
    halting.may_go_on(tx, row)
    form, amounts = showing.form_of(row), _beyond(tx, row, rules)
    locked = publishing.top_up(tx, row, amounts, row["version"], rules)
    tx.run(
        "packs.launch_rest",
        pack=row["id"],
        readers=form.readers_max - _readers(form),
        gold=amounts.get("gold", 0) // form.price,
        places=(row["tasks"] - min(row["tasks"], limits.pilot_tasks)) * form.overlap_least,
    )
    sharing.keep(tx, row["id"], form, first=row["pilot_last"] + 1, last=row["filled"])
    telling.journal(tx, "operator", "pack_launch", row["id"], at_most=locked)
    return locked


def _beyond(tx: Tx, row: Row, rules: Rules) -> dict[Part, int]:
    """What the whole pack locks beyond its pilot, part by part, without the fee."""
    whole = publishing.quoted(tx, row, rules)
    first = tx.one("packs.pilot_last", pack=row["id"], most=limits.pilot_tasks)
    assert first is not None
    part = _quoted(row, limits.pilot_tasks, first["flagged"], rules)
    found = {one: whole.amount(one) - part.amount(one) for one in parts if one != "fee"}
    return {one: amount for one, amount in found.items() if amount > 0}


def rest_locks(tx: Tx, row: Row, rules: Rules) -> int:
    """What launching the rest of a piloted pack takes, fee and all, in micro-units. A read."""
    return with_fee(_beyond(tx, row, rules))


# ---- when it is over -------------------------------------------------------------------------------------


def over(tx: Tx) -> list[str]:
    """The pilots in which all is answered, by name. A read."""
    return [row["name"] for row in tx.all("packs.pilots_over")]


def end(tx: Tx, name: str, rules: Rules) -> PilotOver | None:
    """Pauses a pilot that is over and tells its requester what it showed; None when it goes on after all."""
    row = publishing.held(tx, name)
    if name not in over(tx):
        return None
    tx.run("packs.set_state", pack=row["id"], state="paused")
    telling.journal(tx, "round", "pack_pilot_over", row["id"])
    found = report(tx, row, rules)
    telling.notify_requester(tx, row["requester"], found)
    return found


def report(tx: Tx, row: Row, rules: Rules) -> PilotOver:
    """What a pilot showed: measured times and bytes, agreement, skips, reports, and whether the price is right."""
    form, seen = showing.form_of(row), surveying.survey(tx, row)
    return PilotOver(
        name=row["name"],
        answers=seen.answers,
        people=seen.people,
        price=form.price,
        estimate_s=form.estimate_s,
        median_ms=seen.median_ms,
        task_bytes=showing.word_bytes(row) + row["picture_bytes"],
        agreement=seen.agreement,
        skipped=seen.skipped,
        reported=seen.reported,
        enough=suggested(form.price, form.estimate_s, seen.median_ms, rules),
        rest=rest_locks(tx, row, rules),
    )


def suggested(price: int, estimate_s: int, median_ms: int, rules: Rules) -> int:
    """The price for the time that was measured; 0 where the one that is there is right, or no time is known.

    Where an hour would pay less than the floor: the least that does. Where it takes half as long again as was
    thought, or longer: what keeps the pack's own hourly rate.

    >>> suggested(60_000, 15, 45_000, Rules("USD", 10_000, 5_000_000))
    180000
    >>> suggested(60_000, 15, 16_000, Rules("USD", 10_000, 5_000_000))
    0
    """
    if not median_ms:
        return 0
    seconds = -(-median_ms // limits.second)
    if seconds * 100 >= estimate_s * longer_percent:
        return max(money.up_to_minor(money.for_seconds(price, estimate_s, seconds), rules.minor), price)
    low = below_floor(price, seconds, rules.floor_hourly, rules.minor)
    return low.enough if low is not None else 0

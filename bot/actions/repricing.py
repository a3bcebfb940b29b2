"""Repricing: what a pilot has left at another price, which is another pack.

A price is a promise, so a pack keeps the one it has. The tasks that nobody has answered are copied under a new name, at
the new price and with the time that was measured, or that was thought of where answers came faster (`bot.rounds.clones`). The step that ends the copy closes the old pack,
which gives back what it has not used. Until then nothing has changed, and where the copy fails nothing does.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

from bot.actions import piloting, publishing, queueing, renewing, requesting, showing, surveying, telling
from bot.domain.limits import Rules, second
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.requester import PilotOver, RepriceAsked, RepriceBegun
from bot.domain.people import Who
from bot.domain.refusals.packs import WrongPackState
from bot.domain.refusals.requesters import NoPrice
from bot.money import divide_up, plain, typed
from bot.packs.form import estimate_s_max
from bot.storage import Row, Tx

stem_characters_max = 35  # of a name that a number is put behind


def ask(tx: Tx, who: Who, rules: Rules, name: str, price: str) -> Outcome:
    """/reprice_NAME 0.05: what the rest would be at that price; without one, at the price that the pilot suggests."""
    row = requesting.own(tx, who, name)
    with requesting.in_the_chat(name):
        return telling.ask(tx, who, plan(tx, row, rules, _typed(name, price)))


def begin(tx: Tx, who: Who, rules: Rules, name: str, price: str) -> Outcome:
    """[New price]: the copy is begun, and they hear when it is there."""
    row = requesting.own(tx, who, name)
    with requesting.in_the_chat(name):
        asked = plan(tx, row, rules, _typed(name, price))
    queueing.add(tx, queueing.clone_job, job_of(asked), True, account=who.account)
    telling.journal(tx, f"person {who.person}", "pack_reprice", row["id"], price=asked.price)
    return RepriceBegun(name, asked.new)


def _typed(name: str, price: str) -> int | None:
    with suppress(ValueError):
        if not price:
            return None
        if amount := typed(price):
            return amount
    raise _no_price(name)


def _no_price(name: str) -> NoPrice:
    return NoPrice(name=name.replace("-", "_"))


def plan(tx: Tx, row: Row, rules: Rules, price: int | None) -> RepriceAsked:
    """What the rest of a pilot would be at a price; None: at the one that the pilot suggests. A read.

    Raises WrongPackState unless a pilot is paused with tasks left, NoPrice where none is suggested, BelowFloor.
    """
    name, left = row["name"], tx.one("packs.unanswered", pack=row["id"])
    assert left is not None
    tasks = int(left["tasks"])
    if not _is_paused_pilot(row) or not tasks:
        raise WrongPackState(name=name, state=row["state"])
    pilot = piloting.report(tx, row, rules)
    if not (price := price or pilot.enough):
        raise _no_price(name)
    asked = RepriceAsked(
        name=name,
        new=_free_name(tx, name),
        tasks=tasks,
        price=price,
        estimate_s=min(_estimate_s(pilot, price), estimate_s_max),
        left=surveying.unused(tx, row["id"]),
    )
    form = renewing.renamed(showing.form_of(row), asked.new, _changed(asked))
    found = publishing.quote_of(form, tasks, bool(row["golds"]), rules, flagged=left["flagged"])
    return replace(asked, at_most=found.at_most)


def _estimate_s(pilot: PilotOver, price: int) -> int:
    """The seconds that the new pack is reckoned with: those that were measured, where they are more than was thought.

    A price ÷ these seconds is what an hour of reading and of paid pauses pays. So where answers came faster, it is no less than
    keeps the hourly rate there was: two seconds for a tap do not make reading the instruction ten times as dear.

    >>> quick = PilotOver("streets", 90, 12, 40_000, 20, 2_000, 9_000, 0.9, 0, 0, 0, 0)
    >>> [_estimate_s(quick, price) for price in (40_000, 20_000, 2_000, 80_000)]
    [20, 10, 2, 20]
    """
    measured = divide_up(pilot.median_ms, second) if pilot.median_ms else pilot.estimate_s
    as_before = divide_up(price * pilot.estimate_s, pilot.price)
    return max(measured, min(as_before, pilot.estimate_s))


def _is_paused_pilot(row: Row) -> bool:
    return bool(row["state"] == "paused" and row["pilot_last"])


def _free_name(tx: Tx, name: str) -> str:
    names = (f"{name[:stem_characters_max]}-{number}" for number in count(2))
    return next(new for new in names if tx.one("packs.pack_named", name=new) is None)


def _changed(asked: RepriceAsked) -> dict[str, Any]:
    return {"price": plain(asked.price), "estimate_s": asked.estimate_s}


def job_of(asked: RepriceAsked) -> dict[str, Any]:
    """The input of the job that copies what is left."""
    return {"name": asked.name, "new": asked.new, "changed": _changed(asked)}


def end(tx: Tx, name: str, job: int) -> None:
    """What was left has been copied: the old pack closes, and whoever asked for it hears what came back.

    Raises NotNow where the pack has gone on in the meantime.
    """
    if not _is_paused_pilot(publishing.held(tx, name)):
        raise requesting.not_now(name)
    closed = requesting.closed(tx, name)
    account = queueing.asker(tx, job)
    if account is not None:
        telling.notify(tx, account, closed)

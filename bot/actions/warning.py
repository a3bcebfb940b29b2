"""Warning: a requester hears early that a pack's money runs low; nobody is stopped in the middle of a task for it.

A round compares what each part of a pack's money was locked with and what is left. At half, four fifths and nineteen twentieths
used its requester is told, once each, with the figures and what can be done; more money makes a part's shares count anew.
What people hold is theirs to answer and is paid, whatever is left: places are locked before they are shown, and what
comes late has its reserve and then goodwill.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot import ledger
from bot.actions import showing, telling, webhooks
from bot.domain.limits import low_percents
from bot.domain.outcomes.voices import LowPart, MoneyLow
from bot.domain.quote import Part
from bot.storage import Row, Tx

Shares = set[tuple[str, int]]
"""(Part, percent) of what is used."""
States = Mapping[Part, tuple[int, int]]
"""By part what was locked and what is left of it, in micro-units."""
watched: tuple[Part, ...] = ("answers", "reading", "side", "late", "floor", "care")


def running_out(tx: Tx) -> list[int]:
    """Packs at work of whose money more, or less, is used than was told. A read, so that no tap waits for the sums.

    A pilot is not among them: it uses up what is locked for it, and its requester hears what it showed.
    """
    at_work = [int(row["id"]) for row in tx.all("warning.at_work")]
    return [pack for pack in at_work if _reached(ledger.part_states(tx, pack)) != _warned(tx, pack)]


def _warned(tx: Tx, pack: int) -> Shares:
    return {(row["part"], row["percent"]) for row in tx.all("warning.warned", pack=pack)}


def _reached(states: States) -> Shares:
    """Every share that is used."""
    found: Shares = set()
    for part, (locked, there) in states.items():
        if part in watched and locked > 0:
            used = 100 * (locked - there)
            found |= {(part, percent) for percent in low_percents if used >= percent * locked}
    return found


def warn(tx: Tx, pack: int) -> bool:
    """Tells a pack's requester what is newly used; False when nothing is to be told."""
    tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    if row is None or row["state"] not in ("running", "paused"):
        return False
    states = ledger.part_states(tx, pack)
    before, reached = _warned(tx, pack), _reached(states)
    for part, percent in sorted(before - reached):
        tx.run("warning.forget", pack=pack, part=part, percent=percent)
    new = reached - before
    for part, percent in sorted(new):
        tx.run("warning.note", pack=pack, part=part, percent=percent, now=tx.now)
    if not new:
        return False
    _tell(tx, row, states, {part: max(p for name, p in reached if name == part) for part, _ in new})
    telling.journal(tx, "round", "money_low", pack, parts=len(new))
    return True


def _tell(tx: Tx, pack: Row, states: States, percents: dict[str, int]) -> None:
    parts = tuple(
        LowPart(part=part, percent=percents[part], there=states[part][1], locked=states[part][0])
        for part in watched
        if part in percents
    )
    low = MoneyLow(
        name=pack["name"],
        title=showing.form_of(pack).title,
        parts=parts,
        places=int(tx.value("packs.places", pack=pack["id"])),
        free=ledger.balance(tx, f"requester:{pack['requester']}"),
    )
    telling.notify_requester(tx, pack["requester"], low, topic=f"low {pack['id']}")
    figures = {one.part: {"percent": one.percent, "left": one.there, "locked": one.locked} for one in parts}
    webhooks.add(tx, pack["requester"], "pack.low", pack["name"], {"parts": figures, "places": low.places})

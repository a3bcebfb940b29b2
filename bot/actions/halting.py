"""Halting: a pack that people paused is let go on by nobody but a moderator, time, or other words (docs/voice.md).

Whoever moves a pack from paused to running asks here first. Every change of a halt is made with its pack held.
"""

from __future__ import annotations

from bot.actions import telling
from bot.domain import grievances
from bot.domain.refusals.grievances import StillHalted
from bot.storage import Row, Tx

deadline = "grievance"


def begin(tx: Tx, pack: Row) -> None:
    """Nobody new is served, for a day at most unless somebody neutral says otherwise. `pack` is held."""
    runs = pack["state"] == "running"
    tx.run("grievances.halt", pack=pack["id"], ran=int(runs), now=tx.now)
    tx.run("jobs.set_deadline", kind=deadline, subject=pack["id"], at=tx.now + grievances.pause_ms)
    if runs:
        tx.run("packs.set_state", pack=pack["id"], state="paused")
    telling.journal(tx, "round", "pack_halt", pack["id"])


def keep(tx: Tx, pack: Row) -> None:
    """Somebody neutral found that it stays paused, until its words are others. `pack` is held."""
    tx.run("grievances.keep", pack=pack["id"], version=pack["version"])
    tx.run("jobs.clear_deadline", kind=deadline, subject=pack["id"])
    if pack["state"] == "running":
        tx.run("packs.set_state", pack=pack["id"], state="paused")


def stay(tx: Tx, pack: int) -> bool:
    """Somebody else pauses a pack that people paused: time does not let it go on, and its requester may. False where none had."""
    return bool(tx.run("grievances.stay", pack=pack))


def end(tx: Tx, pack: int) -> Row | None:
    """Nothing holds a pack any more; the halt that was, if one was."""
    found = tx.one("grievances.halted", pack=pack)
    if found is None or found["state"] == "over":
        return None
    tx.run("grievances.end_halt", pack=pack)
    tx.run("jobs.clear_deadline", kind=deadline, subject=pack)
    return found


def is_halted(tx: Tx, pack: int) -> bool:
    """Did people pause it, and has nobody let it go on? A read."""
    found = tx.one("grievances.halted", pack=pack)
    return is_waiting(tx, pack) or (found is not None and _is_kept(tx, pack, found))


def is_waiting(tx: Tx, pack: int) -> bool:
    """Did people pause it, and may somebody neutral still look? A read."""
    found = tx.one("grievances.halted", pack=pack)
    return found is not None and found["state"] == "waiting"


def may_go_on(tx: Tx, pack: Row) -> None:
    """Raises StillHalted for a pack that people paused; with other words than it was kept for it may go on."""
    if is_halted(tx, pack["id"]):
        raise StillHalted(name=pack["name"])
    end(tx, pack["id"])


def _is_kept(tx: Tx, pack: int, halt: Row) -> bool:
    row = tx.one("packs.pack", pack=pack)
    return halt["state"] == "kept" and row is not None and row["version"] == halt["version"]

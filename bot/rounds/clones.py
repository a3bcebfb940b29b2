"""Copies a pack under a new name, some tasks at a time: a kind of job.

`job.input`: {"name", "new"}; the first step adds "pack", the copy's id, each further one "key", the last task copied.
With "changed", fields of pack.toml, the copy has these instead, and only the tasks that nobody has answered; when it is
there its original closes (`bot.actions.repricing`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import filling, queueing, renewing, repricing
from bot.actions.queueing import Job
from bot.rounds.jobs import Stepped
from bot.storage import Database, Tx

tasks_per_step = 300


@dataclass(frozen=True, slots=True)
class Clones:
    """What copying needs: given once."""

    database: Database

    async def step(self, job: Job) -> Stepped:
        """One step of one copy."""
        if not await self.database.write(_copied, job):
            return Stepped(step=job.step + 1)
        name, new = job.input["name"], job.input["new"]
        if "changed" in job.input:
            return Stepped(end=True, result=f"{new}: what {name} had left is there, and {name} is closed.")
        return Stepped(end=True, result=f"{new}: a copy of {name} is there.")

    async def undo(self, job: Job) -> Stepped:
        """One step of removing a copy that was not finished."""
        pack = job.input.get("pack")
        if pack is not None:
            if await self.database.write(filling.cleared, pack, -1, tasks_per_step):
                return Stepped(step=job.step + 1)
            await self.database.write(renewing.undone, pack, 0, True)
        return Stepped(end=True, well=False, result=job.result)


def _copied(tx: Tx, job: Job) -> bool:
    """One step together with how far it is; True when all is done."""
    given, changed = job.input, job.input.get("changed", {})
    if "pack" not in given:
        pack = renewing.begin_clone(tx, given["name"], given["new"], job.id, changed)
        queueing.remembered(tx, job.id, {**given, "pack": pack, "key": ""})
        return False
    name, pack, after = given["name"], given["pack"], given["key"]
    key = renewing.clone_some(tx, name, pack, after, tasks_per_step, answered=not changed)
    if key:
        queueing.remembered(tx, job.id, {**given, "key": key})
        return False
    renewing.finish_clone(tx, name, pack)
    if changed:
        repricing.end(tx, name, job.id)
    return True

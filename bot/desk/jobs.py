"""What goes on in the background, by number: how far it is, its end, and working it off when nobody runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import queueing, returning
from bot.desk import packs
from bot.desk.words import Said, Verbs, said
from bot.domain.refusals.packs import NoSuchJob, PackNotJob
from bot.rounds.jobs import work_one
from bot.screens import operator
from bot.storage import Tx

if TYPE_CHECKING:
    from bot.desk import Desk


async def job(desk: Desk, job: str) -> Said:
    """How a job stands: `over`; and until then how far it is, in a line."""
    state = await desk.house.database.read(queueing.state, _number(job))
    if state is None:
        raise NoSuchJob(job=job)
    if not state.over:
        return {"lines": [_how_far(desk, state)], "ok": True, "over": False}
    if state.state == "failed":
        return {"lines": state.result.splitlines(), "ok": False, "over": True}
    lines = state.result.splitlines()
    if state.kind in ("import", queueing.clone_job):
        lines += (await packs.show(desk, state.result.partition(":")[0]))["lines"]
    return {"lines": lines, "ok": True, "over": True}


def _how_far(desk: Desk, state: queueing.State) -> str:
    now = desk.clock()
    return operator.jobs.progress(state.state, state.phase, state.done, state.total, now - state.phase_at)


async def listed(desk: Desk) -> Said:
    """What goes on or waits."""
    rows = await desk.house.database.read(queueing.unfinished)
    return {"lines": operator.jobs.listed(rows, desk.clock()), "ok": True}


async def cancel(desk: Desk, job: str) -> Said:
    """Ends a job; what it left is removed."""
    await desk.house.database.read(_no_pack, job)
    await desk.house.database.write(queueing.cancel, _number(job))
    return said(f"Job {job} ends; what it left is being removed.")


async def work(desk: Desk, number: str) -> Said:
    """Works jobs off, when no rounds go, until one is over; how that ended."""
    while not (found := await job(desk, number))["over"]:
        for lane in queueing.lanes:
            await work_one(desk.house.database, desk.steps, lane)
    return found


async def outages(desk: Desk) -> Said:
    """When lines were away, of the last 30 days."""
    rows = await desk.house.database.read(returning.recent)
    return {"lines": operator.jobs.outages(rows), "ok": True}


def _no_pack(tx: Tx, job: str) -> None:
    """Refuses a pack's name where a job's number is wanted."""
    if not job.isdigit() and tx.one("packs.pack_named", name=job) is not None:
        raise PackNotJob(name=job)


def _number(written: str) -> int:
    if written.isascii() and written.isdigit() and len(written) < 20 and int(written) < 2**63:
        return int(written)
    raise NoSuchJob(job=written[:40])


VERBS: Verbs = {
    "pack.job": job,
    "pack.jobs": listed,
    "pack.cancel": cancel,
    "outages": outages,
}

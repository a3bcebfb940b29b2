"""Works off jobs: takes one, does one step, writes down that it is done. A crash repeats a step, never skips one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.actions import queueing
from bot.actions.queueing import Job
from bot.domain.refusals import Refusal
from bot.storage import Database

log = structlog.get_logger("bot.rounds")


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step came to: the next step's number, or the end and what to tell of it."""

    step: int = 0
    end: bool = False
    well: bool = True
    result: str = ""
    rests: bool = False  # it waits for somebody's word, and has written down until when


Step = Callable[[Job], Awaitable[Stepped]]


async def work_one(database: Database, steps: dict[str, Step], lane: str = "") -> bool:
    """One step of the next job of a lane; False when none is due.

    `steps` by kind; "undo <kind>" removes what a failure left.
    """
    job = await database.write(queueing.take, lane)
    if job is None:
        return False
    try:
        done = await steps[f"undo {job.kind}" if job.undoing else job.kind](job)
    except Refusal as refusal:
        await database.write(queueing.failed, job.id, str(refusal), refusal)
    except Exception as error:
        log.error("a job's step failed", job=job.id, kind=job.kind, step=job.step, exc_info=error)
        await database.write(queueing.again, job.id, job.attempts, f"{type(error).__name__}: {error}"[:500])
    else:
        if done.rests:
            return True
        if done.end:
            await database.write(queueing.ended, job.id, done.well, done.result)
        else:
            await database.write(queueing.stepped, job.id, done.step)
    return True

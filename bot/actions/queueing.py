"""Queueing: jobs, which are work that needs the world outside. A job's row is its input, its step, its lease."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.domain.limits import minute
from bot.storage import Tx

lease_ms = 5 * minute
attempts_max = 5
measure_job = "measure"  # somebody waits for it, so it has rounds of its own


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a round gets it."""

    id: int
    kind: str
    input: dict[str, Any]
    step: int
    attempts: int


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands: waiting, done or failed; `result` is for people."""

    state: str
    step: int
    result: str


def add(tx: Tx, kind: str, given: dict[str, Any]) -> int:
    """Leaves a job for the rounds; returns its id."""
    job = tx.new_id()
    tx.run("jobs.add", id=job, kind=kind, input=json.dumps(given), now=tx.now)
    return job


def remembered(tx: Tx, job: int, given: dict[str, Any]) -> None:
    """What a job's later steps are to know."""
    tx.run("jobs.remember", job=job, input=json.dumps(given))


def take(tx: Tx, lane: str = "") -> Job | None:
    """The next job that is due, leased so that nobody else takes it; a crashed taker's lease ends.

    `lane` "measure": the next of those, also one that took the program down with it each time, for whoever sent
    what it is about is to hear of it. Without a lane: the next of all others.
    """
    row = tx.one("jobs.next", now=tx.now, lane=lane)
    while row is not None and row["attempts"] >= attempts_max and not lane:
        ended(tx, row["id"], False, "The program stopped each time this was tried.")
        row = tx.one("jobs.next", now=tx.now, lane=lane)
    if row is None:
        return None
    tx.run("jobs.lease", job=row["id"], lease_until=tx.now + lease_ms)
    return Job(row["id"], row["kind"], json.loads(row["input"]), row["step"], row["attempts"] + 1)


def is_due(tx: Tx, lane: str = "") -> bool:
    """Is there a job to take? A read, for those who look often."""
    return tx.value("jobs.is_due", now=tx.now, lane=lane) is not None


def released(tx: Tx, kind: str) -> None:
    """Nobody works on jobs of this kind: whoever did is gone, so their leases are over."""
    tx.run("jobs.release", kind=kind)


def stepped(tx: Tx, job: int, step: int) -> None:
    """A step is done; the next may start at once."""
    tx.run("jobs.step_done", job=job, step=step, now=tx.now)


def ended(tx: Tx, job: int, well: bool, result: str) -> None:
    """A job's end."""
    tx.run("jobs.finish", job=job, state="done" if well else "failed", result=result)


def again(tx: Tx, job: int, attempts: int, why: str) -> None:
    """A step failed: again after a while, five times; then the job has failed."""
    if attempts >= attempts_max:
        tx.run("jobs.finish", job=job, state="failed", result=why)
    else:
        tx.run("jobs.again", job=job, next_at=tx.now + 1000 * 4**attempts, result=why)


def state(tx: Tx, job: int) -> State | None:
    """How a job stands. A read."""
    row = tx.one("jobs.job", job=job)
    return State(row["state"], row["step"], row["result"]) if row is not None else None

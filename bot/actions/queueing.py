"""Queueing: jobs, which are work that needs the world outside. A job's row is its input, its step, its lease.

A job that fails, or that somebody ends, may have left something behind: then its kind is asked, step by step, to undo
that, before the job has failed. While a long step goes on it says how far it is; so its lease goes on too, and it
hears when it is to stop.

A job whose input is "decided" has locked somebody's money for what it brings: only a refusal ends it. Whatever else
befalls it, it rests for an hour and goes on where it was.

A job may have an account that is told how it goes (`bot.actions.receiving`), until its end has been told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.domain.limits import minute
from bot.domain.refusals import Refusal
from bot.domain.refusals.packs import NoSuchJob, TooLateToEnd
from bot.storage import Row, Tx

lease_ms = 5 * minute
looked_lease_ms = minute  # of a look at what somebody sent: they wait, and it takes seconds
attempts_max = 5
rest_ms = 60 * minute
clone_job = "clone"
measure_job = "measure"  # somebody waits for it, so it has rounds of its own
seal_job = "seal"  # only a program with a channel works these off
results_job = "results"  # a pack that comes in for hours holds no results up
sent_job = "sent"  # a file that is fetched from Telegram, which only a program that runs can do
lanes = ("", results_job)  # what rounds and desk work off, each beside the others; looks go by themselves


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a round gets it. `undoing`: it failed, with `result`; what it left is to be removed."""

    id: int
    kind: str
    input: dict[str, Any]
    step: int
    attempts: int
    undoing: bool = False
    result: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands: waiting, undoing, done or failed; `result` is for people.

    `phase` is what goes on since `phase_at` (ms), with `done` of `total` of it; total 0: not known yet.
    """

    state: str
    step: int
    result: str
    kind: str = ""
    phase: str = ""
    phase_at: int = 0
    done: int = 0
    total: int = 0

    @property
    def over(self) -> bool:
        """Is it done, or failed and undone?"""
        return self.state in ("done", "failed")


def add(tx: Tx, kind: str, given: dict[str, Any], undo: bool = False, *, account: int | None = None) -> int:
    """Leaves a job for the rounds; returns its id. `undo`: a failure of it leaves something to remove.

    `account` is told how it goes.
    """
    job = tx.new_id()
    _add(tx, job, kind, given, undo=undo, account=account)
    return job


def add_latest(tx: Tx, kind: str, subject: int, given: dict[str, Any]) -> None:
    """Leaves a job about something of which only the latest counts: at most one waits, beside one that is in hand.

    So however much somebody sends, others wait for one thing of theirs.
    """
    if not tx.run("jobs.replace", kind=kind, subject=subject, input=json.dumps(given)):
        tx.run("jobs.supersede", kind=kind, subject=subject, now=tx.now)
        _add(tx, tx.new_id(), kind, given, subject=subject)


def _add(
    tx: Tx,
    job: int,
    kind: str,
    given: dict[str, Any],
    *,
    subject: int = 0,
    undo: bool = False,
    account: int | None = None,
) -> None:
    lane = kind if kind in (measure_job, results_job, sent_job, seal_job) else ""
    tx.run(
        "jobs.add",
        id=job,
        kind=kind,
        lane=lane,
        subject=subject,
        input=json.dumps(given),
        undo=int(undo),
        account=account,
        now=tx.now,
    )


def asker(tx: Tx, job: int) -> int | None:
    """The account that is told how a job goes; None where nobody is, or its end was told. A read."""
    row = tx.one("jobs.account", job=job)
    return row["account"] if row is not None else None


def remembered(tx: Tx, job: int, given: dict[str, Any]) -> None:
    """What a job's later steps are to know."""
    tx.run("jobs.remember", job=job, input=json.dumps(given))


def take(tx: Tx, lane: str = "") -> Job | None:
    """The next job that is due, leased so that nobody else takes it; a crashed taker's lease ends.

    `lane` "measure": the next of those, also one that took the program down with it each time, for whoever sent
    what it is about is to hear of it. "results": the next of those. Without a lane: the next of all others.
    """
    row = tx.one("jobs.next", now=tx.now, lane=lane)
    while row is not None and row["attempts"] >= attempts_max and lane != measure_job:
        _given_up(tx, row["id"], "The program stopped each time this was tried.")
        row = tx.one("jobs.next", now=tx.now, lane=lane)
    if row is None:
        return None
    lease = looked_lease_ms if lane == measure_job else lease_ms
    tx.run("jobs.lease", job=row["id"], lease_until=tx.now + lease)
    undoing = row["state"] == "undoing"
    given = json.loads(row["input"])
    return Job(row["id"], row["kind"], given, row["step"], row["attempts"] + 1, undoing, row["result"])


def is_due(tx: Tx, lane: str = "") -> bool:
    """Is there a job to take? A read, for those who look often."""
    return tx.value("jobs.is_due", now=tx.now, lane=lane) is not None


def released(tx: Tx, kind: str) -> None:
    """Nobody works on jobs of this kind: whoever did is gone, so their leases are over."""
    tx.run("jobs.release", kind=kind)


def stepped(tx: Tx, job: int, step: int) -> None:
    """A step is done; the next may start at once."""
    tx.run("jobs.step_done", job=job, step=step, now=tx.now)


def advanced(tx: Tx, job: int, phase: str, done: int, total: int) -> bool:
    """How far a job is in what it does now, which keeps its lease; False when it is to stop."""
    tx.run("jobs.entered", job=job, phase=phase, done=done, total=total, now=tx.now)
    return bool(tx.run("jobs.advanced", job=job, done=done, total=total, lease_until=tx.now + lease_ms))


def reached(tx: Tx, job: int, step: int) -> None:
    """In the middle of a long step: from here it goes on after a crash."""
    tx.run("jobs.reached", job=job, step=step)


def ended(tx: Tx, job: int, well: bool, result: str) -> None:
    """A job's end."""
    tx.run("jobs.finish", job=job, state="done" if well else "failed", result=result)


def failed(tx: Tx, job: int, why: str, refusal: Refusal | None = None) -> None:
    """A job has failed, with a refusal or not; it is undone first where it leaves something behind."""
    refused = [type(refusal).__name__, refusal.values] if refusal is not None else ""
    written = json.dumps(refused, ensure_ascii=False, default=str) if refused else ""
    tx.run("jobs.fail", job=job, result=why, refused=written, now=tx.now)


def rests(tx: Tx, job: int, given: dict[str, Any], until: int) -> None:
    """A job waits for somebody's word, with what it is to know then, until a time (ms) at which it goes on by itself."""
    remembered(tx, job, given)
    tx.run("jobs.rest", job=job, next_at=until, result="waits for a yes")


def again(tx: Tx, job: int, attempts: int, why: str) -> None:
    """A step failed: again after a while, five times; then the job has failed, or rests."""
    if attempts >= attempts_max:
        _given_up(tx, job, why)
    else:
        tx.run("jobs.again", job=job, next_at=tx.now + 1000 * 4**attempts, result=why)


def _given_up(tx: Tx, job: int, why: str) -> None:
    """All attempts were in vain: the job has failed, or rests where there is no way back."""
    row = tx.one("jobs.job", job=job)
    if row is not None and row["state"] == "waiting" and json.loads(row["input"]).get("decided"):
        tx.run("jobs.rest", job=job, next_at=tx.now + rest_ms, result=why)
    else:
        failed(tx, job, why)


def hurried(tx: Tx, job: int) -> None:
    """A job that rests goes on at once."""
    tx.run("jobs.hurry", job=job, now=tx.now)


def cancel(tx: Tx, job: int) -> None:
    """Ends a job that somebody does not want any more; what it left is removed. Refused when that is too late."""
    row = tx.one("jobs.job", job=job)
    if row is None:
        raise NoSuchJob(job=job)
    if row["state"] != "waiting" or json.loads(row["input"]).get("decided"):
        raise TooLateToEnd(job=job)
    failed(tx, job, "It was cancelled.")


def unfinished(tx: Tx) -> list[Row]:
    """The jobs that go on or wait, oldest first. A read."""
    return tx.all("jobs.unfinished")


def state(tx: Tx, job: int) -> State | None:
    """How a job stands. A read."""
    row = tx.one("jobs.job", job=job)
    return State(**{name: row[name] for name in State.__slots__}) if row is not None else None

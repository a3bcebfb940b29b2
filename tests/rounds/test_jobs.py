"""Jobs: a step at a time, none skipped, none stuck, and no failure that takes others with it."""

import pytest
import structlog

from bot.actions import queueing
from bot.actions.queueing import Job, State
from bot.domain.refusals.packs import NoSuchPack
from bot.rounds.jobs import Stepped, work_one
from bot.storage import Database
from tests.conftest import Clock

pytestmark = pytest.mark.anyio


async def test_steps_are_done_in_order_to_the_end(database: Database) -> None:
    """Each call does one step; the last says what became of it."""
    done: list[int] = []

    async def step(job: Job) -> Stepped:
        done.append(job.step)
        return Stepped(step=job.step + 1) if job.step < 2 else Stepped(end=True, result="all three")

    job = await database.write(queueing.add, "count", {})
    assert [await work_one(database, {"count": step}) for _ in range(4)] == [True, True, True, False]
    assert done == [0, 1, 2]
    assert await database.read(queueing.state, job) == State("done", 2, "all three", "count")


async def test_a_refusal_ends_a_job_with_its_sentence(database: Database) -> None:
    """What is refused now is refused later: no second attempt."""

    async def step(job: Job) -> Stepped:
        raise NoSuchPack(name="streets")

    job = await database.write(queueing.add, "count", {})
    assert await work_one(database, {"count": step})
    assert await database.read(queueing.state, job) == State(
        "failed", 0, "There is no pack streets.", "count"
    )
    assert not await work_one(database, {"count": step})


async def test_a_failing_step_is_tried_five_times(database: Database, clock: Clock) -> None:
    """Each failure is logged; the fifth ends the job with its reason."""

    async def step(job: Job) -> Stepped:
        raise OSError("the disk is away")

    job = await database.write(queueing.add, "count", {})
    tried = 0
    with structlog.testing.capture_logs() as logged:
        for _ in range(10):
            tried += await work_one(database, {"count": step})
            clock.now_ms += queueing.lease_ms
    assert tried == len(logged) == queueing.attempts_max
    assert await database.read(queueing.state, job) == State(
        "failed", 0, "OSError: the disk is away", "count"
    )


async def test_a_job_of_an_unknown_kind_fails_without_stopping_others(
    database: Database, clock: Clock
) -> None:
    """After an update that dropped a kind its jobs end, and the next one is worked."""

    async def step(job: Job) -> Stepped:
        return Stepped(end=True, result="well")

    await database.write(queueing.add, "forgotten", {})
    clock.now_ms += 1
    other = await database.write(queueing.add, "count", {})
    with structlog.testing.capture_logs():
        assert await work_one(database, {"count": step})
        assert await work_one(database, {"count": step})
    assert await database.read(queueing.state, other) == State("done", 0, "well", "count")

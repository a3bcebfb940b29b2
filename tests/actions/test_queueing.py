"""Queueing: a job is one worker's at a time, goes on where it stopped, and gives up after five attempts."""

import pytest

from bot.actions import queueing
from bot.actions.queueing import Job, State, measure_job
from bot.storage import Database
from tests.conftest import Clock

pytestmark = pytest.mark.anyio


async def test_a_job_is_taken_once_while_its_lease_lasts(database: Database, clock: Clock) -> None:
    """Nobody else gets it; after a crash the lease ends and it is taken again, with one attempt more."""
    job = await database.write(queueing.add, "import", {"path": "/packs/streets"})
    taken = await database.write(queueing.take)
    assert taken == Job(job, "import", {"path": "/packs/streets"}, step=0, attempts=1)
    assert await database.write(queueing.take) is None
    clock.now_ms += queueing.lease_ms
    again = await database.write(queueing.take)
    assert again is not None and (again.id, again.attempts) == (job, 2)


async def test_a_step_done_is_not_done_again(database: Database) -> None:
    """The next step is due at once, with its attempts counted anew."""
    job = await database.write(queueing.add, "import", {})
    await database.write(queueing.take)
    await database.write(queueing.stepped, job, 1)
    taken = await database.write(queueing.take)
    assert taken is not None and (taken.step, taken.attempts) == (1, 1)


async def test_a_failed_step_waits_longer_each_time_and_fails_after_five(
    database: Database, clock: Clock
) -> None:
    """4, 16, 64, 256 seconds; then the job has failed and says why."""
    job = await database.write(queueing.add, "import", {})
    waits = []
    for attempt in range(1, queueing.attempts_max):
        taken = await database.write(queueing.take)
        assert taken is not None and taken.attempts == attempt
        await database.write(queueing.again, job, taken.attempts, "no disk")
        before = clock.now_ms
        while not await database.read(lambda tx: tx.all("jobs.next_sqlite", now=tx.now, lane="")):
            clock.now_ms += 1_000
        waits.append((clock.now_ms - before) // 1_000)
    assert waits == [4, 16, 64, 256]
    taken = await database.write(queueing.take)
    assert taken is not None
    await database.write(queueing.again, job, taken.attempts, "no disk")
    assert await database.read(queueing.state, job) == State("failed", 0, "no disk", "import")
    clock.now_ms += queueing.lease_ms
    assert await database.write(queueing.take) is None


async def test_a_job_that_ended_is_not_taken_again(database: Database, clock: Clock) -> None:
    """Its state and result stay for people."""
    job = await database.write(queueing.add, "import", {})
    await database.write(queueing.take)
    await database.write(queueing.ended, job, True, "streets: 5 rows are in.")
    clock.now_ms += queueing.lease_ms
    assert await database.write(queueing.take) is None
    assert await database.read(queueing.state, job) == State("done", 0, "streets: 5 rows are in.", "import")
    assert await database.read(queueing.state, job + 1) is None


async def test_the_job_that_waited_longest_comes_first(database: Database, clock: Clock) -> None:
    """In the order they became due."""
    first = await database.write(queueing.add, "import", {})
    clock.now_ms += 1
    await database.write(queueing.add, "import", {})
    taken = await database.write(queueing.take)
    assert taken is not None and taken.id == first


async def test_what_somebody_waits_for_has_a_lane_of_its_own(database: Database, clock: Clock) -> None:
    """An import never stands before a photograph; and one that took five programs down is handed over all the same."""
    pack = await database.write(queueing.add, "import", {})
    photo = await database.write(queueing.add, measure_job, {"mark": "x"})
    for attempt in range(1, queueing.attempts_max + 2):
        assert await database.read(queueing.is_due, measure_job)
        taken = await database.write(queueing.take, measure_job)
        assert taken is not None and (taken.id, taken.attempts) == (photo, attempt)
        assert await database.write(queueing.take, measure_job) is None
        assert not await database.read(queueing.is_due, measure_job)
        await database.write(queueing.released, measure_job)
    other = await database.write(queueing.take)
    assert other is not None and other.id == pack
    assert await database.write(queueing.take) is None

"""Returning: an outage costs nobody a lease or a deadline, and those in the middle of something are told once."""

import sqlite3
from contextlib import closing

import pytest

from bot.actions import bundling, handing, overseeing, resting, returning
from bot.domain import claims, limits, outages
from bot.domain.outcomes.bundles import Bundle, BundleSaved
from bot.domain.outcomes.worker import Task
from bot.storage import Database, Queries, Tx
from tests.actions.conftest import Meet, answered, claimed, rows, until_due
from tests.conftest import Clock
from tests.makers import BOT, Worker, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio

AWAY = 150 * limits.minute


async def outage(database: Database, clock: Clock, away: int = AWAY) -> int:
    """A sign of life, nothing for so long, and the first sign afterwards."""
    await database.write(returning.sign, BOT)
    clock.now_ms += away
    return int(await database.write(returning.sign, BOT))


async def back(database: Database, clock: Clock) -> list[tuple[int, Task]]:
    """Who is told a minute later, and what."""
    clock.now_ms += outages.back_after_ms
    told = await database.write(returning.tell_some, BOT)
    assert not any(one.waited_for for one in told)
    return [(one.account, is_task(one.outcome)) for one in told]


async def test_leases_that_ran_are_as_much_longer(meet: Meet, proved: Database, clock: Clock) -> None:
    """A lease that had an hour left when we went still has it when we are back; a second look lengthens nothing."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    clock.now_ms += 23 * limits.hour
    assert await outage(proved, clock) == AWAY
    assert await proved.write(returning.sign, BOT) == 0
    assert await proved.write(overseeing.lapse) == 0
    clock.now_ms += limits.hour - 1
    assert await proved.write(overseeing.lapse) == 0
    clock.now_ms += 2
    assert await proved.write(overseeing.lapse) == 1


async def test_a_restart_is_no_outage(meet: Meet, proved: Database, clock: Clock, database_url: str) -> None:
    """Five minutes without a sign change nothing, nor does a clock that was set while the program was awake."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    assert await outage(proved, clock, outages.ours_least_ms) == 0
    clock.now_ms += limits.day
    assert await proved.write(returning.sign, BOT, limits.minute) == 0
    clock.now_ms -= 2 * limits.day
    assert await proved.write(returning.sign, BOT) == 0
    assert rows(database_url, "SELECT count(*) FROM outages") == [(0,)]


async def test_who_was_in_the_middle_is_told_once_with_their_question(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The same task under the same mark, as the newest, with how long we were away; a second look tells nobody."""
    amina, pack = await meet(), await make_pack(proved)
    task = await amina.begins(pack)
    await outage(proved, clock)
    assert await proved.write(returning.tell_some, BOT) == []
    ((account, shown),) = await back(proved, clock)
    assert account == amina.who.account
    assert (shown.mark, shown.note, shown.away_ms) == (task.mark, "away", AWAY)
    assert await back(proved, clock) == []
    assert is_task(await amina.answer(task.mark)).note == ""


async def test_nobody_else_is_written_to(meet: Meet, proved: Database, clock: Clock) -> None:
    """Not who paused, who had stopped an hour and more before, who blocked us, or who came by themselves."""
    pack = await make_pack(proved, tasks=20)
    await (await meet()).begins(pack)
    clock.now_ms += outages.middle_ms + 1
    paused, came, gone = await meet(), await meet(), await meet()
    await paused.begins(pack)
    await paused.act(resting.pause)
    await gone.begins(pack)
    await gone.act(_block)
    task = await came.begins(pack)
    await outage(proved, clock)
    clock.now_ms += 1
    await came.answer(task.mark)
    assert await back(proved, clock) == []


async def test_who_gave_the_phone_away_is_not_written_to(meet: Meet, proved: Database, clock: Clock) -> None:
    """What they were in the middle of is theirs, and another of the household has the phone."""
    phone, pack = await meet(), await make_pack(proved)
    await phone.begins(pack)
    await phone.act(handing.household, written="me Amina 4821", message=900)
    await phone.act(handing.household, written="add Otieno 7310", message=901)
    await outage(proved, clock)
    assert await back(proved, clock) == []


def _block(tx: Tx, who: object) -> None:
    tx.run("people.set_blocked", account=who.account, now=tx.now)  # type: ignore[attr-defined]


async def test_many_are_told_some_at_a_time(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Each page begins behind the last one; what was told is counted for the operator."""
    pack = await make_pack(proved, tasks=120)
    for _ in range(returning.told_at_once + 3):
        worker = await Worker.met(proved, clock)
        worker.proving = False
        await worker.begins(pack)
    await outage(proved, clock)
    assert len(await back(proved, clock)) == returning.told_at_once
    assert len(await back(proved, clock)) == 3
    (row,) = await proved.read(returning.recent)
    assert (row["kind"], row["leases"], row["people"]) == ("ours", 53, 53)
    clock.now_ms += outages.kept_ms + AWAY + 1
    await proved.write(returning.forget)
    assert rows(database_url, "SELECT count(*) FROM outages") == [(0,)]


@pytest.mark.usefixtures("pot")
async def test_silence_during_an_outage_counts_against_nobody(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """A claim that silence would have upheld after 60 days waits as much longer as we were away."""
    amina = await meet()
    pack = await make_pack(proved, "doubted")
    await claimed(proved, pack, await answered(amina, pack, clock))
    state = "SELECT state FROM claims"
    await outage(proved, clock, limits.day)
    await until_due(proved, clock, claims.disagree_most_ms - limits.hour)
    assert rows(database_url, state) == [("told",)]
    await until_due(proved, clock, 2 * limits.day)
    assert rows(database_url, state) == [("upheld",)]


# ---- a region's ------------------------------------------------------------------------------------------------


async def crowd(proved: Database, clock: Clock, people: int) -> tuple[list[Worker], list[Task]]:
    """People at their second task of a pack, whose first they did just now."""
    pack = await make_pack(proved, tasks=400, overlap=1)
    workers = [await Worker.met(proved, clock) for _ in range(people)]
    tasks = []
    for one in workers:
        one.proving = False
        tasks.append(await one.begins(pack))
    return workers, tasks


async def worked(workers: list[Worker], tasks: list[Task]) -> list[Task]:
    """Each answers the task they have."""
    return [is_task(await one.answer(task.mark)) for one, task in zip(workers, tasks, strict=True)]


async def twice(workers: list[Worker], tasks: list[Task], clock: Clock) -> list[Task]:
    """Each answers the task they have, and a minute later the next."""
    for _ in range(2):
        tasks = await worked(workers, tasks)
        clock.now_ms += limits.minute
    return tasks


async def usual_days(workers: list[Worker], tasks: list[Task], clock: Clock, days: int) -> list[Task]:
    """So many days of work: twice, once more three hours later, and then not until the next day."""
    for _ in range(days):
        began = clock.now_ms
        tasks = await twice(workers, tasks, clock)
        clock.now_ms = began + outages.window_ms + limits.minute
        tasks = await worked(workers, tasks)
        clock.now_ms = began + limits.day
    return tasks


async def test_a_silent_region_keeps_its_leases_until_it_is_back(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """Twelve of fourteen fall silent at once: their tasks are held for them, and go on when half of them are back."""
    workers, tasks = await crowd(proved, clock, 14)
    tasks = await usual_days(workers, tasks, clock, 4)
    began, tasks = clock.now_ms, await twice(workers, tasks, clock)
    clock.now_ms = began + outages.window_ms + limits.minute
    assert not await proved.read(returning.listen)
    tasks[:2] = await worked(workers[:2], tasks[:2])
    clock.now_ms = began + 2 * outages.window_ms - limits.minute
    assert await proved.read(returning.listen)
    await proved.write(returning.hold)
    (row,) = await proved.read(returning.recent)
    assert (row["kind"], row["people"], row["ended_at"]) == ("region", 12, None)
    held = rows(database_url, "SELECT count(*) FROM silent")
    assert held == [(12,)]
    for _ in range(40):
        clock.now_ms += outages.hold_ms // 2
        await proved.write(returning.hold)
        await proved.write(overseeing.lapse)
    assert rows(database_url, "SELECT count(*) FROM assignments WHERE state = 'lapsed'") == [(0,)]
    again = await worked(workers[2:9], tasks[2:9])
    assert all(one.saved is not None and one.saved.region for one in again)
    assert rows(database_url, "SELECT count(*) FROM silent") == [(5,)]
    await proved.write(returning.hold)
    (row,) = await proved.read(returning.recent)
    assert row["ended_at"] == clock.now_ms
    clock.now_ms += limits.hour
    (last,) = await worked(workers[9:10], tasks[9:10])  # after half of them were back
    assert last.saved is not None and last.saved.region
    (more,) = await worked(workers[9:10], [last])
    assert more.saved is not None and not more.saved.region
    clock.now_ms += outages.region_most_ms
    await proved.write(returning.forget)
    assert rows(database_url, "SELECT count(*) FROM silent") == [(0,)]
    assert not await proved.read(returning.listen)
    assert not await proved.write(meet_deadlines)


@pytest.mark.usefixtures("pot")
async def test_who_comes_back_before_the_others_was_away_as_long_as_they_were(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """With what they took along: the first reply says it, once; what was claimed against them waited so long, and no longer."""
    workers, tasks = await crowd(proved, clock, 12)
    tasks = await usual_days(workers, tasks, clock, 3)
    amina, before = workers[0], tasks[0]
    began, tasks = clock.now_ms, await twice(workers, tasks, clock)
    bundle = await amina.act(bundling.pocket)
    assert isinstance(bundle, Bundle)
    clock.now_ms = began + 2 * outages.window_ms - limits.minute
    await claimed(proved, before.pack, before.assignment)
    assert await proved.read(returning.listen)
    await proved.write(returning.hold)
    clock.now_ms += 5 * limits.hour
    (row,) = await proved.read(returning.recent)
    away = clock.now_ms - row["began_at"]
    said = [await amina.writes(bundle.mark, words) for words in ("1a 2a", "3a")]
    assert [isinstance(one, BundleSaved) and one.region for one in said] == [True, False]
    waited = "SELECT stopped_ms FROM claims"
    assert rows(database_url, waited) == [(away,)]
    clock.now_ms += limits.hour
    await worked(workers[1:], tasks[1:])
    await proved.write(returning.hold)
    assert (await proved.read(returning.recent))[0]["ended_at"] == clock.now_ms
    assert rows(database_url, waited) == [(away,)]


@pytest.mark.parametrize("name", ["returning.silent_since", "returning.drop_person"])
def test_who_is_back_is_found_however_many_fell_silent(name: str, head_sqlite: str) -> None:
    """By the outage and the person, not among all who are away."""
    asked = Queries.load().sqlite[name]
    with closing(sqlite3.connect(head_sqlite.removeprefix("sqlite://"))) as file:
        plan = file.execute(f"EXPLAIN QUERY PLAN {asked.sql}", dict.fromkeys(asked.names, 1)).fetchall()
    steps = [step[3] for step in plan]
    assert [step for step in steps if step.endswith("(outage=? AND person=?)")], steps


async def test_an_outage_of_ours_ends_no_region_s(proved: Database, clock: Clock) -> None:
    """Its people are held as before when we are back, and it is over when they are; then there may be another one."""
    workers, tasks = await crowd(proved, clock, 12)
    tasks = await usual_days(workers, tasks, clock, 3)
    began, tasks = clock.now_ms, await twice(workers, tasks, clock)
    clock.now_ms = began + 2 * outages.window_ms - limits.minute
    await proved.write(returning.hold)
    assert await outage(proved, clock, limits.hour)
    assert await proved.read(returning.listen)
    for _ in range(3 * limits.day // limits.hour - 10):
        await proved.write(returning.hold)
        assert await proved.write(overseeing.lapse) == 0
        clock.now_ms += limits.hour - 1
    await worked(workers, tasks)
    await proved.write(returning.hold)
    kinds = {row["kind"]: row["ended_at"] for row in await proved.read(returning.recent)}
    assert kinds["region"] == clock.now_ms and kinds["ours"] < clock.now_ms
    assert not await proved.read(returning.listen)


async def test_a_silence_that_lasts_ends_after_three_days(
    proved: Database, clock: Clock, database_url: str
) -> None:
    """Then others are served; what the silent ones hold they may answer all the same."""
    workers, tasks = await crowd(proved, clock, 12)
    tasks = await usual_days(workers, tasks, clock, 3)
    began, tasks = clock.now_ms, await twice(workers, tasks, clock)
    clock.now_ms = began + 2 * outages.window_ms - limits.minute
    assert await proved.read(returning.listen)
    await proved.write(returning.hold)
    clock.now_ms += outages.region_most_ms
    await proved.write(returning.hold)
    assert await proved.write(overseeing.lapse) == 12
    assert (await proved.read(returning.recent))[0]["ended_at"] is not None

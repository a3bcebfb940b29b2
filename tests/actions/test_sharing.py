"""Sharing: everybody gets a share of a pack, new work is kept a while for those who come later, and nothing is lost."""

import asyncio
import random
import sqlite3
from contextlib import closing

import pytest

from bot.actions import overseeing, publishing, serving, sharing, showing, working
from bot.domain import limits
from bot.domain.outcomes.worker import NothingLeft, Offer, Task
from bot.storage import Database, Queries, open_database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import Worker, is_task, make_pack, prove

pytestmark = pytest.mark.anyio


async def works(worker: Worker, task: Task | None, most: int = 1_000) -> list[Task]:
    """Answers until something else than a task comes, or so many are answered; the tasks in their order."""
    worker.proving = False
    done: list[Task] = []
    while isinstance(task, Task) and len(done) < most:
        done.append(task)
        following = await worker.answer(task.mark)
        task = following if isinstance(following, Task) else None
    return done


async def begins(worker: Worker, pack: int) -> Task | None:
    """Accepts and reads; the first task, if there is one."""
    worker.proving = False
    await worker.act(serving.start, pack=pack)
    first = await worker.act(serving.go, pack=pack)
    return first if isinstance(first, Task) else None


def number(task: Task) -> int:
    """Which item of the pack it is."""
    return int(task.text["en"].removeprefix("Item "))


async def nothing_left(worker: Worker) -> NothingLeft:
    """What they are told, which must be that nothing is left."""
    told = await worker.current()
    assert isinstance(told, NothingLeft), told
    return told


async def test_the_last_three_tenths_wait_for_people_who_come_later(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Four people have the first seventy tasks; who comes then gets the kept ones at once, the others a day later."""
    pack = await make_pack(proved, tasks=100, overlap=1)
    people = [await meet() for _ in range(4)]
    done = [task for one in people for task in await works(one, await begins(one, pack))]
    assert [number(task) for task in done] == [*range(1, 71)]
    assert (await nothing_left(people[3])).tomorrow
    clock.now_ms += limits.minute
    late = await meet()
    assert [number(one) for one in await works(late, await begins(late, pack), 3)] == [71, 72, 73]
    clock.now_ms += limits.kept_ms
    assert isinstance(await people[3].act(serving.work), Task)
    await prove(proved)


async def test_who_has_had_nothing_yet_gets_a_kept_place(meet: Meet, proved: Database) -> None:
    """Somebody who had read when the others ran out, and got nothing, is not sent away."""
    pack = await make_pack(proved, tasks=70, overlap=1)
    patient, quick = await meet(), [await meet() for _ in range(3)]
    await patient.act(serving.start, pack=pack)
    for one in quick:
        await works(one, await begins(one, pack))
    assert (await nothing_left(quick[-1])).tomorrow
    assert number(is_task(await patient.act(serving.go, pack=pack))) == 50


async def test_a_small_pack_keeps_nothing(meet: Meet, proved: Database, database_url: str) -> None:
    """Where three tenths are less than one person's least day, nobody is sent away for somebody who may never come."""
    await make_pack(proved, tasks=23)
    assert rows(database_url, "SELECT kept_last, kept_until FROM packs") == [(0, 0)]


async def test_rows_that_are_added_are_kept_like_new_ones(meet: Meet, proved: Database, clock: Clock) -> None:
    """What is added later takes the place of what was kept before: that is free for all then."""
    pack = await make_pack(proved, tasks=200, overlap=1)
    row = await proved.read(lambda tx: tx.one("packs.pack", pack=pack))
    assert row is not None and (row["kept_after"], row["kept_last"]) == (140, 200)
    form = showing.form_of(row)
    await proved.write(lambda tx: sharing.keep(tx, pack, form, first=201, last=300))
    added = await proved.read(lambda tx: tx.one("packs.pack", pack=pack))
    assert added is not None and (added["kept_after"], added["kept_last"]) == (270, 300)
    assert added["kept_until"] == clock.now_ms + limits.kept_ms


async def test_a_place_that_opens_again_is_for_anybody(meet: Meet, proved: Database) -> None:
    """What was skipped goes behind the kept ones, where those who are there may have it."""
    pack = await make_pack(proved, tasks=70, overlap=1)
    people = [await meet() for _ in range(3)]
    skipped = await begins(people[0], pack)
    assert skipped is not None
    after = await people[0].act(working.skip, mark=skipped.mark)
    await works(people[0], is_task(after), 20)
    for one in people[1:]:
        await works(one, await begins(one, pack))
    assert number(skipped) in {number(one) for one in people[2].seen if isinstance(one, Task)}


async def test_the_pack_s_own_limit_for_a_person_is_for_ever(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Four in all: a skip is none of them, the next day brings no more, and nobody is told that it does."""
    pack = await make_pack(proved, tasks=10, per_person_max=4)
    amina = await meet()
    first = await begins(amina, pack)
    assert first is not None
    after = is_task(await amina.act(working.skip, mark=first.mark))
    assert len(await works(amina, after)) == 4
    assert not (await nothing_left(amina)).tomorrow
    clock.now_ms += limits.day
    assert isinstance(await amina.act(serving.work), NothingLeft)


async def test_newcomers_have_fifteen_a_day_until_five_known_answers_were_right(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """With gold that they have not had the limit holds; right answers, in any pack of the kind, end it."""
    pack = await make_pack(proved, tasks=60, gold=40, gold_share=0.05)
    amina = await meet()
    first = await begins(amina, pack)
    assert len(await works(amina, first)) == limits.newcomer_daily
    assert (await nothing_left(amina)).tomorrow
    [(right,)] = rows(database_url, "SELECT gold_right FROM readers")
    assert right < limits.trusted_right
    other = await make_pack(proved, "other", tasks=20, gold=20, gold_share=0.5)
    await works(amina, await begins(amina, other), limits.newcomer_daily)
    clock.now_ms += limits.day
    await amina.act(serving.start, pack=pack)
    assert len(await works(amina, is_task(await amina.current()))) > limits.newcomer_daily


@pytest.mark.parametrize("away", [True, False], ids=["skipped", "wrong"])
async def test_known_answers_that_are_skipped_or_wrong_do_not_end_a_newcomers_limit(
    meet: Meet, proved: Database, database_url: str, away: bool
) -> None:
    """Seven known answers, met early and none right: there are fifteen a day as before."""
    pack = await make_pack(proved, tasks=80, gold=7, gold_share=0.5)
    amina = await meet()
    task = await begins(amina, pack)
    answered = 0
    while isinstance(task, Task):
        gold = rows(database_url, _role.format(task.assignment)) == [("gold",)]
        if gold and away:
            after = await amina.act(working.skip, mark=task.mark)
        else:
            answered += 1
            after = await amina.answer(task.mark, "building" if gold else "road")
        task = after if isinstance(after, Task) else None
    assert answered == limits.newcomer_daily and (await nothing_left(amina)).tomorrow


_role = "SELECT t.role FROM tasks t JOIN assignments s ON s.task = t.id WHERE s.id = {}"


@pytest.mark.parametrize(
    "gold", [{"gold": 0, "gold_share": 0.05}, {"gold": 5, "gold_share": 0.0}, {"gold": 4, "gold_share": 0.1}]
)
async def test_no_newcomer_is_held_where_nothing_could_end_it(
    meet: Meet, proved: Database, gold: dict[str, float]
) -> None:
    """A pack that asks no known answers has no newcomers' limit: only everybody's share."""
    pack = await make_pack(proved, tasks=60, **gold)  # type: ignore[arg-type]
    amina = await meet()
    assert len(await works(amina, await begins(amina, pack))) == limits.daily_least


async def test_how_many_known_tasks_somebody_met_costs_no_more_where_there_are_many(
    head_sqlite: str, clock: Clock
) -> None:
    """They come in their order, so nobody looks behind the first that is still to come."""
    database, steps = await open_database(head_sqlite, clock=clock), []
    try:
        for gold in (8, 80):
            pack = await make_pack(database, f"with-{gold}", tasks=60, gold=gold, gold_share=0.5)
            amina = await Worker.met(database, clock)
            task = await begins(amina, pack)
            while (found := _met(head_sqlite, amina, pack))[0] < 2:
                task = is_task(await amina.answer(is_task(task).mark))
            steps.append(found[1])
    finally:
        await database.close()
    assert steps[1] < 1.2 * steps[0], steps


def _met(url: str, worker: Worker, pack: int) -> tuple[int, int]:
    """How many known tasks somebody met, and how many steps it took to find out."""
    steps: list[None] = []
    values = {"person": worker.who.person, "pack": pack, "most": limits.trusted_right}
    with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file:
        file.set_progress_handler(lambda: steps.append(None), 1)
        (met,) = file.execute(Queries.load().sqlite["work.gold_met"].sql, values).fetchone()
    return int(met), len(steps)


async def test_practice_is_no_part_of_a_share(meet: Meet, proved: Database) -> None:
    """Three practice questions come before twenty others."""
    pack = await make_pack(proved, tasks=60, practice=3)
    amina = await meet()
    assert len(await works(amina, await begins(amina, pack))) == 3 + limits.daily_least


async def test_a_pack_whose_share_is_used_up_gives_way_to_another(meet: Meet, proved: Database) -> None:
    """Tomorrow's pack is not offered today; other work is."""
    pack = await make_pack(proved, tasks=60)
    other = await make_pack(proved, "other", tasks=3, price="0.03")
    amina = await meet()
    await works(amina, await begins(amina, pack))
    offer = await amina.current()
    assert isinstance(offer, Offer) and offer.pack == other


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_however_people_come_everybody_gets_a_share_and_nothing_is_lost(
    proved: Database, clock: Clock, seed: int
) -> None:
    """A dozen people who come, work, skip and go as they like: each has had something, and at the end all is answered."""
    chance = random.Random(seed)
    pack = await make_pack(proved, tasks=80, overlap=1, gold_share=0.0)
    people: list[Worker] = []
    asked: dict[int, Task | None] = {}
    for hour in range(12):
        one = await Worker.met(proved, clock)
        people.append(one)
        asked[hour] = await begins(one, pack)
        assert asked[hour] is not None or not await _places(proved, pack), (
            "who comes within the day gets something"
        )
        await asyncio.gather(*(_some(worker, asked, at, chance) for at, worker in enumerate(people)))
        clock.now_ms += limits.hour
    counts = overseeing.note_counts
    for _ in range(12):
        clock.now_ms += limits.day
        await proved.write(counts, await proved.read(overseeing.count))
        for at, worker in enumerate(people):
            told = await worker.act(serving.work)
            asked[at] = told if isinstance(told, Task) else None
            await works(worker, asked[at])
    assert await _places(proved, pack) == 0
    await prove(proved)


async def _some(worker: Worker, asked: dict[int, Task | None], at: int, chance: random.Random) -> None:
    """Up to twelve answers, some skips."""
    for _ in range(chance.randrange(2, 12)):
        task = asked[at]
        if task is None:
            return
        if chance.random() < 0.1:
            following = await worker.act(working.skip, mark=task.mark)
        else:
            following = await worker.answer(task.mark)
        asked[at] = following if isinstance(following, Task) else None


async def _places(database: Database, pack: int) -> int:
    return int(await database.read(lambda tx: tx.value("packs.places", pack=pack)))


async def test_a_closed_pack_keeps_nothing_for_anybody(meet: Meet, proved: Database) -> None:
    """What was kept is given back with all the rest."""
    await make_pack(proved, tasks=100, overlap=1)
    await proved.write(publishing.close, "streets")
    told = await nothing_left(await meet())
    assert not told.tomorrow


async def test_a_packs_own_bounds_are_kept_when_everything_happens_at_once(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Four people's phones answer twice, skip and ask for work in the same moment: two tasks each, one practice."""
    await make_pack(proved, tasks=6, practice=4, per_person_max=2, practice_needed=1)
    people = [await meet() for _ in range(4)]
    for one in people:
        one.proving = False
        await one.act(serving.work)
        offer = await one.current()
        assert isinstance(offer, Offer)
        await one.act(serving.start, pack=offer.pack)
        await one.act(serving.go, pack=offer.pack)
    for _ in range(5):
        now = {one.who.account: (one, await one.mark()) for one in people}
        await asyncio.gather(
            *(one.answer(mark) for one, mark in now.values()),
            *(one.answer(mark) for one, mark in now.values()),
            *(one.act(serving.work) for one, _ in now.values()),
            *(one.act(working.skip, mark=mark) for one, mark in now.values()),
        )
    done = rows(
        database_url,
        "SELECT t.role, count(*) FROM assignments s JOIN tasks t ON t.id = s.task"
        " WHERE s.state = 'answered' GROUP BY s.person, t.role",
    )
    assert max(count for role, count in done if role == "task") == 2
    assert {count for role, count in done if role == "practice"} == {1}
    await prove(proved)

"""Serving: the next task is brought in a known order, everybody gets a share, and no place is lost or given twice."""

import asyncio

import pytest

from bot.actions import publishing, reporting, resting, serving, telling, working
from bot.domain import limits
from bot.domain.outcomes.worker import NothingLeft, Offer, Paused, Reading, Task
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, is_task, make_pack, meet_deadlines, prove

pytestmark = pytest.mark.anyio


def text_of(task: Task) -> str:
    return task.text["en"]


async def answers_all(worker: Worker, task: Task) -> list[Task]:
    """Answers until something else than a task comes; the tasks in their order."""
    done = [task]
    following = await worker.answer(task.mark)
    while isinstance(following, Task):
        done.append(following)
        following = await worker.answer(following.mark)
    return done


async def test_what_is_open_comes_first(meet: Meet, proved: Database) -> None:
    """Asking for work again shows the same task under the same mark."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    assert await amina.act(serving.work) == task


async def test_practice_comes_first_and_at_most_three_times(meet: Meet, proved: Database) -> None:
    """Three practice tasks are served and paid, then the open ones in turn."""
    amina = await meet()
    done = await answers_all(amina, await amina.begins(await make_pack(proved, practice=5, tasks=2)))
    assert [one.role for one in done] == ["practice"] * 3 + ["task"] * 2
    assert await amina.balance() == 5 * PRICE + READING_PAY


async def test_skipped_practice_counts_as_served(meet: Meet, proved: Database) -> None:
    """Nobody is held up by practice: three are shown, whatever becomes of them."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, practice=5))
    for _ in range(3):
        assert task.role == "practice"
        task = is_task(await amina.act(working.skip, mark=task.mark))
    assert task.role == "task"


async def test_gold_looks_like_any_task_and_is_paid(meet: Meet, proved: Database, database_url: str) -> None:
    """Half of what is served here is gold; it says it is a task, and is paid from its own part."""
    amina = await meet()
    done = await answers_all(amina, await amina.begins(await make_pack(proved, gold=6, gold_share=0.5)))
    assert {one.role for one in done} == {"task"}
    paid = dict(rows(database_url, "SELECT paid_from, count(*) FROM assignments GROUP BY paid_from"))
    assert paid["pay_gold"] in range(2, 7) and paid["pay_answer"] == 10


async def test_tasks_come_in_turn_and_never_twice(meet: Meet, proved: Database) -> None:
    """One person sees each task once, in the order of the pack; then nothing is left."""
    amina = await meet()
    done = await answers_all(amina, await amina.begins(await make_pack(proved, tasks=15)))
    assert [text_of(one) for one in done] == [f"Item {number}" for number in range(1, 16)]
    assert isinstance(await amina.current(), NothingLeft)


async def test_another_pack_is_offered_when_one_is_done(meet: Meet, proved: Database) -> None:
    """The better paid pack comes first, and after it the other."""
    low = await make_pack(proved, "low", tasks=1)
    high = await make_pack(proved, "high", tasks=1, price="0.05")
    amina = await meet()
    first = await amina.current()
    assert isinstance(first, Offer) and first.pack == high
    second = await amina.answer((await amina.begins(high)).mark)
    assert isinstance(second, Offer) and second.pack == low
    assert second.saved is not None and second.saved.amount == 50_000 + READING_PAY


async def test_a_skipped_place_opens_for_others_at_the_tail(meet: Meet, proved: Database) -> None:
    """Who skipped never sees the task again; somebody whose cursor has passed it gets it last."""
    pack = await make_pack(proved, tasks=3, overlap=1)
    amina, baraka = await meet(), await meet()
    first = await amina.begins(pack)
    second = await baraka.begins(pack)
    assert (text_of(first), text_of(second)) == ("Item 1", "Item 2")
    third = is_task(await amina.act(working.skip, mark=first.mark))
    assert text_of(third) == "Item 3"
    reopened = is_task(await baraka.answer(second.mark))
    assert text_of(reopened) == "Item 1"
    assert isinstance(await amina.answer(third.mark), NothingLeft)


async def test_places_behind_the_cursor_are_found_once_more(meet: Meet, proved: Database) -> None:
    """A place that opened again before somebody's cursor is served before nothing is left."""
    pack = await make_pack(proved, tasks=2, overlap=1)
    amina, baraka = await meet(), await meet()
    held = await amina.begins(pack)
    other = await baraka.begins(pack)
    await amina.act(working.skip, mark=held.mark)
    assert text_of(is_task(await baraka.answer(other.mark))) == text_of(held)


async def test_what_was_had_is_not_looked_at_again(meet: Meet, proved: Database, database_url: str) -> None:
    """Where all before is had is kept as people work, so who comes to the end once more begins there."""
    pack = await make_pack(proved, tasks=4)
    amina = await meet()
    done = await answers_all(amina, await amina.begins(pack))
    assert [text_of(one) for one in done] == ["Item 1", "Item 2", "Item 3", "Item 4"]
    assert rows(database_url, "SELECT position, had_to FROM readers") == [(4, 3)]


async def test_what_was_passed_over_is_found_however_far_somebody_is(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A task whose places somebody is taking is passed by, and is served before nothing is left."""
    pack = await make_pack(proved, tasks=4)
    amina = await meet()
    first = await amina.begins(pack)
    second = is_task(await amina.answer(first.mark))
    await proved.write(
        lambda tx: tx.run("work.served", person=amina.who.person, pack=pack, position=3, had_to=0, day="")
    )
    fourth = is_task(await amina.answer(second.mark))
    third = is_task(await amina.answer(fourth.mark))
    assert (text_of(fourth), text_of(third)) == ("Item 4", "Item 3")
    assert rows(database_url, "SELECT position, had_to FROM readers") == [(3, 2)]


async def test_what_a_person_released_comes_to_those_who_had_passed_it(meet: Meet, proved: Database) -> None:
    """It opens again at the tail, as all does, so nobody's turn is behind it."""
    pack = await make_pack(proved, tasks=3, goodwill=1_000_000)
    amina = await meet()
    both = [await meet(), await meet()]
    for one, task in [(one, await one.begins(pack)) for one in both]:
        await one.act(reporting.report, mark=task.mark, ground="unclear")
    second = await amina.begins(pack)
    third = is_task(await amina.answer(second.mark))
    await proved.write(publishing.release, "streets", "task-1")
    released = is_task(await amina.answer(third.mark))
    assert [text_of(one) for one in (second, third, released)] == ["Item 2", "Item 3", "Item 1"]


async def test_a_skip_is_free_unlimited_and_unpaid(meet: Meet, proved: Database) -> None:
    """Skipping everything leaves no money, no count and no place used."""
    pack = await make_pack(proved, tasks=25)
    amina = await meet()
    seen = await amina.act(working.skip, mark=(await amina.begins(pack)).mark)
    while isinstance(seen, Task):
        seen = await amina.act(working.skip, mark=seen.mark)
    assert isinstance(seen, NothingLeft) and await amina.balance() == 0
    assert sum(isinstance(one, Task) for one in amina.seen) == 25 > limits.daily_least
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 75


async def test_one_person_gets_a_share_of_a_pack_a_day(meet: Meet, proved: Database, clock: Clock) -> None:
    """Twenty a day from a small pack; the next day it goes on (P13)."""
    pack = await make_pack(proved, tasks=30)
    amina = await meet()
    amina.proving = False
    done = await answers_all(amina, await amina.begins(pack))
    assert len(done) == limits.daily_least
    assert isinstance(await amina.current(), NothingLeft)
    clock.now_ms += limits.day
    assert text_of(is_task(await amina.act(serving.work))) == "Item 21"


async def test_no_more_people_read_than_the_pack_has_money_for(meet: Meet, proved: Database) -> None:
    """With its readers' places given, a pack is offered to nobody new, and its readers go on."""
    pack = await make_pack(proved, readers_max=2)
    amina, baraka, chausiku = await meet(), await meet(), await meet()
    await amina.begins(pack)
    await baraka.begins(pack)
    assert isinstance(await chausiku.act(serving.start, pack=pack), NothingLeft)
    assert isinstance(await (await meet()).current(), NothingLeft)
    assert isinstance(await amina.answer(await amina.mark()), Task)


async def test_a_reader_s_place_is_taken_once_and_only_by_reading(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """Who looks at an instruction and goes away keeps nobody out; who goes on takes one place, however often."""
    pack = await make_pack(proved)
    amina = await meet()
    await amina.act(serving.start, pack=pack)
    assert isinstance(await amina.act(serving.start, pack=pack), Reading)
    assert rows(database_url, "SELECT readers_left FROM packs") == [(60,)]
    for _ in range(2):
        assert isinstance(await amina.act(serving.go, pack=pack), Task)
    assert rows(database_url, "SELECT readers_left FROM packs") == [(59,)]


async def test_the_last_reader_s_place_is_given_once(meet: Meet, proved: Database) -> None:
    """Two read at the same time; the second to go on is offered something else, and nothing is shown uncovered."""
    pack = await make_pack(proved, readers_max=1)
    amina, baraka = await meet(), await meet()
    await amina.act(serving.start, pack=pack)
    await baraka.act(serving.start, pack=pack)
    assert isinstance(await amina.act(serving.go, pack=pack), Task)
    assert isinstance(await baraka.act(serving.go, pack=pack), NothingLeft)


async def test_a_paused_pack_serves_nobody_new(meet: Meet, proved: Database) -> None:
    """Who holds a task answers it and is paid; nothing follows from that pack until it goes on."""
    pack = await make_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.pause, "streets")
    assert await amina.act(serving.work) == task
    after = await amina.answer(task.mark)
    assert isinstance(after, NothingLeft) and after.saved is not None and after.saved.amount > 0
    assert isinstance(await (await meet()).current(), NothingLeft)


@pytest.mark.parametrize("harmful", [False, True])
async def test_what_they_hold_of_a_closed_pack_is_brought_again(
    meet: Meet, proved: Database, clock: Clock, harmful: bool
) -> None:
    """It is paid, and its reading too; then other work comes. Not where somebody neutral closed it for harm, nor when its money is back."""
    pack, other = await make_pack(proved), await make_pack(proved, "other")
    amina, baraka = await meet(), await meet()
    task, _ = await amina.begins(pack), await baraka.begins(pack)
    if harmful:
        await proved.write(lambda tx: tx.run("grievances.halt", pack=pack, ran=1, now=tx.now))
        await proved.write(
            lambda tx: tx.run("grievances.decide", pack=pack, outcome="close", reason="harmful", words="")
        )
    await proved.write(publishing.close, "streets")
    again = await amina.act(serving.work)
    if not harmful:
        assert again == task
        again = await amina.answer(task.mark)
        assert isinstance(again, Offer) and again.saved is not None and again.saved.reading > 0
    assert isinstance(again, Offer) and again.pack == other
    clock.now_ms += limits.claim_ms
    await proved.write(meet_deadlines)
    late = await baraka.act(serving.work)
    assert isinstance(late, Offer) and late.pack == other


async def test_an_offer_accepted_too_late_leads_to_other_work(meet: Meet, proved: Database) -> None:
    """Starting a pack that has closed meanwhile shows what there is instead."""
    pack = await make_pack(proved)
    amina = await meet()
    await proved.write(publishing.close, "streets")
    assert isinstance(await amina.act(serving.start, pack=pack), NothingLeft)


async def test_somebody_paused_is_served_nothing(meet: Meet, proved: Database) -> None:
    """Asking for work while paused shows the pause, with the way back."""
    await make_pack(proved)
    amina = await meet()
    await amina.act(resting.pause)
    assert isinstance(await amina.act(serving.work), Paused)


async def test_fifty_people_at_once_get_thirty_places(proved: Database, clock: Clock) -> None:
    """Ten tasks with three places each, fifty people in the same moment: thirty get one, twenty are told the truth."""
    pack = await make_pack(proved, tasks=10)
    people = [await Worker.met(proved, clock) for _ in range(50)]
    for one in people:
        one.proving = False
        await one.act(serving.start, pack=pack)
    seen = await asyncio.gather(*(one.act(serving.go, pack=pack) for one in people))
    await prove(proved)
    tasks = [one for one in seen if isinstance(one, Task)]
    assert len(tasks) == 30
    assert sum(isinstance(one, NothingLeft) for one in seen) == 20
    assert all(sum(text_of(one) == f"Item {number}" for one in tasks) == 3 for number in range(1, 11))
    marks = await asyncio.gather(*(one.mark() for one in people))
    await asyncio.gather(*(one.answer(mark) for one, mark in zip(people, marks, strict=True)))
    await prove(proved)
    assert sum([await one.balance() for one in people]) == 30 * (PRICE + READING_PAY)


async def test_the_same_press_twice_at_once_is_one_answer(meet: Meet, proved: Database) -> None:
    """Two devices, or a redelivery beside the first: one answer, one pay."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    amina.proving = False
    await asyncio.gather(*(amina.answer(task.mark) for _ in range(5)))
    assert await amina.balance() == PRICE + READING_PAY


async def test_the_current_question_is_the_newest_open_one(meet: Meet, proved: Database) -> None:
    """A question shown again becomes the newest, whatever was asked between."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    paused = await amina.act(resting.pause)
    assert isinstance(paused, Paused) and await amina.current() == paused
    assert await amina.closes(paused.mark, "goon", resting.go_on) == task
    row = await proved.read(telling.current, amina.who)
    assert row is not None and telling.facts(row) == task

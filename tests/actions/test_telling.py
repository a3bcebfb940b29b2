"""Telling: every cause once, what is due until it is shown, and marks that never mean two things."""

import asyncio

import pytest

from bot.actions import delivering, joining, offering, reporting, resting, serving, telling, working
from bot.domain import limits, marks
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import About, Languages, NothingLeft, NotUnderstood, Offer, Paused, Wrong
from bot.domain.people import Who
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, due, rows
from tests.conftest import Clock
from tests.makers import BOT, is_task, make_pack

pytestmark = pytest.mark.anyio


def about(tx: Tx) -> Outcome:
    return About()


async def test_a_cause_runs_its_command_once(meet: Meet, proved: Database) -> None:
    """The second time nothing runs and nothing is told."""
    amina = await meet()
    first = await proved.write(telling.once, amina.who.account, about, cause="tg:1")
    assert first is not None and first.outcome == About()
    assert await proved.write(telling.once, amina.who.account, about, cause="tg:1") is None


async def test_a_command_that_fails_leaves_its_cause_free(meet: Meet, proved: Database) -> None:
    """A refusal or a crash undoes the cause too, so that its sentence can be told under it."""

    def fails(tx: Tx) -> Outcome:
        raise ZeroDivisionError

    amina = await meet()
    with pytest.raises(ZeroDivisionError):
        await proved.write(telling.once, amina.who.account, fails, cause="tg:1")
    assert await proved.write(telling.once, amina.who.account, about, cause="tg:1") is not None


async def test_a_command_without_an_outcome_tells_nothing(meet: Meet, proved: Database) -> None:
    """Silence is an outcome: the cause is used up and nothing is due."""
    amina = await meet()
    assert await proved.write(telling.once, amina.who.account, lambda tx: None, cause="tg:1") is None
    assert About() not in await due(proved)


async def test_a_question_and_a_card_are_due_beside_each_other(meet: Meet, proved: Database) -> None:
    """A card never takes a question's place."""
    amina = await meet()
    amina.connected = False
    task = await amina.begins(await make_pack(proved))
    await proved.write(telling.tell, amina.who.account, About())
    assert await due(proved) == [task, About()]


async def test_a_mark_returns_only_after_thirty_one_others(meet: Meet, proved: Database) -> None:
    """Forty questions in a row go twice round the ring, in its order."""
    amina = await meet()
    amina.proving = False
    task = await amina.begins(await make_pack(proved, tasks=45))
    seen = [task.mark]
    for _ in range(40):
        seen.append(is_task(await amina.act(working.skip, mark=seen[-1])).mark)
    ring = len(marks.MARKS)
    assert all(len(set(seen[first : first + ring])) == ring for first in range(len(seen) - ring))


async def test_a_mark_never_returns_while_its_question_is_open(meet: Meet, proved: Database) -> None:
    """A task that stays open keeps its mark while the ring goes round it many times."""
    amina = await meet()
    amina.proving = False
    task = await amina.begins(await make_pack(proved))
    given = []
    for _ in range(3 * len(marks.MARKS)):
        asked = await proved.write(_asks_a_menu, amina.who)
        given.append(asked.mark)
    assert task.mark not in given
    assert set(given) == set(marks.MARKS) - {task.mark}
    await amina.answer(task.mark)
    assert await amina.balance() > 0


def _asks_a_menu(tx: Tx, who: Who) -> Paused:
    asked = telling.ask(tx, who, Paused(balance=0))
    assert isinstance(asked, Paused)
    return asked


async def test_a_key_that_settles_its_question_works_once(meet: Meet, proved: Database) -> None:
    """[Start] twice within a minute is silent; another key on the same offer is told."""
    pack = await make_pack(proved)
    amina = await meet()
    offer = await amina.current()
    assert isinstance(offer, Offer)
    await amina.closes(offer.mark, "start", serving.start, pack=pack)
    assert await amina.closes(offer.mark, "start", serving.start, pack=pack) is None
    told = await amina.closes(offer.mark, "else", offering.pass_over, pack=pack)
    assert type(told).__name__ == "AlreadySaved"
    unknown = await amina.closes("🐘", "start", serving.start, pack=pack)
    assert isinstance(unknown, NotUnderstood)


async def test_a_card_after_a_question_that_is_over_takes_its_keys_away(meet: Meet, proved: Database) -> None:
    """Nobody is left with a key that stands for nothing; a card beside an open question leaves its keys alone."""
    amina = await meet()
    asked = await amina.act(serving.work)
    assert isinstance(asked, NothingLeft)
    beside = await proved.write(telling.tell, amina.who.account, About())
    assert (beside.keys_over, beside.keys_of) == (False, None)
    await proved.write(telling.settle, amina.who, asked.mark, "done")
    after = await proved.write(telling.tell, amina.who.account, About())
    assert (after.keys_over, after.keys_of) == (True, None)


async def test_a_card_after_a_menu_that_is_over_brings_the_keys_of_the_open_task(
    meet: Meet, proved: Database
) -> None:
    """Once: then the task's keys are on the phone again."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    menu = await amina.act(joining.choose_language, languages=("en",))
    assert isinstance(menu, Languages) and await amina.mark() == menu.mark
    await proved.write(telling.settle, amina.who, menu.mark, "done")
    first = await proved.write(telling.tell, amina.who.account, About())
    assert first.keys_over and first.keys_of == task
    second = await proved.write(telling.tell, amina.who.account, About())
    assert not second.keys_over


async def test_a_task_that_is_gone_keeps_its_keys(meet: Meet, proved: Database) -> None:
    """It may still be answered late, so no card takes them away."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await proved.write(telling.settle, amina.who, task.mark, "gone")
    assert not (await proved.write(telling.tell, amina.who.account, About())).keys_over


async def test_the_question_whose_menu_is_in_view_is_the_one_that_words_are_for(
    meet: Meet, proved: Database
) -> None:
    """/wrong under a newer menu shows the task's keys: what is not understood then names the task's mark."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.act(joining.choose_language, languages=("en",))
    assert await amina.act(reporting.wrong_now) == Wrong(task.mark)
    assert await amina.mark() == task.mark


async def test_an_update_set_aside_keeps_its_shape_and_a_number(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """What could not be handled is there to be looked at."""
    incident = await proved.write(telling.set_aside, '{"update_id": "int"}', "why")
    kept = rows(database_url, "SELECT id, shape, error FROM incidents")
    assert kept == [(incident, '{"update_id": "int"}', "why")]


async def test_news_that_nobody_asked_for_waits_until_they_are_here(meet: Meet, proved: Database) -> None:
    """It wakes nobody: it is due when the person does something themselves."""
    amina = await meet()
    await proved.write(telling.notify, amina.who.account, About(), unasked=True)
    assert await proved.read(delivering.notices, BOT, 50) == [] and await due(proved) == []
    who, _ = await proved.read(joining.recognise, BOT, amina.who.telegram)
    assert who is not None and who.news
    await proved.write(telling.here, amina.who.account)
    assert [one.outcome for one in await proved.read(delivering.notices, BOT, 50)] == [About()]


async def test_news_waits_for_the_morning_of_whoever_told_the_time(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """At midnight UTC it is 1 in Lagos and 9 in Tokyo: one sleeps until 6, the other hears at once."""
    lagos, tokyo = await meet(), await meet()
    await lagos.act(resting.clock, written="1")
    await tokyo.act(resting.clock, written="9:00")
    for one in (lagos, tokyo):
        await proved.write(telling.notify, one.who.account, About(), unasked=True)
    assert [one.account for one in await proved.read(delivering.notices, BOT, 50)] == [tokyo.who.account]
    clock.now_ms += 5 * limits.hour - 1
    assert await proved.write(telling.morning) == 0
    clock.now_ms += 1
    assert await proved.write(telling.morning) == 1
    assert len(await proved.read(delivering.notices, BOT, 50)) == 2


async def test_what_somebody_asked_for_never_waits_for_the_morning(meet: Meet, proved: Database) -> None:
    """In the middle of their night: what they wait for comes, and news comes as soon as they are here themselves."""
    amina = await meet()
    await amina.act(resting.clock, written="1:30")
    await proved.write(telling.notify, amina.who.account, About())
    assert len(await proved.read(delivering.notices, BOT, 50)) == 1
    await proved.write(telling.notify, amina.who.account, About(), unasked=True)
    assert len(await proved.read(delivering.notices, BOT, 50)) == 1
    await proved.write(telling.here, amina.who.account)
    assert len(await proved.read(delivering.notices, BOT, 50)) == 2


async def test_a_time_told_long_ago_counts_no_more(meet: Meet, proved: Database, clock: Clock) -> None:
    """After 90 days the clocks may have changed: news waits until they are here."""
    amina = await meet()
    await amina.act(resting.clock, written="12")
    clock.now_ms += 91 * limits.day
    await proved.write(telling.notify, amina.who.account, About(), unasked=True)
    assert await proved.read(delivering.notices, BOT, 50) == [] and await proved.write(telling.morning) == 0


async def test_two_commands_of_one_account_at_once_have_two_marks(meet: Meet, proved: Database) -> None:
    """They may come to two programs: each question keeps a mark of its own, and none is lost."""
    amina = await meet()

    def asks(tx: Tx) -> Outcome:
        return telling.ask(tx, amina.who, Languages(languages=("en", "sw")))

    told = await asyncio.gather(
        *(proved.write(telling.once, amina.who.account, asks, cause=f"tg:{one}") for one in range(6))
    )
    asked = {one.outcome.mark for one in told if one is not None and isinstance(one.outcome, Languages)}
    assert len(asked) == 6

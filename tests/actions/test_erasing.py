"""Erasing: what showed hard content is to go from the chat when it is over, and something else has the keys then."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import delivering, erasing, forgetting, overseeing, resting, serving, uncovering
from bot.actions.telling import Told
from bot.domain import limits, wellbeing
from bot.domain.outcomes import marked
from bot.domain.outcomes.hard import Between
from bot.domain.outcomes.papers import ForgetTold, Forgotten
from bot.domain.outcomes.worker import Paused
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_uncovering import amina, hard, shows, works
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, is_task

pytestmark = pytest.mark.anyio
__all__ = ["amina", "hard"]


async def to_go(database: Database) -> list[erasing.Erasure]:
    """What is to go now."""
    return await database.read(erasing.due, BOT, 100)


async def test_what_was_answered_goes_with_its_description(
    proved: Database, amina: Worker, hard: int
) -> None:
    """Two messages: the one that described it, and the one that showed it; nothing before the answer."""
    seen = is_task(await shows(amina, await amina.begins(hard)))
    assert await to_go(proved) == []
    await amina.answer(seen.mark)
    gone = await to_go(proved)
    assert len(gone) == 2 and {one.mark for one in gone} == {""}
    for one in gone:
        await proved.write(erasing.erased, one)
    assert await to_go(proved) == []


async def test_it_waits_for_the_reply_a_minute_at_most(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """The message owns the keys on the phone until the next one has come."""
    seen = is_task(await shows(amina, await amina.begins(hard)))
    amina.connected = False
    await amina.answer(seen.mark)
    assert await to_go(proved) == []
    clock.now_ms += erasing.waited_ms
    assert len(await to_go(proved)) == 2


async def test_after_a_day_the_description_takes_its_place(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """By day: the description comes, and what was shown goes after it; the answer to it is taken all the same."""
    clock.now_ms -= wellbeing.over_ms
    seen = is_task(await shows(amina, await amina.begins(hard)))
    clock.now_ms += wellbeing.in_chat_ms
    owner = next(one for one in await to_go(proved) if one.mark)
    assert owner.mark == seen.mark
    told = await proved.write(erasing.make_way, owner, RULES)
    assert told is not None and marked(told.outcome) != seen.mark and not delivering.is_look(told.outcome)
    assert await proved.write(erasing.make_way, owner, RULES) is None  # another program was faster
    assert all(not one.mark for one in await to_go(proved))
    between = await amina.answer(seen.mark)
    assert isinstance(between, Between) and between.saved is not None and between.saved.amount


async def test_what_is_stopped_goes_from_every_chat(
    proved: Database, amina: Worker, meet: Meet, hard: int
) -> None:
    """Whoever opted out as well: at once, and other work takes its place."""
    seen = is_task(await shows(amina, await amina.begins(hard)))
    await proved.write(erasing.all_of, amina.who.person)
    found = await to_go(proved)
    assert {one.mark for one in found} == {"", seen.mark}


async def test_what_can_not_be_deleted_now_is_tried_more_and_more_slowly(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """Until Telegram's two days are over; then it is given up."""
    await works(amina, await amina.begins(hard), 1)
    [one, _] = await to_go(proved)
    assert await proved.write(erasing.tried, one)
    assert one not in await to_go(proved)
    clock.now_ms += erasing.tried_first_ms
    [again] = [found for found in await to_go(proved) if found.message == one.message]
    assert again.tries == 1
    clock.now_ms += erasing.kept_ms
    assert not await proved.write(erasing.tried, again)
    assert all(found.message != one.message for found in await to_go(proved))


async def test_whoever_is_forgotten_takes_their_diary_along(
    proved: Database, amina: Worker, clock: Clock, hard: int, database_url: str
) -> None:
    """Every row about it is gone; of what still shows something the place is kept until that is gone as well."""
    await works(amina, await amina.begins(hard), 1)
    clock.now_ms += limits.second
    told = await amina.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    gone = await proved.write(forgetting.forget, amina.who, told.code)
    assert isinstance(gone, Forgotten)
    for table in ("chosen", "care", "exposures", "erasures"):
        assert rows(database_url, f"SELECT count(*) FROM {table}") == [(0,)]
    assert rows(database_url, "SELECT sum(flagged), sum(pauses_paid) FROM readers") == [(0, 0)]
    assert await proved.read(overseeing.check_book, whole=True) == []
    first, second = await to_go(proved)
    assert {first.telegram, second.telegram} == {amina.who.telegram} and first.message != second.message
    await proved.write(erasing.erased, first)
    assert await proved.write(erasing.tried, second) and await to_go(proved) == []
    clock.now_ms += erasing.tried_first_ms
    [again] = await to_go(proved)
    assert again.tries == 1
    jobs = "SELECT count(*) FROM jobs WHERE kind = 'forget'"
    assert rows(database_url, jobs) == [(1,)]
    clock.now_ms += erasing.kept_ms
    assert not await proved.write(erasing.tried, again)
    assert rows(database_url, "SELECT count(*) FROM leftovers") == [(0,)]
    assert rows(database_url, jobs) == [(2,)]  # what the last row leaves on the disk goes with it


async def test_left_it_goes_too(proved: Database, amina: Worker, hard: int) -> None:
    """Without an answer."""
    seen = is_task(await shows(amina, await amina.begins(hard)))
    await amina.act(uncovering.left, mark=seen.mark)
    assert len(await to_go(proved)) == 2


async def test_earlier_descriptions_go_with_it(
    proved: Database, amina: Worker, hard: int, database_url: str
) -> None:
    """Described twice and shown once: three messages."""
    await amina.begins(hard)
    seen = is_task(await shows(amina, is_task(await amina.act(serving.work))))
    await amina.answer(seen.mark)
    assert len(await to_go(proved)) == 3


async def test_whoever_paused_gets_no_description(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """What was shown makes way for what a pause shows."""
    clock.now_ms -= wellbeing.over_ms
    await shows(amina, await amina.begins(hard))
    await amina.act(resting.pause)
    clock.now_ms += wellbeing.in_chat_ms
    owner = next(one for one in await to_go(proved) if one.mark)
    told = await proved.write(erasing.make_way, owner, RULES)
    assert told is not None and isinstance(told.outcome, Paused)
    assert all(not one.mark for one in await to_go(proved))


@pytest.mark.parametrize("action", [uncovering.skip, uncovering.other])
async def test_what_was_only_described_goes_too(
    proved: Database, amina: Worker, hard: int, action: Callable[..., Any]
) -> None:
    """Not this one, or other work: its words were of hard content as well; what comes instead has come before."""
    task = await amina.begins(hard)
    again = is_task(await amina.act(serving.work))
    amina.connected = False
    await amina.act(action, mark=again.mark)
    assert await to_go(proved) == []
    amina.clock.now_ms += erasing.waited_ms
    gone = await to_go(proved)
    assert len(gone) == 2 and {one.mark for one in gone} == {""} and again.mark != task.mark


@pytest.mark.parametrize("minutes", [1, 5])
async def test_a_description_that_is_asked_no_more_goes(
    proved: Database, amina: Worker, hard: int, minutes: int
) -> None:
    """Night came: nothing is shown, whether the press was in time or late, and its description is in the chat no longer."""
    amina.clock.now_ms += 10 * limits.hour - limits.minute
    task = await amina.begins(hard)
    amina.clock.now_ms += minutes * limits.minute
    assert not delivering.is_look(await shows(amina, task))  # type: ignore[arg-type]
    assert [one.mark for one in await to_go(proved)] == [""]


async def test_a_description_that_comes_late_goes_at_once(proved: Database, amina: Worker, hard: int) -> None:
    """It was on its way when it was skipped; of one that is still asked nothing goes."""
    amina.connected = False
    task = await amina.begins(hard)
    amina.connected = True
    told = Told(amina.who.account, amina.who.telegram, "en", "question", 0, task)
    await proved.write(delivering.shown, told, 70, amina.clock.now_ms)
    assert await to_go(proved) == []
    await amina.act(uncovering.skip, mark=task.mark)
    await proved.write(delivering.shown, told, 71, amina.clock.now_ms)
    assert {one.message for one in await to_go(proved)} == {70, 71}

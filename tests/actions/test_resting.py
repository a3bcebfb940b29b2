"""Resting: a pause costs nothing and loses nothing."""

import pytest

from bot.actions import resting, serving
from bot.domain.outcomes.worker import Clock, Offer, Paused, SavedElsewhere
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.makers import PRICE, READING_PAY, is_task, make_pack

pytestmark = pytest.mark.anyio


async def test_going_on_brings_back_what_was_open(meet: Meet, proved: Database) -> None:
    """The task waits under its own mark."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    paused = await amina.act(resting.pause)
    assert isinstance(paused, Paused) and amina.who.paused
    assert await amina.closes(paused.mark, "goon", resting.go_on) == task
    assert not amina.who.paused


async def test_a_task_open_during_a_pause_can_still_be_answered(meet: Meet, proved: Database) -> None:
    """A press that was on its way is saved and paid; the pause goes on."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    paused = await amina.act(resting.pause)
    assert isinstance(paused, Paused)
    saved = await amina.answer(task.mark)
    assert isinstance(saved, SavedElsewhere) and saved.current == paused.mark
    assert await amina.balance() == PRICE + READING_PAY
    assert isinstance(await amina.current(), Paused)


async def test_pausing_twice_is_one_pause(meet: Meet, database_url: str, clock: object) -> None:
    """The second shows the same pause again; since when stays as it was."""
    amina = await meet()
    first = await amina.act(resting.pause)
    since = amina.clock.now_ms
    amina.clock.now_ms += 1_000
    assert await amina.act(resting.pause) == first
    assert rows(database_url, "SELECT paused_at FROM people") == [(since,)]


async def test_going_on_without_anything_open_brings_an_offer(meet: Meet, proved: Database) -> None:
    """After a pause comes work."""
    amina = await meet()
    paused = await amina.act(resting.pause)
    await make_pack(proved)
    assert isinstance(paused, Paused)
    assert isinstance(await amina.closes(paused.mark, "goon", resting.go_on), Offer)


async def test_work_during_a_pause_shows_the_balance_and_no_task(meet: Meet, proved: Database) -> None:
    """What was earned is said; nothing is served."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    is_task(await amina.answer(task.mark))
    await amina.act(resting.pause)
    again = await amina.act(serving.work)
    assert isinstance(again, Paused) and again.balance == PRICE + READING_PAY


async def test_asking_for_work_ends_a_pause(meet: Meet, proved: Database) -> None:
    """/tasks is what the other cards point to, so it brings back what was open; the pause's key is settled."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    paused = await amina.act(resting.pause)
    assert isinstance(paused, Paused)
    assert await amina.act(resting.work, rules=amina.rules) == task and not amina.who.paused
    assert await amina.closes(paused.mark, "goon", resting.go_on) is None
    assert await amina.current() == task


async def test_the_time_is_told_and_asked_for(meet: Meet, database_url: str) -> None:
    """A time of day is kept as a difference from UTC, which is midnight now; anything else is asked again."""
    amina = await meet()
    assert await amina.act(resting.clock, written="") == Clock()
    assert await amina.act(resting.clock, written=" 25:00 ") == Clock(written="25:00")
    assert await amina.act(resting.clock, written="3:01") == Clock("03:00")
    assert rows(database_url, "SELECT offset_minutes FROM people") == [(180,)]

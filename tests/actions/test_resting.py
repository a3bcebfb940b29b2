"""Resting: a pause costs nothing and loses nothing."""

from random import Random

import pytest

from bot.actions import caring, resting, serving
from bot.domain import hours, limits
from bot.domain.outcomes.worker import Clock as ClockTold
from bot.domain.outcomes.worker import Offer, Paused, SavedElsewhere
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, choose, is_task, make_pack

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
    assert await amina.act(resting.clock, written="") == ClockTold()
    assert await amina.act(resting.clock, written=" 25:00 ") == ClockTold(written="25:00")
    assert await amina.act(resting.clock, written="3:01") == ClockTold("03:00")
    assert rows(database_url, "SELECT offset_minutes FROM people") == [(180,)]


async def test_an_hour_alone_is_that_of_a_zone_of_whole_hours(meet: Meet, clock: Clock) -> None:
    """One tap on the hour, at any minute of it."""
    amina = await meet()
    clock.now_ms += 29 * limits.minute
    assert await amina.act(resting.clock, written="3") == ClockTold("03:29")


@pytest.mark.parametrize("seed", range(6))
async def test_nobody_gains_an_hour_by_moving_the_clock(
    proved: Database, meet: Meet, clock: Clock, seed: int
) -> None:
    """However often it is told anew: what may be shown is day by the clock of now and by the last one that held a day."""
    chance = Random(seed)
    amina = await meet()
    amina.proving = False
    await choose(proved, amina.who, "gore")
    settled, told, since = 0, 0, clock.now_ms
    allowed = 0
    for _ in range(60):
        clock.now_ms += chance.choice((20 * limits.minute, limits.hour, 5 * limits.hour, 25 * limits.hour))
        clock.now_ms = min(clock.now_ms, 1 << 50)
        if clock.now_ms - since >= limits.day:
            settled = told
        if chance.random() < 0.5:
            hour = chance.randrange(24)
            await amina.act(resting.clock, written=f"{hour}:00")
            told, since = hours.offset_minutes((hour, 0), clock.now_ms), clock.now_ms
        if (await proved.read(caring.sight, amina.who.person)).any:
            allowed += 1
            assert not hours.quiet_until(clock.now_ms, told) and not hours.quiet_until(clock.now_ms, settled)
    assert allowed

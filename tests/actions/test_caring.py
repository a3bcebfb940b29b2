"""Caring: limits are counted when something is shown, sets end with pauses, and pauses have their money."""

import asyncio
import json

import pytest

from bot.actions import (
    accounting,
    caring,
    delivering,
    overseeing,
    publishing,
    resting,
    serving,
    telling,
    uncovering,
)
from bot.domain import limits, wellbeing
from bot.domain.outcomes.hard import Between, DayAfter
from bot.domain.outcomes.worker import Offer, Task
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.actions.test_requesting import notices
from tests.actions.test_uncovering import NOON, PAUSE_PAY, amina, hard, meet_deadlines, shows, works
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, choose, is_task, make_hard, make_pack

pytestmark = pytest.mark.anyio
__all__ = ["amina", "hard"]


async def test_two_presses_at_once_never_go_over_a_limit(
    proved: Database, amina: Worker, hard: int, database_url: str
) -> None:
    """Two phones show two items in the same moment where one more is allowed: one of them is refused."""
    other = await make_pack(proved, "others", tasks=40, overlap=1)
    await make_hard(proved, other)
    amina.proving = False
    between = await works(amina, await amina.begins(hard), wellbeing.set_tasks - 1)
    first = is_task(await amina.closes(between.mark, "next", serving.following))
    given = {"rules": RULES, "mark": first.mark, "how": "first", "sent_at": amina.clock.now_ms}
    told = await asyncio.gather(
        *(proved.write(uncovering.look, amina.who, **given, cause=f"phone {n}") for n in range(2))
    )
    assert sum(isinstance(one, Task) for one in told) == 1
    assert rows(database_url, "SELECT shown FROM care") == [(wellbeing.set_tasks,)]


async def test_a_pack_without_money_for_one_more_pause_shows_nothing(
    proved: Database, amina: Worker, meet: Meet, hard: int
) -> None:
    """The money for a pause is there before its set begins; whose set has begun goes on."""
    poor = await make_pack(proved, "poor", tasks=40, overlap=1)
    await make_hard(proved, poor, care=PAUSE_PAY)
    amina.proving = False
    between = await works(amina, await amina.begins(poor), 1)
    beside = await meet()
    await choose(proved, beside.who, "gore")
    await beside.act(serving.start, pack=poor)
    assert isinstance(await beside.act(serving.go, pack=poor), Offer)  # of the other pack
    told = is_task(await amina.closes(between.mark, "next", serving.following))
    assert told.pack == poor and isinstance(await shows(amina, told), Task)


async def test_the_day_after_the_last_one_help_is_named_once(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """However many were shown, one message comes, a day after the last; whoever was forgotten hears nothing."""
    between = await works(amina, await amina.begins(hard), 1)
    clock.now_ms += 2 * limits.hour
    await works(amina, await amina.closes(between.mark, "next", serving.following), 1)
    clock.now_ms += limits.day - 1
    await proved.write(meet_deadlines)
    assert not any(isinstance(one, DayAfter) for one in await notices(proved, amina))
    clock.now_ms += 1
    for _ in range(2):
        await proved.write(meet_deadlines)
    assert [type(one) for one in await notices(proved, amina)].count(DayAfter) == 1


async def test_a_pack_that_closes_pays_its_pauses_first(proved: Database, amina: Worker, hard: int) -> None:
    """Before its money goes back."""
    await works(amina, await amina.begins(hard), 1)
    before = await amina.balance()
    await proved.write(publishing.close, "vases")
    assert await amina.balance() == before + PAUSE_PAY


async def test_a_limit_of_a_day_holds_for_a_day(proved: Database, meet: Meet, clock: Clock) -> None:
    """Twenty of level 3, and none for 24 hours after the first of them."""
    clock.now_ms += NOON
    pack = await make_pack(proved, "worst", tasks=300, overlap=1)
    await make_hard(proved, pack, {"gore": 3})
    worker = await meet()
    await choose(proved, worker.who, "gore")
    worker.proving = False
    between = await works(worker, await worker.begins(pack), wellbeing.daily_max[3])
    assert between.after.pause_ms
    clock.now_ms += wellbeing.pause_ms
    assert not isinstance(await worker.act(serving.start, pack=pack), Task)
    seen = await proved.read(caring.sight, worker.who.person)
    assert seen.why_not('{"gore": 3}') == "day"
    clock.now_ms += limits.day
    seen = await proved.read(caring.sight, worker.who.person)
    assert seen.why_not('{"gore": 3}') is None


async def test_a_clock_that_is_set_back_and_forth_brings_no_day(
    proved: Database, amina: Worker, clock: Clock, hard: int
) -> None:
    """At night, whatever they say their clock shows now: the first of a day's changes is what they go back to."""
    clock.now_ms += 11 * limits.hour  # 23:00
    for told in ("13:00", "14:00", "12:00"):
        await amina.act(resting.clock, written=told)
        seen = await proved.read(caring.sight, amina.who.person)
        assert seen.why_not('{"gore": 1}') == "night"


async def test_mydata_has_the_diary(proved: Database, amina: Worker, hard: int) -> None:
    """When, what, how hard; for themselves alone."""
    await works(amina, await amina.begins(hard), 1)
    kept = json.loads(await proved.read(accounting.content_of_my_data, amina.who.account))
    [one] = kept["hard_content_shown"]
    assert one["level"] == 2 and one["flags"] == {"gore": 2} and one["at"]
    assert [row["category"] for row in kept["hard_content_chosen"]] == ["gore"]
    assert kept["hard_content_now"][0]["shown"] == 1


async def test_what_a_pack_owes_for_pauses_is_proved(proved: Database, amina: Worker, hard: int) -> None:
    """A pause that is due and has no money is a fault of the book's."""
    await works(amina, await amina.begins(hard), 1)
    assert await proved.read(caring.owed, hard) == 1
    assert await proved.read(overseeing.check_book, whole=True) == []


async def test_help_comes_once_a_set_and_always_after_the_hardest(amina: Worker, hard: int) -> None:
    """With the first of a set, not with its second."""
    between = await works(amina, await amina.begins(hard), 1)
    assert between.after.help
    told = is_task(await amina.closes(between.mark, "next", serving.following))
    between = await works(amina, told, 1)
    assert isinstance(between, Between) and not between.after.help


async def test_each_day_after_is_a_message_of_its_own(proved: Database, amina: Worker, clock: Clock) -> None:
    """Never written over the one before, where nobody would see it."""
    for number in range(2):
        await proved.write(caring.day_after, amina.who.person)
        await proved.write(telling.here, amina.who.account)
        (told,) = await proved.read(delivering.notices, BOT, 100)
        assert isinstance(told.outcome, DayAfter) and not told.edits
        await proved.write(delivering.shown, told, 77 + number, clock.now_ms)

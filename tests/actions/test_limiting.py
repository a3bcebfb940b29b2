"""One's own limits: they hold back new work and news, never what is open, and one tap goes on."""

import json

import pytest

from bot.actions import accounting, forgetting, limiting, offering, resting, serving, telling
from bot.domain import limits
from bot.domain.outcomes.own import Limits, Stopped
from bot.domain.outcomes.papers import ForgetTold
from bot.domain.outcomes.traffic import Traffic
from bot.domain.outcomes.worker import MyData, Offer, Task
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, make_pack, notices

pytestmark = pytest.mark.anyio

NOON = 12 * limits.hour


async def sets(worker: Worker, written: str) -> Limits:
    """Writes /limits with something behind it."""
    told = await worker.act(limiting.limits, written=written)
    assert isinstance(told, Limits)
    return told


async def test_hours_a_day_stop_new_tasks_and_not_the_open_one(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """What was open is answered and paid; in the place of the next one stands the reminder, and /tasks goes on."""
    amina = await meet()
    await sets(amina, "hours_1")
    task = await amina.begins(await make_pack(proved, tasks=20))
    for _ in range(6):  # ten minutes each
        clock.now_ms += 10 * limits.minute
        told = await amina.answer(task.mark)
        if isinstance(told, Task):
            task = told
    assert isinstance(told, Stopped) and told.why == "hours" and told.saved is not None
    assert await amina.balance() == 6 * PRICE + READING_PAY
    assert (await sets(amina, "")).worked_ms == limits.hour
    assert isinstance(await amina.act(resting.work, rules=amina.rules), Task)
    clock.now_ms += limits.day
    assert (await sets(amina, "")).worked_ms == 0


async def test_going_on_anyway_holds_until_the_limit_is_over(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """In quiet hours the first press brings the reminder, the next one an offer; the next evening it is there again."""
    amina = await meet()
    pack = await make_pack(proved)
    await amina.act(resting.clock, written="0:00")
    assert await sets(amina, "quiet_21_7") == Limits((21, 7), clock=True)
    assert await sets(amina, "quiet_٢٢_٦") == Limits((22, 6), clock=True)
    assert await sets(amina, "quiet_২১_৭") == Limits((21, 7), clock=True)
    clock.now_ms += 22 * limits.hour
    stopped = await amina.act(resting.work, rules=amina.rules)
    assert isinstance(stopped, Stopped) and (stopped.why, stopped.until) == ("quiet", "07:00")
    assert isinstance(
        await amina.act(
            telling.closing,
            mark=stopped.mark,
            how="anyway",
            action=lambda tx: resting.go_on_anyway(tx, amina.who, amina.rules),
        ),
        Offer,
    )
    clock.now_ms += limits.hour
    assert isinstance(await amina.act(serving.work), Offer)
    clock.now_ms += 23 * limits.hour
    assert isinstance(await amina.act(offering.pass_over, pack=pack), Stopped)


async def test_a_free_day_is_theirs(meet: Meet, proved: Database, clock: Clock) -> None:
    """The first of January 1970 was a Thursday; on Friday work comes."""
    amina = await meet()
    await make_pack(proved)
    await amina.act(resting.clock, written="0:00")
    today = (clock.now_ms // limits.day + 3) % 7 + 1
    clock.now_ms += NOON
    await sets(amina, f"rest_{today}")
    stopped = await amina.act(serving.work)
    assert isinstance(stopped, Stopped) and stopped.why == "rest"
    clock.now_ms += NOON
    assert isinstance(await amina.act(serving.work), Offer)


async def test_news_waits_for_the_end_of_what_they_set(meet: Meet, proved: Database, clock: Clock) -> None:
    """At eight in quiet hours from seven to nine; without a limit it would have come at once."""
    amina, benno = await meet(), await meet()
    for one in (amina, benno):
        await one.act(resting.clock, written="0:00")
    await sets(amina, "quiet_7_9")
    clock.now_ms += 8 * limits.hour
    news = Traffic("saver", chosen=False, today=0, month=0, tasks=0, earned=0)
    for one in (amina, benno):
        await proved.write(telling.notify, one.who.account, news, unasked=True)
    await proved.write(telling.morning)
    assert (await notices(proved, amina), await notices(proved, benno)) == ([], [news])
    clock.now_ms += limits.hour
    await proved.write(telling.morning)
    assert await notices(proved, amina) == [news]


@pytest.mark.parametrize(
    "written", ["fewer_3", "hours_17", "hours", "hours_x", "rest_8", "quiet_9", "quiet_9_9", "quiet_24_1"]
)
async def test_what_is_no_limit_sets_none(meet: Meet, database_url: str, written: str) -> None:
    """What is set is shown instead, and nothing is kept."""
    assert await sets(await meet(), written) == Limits()
    assert rows(database_url, "SELECT * FROM own_limits") == []


async def test_each_is_taken_off_alone_or_all_at_once(meet: Meet, database_url: str) -> None:
    """0 takes one off; off leaves no row."""
    amina = await meet()
    for one in ("hours_2", "quiet_21_7", "rest_5"):
        told = await sets(amina, one)
    assert told == Limits((21, 7), 2 * limits.hour, 0, 4)
    assert await sets(amina, "quiet_0") == Limits((), 2 * limits.hour, 0, 4)
    assert await sets(amina, "rest_0") == Limits((), 2 * limits.hour)
    assert await sets(amina, "off") == Limits()
    assert rows(database_url, "SELECT * FROM own_limits") == []


async def test_they_are_in_mydata_and_go_with_forget(meet: Meet, proved: Database, database_url: str) -> None:
    """Like whatever else is kept about somebody."""
    amina = await meet()
    await sets(amina, "hours_2")
    kept = json.loads((await proved.read(accounting.all_kept, amina.who.account, MyData())).content)
    assert kept["own_limits"]["daily_ms"] == 2 * limits.hour
    told = await amina.act(forgetting.forget, code="")
    assert isinstance(told, ForgetTold)
    await proved.write(forgetting.forget, amina.who, told.code, cause="forget")
    assert rows(database_url, "SELECT * FROM own_limits") == []

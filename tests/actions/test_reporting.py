"""Reporting and its end: what one report stopped, a person can look at and release; what waits too long is told."""

import pytest

from bot.actions import (
    depositing,
    exporting,
    offering,
    overseeing,
    publishing,
    reporting,
    resting,
    serving,
    undoing,
)
from bot.domain import limits
from bot.domain.outcomes.worker import AlreadySaved, NothingLeft, Saved, Task
from bot.domain.refusals.packs import NotStopped, WrongPackState
from bot.domain.refusals.working import NoQuestionOpen
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, RULES, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio


async def test_a_released_task_is_served_again(meet: Meet, proved: Database, database_url: str) -> None:
    """What two people shut is found, looked at and opened again, with a place for everybody but the reporters."""
    pack = await make_pack(proved, tasks=1, overlap=2, goodwill=1_000_000)
    amina, baraka = await meet(), await meet()
    for one in (amina, await meet()):
        task = await one.begins(pack)
        await one.act(reporting.report, mark=task.mark, ground="unclear")
    await baraka.act(serving.start, pack=pack)
    assert isinstance(await baraka.act(serving.go, pack=pack), NothingLeft)
    [found] = await proved.read(lambda tx: tx.all("packs.reports", pack=pack))
    assert (found["key"], found["ground"], found["reports"], found["stopped"]) == ("task-1", "unclear", 2, 1)
    await proved.write(publishing.release, "streets", "task-1")
    assert await proved.read(lambda tx: tx.all("packs.reports", pack=pack)) == []
    assert rows(database_url, "SELECT open_slots FROM tasks") == [(2,)]
    assert isinstance(await baraka.act(serving.look_again), Task)
    assert rows(database_url, "SELECT who, verb FROM journal WHERE verb = 'task_release'") == [
        ("operator", "task_release")
    ]


async def test_a_release_opens_only_places_with_money(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A place that was paid and one that somebody holds stay theirs."""
    pack = await make_pack(proved, tasks=1, overlap=3, goodwill=1_000_000)
    amina, baraka, chipo = await meet(), await meet(), await meet()
    await amina.answer((await amina.begins(pack)).mark)
    await baraka.begins(pack)
    for one in (chipo, await meet()):
        task = await one.begins(pack)
        await one.act(reporting.report, mark=task.mark, ground="unclear")
    await proved.write(publishing.release, "streets", "task-1")
    assert rows(database_url, "SELECT open_slots FROM tasks") == [(1,)]


async def test_what_is_not_stopped_or_runs_no_more_is_not_released(meet: Meet, proved: Database) -> None:
    """Each says why."""
    await make_pack(proved)
    with pytest.raises(NotStopped):
        await proved.write(publishing.release, "streets", "task-1")
    await proved.write(publishing.close, "streets")
    with pytest.raises(WrongPackState):
        await proved.write(publishing.release, "streets", "task-1")


async def test_a_report_that_waits_too_long_is_told(meet: Meet, proved: Database, clock: Clock) -> None:
    """Beyond the side part and without goodwill it stays unpaid: the check says so, and goodwill ends it."""
    pack = await make_pack(proved, tasks=5, overlap=1)
    amina = await meet()
    amina.proving = False
    task = await amina.begins(pack)
    for _ in range(4):
        task = is_task(await amina.act(reporting.report, mark=task.mark, ground="unclear"))
    assert [one for one in await proved.read(overseeing.check_book) if "goodwill" in one] != []
    clock.now_ms += limits.side_silence_ms
    await proved.write(meet_deadlines)
    assert all("over 72 hours" not in one for one in await proved.read(overseeing.check_book))
    clock.now_ms += limits.hour + 1
    assert any("over 72 hours" in one for one in await proved.read(overseeing.check_book))
    await proved.write(depositing.goodwill, 1_000_000, "late", amina.rules)
    clock.now_ms += limits.hour
    await proved.write(meet_deadlines)
    assert await amina.balance() == 4 * PRICE
    assert await proved.read(overseeing.check_book) == []


async def test_violence_can_be_said_while_they_pause(meet: Meet, proved: Database) -> None:
    """The picture is still on the phone, whatever was pressed since."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    await amina.act(resting.pause)
    await amina.act(reporting.violent_now)
    assert await amina.balance() == PRICE


async def test_what_was_passed_over_is_forgotten_after_a_day(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """A no is counted nowhere and kept no longer than it serves."""
    amina = await meet()
    await amina.act(offering.pass_over, pack=await make_pack(proved))
    await proved.write(overseeing.forget)
    assert rows(database_url, "SELECT count(*) FROM passed") == [(1,)]
    clock.now_ms += limits.day + 1
    await proved.write(overseeing.forget)
    assert rows(database_url, "SELECT count(*) FROM passed") == [(0,)]


async def test_an_answer_that_is_undone_and_reported_leaves_all_the_same(
    meet: Meet, proved: Database, database_url: str, clock: Clock
) -> None:
    """It was paid, so it stands; the report is kept beside it and pays nothing more, and the worker is told so."""
    pack = await make_pack(proved, tasks=2, overlap=1)
    amina = await meet()
    await amina.answer((await amina.begins(pack)).mark, "road")
    again = is_task(await amina.act(undoing.undo, mark=await amina.mark()))
    after = is_task(await amina.act(reporting.report, mark=again.mark, ground="nothing_fits"))
    balance = PRICE + READING_PAY
    assert after.saved == Saved(0, balance, paid_before=True, reported=True)
    clock.now_ms += limits.undo_ms + 1
    read = await proved.write(exporting.results, "streets", "0" * 32)
    assert [(one.status, one.answer) for one in read.answers] == [("accepted", "road")]
    assert rows(database_url, "SELECT ground, state FROM reports") == [("nothing_fits", "paid")]
    assert await amina.balance() == balance


async def test_an_answer_that_is_undone_and_never_given_again_stands(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """After a day it is final as it was; a key pressed after that is told that the first answer counts."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina = await meet()
    await amina.answer((await amina.begins(pack)).mark, "road")
    again = is_task(await amina.act(undoing.undo, mark=await amina.mark()))
    clock.now_ms += limits.undone_ms
    assert await proved.write(meet_deadlines) == ("undone",)
    read = await proved.write(exporting.results, "streets", "0" * 32)
    assert [(one.status, one.answer) for one in read.answers] == [("accepted", "road")]
    late = await amina.answer(again.mark, "building")
    assert isinstance(late, AlreadySaved) and late.how == "answer"
    assert await amina.balance() == PRICE + READING_PAY


async def test_what_was_undone_while_its_pay_was_owed_is_still_owed(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """A late answer without money behind it, undone and not given again: it stands, and is paid when there is goodwill."""
    pack = await make_pack(proved, tasks=1, overlap=1, lease_h=1)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    clock.now_ms += 8 * limits.day
    await proved.write(meet_deadlines)
    amina.proving = False  # what is owed is a fault until it is paid
    await amina.answer(task.mark, "road")
    assert await amina.balance() == 0
    await amina.act(undoing.undo, mark=await amina.mark())
    clock.now_ms += limits.undone_ms
    await proved.write(meet_deadlines)
    await proved.write(depositing.goodwill, 1_000_000, "one", RULES)
    clock.now_ms += limits.hour
    await proved.write(meet_deadlines)
    assert await amina.balance() >= PRICE


async def test_nothing_can_be_wrong_while_no_question_is_open(meet: Meet, proved: Database) -> None:
    """An offer is no question yet; both commands say where one is found."""
    amina = await meet()
    await make_pack(proved)
    await amina.act(serving.work)
    for command in (reporting.wrong_now, reporting.violent_now):
        with pytest.raises(NoQuestionOpen, match="/tasks"):
            await amina.act(command)

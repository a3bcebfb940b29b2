"""Working, late: a lost connection costs a worker nothing, and nobody is paid from money that is not there."""

import pytest

from bot.actions import overseeing, publishing, serving, working
from bot.domain import limits
from bot.domain.outcomes import (
    AlreadySaved,
    NothingLeft,
    Offer,
    SavedElsewhere,
    Task,
)
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio


async def test_a_late_answer_whose_place_is_free_is_an_ordinary_one(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The lease ended and nobody took the place: paid from the pack's answers, and told how long it waited."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    clock.now_ms += 30 * limits.hour
    assert await proved.write(overseeing.lapse) == 1
    assert await proved.write(overseeing.lapse) == 0
    after = is_task(await amina.answer(task.mark))
    assert after.saved is not None
    assert (after.saved.amount, after.saved.waited_ms) == (PRICE + READING_PAY, 30 * limits.hour)
    paid = rows(database_url, "SELECT paid_from FROM assignments WHERE paid > 0")
    assert paid == [("pay_answer",)]


async def test_a_task_lapsed_is_still_the_worker_s(meet: Meet, proved: Database, clock: Clock) -> None:
    """After its lease the same task is shown under the same mark (P2)."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    assert await amina.act(serving.work) == task


async def _overtaken(meet: Meet, proved: Database, clock: Clock) -> tuple[Worker, str]:
    """Somebody holds the one place of the one task, lapses, and another person takes and answers it."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina, baraka = await meet(), await meet()
    task = await amina.begins(pack)
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    await baraka.answer((await baraka.begins(pack)).mark)
    return amina, task.mark


async def test_a_late_answer_whose_place_is_taken_is_paid_from_the_late_reserve(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Both are paid: the other from the answers, the late one from the reserve."""
    amina, mark = await _overtaken(meet, proved, clock)
    await amina.answer(mark)
    paid = rows(database_url, "SELECT paid_from FROM assignments ORDER BY id")
    assert paid == [("pay_late",), ("pay_answer",)]


async def test_with_the_late_reserve_empty_goodwill_pays(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Six people lapse on the only task; the reserve holds five, the house pays the sixth."""
    pack = await make_pack(proved, tasks=1, overlap=6, goodwill=1_000_000)
    late = [await meet() for _ in range(6)]
    marks = [(await one.begins(pack)).mark for one in late]
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for other in [await meet() for _ in range(6)]:
        await other.answer((await other.begins(pack)).mark)
    for one, mark in zip(late, marks, strict=True):
        await one.answer(mark)
        assert await one.balance() == PRICE + READING_PAY
    paid = [one for (one,) in rows(database_url, "SELECT paid_from FROM assignments ORDER BY id")]
    assert paid == ["pay_late"] * 5 + ["pay_goodwill"] + ["pay_answer"] * 6


async def _owed(meet: Meet, proved: Database, clock: Clock) -> tuple[list[Worker], list[str]]:
    """As above with no goodwill at all: the sixth person's answer is owed."""
    pack = await make_pack(proved, tasks=1, overlap=6)
    late = [await meet() for _ in range(6)]
    marks = [(await one.begins(pack)).mark for one in late]
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for other in [await meet() for _ in range(6)]:
        await other.answer((await other.begins(pack)).mark)
    for one, mark in zip(late, marks, strict=True):
        one.proving = False
        await one.answer(mark)
    return late, marks


async def test_what_nobody_can_pay_now_is_owed_and_paid_by_the_round(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The answer is stored, the operator is told, and as soon as goodwill is there the round pays."""
    late, _ = await _owed(meet, proved, clock)
    last = late[-1]
    told = last.seen[-1]
    assert isinstance(told, NothingLeft) and told.saved is not None
    assert (told.saved.amount, told.saved.later) == (READING_PAY, True)
    faults = await proved.read(overseeing.check_book, whole=True)
    assert len(faults) == 1 and "has not been paid" in faults[0]
    clock.now_ms += limits.hour
    assert (await proved.write(meet_deadlines)) == ("owed",)
    assert await last.balance() == READING_PAY
    await proved.write(overseeing.goodwill, 1_000_000, "more", last.rules)
    clock.now_ms += limits.hour
    assert (await proved.write(meet_deadlines)) == ("owed",)
    assert await last.balance() == PRICE + READING_PAY


async def test_undoing_what_is_owed_takes_no_place_from_others(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """An owed answer holds no place; undone and answered again it is owed as before, from no other pot."""
    late, _ = await _owed(meet, proved, clock)
    last = late[-1]
    again = is_task(await last.act(working.undo, mark=await last.mark()))
    assert await proved.read(overseeing.invariants) == []
    await last.answer(again.mark, "building")
    assert await proved.read(overseeing.invariants) == []
    await proved.write(overseeing.goodwill, 1_000_000, "more", last.rules)
    clock.now_ms += limits.hour
    await proved.write(meet_deadlines)
    assert await last.balance() == PRICE + READING_PAY


async def test_a_late_gold_answer_whose_money_others_used_is_paid_all_the_same(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Two places of gold, two people lapse on them, two others answer them: the late ones get the late reserve."""
    pack = await make_pack(proved, tasks=4, overlap=1, gold=12, gold_share=0.5, readers_max=30)
    late, marks = [], []
    for _ in range(12):
        somebody = await meet()
        task = await somebody.begins(pack)
        held = rows(
            database_url,
            f"SELECT t.role FROM assignments s JOIN tasks t ON t.id = s.task WHERE s.id = {task.assignment}",
        )
        if held == [("gold",)]:
            late.append(somebody)
            marks.append(task.mark)
        else:
            await somebody.act(working.skip, mark=task.mark)
        if len(late) == 2:
            break
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    for _ in range(12):
        other = await meet()
        seen = await other.act(serving.start, pack=pack)
        seen = await other.act(serving.go, pack=pack)
        if isinstance(seen, Task):
            await other.answer(seen.mark)
    gold = "SELECT count(*) FROM assignments WHERE paid_from = 'pay_gold'"
    assert rows(database_url, gold) == [(2,)]
    for one, mark in zip(late, marks, strict=True):
        await one.answer(mark)
        assert await one.balance() >= PRICE
    assert rows(database_url, gold) == [(2,)]


async def test_an_answer_to_a_closed_pack_is_paid(meet: Meet, proved: Database, clock: Clock) -> None:
    """A claim lasts: who holds a task when its pack closes answers it and is paid from it."""
    pack = await make_pack(proved)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    await amina.answer(task.mark)
    assert await amina.balance() == PRICE + READING_PAY


async def test_an_answer_on_its_way_is_paid_though_its_question_is_shown_no_more(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The pack closed and other work was shown; the press that waited in the phone is still an answer (P1)."""
    pack = await make_pack(proved)
    await make_pack(proved, "other")
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    offer = await amina.act(serving.work)
    assert isinstance(offer, Offer)
    saved = await amina.answer(task.mark)
    assert isinstance(saved, SavedElsewhere) and saved.current == offer.mark
    assert await amina.balance() == PRICE + READING_PAY
    clock.now_ms += limits.hour
    assert await amina.answer(task.mark) == AlreadySaved(old=task.mark, how="answer", current=offer.mark)


async def test_after_the_refund_goodwill_pays_who_still_held_a_task(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Seven days after the close the money went back; a later answer is thanked and paid by the house."""
    pack = await make_pack(proved, goodwill=1_000_000)
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(publishing.close, "streets")
    clock.now_ms += limits.claim_ms
    assert (await proved.write(meet_deadlines)) == ("refund",)
    await amina.answer(task.mark)
    assert await amina.balance() == PRICE
    assert rows(database_url, "SELECT paid_from FROM assignments") == [("pay_goodwill",)]

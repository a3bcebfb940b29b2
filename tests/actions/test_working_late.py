"""Working, late: a lost connection costs a worker nothing."""

import pytest

from bot.actions import grieving, overseeing, serving
from bot.domain import limits
from bot.domain.outcomes.worker import AlreadySaved, Offer, SavedElsewhere
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, is_task, make_pack

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


async def test_an_answer_on_its_way_is_paid_though_its_question_is_shown_no_more(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Somebody neutral closed the pack and other work was shown; the press that waited in the phone is still an answer (P1)."""
    pack = await make_pack(proved)
    await make_pack(proved, "other")
    amina = await meet()
    task = await amina.begins(pack)
    await proved.write(lambda tx: tx.run("grievances.halt", pack=pack, ran=1, now=tx.now))
    await proved.write(grieving.decided, pack, "close", "harmful", "")
    offer = await amina.act(serving.work)
    assert isinstance(offer, Offer)
    saved = await amina.answer(task.mark)
    assert isinstance(saved, SavedElsewhere) and saved.current == offer.mark
    assert await amina.balance() == PRICE + READING_PAY
    clock.now_ms += limits.hour
    assert await amina.answer(task.mark) == AlreadySaved(old=task.mark, how="answer", current=offer.mark)


async def test_in_a_packs_tail_a_task_is_kept_for_an_hour(meet: Meet, proved: Database, clock: Clock) -> None:
    """One place left and two people at work: who has it keeps it for themselves for an hour, and may answer it any time."""
    pack = await make_pack(proved, tasks=3, overlap=1)
    amina, kofi = await meet(), await meet()
    first = await amina.begins(pack)
    await kofi.begins(pack)
    await proved.write(overseeing.note_counts, await proved.read(overseeing.count))
    last = is_task(await amina.answer(first.mark))
    clock.now_ms += limits.hour + 1
    assert await proved.write(overseeing.lapse) == 1
    clock.now_ms += limits.day
    assert await proved.write(overseeing.lapse) == 1
    after = await amina.answer(last.mark)
    assert after is not None and after.saved.amount == PRICE  # type: ignore[attr-defined]

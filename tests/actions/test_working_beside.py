"""Working, beside the answer: undoing it, and saying that something is wrong."""

import pytest

from bot.actions import overseeing, publishing, reporting, serving, working
from bot.domain import limits
from bot.domain.outcomes import (
    More,
    NotUnderstood,
    SavedElsewhere,
    Wrong,
)
from bot.domain.refusals import NothingToUndo, UndoTooLate
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, Worker, is_task, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio


# ---- undo ----


async def test_an_undone_answer_is_asked_again_and_its_pay_stays(meet: Meet, proved: Database) -> None:
    """The second answer stands, nothing is paid for it, and the next question comes back after it."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark, "road"))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    assert (again.assignment, again.note, again.mark != first.mark) == (first.assignment, "undone", True)
    assert await amina.balance() == PRICE + READING_PAY
    back = is_task(await amina.answer(again.mark, "building"))
    assert (back.assignment, back.mark) == (second.assignment, second.mark)
    assert back.saved is not None and (back.saved.amount, back.saved.paid_before) == (0, True)
    assert await amina.balance() == PRICE + READING_PAY


async def test_undo_ends_with_the_next_answer(meet: Meet, proved: Database) -> None:
    """Only the last answer can be undone, and once."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    third = is_task(await amina.answer(second.mark))
    again = is_task(await amina.act(working.undo, mark=third.mark))
    assert again.assignment == second.assignment
    with pytest.raises(NothingToUndo):
        await amina.act(working.undo, mark=again.mark)


async def test_undo_ends_after_ten_minutes(meet: Meet, proved: Database, clock: Clock) -> None:
    """After ten minutes the answer stands."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    clock.now_ms += limits.undo_ms
    more = await amina.act(working.more)
    assert isinstance(more, More) and not more.undo
    clock.now_ms += 1
    with pytest.raises(UndoTooLate):
        await amina.act(working.undo, mark=second.mark)


async def test_undo_works_after_a_skip(meet: Meet, proved: Database) -> None:
    """Skipping is no answer: what was answered before it can still be undone."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    third = is_task(await amina.act(working.skip, mark=second.mark))
    assert is_task(await amina.act(working.undo, mark=third.mark)).assignment == first.assignment


async def test_an_undone_answer_may_be_skipped_and_keeps_its_pay_and_place(
    meet: Meet, proved: Database
) -> None:
    """Its place has used its money up: nobody else gets it, and nothing is taken back."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina = await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark)
    again = is_task(await amina.act(working.undo, mark=await amina.mark()))
    await amina.act(working.skip, mark=again.mark)
    assert await amina.balance() == PRICE + READING_PAY
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 0


async def test_more_offers_undo_only_while_it_works(meet: Meet, proved: Database) -> None:
    """Before the first answer there is nothing to undo, after it there is."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    before = await amina.act(working.more)
    assert isinstance(before, More) and not before.undo and before.mark == first.mark
    await amina.answer(first.mark)
    after = await amina.act(working.more)
    assert isinstance(after, More) and after.undo


# ---- reports ----


async def test_the_first_three_reports_are_paid_at_once(meet: Meet, proved: Database) -> None:
    """ "This question does not fit" is work; the fourth waits for somebody who agrees."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, tasks=30))
    for number in range(4):
        task = is_task(await amina.act(reporting.report, mark=task.mark, ground="nothing_fits"))
        assert task.saved is not None and task.saved.reported
        at_once = number < limits.side_at_once
        assert (task.saved.amount, task.saved.later) == (PRICE if at_once else 0, not at_once)


async def _waiting(meet: Meet, proved: Database) -> tuple[Worker, str]:
    """Somebody whose fourth report waits; and the text of that task."""
    pack = await make_pack(proved, tasks=50, overlap=2)
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(limits.side_at_once):
        task = is_task(await amina.act(reporting.report, mark=task.mark, ground="unclear"))
    await amina.act(reporting.report, mark=task.mark, ground="unclear")
    assert await amina.balance() == limits.side_at_once * PRICE
    return amina, task.text["en"]


async def test_agreement_pays_the_report_that_waited_and_stops_the_item(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """A second person says the same: both are paid, nobody else gets the item."""
    amina, text = await _waiting(meet, proved)
    baraka = await meet()
    pack = rows(database_url, "SELECT id FROM packs")[0][0]
    task = await baraka.begins(pack)
    while task.text["en"] != text:
        task = is_task(await baraka.act(working.skip, mark=task.mark))
    await baraka.act(reporting.report, mark=task.mark, ground="unclear")
    assert await baraka.balance() == PRICE
    assert await amina.balance() == 4 * PRICE
    stopped = rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL")
    assert stopped == [("unclear",)]


async def test_seventy_two_hours_of_silence_pay_a_report(meet: Meet, proved: Database, clock: Clock) -> None:
    """Nobody spoke about it, so the worker is right."""
    amina, _ = await _waiting(meet, proved)
    clock.now_ms += limits.side_silence_ms - 1
    assert (await proved.write(meet_deadlines)) == ()
    clock.now_ms += 1
    assert (await proved.write(meet_deadlines)) == ("side",)
    assert await amina.balance() == 4 * PRICE


async def test_a_report_that_waits_is_paid_by_its_own_pack_though_it_closes(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The pack's money stays until the silence is over (P5); then the rest goes back."""
    amina, _ = await _waiting(meet, proved)
    await amina.act(working.leave, mark=await amina.mark())
    await proved.write(publishing.close, "streets")
    await proved.write(overseeing.refund_finished)
    clock.now_ms += limits.side_silence_ms
    await proved.write(meet_deadlines)
    assert await amina.balance() == 4 * PRICE
    await proved.write(overseeing.refund_finished)
    assert rows(database_url, "SELECT state FROM packs") == [("refunded",)]


@pytest.mark.parametrize("ground", reporting.STOPPING)
async def test_violence_and_crime_stop_the_item_at_the_first_word(
    meet: Meet, proved: Database, database_url: str, ground: str
) -> None:
    """One report is enough until a person has looked; who holds the item is not shown it again and is paid."""
    pack = await make_pack(proved, tasks=2)
    amina, baraka = await meet(), await meet()
    held = await baraka.begins(pack)
    await amina.act(reporting.report, mark=(await amina.begins(pack)).mark, ground=ground)
    assert rows(database_url, "SELECT stopped_why FROM tasks WHERE stopped_at IS NOT NULL") == [(ground,)]
    other = is_task(await baraka.act(serving.work))
    assert other.assignment != held.assignment
    assert isinstance(await baraka.answer(held.mark), SavedElsewhere)
    assert await baraka.balance() == PRICE + READING_PAY
    assert (await (await meet()).begins(pack)).text["en"] == "Item 2"


async def test_violent_reports_what_is_open(meet: Meet, proved: Database, database_url: str) -> None:
    """/violent needs no mark: it is about the item in front of one."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    await amina.act(reporting.violent_now)
    assert rows(database_url, "SELECT ground, state FROM reports") == [("violent", "paid")]


async def test_an_answer_reported_after_undo_is_not_paid_twice(meet: Meet, proved: Database) -> None:
    """Its pay stays, and there is no other."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    again = is_task(await amina.act(working.undo, mark=second.mark))
    after = is_task(await amina.act(reporting.report, mark=again.mark, ground="unclear"))
    assert after.saved is not None and after.saved.paid_before and after.saved.amount == 0
    assert await amina.balance() == PRICE + READING_PAY


async def test_wrong_shows_what_may_be_wrong_for_the_open_question(meet: Meet, proved: Database) -> None:
    """With a mark or as a command; without a task there is nothing to be wrong."""
    amina = await meet()
    nothing = await amina.act(reporting.wrong_now)
    assert isinstance(nothing, NotUnderstood)
    task = await amina.begins(await make_pack(proved))
    assert await amina.act(reporting.wrong, mark=task.mark) == Wrong(mark=task.mark)
    assert await amina.act(reporting.wrong_now) == Wrong(mark=task.mark)

"""Undoing: the last answer is asked again for ten minutes, its pay stays, and what is not given again stands."""

from typing import Any

import pytest

from bot.actions import undoing, working
from bot.domain import limits
from bot.domain.outcomes.worker import More
from bot.domain.refusals.working import NothingToUndo, UndoTooLate
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, is_task, make_pack

pytestmark = pytest.mark.anyio


async def test_an_undone_answer_is_asked_again_and_its_pay_stays(meet: Meet, proved: Database) -> None:
    """The second answer stands, nothing is paid for it, and the next question comes back after it."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark, "road"))
    again = is_task(await amina.act(undoing.undo, mark=second.mark))
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
    again = is_task(await amina.act(undoing.undo, mark=third.mark))
    assert again.assignment == second.assignment
    with pytest.raises(NothingToUndo):
        await amina.act(undoing.undo, mark=again.mark)


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
        await amina.act(undoing.undo, mark=second.mark)


async def test_answering_anew_wins_no_further_ten_minutes(meet: Meet, proved: Database, clock: Clock) -> None:
    """They begin with the first answer, however often it is undone meanwhile."""
    amina = await meet()
    mark = (await amina.begins(await make_pack(proved))).mark
    for _ in range(2):
        following = is_task(await amina.answer(mark))
        clock.now_ms += limits.undo_ms // 2 - 1
        mark = is_task(await amina.act(undoing.undo, mark=following.mark)).mark
    following = is_task(await amina.answer(mark))
    clock.now_ms += 2
    more = await amina.act(working.more)
    assert isinstance(more, More) and not more.undo
    with pytest.raises(UndoTooLate):
        await amina.act(undoing.undo, mark=following.mark)


async def test_undo_works_after_a_skip(meet: Meet, proved: Database) -> None:
    """Skipping is no answer: what was answered before it can still be undone."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    third = is_task(await amina.act(working.skip, mark=second.mark))
    assert is_task(await amina.act(undoing.undo, mark=third.mark)).assignment == first.assignment


async def test_undo_pressed_twice_is_done_once_and_silent(meet: Meet, proved: Database) -> None:
    """Two presses of one key, in a lift."""
    amina = await meet()
    first = await amina.begins(await make_pack(proved))
    second = is_task(await amina.answer(first.mark))
    assert is_task(await amina.act(undoing.undo, mark=second.mark)).assignment == first.assignment
    assert await amina.act(undoing.undo, mark=second.mark) is None


@pytest.mark.parametrize("away", [working.skip, working.leave])
async def test_an_undone_answer_that_is_skipped_stands_again(
    meet: Meet, proved: Database, database_url: str, away: Any
) -> None:
    """One pay, one answer: its place has used its money up, so what was said first is what is kept; the share counts it."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina = await meet()
    first = await amina.begins(pack)
    await amina.answer(first.mark)
    again = is_task(await amina.act(undoing.undo, mark=await amina.mark()))
    await amina.act(away, mark=again.mark)
    assert await amina.balance() == PRICE + READING_PAY
    assert rows(database_url, "SELECT count(*) FROM answers WHERE undone_at IS NULL") == [(1,)]
    assert rows(database_url, "SELECT state FROM assignments ORDER BY id LIMIT 1") == [("answered",)]
    assert rows(database_url, "SELECT today FROM readers") == [(1,)]
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


async def test_an_answer_that_was_delivered_is_not_undone(
    meet: Meet, proved: Database, database_url: str
) -> None:
    """However it left; nor is its undoing offered."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    ((answer,),) = rows(database_url, "SELECT id FROM answers")
    await proved.write(lambda tx: tx.run("results.deliver", answer=answer, now=tx.now))
    more = await amina.act(working.more)
    assert isinstance(more, More) and not more.undo
    with pytest.raises(UndoTooLate):
        await amina.act(undoing.undo, mark="")

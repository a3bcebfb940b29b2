"""Answers in several steps: each step has a mark of its own, is kept, and is paid once, at the end."""

import pytest

from bot.domain.events import Pressed, Wrote
from bot.domain.outcomes.worker import AlreadySaved
from bot.kinds import kinds
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import is_task, make_pack

pytestmark = pytest.mark.anyio


async def test_a_form_is_answered_step_by_step_and_paid_once(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """The second question has another mark; a press that comes twice answers one of them only."""
    settings = dict(kinds()["form"].example["settings"])
    amina = await meet()
    first = await amina.begins(
        await make_pack(proved, kind="form", settings=settings, languages=("en", "sw"))
    )
    second = is_task(await amina.answer(first.mark, Pressed("3")))
    assert second.mark != first.mark and second.assignment == first.assignment and second.saved is None
    assert second.draft == {"answers": [3]} and await amina.balance() == 0
    assert await amina.answer(first.mark, Pressed("3")) is None
    clock.now_ms += 120_000
    late = await amina.answer(first.mark, Pressed("3"))
    assert isinstance(late, AlreadySaved) and late.current == second.mark
    third = is_task(await amina.answer(second.mark, Wrote("5")))
    assert third.saved is not None and third.assignment != first.assignment and third.draft == {}
    assert await amina.balance() == third.saved.balance > 0


async def test_a_practice_reply_is_neither_right_nor_wrong(meet: Meet, proved: Database) -> None:
    """It is paid, and one answer that would do is shown."""
    amina = await meet()
    practice = await amina.begins(await make_pack(proved, kind="reply", practice=1))
    after = is_task(await amina.answer(practice.mark, Wrote("Over there.")))
    assert after.saved is not None and after.saved.practised is not None and after.saved.amount > 0
    assert (after.saved.practised.right, after.saved.practised.answer) == (None, "Put it here.")

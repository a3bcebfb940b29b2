"""Withdrawing: under terms of their own somebody takes back what they gave, for what leaves later; what is public stays public."""

import json

import pytest

from bot.actions import accounting, exporting, serving, webhooks, withdrawing
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.shares import Gave, WithdrawalCame, WithdrawHow, WithdrawList, Withdrawn
from bot.domain.outcomes.worker import Task
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.shares import NothingToWithdraw, PublicLicence
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, until_due
from tests.actions.test_webhooks import hooked, took
from tests.conftest import Clock
from tests.makers import Worker, is_task, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio
OWN = "LicenseRef-streets-2026"
TITLE = {"en": "About streets"}


async def says(worker: Worker, word: str) -> Outcome | None:
    """/withdraw and the rest of the line."""
    return await worker.act(withdrawing.withdraw, word=word)


async def left(database: Database) -> dict[str, str]:
    """What leaves now: the answers' ids, and what their people are called."""
    found = await database.write(exporting.results, "streets", "s" * 16)
    return {one.id: one.worker for one in found.answers if one.status == "accepted"}


async def test_what_is_withdrawn_leaves_no_more_and_its_pay_stays(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """First it says what it does; the requester hears whose answers to remove; others' leave as before; it is done once."""
    speaks = await make_requester(proved, await meet())
    pack = await make_pack(proved, tasks=40, licence=OWN)
    amina, juma = await meet(), await meet()
    mine = str(await answered(amina, pack, clock))
    others = str(await answered(juma, pack, clock))
    before = await left(proved)
    assert before.keys() == {mine, others}
    is_task(await amina.answer(await amina.mark()))
    clock.now_ms += limits.undo_ms + 1
    gave, had = Gave("streets", TITLE, 2, 1), await amina.balance()
    assert await says(amina, "") == WithdrawList((gave,))
    assert await says(amina, "streets") == WithdrawHow(gave)
    assert (await left(proved)).keys() > {mine, others}
    gave = Gave("streets", TITLE, 2, 2)
    assert await says(amina, "streets Yes") == Withdrawn(gave)
    assert (await left(proved)).keys() == {others}
    assert WithdrawalCame("streets", before[mine], 2, 2) in await notices(proved, speaks)
    assert await amina.balance() == had
    assert not await proved.read(exporting.any_untold, pack, int(others))  # nothing for a program either
    kept = await proved.read(accounting.content_of_my_data, amina.who.account)
    assert f'"withdrawn_at": {clock.now_ms}' in kept
    with pytest.raises(NothingToWithdraw):
        await says(amina, "streets yes")
    assert await says(amina, "") == WithdrawList(())
    assert not isinstance(await amina.act(serving.work), Task)
    assert isinstance(await juma.act(serving.work), Task)


async def test_what_waits_or_is_claimed_ends_as_it_would(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The requester's word, silence and rulings go on, and whatever they bring is the worker's; nothing of it leaves."""
    pack = await make_pack(proved, tasks=40, licence=OWN, review_window_h=24)
    amina, juma = await meet(), await meet()
    await claimed(proved, pack, await answered(amina, pack, clock))
    await answered(juma, pack, clock)
    had = await juma.balance()
    for one in (amina, juma):
        assert isinstance(await says(one, "streets yes"), Withdrawn)
    await until_due(proved, clock, 61 * limits.day)
    assert await juma.balance() > had and await left(proved) == {}


async def test_what_is_everybody_s_can_t_be_taken_back(proved: Database, meet: Meet, clock: Clock) -> None:
    """A public licence, a pack they never worked in, no pack at all."""
    pack = await make_pack(proved, tasks=40)
    amina, juma = await meet(), await meet()
    await answered(amina, pack, clock)
    with pytest.raises(PublicLicence):
        await says(amina, "streets yes")
    with pytest.raises(NothingToWithdraw):
        await says(juma, "streets yes")
    with pytest.raises(NoSuchPack):
        await says(juma, "roads yes")
    assert len(await left(proved)) == 1


async def test_what_waits_for_a_program_leaves_without_it(proved: Database, meet: Meet, clock: Clock) -> None:
    """An event that was made before and has not arrived: the others' answers in it leave."""
    pack, owner = await make_pack(proved, tasks=40, licence=OWN), await hooked(proved, meet)
    amina, juma = await meet(), await meet()
    await answered(amina, pack, clock)
    others = str(await answered(juma, pack, clock))
    clock.now_ms += limits.undo_ms + 1
    parcel = await took(proved, owner.who.requester)
    assert parcel is not None and len(json.loads(parcel.body)["answers"]) == 2
    await proved.write(webhooks.failed, parcel, 500, "no")
    assert isinstance(await says(amina, "streets yes"), Withdrawn)
    clock.now_ms += limits.hour
    parcel = await took(proved, owner.who.requester)
    assert parcel is not None
    assert [one["id"] for one in json.loads(parcel.body)["answers"]] == [others]

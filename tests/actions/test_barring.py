"""What a limit keeps from being served: a pack, a requester's packs, all new work; never what is open, never money."""

from typing import Any

import pytest

from bot import ledger
from bot.actions import (
    bundling,
    offering,
    restricting,
    serving,
)
from bot.domain.outcomes.accounts import AccountLimited, Barred
from bot.domain.outcomes.worker import NothingLeft, Offer, Task
from bot.domain.refusals.working import NothingToPocket
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, REQUESTER, Worker, make_pack, notices
from tests.makers_payouts import BY_HAND, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio

WHY = "12 of 14 answers are word for word another account's."


async def limit(database: Database, worker: Worker, **changed: Any) -> str:
    """Wanjiru limits somebody for ten days; the code."""
    given: dict[str, Any] = {"reason": "copied", "words": WHY, "days": 10, "by": "Wanjiru", **changed}
    if not {"pack", "requester", "everything"} & set(changed):
        given["everything"] = True
    return await database.write(restricting.limit, str(worker.who.person), **given)


async def test_a_limit_on_a_pack_leaves_the_others_open(meet: Meet, proved: Database) -> None:
    """The open task of that pack stays and is paid; nothing more of it comes, by no way; another pack's work does."""
    pack, other = await make_pack(proved, price="0.05"), await make_pack(proved, "roofs")
    amina = await meet()
    task = await amina.begins(pack)
    code = await limit(proved, amina, pack="streets")
    told = (await notices(proved, amina))[-1]
    assert isinstance(told, AccountLimited)
    assert (told.code, told.scope, told.name, told.reason, told.why) == (
        code,
        "pack",
        "streets",
        "copied",
        WHY,
    )
    offered = await amina.answer(task.mark)
    assert isinstance(offered, Offer) and offered.pack == other and offered.saved is not None
    assert await amina.balance() >= PRICE
    assert isinstance(again := await amina.act(serving.start, pack=pack), Offer) and again.pack == other
    with pytest.raises(NothingToPocket):
        await amina.act(bundling.pocket)
    assert isinstance(await amina.begins(other), Task)


async def test_a_limit_on_a_requester_is_on_all_their_packs_and_no_other_s(
    meet: Meet, proved: Database
) -> None:
    """The wider grade; another requester's pack is offered."""
    await make_pack(proved)
    await make_pack(proved, "roofs")
    amina, baraka = await meet(), await meet()
    await limit(proved, amina, requester=REQUESTER)
    assert isinstance(await amina.act(offering.offer), NothingLeft)
    other = await make_pack(proved, "wells", requester="Wells")
    offered = await amina.act(offering.offer)
    assert isinstance(offered, Offer) and offered.pack == other
    assert isinstance(await baraka.act(offering.offer), Offer)


async def test_who_may_not_work_at_all_is_paid_out_all_the_same(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """In the place of work stands why and until when; [Pay out] says and does what it does for everybody."""
    pack, amina, out = await make_pack(proved), await meet(), ways(clock, **BY_HAND)
    baraka = await meet()
    await earn(proved, baraka, 2_000_000 + PRICE + READING_PAY, 2)
    await settled(baraka, out, "0712 345 457", rail="list mpesa")
    task = await amina.begins(pack)
    await earn(proved, amina, 2_000_000)
    code = await limit(proved, amina, reason="harm")
    shown = await amina.answer(task.mark)
    assert isinstance(shown, Barred) and (shown.code, shown.reason) == (code, "harm")
    assert shown.balance == await amina.balance() == 2_000_000 + PRICE + READING_PAY
    assert isinstance(await amina.act(serving.work), Barred)
    assert isinstance(await amina.act(offering.offer), Barred)
    await settled(amina, out, rail="list mpesa")
    hers, his = await purse(amina, out), await purse(baraka, out)
    assert hers.legs == his.legs and hers.legs
    await pay_out(amina, out, hers)
    flight = await proved.read(lambda tx: ledger.balances(tx, f"worker:{amina.who.book}:"))
    assert flight[f"worker:{amina.who.book}:leaving"] == sum(leg.amount for leg in hers.legs)

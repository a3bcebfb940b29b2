"""Cashing: what is shown is what is done; the first payout, the free one, the terms that changed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import cases, cashing, moderating, sending
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.domain.outcomes.cases import NoCases
from bot.domain.outcomes.cashing import Purse
from bot.domain.outcomes.worker import AlreadySaved, Money
from bot.domain.refusals.cases import NotYourCase
from bot.payouts import Reply
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_moderator
from tests.makers_payouts import BY_HAND, MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio

Meet = Callable[[], Awaitable[Worker]]


@pytest.fixture
def mpesa(clock: Clock) -> Ways:
    """M-Pesa alone, as an operator sets it up."""
    return ways(clock, **MPESA)


async def errands(database: Database, ways: Ways) -> list[sending.Errand]:
    """Everything that is due, taken."""
    found = []
    while (errand := await database.write(sending.take, ways)) is not None:
        found.append(errand)
    return found


async def test_where_nothing_is_set_up_money_is_a_card(meet: Meet) -> None:
    """Without a rail there is nothing to press, so the open question keeps its keys."""
    amina = await meet()
    assert isinstance(await amina.act(cashing.money, ways=Ways()), Money)


async def test_the_terms_of_the_dialogue(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """$1.28 by M-Pesa: 160 shillings and 5 for the fee; what is too small to be sent stays."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    (leg,) = shown.legs
    assert (shown.rail, shown.hint, leg.arrives, leg.currency) == ("mpesa", "···456", 160_000_000, "KES")
    assert leg.amount + 5_868 == 1_280_000 and leg.fee == 38_611 and not leg.house
    assert shown.free_on == limits.week_of(amina.clock.now_ms) + limits.week


async def test_the_house_bears_one_fee_a_week(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """The whole amount arrives while the house can pay the fee; the second of a week costs it; Monday is free again."""
    amina = await meet()
    await proved.write(lambda tx: ledger.endow_goodwill(tx, amount=1_000_000, currency="USD", about=9))
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    (leg,) = shown.legs
    assert leg.house and leg.arrives == 165_000_000 and not shown.free_on
    await pay_out(amina, mpesa, shown)
    await earn(proved, amina, 1_280_000, about=2)
    again = await purse(amina, mpesa)
    assert [leg.house for leg in again.legs] == [False] and again.free_on
    clock.now_ms = again.free_on
    assert all(leg.house for leg in (await purse(amina, mpesa)).legs)


async def test_an_installation_says_from_how_much_on_is_paid_out(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """A dollar is much in one currency and nothing in another; of a first payout twice the least goes at once."""
    amina = await meet()
    dear = replace(mpesa, least=3_000_000)
    await earn(proved, amina, 2_999_999)
    await settled(amina, dear)
    shown = await purse(amina, dear)
    assert (shown.least, shown.legs) == (3_000_000, ())
    await earn(proved, amina, 6_000_001, about=2)
    shown = await purse(amina, dear)
    assert [5_990_000 < shown.legs[0].amount <= 6_000_000, bool(shown.legs[1].at)] == [True, True]


async def test_a_payout_leaves_the_balance_at_once(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """[Pay out]: the money is on its way, the purse says so, and the key is over."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    after = await pay_out(amina, mpesa, shown)
    assert (
        isinstance(after, Purse) and after.balance == 5_868 and [one.state for one in after.open] == ["sent"]
    )
    amina.clock.now_ms += limits.repeat_silent_ms
    assert isinstance(await pay_out(amina, mpesa, shown), AlreadySaved)
    (errand,) = await errands(proved, mpesa)
    assert (errand.sends, errand.order.to, errand.order.amount) == (True, "+254712345456", 160_000_000)


async def test_the_first_payout_is_two_dollars_and_the_rest_goes_by_itself(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """Of $5.00 two go at once, the rest after 48 hours; more that comes meanwhile waits for the same hour."""
    amina = await meet()
    await earn(proved, amina, 5_000_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    assert [bool(leg.at) for leg in shown.legs] == [False, True]
    assert shown.legs[0].amount <= limits.first_payout_times * mpesa.least
    asked_at = clock.now_ms
    after = await pay_out(amina, mpesa, shown)
    assert isinstance(after, Purse) and [one.state for one in after.open] == ["sent", "waits"]
    assert len(await errands(proved, mpesa)) == 1
    await earn(proved, amina, 3_000_000, about=2)
    clock.now_ms += limits.hour
    later = await purse(amina, mpesa)
    assert [leg.at for leg in later.legs] == [asked_at + limits.first_payout_rest_ms]
    clock.now_ms = asked_at + limits.first_payout_rest_ms
    assert [leg.at for leg in (await purse(amina, mpesa)).legs] == [0]
    assert [one.sends for one in await errands(proved, mpesa)] == [False, True]


async def test_of_two_payouts_of_a_whole_balance_one_wins(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """The same key from two phones at once, with causes of their own: one payout."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    amina.proving = False
    await asyncio.gather(*(pay_out(amina, mpesa, shown) for _ in range(4)))
    assert len(await errands(proved, mpesa)) == 1


async def test_terms_that_changed_are_shown_again(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """What was shown with one fee is not done with another: here the rate has changed since."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    shown = await purse(amina, mpesa)
    dearer = ways(clock, **{**MPESA, "rates": "KES 120.00 2026-01-02"})
    after = await pay_out(amina, dearer, shown)
    assert isinstance(after, Purse) and after.note == "other" and after.legs and not after.open
    assert await errands(proved, mpesa) == []


async def test_too_little_is_not_paid_out(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """Under one dollar there is nothing to press."""
    amina = await meet()
    await earn(proved, amina, 990_000)
    await settled(amina, mpesa)
    assert (await purse(amina, mpesa)).legs == ()


async def test_money_of_one_new_requester_waits_for_a_look(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """72 hours at most; a person lets it go sooner."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    after = await pay_out(amina, mpesa, await purse(amina, mpesa), look=lambda tx, book: True)
    assert isinstance(after, Purse) and [(one.state, one.why) for one in after.open] == [("waits", "look")]
    assert after.open[0].at == clock.now_ms + limits.look_ms and await errands(proved, mpesa) == []
    (row,) = await proved.read(lambda tx: tx.all("payouts.open_of", person=amina.who.person))
    (case,) = await proved.read(cases.queue, 0)
    assert (case["kind"], case["subject"], case["ground"]) == ("payout", row["id"], "look")
    judge = await make_moderator(proved, await meet())
    assert isinstance(await judge.act(moderating.board, rules=RULES), NoCases)  # it is the desk's
    with pytest.raises(NotYourCase):
        await judge.act(moderating.take, rules=RULES, code=case["code"])
    await proved.write(sending.let, row["id"], "Otieno")
    assert await proved.read(cases.queue, 0) == []
    assert len(await errands(proved, mpesa)) == 1


async def test_money_that_failed_can_be_paid_out_again(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """A payout that failed counts neither as the first nor as the free one."""
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, mpesa)
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    (errand,) = await errands(proved, mpesa)
    assert await proved.write(sending.answered, errand, Reply("failed", "", "destination")) == "failed"
    assert (await purse(amina, mpesa)).balance == 1_280_000
    await pay_out(amina, mpesa, await purse(amina, mpesa))
    assert len(await errands(proved, mpesa)) == 1


async def test_by_hand_waits_for_a_list(proved: Database, clock: Clock, meet: Meet) -> None:
    """A rail that is paid by hand gives no errand to the rounds."""
    by_hand = ways(clock, **BY_HAND)
    amina = await meet()
    await earn(proved, amina, 1_280_000)
    await settled(amina, by_hand, rail="list mpesa")
    await pay_out(amina, by_hand, await purse(amina, by_hand))
    assert await errands(proved, by_hand) == []

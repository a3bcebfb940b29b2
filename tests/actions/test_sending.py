"""Sending: each payout in exactly one state, sent once, ended by a look-up or a person; the book beside it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import ledger
from bot.actions import delivering, overseeing, sending
from bot.actions.destinations import Ways
from bot.actions.sending import Errand
from bot.domain import limits
from bot.domain.outcomes.cashing import PayoutNews
from bot.domain.refusals.payouts import NoSuchPayout, PayoutBeingAsked, PayoutIsOver, PayoutNotByHand
from bot.payouts import Reply
from bot.payouts.list import ByHand
from bot.storage import Database, Row
from tests.conftest import Clock
from tests.makers import Worker, meet_deadlines, prove
from tests.makers_payouts import BY_HAND, MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio

Meet = Callable[[], Awaitable[Worker]]
BALANCE = 1_280_000
LEFT = 5_868


@pytest.fixture
def mpesa(clock: Clock) -> Ways:
    """M-Pesa alone, as an operator sets it up."""
    return ways(clock, **MPESA)


async def asked(database: Database, worker: Worker, ways: Ways, rail: str = "mpesa", about: int = 1) -> int:
    """Somebody with $1.28 asks to be paid out; the payout's number."""
    await earn(database, worker, BALANCE, about)
    await settled(worker, ways, rail=rail)
    await pay_out(worker, ways, await purse(worker, ways))
    return int(
        (await database.read(lambda tx: tx.all("payouts.open_of", person=worker.who.person)))[-1]["id"]
    )


async def taken(database: Database, ways: Ways) -> Errand:
    """The errand that is due."""
    errand = await database.write(sending.take, ways)
    assert errand is not None
    return errand


async def payout(database: Database, number: int) -> Row:
    """A payout as it stands."""
    row = await database.read(lambda tx: tx.one("payouts.lock_sqlite", payout=number))
    assert row is not None
    return row


async def news(database: Database, worker: Worker) -> list[PayoutNews]:
    """What they were told of payouts, oldest first."""
    found = await database.read(delivering.notices, worker.who.bot, 50)
    return [one.outcome for one in found if isinstance(one.outcome, PayoutNews)]


async def test_what_is_sent_is_unknown_before_it_is_sent(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """Whoever dies between the commit and the call leaves a payout that is looked up, never sent again."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    first = await taken(proved, mpesa)
    assert first.sends and (await payout(proved, number))["state"] == "unknown"
    assert await proved.write(sending.take, mpesa) is None
    amina.clock.now_ms += sending.lease_ms
    assert not (await taken(proved, mpesa)).sends


async def test_a_confirmed_payout_is_told_with_its_reference(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """Sent, then confirmed by a look-up: out of the book, and they hear of it."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    assert await proved.write(sending.answered, await taken(proved, mpesa), Reply("sent", "AG_1")) == "sent"
    amina.clock.now_ms += sending.pauses_ms[0]
    errand = await taken(proved, mpesa)
    assert (errand.sends, errand.reference) == (False, "AG_1")
    assert await proved.write(sending.answered, errand, Reply("confirmed", "QK71ABCD23")) == "confirmed"
    (told,) = await news(proved, amina)
    assert (told.state, told.reference, told.balance) == ("confirmed", "QK71ABCD23", LEFT)
    assert (await payout(proved, number))["reference"] == "QK71ABCD23"
    await prove(proved)


@pytest.mark.parametrize("reason", ["destination", "limit", "funds", "account", "refused"])
async def test_what_failed_is_in_the_balance_again(
    proved: Database, meet: Meet, mpesa: Ways, reason: Any
) -> None:
    """All of it, once, with the reason."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    errand = await taken(proved, mpesa)
    for _ in range(2):
        assert await proved.write(sending.answered, errand, Reply("failed", "", reason)) == "failed"
    assert await amina.balance() == BALANCE
    assert [(one.state, one.reason) for one in await news(proved, amina)] == [("failed", reason)]
    await prove(proved)


@pytest.mark.parametrize("confirmed_first", [True, False])
async def test_what_came_back_is_in_the_balance_less_the_fee(
    proved: Database, meet: Meet, mpesa: Ways, confirmed_first: bool
) -> None:
    """Returned after it was confirmed, or in one word: the fee that the worker bore is the provider's."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    errand = await taken(proved, mpesa)
    if confirmed_first:
        await proved.write(sending.answered, errand, Reply("confirmed", "QK1"))
    assert await proved.write(sending.answered, errand, Reply("returned", "QK1", "sent_back")) == "returned"
    assert await amina.balance() == BALANCE - 38_611
    await prove(proved)


async def test_what_never_left_is_sent_again_with_the_same_id(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """Only for that one reason, and only by whoever sent it."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    first = await taken(proved, mpesa)
    assert await proved.write(sending.answered, first, Reply("unknown", "", "not_sent")) == "requested"
    amina.clock.now_ms += sending.again_ms[0]
    second = await taken(proved, mpesa)
    assert second.sends and second.order == replace(first.order, at=second.order.at)
    assert await proved.write(sending.answered, first, Reply("unknown", "", "not_sent")) == "unknown"
    amina.clock.now_ms += sending.lease_ms
    third = await taken(proved, mpesa)
    assert not third.sends
    assert await proved.write(sending.answered, third, Reply("unknown", "", "not_sent")) == "unknown"


async def test_the_unknown_is_told_once_and_looked_up_ever_more_rarely(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """After an hour the worker hears it, after three days the operator; money stays in flight."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    errand, waits = await taken(proved, mpesa), []
    for _ in range(14):
        await proved.write(sending.answered, errand, Reply("unknown", "", "no_answer"))
        before = amina.clock.now_ms
        amina.clock.now_ms = (await payout(proved, errand.payout))["next_at"]
        waits.append(amina.clock.now_ms - before)
        errand = await taken(proved, mpesa)
        assert not errand.sends
    assert waits == sorted(waits) and waits[0] == sending.pauses_ms[0]
    assert [one.state for one in await news(proved, amina)] == ["unknown"]
    assert await proved.read(sending.doubts) == []
    amina.clock.now_ms += limits.unknown_faulty_ms
    (said,) = await proved.read(sending.doubts)
    assert str(errand.payout) in said and await proved.read(overseeing.check_book, whole=True) == []


async def test_what_was_taken_and_then_is_not_found_is_told_like_the_unknown(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """The provider took it, its result was lost, and it shows no such payment: the worker hears so, and a person looks."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    errand = await taken(proved, mpesa)
    assert await proved.write(sending.answered, errand, Reply("sent", "AG_1")) == "sent"
    for _ in range(8):
        amina.clock.now_ms = (await payout(proved, errand.payout))["next_at"]
        errand = await taken(proved, mpesa)
        assert await proved.write(sending.answered, errand, Reply("unknown", "AG_1", "not_found")) == "sent"
    assert [one.state for one in await news(proved, amina)] == ["unknown"]
    case = await proved.read(lambda tx: tx.one("cases.of", kind="payout", subject=errand.payout))
    assert case is not None and case["state"] == "open"


async def test_another_payouts_reference_is_no_answer(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """A provider that says of two payouts that they are one and the same has said nothing of the second."""
    amina, bakari = await meet(), await meet()
    await asked(proved, amina, mpesa)
    await proved.write(sending.answered, await taken(proved, mpesa), Reply("confirmed", "QK1"))
    await earn(proved, bakari, BALANCE, 2)
    await settled(bakari, mpesa, "0722 000 111")
    await pay_out(bakari, mpesa, await purse(bakari, mpesa))
    errand = await taken(proved, mpesa)
    assert await proved.write(sending.answered, errand, Reply("confirmed", "QK1")) == "unknown"
    assert (await payout(proved, errand.payout))["reason"] == "unreadable"


async def test_a_notice_only_hurries_the_look_up(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """By our id or the provider's; what names nobody, or another rail, moves nothing."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    await proved.write(sending.answered, await taken(proved, mpesa), Reply("sent", "AG_1"))
    for rail, order, reference in (
        ("paypal", str(number), ""),
        ("mpesa", "7", "AG_2"),
        ("mpesa", "9" * 30, ""),
        ("mpesa", "x", ""),
    ):
        assert not await proved.write(sending.noticed, rail, order, reference)
    assert await proved.write(sending.take, mpesa) is None
    assert await proved.write(sending.noticed, "mpesa", "", "AG_1")
    assert not (await taken(proved, mpesa)).sends
    assert (await payout(proved, number))["state"] == "sent"


async def test_the_house_pays_its_fee_when_it_can(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """A promise of a free payout stands though the house has nothing at that moment: it is paid an hour later."""
    amina = await meet()

    def give(tx: Any, about: int) -> None:
        ledger.endow_goodwill(tx, amount=1_000_000, currency="USD", about=about)

    await proved.write(give, 5)
    await asked(proved, amina, mpesa)
    row = await payout(proved, (errand := await taken(proved, mpesa)).payout)
    assert row["house"] == 1
    await proved.write(
        lambda tx: ledger.pay_goodwill(tx, pack=1, worker=amina.who.book, amount=1_000_000, about=77)
    )
    await proved.write(sending.answered, errand, Reply("confirmed", "QK1"))
    await proved.write(give, 6)
    amina.clock.now_ms += limits.hour
    assert await proved.write(meet_deadlines) == ("payout fee",)
    assert await proved.read(lambda tx: ledger.balance(tx, "house:goodwill")) == 1_000_000 - row["fee"]


async def test_a_list_holds_each_payout_once_and_can_be_written_again(
    proved: Database, clock: Clock, meet: Meet
) -> None:
    """What is due goes on one list; the next list has what came since; marks settle it, all or nothing."""
    by_hand = ways(clock, **BY_HAND)
    rail = by_hand.rails["list"]
    assert isinstance(rail, ByHand)
    amina = await meet()
    number = await asked(proved, amina, by_hand, "list mpesa")
    batch = await proved.write(sending.put_on_list, by_hand, "list", 100)
    assert await proved.write(sending.put_on_list, by_hand, "list", 100) == 0
    orders = await proved.read(sending.of_batch, by_hand, batch)
    assert orders == await proved.read(sending.of_batch, by_hand, batch)
    assert [order.id for order in orders] == [str(number)]
    assert orders == await proved.read(sending.listed, by_hand, "list")
    marked = rail.write_list(orders).replace(b",,,", b",x,,B-1")
    read = rail.read_list(marked, orders)
    assert await proved.write(sending.settle_list, dict(read.replies)) == (1, 0)
    assert (await payout(proved, number))["state"] == "confirmed"
    assert await proved.read(sending.of_batch, by_hand, batch) == []
    assert [one.reference for one in await news(proved, amina)] == ["B-1"]


async def test_a_person_ends_what_nobody_knows(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """Paid or failed, once; what was never sent can't be paid; what is nobody's is refused."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    with pytest.raises(PayoutNotByHand):
        await proved.write(sending.settle, number, Reply("confirmed", "QK1"), "Otieno")
    await taken(proved, mpesa)
    assert await proved.write(sending.settle, number, Reply("confirmed", "QK1"), "Otieno") == "confirmed"
    with pytest.raises(PayoutIsOver):
        await proved.write(sending.settle, number, Reply("failed", "", "refused"), "Otieno")
    with pytest.raises(NoSuchPayout):
        await proved.write(sending.settle, 7, Reply("failed"), "Otieno")
    with pytest.raises(PayoutIsOver):
        await proved.write(sending.let, number, "Otieno")


@pytest.mark.parametrize("looks", [False, True])
async def test_nobody_calls_failed_what_is_being_sent_or_looked_up(
    proved: Database, meet: Meet, mpesa: Ways, looks: bool
) -> None:
    """It may be paid at this very moment: the money would be there twice. Afterwards, or when nobody answered, they may."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    errand = await taken(proved, mpesa)
    if looks:
        await proved.write(sending.answered, errand, Reply("unknown", "", "no_answer"))
        amina.clock.now_ms += sending.pauses_ms[0]
        errand = await taken(proved, mpesa)
    with pytest.raises(PayoutBeingAsked):
        await proved.write(sending.settle, number, Reply("failed", "", "refused"), "Otieno")
    assert await amina.balance() == LEFT
    if looks:
        await proved.write(sending.answered, errand, Reply("unknown", "", "no_answer"))
    else:
        amina.clock.now_ms += sending.lease_ms
    assert await proved.write(sending.settle, number, Reply("failed", "", "refused"), "Otieno") == "failed"


async def test_a_provider_that_paid_what_a_person_called_failed_is_told(
    proved: Database, meet: Meet, mpesa: Ways
) -> None:
    """The answer that came too late moves nothing and is no silence: doctor names the payout, for a month."""
    amina = await meet()
    number = await asked(proved, amina, mpesa)
    errand = await taken(proved, mpesa)
    amina.clock.now_ms += sending.lease_ms
    await proved.write(sending.settle, number, Reply("failed", "", "refused"), "Otieno")
    assert await proved.read(sending.doubts) == []
    assert await proved.write(sending.answered, errand, Reply("confirmed", "QK1")) == "failed"
    (doubt,) = await proved.read(sending.doubts)
    assert doubt.startswith(f"Payout {number} ended as failed") and "(reference QK1)" in doubt
    assert (await amina.balance(), len(await news(proved, amina))) == (BALANCE, 1)
    await prove(proved)
    amina.clock.now_ms += sending.contradicted_told_ms + 1
    assert await proved.read(sending.doubts) == []


async def test_a_payout_whose_rail_is_gone_waits(
    proved: Database, clock: Clock, meet: Meet, mpesa: Ways
) -> None:
    """An operator who takes a rail away, or a key, loses nothing: it goes when the rail is back."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    assert await proved.write(sending.take, ways(clock, **BY_HAND)) is None
    amina.clock.now_ms += sending.away_ms
    assert (await taken(proved, mpesa)).sends


async def test_an_empty_account_is_told_to_the_operator(proved: Database, meet: Meet, mpesa: Ways) -> None:
    """Payouts that fail for the operator's own fault are a finding."""
    amina = await meet()
    await asked(proved, amina, mpesa)
    await proved.write(sending.answered, await taken(proved, mpesa), Reply("failed", "", "funds"))
    assert await proved.read(sending.doubts) == [
        "Of payouts by mpesa, 1 failed in the last day: the account there is empty."
    ]


async def test_the_check_sees_a_payout_that_is_not_so_in_the_book(
    database: Database, clock: Clock, mpesa: Ways
) -> None:
    """A state changed past the book, and money in flight that is no payout's."""
    amina = await Worker.met(database, clock)
    number = await asked(database, amina, mpesa)
    await database.write(
        lambda tx: tx.run(
            "payouts.ended", payout=number, state="confirmed", reference="", reason="", now=tx.now
        )
    )
    faults = await database.read(sending.faults)
    assert len(faults) == 2 and str(number) in faults[0]

"""Trusting: of money that can be called back a new requester spends little, and who lives off it is looked at."""

import asyncio
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import admitting, depositing, publishing, trusting
from bot.domain import limits
from bot.domain.refusals.deposits import ReversibleSpent
from bot.domain.refusals.packs import NotFunded
from bot.storage import Database, Tx
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, is_task, make_pack, make_person, prove

pytestmark = pytest.mark.anyio


def charged(tx: Tx, amount: int, charge: str = "charge 1") -> int:
    """Money that a new requester paid in by card; the requester's id."""
    requester = admitting.requester_named(tx, REQUESTER)
    number = depositing.reference_number("telegram", "", charge)
    given = {"way": "telegram", "reference": charge, "charge": "", "currency": "USD", "state": "booked"}
    tx.run("deposits.add", id=number, requester=requester, amount=amount, entered_by="", now=tx.now, **given)
    depositing.book(tx, number, requester, amount, "USD")
    return requester


async def test_of_card_money_a_new_requester_locks_fifty(proved: Database, clock: Clock) -> None:
    """Up to the sum it may go, above it not; after sixty days there is no limit."""
    requester = await proved.write(charged, 200_000_000)
    await proved.write(trusting.may_lock, requester, 50_000_000, RULES)
    with pytest.raises(ReversibleSpent) as refused:
        await proved.write(trusting.may_lock, requester, 50_000_001, RULES)
    assert "50.00 can be used now" in str(refused.value) and "60 days" in str(refused.value)
    clock.now_ms += limits.requester_new_ms
    await proved.write(trusting.may_lock, requester, 200_000_000, RULES)


async def test_money_that_stays_is_counted_as_spent_first(proved: Database) -> None:
    """A bank transfer beside a card payment can be spent whole, and fifty of the card's."""
    requester = await proved.write(charged, 100_000_000)
    await proved.write(depositing.deposit, REQUESTER, 70_000_000, "bank 1", RULES)
    await proved.write(trusting.may_lock, requester, 120_000_000, RULES)
    with pytest.raises(ReversibleSpent):
        await proved.write(trusting.may_lock, requester, 120_000_001, RULES)


async def test_a_launch_beyond_it_is_refused_and_locks_nothing(proved: Database) -> None:
    """The pack stays a draft; what comes by bank lets it start."""
    await make_pack(proved, name="signs", launch=False, tasks=400)
    requester = await proved.write(charged, 900_000_000)
    with pytest.raises(ReversibleSpent):
        await proved.write(publishing.launch, "signs", RULES)
    assert await proved.read(ledger.balance, f"requester:{requester}") == 900_000_000
    await proved.write(depositing.deposit, REQUESTER, 900_000_000, "bank 1", RULES)
    assert await proved.write(publishing.launch, "signs", RULES)
    await prove(proved)


async def test_two_launches_at_once_are_asked_one_after_the_other(proved: Database) -> None:
    """Each alone would fit into what may be spent, both do not: one runs, the other is refused."""
    for name in ("signs", "roofs"):
        await make_pack(proved, name=name, launch=False)
    row = await proved.read(publishing.named, "signs")
    cost = (await proved.read(publishing.quoted, row, RULES)).at_most
    rules = replace(RULES, reversible_max=cost + 1)
    requester = await proved.write(charged, 10 * cost)
    both = (proved.write(publishing.launch, name, rules) for name in ("signs", "roofs"))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Quote", "ReversibleSpent"]
    assert await proved.read(ledger.balance, f"requester:{requester}") == 9 * cost


async def test_what_is_not_there_at_all_is_said_as_such(proved: Database) -> None:
    """More than the purse holds is for the book to refuse."""
    await make_pack(proved, name="signs", launch=False, tasks=400)
    await proved.write(charged, 1_000_000)
    with pytest.raises(NotFunded):
        await proved.write(publishing.launch, "signs", RULES)


async def test_a_refunded_payment_limits_nothing(proved: Database) -> None:
    """What went back can't be called back."""
    requester = await proved.write(charged, 200_000_000)
    await proved.write(depositing.refund, "charge 1", "Wanjiru")
    await proved.write(depositing.deposit, REQUESTER, 200_000_000, "bank 1", RULES)
    await proved.write(trusting.may_lock, requester, 200_000_000, RULES)


async def test_what_was_called_back_and_borne_counts_as_spent(proved: Database, clock: Clock) -> None:
    """Card after card does not fund fifty each: what the house had to bear of the first is gone from the sum; bank money is free."""
    await make_pack(proved, name="signs", launch=False)
    row = await proved.read(publishing.named, "signs")
    cost = (await proved.read(publishing.quoted, row, RULES)).at_most
    rules = replace(RULES, reversible_max=cost + 10)
    requester = await proved.write(charged, cost)
    await proved.write(publishing.launch, "signs", rules)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "charge 1", by)
    await proved.write(depositing.goodwill, cost, "gift", rules)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.bear, "charge 1", by)
    await proved.write(charged, 2 * cost, "charge 2")
    await proved.write(trusting.may_lock, requester, 10, rules)
    with pytest.raises(ReversibleSpent):
        await proved.write(trusting.may_lock, requester, 11, rules)
    await proved.write(depositing.deposit, REQUESTER, 5 * cost, "bank 1", rules)
    await proved.write(trusting.may_lock, requester, 5 * cost + 10, rules)
    with pytest.raises(ReversibleSpent):
        await proved.write(trusting.may_lock, requester, 5 * cost + 11, rules)


async def test_a_debt_that_was_repaid_is_no_longer_counted(proved: Database) -> None:
    """A bank transfer took the place of the card's money: fifty of the next card are free again."""
    await make_pack(proved, name="signs", launch=False)
    row = await proved.read(publishing.named, "signs")
    cost = (await proved.read(publishing.quoted, row, RULES)).at_most
    rules = replace(RULES, reversible_max=cost)
    requester = await proved.write(charged, cost)
    await proved.write(publishing.launch, "signs", rules)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "charge 1", by)
    await proved.write(charged, cost, "charge 2")  # pays the debt, and nothing is free of a third
    await proved.write(charged, cost, "charge 3")
    with pytest.raises(ReversibleSpent):
        await proved.write(trusting.may_lock, requester, 1, rules)
    await proved.write(depositing.deposit, REQUESTER, cost, "bank 1", rules)
    await proved.write(trusting.may_lock, requester, cost, rules)
    with pytest.raises(ReversibleSpent):
        await proved.write(trusting.may_lock, requester, cost + 1, rules)


async def test_who_earns_from_one_new_requester_s_card_alone_is_looked_at(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Their payout waits for a person; not when it is bank money, nor after sixty days, nor with other earnings."""
    pack = await make_pack(proved, tasks=5)
    amina = await meet()
    task = await amina.begins(pack)
    await amina.answer(is_task(task).mark)
    assert await proved.read(trusting.from_new_requester, amina.who.book) is False
    await proved.write(charged, 10_000_000)
    assert await proved.read(trusting.from_new_requester, amina.who.book) is True
    earned = sum((await proved.read(ledger.earned_from, amina.who.book)).values())
    assert earned == await amina.balance() > 0
    await proved.write(ledger.endow_goodwill, amount=5_000_000, currency="USD", about=1)
    paid = {"pack": pack, "worker": amina.who.book, "about": 7}
    await proved.write(ledger.pay_goodwill, amount=earned, **paid)
    assert await proved.read(trusting.from_new_requester, amina.who.book) is False


async def test_who_earned_from_money_that_was_called_back_is_looked_at(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Then more than before: that it is gone is no reason to let the payout go unseen. Sixty days later it is."""
    pack, amina = await make_pack(proved, tasks=5), await meet()
    await amina.answer(is_task(await amina.begins(pack)).mark)
    await proved.write(charged, 10_000_000)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "charge 1", by)
        assert await proved.read(trusting.from_new_requester, amina.who.book) is True
    clock.now_ms += limits.requester_new_ms
    assert await proved.read(trusting.from_new_requester, amina.who.book) is False


async def test_who_earned_nothing_is_not_looked_at(proved: Database, clock: Clock) -> None:
    """Without earnings there is no share; and after sixty days nobody is new."""
    somebody = await make_person(proved)
    await proved.write(charged, 10_000_000)
    assert await proved.read(trusting.from_new_requester, somebody.book) is False

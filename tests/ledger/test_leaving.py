"""A payout leaves once, ends once, and comes back at most once and at most whole."""

import asyncio

import pytest

from bot import ledger
from bot.storage import Database
from tests.ledger.test_movements import cent, funded, pay, proven

pytestmark = pytest.mark.anyio


@pytest.fixture
async def book(database: Database) -> Database:
    """A database where worker 5 has earned ten cents."""
    await database.write(funded)
    await database.write(pay, 11, 10 * cent)
    return database


async def test_a_payout_is_confirmed_or_fails_but_not_both(book: Database) -> None:
    """Each end is known the second time and refuses the other; what failed is available again."""
    for about, movement, other in (
        (1, ledger.confirm_payout, ledger.fail_payout),
        (2, ledger.fail_payout, ledger.confirm_payout),
    ):
        await book.write(ledger.request_payout, worker=5, amount=4 * cent, about=about)
        assert (await book.read(ledger.clearing))["leaving"] == 4 * cent
        ended = await book.write(movement, about=about)
        assert await book.write(movement, about=about) == ended
        with pytest.raises(ledger.KeyConflict):
            await book.write(other, about=about)
    assert await book.read(ledger.available, 5) == 6 * cent
    assert (await book.read(ledger.clearing))["leaving"] == 0
    assert await proven(book)


async def test_two_payouts_of_everything_at_once_are_one(book: Database) -> None:
    """Ten cents cannot leave twice: one of two is refused, whoever was first."""
    outcomes = await asyncio.gather(
        *(book.write(ledger.request_payout, worker=5, amount=10 * cent, about=about) for about in (1, 2)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotEnough", "Transfer"]
    assert await proven(book)


async def test_what_nobody_asked_for_does_not_end_or_come_back(book: Database) -> None:
    """A notice about an unknown payout, or a return of one that failed or is on its way, moves nothing."""
    await book.write(ledger.request_payout, worker=5, amount=cent, about=1)
    await book.write(ledger.request_payout, worker=5, amount=cent, about=2)
    await book.write(ledger.fail_payout, about=2)
    for about in (1, 2, 3):
        with pytest.raises(ledger.NotBegun):
            await book.write(ledger.return_payout, about=about, amount=cent)
    for movement in (ledger.confirm_payout, ledger.fail_payout):
        with pytest.raises(ledger.NotBegun) as refused:
            await book.write(movement, about=3)
        assert refused.value.key == "request_payout:3"


async def test_a_returned_payout_is_at_most_what_was_confirmed(book: Database) -> None:
    """A micro-unit more is refused; the return names its confirmation, happens once and is not earned again."""
    await book.write(ledger.request_payout, worker=5, amount=4 * cent, about=1)
    paid = await book.write(ledger.confirm_payout, about=1)
    with pytest.raises(ledger.NotEnough) as refused:
        await book.write(ledger.return_payout, about=1, amount=4 * cent + 1)
    assert refused.value.there == 4 * cent
    back = await book.write(ledger.return_payout, about=1, amount=3 * cent)
    assert (back.reverses, back.target) == (paid.id, "worker:5:available")
    with pytest.raises(ledger.KeyConflict):
        await book.write(ledger.return_payout, about=1, amount=cent)
    assert await book.read(ledger.available, 5) == 9 * cent
    assert await book.read(ledger.earned_since, 5, 0) == 10 * cent
    assert await proven(book)


async def test_the_house_bears_a_fee_from_its_share_or_from_goodwill(book: Database) -> None:
    """The platform's share first; goodwill when it is too little; the same payer for a repeat; refused beyond both."""
    await book.write(ledger.pay_bonus, requester=3, worker=5, amount=20 * cent, about=1)
    fee = 14_000
    first = await book.write(ledger.pay_transfer_fee, amount=fee, about=1)
    second = await book.write(ledger.pay_transfer_fee, amount=fee, about=2)
    assert (first.source, second.source) == ("house:fees", "house:goodwill")
    await book.write(ledger.pay_bonus, requester=3, worker=5, amount=20 * cent, about=2)
    assert await book.write(ledger.pay_transfer_fee, amount=fee, about=2) == second
    with pytest.raises(ledger.NotEnough) as refused:
        await book.write(ledger.pay_transfer_fee, amount=1000 * cent, about=3)
    assert refused.value.account == "house:goodwill"
    assert await proven(book)


async def test_what_is_written_off_is_goodwill(book: Database) -> None:
    """Somebody who leaves gives up what is there, no more; the book still knows every cent."""
    before = await book.read(ledger.balance, "house:goodwill")
    with pytest.raises(ledger.NotEnough):
        await book.write(ledger.write_off, worker=5, amount=11 * cent, about=1)
    await book.write(ledger.write_off, worker=5, amount=10 * cent, about=1)
    assert await book.read(ledger.available, 5) == 0
    assert await book.read(ledger.balance, "house:goodwill") == before + 10 * cent
    assert await proven(book)

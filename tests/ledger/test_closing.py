"""The fee is a tenth of what was paid, to the micro-unit, and a closed pack gives back all the rest."""

import pytest

from bot import ledger
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.ledger.test_movements import cent, funded, pay, proven, small

pytestmark = pytest.mark.anyio


def odd(tx: Tx, first: int, count: int, amount: int = 33) -> None:
    """Answers paid with amounts that no tenth comes out even on."""
    for about in range(first, first + count):
        pay(tx, about, amount)


async def test_the_fee_is_never_rounded_by_answer(database: Database) -> None:
    """Collected after each of ten answers of 33 micro-units or once after all: a tenth of 330 either way."""
    await database.write(funded)
    for about in range(10):
        await database.write(odd, about, 1)
        await database.write(ledger.collect_fee, pack=7)
    assert await database.read(ledger.balances, "house:f") == {"house:fees": 23}
    assert await database.read(ledger.balance, "house:guarantee") == 10
    assert await proven(database)


async def test_collecting_again_does_nothing(database: Database) -> None:
    """Without new payments there is no new fee."""
    await database.write(funded)
    await database.write(pay, 11)
    assert len(await database.write(ledger.collect_fee, pack=7)) == 2
    assert await database.write(ledger.collect_fee, pack=7) == ()


async def test_a_reversed_payment_gives_its_fee_back(database: Database) -> None:
    """When a payment under review is reversed after the fee was collected, the next collection returns it."""
    await database.write(funded)
    paid = await database.write(pay, 11, cent, True)
    await database.write(ledger.collect_fee, pack=7)
    await database.write(ledger.reverse, transfer=paid.id)
    back = await database.write(ledger.collect_fee, pack=7)
    assert {(transfer.movement, transfer.amount) for transfer in back} == {
        ("return_fee", 700),
        ("return_fee", 300),
    }
    assert await database.read(ledger.balance, "pack:7:fee") == small.fee
    assert await proven(database)


async def test_no_fee_on_floor_and_care(database: Database) -> None:
    """The floor reserve pays without a fee."""
    await database.write(funded)
    await database.write(ledger.pay_floor, pack=7, worker=5, amount=cent, about=1)
    assert await database.write(ledger.collect_fee, pack=7) == ()


async def test_closing_gives_back_everything_unused(database: Database) -> None:
    """After answers for 330 and their fee of 33 the requester has all but 363, and the pack nothing."""
    await database.write(funded)
    await database.write(odd, 11, 10)
    await database.write(ledger.refund, pack=7, requester=3)
    assert await database.read(ledger.balance, "requester:3") == 200 * cent - 363
    assert set((await database.read(ledger.balances, "pack:7:")).values()) == {0}
    assert await database.write(ledger.refund, pack=7, requester=3) == ()
    assert await proven(database)


async def test_what_comes_back_after_closing_is_given_back_too(database: Database) -> None:
    """A payment reversed after the refund is refunded with its fee by a second one."""
    await database.write(funded)
    paid = await database.write(pay, 11, cent, True)
    await database.write(ledger.refund, pack=7, requester=3)
    await database.write(ledger.reverse, transfer=paid.id)
    await database.write(ledger.refund, pack=7, requester=3)
    assert await database.read(ledger.balance, "requester:3") == 200 * cent
    assert await proven(database)


async def test_a_pack_paid_to_the_last_coin_covers_its_fee(database: Database) -> None:
    """Everything the fee-bearing parts hold is paid out, and the fee is still there for all of it."""
    await database.write(funded)

    def empty(tx: Tx) -> None:
        pay(tx, 11, small.answers)
        ledger.pay_gold(tx, pack=7, worker=5, amount=small.gold, about=12)
        ledger.pay_practice(tx, pack=7, worker=5, amount=small.practice, about=13)
        ledger.pay_reading(tx, pack=7, worker=5, amount=small.reading, about=14)
        ledger.pay_side(tx, pack=7, worker=5, amount=small.side, about=15)
        ledger.pay_late(tx, pack=7, worker=5, amount=small.late, about=16)

    await database.write(empty)
    state = await database.read(ledger.fee_state, 7)
    assert (state.due, state.collected, state.there) == (22_000, 0, 22_000)
    await database.write(ledger.collect_fee, pack=7)
    assert await database.read(ledger.balance, "pack:7:fee") == 0
    assert await proven(database)

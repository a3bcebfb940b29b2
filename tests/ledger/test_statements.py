"""A statement is every entry of an owner, newest first, in pages that neither repeat nor leave out."""

import pytest

from bot import ledger
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.conftest import Clock
from tests.ledger.test_movements import cent, funded, pay

pytestmark = pytest.mark.anyio


async def test_pages_join_to_the_whole(database: Database, clock: Clock) -> None:
    """Seven lines in pages of three are the same seven, newest first, with running balances."""
    await database.write(funded)
    for about in range(7):
        clock.now_ms += 60_000
        await database.write(pay, 100 + about)
    whole = await database.read(ledger.statement, "worker:5:")
    assert [line.balance for line in whole] == [cent * count for count in range(7, 0, -1)]
    assert [line.version for line in whole] == [7, 6, 5, 4, 3, 2, 1]
    assert whole[0] == ledger.Line(
        whole[0].transfer,
        clock.now_ms,
        "worker:5:available",
        "pay_answer",
        "pack:7:answers",
        cent,
        7 * cent,
        7,
        7,
        "answer:106",
        whole[0].hash,
    )
    pages, before = [], ledger.no_id_before
    while page := await database.read(ledger.statement, "worker:5:", 3, before):
        pages += page
        before = page[-1].transfer
    assert pages == whole


async def test_a_statement_joins_the_accounts_of_one_owner_only(database: Database) -> None:
    """Earned and available lines of worker 5 stand together; worker 55 and pack 70 are somebody else's."""
    await database.write(funded)

    def work(tx: Tx) -> None:
        pay(tx, 11)
        pay(tx, 12, cent, True)
        ledger.pay_answer(tx, pack=7, worker=55, amount=cent, about=13)
        ledger.top_up(tx, pack=70, requester=3, amounts={"care": 1}, about=14)

    await database.write(work)
    lines = await database.read(ledger.statement, "worker:5:")
    assert {line.account for line in lines} == {"worker:5:available", "worker:5:earned"}
    assert {line.account.split(":")[1] for line in await database.read(ledger.statement, "pack:7:")} == {"7"}
    assert len(await database.read(ledger.balances, "pack:7:")) == 8


async def test_a_prefix_of_many_owners_is_refused(database: Database) -> None:
    """More than sixteen accounts are not one owner's."""
    await database.write(funded)

    def crowd(tx: Tx) -> None:
        for worker in range(17):
            ledger.pay_answer(tx, pack=7, worker=worker, amount=1, about=worker)

    await database.write(crowd)
    with pytest.raises(ledger.TooWide):
        await database.read(ledger.statement, "worker:")


async def test_an_account_never_used_holds_nothing(database: Database) -> None:
    """Balances of accounts that are not there are zero, their statements empty."""
    assert await database.read(ledger.available, 5) == 0
    assert await database.read(ledger.balance, "world") == 0
    assert await database.read(ledger.statement, "worker:5:") == []


async def test_earned_counts_work_once_whatever_left_since(database: Database, clock: Clock) -> None:
    """Two cents yesterday and one today, a cent frozen and thawed in between: three ever, one today."""
    await database.write(funded)
    await database.write(pay, 11, 2 * cent)
    clock.now_ms += 86_400_000
    await database.write(ledger.freeze, worker=5, amount=cent, about=21)
    await database.write(ledger.thaw, about=21)
    await database.write(pay, 12)
    assert await database.read(ledger.earned_since, 5, 0) == 3 * cent
    assert await database.read(ledger.earned_since, 5, clock.now_ms) == cent
    assert await database.read(ledger.earned_since, 6, 0) == 0

"""Many at once: limits, single payments and first uses hold when everybody writes together, on both engines."""

import asyncio
from collections import Counter

import pytest

from bot import ledger
from bot.domain.quote import Quote
from bot.storage import Database
from bot.storage.transaction import Tx

pytestmark = pytest.mark.anyio

cent = 10_000
thirty = Quote(
    answers=30 * cent, gold=0, practice=0, reading=0, side=0, late=0, floor=0, care=0, fee=3 * cent, likely=0
)


def funded(tx: Tx) -> None:
    """Pack 7 has money for thirty answers."""
    ledger.deposit(tx, requester=3, amount=100 * cent, currency="USD", about=1)
    ledger.lock(tx, pack=7, requester=3, quote=thirty, about=2)


async def pay(database: Database, worker: int, about: int) -> str:
    """Pay one answer; the outcome's name."""
    try:
        done = await database.write(ledger.pay_answer, pack=7, worker=worker, amount=cent, about=about)
    except ledger.NotEnough:
        return "refused"
    return f"paid {done.id}"


async def test_eight_writers_pay_exactly_what_is_there(database: Database) -> None:
    """Fifty answers, eight writers, money for thirty: thirty are paid, nobody is overdrawn, the book is whole."""
    await database.write(funded)
    waiting = list(range(100, 150))
    outcomes: Counter[str] = Counter()

    async def writer(worker: int) -> None:
        while waiting:
            outcomes[(await pay(database, worker, waiting.pop())).split()[0]] += 1
            if worker % 3 == 0:
                await database.write(ledger.collect_fee, pack=7)

    await asyncio.gather(*(writer(worker) for worker in range(8)))
    assert outcomes == {"paid": 30, "refused": 20}
    await database.write(ledger.collect_fee, pack=7)
    assert set((await database.read(ledger.balances, "pack:7:")).values()) == {0}
    assert await database.read(ledger.check, whole=True) == []


async def test_the_same_answer_from_eight_sides_is_paid_once(database: Database) -> None:
    """Eight at once pay one assignment of a worker the book never saw: one transfer, given to all of them."""
    await database.write(funded)
    outcomes = await asyncio.gather(*(pay(database, 5, 100) for _ in range(8)))
    assert len(set(outcomes)) == 1
    assert await database.read(ledger.available, 5) == cent
    assert await database.read(ledger.check, whole=True) == []


async def test_a_repeat_that_waited_for_the_last_money_is_no_refusal(database: Database) -> None:
    """The last cent is paid from eight sides at once for one cause: whoever waited is given the transfer, not a refusal."""
    await database.write(funded)
    for about in range(100, 129):
        await pay(database, 5, about)
    for _ in range(5):
        outcomes = await asyncio.gather(*(pay(database, 5, 129) for _ in range(8)))
        assert len(set(outcomes)) == 1 and outcomes[0] != "refused"
    assert await pay(database, 5, 130) == "refused"
    assert await database.read(ledger.balance, "pack:7:answers") == 0
    assert await database.read(ledger.check, whole=True) == []


async def test_the_first_money_ever_from_eight_sides_comes_in_once(database: Database) -> None:
    """Eight at once report the same first deposit, when not even the world has an account."""
    done = await asyncio.gather(
        *(database.write(ledger.deposit, requester=3, amount=cent, currency="USD", about=1) for _ in range(8))
    )
    assert len({transfer.id for transfer in done}) == 1
    assert await database.read(ledger.balance, "requester:3") == cent
    assert await database.read(ledger.check, whole=True) == []


async def test_two_closings_and_late_answers_at_once_lose_nothing(database: Database) -> None:
    """While answers come in a pack is closed three times at once: what was paid is paid, the rest is back."""
    await database.write(funded)
    outcomes = await asyncio.gather(
        *(pay(database, about % 4, about) for about in range(20)),
        *(database.write(ledger.refund, pack=7, requester=3) for _ in range(3)),
        *(database.write(ledger.seal) for _ in range(3)),
    )
    paid = sum(str(outcome).startswith("paid") for outcome in outcomes)
    assert await database.read(ledger.balance, "requester:3") == 100 * cent - paid * (cent + 1_000)
    assert set((await database.read(ledger.balances, "pack:7:")).values()) == {0}
    assert await database.read(ledger.check, whole=True) == []


async def test_workers_in_two_packs_at_once_do_not_block_each_other_for_good(database: Database) -> None:
    """Commands that pay from several accounts in opposite orders all get done (deadlocks are retried)."""

    def both(tx: Tx, about: int) -> None:
        for pack in (7, 8) if about % 2 else (8, 7):
            ledger.pay_answer(tx, pack=pack, worker=about % 3, amount=cent, about=2 * about + pack - 7)

    await database.write(funded)
    await database.write(ledger.lock, pack=8, requester=3, quote=thirty, about=3)
    await asyncio.gather(*(database.write(both, about) for about in range(50, 54)))
    assert await database.read(ledger.balance, "pack:7:answers") == 26 * cent
    assert await database.read(ledger.balance, "pack:8:answers") == 26 * cent
    assert await database.read(ledger.check, whole=True) == []


async def test_a_command_that_fails_later_has_paid_nothing(database: Database) -> None:
    """A payment inside of a command that then raises is undone with it, and can be done again."""

    def failing(tx: Tx) -> None:
        ledger.pay_answer(tx, pack=7, worker=5, amount=cent, about=100)
        raise LookupError("something else")

    await database.write(funded)
    with pytest.raises(LookupError):
        await database.write(failing)
    assert await database.read(ledger.available, 5) == 0
    assert (await pay(database, 5, 100)).startswith("paid")
    assert await database.read(ledger.check, whole=True) == []

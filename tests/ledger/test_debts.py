"""A deposit that is called back is gone from the bank; the book says at once who owes it, and who bears it."""

import pytest

from bot import ledger
from bot.domain.quote import Quote, parts
from bot.storage import ConstraintBroken, Database
from bot.storage.transaction import Tx

pytestmark = pytest.mark.anyio


def _spent(tx: Tx) -> ledger.Transfer:
    """A deposit of 50.00, of which a pack holds 40.00."""
    paid = ledger.deposit(tx, requester=3, amount=50_000_000, currency="USD", about=1)
    quote = Quote(**dict.fromkeys(parts, 0) | {"care": 40_000_000}, likely=0)
    ledger.lock(tx, pack=7, requester=3, quote=quote, about=2)
    return paid


async def _has(database: Database) -> dict[str, int]:
    """Every account that holds or owes something, in whole units."""

    def read(tx: Tx) -> dict[str, int]:
        prefixes = ("world", "requester:", "owed:", "house:", "pack:")
        all_of = (ledger.balances(tx, prefix).items() for prefix in prefixes)
        return {name: amount // 1_000_000 for pairs in all_of for name, amount in pairs if amount}

    assert await database.read(ledger.check, whole=True) == []
    return await database.read(read)


async def test_what_was_spent_is_owed_and_paid_first_when_it_comes_back(database: Database) -> None:
    """Packs keep what they hold; what is free then, and what a pack gives back later, pays the debt."""
    paid = await database.write(_spent)
    await database.write(ledger.call_back, transfer=paid.id)
    await database.write(ledger.repay, requester=3)
    assert await _has(database) == {"owed:3": -40, "pack:7:care": 40}
    await database.write(ledger.pay_care, pack=7, worker=5, amount=10_000_000, about=1)
    await database.write(ledger.refund, pack=7, requester=3)
    (repaid,) = await database.write(ledger.repay, requester=3)
    assert await _has(database) == {"owed:3": -10}
    assert await database.read(ledger.available, 5) == 10_000_000
    assert repaid.amount == 30_000_000
    assert await database.write(ledger.repay, requester=3) == ()


async def test_what_no_house_has_stays_owed(database: Database) -> None:
    """Fees first, then goodwill; the rest when there is goodwill again, and never more than is owed."""
    paid = await database.write(_spent)
    await database.write(ledger.endow_goodwill, amount=15_000_000, currency="USD", about=1)
    await database.write(ledger.call_back, transfer=paid.id)
    await database.write(ledger.repay, requester=3)
    (borne,) = await database.write(ledger.bear, requester=3)
    assert (borne.source, borne.amount) == ("house:goodwill", 15_000_000)
    assert await _has(database) == {"world": -15, "owed:3": -25, "pack:7:care": 40}
    await database.write(ledger.endow_goodwill, amount=30_000_000, currency="USD", about=2)
    await database.write(ledger.bear, requester=3)
    assert await _has(database) == {"world": -45, "house:goodwill": 5, "pack:7:care": 40}
    assert await database.write(ledger.bear, requester=3) == ()


async def test_a_deposit_is_called_back_or_reversed_once(database: Database) -> None:
    """The second time it is the first; after the other way it is refused; what is no deposit can't be called back."""
    paid = await database.write(ledger.deposit, requester=3, amount=50_000_000, currency="USD", about=1)
    first = await database.write(ledger.call_back, transfer=paid.id)
    assert await database.write(ledger.call_back, transfer=paid.id) == first
    with pytest.raises(ledger.KeyConflict):
        await database.write(ledger.reverse, transfer=paid.id)
    for other in (first.id, 12):
        with pytest.raises(ledger.NotReversible):
            await database.write(ledger.call_back, transfer=other)


async def test_what_is_owed_is_never_above_zero(database: Database) -> None:
    """The row itself refuses a debt that is paid twice."""
    paid = await database.write(_spent)
    await database.write(ledger.call_back, transfer=paid.id)

    def twice(tx: Tx) -> None:
        source = tx.one("book.account_named", name="requester:3")
        target = tx.one("book.account_named", name="owed:3")
        assert source is not None and target is not None
        tx.run(
            "book.move_balances",
            source=source["id"], target=target["id"], amount=50_000_001,
            source_version=source["version"] + 1, target_version=target["version"] + 1,
            source_hash="", target_hash="",
        )  # fmt: skip

    await database.write(ledger.deposit, requester=3, amount=60_000_000, currency="USD", about=9)
    with pytest.raises(ConstraintBroken):
        await database.write(twice)

"""Seals name what changed since the one before, and chain."""

import json

import pytest

from bot import ledger
from bot.storage import Database, open_database
from tests.conftest import Clock
from tests.ledger.test_movements import funded, pay

pytestmark = pytest.mark.anyio


async def test_nothing_new_is_not_sealed(database: Database) -> None:
    """An empty book and an unchanged one have nothing to seal."""
    assert await database.write(ledger.seal) is None
    await database.write(funded)
    assert await database.write(ledger.seal) is not None
    assert await database.write(ledger.seal) is None


async def test_a_seal_names_only_what_changed(database: Database) -> None:
    """After one payment the second seal names its two accounts, and covers the first seal."""
    await database.write(funded)
    first = await database.write(ledger.seal)
    await database.write(pay, 11)
    second = await database.write(ledger.seal)
    assert first is not None
    assert second is not None
    assert (first.accounts, second.accounts) == (11, 2)
    assert first.hash != second.hash
    last = await database.read(lambda tx: tx.one("book.last_seal"))
    assert last is not None
    assert len(json.loads(last["accounts"])) == 2
    assert await database.read(ledger.check, whole=True) == []


async def test_a_seal_by_a_process_whose_clock_is_behind_continues_the_chain(
    database: Database, database_url: str, clock: Clock
) -> None:
    """A second program, an hour behind, seals after the first: the chain is in order all the same."""
    clock.now_ms += 3_600_000
    await database.write(funded)
    first = await database.write(ledger.seal)
    await database.close()
    behind = await open_database(database_url, clock=Clock(), node=1)
    await behind.write(pay, 11)
    second = await behind.write(ledger.seal)
    assert first is not None
    assert second is not None
    assert first.id < second.id
    assert await behind.read(ledger.check, whole=True) == []
    await behind.close()

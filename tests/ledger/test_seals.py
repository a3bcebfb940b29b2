"""Seals name what changed since the one before, and chain."""

import asyncio
import json

import psycopg
import pytest

from bot import ledger
from bot.storage import Database, open_database
from tests.conftest import Clock
from tests.ledger.test_movements import funded, pay
from tests.stories.program import until_true

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


async def test_a_seal_beside_a_transfer_takes_accounts_in_its_order(head_postgres: str, clock: Clock) -> None:
    """Somebody holds a worker's account and then the requester's: the seal, which waits for the first, is not in their way."""
    database = await open_database(head_postgres, clock=clock)
    await database.write(funded)
    await database.write(pay, 11)
    held = "SELECT id FROM book_accounts WHERE name = %s FOR UPDATE"
    async with await psycopg.AsyncConnection.connect(head_postgres) as beside:
        await beside.execute("SET LOCAL lock_timeout = '500ms'")  # before a deadlock would be looked for
        await beside.execute(held, ["worker:5:available"])
        sealing = asyncio.create_task(database.write(ledger.seal))
        await asyncio.to_thread(_waits, head_postgres)
        for name in ("requester:3", "pack:7:answers", "house:fees"):
            await beside.execute(held, [name])
        await beside.commit()
    assert await sealing is not None
    assert await database.read(ledger.check, whole=True) == []
    await database.close()


def _waits(url: str) -> None:
    """Until somebody waits for a lock."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with psycopg.connect(url, autocommit=True) as looking:
        until_true(lambda: looking.execute(waiting).fetchone() is not None)

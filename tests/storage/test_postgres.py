"""PostgreSQL: commands that meet each other, lost connections, settings."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.storage import CommitUnknown, Database, DatabaseTrouble, Queries, Tx, open_database
from bot.storage.postgres import attempts_max, writers_default

pytestmark = pytest.mark.anyio

QUERIES = """
-- name: add!
INSERT INTO notes (id, word, amount) VALUES (:id, :word, :amount)
-- name: increase!
UPDATE notes SET amount = amount + :by WHERE word = :word
-- name: total$
SELECT sum(amount) FROM notes
-- name: words
SELECT word FROM notes ORDER BY word
-- name: known$
SELECT count(*) FROM notes WHERE word = :word
-- name: pid$
SELECT pg_backend_pid()
-- name: settings^
SELECT current_setting('synchronous_commit') AS synchronous, current_setting('transaction_isolation') AS isolation,
    current_setting('transaction_read_only') AS read_only
"""


@pytest.fixture
async def notes(empty_postgres: str, clock: Any, migrations: Path, tmp_path: Path) -> AsyncIterator[Database]:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.sql").write_text(QUERIES)
    opened = await open_database(
        empty_postgres, clock=clock, queries=Queries.load(tmp_path / "own"), migrations=migrations
    )
    yield opened
    await opened.close()


def add(tx: Tx, word: str) -> None:
    tx.run("notes.add", id=tx.new_id(), word=word, amount=0)


async def test_what_is_run_again_in_vain_is_trouble(notes: Database) -> None:
    """After the last attempt it is no bug of ours: nothing is acknowledged, and the same comes again."""
    runs: list[int] = []

    def meets_others(tx: Tx) -> None:
        runs.append(tx.now)
        tx._connection.execute("DO $$ BEGIN RAISE EXCEPTION 'others' USING ERRCODE = '40001'; END $$")

    with pytest.raises(DatabaseTrouble, match="in the way"):
        await notes.write(meets_others)
    assert len(runs) == attempts_max


async def test_a_deadlock_is_run_again(notes: Database) -> None:
    """Two commands that lock two rows crosswise both succeed; one of them ran twice."""
    await notes.write(add, "a")
    await notes.write(add, "b")
    meeting = threading.Barrier(2, timeout=10)
    runs: list[str] = []

    def cross(tx: Tx, first: str, second: str) -> None:
        runs.append(first)
        tx.run("notes.increase", word=first, by=1)
        if runs.count(first) == 1:
            meeting.wait()
        tx.run("notes.increase", word=second, by=1)

    await asyncio.gather(notes.write(cross, "a", "b"), notes.write(cross, "b", "a"))
    assert await notes.read(lambda tx: tx.value("notes.total")) == 4
    assert len(runs) == 3


async def test_two_who_ask_first_and_write_the_same_both_succeed(notes: Database) -> None:
    """When somebody wrote between the asking and the writing, the command runs again and sees it."""
    meeting = threading.Barrier(2, timeout=10)
    runs: list[int] = []

    def add_unless_known(tx: Tx) -> bool:
        runs.append(1)
        known = bool(tx.value("notes.known", word="a"))
        if len(runs) <= 2:
            meeting.wait()
        if not known:
            add(tx, "a")
        return known

    outcomes = await asyncio.gather(notes.write(add_unless_known), notes.write(add_unless_known))
    assert sorted(outcomes) == [False, True]
    assert await notes.read(lambda tx: tx.all("notes.words")) == [{"word": "a"}]


async def test_commands_run_side_by_side_and_none_is_lost(notes: Database) -> None:
    """A hundred increases of one row, over several connections, all count."""
    await notes.write(add, "a")
    await asyncio.gather(
        *(notes.write(lambda tx: tx.run("notes.increase", word="a", by=1)) for _ in range(100))
    )
    assert await notes.read(lambda tx: tx.value("notes.total")) == 100


async def end_session(url: str, pid: int) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as other:
        await other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


async def test_a_connection_lost_before_the_commit_costs_nothing(
    notes: Database, empty_postgres: str
) -> None:
    """A command whose connection dies under it runs again on a new one."""
    runs: list[int] = []

    def die_once(tx: Tx) -> None:
        runs.append(tx.value("notes.pid"))
        if len(runs) == 1:
            with psycopg.connect(empty_postgres, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (runs[0],))
        add(tx, "a")

    await notes.write(die_once)
    assert len(runs) == 2
    assert await notes.read(lambda tx: tx.all("notes.words")) == [{"word": "a"}]


async def test_idle_connections_that_died_are_replaced(notes: Database, empty_postgres: str) -> None:
    """After a restart of the server the next write and read go on, with one attempt more."""
    meeting = threading.Barrier(writers_default, timeout=10)

    def together(tx: Tx) -> int:
        pid = int(tx.value("notes.pid"))
        meeting.wait()
        return pid

    pids = await asyncio.gather(*(notes.write(together) for _ in range(writers_default)))
    for pid in {*pids, await notes.read(lambda tx: tx.value("notes.pid"))}:
        await end_session(empty_postgres, pid)
    runs: list[int] = []

    def counted(tx: Tx) -> None:
        runs.append(1)
        add(tx, "a")

    await notes.write(counted)
    assert len(runs) <= 2
    assert await notes.read(lambda tx: tx.all("notes.words")) == [{"word": "a"}]


async def test_a_connection_lost_while_committing_is_told_as_unknown(
    notes: Database, empty_postgres: str
) -> None:
    """When the answer to COMMIT never came, the command is not run again by itself."""
    runs: list[int] = []

    def die_at_the_end(tx: Tx) -> None:
        add(tx, "a")
        runs.append(tx.value("notes.pid"))
        with psycopg.connect(empty_postgres, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (runs[0],))

    with pytest.raises(CommitUnknown):
        await notes.write(die_at_the_end)
    assert len(runs) == 1


async def test_commands_and_queries_have_their_settings(notes: Database) -> None:
    """Commits reach the disk; commands are read committed, queries see one picture and cannot write."""
    assert await notes.write(lambda tx: tx.one("notes.settings")) == {
        "synchronous": "on",
        "isolation": "read committed",
        "read_only": "off",
    }
    seen = await notes.read(lambda tx: tx.one("notes.settings"))
    assert seen == {"synchronous": "on", "isolation": "repeatable read", "read_only": "on"}


async def test_a_server_that_is_not_there_is_named(tmp_path: Path, clock: Any, migrations: Path) -> None:
    """No server raises DatabaseTrouble with a sentence."""
    with pytest.raises(DatabaseTrouble, match="cannot be reached"):
        await open_database(f"postgresql:///x?host={tmp_path}", clock=clock, migrations=migrations)

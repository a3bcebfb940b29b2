"""Group commit on SQLite: what happens when a batch, the disk or the process breaks."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.storage import Database, DatabaseTrouble, DiskFull, Queries, Tx, open_database
from bot.storage.sqlite import batch_commands_max
from bot.storage.sqlite_file import made

pytestmark = pytest.mark.anyio

QUERIES = """
-- name: limit$
PRAGMA max_page_count = 24;

-- name: no_limit$
PRAGMA max_page_count = 1000000;

-- name: grow!
INSERT INTO bulk (id, text) VALUES (:id, :text);

-- name: children_later!
INSERT INTO later (id, parent) VALUES (:id, :parent);

-- name: ids
SELECT id FROM bulk ORDER BY id;

-- name: settings^
SELECT journal_mode, synchronous, foreign_keys, timeout
FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys, pragma_busy_timeout;
"""
MIGRATION = """
CREATE TABLE bulk (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE later (
    id BIGINT NOT NULL PRIMARY KEY,
    parent BIGINT NOT NULL REFERENCES bulk (id) DEFERRABLE INITIALLY DEFERRED
);
"""

OPEN: list[Database] = []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("sql/bulk.sql", QUERIES), ("migrations/0001_bulk.sql", MIGRATION)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    return tmp_path


async def opened(folder: Path, data: Path) -> Database:
    database = await open_database(
        f"sqlite://{data}/ujima.db",
        clock=lambda: time.time_ns() // 1_000_000,
        queries=Queries.load(folder / "sql"),
        migrations=folder / "migrations",
    )
    OPEN.append(database)
    return database


@pytest.fixture(autouse=True)
async def closing() -> AsyncIterator[None]:
    """Close what a failed test left open: the writer's thread would keep the run from ending."""
    yield
    while OPEN:
        await OPEN.pop().close()


def grow(tx: Tx, number: int, size: int) -> int:
    tx.run("bulk.grow", id=number, text="x" * size)
    return number


def ids(tx: Tx) -> list[int]:
    return [row["id"] for row in tx.all("bulk.ids")]


async def test_a_full_file_undoes_a_batch_and_only_the_guilty_is_told(folder: Path) -> None:
    """SQLITE_FULL throws the whole transaction away; the others of the batch are run again and kept."""
    database = await opened(folder, folder)
    await database.write(lambda tx: tx.value("bulk.limit"))
    runs: list[int] = []

    def counted(tx: Tx, number: int, size: int) -> int:
        runs.append(number)
        return grow(tx, number, size)

    sizes = [10, 10, 1_000_000, 10, 10]
    outcomes = await asyncio.gather(
        *(database.write(counted, number, size) for number, size in enumerate(sizes)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [int, int, DiskFull, int, int]
    assert await database.read(ids) == [0, 1, 3, 4]
    assert runs[:4] == [0, 1, 2, 0], "the first commands ran again: their transaction was gone"
    await database.write(lambda tx: tx.value("bulk.no_limit"))
    assert await database.write(grow, 2, 1_000_000) == 2
    await database.close()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True
        )
        if mounted.returncode:
            pytest.skip("a small disk cannot be mounted here (not root)")
        yield Path(folder)
        subprocess.run(["umount", folder], check=True)


async def test_nothing_acknowledged_is_lost_on_a_full_disk(folder: Path, small_disk: Path) -> None:
    """A disk that fills up under many writers: who was told yes is stored, who was told DiskFull is not."""
    database = await opened(folder, small_disk)
    outcomes = await asyncio.gather(
        *(database.write(grow, number, 10_000) for number in range(200)), return_exceptions=True
    )
    told = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert {type(outcome) for outcome in outcomes} == {int, DiskFull}
    assert await database.read(ids) == sorted(told)
    await database.close()
    await (reopened := await opened(folder, small_disk)).close()
    assert reopened.engine == "sqlite"


async def test_a_commit_that_fails_is_blamed_on_its_command(folder: Path) -> None:
    """A rule that is checked at COMMIT fails the batch; run singly, only the command that broke it fails."""
    database = await opened(folder, folder)
    outcomes = await asyncio.gather(
        database.write(grow, 1, 1),
        database.write(lambda tx: tx.run("bulk.children_later", id=1, parent=99)),
        database.write(grow, 2, 1),
        return_exceptions=True,
    )
    assert [type(outcome).__name__ for outcome in outcomes] == ["int", "ConstraintBroken", "int"]
    assert await database.read(ids) == [1, 2]
    await database.close()


async def test_many_commands_share_a_commit(folder: Path) -> None:
    """A thousand waiting commands take a handful of transactions, each of at most the named size."""
    database = await opened(folder, folder)
    writer: Any = database._writer  # type: ignore[attr-defined]
    statements: list[str] = []
    await writer.set_trace_callback(statements.append)
    await asyncio.gather(*(database.write(grow, number, 1) for number in range(1000)))
    await writer.set_trace_callback(None)
    batches = "\n".join(statements).split("COMMIT")
    assert len(batches) - 1 <= 20
    assert max(batch.count("SAVEPOINT command") for batch in batches) <= batch_commands_max
    await database.close()


async def test_a_slow_command_ends_its_batch(folder: Path) -> None:
    """Commands behind a slow one get their own transaction and are not forgotten."""
    database = await opened(folder, folder)

    def slow(tx: Tx, number: int) -> int:
        time.sleep(0.06)
        return grow(tx, number, 1)

    calls = [database.write(slow, number) for number in range(3)]
    assert await asyncio.gather(*calls) == [0, 1, 2]
    assert await database.read(ids) == [0, 1, 2]
    await database.close()


async def test_an_answer_is_told_only_when_it_is_in_the_file(folder: Path) -> None:
    """What a caller was told can be read by another process at once."""
    database = await opened(folder, folder)
    for number in range(3):
        await database.write(grow, number, 1)
        other = sqlite3.connect(f"file:{folder}/ujima.db?mode=ro", uri=True)
        assert other.execute("SELECT max(id) FROM bulk").fetchone() == (number,)
        other.close()
    await database.close()


async def test_the_settings_are_the_safe_ones(folder: Path) -> None:
    """The log is on, every commit reaches the disk, foreign keys are checked, and a lock is waited for."""
    database = await opened(folder, folder)
    assert await database.write(lambda tx: tx.one("bulk.settings")) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "timeout": 5000,
    }
    await database.close()


async def test_the_file_is_for_our_own_user_and_closing_folds_the_log_in(folder: Path) -> None:
    """Database and log are readable by us alone; after close one file is left."""
    database = await opened(folder, folder)
    await database.write(grow, 1, 1)
    files = sorted(os.listdir(folder))
    assert [name for name in files if name.startswith("ujima")] == [
        "ujima.db",
        "ujima.db-shm",
        "ujima.db-wal",
    ]
    assert {os.stat(folder / name).st_mode & 0o777 for name in files if name.startswith("ujima")} == {0o600}
    await database.close()
    assert [name for name in os.listdir(folder) if name.startswith("ujima")] == ["ujima.db"]


async def test_opening_a_file_gives_up_no_lock_on_it(folder: Path) -> None:
    """What was written lies in the log still after another process has come and gone, for somebody here reads it."""
    path = made(folder / "ujima.db")
    here = sqlite3.connect(path, isolation_level=None)
    here.execute("PRAGMA journal_mode=WAL")
    here.execute("CREATE TABLE said (word TEXT)")
    made(path)
    visit = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM said'); c.close()"
    )
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", visit, str(path)], check=True)
    assert path.with_name("ujima.db-wal").stat().st_size > 0
    here.close()


async def test_a_second_writer_is_named_as_the_trouble(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another process holds the write lock, all who wait are told so, after one wait and not one each."""
    monkeypatch.setattr("bot.storage.sqlite_file.busy_ms_max", 200)
    database = await opened(folder, folder)
    other = sqlite3.connect(folder / "ujima.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    calls = [database.write(grow, number, 1) for number in range(20)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DatabaseTrouble}
    assert "Another program" in str(outcomes[0])
    assert time.monotonic() - started < 2
    other.execute("ROLLBACK")
    other.close()
    assert await database.write(grow, 1, 1) == 1
    await database.close()


@pytest.mark.parametrize("content", [b"this is not a database" * 100, None], ids=["garbage", "folder"])
async def test_a_file_that_is_no_database_is_refused_with_a_sentence(
    folder: Path, content: bytes | None
) -> None:
    """Garbage, or a folder, in the database's place raises DatabaseTrouble and leaves no thread behind."""
    path = folder / "ujima.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(DatabaseTrouble):
        await opened(folder, folder)


WRITER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_sqlite import grow, opened

async def main():
    database = await opened(Path(sys.argv[1]), Path(sys.argv[1]))
    async def client(first):
        for number in range(first, first + 1_000_000):
            sys.stdout.write(f"{{await database.write(grow, number, 500)}}\\n")
            sys.stdout.flush()
    await asyncio.gather(*(client(first * 1_000_000) for first in range(int(sys.argv[2]), int(sys.argv[2]) + 16)))

asyncio.run(main())
"""


def killed_after(folder: Path, run: int, count: int) -> set[int]:
    """Let a process write, kill it after `count` acknowledgements, return all that it gave."""
    code = WRITER.format(tests=str(Path(__file__).parent))
    command = [sys.executable, "-c", code, str(folder), str(run * 16)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told: set[int] = set()
        for line in writer.stdout:  # what is in the pipe when it dies was told as well
            if line.endswith("\n") and line.strip().isdigit():
                told.add(int(line))
            if len(told) == count:
                writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    return told


async def test_kill_9_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    """A writing process is killed twice; everything it said is stored is stored, and the file is whole."""
    acknowledged = killed_after(folder, 0, 700) | killed_after(folder, 1, 300)
    database = await opened(folder, folder)
    assert acknowledged <= set(await database.read(ids))
    await database.close()
    checked = sqlite3.connect(folder / "ujima.db")
    assert checked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    checked.close()

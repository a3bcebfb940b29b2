"""SQLite behind the face: one writer with group commit, and readers that cannot write.

Commands wait in a queue and run in batches on the writer connection's own thread: a SAVEPOINT for each, one COMMIT
for all, `synchronous=FULL`. Nobody is told anything before COMMIT has returned. A hard error (disk full, I/O) undoes
a whole batch; then its commands run again one by one, so that each gets its own outcome.

Only the writer checkpoints, and only one process may write a file (`bot.storage.lock`): before 3.51.3 SQLite
can lose committed data when two processes do (the WAL-reset bug).
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import quote

import aiosqlite
import structlog

from bot.meters import Meters
from bot.storage.ids import IdMaker
from bot.storage.migrate import read_migrations
from bot.storage.queries import Queries, Statement
from bot.storage.sqlite_file import made, prepare, set_common, translated
from bot.storage.transaction import Engine, Row, Tx, Value, carried_out
from bot.storage.troubles import DatabaseTrouble, WriteInRead

P = ParamSpec("P")
T = TypeVar("T")

batch_commands_max = 256
batch_seconds_max = 0.05
readers_default = 2
statements_cached_max = 512
SAFE_VERSION = (3, 51, 3)


class SqliteTx(Tx):
    """A transaction on SQLite."""

    __slots__ = ()
    engine = "sqlite"

    def _fetch(self, statement: Statement, values: Mapping[str, Value]) -> list[Row]:
        cursor = self._connection.execute(statement.sql, values)
        rows = cursor.fetchall()
        if not rows:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _run(self, statement: Statement, values: Mapping[str, Value]) -> int:
        cursor = self._connection.execute(statement.sql, values)
        if cursor.description is not None:  # RETURNING: the count is known only when all rows were read
            cursor.fetchall()
        return cast(int, cursor.rowcount)

    def _run_many(self, statement: Statement, rows: list[Mapping[str, Value]]) -> None:
        self._connection.executemany(statement.sql, rows)

    def _translated(self, error: Exception) -> Exception:
        return translated(error)


class _ReadTx(SqliteTx):
    """A transaction on a connection that was opened for reading."""

    __slots__ = ()

    def _translated(self, error: Exception) -> Exception:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            return WriteInRead(f"a query given to read() tried to write ({error})")
        return translated(error)


@dataclass(slots=True, eq=False)
class _Waiting:
    """A command in the queue, and what became of it."""

    command: Callable[[Tx], Any]
    cause: str
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None
    calls: list[Callable[[], None]] = field(default_factory=list)


class _BatchLost(Exception):
    """The whole transaction is gone, with what earlier commands of the batch did."""


class SqliteDatabase:
    """See `bot.storage.database.Database`."""

    engine: Engine = "sqlite"

    def __init__(
        self,
        writer: aiosqlite.Connection,
        readers: list[aiosqlite.Connection],
        queries: Queries,
        clock: Callable[[], int],
        ids: IdMaker,
        meters: Meters,
    ) -> None:
        self._meters = meters
        self._writer = writer
        self._readers = readers
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._statements = queries.sqlite
        self._clock = clock
        self._ids = ids
        self._queue: deque[_Waiting] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    async def write(
        self,
        command: Callable[Concatenate[Tx, ...], T],
        /,
        *args: Any,
        cause: str = "",
        **kwargs: Any,
    ) -> T:
        """Run a command in a transaction; return its result after COMMIT."""
        self._refuse_closed()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(lambda tx: command(tx, *args, **kwargs), cause, future))
        if self._pump is None:
            self._pump = asyncio.create_task(self._work_off())
        return await future

    async def read(
        self,
        query: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a query on one unchanging picture of the database."""
        self._refuse_closed()
        reader = await self._idle.get()
        try:
            return cast(
                T,
                await _on_thread(reader, self._look, reader, lambda tx: query(tx, *args, **kwargs)),
            )
        finally:
            self._idle.put_nowait(reader)

    async def purge(self, tables: Sequence[str]) -> None:
        """Write the file anew without what was deleted, and cut its log to nothing."""
        self._refuse_closed()
        await _on_thread(self._writer, self._written_anew)

    def _written_anew(self) -> None:
        connection = self._writer._conn
        try:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise translated(error) from error
        if busy:
            raise DatabaseTrouble("The log can't be cut while somebody reads. Try again.")

    async def close(self) -> None:
        """Finish what waits, then close; the writer last, so that it folds the log into the file."""
        self._closed = True
        if self._pump is not None:
            await self._pump
        for _ in self._readers:
            await (await self._idle.get()).close()
        self._readers = []
        await self._writer.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise DatabaseTrouble("The database is closed: the program is stopping.")

    async def _work_off(self) -> None:
        """Run batches until nobody waits."""
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), batch_commands_max))]
            batch = [waiting for waiting in batch if not waiting.future.done()]
            try:
                done = await _on_thread(self._writer, self._run_batch, batch)
            except Exception as error:
                _tell_all(batch, translated(error))
                continue
            except BaseException:
                self._pump = None
                _tell_all([*batch, *self._queue], DatabaseTrouble("The program is stopping."))
                raise
            self._queue.extendleft(reversed(batch[done:]))
            if any(waiting.error is None for waiting in batch[:done]):
                self._meters.observe("ujima_commit_commands", done)
                self._meters.happened("ujima_commit_age_seconds")
            _tell(batch[:done])
            await asyncio.sleep(0)  # whom we just told may join the next batch
        self._pump = None

    def _run_batch(self, batch: list[_Waiting]) -> int:
        """Run commands until the time is up; return how many have their outcome. On the writer's thread."""
        self._ids.reserve(self._clock(), self._take_block)
        if len(batch) > 1:
            try:
                return self._run_together(batch)
            except _BatchLost:
                pass
        started = time.monotonic()
        for done, waiting in enumerate(batch, start=1):
            self._run_alone(waiting)
            if time.monotonic() - started > batch_seconds_max:
                return done
        return len(batch)

    def _run_together(self, batch: list[_Waiting]) -> int:
        """Run commands in one transaction; raise _BatchLost when nothing of it was stored."""
        connection = self._writer._conn
        connection.execute("BEGIN IMMEDIATE")
        started, done = time.monotonic(), 0
        try:
            for waiting in batch:
                self._run_in_savepoint(connection, waiting)
                done += 1
                if time.monotonic() - started > batch_seconds_max:
                    break
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _BatchLost from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return done

    def _run_in_savepoint(self, connection: sqlite3.Connection, waiting: _Waiting) -> None:
        connection.execute("SAVEPOINT command")
        self._carry_out(connection, waiting)
        # Where a hard error took the whole transaction, the savepoint is gone too and the next line raises.
        if waiting.error is not None:
            connection.execute("ROLLBACK TO command")
        connection.execute("RELEASE command")

    def _run_alone(self, waiting: _Waiting) -> None:
        connection = self._writer._conn
        try:
            connection.execute("BEGIN IMMEDIATE")
            self._carry_out(connection, waiting)
            if waiting.error is None:
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            waiting.error = translated(error)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _carry_out(self, connection: sqlite3.Connection, waiting: _Waiting) -> None:
        tx = SqliteTx(connection, self._statements, self._clock(), waiting.cause, self._ids)
        waiting.result, waiting.error, waiting.calls = None, None, tx._calls
        try:
            waiting.result = carried_out(tx, waiting.command)
        except Exception as error:
            waiting.error = error

    def _look(self, reader: aiosqlite.Connection, query: Callable[[Tx], T]) -> T:
        connection = reader._conn
        try:
            connection.execute("BEGIN")
            return cast(
                T,
                carried_out(_ReadTx(connection, self._statements, self._clock()), query),
            )
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _take_block(self, start_ms: int, length_ms: int) -> int:
        row = self._writer._conn.execute(
            "INSERT INTO id_blocks (node, end_ms) VALUES (?, ?) ON CONFLICT (node) DO UPDATE"
            " SET end_ms = max(end_ms, excluded.end_ms - ?) + ? RETURNING end_ms",
            (self._ids.node, start_ms + length_ms, length_ms, length_ms),
        ).fetchall()
        return cast(int, row[0][0])


def _tell(batch: list[_Waiting]) -> None:
    """Give each caller its outcome; in the event loop thread, after the commit."""
    loop = asyncio.get_running_loop()
    for waiting in batch:
        if waiting.error is None:
            for call in waiting.calls:
                loop.call_soon(call)
        if waiting.future.done():
            continue
        if waiting.error is None:
            waiting.future.set_result(waiting.result)
        else:
            waiting.future.set_exception(waiting.error)


def _tell_all(batch: list[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.future.done():
            waiting.future.set_exception(error)


async def _on_thread(
    connection: aiosqlite.Connection, act: Callable[P, T], *args: P.args, **_: P.kwargs
) -> T:
    """Run a function on a connection's own thread, where its statements belong together."""
    queued: Callable[..., Awaitable[T]] = connection._execute
    return await queued(act, *args)


async def open_sqlite(
    path: Path,
    *,
    clock: Callable[[], int],
    node: int = 0,
    queries: Queries,
    migrations: Path,
    meters: Meters,
    readers: int = readers_default,
) -> SqliteDatabase:
    """Open a database file, made when it is not there, and bring it to head."""
    log = structlog.get_logger(__name__)
    if sqlite3.sqlite_version_info < SAFE_VERSION:
        log.warning(
            "This SQLite has a fault that needs two programs writing to one file to show (WAL reset, mended in 3.51.3). "
            "Ujima lets only one program write, so nothing need be done; open the file with no other while it runs.",
            version=sqlite3.sqlite_version,
        )
    steps = read_migrations(migrations, "sqlite")
    ids = IdMaker(node)
    opened: list[aiosqlite.Connection] = []
    try:
        writer = await _connected(made(path))
        opened.append(writer)
        await _on_thread(writer, prepare, writer._conn, path, steps, clock)
        for _ in range(readers):
            reader = await _connected(f"file:{quote(str(path))}?mode=ro", uri=True)
            opened.append(reader)
            await _on_thread(reader, set_common, reader._conn, "query_only=ON")
    except BaseException as error:
        for connection in reversed(opened):
            await connection.close()
        if isinstance(error, sqlite3.Error):
            raise translated(error) from error
        raise
    log.info(
        "database_opened",
        engine="sqlite",
        version=sqlite3.sqlite_version,
        path=str(path),
    )
    return SqliteDatabase(opened[0], opened[1:], queries, clock, ids, meters)


async def _connected(to: Path | str, uri: bool = False) -> aiosqlite.Connection:
    connection = aiosqlite.connect(to, uri=uri, isolation_level=None, cached_statements=statements_cached_max)
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(
            connection._thread.join
        )  # it tells this loop that it ends: the loop must be there
        raise

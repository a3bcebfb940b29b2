"""PostgreSQL behind the face: plain functions on psycopg connections in threads.

READ COMMITTED with row locks for commands, REPEATABLE READ READ ONLY for queries (one unchanging picture, as on
SQLite). A command that meets a serialization failure or a deadlock, or loses its connection before COMMIT was sent,
runs again; also once after a unique violation, since another command may have written between its asking and its
writing, which cannot happen on SQLite. Integers are always sent as 64 bit and come back as int, whatever the expression's own type.
"""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import psycopg
import structlog
from psycopg import IsolationLevel, errors, sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import dict_row
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper
from psycopg_pool import ConnectionPool

from bot.meters import Meters
from bot.storage.ids import IdMaker
from bot.storage.migrate import OWN_TABLES, Applied, outstanding, read_migrations
from bot.storage.queries import Queries, Statement
from bot.storage.transaction import Engine, Row, Tx, Value, carried_out
from bot.storage.troubles import (
    CommitUnknown,
    ConstraintBroken,
    DatabaseTrouble,
    DiskFull,
    WriteInRead,
)

P = ParamSpec("P")
T = TypeVar("T")
Connection = psycopg.Connection[Row]

attempts_max = 8
pause_seconds_max = 0.5
writers_default = 8
readers_default = 4
connect_seconds_max = 10
lock_ms_max = 10_000
statement_ms_max = 30_000
migrate_lock_key = 0x556A696D61  # "Ujima": one process migrates at a time

_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)


class _WholeLoader(Loader):
    """numeric → int; sum(bigint) is numeric. What has a fraction, as avg does, becomes float as on SQLite."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or text == b"NaN" else int(text)


class _TruthLoader(Loader):
    """bool → 1 or 0, as on SQLite."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


def translated(error: Exception) -> Exception:
    """Return the typed error for a driver's error; the error itself when it is a bug in the SQL."""
    if isinstance(error, errors.DiskFull):
        return DiskFull(f"The disk of the database server is full: free some room. ({error})")
    if isinstance(error, psycopg.IntegrityError):
        return ConstraintBroken(str(error))
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return WriteInRead(f"a query given to read() tried to write ({error})")
    if isinstance(error, _AGAIN):
        return error
    if isinstance(error, psycopg.OperationalError | psycopg.InternalError):
        return DatabaseTrouble(f"The database server cannot be reached or refuses to work. ({error})")
    return error


def worn_out(error: Exception) -> DatabaseTrouble:
    """The typed error for what was run again as often as it may be."""
    return DatabaseTrouble(
        f"Others were in the way each time, {attempts_max} times over: try it once more. ({error})"
    )


class PostgresTx(Tx):
    """A transaction on PostgreSQL."""

    __slots__ = ()
    engine = "postgres"

    def _fetch(self, statement: Statement, values: Mapping[str, Value]) -> list[Row]:
        return cast(list[Row], self._connection.execute(statement.wire, values).fetchall())

    def _run(self, statement: Statement, values: Mapping[str, Value]) -> int:
        return cast(int, self._connection.execute(statement.wire, values).rowcount)

    def _run_many(self, statement: Statement, rows: list[Mapping[str, Value]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(statement.wire, rows)

    def _translated(self, error: Exception) -> Exception:
        return error  # translated once, after deciding whether to run again


class PostgresDatabase:
    """See `bot.storage.database.Database`."""

    engine: Engine = "postgres"

    def __init__(
        self, url: str, queries: Queries, clock: Callable[[], int], ids: IdMaker, meters: Meters
    ) -> None:
        self._url, self._meters = url, meters
        self._statements = queries.postgres
        self._clock = clock
        self._ids = ids
        self._writers = _pool(url, writers_default, _set_writer)
        self._readers = _pool(url, readers_default, _set_reader)
        self._write_threads = ThreadPoolExecutor(writers_default, "postgres-write")
        self._read_threads = ThreadPoolExecutor(readers_default, "postgres-read")
        self._closed = False

    async def write(
        self,
        command: Callable[Concatenate[Tx, ...], T],
        /,
        *args: Any,
        cause: str = "",
        **kwargs: Any,
    ) -> T:
        """Run a command in a transaction, again if the server asks for it; return its result after COMMIT."""
        self._refuse_closed()
        loop = asyncio.get_running_loop()

        def work() -> T:
            result, calls = self._write(lambda tx: command(tx, *args, **kwargs), cause)
            for call in calls:
                loop.call_soon_threadsafe(call)
            return cast(T, result)

        result = await loop.run_in_executor(self._write_threads, work)
        self._meters.observe("ujima_commit_commands", 1)
        self._meters.happened("ujima_commit_age_seconds")
        return result

    async def read(
        self,
        query: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a query on one unchanging picture of the database."""
        self._refuse_closed()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._read_threads, self._read, lambda tx: query(tx, *args, **kwargs)
        )

    async def purge(self, tables: Sequence[str]) -> None:
        """Write these tables anew without what was deleted; each is locked for so long."""
        self._refuse_closed()
        await asyncio.to_thread(self._written_anew, tables)

    def _written_anew(self, tables: Sequence[str]) -> None:
        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=connect_seconds_max) as server:
                for table in tables:
                    server.execute(sql.SQL("VACUUM (FULL) {}").format(sql.Identifier(table)))
        except psycopg.Error as error:
            raise translated(error) from error

    async def close(self) -> None:
        """Finish what runs, then close."""
        self._closed = True
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        for threads in (self._write_threads, self._read_threads):
            threads.shutdown()
        for pool in (self._writers, self._readers):
            pool.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise DatabaseTrouble("The database is closed: the program is stopping.")

    def _write(self, command: Callable[[Tx], Any], cause: str) -> tuple[Any, list[Callable[[], None]]]:
        return self._persevere(self._writers, lambda connection: self._commit(connection, command, cause))

    def _read(self, query: Callable[[Tx], T]) -> T:
        def look(connection: Connection) -> T:
            return cast(
                T,
                carried_out(PostgresTx(connection, self._statements, self._clock()), query),
            )

        return self._persevere(self._readers, look)

    def _persevere(self, pool: "ConnectionPool[Connection]", act: Callable[[Connection], T]) -> T:
        """Act on a connection, at most `attempts_max` times; raise the last error, typed."""
        for attempt in range(1, attempts_max + 1):
            connection: Connection | None = None
            try:
                with pool.connection() as connection:
                    return act(connection)
            except Exception as error:
                lost = isinstance(error, psycopg.OperationalError) and _is_gone(connection)
                raced = attempt == 1 and isinstance(error, errors.UniqueViolation)
                if attempt == attempts_max or not (lost or raced or isinstance(error, _AGAIN)):
                    known = worn_out(error) if isinstance(error, _AGAIN) else translated(error)
                    if known is error:
                        raise
                    raise known from error
                if lost:
                    pool.check()
            time.sleep(random.uniform(0, min(pause_seconds_max, 0.005 * 2**attempt)))
        raise AssertionError("the last attempt returns or raises")

    def _commit(
        self, connection: Connection, command: Callable[[Tx], Any], cause: str
    ) -> tuple[Any, list[Callable[[], None]]]:
        self._ids.reserve(
            self._clock(),
            lambda start, length: self._take_block(connection, start, length),
        )
        tx = PostgresTx(connection, self._statements, self._clock(), cause, self._ids)
        result = carried_out(tx, command)
        try:
            connection.commit()
        except psycopg.OperationalError as error:
            if connection.broken:
                raise CommitUnknown(f"The connection was lost while committing. ({error})") from error
            raise
        return result, tx._calls

    def _take_block(self, connection: Connection, start_ms: int, length_ms: int) -> int:
        row = connection.execute(
            "INSERT INTO id_blocks AS held (node, end_ms) VALUES (%s, %s) ON CONFLICT (node) DO UPDATE"
            " SET end_ms = greatest(held.end_ms, excluded.end_ms - %s) + %s RETURNING end_ms",
            (self._ids.node, start_ms + length_ms, length_ms, length_ms),
        ).fetchone()
        connection.commit()
        assert row is not None
        return cast(int, row["end_ms"])


def _is_gone(connection: Connection | None) -> bool:
    return connection is not None and connection.closed


def _pool(url: str, size: int, set_up: Callable[[Connection], None]) -> "ConnectionPool[Connection]":
    return ConnectionPool(
        url,
        connection_class=Connection,
        kwargs={"row_factory": dict_row, "connect_timeout": connect_seconds_max},
        configure=set_up,
        min_size=0,
        max_size=size,
        timeout=connect_seconds_max,
        open=True,
    )


def _set_writer(connection: Connection) -> None:
    connection.isolation_level = IsolationLevel.READ_COMMITTED
    _set_common(connection)


def _set_reader(connection: Connection) -> None:
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    _set_common(connection)


def _set_common(connection: Connection, statement_ms: int = statement_ms_max) -> None:
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_dumper(str, StrDumper)
    connection.adapters.register_loader("numeric", _WholeLoader)
    connection.adapters.register_loader("bool", _TruthLoader)
    settings = {
        "synchronous_commit": "on",
        "lock_timeout": lock_ms_max,
        "statement_timeout": statement_ms,
        "idle_in_transaction_session_timeout": statement_ms,
    }
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, str(value)))
    connection.commit()


def connected_alone(url: str) -> Connection:
    """A connection of one's own for work that takes long: no statement ends it, and its rows are as in a transaction."""
    connection = Connection.connect(url, row_factory=dict_row, connect_timeout=connect_seconds_max)
    _set_common(connection, statement_ms=0)
    return connection


def migrate(url: str, folder: Path, clock: Callable[[], int]) -> str:
    """Bring a database to head, one process at a time; return the server's version. Blocks."""
    steps = read_migrations(folder, "postgres")
    try:
        with closing(
            psycopg.connect(url, autocommit=True, connect_timeout=connect_seconds_max)
        ) as connection:
            encoding = connection.execute("SHOW server_encoding").fetchone()
            if encoding != ("UTF8",):
                raise DatabaseTrouble(f"The database must be made with encoding UTF8, not {encoding}.")
            connection.execute("SELECT pg_advisory_lock(%s)", (migrate_lock_key,))
            for text in OWN_TABLES:
                connection.execute(text.encode())
            rows = connection.execute("SELECT number, name, hash FROM migrations ORDER BY number").fetchall()
            for step in outstanding(steps, [Applied(*row) for row in rows]):
                with connection.transaction():
                    connection.execute(step.text.encode())
                    connection.execute(
                        "INSERT INTO migrations (number, name, hash, applied_at) VALUES (%s, %s, %s, %s)",
                        (step.number, step.name, step.hash, clock()),
                    )
            return connection.info.parameter_status("server_version") or "unknown"
    except psycopg.OperationalError as error:
        raise translated(error) from error


async def open_postgres(
    url: str,
    *,
    clock: Callable[[], int],
    node: int = 0,
    queries: Queries,
    migrations: Path,
    meters: Meters,
) -> PostgresDatabase:
    """Connect to a server and bring its database to head."""
    ids = IdMaker(node)
    version = await asyncio.to_thread(migrate, url, migrations, clock)
    structlog.get_logger(__name__).info("database_opened", engine="postgres", version=version)
    return PostgresDatabase(url, queries, clock, ids, meters)

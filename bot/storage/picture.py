"""A picture of a whole database: every row of every table at one moment, and the same rows put into an empty one.

Both engines give and take the same rows (whole numbers, text, nothing), so what was taken of one can be put into the
other. A picture is taken beside a program that goes on writing: on SQLite by a connection that can't write and hence
never touches the log but to read it, on PostgreSQL in one REPEATABLE READ transaction. While one is taken SQLite's log
can't begin anew, so it grows by what is written meanwhile.

What is put is all there or not at all: on SQLite a file gets its name at the end, on PostgreSQL it is one transaction.
Everything here blocks; it is for verbs that run by themselves.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from bot.storage import migrate
from bot.storage.ids import IdMaker
from bot.storage.migrate import OWN_TABLES, Applied, Migration, outstanding, read_migrations
from bot.storage.queries import Queries, house_queries
from bot.storage.sqlite import SqliteTx
from bot.storage.sqlite_file import apply, in_dialect, made, set_common, translated
from bot.storage.transaction import Engine, Tx, Value, carried_out
from bot.storage.troubles import DatabaseTrouble

T = TypeVar("T")
Line = Sequence[Value]

UNFINISHED = ".unfinished"
tally_bytes = 16
without_log = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF")  # a file nobody knows of yet


@dataclass(frozen=True, slots=True)
class Table:
    """A table's name and its columns, in the order in which rows hold them."""

    name: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Rows counted and summed, in whatever order they come: two tables with one tally hold the same rows.

    The sum is of each row's hash (BLAKE2b, 128 bits), modulo 2^128. It finds mistakes; who would forge rows is kept out
    by the seal around a backup.
    """

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Counts a row, as `as_line` writes it."""
        self.rows += 1
        hashed = hashlib.blake2b(line, digest_size=tally_bytes).digest()
        self.total = (self.total + int.from_bytes(hashed, "big")) % (1 << 8 * tally_bytes)

    def told(self) -> tuple[int, str]:
        """The count, and the sum in hex."""
        return self.rows, f"{self.total:0{2 * tally_bytes}x}"


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_line(row: Line) -> bytes:
    """A row as one line of JSON, the same of both engines."""
    return _encode(row).encode() + b"\n"


class Picture(Protocol):
    """A database at one moment."""

    engine: Engine
    applied: tuple[Applied, ...]
    tables: tuple[Table, ...]

    def rows(self, table: Table) -> Iterator[Line]:
        """All rows of a table, in no order."""
        ...

    def seal(self) -> tuple[int, str]:
        """When the book was last sealed (ms), and that seal's hash; (0, "") before the first time."""
        ...


class Canvas(Protocol):
    """An empty database at the schema of a picture, to be filled, proved and brought to head."""

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Line]) -> None:
        """Writes a table's rows. Raises DatabaseTrouble where the schema knows no such table or columns."""
        ...

    def tally(self, name: str) -> tuple[int, str]:
        """What the database holds of a table now, read back."""
        ...

    def finish(self, command: Callable[[Tx], T]) -> T:
        """Proves that all parents are there, brings the schema to head, and runs a command in what comes of it."""
        ...


def picture(url: str) -> AbstractContextManager[Picture]:
    """Takes a picture of a database as it is, whatever its schema; nothing of it is changed. Raises DatabaseTrouble."""
    if urlsplit(url).scheme == "sqlite":
        return _sqlite_picture(Path(unquote(urlsplit(url).path)))
    from bot.storage.postgres_picture import postgres_picture  # here: no program needs both drivers

    return postgres_picture(url)


def canvas(
    url: str,
    engine: Engine,
    applied: Sequence[Applied],
    *,
    clock: Callable[[], int],
    node: int = 0,
    folder: Path | None = None,
) -> AbstractContextManager[Canvas]:
    """Makes an empty database with the schema that a picture of `engine` has; it is there when the block ends well.

    Raises NewerDatabase, ChangedMigration for a schema that this program does not know, and DatabaseTrouble where there is a
    database already.
    """
    folder = folder or migrate.FOLDER
    later = len(outstanding(read_migrations(folder, engine), applied))
    to = urlsplit(url)
    if to.scheme == "sqlite":
        steps = read_migrations(folder, "sqlite")
        cut = len(steps) - later
        return _sqlite_canvas(Path(unquote(to.path)), steps[:cut], steps[cut:], clock, IdMaker(node))
    from bot.storage.postgres_picture import postgres_canvas

    steps = read_migrations(folder, "postgres")
    cut = len(steps) - later
    return postgres_canvas(url, steps[:cut], steps[cut:], clock, IdMaker(node))


def checked_columns(known: Iterable[Table], name: str, columns: Sequence[str]) -> None:
    """Raises DatabaseTrouble unless a table has these columns."""
    if {one.name: set(one.columns) for one in known}.get(name) != set(columns):
        raise DatabaseTrouble(
            f"The table {name} is not as this program knows it. Use the program that the rows were taken with."
        )


# ---- SQLite --------------------------------------------------------------------------------------------------------


class _SqlitePicture:
    """See `Picture`."""

    engine: Engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.tables = _tables(connection)
        rows = connection.execute("SELECT number, name, hash FROM migrations ORDER BY number").fetchall()
        self.applied = tuple(Applied(*row) for row in rows)

    def rows(self, table: Table) -> Iterator[Line]:
        """All rows of a table."""
        return iter(self._connection.execute(select(table)))

    def seal(self) -> tuple[int, str]:
        """The book's last seal."""
        found = self._connection.execute("SELECT at, hash FROM seals ORDER BY id DESC LIMIT 1").fetchone()
        return (found[0], found[1]) if found else (0, "")


@contextmanager
def _sqlite_picture(path: Path) -> Iterator[Picture]:
    if not path.is_file():
        raise DatabaseTrouble(f"There is no database {path}.")
    with closing(_connected(f"file:{quote(str(path))}?mode=ro")) as connection, _errors_told():
        set_common(connection, "query_only=ON")
        connection.execute("BEGIN")
        yield _SqlitePicture(connection)


class _SqliteCanvas:
    """See `Canvas`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        later: Sequence[Migration],
        clock: Callable[[], int],
        ids: IdMaker,
        queries: Queries,
    ) -> None:
        self._connection, self._later, self._clock, self._ids = connection, later, clock, ids
        self._statements = queries.sqlite
        self._tables = {one.name: one for one in _tables(connection)}

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Line]) -> None:
        """Writes a table's rows."""
        checked_columns(self._tables.values(), name, columns)
        places = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})",
            rows,
        )

    def tally(self, name: str) -> tuple[int, str]:
        """What is there, read back."""
        return tallied(self._connection.execute(select(self._tables[name])))

    def finish(self, command: Callable[[Tx], T]) -> T:
        """Proves the parents, brings the schema to head, runs a command."""
        if (orphan := self._connection.execute("PRAGMA foreign_key_check").fetchone()) is not None:
            raise DatabaseTrouble(f"A row of the table {orphan[0]} lacks what it belongs to.")
        for step in self._later:
            apply(self._connection, step, self._clock())
        now = self._clock()
        self._ids.reserve(now, self._take_block)
        tx = SqliteTx(self._connection, self._statements, now, ids=self._ids)
        result: T = carried_out(tx, command)
        return result

    def _take_block(self, start_ms: int, length_ms: int) -> int:
        (last,) = self._connection.execute("SELECT coalesce(max(end_ms), 0) FROM id_blocks").fetchone()
        end_ms: int = max(start_ms, last) + length_ms
        self._connection.execute(
            "INSERT INTO id_blocks (node, end_ms) VALUES (?, ?)"
            " ON CONFLICT (node) DO UPDATE SET end_ms = excluded.end_ms",
            (self._ids.node, end_ms),
        )
        return end_ms


@contextmanager
def _sqlite_canvas(
    path: Path,
    first: Sequence[Migration],
    later: Sequence[Migration],
    clock: Callable[[], int],
    ids: IdMaker,
) -> Iterator[Canvas]:
    if path.exists():
        raise DatabaseTrouble(f"There is a database already: {path}. Use an empty data folder.")
    for piece in (path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")):
        if piece.exists():  # SQLite would take its rows for the new database's
            raise DatabaseTrouble(f"There is a piece of another database: {piece}. Use an empty data folder.")
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    try:
        with closing(_connected(f"file:{quote(str(made(unfinished)))}")) as connection, _errors_told():
            set_common(connection, *without_log)
            for text in OWN_TABLES:
                connection.execute(in_dialect(text))
            for step in first:
                apply(connection, step, clock())
            connection.execute("BEGIN")
            yield _SqliteCanvas(connection, later, clock, ids, house_queries())
            connection.execute("COMMIT")
        _synced(unfinished)
        unfinished.replace(path)
        _synced(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _connected(uri: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(uri, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise translated(error) from error


@contextmanager
def _errors_told() -> Iterator[None]:
    """What goes wrong with the file is said as everywhere."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error) from error


def _tables(connection: sqlite3.Connection) -> tuple[Table, ...]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'"
        " ORDER BY name"
    ).fetchall()
    return tuple(
        Table(name, tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})")))
        for (name,) in names
    )


def select(table: Table) -> str:
    """The query for all of a table."""
    return f"SELECT {', '.join(table.columns)} FROM {table.name}"


def tallied(rows: Iterable[Any]) -> tuple[int, str]:
    """The tally of rows."""
    found = Tally()
    for row in rows:
        found.add(as_line(row))
    return found.told()


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

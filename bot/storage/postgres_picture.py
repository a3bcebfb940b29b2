"""PostgreSQL's side of `bot.storage.picture`: rows by COPY, one transaction each way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import IsolationLevel, errors, sql
from psycopg.rows import tuple_row

from bot.storage.ids import IdMaker
from bot.storage.migrate import OWN_TABLES, Applied, Migration
from bot.storage.picture import Canvas, Line, Picture, Table, checked_columns, select, tallied
from bot.storage.postgres import PostgresTx, connected_alone, migrate_lock_key, translated
from bot.storage.queries import house_queries
from bot.storage.transaction import Engine, Tx, carried_out
from bot.storage.troubles import DatabaseTrouble

T = TypeVar("T")
Connection = psycopg.Connection[Any]


class _PostgresPicture:
    """See `bot.storage.picture.Picture`."""

    engine: Engine = "postgres"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tables, self._types = _tables(connection)
        rows = _asked(connection, "SELECT number, name, hash FROM migrations ORDER BY number")
        self.applied = tuple(Applied(*row) for row in rows)

    def rows(self, table: Table) -> Iterator[Line]:
        """All rows of a table."""
        return _copied(self._connection, table, self._types[table.name])

    def seal(self) -> tuple[int, str]:
        """The book's last seal."""
        found = _asked(self._connection, "SELECT at, hash FROM seals ORDER BY id DESC LIMIT 1")
        return (found[0][0], found[0][1]) if found else (0, "")


@contextmanager
def postgres_picture(url: str) -> Iterator[Picture]:
    """Takes a picture of a database. Raises DatabaseTrouble."""
    with _errors_told(), closing(connected_alone(url)) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        there, _ = _tables(connection)
        if not there:
            raise DatabaseTrouble("There is nothing in this database yet.")
        yield _PostgresPicture(connection)


class _PostgresCanvas:
    """See `bot.storage.picture.Canvas`."""

    def __init__(
        self,
        connection: Connection,
        later: Sequence[Migration],
        clock: Callable[[], int],
        ids: IdMaker,
    ) -> None:
        self._connection, self._later, self._clock, self._ids = connection, later, clock, ids
        tables, self._types = _tables(connection)
        self._tables = {one.name: one for one in tables}
        self._parents = _without_parents(connection)

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Line]) -> None:
        """Writes a table's rows."""
        checked_columns(self._tables.values(), name, columns)
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def tally(self, name: str) -> tuple[int, str]:
        """What is there, read back."""
        return tallied(_copied(self._connection, self._tables[name], self._types[name]))

    def finish(self, command: Callable[[Tx], T]) -> T:
        """Proves the parents, brings the schema to head, runs a command."""
        try:
            for statement in self._parents:
                self._connection.execute(statement)
        except errors.ForeignKeyViolation as orphan:
            lacks = f"A row of the table {orphan.diag.table_name} lacks what it belongs to."
            raise DatabaseTrouble(lacks) from orphan
        for step in self._later:
            _apply(self._connection, step, self._clock())
        now = self._clock()
        self._ids.reserve(now, self._take_block)
        tx = PostgresTx(self._connection, house_queries().postgres, now, ids=self._ids)
        result: T = carried_out(tx, command)
        return result

    def _take_block(self, start_ms: int, length_ms: int) -> int:
        ((last,),) = _asked(self._connection, "SELECT coalesce(max(end_ms), 0) FROM id_blocks")
        end_ms: int = max(start_ms, last) + length_ms
        self._connection.execute(
            "INSERT INTO id_blocks (node, end_ms) VALUES (%s, %s)"
            " ON CONFLICT (node) DO UPDATE SET end_ms = excluded.end_ms",
            (self._ids.node, end_ms),
        )
        return end_ms


@contextmanager
def postgres_canvas(
    url: str,
    first: Sequence[Migration],
    later: Sequence[Migration],
    clock: Callable[[], int],
    ids: IdMaker,
) -> Iterator[Canvas]:
    """An empty database's schema, to be filled in one transaction; a program that starts meanwhile waits for its end."""
    with _errors_told(), closing(connected_alone(url)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (migrate_lock_key,))
        if _tables(connection)[0] or _asked(connection, "SELECT to_regclass('migrations')") != [(None,)]:
            raise DatabaseTrouble("There are tables in this database already. Make an empty one for it.")
        for text in OWN_TABLES:
            connection.execute(text.encode())
        for step in first:
            _apply(connection, step, clock())
        yield _PostgresCanvas(connection, later, clock, ids)
        connection.commit()


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise translated(error) from error


def _apply(connection: Connection, step: Migration, now: int) -> None:
    connection.execute(step.text.encode())
    connection.execute(
        "INSERT INTO migrations (number, name, hash, applied_at) VALUES (%s, %s, %s, %s)",
        (step.number, step.name, step.hash, now),
    )


def _tables(connection: Connection) -> tuple[tuple[Table, ...], dict[str, list[str]]]:
    """All tables but the migrations' own, by name; and the types of each one's columns."""
    columns: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for table, column, kind in _asked(
        connection,
        "SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND table_name <> 'migrations'"
        " ORDER BY c.table_name, c.ordinal_position",
    ):
        columns.setdefault(table, []).append(column)
        types.setdefault(table, []).append(kind)
    return tuple(Table(name, tuple(found)) for name, found in columns.items()), types


def _without_parents(connection: Connection) -> list[bytes]:
    """Takes the foreign keys away, so that tables come in any order; the statements that put them back and prove them."""
    found = _asked(
        connection,
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
    )
    for table, name, _ in found:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}".encode() for table, name, text in found]


def _copied(connection: Connection, table: Table, types: Sequence[str]) -> Iterator[Line]:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select(table)}) TO STDOUT".encode()) as copy:
        copy.set_types(types)
        yield from copy.rows()


def _asked(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(query.encode()).fetchall()

"""Transfers a second of the book, beside raw inserts of the very same rows.

Ours is `bot.ledger`: the key looked up, both accounts held, limits, three hashes, two balances. Barely, the rows that ours
left are written again into the same tables of another database: one transfer, its two entries, its two balances; on
PostgreSQL in one statement, so that round trips flatter nobody. Both commit as many at once. No account has all of them: a pack's answers are paid to many workers, as in life.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bot.storage import Database
from tests.bench import server, stock
from tests.bench.figures import Figures, ratios, spread
from tests.bench.growth import Fill, Size, Tables, funded, grown, pay
from tests.bench.part import Part, Row, at_least, at_most, spanned
from tests.bench.server import UrlOf

Run = Callable[[str, dict[str, Any]], Any]

ratio_goal, longer_goal = 0.3, 1.2

TRANSFER = """INSERT INTO transfers (id, key, input_hash, movement, source, target, amount, pack, reverses, at)
VALUES (:id, :key, :input_hash, :movement, :source, :target, :amount, :pack, :reverses, :at)"""
ENTRIES = """INSERT INTO entries (transfer_id, account_id, amount, balance, version, hash)
VALUES (:id, :source, :a_amount, :a_balance, :a_version, :a_hash), (:id, :target, :b_amount, :b_balance, :b_version, :b_hash)"""
BALANCE = "UPDATE book_accounts SET balance = :{0}_balance, version = :{0}_version, head = :{0}_hash WHERE id = :{1}"
WRITES = (TRANSFER, ENTRIES, BALANCE.format("a", "source"), BALANCE.format("b", "target"))
AT_ONCE = (f"WITH t AS ({TRANSFER} RETURNING id), a AS ({WRITES[2]}), b AS ({WRITES[3]}) {ENTRIES}",)
ROWS = """SELECT t.*, a.amount AS a_amount, a.balance AS a_balance, a.version AS a_version, a.hash AS a_hash,
b.amount AS b_amount, b.balance AS b_balance, b.version AS b_version, b.hash AS b_hash FROM transfers t
JOIN entries a ON a.transfer_id = t.id AND a.account_id = t.source
JOIN entries b ON b.transfer_id = t.id AND b.account_id = t.target WHERE t.id > :after ORDER BY t.id"""
ACCOUNTS = "SELECT id, name, currency FROM book_accounts"
ACCOUNT = """INSERT INTO book_accounts (id, name, currency, balance, version, head, sealed)
VALUES (:id, :name, :currency, 0, 0, '', 0)"""


async def round_of_ours(database: Database, first: int, size: Size) -> float:
    """Transfers a second of the book over a round."""
    began = time.perf_counter()
    for start in range(first, first + size.transfers, size.at_once):
        await database.write(pay, start, size.at_once, size.workers)
    return size.transfers / (time.perf_counter() - began)


def round_of_theirs(
    run: Run,
    commit: Callable[[], None],
    writes: tuple[str, ...],
    rows: list[dict[str, Any]],
    at_once: int,
) -> float:
    """The same rows, written barely: transfers a second."""
    began = time.perf_counter()
    for start in range(0, len(rows), at_once):
        for row in rows[start : start + at_once]:
            for statement in writes:
                run(statement, row)
        commit()
    return len(rows) / (time.perf_counter() - began)


async def compare(
    database: Database,
    read: Run,
    run: Run,
    commit: Callable[[], None],
    writes: tuple[str, ...],
    size: Size,
) -> Figures:
    """Rounds in turn: ours, then its rows written again by `run` into a database that has the accounts only."""
    await database.write(funded)
    await database.write(pay, 1, size.workers, size.workers)
    for account in read(ACCOUNTS, {}):
        run(ACCOUNT, account)
    after = max(row["id"] for row in read(ROWS, {"after": 0}))
    commit()
    ours, theirs, first = [], [], 1 + size.workers
    for _ in range(size.rounds):
        ours.append(await round_of_ours(database, first, size))
        rows = read(ROWS, {"after": after})
        theirs.append(await asyncio.to_thread(round_of_theirs, run, commit, writes, rows, size.at_once))
        first, after = first + size.transfers, rows[-1]["id"]
    return {
        "ratio_ours_to_bare": ratios(ours, theirs),
        "transfers_a_second": spread(ours),
        "bare_a_second": spread(theirs),
        "at_once": size.at_once,
    }


async def measure_sqlite(folder: Path, size: Size) -> Figures:
    """The book on SQLite beside raw sqlite3, and its cost as it grows."""
    here, there = folder / "transfers.db", folder / "bare.db"
    for path in (here, there):
        async with stock.opened(f"sqlite://{path}"):
            pass
    with closing(_bare(there)) as bare, closing(_bare(here)) as seen:

        def read(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
            cursor = seen.execute(statement, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

        async with stock.opened(f"sqlite://{here}") as database:
            found = await compare(database, read, bare.execute, bare.commit, WRITES, size)
    paths = {entries: folder / f"grown-{entries}.db" for entries in size.entries}
    books = {entries: (f"sqlite://{path}", _fill_sqlite(path)) for entries, path in paths.items()}
    return {**found, "grown": await grown(books, size)}


def _fill_sqlite(path: Path) -> Fill:
    def fill(tables: Tables) -> None:
        with closing(_bare(path)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            for table, rows in tables.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
            connection.commit()

    return fill


async def measure_on(url_of: UrlOf, size: Size) -> Figures:
    """The same on a running server, beside raw psycopg; leaves nothing behind."""
    with server.databases(url_of, 2 + len(size.entries)) as (here, there, *others):
        found = await _on_postgres(here, there, size)
        books = {
            entries: (url, _fill_postgres(url)) for entries, url in zip(size.entries, others, strict=True)
        }
        return {**found, "grown": await grown(books, size)}


async def _on_postgres(here: str, there: str, size: Size) -> Figures:
    async with stock.opened(there):
        pass
    async with stock.opened(here) as database:
        with (
            closing(psycopg.connect(there, prepare_threshold=1)) as bare,
            closing(psycopg.connect(here, autocommit=True, row_factory=dict_row)) as seen,
        ):

            def read(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
                return seen.execute(_wire(statement), values).fetchall()

            def run(statement: str, values: dict[str, Any]) -> None:
                bare.execute(_wire(statement), values)

            return await compare(database, read, run, bare.commit, AT_ONCE, size)


def _fill_postgres(url: str) -> Fill:
    def fill(tables: Tables) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("DELETE FROM book_accounts")  # they come again, with their new balances
            for table, rows in tables.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    for row in rows:
                        copy.write_row(row)
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")

    return fill


@cache
def _wire(statement: str) -> bytes:
    return re.sub(r":([a-z_]+)", r"%(\1)s", statement).encode()


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    grown = "; ".join(
        f"{name} {spanned(times)}" for name, times in found["grown"]["largest_to_smallest"].items()
    )
    return [
        f"  {spanned(found['transfers_a_second'])} transfers/s, {spanned(found['ratio_ours_to_bare'])} of the same rows"
        " written barely",
        f"  cost in the largest book ÷ in the smallest: {grown}",
    ]


def rows(name: str, found: Figures) -> list[Row]:
    """Ours beside the same rows written barely, and how flat the cost is."""
    grown = found["grown"]
    most, least = (f"{n(map(int, grown['microseconds'])):,}" for n in (max, min))
    barely, longer = found["ratio_ours_to_bare"], grown["largest_to_smallest"]["transfer"]
    return [
        at_least(
            f"transfers of the book, {name}",
            ratio_goal,
            barely["median"],
            f"the same rows written barely: {spanned(found['bare_a_second'])} a second; ours"
            f" {spanned(found['transfers_a_second'])}",
            " ×",
        ),
        at_most(
            f"a transfer in a book of {most} entries, {name}",
            longer_goal,
            longer["median"],
            f"in one of {least}, in turn with it: between {longer['min']:g} and {longer['max']:g}",
            " ×",
        ),
    ]


def _sized(long: bool) -> Size:
    return Size(rounds=9, entries=(10_000, 200_000, 2_000_000), times=1_000) if long else Size()


parts = (
    Part(
        "book_sqlite",
        "The book on SQLite",
        lambda folder, long: asyncio.run(measure_sqlite(folder, _sized(long))),
        lines,
        partial(rows, "SQLite"),
    ),
    Part(
        "book_postgres",
        "The book on PostgreSQL",
        lambda folder, long: server.on_own(
            folder, lambda url_of: asyncio.run(measure_on(url_of, _sized(long)))
        ),
        lines,
        partial(rows, "PostgreSQL"),
    ),
)

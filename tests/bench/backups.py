"""A backup and a restore of a database of some size, beside what the engine's own copy of it takes; and what the file weighs.

The reference on SQLite is SQLite's own backup, page by page into a file that is put on the disk: it is neither packed nor
sealed nor read back nor proved, so it says how far we are from the least there can be. On PostgreSQL it is every table drained
by COPY. A restore stands beside the same reference.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bot.app import now_ms
from bot.backup.making import Made, make
from bot.backup.restoring import restore
from bot.config import Settings
from bot.payouts.vault import new_key
from tests.bench import commands, server
from tests.bench.figures import Figures, ratios, short, spread
from tests.bench.part import Part, Row, spanned


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    answers: int = 5_000
    people: int = 50
    tasks: int = 10_000
    rounds: int = 3


def measure(folder: Path, size: Size) -> Figures:
    """Both engines, one after the other."""
    return {
        "sqlite": measure_sqlite(folder, size),
        "postgres": server.on_own(folder, lambda url_of: measure_postgres(folder, url_of, size)),
    }


def measure_sqlite(folder: Path, size: Size) -> Figures:
    """In a data folder of its own, restored into others."""
    settings = Settings(data=folder / "sqlite")
    settings.data.mkdir()
    asyncio.run(_filled(settings, size))
    copied = [_copied(settings.sqlite_file, folder / "copy.db") for _ in range(size.rounds)]
    return _told(folder, settings, size, copied, settings.sqlite_file.stat().st_size, lambda number: "")


def measure_postgres(folder: Path, url_of: server.UrlOf, size: Size) -> Figures:
    """On a running server; leaves nothing behind."""
    with server.databases(url_of, 1 + size.rounds) as (url, *others):
        settings = Settings(data=folder / "postgres-data", database=url)
        settings.data.mkdir()
        asyncio.run(_filled(settings, size))
        copied = [_drained(url) for _ in range(size.rounds)]
        with psycopg.connect(url) as beside:
            (held,) = beside.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
        return _told(folder, settings, size, copied, int(held), lambda number: others[number])


async def _filled(settings: Settings, size: Size) -> None:
    asked = commands.Size(people=size.people, tasks=size.tasks)
    async with commands.hands(settings.database_url, asked) as hands:
        await hands.answers(size.answers)


def _told(
    folder: Path, settings: Settings, size: Size, copied: list[float], held: int, place: Callable[[int], str]
) -> Figures:
    """Backups and restores, each timed; `place` is the empty database of a round, "" for SQLite's."""
    key, engine = _key(folder), "postgres" if place(0) else "sqlite"
    made: list[Made] = []
    (folder / "made").mkdir(exist_ok=True)
    backed, back = [], []
    for number in range(size.rounds):
        file = folder / "made" / f"{engine}-{number}.backup"
        began = time.perf_counter()
        made.append(make(settings, file, key, now_ms))
        backed.append(time.perf_counter() - began)
        empty = Settings(data=folder / f"{engine}-back-{number}", database=place(number))
        began = time.perf_counter()
        restore(empty, file, key, now_ms)
        back.append(time.perf_counter() - began)
    rows = made[0].manifest.rows
    return {
        "rows": rows,
        "rows_a_second_backed_up": short(rows / spread(backed)["median"]),
        "rows_a_second_restored": short(rows / spread(back)["median"]),
        "backup_of_copy": ratios(backed, copied),
        "restore_of_copy": ratios(back, copied),
        "file_of_database": short(made[0].size / held),
        "file_bytes_a_row": short(made[0].size / rows),
    }


def _key(folder: Path) -> Path:
    """A key where no backup is."""
    keys = folder / "keys"
    keys.mkdir(exist_ok=True)
    file = keys / "backup.key"
    file.touch(mode=0o600)
    file.write_text(new_key(), "ascii")
    return file


def _copied(database: Path, to: Path) -> float:
    """Seconds that SQLite's own copy takes, on the disk."""
    to.unlink(missing_ok=True)
    began = time.perf_counter()
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    with to.open("rb") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - began


def _drained(url: str) -> float:
    """Seconds that COPY of every table takes."""
    with psycopg.connect(url) as beside:
        named = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        names = [name for (name,) in beside.execute(named.encode())]
        began = time.perf_counter()
        for name in names:
            with beside.cursor().copy(f"COPY {name} TO STDOUT".encode()) as copy:
                for _ in copy:
                    pass
        return time.perf_counter() - began


def lines(found: Figures) -> list[str]:
    """An engine a line, for people."""
    return [
        f"  {engine}: {one['rows']:,} rows, {one['rows_a_second_backed_up']:,.0f}/s backed up, "
        f"{one['rows_a_second_restored']:,.0f}/s restored; the file is {one['file_of_database']:g} of the database"
        for engine, one in found["engines"].items()
        if "not measured" not in one
    ]


def rows(found: Figures) -> list[Row]:
    """Time beside the engine's own copy, and the file beside the database."""
    return [
        row
        for engine, one in found["engines"].items()
        if "not measured" not in one
        for row in (
            Row(
                f"a backup, packed, sealed and read back, {engine}",
                f"{one['rows_a_second_backed_up']:,.0f} rows/s",
                f"{spanned(one['backup_of_copy'])} times the engine's own copy",
            ),
            Row(
                f"a restore, read back and the book proved, {engine}",
                f"{one['rows_a_second_restored']:,.0f} rows/s",
                f"{spanned(one['restore_of_copy'])} times the engine's own copy",
            ),
            Row(
                f"a backup's file, {engine}",
                f"{one['file_bytes_a_row']:g} bytes a row",
                f"{one['file_of_database']:g} of the database",
            ),
        )
    ]


def _part(folder: Path, long: bool) -> Figures:
    return {"engines": measure(folder, Size(answers=200_000, tasks=200_000) if long else Size())}


parts = (Part("backups", "A backup and a restore", _part, lines, rows),)

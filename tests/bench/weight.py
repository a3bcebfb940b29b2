"""What an answer leaves behind in the database, on either engine: rows and bytes of each table, and bytes of the log on PostgreSQL.

People answer one after another as the program lets them; what is there afterwards less what was there before, divided by the
answers. Words of a question, its keys and its outcome are in it; its text is one short sentence and its picture elsewhere.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import commands, server
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row
from tests.bench.server import UrlOf

Counted = tuple[dict[str, int], dict[str, int]]
tables_told = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, in whole rounds of all people, who have answered before what is counted is begun."""

    people: int = 50
    before: int = 2_000
    answers: int = 5_000
    tasks: int = 20_000


def measure(folder: Path, size: Size) -> Figures:
    """Both engines."""
    path = folder / "weight.db"
    return {
        "sqlite": asyncio.run(_weighed(f"sqlite://{path}", lambda: _on_sqlite(path), lambda: 0, size)),
        "postgres": server.on_own(folder, lambda url_of: asyncio.run(measure_on(url_of, size))),
    }


async def measure_on(url_of: UrlOf, size: Size) -> Figures:
    """The same on a running server; leaves nothing behind."""
    with server.databases(url_of, 1) as (url,), psycopg.connect(url, autocommit=True) as beside:
        return await _weighed(
            url,
            lambda: _on_postgres(beside),
            lambda: _only(beside.execute("SELECT pg_current_wal_lsn() - '0/0'")),
            size,
        )


async def _weighed(url: str, count: Callable[[], Counted], logged: Callable[[], int], size: Size) -> Figures:
    work = commands.Size(people=size.people, tasks=size.tasks)
    async with commands.hands(url, work) as hands:
        await hands.answers(size.before)
        before, log = count(), logged()
        await hands.answers(size.answers)
        log = logged() - log
        rows, bytes_ = (_grown(one, other) for one, other in zip(before, count(), strict=True))
    each = {name: short(many / size.answers) for name, many in rows.items() if many}
    heavy = sorted(bytes_, key=lambda name: -bytes_[name])[:tables_told]
    return {
        "answers": size.answers,
        "rows_an_answer": short(sum(rows.values()) / size.answers),
        "bytes_an_answer": short(sum(bytes_.values()) / size.answers),
        "log_bytes_an_answer": short(log / size.answers),
        "rows": each,
        "bytes": {name: short(bytes_[name] / size.answers) for name in heavy},
    }


def _grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: many - before.get(name, 0) for name, many in after.items()}


def _on_sqlite(path: Path) -> Counted:
    with closing(sqlite3.connect(path)) as beside:
        names = [name for (name,) in beside.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: _only(beside.execute(f"SELECT count(*) FROM {name}")) for name in names}
        pages = _only(beside.execute("PRAGMA page_count")) - _only(beside.execute("PRAGMA freelist_count"))
        return rows, {"all": pages * _only(beside.execute("PRAGMA page_size"))}


def _on_postgres(beside: psycopg.Connection[Any]) -> Counted:
    """Tables with their indexes, written anew, for what was overwritten is used again in a base that lives longer."""
    names = [
        name
        for (name,) in beside.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    ]
    rows = {name: _only(beside.execute(f"SELECT count(*) FROM {name}".encode())) for name in names}
    beside.execute(b"VACUUM FULL")
    sizes = {
        name: _only(beside.execute("SELECT pg_total_relation_size(%s::regclass)", (name,))) for name in names
    }
    return rows, sizes


def _only(cursor: Any) -> int:
    return int(cursor.fetchone()[0])


def lines(found: Figures) -> list[str]:
    """An engine a line, for people."""
    return [
        f"  {engine}: {one['rows_an_answer']:g} rows and {one['bytes_an_answer']:g} bytes stay of an answer"
        + (f", {one['log_bytes_an_answer']:g} bytes of log" if one["log_bytes_an_answer"] else "")
        for engine, one in found["engines"].items()
        if "not measured" not in one
    ]


def rows(found: Figures) -> list[Row]:
    """What stays of an answer, an engine a row."""
    return [
        Row(
            f"what an answer leaves in the database, {engine}",
            f"{one['bytes_an_answer']:g} bytes in {one['rows_an_answer']:g} rows",
            f"{one['log_bytes_an_answer']:g} bytes of log" if one["log_bytes_an_answer"] else "",
        )
        for engine, one in found["engines"].items()
        if "not measured" not in one
    ]


def _part(folder: Path, long: bool) -> Figures:
    return {"engines": measure(folder, Size())}


parts = (Part("weight", "What an answer leaves behind", _part, lines, rows),)

"""How long the next task takes to find in a large pack, for those whom it is easy and those whom it is hard for.

The first third of the pack is full; behind it are tasks that somebody diligent has done all of. Everything is measured
inside a transaction that is then undone, so each time is the first. Times are of the whole choice: candidates, the daily
share (reckoned only after a day's first twenty), taking the place, the assignment, the question.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.actions import serving
from bot.domain import limits
from bot.domain.people import Who
from bot.storage import Database, Tx
from tests.bench import stock
from tests.bench.figures import Figures, waits
from tests.bench.part import Part, Row

done_by_the_diligent = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    tasks: int = 100_000
    times: int = 60


class _Measured(Exception):
    """Undoes the transaction it is raised in and carries the milliseconds out."""

    def __init__(self, ms: float) -> None:
        super().__init__(ms)
        self.ms = ms


async def measure(folder: Path, size: Size) -> Figures:
    """Milliseconds to the next task on SQLite."""
    url = f"sqlite://{folder}/selection.db"
    async with stock.opened(url) as database:
        await stock.fund(database)
        pack = await stock.text_pack(database, size.tasks)
        names = ("new", "halfway", "diligent", "long_day")
        hired = [await database.write(stock.hire, 1 + n, pack) for n in range(len(names))]
        people = {name: who for name, (who, _) in zip(names, hired, strict=True)}
    with closing(sqlite3.connect(folder / "selection.db", isolation_level=None)) as file:
        _shape(file, pack, size.tasks, people)
    async with stock.opened(url) as database:
        found = {name: await _times(database, who, pack, size.times) for name, who in people.items()}
    return {"tasks": size.tasks, **{name: waits(own) for name, own in found.items()}}


def _shape(file: sqlite3.Connection, pack: int, tasks: int, people: dict[str, Who]) -> None:
    """Fills the front, lets the diligent do what is behind it, and puts everybody's cursor where it belongs."""
    full = tasks // 3
    done = min(done_by_the_diligent, tasks // 3)
    file.execute("BEGIN")
    file.execute("UPDATE tasks SET open_slots = 0 WHERE pack = ? AND seq <= ?", (pack, full))
    file.execute(
        "INSERT INTO assignments (id, task, pack, person, version, state, offered_at, lease_until, ended_at)"
        " SELECT seq, id, pack, ?, 1, 'skipped', 0, 0, 0 FROM tasks WHERE pack = ? AND seq > ? AND seq <= ?",
        (people["diligent"].person, pack, full, full + done),
    )
    for name, position, today in (
        ("new", 0, 1),
        ("halfway", tasks // 2, 1),
        ("diligent", 0, 1),
        ("long_day", tasks // 2, limits.daily_least),
    ):
        file.execute(
            "UPDATE readers SET position = ?, today = ? WHERE person = ?",
            (position, today, people[name].person),
        )
    file.execute("COMMIT")


async def _times(database: Database, who: Who, pack: int, times: int) -> list[float]:
    found = []
    for _ in range(times):
        try:
            await database.write(_served, who, pack)
        except _Measured as measured:
            found.append(measured.ms)
    return found


def _served(tx: Tx, who: Who, pack: int) -> None:
    started = time.perf_counter()
    task = serving.serve(tx, who, pack)
    taken = (time.perf_counter() - started) * 1000
    assert task is not None, "there is work for everybody"
    raise _Measured(taken)


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    names = ("new", "halfway", "diligent", "long_day")
    return [f"  {name}: p50 {found[name]['p50_ms']} ms, p99 {found[name]['p99_ms']} ms" for name in names]


def rows(found: Figures) -> list[Row]:
    """The next task of each sort of people."""
    return [Row("next task", f"{found['new']['p50_ms']:g} ms")]


parts = (
    Part(
        "selection",
        "The next task",
        lambda folder, long: asyncio.run(measure(folder, Size(tasks=200_000, times=300) if long else Size())),
        lines,
        rows,
    ),
)

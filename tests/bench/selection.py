"""How long the next task takes to find in a large pack and in a small one, for those whom it is easy and those whom it is hard for.

The first third of a pack is full; behind it are tasks that two diligent people have done all of (20,000 at most): one whose cursor
is behind them, as their work left it, and one who had come to the pack's end, where nothing was left for them, and is looked
after once more from its start. Thousands of people have read
it and have had tasks of it. Everything is measured inside a transaction that is then undone, so each time is the first. Times are of the
whole choice: candidates, the daily share (reckoned only after a day's first twenty), taking the place, the assignment, the
question; "pocket" is ten of them at once, for somebody as diligent (`/pocket`); on SQLite the processor time of its thread, on PostgreSQL, where a server does the work, the time of the clock. Both
packs are asked in turn. Tasks, people and what they had are written by SQL, all else by the program's own actions.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from bot.actions import bundling, serving
from bot.domain import limits
from bot.domain.people import Who
from bot.storage import Database, Tx
from tests.bench import server, stock
from tests.bench.figures import Figures, short, waits
from tests.bench.part import Part, Row, at_most
from tests.bench.server import UrlOf

done_by_the_diligent = 20_000
made_by_actions = 600
first_person = 1_000
sorts = ("new", "halfway", "diligent", "turned", "long_day", "pocket")
turns = 6
goal = 1.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: the tasks of the small and of the large pack, the people of each, and how many tasks each had."""

    tasks: tuple[int, int] = (1_000, 100_000)
    people: int = 2_000
    had: int = 20
    times: int = 60


class _Measured(Exception):
    """Undoes the transaction it is raised in and carries the milliseconds out."""

    def __init__(self, ms: float) -> None:
        super().__init__(ms)
        self.ms = ms


async def measure_sqlite(folder: Path, size: Size) -> Figures:
    """Milliseconds to the next task on SQLite."""
    paths = [folder / f"selection-{tasks}.db" for tasks in size.tasks]

    def shaped(place: int, statements: list[str]) -> None:
        with closing(sqlite3.connect(paths[place], isolation_level=None)) as file:
            for statement in ("BEGIN", *statements, "COMMIT", "ANALYZE"):
                file.execute(statement)

    return await _measure([f"sqlite://{path}" for path in paths], shaped, size)


async def measure_on(url_of: UrlOf, size: Size) -> Figures:
    """The same on a running server; leaves nothing behind."""
    with server.databases(url_of, len(size.tasks)) as urls:

        def shaped(place: int, statements: list[str]) -> None:
            with psycopg.connect(urls[place]) as connection:
                for statement in statements:
                    connection.execute(statement.encode())
                connection.commit()
                connection.autocommit = True
                connection.execute("VACUUM ANALYZE")

        return await _measure(urls, shaped, size)


async def _measure(urls: list[str], shaped: Callable[[int, list[str]], None], size: Size) -> Figures:
    packs, people = [], []
    for place, (url, tasks) in enumerate(zip(urls, size.tasks, strict=True)):
        async with stock.opened(url) as database:
            await stock.fund(database)
            packs.append(await stock.text_pack(database, min(tasks, made_by_actions)))
            hired = [await database.write(stock.hire, 1 + n, packs[-1]) for n in range(len(sorts))]
            people.append({name: who for name, (who, _) in zip(sorts, hired, strict=True)})
        await asyncio.to_thread(shaped, place, _statements(packs[-1], tasks, size, people[-1]))
    took = [{name: list[float]() for name in sorts} for _ in urls]
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(stock.opened(url)) for url in urls]
        for _ in range(turns):
            for place, database in enumerate(opened):
                for name, who in people[place].items():
                    had = (
                        partial(bundling.pocket, rules=stock.rules)
                        if name == "pocket"
                        else partial(serving.serve, pack=packs[place])
                    )
                    took[place][name] += await _times(database, who, had, -(-size.times // turns))
    small, large = ({name: waits(own) for name, own in one.items()} for one in took)
    return {
        "tasks": list(size.tasks),
        "people": size.people,
        "assignments": size.people * size.had,
        "done_by_the_diligent": _done(size.tasks[1]),
        "small": small,
        "large": large,
        "large_to_small": {name: short(large[name]["p50_ms"] / small[name]["p50_ms"]) for name in sorts},
    }


def _done(tasks: int) -> int:
    return min(done_by_the_diligent, tasks // 3)


def _statements(pack: int, tasks: int, size: Size, people: dict[str, Who]) -> list[str]:
    """What makes a pack large: more tasks, people who had some, a full front, and everybody's cursor where it belongs."""
    full, last = tasks // 3, first_person + size.people - 1
    assigned = (
        "INSERT INTO assignments (id, task, pack, person, version, state, offered_at, lease_until, ended_at) "
        f"SELECT {{id}}, t.id, {pack}, {{person}}, 1, 'skipped', 0, 0, 0 FROM "
    )
    cursors = (
        ("new", 0, 0, 1),
        ("halfway", tasks // 2, 0, 1),
        ("diligent", full + _done(tasks), full + _done(tasks) - 1, 1),
        ("turned", tasks, full + _done(tasks) - 1, 1),
        ("pocket", full + _done(tasks), full + _done(tasks) - 1, 1),
    )
    return [
        f"WITH RECURSIVE n (k) AS (SELECT {made_by_actions + 1} UNION ALL SELECT k + 1 FROM n WHERE k < {tasks}) "
        "INSERT INTO tasks (id, pack, key, role, item, seq, open_slots) SELECT n.k, t.pack, 'n' || n.k, t.role, t.item, n.k,"
        f" t.open_slots FROM n JOIN tasks t ON t.pack = {pack} AND t.seq = {made_by_actions} AND t.open_slots > 0 WHERE n.k <= {tasks}",
        f"WITH RECURSIVE n (k) AS (SELECT {first_person} UNION ALL SELECT k + 1 FROM n WHERE k < {last}) "
        "INSERT INTO people (id, book, language, created_at) SELECT k, -k, 'en', 0 FROM n",
        "INSERT INTO readers (person, pack, version, started_at, read_at, served, day, today)"
        f" SELECT p.id, {pack}, r.version, 0, 0, {size.had}, r.day, 1 FROM people p JOIN readers r ON r.person ="
        f" {people['new'].person} AND r.pack = {pack} WHERE p.id BETWEEN {first_person} AND {last}",
        f"WITH RECURSIVE n (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < {size.had - 1}) "
        + assigned.format(id=f"1 + p.id * {size.had} + n.k", person="p.id")
        + f"people p CROSS JOIN n CROSS JOIN tasks t WHERE t.pack = {pack} AND t.seq = 1 + (p.id * {size.had} + n.k) % {full}"
        f" AND t.open_slots > 0 AND p.id BETWEEN {first_person} AND {last}",
        f"UPDATE tasks SET open_slots = 0 WHERE pack = {pack} AND seq <= {full}",
        f"UPDATE packs SET tail = {tasks}, kept_after = {tasks - limits.kept_tasks(tasks, 1)}, kept_last = {tasks} WHERE id = {pack}",
        *(
            assigned.format(id=f"t.seq - {1 + n}000000000", person=people[name].person)
            + f"tasks t WHERE t.pack = {pack} AND t.seq > {full} AND t.seq <= {full + _done(tasks)} AND t.open_slots > 0"
            for n, name in enumerate(("diligent", "turned", "pocket"))
        ),
        *(
            f"UPDATE readers SET position = {position}, had_to = {had_to}, today = {today} WHERE person = {people[name].person}"
            for name, position, had_to, today in (*cursors, ("long_day", tasks // 2, 0, limits.daily_least))
        ),
    ]


async def _times(database: Database, who: Who, served: Callable[..., object], times: int) -> list[float]:
    watch = time.thread_time if database.engine == "sqlite" else time.perf_counter
    found = []
    for _ in range(times):
        try:
            await database.write(_measured, who, served, watch)
        except _Measured as measured:
            found.append(measured.ms)
    return found


def _measured(tx: Tx, who: Who, served: Callable[..., object], watch: Callable[[], float]) -> None:
    started = watch()
    came = served(tx, who)
    taken = (watch() - started) * 1000
    assert came is not None, "there is work for everybody"
    raise _Measured(taken)


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    small, large = (f"{tasks:,}" for tasks in found["tasks"])
    return [
        f"  {name}: p50 {found['large'][name]['p50_ms']} ms (p99 {found['large'][name]['p99_ms']}) of {large} tasks, "
        f"{found['small'][name]['p50_ms']} ms of {small}: {found['large_to_small'][name]:g} ×"
        for name in sorts
    ]


def _rows(engine: str, found: Figures) -> list[Row]:
    small, large = (f"{tasks:,}" for tasks in found["tasks"])
    names = {
        "new": "a newcomer",
        "halfway": "somebody halfway",
        "diligent": f"one who did {found['done_by_the_diligent']:,}",
        "turned": f"one who did {found['done_by_the_diligent']:,} and begins at the pack's start again",
        "long_day": "one at the end of a day's share",
        "pocket": f"ten to take along for one who did {found['done_by_the_diligent']:,}",
    }
    return [
        at_most(
            f"next task among {large}, {found['people']:,} workers, {engine}: {names[name]}", goal,
            found["large_to_small"][name],
            f"its own time at {small}: {found['small'][name]['p50_ms']:g} ms; here {found['large'][name]['p50_ms']:g} ms", " ×",
        )
        for name in sorts
    ]  # fmt: skip


def _sized(long: bool) -> Size:
    return Size((1_000, 1_000_000), people=10_000, had=94, times=300) if long else Size()


parts = (
    Part(
        "selection",
        "The next task on SQLite",
        lambda folder, long: asyncio.run(measure_sqlite(folder, _sized(long))),
        lines,
        lambda found: _rows("SQLite", found),
    ),
    Part(
        "selection_postgres",
        "The next task on PostgreSQL",
        lambda folder, long: server.on_own(
            folder, lambda url_of: asyncio.run(measure_on(url_of, _sized(long)))
        ),
        lines,
        lambda found: _rows("PostgreSQL", found),
    ),
)

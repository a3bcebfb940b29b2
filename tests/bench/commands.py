"""Commands a second of the database: whole answers in a closed loop, beside the same engine driven barely, in turn.

Ours is everything that an answer is in the program between intake and delivery: happening once, marks, rules, pay with
its hash chain, the next task, what is due. On SQLite callers share commits, so there it stands beside bare answers that share
them too, as many as there are callers; on PostgreSQL, and in `bare_a_second`, each bare answer has its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bot.actions import telling, working
from bot.app import now_ms
from bot.domain.events import Pressed
from bot.domain.outcomes.worker import Task
from bot.domain.people import Who
from bot.storage import Database
from tests.bench import raw, server, stock
from tests.bench.figures import Figures, ratios, spread, waits
from tests.bench.part import Part, Row, at_least, spanned
from tests.bench.raw import Raw
from tests.bench.server import UrlOf

goal_of_bare, callers_aimed = 0.6, 32


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    callers: tuple[int, ...] = (1, 32, 256)
    people: int = 256
    rounds: int = 3
    seconds: float = 1.0
    tasks: int = 20_000
    packs: int = 1  # more for long runs: nobody is served more than a fair share of one pack a day


class Hands:
    """People who answer question after question by calling the action, each caller one person at a time."""

    def __init__(self, database: Database, hired: list[tuple[Who, Task]]) -> None:
        self._database = database
        self._who = [who for who, _ in hired]
        self._mark = [task.mark for _, task in hired]
        self._count = itertools.count()

    async def round(self, callers: int, seconds: float) -> tuple[float, list[float]]:
        """So many callers at once, so long: answers a second, and each wait in ms."""
        started = time.perf_counter()
        lines = (self._line(first, callers, started + seconds) for first in range(callers))
        found = [wait for line in await asyncio.gather(*lines) for wait in line]
        return len(found) / (time.perf_counter() - started), found

    async def answers(self, many: int) -> None:
        """So many answers, or a few more; each person's one after another, all people at once."""
        for _ in range(0, many, len(self._who)):
            await asyncio.gather(*(self._answer(person) for person in range(len(self._who))))

    async def beside(self, act: Callable[[], object]) -> None:
        """Does something in the thread that writes, between two answers."""
        await self._database.write(lambda tx: act())

    async def _line(self, first: int, step: int, until: float) -> list[float]:
        found = []
        for person in itertools.cycle(range(first, len(self._who), step)):
            asked = time.perf_counter()
            if asked >= until:
                break
            await self._answer(person)
            found.append((time.perf_counter() - asked) * 1000)
        return found

    async def _answer(self, person: int) -> None:
        who = self._who[person]
        answer = partial(
            working.answer,
            who=who,
            rules=stock.rules,
            mark=self._mark[person],
            event=Pressed(stock.right_code),
            sent_at=now_ms(),
        )
        cause = f"bench:{next(self._count)}"
        told = await self._database.write(telling.once, who.account, answer, cause=cause)
        assert told is not None and isinstance(told.outcome, Task), f"a question was expected, not {told}"
        self._mark[person] = told.outcome.mark


@contextlib.asynccontextmanager
async def hands(url: str, size: Size) -> AsyncIterator[Hands]:
    """A database with a pack and people who have read it."""
    async with stock.opened(url) as database:
        await stock.fund(database)
        packs = [await stock.text_pack(database, size.tasks, f"bench-words-{n}") for n in range(size.packs)]
        hired = [await database.write(stock.hire, 1 + n, packs[n % len(packs)]) for n in range(size.people)]
        yield Hands(database, hired)


async def measure_sqlite(folder: Path, size: Size) -> Figures:
    """Ours and barely sqlite3 on the same disk."""
    bare, connection = raw.on_sqlite(folder / "raw.db", size.tasks)
    with closing(connection):
        async with hands(f"sqlite://{folder}/commands.db", size) as ours:
            return await _compare(ours, bare, size, shared=True)


async def measure_on(url_of: UrlOf, size: Size) -> Figures:
    """Ours and barely psycopg on a running server; leaves nothing behind."""
    with server.databases(url_of, 2) as (barely, url):
        bare, connection = raw.on_postgres(barely, size.tasks)
        with closing(connection):
            durable = {name: _shown(connection, name) for name in ("fsync", "synchronous_commit")}
            async with hands(url, size) as ours:
                return {**durable, **await _compare(ours, bare, size, shared=False)}


def _shown(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute(f"SHOW {name}".encode()).fetchone()
    assert row is not None
    return str(row[0])


async def _compare(ours: Hands, bare: Raw, size: Size, *, shared: bool) -> Figures:
    await ours.round(max(size.callers), size.seconds / 4)
    bare.a_second(size.seconds / 4)
    bare_rates, rates, bares, taken = [], *({one: list[float]() for one in size.callers} for _ in range(3))
    for _ in range(size.rounds):
        bare_rates.append(bare.a_second(size.seconds))
        for callers in size.callers:
            bares[callers].append(
                bare.a_second(size.seconds, callers) if shared and callers > 1 else bare_rates[-1]
            )
            rate, found = await ours.round(callers, size.seconds)
            rates[callers].append(rate)
            taken[callers] += found
    return {
        "bare_a_second": spread(bare_rates),
        "callers": {
            str(callers): {
                "ratio_ours_to_bare": ratios(rates[callers], bares[callers]),
                "bare_a_second": spread(bares[callers]),
                "answers_a_second": spread(rates[callers]),
                "call_to_commit": waits(taken[callers]),
            }
            for callers in size.callers
        },
    }


def lines(found: Figures) -> list[str]:
    """The main figures for people."""
    return [f"  bare: {spanned(found['bare_a_second'])} answers/s"] + [
        f"  {callers} at once: {spanned(one['answers_a_second'])} answers/s, {spanned(one['ratio_ours_to_bare'])} of bare"
        for callers, one in found["callers"].items()
    ]


def rows(found: Figures) -> list[Row]:
    """Ours beside as many bare answers to a commit."""
    return [
        Row(
            f"database commands (answer, {callers} waiting), PostgreSQL",
            f"{spanned(one['answers_a_second'])} a second",
            f"bare psycopg, one connection, a commit each: {spanned(one['bare_a_second'])}",
        )
        for callers, one in found["callers"].items()
    ]


def rows_sqlite(found: Figures) -> list[Row]:
    """The same; 32 waiting have a goal."""
    told = []
    for callers, one in found["callers"].items():
        figure, ratio = f"database commands (answer, {callers} waiting), SQLite", one["ratio_ours_to_bare"]
        beside = f"sqlite3, {callers} to a commit: {spanned(one['bare_a_second'])} a second; ours {spanned(one['answers_a_second'])}"
        told.append(
            at_least(figure, goal_of_bare, ratio["median"], beside, " ×")
            if int(callers) == callers_aimed
            else Row(figure, f"{ratio['median']:g} ×", beside)
        )
    return told


def _on_sqlite(folder: Path, long: bool) -> Figures:
    return asyncio.run(measure_sqlite(folder, Size(rounds=7, seconds=3.0, packs=8) if long else Size()))


def _on_postgres(folder: Path, long: bool) -> Figures:
    size = Size(rounds=5, seconds=3.0, packs=4) if long else Size(rounds=2)
    return server.on_own(folder, lambda url_of: asyncio.run(measure_on(url_of, size)))


parts = (
    Part("sqlite", "Whole answers on SQLite", _on_sqlite, lines, rows_sqlite),
    Part("postgres", "Whole answers on PostgreSQL", _on_postgres, lines, rows),
)

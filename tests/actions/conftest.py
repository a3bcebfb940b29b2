"""What the tests of actions share: a house to work in, and people with phones."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot.actions import claiming, deciding, delivering, overseeing
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, is_task, make_pack, meet_deadlines, pack_row, prove


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What stands in a database, read past the program."""
    if url.startswith("sqlite://"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file:
            return file.execute(sql).fetchall()
    with psycopg.connect(url) as server:
        return server.execute(sql.encode()).fetchall()


async def due(database: Database) -> list[Outcome]:
    """What is due and not known to be shown, oldest first."""
    return [told.outcome for told, _ in await database.read(delivering.waiting, BOT, 50)]


Meet = Callable[[], Awaitable[Worker]]


@pytest.fixture
async def proved(database: Database) -> AsyncIterator[Database]:
    """The database of each engine; when the test is over, book and work have no fault."""
    yield database
    await prove(database)


@pytest.fixture
def meet(proved: Database, clock: Clock) -> Meet:
    """Makes a person who agreed, with a phone. After each thing they do book and work have no fault."""

    async def make() -> Worker:
        return await Worker.met(proved, clock)

    return make


# ---- answers that are doubted ------------------------------------------------------------------------------------


async def answered(worker: Worker, pack: int, clock: Clock) -> int:
    """Somebody's first answer in a pack, past being undone; its id."""
    first = await worker.begins(pack)
    await worker.answer(first.mark)
    clock.now_ms += limits.undo_ms + 1
    return first.assignment


async def claimed(database: Database, pack: int, assignment: int, **changed: Any) -> str:
    """A claim of the pack's requester; its code."""
    requester = (await pack_row(database, pack))["requester"]
    given = {"ground": "breaks", "sentence": 1, "rules": RULES, **changed}
    return await database.write(claiming.claim, requester, assignment, **given)


async def decided(
    database: Database, code: str, right: bool, why: str = "The people fill it.", rules: Rules = RULES
) -> bool:
    """The one whom the installation names finds that an answer stands, or that it can't be used."""
    found = "stands" if right else "unusable"
    return await database.write(deciding.decide_by_name, code, found, "", why, rules)


async def until_due(database: Database, clock: Clock, ms: int) -> None:
    """Time passes day by day, and whatever is due is done."""
    end = clock.now_ms + ms
    while clock.now_ms < end:
        clock.now_ms = min(end, clock.now_ms + limits.day)
        while await database.write(meet_deadlines):
            pass
    await prove(database)


@pytest.fixture
async def pot(proved: Database, meet: Meet) -> None:
    """Money in the guarantee pot, and goodwill."""
    filled = await make_pack(proved, "filled", tasks=20, price="1.00", goodwill=5_000_000)
    crowd = await meet()
    task = await crowd.begins(filled)
    crowd.proving = False
    for _ in range(15):
        task = is_task(await crowd.answer(task.mark))
    await proved.write(overseeing.collect_fees)

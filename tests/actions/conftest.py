"""What the tests of actions share: a house to work in, and people with phones."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker, prove


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What stands in a database, read past the program."""
    if url.startswith("sqlite://"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file:
            return file.execute(sql).fetchall()
    with psycopg.connect(url) as server:
        return server.execute(sql.encode()).fetchall()


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

"""Random lives of a state machine (Hypothesis), each on a database of its own, which may be asked behind its back.

How many there are in a push is said where a machine stands; MODEL_EXAMPLES, as `make model` sets it, makes it any number
on each engine.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from bot.storage import open_database
from tests.conftest import Clock, Fresh


class Life(RuleBasedStateMachine):
    """A loop, a clock and an open database at head; a machine adds what may happen, and what must hold."""

    def __init__(self, place: AbstractContextManager[str]) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = Clock()
        self.place, self.url = place, place.__enter__()
        self.database = self.loop.run_until_complete(open_database(self.url, clock=self.clock))
        self.beside: Any = None

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the database, read past the program."""
        if self.beside is None and self.database.engine == "sqlite":
            self.beside = sqlite3.connect(self.url.removeprefix("sqlite://"))
        elif self.beside is None:
            self.beside = psycopg.connect(self.url, autocommit=True)
        found: list[tuple[Any, ...]] = self.beside.execute(sql).fetchall()
        return found

    def teardown(self) -> None:
        """Close the database, then remove it."""
        if self.beside is not None:
            self.beside.close()
        self.loop.run_until_complete(self.database.close())
        self.place.__exit__(None, None, None)
        self.loop.close()


def live(
    machine: Callable[[AbstractContextManager[str]], Life],
    fresh: Fresh,
    *,
    steps: int,
    sqlite: int,
    postgres: int,
    begun: Callable[[], AbstractContextManager[str]] | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> None:
    """So many lives on SQLite or on PostgreSQL, of at most so many steps; each on a new database at head, or one from `begun`.

    Where chance did not lead them to what is `wanted` there are as many again, three times at most.
    """
    lives = int(os.environ.get("MODEL_EXAMPLES", sqlite if fresh.engine == "sqlite" else postgres))
    place = begun or fresh.database
    for _ in range(3):
        run_state_machine_as_test(
            lambda: machine(place()),  # type: ignore[arg-type]  # it takes any maker of machines
            settings=settings(
                max_examples=lives,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if wanted():
            return

"""An answer's eleven statements on a bare connection, one COMMIT each or for so many: what the databases themselves can do.

One joined read, the answer, its assignment, a transfer, its three postings in one statement, three balances, the next
task, its place, the next assignment. No rules, no marks, no hash chain, no screens, nothing that makes it happen once.
The same SQL on both engines; SQLite with `synchronous=FULL`, PostgreSQL with whatever it was started with.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

people, accounts, slots = 256, 64, 1_000
Statement = Callable[[str, dict[str, int]], Any]

SCHEMA = """
CREATE TABLE raw_tasks (id BIGINT PRIMARY KEY, open_slots BIGINT NOT NULL);
CREATE INDEX raw_open ON raw_tasks (id) WHERE open_slots > 0;
CREATE TABLE raw_people (id BIGINT PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE raw_assignments (id BIGINT PRIMARY KEY, task BIGINT NOT NULL REFERENCES raw_tasks (id),
    person BIGINT NOT NULL REFERENCES raw_people (id), state TEXT NOT NULL, UNIQUE (task, person, id));
CREATE TABLE raw_answers (id BIGINT PRIMARY KEY, assignment BIGINT NOT NULL UNIQUE REFERENCES raw_assignments (id),
    value TEXT NOT NULL);
CREATE TABLE raw_transfers (id BIGINT PRIMARY KEY, assignment BIGINT NOT NULL UNIQUE, amount BIGINT NOT NULL);
CREATE TABLE raw_postings (transfer BIGINT NOT NULL REFERENCES raw_transfers (id), account BIGINT NOT NULL,
    amount BIGINT NOT NULL, PRIMARY KEY (transfer, account));
CREATE TABLE raw_balances (account BIGINT PRIMARY KEY, amount BIGINT NOT NULL)
"""

ANSWER = (
    """SELECT s.id, s.state, t.open_slots, p.language FROM raw_assignments s JOIN raw_tasks t ON t.id = s.task
    JOIN raw_people p ON p.id = s.person WHERE s.id = :held""",
    "INSERT INTO raw_answers (id, assignment, value) VALUES (:made, :held, '\"road\"')",
    "UPDATE raw_assignments SET state = 'answered' WHERE id = :held AND state = 'open'",
    "INSERT INTO raw_transfers (id, assignment, amount) VALUES (:made, :held, 40000)",
    """INSERT INTO raw_postings (transfer, account, amount)
    VALUES (:made, :pack, -44000), (:made, :worker, 40000), (:made, 0, 4000)""",
    "UPDATE raw_balances SET amount = amount + 40000 WHERE account = :worker",
    "UPDATE raw_balances SET amount = amount - 44000 WHERE account = :pack",
    "UPDATE raw_balances SET amount = amount + 4000 WHERE account = 0",
)
NEXT = "SELECT id FROM raw_tasks WHERE open_slots > 0 AND id > :task ORDER BY id LIMIT 1"
TAKE = (
    "UPDATE raw_tasks SET open_slots = open_slots - 1 WHERE id = :next",
    "INSERT INTO raw_assignments (id, task, person, state) VALUES (:made, :next, :person, 'open')",
)


class Raw:
    """A bare connection with the tables filled; `answer` is all statements of one."""

    def __init__(self, run: Statement, commit: Callable[[], None], tasks: int) -> None:
        self._run, self._commit = run, commit
        self._made = people
        self._held = {person: person for person in range(1, people + 1)}
        self._task = dict.fromkeys(self._held, 1)
        self._next = 0
        self._tasks = tasks
        self._fill()

    def _fill(self) -> None:
        for statement in SCHEMA.split(";"):
            self._run(statement, {})
        for task in range(1, self._tasks + 1):
            self._run(
                "INSERT INTO raw_tasks (id, open_slots) VALUES (:task, :slots)",
                {"task": task, "slots": slots},
            )
        for person in self._held:
            self._run("INSERT INTO raw_people (id, language) VALUES (:person, 'en')", {"person": person})
            self._run(TAKE[1], {"made": person, "next": 1, "person": person})
        for account in range(accounts + people + 1):
            self._run("INSERT INTO raw_balances (account, amount) VALUES (:account, 0)", {"account": account})
        self._commit()

    def answer(self) -> None:
        """Somebody's answer, everybody in turn."""
        person = self._next % people + 1
        self._next += 1
        self._made += 1
        values = {
            "made": self._made,
            "held": self._held[person],
            "person": person,
            "pack": 1 + self._made % accounts,
            "worker": accounts + person,
            "task": self._task[person] % self._tasks,
        }
        for statement in ANSWER:
            self._run(statement, values)
        values["next"] = self._run(NEXT, values)
        for statement in TAKE:
            self._run(statement, values)
        self._held[person], self._task[person] = self._made, values["next"]

    def a_second(self, seconds: float, at_once: int = 1) -> float:
        """Answers a second over so many seconds, so many to a COMMIT."""
        done, started = 0, time.perf_counter()
        while time.perf_counter() - started < seconds:
            for _ in range(at_once):
                self.answer()
            self._commit()
            done += at_once
        return done / (time.perf_counter() - started)


def on_sqlite(path: Path, tasks: int) -> tuple[Raw, sqlite3.Connection]:
    """On a new file: WAL, synchronous=FULL, foreign keys, as the program sets them."""
    connection = sqlite3.connect(path)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")

    def run(statement: str, values: dict[str, int]) -> Any:
        cursor = connection.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    return Raw(run, connection.commit, tasks), connection


def on_postgres(url: str, tasks: int) -> tuple[Raw, psycopg.Connection[Any]]:
    """On an empty database; psycopg prepares the statements by itself."""
    connection = psycopg.connect(url, prepare_threshold=1)
    written: dict[str, bytes] = {}

    def run(statement: str, values: dict[str, int]) -> Any:
        if statement not in written:
            written[statement] = re.sub(r":([a-z]+)", r"%(\1)s", statement).encode()
        cursor = connection.execute(written[statement], values)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    return Raw(run, connection.commit, tasks), connection

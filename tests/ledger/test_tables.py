"""The book's two migration files describe one schema, and what is asked often has an index."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from bot.storage.migrate import FOLDER
from bot.storage.queries import Queries


def _tables(engine: str) -> str:
    """The statements of a migration before its first trigger or function, without comments and blanks."""
    text = (FOLDER / f"0002_book.{engine}.sql").read_text(encoding="utf-8").split("CREATE TRIGGER")[0]
    lines = [line.split("--")[0].strip() for line in text.split("CREATE FUNCTION")[0].splitlines()]
    return "\n".join(line for line in lines if line).replace(' COLLATE "C"', "")


def test_both_engines_have_the_same_tables() -> None:
    """SQLite's and PostgreSQL's files differ in triggers and the order of text only."""
    assert _tables("sqlite") == _tables("postgres")


often = (
    "held", "transfer_by_key", "transfer_by_id", "balance", "accounts_between", "lines_before", "pack_funding", "pack_goodwill",
    "pack_guarantee", "pack_bonuses", "answers_locked", "entry_of", "entries_after",
)  # fmt: skip


@pytest.mark.parametrize("name", often)
def test_what_is_asked_often_reads_no_whole_table(sqlite_template: Path, name: str) -> None:
    """A question about one account, pack or transfer goes by an index, however long the book is."""
    asked = Queries.load().sqlite[f"book.{name}"]
    connection = sqlite3.connect(sqlite_template)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {asked.sql}", dict.fromkeys(asked.names, 1)).fetchall()
    connection.close()
    whole = [step[3] for step in plan if step[3].startswith("SCAN") and "USING" not in step[3]]
    assert plan and set(whole) <= {"SCAN CONSTANT ROW"}


def test_a_statement_is_planned_once(head_postgres: str) -> None:
    """PostgreSQL keeps the plan of an account's lines after its first five tries; planning costs more than the lines."""
    asked = Queries.load().postgres["book.lines_before"]
    with psycopg.connect(head_postgres) as server:
        for filled in BOOK:
            server.execute(filled.encode())
        for account in range(10):
            given = {"account": account, "before": 2**63 - 1, "most": 20}
            assert len(server.execute(asked.wire, given, prepare=True).fetchall()) == 20
        plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
        assert server.execute(plans).fetchone() == (5, 5)


BOOK = (
    "INSERT INTO book_accounts SELECT n, n, 'USD', 0, 0, '', 0 FROM generate_series(0, 63) n",
    "INSERT INTO transfers SELECT n, n, '', 'pay', 0, n % 63 + 1, 1, NULL, NULL, 0 FROM generate_series(1, 50000) n",
    "INSERT INTO entries SELECT n, n % 63 + 1, 1, 0, n, '' FROM generate_series(1, 50000) n",
    "INSERT INTO entries SELECT n, 0, -1, 0, n, '' FROM generate_series(1, 50000) n",
    "ANALYZE",
)

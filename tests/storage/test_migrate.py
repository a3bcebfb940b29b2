"""Migrations: from empty to head, once, on both engines."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.storage import (
    ChangedMigration,
    ConstraintBroken,
    Database,
    NewerDatabase,
    Queries,
    migrate,
    open_database,
)
from bot.storage.migrate import read_migrations
from bot.storage.sqlite_file import in_dialect, statements

pytestmark = pytest.mark.anyio

HISTORY = """
-- name: history
SELECT number, name, applied_at FROM migrations ORDER BY number
"""


@pytest.fixture
def history(tmp_path: Path) -> Queries:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "own.sql").write_text(HISTORY)
    return Queries.load(tmp_path / "history")


async def applied(database: Database) -> list[tuple[int, str, int]]:
    rows = await database.read(lambda tx: tx.all("own.history"))
    await database.close()
    return [(row["number"], row["name"], row["applied_at"]) for row in rows]


async def test_each_file_is_applied_once(
    empty_url: str, clock: Any, history: Queries, migrations: Path
) -> None:
    """Opening again applies only what is new, and remembers when."""

    async def opened() -> list[tuple[int, str, int]]:
        return await applied(
            await open_database(empty_url, clock=clock, queries=history, migrations=migrations)
        )

    start = clock.now_ms
    assert await opened() == [(1, "notes", start)]
    (migrations / "0002_more.sql").write_text(
        "ALTER TABLE notes ADD COLUMN more BIGINT; CREATE INDEX m ON notes (more);"
    )
    clock.now_ms += 1000
    assert await opened() == await opened() == [(1, "notes", start), (2, "more", start + 1000)]


async def test_a_newer_database_and_a_changed_file_are_refused(
    empty_url: str, clock: Any, history: Queries, migrations: Path
) -> None:
    """An older program, and one whose past was edited, stop with a sentence before they write."""
    second = migrations / "0002_more.sql"
    second.write_text("CREATE TABLE more (id BIGINT PRIMARY KEY);")
    await applied(await open_database(empty_url, clock=clock, queries=history, migrations=migrations))
    second.write_text("CREATE TABLE most (id BIGINT PRIMARY KEY);")
    with pytest.raises(ChangedMigration, match="0002"):
        await open_database(empty_url, clock=clock, queries=history, migrations=migrations)
    second.unlink()
    with pytest.raises(NewerDatabase, match=r"at migration 0002 \(more\).* only 1"):
        await open_database(empty_url, clock=clock, queries=history, migrations=migrations)


async def test_a_failing_file_leaves_nothing(
    empty_url: str, clock: Any, history: Queries, migrations: Path
) -> None:
    """A migration that fails half way is undone whole; mended, it is applied."""
    second = migrations / "0002_more.sql"
    second.write_text("CREATE TABLE more (id BIGINT PRIMARY KEY); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(Exception, match="nowhere"):
        await open_database(empty_url, clock=clock, queries=history, migrations=migrations)
    second.write_text("CREATE TABLE more (id BIGINT PRIMARY KEY);")
    opened = await open_database(empty_url, clock=clock, queries=history, migrations=migrations)
    assert len(await applied(opened)) == 2


async def test_an_engines_own_file_is_preferred(
    empty_url: str, clock: Any, history: Queries, migrations: Path
) -> None:
    """NNNN_name.<engine>.sql is applied on its engine only, and remembered under the one name."""
    (migrations / "0002_own.sqlite.sql").write_text("CREATE TABLE own (id BIGINT PRIMARY KEY);")
    (migrations / "0002_own.postgres.sql").write_text(
        "CREATE TABLE own (id BIGINT PRIMARY KEY) WITH (fillfactor = 70);"
    )
    opened = await open_database(empty_url, clock=clock, queries=history, migrations=migrations)
    assert [name for _, name, _ in await applied(opened)] == ["notes", "own"]


async def test_sqlite_is_copied_before_it_is_changed(
    empty_sqlite: str, clock: Any, history: Queries, migrations: Path, tmp_path: Path
) -> None:
    """The copy beside the file has the data as it was, for our own user only; a new file needs none."""

    def beside() -> list[str]:
        return [name for name in os.listdir(tmp_path) if name.startswith("ujima.db.")]

    await applied(await open_database(empty_sqlite, clock=clock, queries=history, migrations=migrations))
    assert beside() == []
    (migrations / "0002_more.sql").write_text("DROP TABLE remarks; DROP TABLE notes;")
    await applied(await open_database(empty_sqlite, clock=clock, queries=history, migrations=migrations))
    assert beside() == ["ujima.db.at-0001"]
    assert os.stat(tmp_path / "ujima.db.at-0001").st_mode & 0o777 == 0o600
    copy = sqlite3.connect(tmp_path / "ujima.db.at-0001")
    assert copy.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    copy.close()


async def test_a_migration_that_orphans_rows_is_refused(
    empty_sqlite: str, clock: Any, history: Queries, migrations: Path
) -> None:
    """Foreign keys are off while SQLite's tables are rebuilt, and checked before the commit."""
    (migrations / "0002_orphan.sql").write_text("INSERT INTO remarks (id, note) VALUES (1, 99);")
    with pytest.raises(ConstraintBroken):
        await open_database(empty_sqlite, clock=clock, queries=history, migrations=migrations)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["0001_a.sql", "0003_b.sql"], "numbered"),
        (["0001_a.sql", "0001_b.sql"], "two migrations"),
        (["1_a.sql"], "named"),
        (["0001_a.mysql.sql"], "named"),
        (["0001_a.sqlite.sql"], "one for each"),
        (["0001_a.sql", "0001_a.sqlite.sql"], "one for each"),
    ],
)
def test_misnamed_files_are_refused(tmp_path: Path, files: list[str], reason: str) -> None:
    """A gap, a double number, another form of name, or half a pair raises before anything is applied."""
    for name in files:
        (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(ValueError, match=reason):
        read_migrations(tmp_path, "sqlite")


def test_scripts_are_split_at_statements_only() -> None:
    """Semicolons in comments, quotes and triggers do not split; an unfinished statement is refused."""
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END;"
    script = f"-- one; two\nINSERT INTO a VALUES (';');;\n{trigger}\n-- end;\n"
    assert list(statements(script)) == ["INSERT INTO a VALUES (';');", trigger]
    with pytest.raises(ValueError, match="middle of a statement"):
        list(statements("DELETE FROM a WHERE x = 'open"))


def test_tables_become_strict_and_keys_the_rows_address() -> None:
    """BIGINT becomes INTEGER outside of quotes, and CREATE TABLE is STRICT."""
    assert in_dialect("create table a (b bigint default 'BIGINT');") == (
        "create table a (b INTEGER default 'BIGINT') STRICT"
    )
    assert in_dialect("CREATE INDEX a ON b (c);") == "CREATE INDEX a ON b (c);"


async def test_the_houses_schema_is_the_same_on_both_engines(
    head_sqlite: str, head_postgres: str, clock: Any, tmp_path: Path
) -> None:
    """Empty → head gives the same tables and columns, all BIGINT or TEXT."""
    (tmp_path / "own.sql").write_text(
        """
-- name: columns_sqlite
SELECT m.name AS "table", c.name AS "column", replace(c.type, 'INTEGER', 'BIGINT') AS type
FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY 1, 2

-- name: columns_postgres
SELECT table_name AS "table", column_name AS "column", upper(data_type) AS type
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
ORDER BY table_name COLLATE "C", column_name COLLATE "C"
"""
    )
    found = []
    for url in (head_sqlite, head_postgres):
        database = await open_database(url, clock=clock, queries=Queries.load(tmp_path))
        found.append(await database.read(lambda tx: tx.all("own.columns")))
        await database.close()
    assert found[0] == found[1]
    assert {row["type"] for row in found[0]} == {"BIGINT", "TEXT"}
    assert len(read_migrations(migrate.FOLDER, "sqlite")) > 0

"""A small schema and its queries, for the tests of the machinery itself."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.storage import Database, Queries, open_database

MIGRATION = """
-- Notes; one semicolon; in a comment.
CREATE TABLE notes (
    id BIGINT NOT NULL PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,          -- BIGINT; ')'
    amount BIGINT NOT NULL DEFAULT 0 CHECK (amount >= 0)
);
CREATE TABLE remarks (
    id BIGINT NOT NULL PRIMARY KEY,
    note BIGINT NOT NULL REFERENCES notes (id),
    text TEXT DEFAULT 'BIGINT; --'
);
"""

QUERIES = """
-- name: add(id, word, amount)!
INSERT INTO notes (id, word, amount) VALUES (:id, :word, :amount);

-- name: add_once^
INSERT INTO notes (id, word, amount) VALUES (:id, :word, :amount) ON CONFLICT (word) DO NOTHING RETURNING id;

-- name: add_remark!
INSERT INTO remarks (id, note, text) VALUES (:id, :note, :text);

-- name: get^
SELECT id, word, amount FROM notes WHERE word = :word;

-- name: list
SELECT word, amount FROM notes ORDER BY id;

-- name: total$
SELECT sum(amount) FROM notes;

-- name: mean$
SELECT avg(amount) FROM notes;

-- name: sum_of_two$
SELECT :a + :b;

-- name: is_same$
SELECT :a = :b;

-- name: starting
SELECT word FROM notes WHERE word LIKE 'a%' ORDER BY word; -- don't count this: :nothing

-- name: increase!
UPDATE notes SET amount = amount + :by WHERE word = :word;

-- name: remove!
DELETE FROM notes WHERE word = :word;

-- name: wrong
SELECT nothing FROM nowhere;

-- name: engine_sqlite$
SELECT 'sqlite' || :mark;

-- name: engine_postgres$
SELECT 'postgres' || CAST(:mark AS TEXT);
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A folder with one migration."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(MIGRATION)
    return folder


@pytest.fixture
def queries(tmp_path: Path) -> Queries:
    """The queries of `notes`."""
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "notes.sql").write_text(QUERIES)
    return Queries.load(folder)


@pytest.fixture
async def notes(
    empty_url: str, clock: Callable[[], int], queries: Queries, migrations: Path
) -> AsyncIterator[Database]:
    """An open database with the small schema, of each engine in turn."""
    opened = await open_database(empty_url, clock=clock, queries=queries, migrations=migrations)
    yield opened
    await opened.close()

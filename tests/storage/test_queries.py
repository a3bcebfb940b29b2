"""Named queries: reading, compiling, and refusing what works on one engine only."""

from pathlib import Path

import pytest

from bot.storage import Queries, QueryWrong, migrate
from bot.storage.queries import FOLDER


def loaded(folder: Path, sql: str) -> Queries:
    (folder / "work.sql").write_text(sql)
    return Queries.load(folder)


def test_a_query_is_compiled_for_both_engines(tmp_path: Path) -> None:
    """Parameters take the driver's form; quotes, casts of the engine's own variant and % survive; comments go."""
    queries = loaded(
        tmp_path,
        """
-- name: pick^
-- A task; don't mind.
SELECT ':x' AS "a:b", n % 2 -- it's :not a parameter
FROM tasks WHERE id = :id AND /* nor :this */ word LIKE 'a%';
""",
    )
    lite, post = queries.sqlite["work.pick"], queries.postgres["work.pick"]
    assert lite.names == post.names == {"id"}
    assert lite.sql.split() == [
        "SELECT",
        "':x'",
        "AS",
        '"a:b",',
        "n",
        "%",
        "2",
        "FROM",
        "tasks",
        "WHERE",
        "id",
        "=",
        ":id",
        "AND",
        "word",
        "LIKE",
        "'a%'",
    ]
    assert "id = %(id)s AND" in post.sql
    assert "n %% 2" in post.sql
    assert post.sql.endswith("LIKE 'a%%'")


def test_variants_share_their_parameters(tmp_path: Path) -> None:
    """A variant that needs fewer parameters accepts the other's."""
    queries = loaded(
        tmp_path,
        "-- name: q_sqlite$\nSELECT 1\n-- name: q_postgres$\nSELECT CAST(:n AS INT)::bigint\n",
    )
    assert queries.sqlite["work.q"].names == queries.postgres["work.q"].names == {"n"}
    assert queries.postgres["work.q"].sql == "SELECT CAST(%(n)s AS INT)::bigint"


@pytest.mark.parametrize(
    ("sql", "advice"),
    [
        ("-- name: q<!\nINSERT INTO t (id) VALUES (:id)", "RETURNING"),
        ("-- name: q#\nDELETE FROM t; DELETE FROM u", "script"),
        ("-- name: q\nSELECT 1 FROM t WHERE :n IS NULL OR n = :n", "CAST"),
        ("-- name: q\nSELECT CAST(sum(n) AS INTEGER) FROM t", "32 bit"),
        ("-- name: q\nSELECT n FROM t WHERE id IN (:ids)", "IN"),
        ("-- name: q\nSELECT n::bigint FROM t", "::"),
        ("-- name: q!\nINSERT OR IGNORE INTO t (id) VALUES (:id)", "ON CONFLICT"),
        ("-- name: q$\nSELECT last_insert_rowid()", "new_id"),
        ("-- name: q\nSELECT 1\n-- name: q\nSELECT 2", "twice"),
        ("-- name: q\n", "empty"),
    ],
)
def test_what_works_on_one_engine_only_is_refused(tmp_path: Path, sql: str, advice: str) -> None:
    """Each trap is refused at load, with what to write instead."""
    with pytest.raises(QueryWrong, match=advice):
        loaded(tmp_path, sql)


def test_the_houses_queries_load() -> None:
    """The project's own queries hold no trap."""
    assert Queries.load(FOLDER).sqlite.keys() == Queries.load(FOLDER).postgres.keys()
    assert migrate.FOLDER.is_dir()

"""Pictures of a whole database: of one moment, beside a program that writes; and what can't be put into an empty one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Database, DatabaseTrouble, Tx
from bot.storage.picture import Tally, as_line, canvas, picture, tallied
from tests.conftest import Clock

pytestmark = pytest.mark.anyio


def requester(tx: Tx, name: str) -> None:
    """A row with somebody's words."""
    tx.run("packs.add_requester", id=tx.new_id(), name=name, now=tx.now)


WORDS = "tab\tline\nslash \\ \\N quote ' \" Ω 🌊 \u2028 \u200f"


async def test_a_picture_is_of_one_moment_while_others_write(database_url: str, database: Database) -> None:
    """What is committed meanwhile is not in it; what was before is, letter by letter."""
    await database.write(requester, WORDS)
    with picture(database_url) as taken:
        await database.write(requester, "later")
        table = next(one for one in taken.tables if one.name == "requesters")
        name = table.columns.index("name")
        assert [row[name] for row in taken.rows(table)] == [WORDS]
        await database.write(requester, "later still")
        assert [row[name] for row in taken.rows(table)] == [WORDS]
    with picture(database_url) as taken:
        assert len(list(taken.rows(table))) == 3


async def test_nothing_can_be_written_by_it(database_url: str, database: Database) -> None:
    """Neither a row nor a schema, whatever is tried."""
    with picture(database_url) as taken, pytest.raises(Exception, match=r"(?i)read.?only"):
        taken._connection.execute("DELETE FROM requesters")  # type: ignore[attr-defined]


def test_a_log_left_by_a_killed_program_is_in_the_picture(sqlite_template: Path, tmp_path: Path) -> None:
    """Nobody runs, the log was never folded in, and its index is gone."""
    own, left = tmp_path / "own.db", tmp_path / "left.db"
    shutil.copy(sqlite_template, own)
    with closing(sqlite3.connect(own, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("INSERT INTO id_blocks (node, end_ms) VALUES (7, 70)")
        shutil.copy(own, left)
        shutil.copy(f"{own}-wal", f"{left}-wal")
    with picture(f"sqlite://{left}") as taken:
        table = next(one for one in taken.tables if one.name == "id_blocks")
        assert (7, 70) in list(taken.rows(table))


def test_a_row_that_lacks_its_parent_is_refused(empty_url: str, sqlite_template: Path, clock: Clock) -> None:
    """On either engine, and nothing is left of it: the same can be tried again."""
    with picture(f"sqlite://{sqlite_template}") as taken:
        applied = taken.applied
        accounts = next(one for one in taken.tables if one.name == "accounts")

    def fill(row: tuple[int, ...]) -> None:
        with canvas(empty_url, "sqlite", applied, clock=clock) as empty:
            empty.put("accounts", accounts.columns, [row])
            empty.finish(lambda tx: None)

    for _ in range(2):
        with pytest.raises(DatabaseTrouble, match="A row of the table accounts lacks what it belongs to"):
            fill((1,) * len(accounts.columns))


@pytest.mark.parametrize(
    ("name", "columns"), [("nobody", ("id",)), ("people", ("id", "shoe_size")), ("id_blocks", ("node",))]
)
def test_a_table_that_the_schema_does_not_know_is_refused(
    name: str, columns: tuple[str, ...], empty_url: str, sqlite_template: Path, clock: Clock
) -> None:
    """As are other columns."""
    with picture(f"sqlite://{sqlite_template}") as taken:
        applied = taken.applied
    with canvas(empty_url, "sqlite", applied, clock=clock) as empty:
        with pytest.raises(DatabaseTrouble, match="is not as this program knows it"):
            empty.put(name, columns, [])
        empty.finish(lambda tx: None)


def test_a_tally_knows_rows_in_any_order_and_no_others() -> None:
    """One changed value, one row more, one less: another sum."""
    rows = [(1, "a"), (2, "b"), (3, None)]
    told = tallied(rows)
    assert told == tallied(reversed(rows)) and told[0] == 3
    for other in (
        rows[:2],
        [*rows, (4, "")],
        [(1, "a"), (2, "b"), (3, "")],
        [(1, "a"), (2, "b"), (3, "None")],
    ):
        assert tallied(other) != told
    assert tallied([(1, "a"), (1, "a")]) != tallied([(2, "b"), (2, "b")]), "a pair does not cancel out"
    assert Tally().told() == (0, "0" * 32) and as_line((1, "ä", None)) == b'[1,"\xc3\xa4",null]\n'

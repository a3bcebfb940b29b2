"""Moving to PostgreSQL: the same rows and the same proof over there, and nobody goes on with the old file."""

import asyncio
from pathlib import Path

import pytest

from bot.app import built
from bot.backup.moving import move, moved_file
from bot.backup.troubles import BackupTrouble
from bot.config import Settings, WrongSettings
from bot.storage import DatabaseTrouble, picture
from bot.storage.lock import AlreadyRunning, Lock
from bot.storage.picture import tallied
from tests.backup.conftest import House, proved, rows_of

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


def test_everything_goes_over_and_is_the_same(house: House, empty_postgres: str) -> None:
    """Each table has the same count and sum; payouts go on where they were; the ten invariants hold."""
    before = house.rows("SELECT id, state, next_at FROM payouts ORDER BY id")
    done = move(house.settings, empty_postgres, house.clock)
    there = Settings(data=house.settings.data, database=empty_postgres)
    with picture.picture(there.database_url) as taken:
        assert taken.seal() == done.seal
        found = {table.name: tallied(taken.rows(table)) for table in taken.tables}
    assert {name for name in found if found[name] != done.tables[name]} == {"id_blocks"}
    assert rows_of(there, house.clock, "SELECT id, state, next_at FROM payouts ORDER BY id") == before
    assert rows_of(there, house.clock, "SELECT * FROM restores") == [], "no gap, so nothing is held"
    proved(there, house.clock)


def test_the_old_file_is_put_aside_whole_and_is_not_begun_anew(house: House, empty_postgres: str) -> None:
    """Who starts with the old settings is told; the file has its log in it."""
    done = move(house.settings, empty_postgres, house.clock)
    assert [path.name for path in house.settings.data.glob("ujima.db*")] == ["ujima.db.moved"]
    assert done.kept == moved_file(house.settings)

    async def starts(settings: Settings) -> None:
        async with built(settings, house.clock):
            pass

    with pytest.raises(WrongSettings, match=r"was moved to PostgreSQL .* Set UJIMA_DATABASE"):
        asyncio.run(starts(house.settings))
    assert not house.settings.sqlite_file.exists()
    asyncio.run(
        starts(house.settings.model_copy(update={"database": Settings(database=empty_postgres).database}))
    )
    done.kept.rename(house.settings.sqlite_file)
    proved(house.settings, house.clock)


def test_nothing_moves_while_the_program_runs(house: House, empty_postgres: str) -> None:
    """Whoever holds the data folder is named."""
    with Lock(house.settings.data), pytest.raises(AlreadyRunning):
        move(house.settings, empty_postgres, house.clock)
    assert house.settings.sqlite_file.exists()


def test_a_database_with_tables_is_left_alone(house: House, head_postgres: str) -> None:
    """And so is the old one."""
    with pytest.raises(DatabaseTrouble, match="There are tables in this database already"):
        move(house.settings, head_postgres, house.clock)
    assert house.settings.sqlite_file.exists()


def test_a_house_that_is_on_postgresql_is_not_moved(house: House, empty_postgres: str) -> None:
    """There is nothing in the data folder that anybody goes on with."""
    settings = house.settings.model_copy(update={"database": Settings(database=empty_postgres).database})
    with pytest.raises(DatabaseTrouble, match="UJIMA_DATABASE names a database already"):
        move(settings, empty_postgres, house.clock)


def test_a_row_that_changed_on_the_way_stops_the_move(
    house: House, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is there afterwards, and the old file is where it was."""
    select = picture.select
    monkeypatch.setattr(
        "bot.storage.postgres_picture.select",
        lambda table: (
            select(table) + (" WHERE id <> (SELECT max(id) FROM answers)" if table.name == "answers" else "")
        ),
    )
    with pytest.raises(BackupTrouble, match="answers is not the same on both sides"):
        move(house.settings, empty_postgres, house.clock)
    monkeypatch.undo()
    assert house.settings.sqlite_file.exists() and not moved_file(house.settings).exists()
    move(house.settings, empty_postgres, house.clock)


def test_a_folder_without_a_database_is_said(house: House, empty_postgres: str, tmp_path: Path) -> None:
    """There is nothing to move, and nothing is made."""
    other = tmp_path / "nothing"
    other.mkdir()
    with pytest.raises(DatabaseTrouble, match="There is no database"):
        move(Settings(data=other), empty_postgres, house.clock)

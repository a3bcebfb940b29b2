"""Restoring: the same house in an empty place on either engine, proved; and what must not happen in it by itself."""

import os
import resource
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions import sending
from bot.backup import archive, restoring
from bot.backup.restoring import keys_name, restore
from bot.backup.sealed import read_key
from bot.backup.troubles import BackupTrouble
from bot.config import Settings
from bot.domain import limits
from bot.media.store import Store
from bot.storage import DatabaseTrouble, NewerDatabase, migrate, picture
from bot.storage.lock import AlreadyRunning, Lock
from bot.storage.picture import as_line, tallied
from tests.backup.conftest import PICTURE, House, cut, in_database, made_key, proved, rows_of
from tests.makers_payouts import MPESA, ways

CHANGED = ("payouts", "restores", "journal", "id_blocks")  # by what a restored house may not do


room_bytes = 64 * 1024  # less than an empty house takes


def put_back(house: House, file: Path, empty: Settings) -> restoring.Restored:
    """Restores a backup an hour later."""
    house.clock.now_ms += limits.hour
    return restore(empty, file, house.key, house.clock)


def test_all_rows_come_back_on_either_engine(house: House, empty: Settings, backups: Path) -> None:
    """Every table has the same rows on both sides, whichever engines they are; the ten invariants hold."""
    made = house.backs_up(backups)
    done = put_back(house, made.path, empty)
    assert done.manifest == made.manifest and done.at < house.clock.now_ms
    with picture.picture(empty.database_url) as taken:
        found = {table.name: tallied(taken.rows(table)) for table in taken.tables}
    for name, told in made.manifest.tables.items():
        assert found[name] == told or name in CHANGED, name
    assert Store(empty.data / "media").get(house.picture) == PICTURE
    proved(empty, house.clock)


def test_what_may_have_been_sent_since_is_never_sent_again(
    house: House, empty: Settings, backups: Path
) -> None:
    """Asked for is unknown now, by hand it is on a list; what was on its way, and what is over, is as it was."""
    before = dict(house.rows("SELECT id, state FROM payouts"))
    made = house.backs_up(backups)
    done = put_back(house, made.path, empty)
    after = {row[0]: row[1:] for row in rows_of(empty, house.clock, "SELECT id, state, sent_at FROM payouts")}
    states = sorted((before[one], after[one][0]) for one in before)
    assert states == [
        ("confirmed", "confirmed"),
        ("requested", "sent"),
        ("requested", "unknown"),
        ("sent", "sent"),
        ("unknown", "unknown"),
    ]
    assert all(after[one][1] == done.at for one in before if before[one] == "requested")
    assert (done.held.unknown, done.held.listed) == (1, 1) and done.held.batch
    rail = ways(house.clock, **MPESA)
    errands = []
    while (
        errand := in_database(empty, house.clock, lambda base: base.write(sending.take, rail))
    ) is not None:
        errands.append(errand)
    assert len(errands) == 3 and not any(errand.sends for errand in errands)


def test_keys_come_back_in_a_file_where_the_settings_lack_them(
    house: House, empty: Settings, backups: Path
) -> None:
    """For its owner alone; settings that have them get no file."""
    made = house.backs_up(backups)
    done = put_back(house, made.path, empty)
    assert done.keys == ("UJIMA_KEYS", "UJIMA_SIGNING_KEY") and done.keys_file == empty.data / keys_name
    assert done.keys_file.read_text() == (
        f"UJIMA_KEYS={house.settings.keys.get_secret_value()}\n"
        f"UJIMA_SIGNING_KEY={house.settings.signing_key.get_secret_value()}\n"
    )
    assert os.stat(done.keys_file).st_mode & 0o777 == 0o600


def test_a_house_whose_keys_cannot_be_written_is_not_restored(
    house: House, empty: Settings, backups: Path
) -> None:
    """So they are never lost behind it: it is restored, with them, once their file can be."""
    made, inside = house.backs_up(backups), empty.data / keys_name / "inside"
    inside.mkdir(parents=True)
    with pytest.raises(OSError, match="Is a directory"):
        put_back(house, made.path, empty)
    assert left_empty(empty)
    inside.rmdir()
    inside.parent.rmdir()
    assert put_back(house, made.path, empty).keys == ("UJIMA_KEYS", "UJIMA_SIGNING_KEY")


def test_no_file_of_keys_where_the_settings_have_them(house: House, tmp_path: Path, backups: Path) -> None:
    """Newer keys before them do no harm."""
    made = house.backs_up(backups)
    own = house.settings.model_dump()
    data = {
        "data": tmp_path / "third",
        "database": "",
        "keys": f"{MPESA['keys']},{own['keys'].get_secret_value()}",
    }
    given = Settings(**{"signing_key": own["signing_key"], **data})
    assert put_back(house, made.path, given).keys == () and not (tmp_path / "third" / keys_name).exists()


def left_empty(empty: Settings) -> bool:
    """No house came of it."""
    if not empty.database.get_secret_value():
        return not list(empty.data.glob("ujima.db*"))
    with (
        pytest.raises(DatabaseTrouble, match="nothing in this database"),
        picture.picture(empty.database_url),
    ):
        raise AssertionError("there are tables")
    return True


@pytest.mark.parametrize("what", ["half", "tail", "wrong key", "no backup", "clock", "no key"])
def test_what_can_be_wrong_with_a_backup_leaves_no_house_and_says_what_to_do(
    what: str, house: House, backups: Path, tmp_path: Path
) -> None:
    """A half backup, another key, another file, a clock that is behind: each its sentence; the right one works afterwards."""
    empty = Settings(data=tmp_path / "other")
    made = house.backs_up(backups)
    file, key, hours = made.path, house.key, 1
    if what == "half":
        file, said = (
            cut(made.path, backups / "half.backup", made.size // 2),
            "is not whole: after .* older backup",
        )
    elif what == "tail":
        file, said = cut(made.path, backups / "tail.backup", made.size - 1), "is not whole"
    elif what == "wrong key":
        key, said = made_key(tmp_path / "others"), "sealed with another key"
    elif what == "no backup":
        file, said = made_key(tmp_path / "others"), "is no backup of Ujima"
    elif what == "no key":
        key, said = tmp_path / "lost.key", "There is no backup key"
    else:
        hours, said = -2, "clock says 2025-12-31 22:00:00 UTC, and the backup is of 2026-01-01 00:00:00 UTC"
    house.clock.now_ms += hours * limits.hour
    with pytest.raises(BackupTrouble, match=said):
        restore(empty, file, key, house.clock)
    assert left_empty(empty)
    house.clock.now_ms += 24 * limits.hour
    restore(empty, made.path, house.key, house.clock)


def test_a_full_disk_during_a_restore_leaves_no_house(house: House, backups: Path, tmp_path: Path) -> None:
    """The system refuses to write more than so many bytes of a file; with room it is all there."""
    made, empty = house.backs_up(backups), Settings(data=tmp_path / "other")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, hard))
    try:
        with pytest.raises(DatabaseTrouble, match="disk"):
            put_back(house, made.path, empty)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert left_empty(empty)
    put_back(house, made.path, empty)
    proved(empty, house.clock)


def test_half_a_backup_leaves_no_table_on_a_server(house: House, empty: Settings, backups: Path) -> None:
    """All that was put by then is undone."""
    made = house.backs_up(backups)
    with pytest.raises(BackupTrouble, match="not whole"):
        put_back(house, cut(made.path, backups / "tail.backup", made.size - 1), empty)
    assert left_empty(empty)


def test_a_place_that_is_not_empty_is_left_as_it_is(house: House, backups: Path) -> None:
    """A backup is never put over a house, its own neither."""
    made = house.backs_up(backups)
    before = house.rows("SELECT count(*), max(id) FROM payouts")
    with pytest.raises(DatabaseTrouble, match=r"There is a database already|There are tables"):
        put_back(house, made.path, house.settings)
    assert house.rows("SELECT count(*), max(id) FROM payouts") == before
    assert house.rows("SELECT * FROM restores") == []


def test_nobody_may_run_there_meanwhile(house: House, empty: Settings, backups: Path) -> None:
    """Whoever holds the data folder keeps it."""
    made = house.backs_up(backups)
    empty.data.mkdir(parents=True)
    with Lock(empty.data), pytest.raises(AlreadyRunning):
        put_back(house, made.path, empty)
    assert left_empty(empty)


def test_a_book_that_does_not_prove_itself_is_not_put_in_place(
    house: House, empty: Settings, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its faults are said."""
    taken = house.backs_up(backups)
    put = archive.read

    def forged(*args: object) -> object:
        for part in put(*args):  # type: ignore[arg-type]
            if isinstance(part, archive.Rows) and part.name == "payouts":
                rows = [list(row) for row in part.rows()]
                at = part.columns.index("amount")
                rows[0][at] += 1
                yield replace(part, lines=map(as_line, rows))
            elif isinstance(part, archive.Manifest):
                yield replace(part, tables={})
            else:
                yield part

    monkeypatch.setattr(archive, "read", forged)
    with pytest.raises(BackupTrouble, match=r"does not prove itself.*\nPayout"):
        put_back(house, taken.path, empty)
    assert left_empty(empty)


def test_an_older_backup_is_brought_to_this_program(
    house: House, empty: Settings, backups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration that came after it is applied when its rows are in."""
    made = house.backs_up(backups)
    newer = tmp_path / "newer"
    shutil.copytree(migrate.FOLDER, newer)
    (newer / "0003_more.sql").write_text(
        "ALTER TABLE people ADD COLUMN shade TEXT NOT NULL DEFAULT 'blue';\n"
    )
    monkeypatch.setattr(picture.migrate, "FOLDER", newer)
    put_back(house, made.path, empty)
    monkeypatch.setattr("bot.storage.database.migrate.FOLDER", newer)
    house.clock.now_ms += limits.hour
    applied = rows_of(empty, house.clock, "SELECT number, applied_at FROM migrations ORDER BY number")
    assert applied[-1] == (3, house.clock.now_ms - limits.hour), "by the restore, not by who opened it next"
    shades = rows_of(empty, house.clock, "SELECT DISTINCT shade FROM people")
    assert shades == [("blue",)]


def test_a_newer_backup_is_refused(
    house: House, empty: Settings, backups: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It says which program it needs."""
    made = house.backs_up(backups)
    older = tmp_path / "older"
    older.mkdir()
    shutil.copy(migrate.FOLDER / "0001_house.sql", older)
    monkeypatch.setattr(picture.migrate, "FOLDER", older)
    with pytest.raises(NewerDatabase, match="Run the newer program"):
        put_back(house, made.path, empty)
    assert left_empty(empty)


def test_the_manifest_is_told_before_anything_is_restored(house: House, backups: Path) -> None:
    """`ujima backup --check` reads it all, and needs no database."""
    made = house.backs_up(backups)
    head, manifest = archive.prove(made.path, read_key(house.key))
    assert head.program and manifest.seal == made.manifest.seal


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_piece_of_another_database_is_no_empty_place(
    house: House, backups: Path, tmp_path: Path, ending: str
) -> None:
    """SQLite would read its rows into the new one: it is refused, and stays as it is."""
    made, empty = house.backs_up(backups), Settings(data=tmp_path / "other")
    empty.data.mkdir()
    piece = empty.data / f"ujima.db{ending}"
    piece.write_bytes(b"of another")
    with pytest.raises(DatabaseTrouble, match=f"a piece of another database: .*{ending}"):
        put_back(house, made.path, empty)
    assert piece.read_bytes() == b"of another" and not (empty.data / "ujima.db").exists()
    piece.unlink()
    put_back(house, made.path, empty)
    proved(empty, house.clock)


@pytest.mark.parametrize("empty", ["postgres"], indirect=True)
def test_a_disk_that_has_no_room_for_pictures_is_told(house: House, empty: Settings, backups: Path) -> None:
    """The rows went to a server, a picture has no room here: nothing was put in place, and the sentence says what to do."""
    made = house.backs_up(backups)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, hard))
    try:
        with pytest.raises(
            BackupTrouble, match=f"The disk with {empty.data} is full, so nothing was put in place"
        ):
            put_back(house, made.path, empty)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert left_empty(empty)
    put_back(house, made.path, empty)
    proved(empty, house.clock)

"""Making a backup: while others write, whole or not there, and what goes wrong with a sentence."""

import gzip
import os
import resource
from pathlib import Path

import pytest

from bot.backup import archive
from bot.backup.sealed import Sealing, read_key
from bot.backup.troubles import BackupTrouble
from bot.domain import limits
from bot.domain.backups import name_of
from bot.storage import DatabaseTrouble
from tests.backup.conftest import PICTURE, House, cut, flipped, made_key, size_of

room_bytes = 100_000  # enough for what SQLite shares with its readers, too little for the picture


def test_a_backup_is_read_back_before_it_has_its_name(house: House, backups: Path) -> None:
    """It says what it holds, and a second reading finds the same."""
    made = house.backs_up(backups)
    assert made.path.name == name_of(house.clock.now_ms) == "ujima-20260101T000000Z.backup"
    head, manifest = archive.prove(made.path, read_key(house.key))
    assert manifest == made.manifest and head.engine == house.engine and head.at == house.clock.now_ms
    assert manifest.media == 1 and manifest.media_bytes == len(PICTURE) and manifest.missing == 0
    assert manifest.tables["payouts"][0] == 5 and manifest.rows > 50
    assert size_of(made.path) == made.size and os.stat(made.path).st_mode & 0o777 == 0o600
    assert [path.name for path in backups.iterdir()] == [made.path.name]


def test_nothing_of_it_can_be_read_without_the_key(house: House, backups: Path) -> None:
    """No name, no secret, no picture stands in the file."""
    content = house.backs_up(backups).path.read_bytes()
    for known in (b"payouts", b"streets", PICTURE[:20], house.settings.keys.get_secret_value().encode()):
        assert known not in content


def test_only_the_newest_are_kept(house: House, backups: Path) -> None:
    """As many as were asked for; other files of the folder stay."""
    (backups / "notes.txt").write_text("mine")
    names = []
    for _ in range(4):
        names.append(house.backs_up(backups, keep=2).path.name)
        house.clock.now_ms += limits.day
    assert sorted(path.name for path in backups.iterdir()) == ["notes.txt", *names[2:]]


def test_a_picture_that_goes_meanwhile_is_counted_as_missing(
    house: House, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked to be forgotten while it was written is not in it."""
    media = archive._media

    def then_forgotten(out: archive.Out, paths: list[Path]) -> tuple[int, int, int]:
        listed = list(paths)
        for path in listed:
            path.unlink()
        return media(out, listed)

    monkeypatch.setattr(archive, "_media", then_forgotten)
    made = house.backs_up(backups)
    assert (made.manifest.media, made.manifest.missing) == (0, 1)


def test_a_backup_that_is_there_is_not_written_over(house: House, backups: Path) -> None:
    """A second one of the same moment, or name, is refused."""
    first = house.backs_up(backups)
    before = first.path.read_bytes()
    with pytest.raises(FileExistsError):
        house.backs_up(first.path)
    assert first.path.read_bytes() == before


def test_a_folder_that_is_not_there_is_no_file_s_name(house: House, backups: Path) -> None:
    """A slip makes no file in its place; a name that ends in .backup is one."""
    with pytest.raises(BackupTrouble, match="There is no folder"):
        house.backs_up(backups / "dayly")
    assert list(backups.iterdir()) == []
    assert house.backs_up(backups / "one.backup").path.is_file()


def test_what_a_killed_backup_left_goes_after_a_day(house: House, backups: Path) -> None:
    """One that goes on beside is let be."""
    old, young = backups / "ujima-1Z.backup.unfinished", backups / "ujima-2Z.backup.unfinished"
    for path, age_ms in ((old, limits.day + 1), (young, limits.hour)):
        path.touch()
        os.utime(path, (0, (house.clock.now_ms - age_ms) / 1000))
    house.backs_up(backups)
    assert not old.exists() and young.exists()


def test_the_key_must_lie_elsewhere(house: House, backups: Path) -> None:
    """Who takes the folder would have both."""
    house.key = made_key(backups)
    with pytest.raises(BackupTrouble, match="beside the backups"):
        house.backs_up(backups)
    assert [path.name for path in backups.iterdir()] == ["backup.key"]


def test_a_full_disk_leaves_the_older_backups_and_nothing_half(house: House, backups: Path) -> None:
    """The system refuses to write more than so many bytes; that is said, with what to do."""
    first = house.backs_up(backups)
    house.clock.now_ms += 1_000
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, hard))
    try:
        with pytest.raises(BackupTrouble, match=r"is full after .* the backups before are untouched"):
            house.backs_up(backups)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in backups.iterdir()] == [first.path.name]
    archive.prove(first.path, read_key(house.key))


def test_no_database_no_backup(house: House, backups: Path, tmp_path: Path) -> None:
    """A data folder that is none is not made one; nothing is left in the folder."""
    if house.engine == "sqlite":
        house.settings = house.settings.model_copy(update={"data": tmp_path / "nowhere"})
        with pytest.raises(DatabaseTrouble, match="There is no database"):
            house.backs_up(backups)
        assert not (tmp_path / "nowhere").exists()
    else:
        house.settings = type(house.settings)(database="postgresql://nobody@127.0.0.1:1/none")
        with pytest.raises(DatabaseTrouble, match="cannot be reached"):
            house.backs_up(backups)
    assert list(backups.iterdir()) == []


def test_half_a_backup_or_a_changed_one_is_found(house: House, backups: Path) -> None:
    """Cut anywhere, or one bit changed anywhere."""
    whole, key = house.backs_up(backups).path, read_key(house.key)
    for share in (0.1, 0.5, 0.99):
        at = int(size_of(whole) * share)
        with pytest.raises(BackupTrouble, match=r"not whole|no backup"):
            archive.prove(cut(whole, backups / "half.backup", at), key)
        with pytest.raises(BackupTrouble):
            archive.prove(flipped(whole, backups / "changed.backup", at), key)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        gzip.compress(b"{}\n")[:-8] + bytes(8),
        gzip.compress(b'{"ujima": 1}\n' * 50)[:20] + b"\xff" * 60,
        gzip.compress(b"7\n"),
        gzip.compress(b'{"media": "a", "bytes": 1e999}\n'),
        gzip.compress(b'{"media": "a", "bytes": 99999999999999999999}\n'),
        gzip.compress(b'{"ujima": 1, "at": 1, "program": "", "engine": "", "migrations": [[]]}\n'),
        gzip.compress(b'{"end": {"tables": {"people": []}}}\n'),
    ],
)
def test_what_is_sealed_and_no_backup_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    """Whoever has the key may have sealed anything with it."""
    file, key = tmp_path / "a.backup", bytes(range(32))
    with file.open("wb") as opened:
        sealing = Sealing(opened, key)
        sealing.write(content)
        sealing.finish()
    with pytest.raises(BackupTrouble, match="does not hold what it says"):
        archive.prove(file, key)

"""A pack's files are found in a folder or in a zip, and nothing outside of them."""

from pathlib import Path

from bot.packs import source
from bot.packs.bounds import upload
from bot.packs.faults import Faults, say
from tests.packs.broken import PLAIN, folder, zipped


def test_a_zips_files_lie_under_names_of_ours(tmp_path: Path) -> None:
    """Whatever they are called in the zip, on our disk they are numbers."""
    faults = Faults()
    (tmp_path / "files").mkdir()
    found = source.of_archive(zipped()(tmp_path), tmp_path / "files", upload, faults)
    assert not faults and found.toml == PLAIN.encode() and found.table_name == "tasks.csv"
    assert found.files.names == ("media/1.jpg", "media/2.jpg")
    assert all(path.name.isdecimal() for path in (tmp_path / "files").iterdir())
    assert found.files.path("media/1.jpg").read_bytes() == b"not opened here"


def test_a_table_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    """Its size alone is enough to say so."""
    place = folder()(tmp_path)
    with (place / "tasks.csv").open("r+b") as file:
        file.truncate(upload.table_bytes_max + 1)
    faults = Faults()
    assert source.of_folder(place, upload, faults).table is None
    assert [say(one) for one in faults.listed()] == ["tasks.csv: this file is larger than 20,000,000 bytes."]

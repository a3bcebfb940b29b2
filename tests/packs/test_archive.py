"""A stranger's zip is looked at whole before anything of it is unpacked, and counted while it is."""

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.packs.archive import Allowed, ArchiveRefused, opened
from tests.packs.broken import zipped

ALLOWED = Allowed(20_000_000, 5_000, 20_000_000, 50_000_000)


def contents(path: Path, allowed: Allowed = ALLOWED) -> dict[str, bytes]:
    """Every file of a zip."""
    with opened(path, allowed) as archive:
        return {entry.name: b"".join(archive.chunks(entry)) for entry in archive.entries}


def test_a_plain_zip_gives_its_files(tmp_path: Path) -> None:
    """Folders and what desktops leave behind are passed over."""
    path = zipped(("media/", b""), ("__MACOSX/._1.jpg", b"x"), ("media/.DS_Store", b"x"))(tmp_path)
    assert sorted(contents(path)) == ["media/1.jpg", "media/2.jpg", "pack.toml", "tasks.csv"]


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_meant(tmp_path: Path) -> None:
    """Some tools write UTF-8 without its flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("cafXX.jpg", b"x")
    (tmp_path / "a.zip").write_bytes(out.getvalue().replace(b"cafXX", "caf\u00e9".encode()))
    assert list(contents(tmp_path / "a.zip")) == ["caf\u00e9.jpg"]


class Pipe(io.BytesIO):
    """What can't go back, as when a zip is written to a network."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError("a pipe has no place")


def test_a_zip_that_was_streamed_is_read(tmp_path: Path) -> None:
    """Its headers don't know sizes yet; the list at the end does."""
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("pack.toml", "name = 1" * 50)
        file.writestr("tasks.csv", "id\n")
        file.comment = b"made by a tool"
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert contents(tmp_path / "a.zip") == {"pack.toml": b"name = 1" * 50, "tasks.csv": b"id\n"}


def one_entry(*, flags: int = 0, name: bytes = b"a", zip64_place: int | None = None) -> bytes:
    """A zip of one empty file, byte by byte; `zip64_place` is where its list says that the file begins."""
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    extra = b"" if zip64_place is None else struct.pack("<HHQ", 1, 8, zip64_place)
    begins = 0 if zip64_place is None else 0xFFFFFFFF
    fixed = (b"PK\1\2", 20, 20, flags, 0, 0, 0, 0, 0, 0, len(name), len(extra), 0, 0, 0, 0, begins)
    listed = struct.pack("<4s6H3I5H2I", *fixed) + name + extra
    return local + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(listed), len(local), 0)


def test_one_entry_by_itself_is_a_zip(tmp_path: Path) -> None:
    """What the next test spoils is right before."""
    (tmp_path / "a.zip").write_bytes(one_entry(zip64_place=0))
    assert contents(tmp_path / "a.zip") == {"a": b""}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (one_entry(zip64_place=2**64 - 1), "not where the zip says"),
        (one_entry(zip64_place=2**62), "not where the zip says"),
        (one_entry(flags=0x20), "this is damaged"),
        (one_entry(flags=0x800, name=b"\xff"), "list of files can't be read"),
        (one_entry().replace(b"PK\1\2\x14\0\x14", b"PK\1\2\x14\0\xff"), "list of files can't be read"),
    ],
    ids=["place beyond numbers", "place beyond disks", "patch", "name that is no UTF-8", "version"],
)
def test_what_python_s_zipfile_stumbles_over_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """A place that no file has, a patch, a name or a version it can't read: a sentence, and no other exception."""
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(ArchiveRefused, match=words):
        contents(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("allowed", "words"),
    [
        (Allowed(100, 5_000, 10**6, 10**6), "larger than 0 MB"),
        (Allowed(10**6, 3, 10**6, 10**6), "more than 3 entries"),
        (Allowed(10**6, 5_000, 10, 10**6), "is the most"),
        (Allowed(10**6, 5_000, 10**6, 100), "unpacks to more than 0 MB"),
    ],
)
def test_every_limit_holds(tmp_path: Path, allowed: Allowed, words: str) -> None:
    """Bytes, entries, bytes of one and bytes of all are counted before anything is unpacked."""
    with pytest.raises(ArchiveRefused, match=words):
        contents(zipped()(tmp_path), allowed)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 10_000),
    byte=st.integers(0, 255),
    cut=st.integers(0, 40),
    more=st.binary(max_size=30),
)
def test_a_spoilt_zip_is_read_or_refused(
    tmp_path: Path, place: int, byte: int, cut: int, more: bytes
) -> None:
    """Whatever byte is changed, missing or too many, there is content or a refusal of ours."""
    data = bytearray(zipped()(tmp_path).read_bytes())
    data[place % len(data)] = byte
    (tmp_path / "spoilt.zip").write_bytes(bytes(data[: len(data) - cut]) + more)
    with suppress(ArchiveRefused):
        assert len(contents(tmp_path / "spoilt.zip")) <= 4

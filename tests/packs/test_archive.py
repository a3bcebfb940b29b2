"""A stranger's zip is looked at whole before anything of it is unpacked, and counted while it is."""

import io
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

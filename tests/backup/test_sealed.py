"""The seal around a backup: what goes in comes out, and nothing else ever does."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backup.sealed import Opening, Sealing, head_bytes, piece_bytes, read_key, tag_bytes
from bot.backup.troubles import BackupTrouble
from bot.payouts.vault import new_key

KEY = bytes(range(32))
PLACE = Path("a.backup")


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    """A sealed file."""
    file = io.BytesIO()
    sealing = Sealing(file, key)
    sealing.write(content)
    sealing.finish()
    return file.getvalue()


def opened(file: bytes, key: bytes = KEY) -> bytes:
    """What is in it."""
    return io.BufferedReader(Opening(io.BytesIO(file), PLACE, key)).read()


@pytest.mark.parametrize(
    "size", [0, 1, piece_bytes - 1, piece_bytes, piece_bytes + 1, 2 * piece_bytes, 3 * piece_bytes + 7]
)
def test_what_was_sealed_is_what_opens(size: int) -> None:
    """Of every size around whole pieces."""
    content = random.Random(size).randbytes(size)
    assert opened(sealed(content)) == content


@given(st.lists(st.binary(max_size=3 * piece_bytes), max_size=5))
def test_it_is_the_same_however_it_is_written(parts: list[bytes]) -> None:
    """In pieces of any size."""
    file = io.BytesIO()
    sealing = Sealing(file, KEY)
    for part in parts:
        sealing.write(part)
    sealing.finish()
    assert opened(file.getvalue()) == b"".join(parts)


@pytest.mark.parametrize("size", [0, 10, head_bytes, head_bytes + 1, piece_bytes + tag_bytes + head_bytes])
def test_a_file_that_ends_early_is_refused(size: int) -> None:
    """Also where it ends between two pieces."""
    whole = sealed(b"x" * (2 * piece_bytes + 5))
    with pytest.raises(BackupTrouble, match=r"is no backup|is not whole"):
        opened(whole[:size])


def test_every_changed_byte_is_found() -> None:
    """In the head, in a piece, in its tag; and what follows the end."""
    whole = sealed(b"a short one")
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        with pytest.raises(BackupTrouble):
            opened(bytes(changed))
    with pytest.raises(BackupTrouble, match="not whole"):
        opened(whole + b"\0")


def test_pieces_change_no_places() -> None:
    """Two pieces of one file, or of two, can't be put together anew."""
    whole, step = sealed(b"x" * (3 * piece_bytes)), piece_bytes + tag_bytes
    pieces = [whole[head_bytes + at * step : head_bytes + (at + 1) * step] for at in range(3)]
    with pytest.raises(BackupTrouble, match="not whole"):
        opened(whole[:head_bytes] + pieces[1] + pieces[0] + pieces[2])
    with pytest.raises(BackupTrouble, match="not whole"):
        opened(sealed(b"x" * (3 * piece_bytes))[:head_bytes] + b"".join(pieces))


def test_another_key_is_told_from_a_damaged_file() -> None:
    """By the mark in the head; both marks are said, and neither key."""
    with pytest.raises(BackupTrouble, match=r"sealed with another key: .* Name the right one with --key"):
        opened(sealed(b"secret"), bytes(32))


def test_one_content_is_sealed_differently_each_time() -> None:
    """So no nonce is used twice."""
    assert sealed(b"same")[head_bytes:] != sealed(b"same")[head_bytes:]


def test_a_key_file_is_what_key_new_writes_and_nobody_elses_to_read(tmp_path: Path) -> None:
    """No file, a file that others may read, and one that is no key, each have a sentence that says what to do."""
    file = tmp_path / "backup.key"
    with pytest.raises(BackupTrouble, match=r"There is no backup key .*ujima key new"):
        read_key(file)
    file.write_text(new_key() + "\n")
    file.chmod(0o644)
    with pytest.raises(BackupTrouble, match="chmod o="):
        read_key(file)
    file.chmod(0o600)
    assert len(read_key(file)) == 32
    for wrong in ("", "short", new_key() + new_key(), "ä" * 44):
        file.write_text(wrong)
        with pytest.raises(BackupTrouble, match="is no backup key"):
            read_key(file)

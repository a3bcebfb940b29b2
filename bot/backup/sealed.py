"""A sealed file: only who has the key can read it, and nothing in it can be changed, cut short or put together anew.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015, https://eprint.iacr.org/2015/189), as the age
format has it (https://age-encryption.org/v1): pieces of 64 KiB, each sealed with ChaCha20-Poly1305 under a nonce of its
number (11 bytes, big-endian) and one byte that says whether it is the last. The key of a file is HKDF-SHA256 of the
operator's key and 16 random bytes in the file's head, so no nonce is ever used twice. The head also has the key's mark,
by which a wrong key is told from a damaged file.
"""

from __future__ import annotations

import base64
import hmac
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.backup import troubles

magic: Final = b"ujima backup 1\n"
salt_bytes: Final = 16
mark_bytes: Final = 8
key_bytes: Final = 32
piece_bytes: Final = 64 * 1024
tag_bytes: Final = 16
key_file_bytes_max: Final = 1_000
head_bytes: Final = len(magic) + salt_bytes + mark_bytes


def read_key(file: Path) -> bytes:
    """The 32 bytes of a key file, as `ujima key new` writes one. Raises BackupTrouble."""
    try:
        with file.open("rb") as opened:
            others = os.fstat(opened.fileno()).st_mode & stat.S_IRWXO
            written = opened.read(key_file_bytes_max)
    except OSError:
        raise troubles.no_key(file) from None
    if others:
        raise troubles.open_key(file)
    try:
        key = base64.b64decode(written.strip(), altchars=b"-_", validate=True)
    except ValueError:
        raise troubles.no_such_key(file) from None
    if len(key) != key_bytes:
        raise troubles.no_such_key(file)
    return key


def mark_of(key: bytes) -> bytes:
    """What tells one key from another, and nothing of it."""
    return hmac.digest(key, b"the mark of a ujima backup key", "sha256")[:mark_bytes]


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), key_bytes, salt, magic).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Seals what is written into `file`. `finish` ends it; without that the file is no whole one."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(salt_bytes)
        self._file, self._cipher = file, _cipher(key, salt)
        self._number, self._held = 0, bytearray()
        file.write(magic + salt + mark_of(key))

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Takes all of it."""
        taken = bytes(memoryview(data))  # type: ignore[arg-type]
        self._held += taken
        while len(self._held) > piece_bytes:  # the last piece is held until it is known to be the last
            self._seal(bytes(self._held[:piece_bytes]), last=False)
            del self._held[:piece_bytes]
        return len(taken)

    def finish(self) -> None:
        """Seals the last piece."""
        self._seal(bytes(self._held), last=True)

    def _seal(self, piece: bytes, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, None))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads what was sealed into a file. Raises BackupTrouble: no backup, another key, not whole."""

    def __init__(self, file: BinaryIO, path: Path, key: bytes) -> None:
        head = file.read(head_bytes)
        if len(head) < head_bytes or not head.startswith(magic):
            raise troubles.no_backup(path)
        salt, mark = head[len(magic) : -mark_bytes], head[-mark_bytes:]
        if mark != mark_of(key):
            raise troubles.wrong_key(path, mark.hex(), mark_of(key).hex())
        self._file, self._path, self._cipher = file, path, _cipher(key, salt)
        self._number, self._next, self._open = 0, file.read(piece_bytes + tag_bytes), b""
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Some bytes; 0 at the end."""
        while not self._open and not self._ended:
            self._open = self._opened()
        into = memoryview(buffer)  # type: ignore[arg-type]
        count = min(len(into), len(self._open))
        into[:count] = self._open[:count]
        self._open = self._open[count:]
        return count

    def _opened(self) -> bytes:
        piece, self._next = self._next, self._file.read(piece_bytes + tag_bytes)
        self._ended = not self._next
        try:
            opened = self._cipher.decrypt(_nonce(self._number, self._ended), piece, None)
        except (InvalidTag, ValueError):
            raise troubles.not_whole(
                self._path, head_bytes + self._number * (piece_bytes + tag_bytes)
            ) from None
        self._number += 1
        return opened

"""The vault: seals what must not be read in the database (where people are paid), with keys of the installation.

Fernet of `cryptography` (AES-128-CBC and HMAC-SHA256 over it, https://cryptography.io/en/latest/fernet/). There may be
several keys, the newest first: the first one seals, all of them open. To change keys, put a new one before the old,
seal anew what is stored (`resealed`), then take the old one away.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

key_characters: Final = 44
"""32 bytes in base64url, as `new_key` gives them."""


class WrongKeys(ValueError):
    """Keys that are none."""


class Sealed(Exception):
    """None of the keys opens this; nothing can be read of it."""


def new_key() -> str:
    """A key nobody has had before."""
    return Fernet.generate_key().decode("ascii")


def kept_key(file: Path, new: Callable[[], str] = new_key) -> str:
    """The key in a file that only its owner may read, a `new` one when there is none. Raises OSError."""
    try:
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as made:
            made.write(new())
            made.flush()
            os.fsync(made.fileno())
    except FileExistsError:
        pass
    return file.read_text("ascii").strip()


class Vault:
    """Seals and opens. `keys`: one or several, the newest first, with commas or spaces between them. Raises WrongKeys."""

    __slots__ = ("_all", "_newest", "_written")

    def __init__(self, keys: str) -> None:
        written = keys.replace(",", " ").split()
        try:
            found = [Fernet(key.encode("ascii")) for key in written]
        except ValueError:
            raise WrongKeys from None
        if not found or any(len(key) != key_characters for key in written):
            raise WrongKeys
        self._newest, self._all, self._written = found[0], MultiFernet(found), written

    def seal(self, content: bytes) -> str:
        """Sealed with the newest key: text that says nothing, another one each time."""
        return self._newest.encrypt(content).decode("ascii")

    def open(self, sealed: str) -> bytes:
        """What was sealed with any of the keys. Raises Sealed."""
        try:
            return self._all.decrypt(sealed.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError):
            raise Sealed from None

    def resealed(self, sealed: str) -> str | None:
        """The same content under the newest key; None when it is so already. Raises Sealed."""
        try:
            self._newest.decrypt(sealed.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError):
            return self.seal(self.open(sealed))
        return None

    def fingerprints(self, content: bytes) -> tuple[str, ...]:
        """What tells that two places are the same, by each key, the newest first (HMAC-SHA256): nobody without a key can try."""
        keys = (f"fingerprints by {key}".encode("ascii") for key in self._written)
        return tuple(hmac.new(key, content, "sha256").hexdigest() for key in keys)

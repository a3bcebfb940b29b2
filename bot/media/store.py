"""Keeps media once, under the hash of their content, so that a row that names a hash always finds its bytes.

Layout: `<folder>/<first two digits>/<64 hex digits>`. Bytes are on disk before `put` returns, hence before any row
can name them; what no row names any more is swept. The hash is checked before it becomes part of a path.
"""

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.media.images import hash_of

_HASH = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".unfinished-"


class MissingMedia(LookupError):
    """No media is kept under this hash: it was never put, or swept because nothing named it."""


@dataclass(frozen=True, slots=True)
class Store:
    """A content-addressed folder, made when first needed.

    Threads may share it, and so may processes: what a sweep takes goes aside first and comes back when a put has made it
    young meanwhile. Sweep with an age of hours.
    """

    folder: Path
    _moving: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def put(self, data: bytes) -> str:
        """Keep the bytes durably and return their hash. The same content again is only made young again."""
        name = hash_of(data)
        path = self.path(name)
        with self._moving:
            try:
                os.utime(path)  # a sweep must not take what is about to be named by a new row
            except FileNotFoundError:
                _make_folder(self.folder)
                _make_folder(path.parent)
                _write(path, data)
        return name

    def get(self, name: str) -> bytes:
        """The bytes kept under a hash. Raises MissingMedia; ValueError when it is no hash at all."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            raise MissingMedia(name) from None

    def path(self, name: str) -> Path:
        """Where a hash is kept, or would be. Raises ValueError unless it is 64 lower-case hex digits."""
        if not _HASH.fullmatch(name):
            raise ValueError(f"not a media hash: {name!r}")
        return self.folder / name[:2] / name

    def remove(self, name: str) -> None:
        """Remove a content at once, for nothing names it any more; one that is not there is no trouble."""
        with self._moving, contextlib.suppress(FileNotFoundError):
            self.path(name).unlink()

    def sweep(self, keep: Container[str], older_than_s: int, now: int) -> int:
        """Remove what is not in `keep` and was put more than `older_than_s` seconds before `now`; say how many.

        `now` is UTC epoch milliseconds. Age is the file system's, so choose it longer than any job takes from
        putting media to writing the row that names them. Remains of interrupted writes go the same way; other
        files in the folder are left alone.
        """
        removed = 0
        for path in self._files():
            if path.name in keep:
                continue
            with self._moving, contextlib.suppress(FileNotFoundError):
                if _is_old(path, older_than_s, now):
                    removed += _taken(path, older_than_s, now)
        return removed

    def kept(self) -> Iterator[Path]:
        """All contents that are kept, by their paths; one may be gone when it is opened."""
        return (path for path in self._files() if _HASH.fullmatch(path.name))

    def _files(self) -> Iterator[Path]:
        """All files that this store wrote, finished or not."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if _HASH.fullmatch(path.name) or path.name.startswith(_UNFINISHED):
                yield path


def _is_old(path: Path, older_than_s: int, now: int) -> bool:
    return now - path.stat().st_mtime_ns // 1_000_000 > older_than_s * 1_000


def _taken(path: Path, older_than_s: int, now: int) -> bool:
    """Remove an old file, unless another process's put has made it young in this moment."""
    aside = path.with_name(f"{_UNFINISHED}swept-{path.name.removeprefix(_UNFINISHED)}")
    path.rename(aside)
    if _is_old(aside, older_than_s, now):
        aside.unlink()
        return True
    aside.rename(path)
    return False


def _make_folder(folder: Path) -> None:
    """Make a folder, readable by its owner only, and make its name durable in its parent."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _write(path: Path, data: bytes) -> None:
    """Write beside the target, sync, rename, sync the folder: the path holds all of the bytes or does not exist."""
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (on Linux and macOS a folder is synced like a file)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

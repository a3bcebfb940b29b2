"""Making a backup beside the running program: written under another name, on the disk, read back, then named.

The database is read by a connection of its own that can't write (`bot.storage.picture`), so nobody is asked and nobody waits;
it may be made on another machine than the program's where PostgreSQL and the store are reached from there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bot.backup import archive, troubles
from bot.backup.archive import Manifest
from bot.backup.sealed import read_key
from bot.config import Settings, prefix
from bot.domain import backups, limits
from bot.media.store import Store
from bot.storage.picture import UNFINISHED, picture

unfinished_kept_ms: Final = limits.day
full: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
keys_kept: Final = ("keys", "signing_key")
"""Settings that exist nowhere else: without them nobody can be paid where they said, and no new record has the old signature."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is there; its size in bytes, what it comes to, and which older ones went."""

    path: Path
    size: int
    manifest: Manifest
    removed: tuple[str, ...]


def make(settings: Settings, target: Path, key_file: Path, clock: Callable[[], int], keep: int = 0) -> Made:
    """Makes one, in a folder under a name of its time, or as a file. `keep`: so many of a folder stay, 0 for all.

    Raises BackupTrouble, DatabaseTrouble, OSError.
    """
    key, at = read_key(key_file), clock()
    path = target / backups.name_of(at) if target.is_dir() else target
    if path.suffix != backups.ending:
        raise troubles.no_folder(target)
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if key_file.resolve().is_relative_to(path.parent.resolve()):
        raise troubles.key_beside(key_file, path.parent)
    unfinished = path.with_name(path.name + UNFINISHED)
    _swept(path.parent, at)
    try:
        manifest = _written(settings, unfinished, key, at)
        archive.prove(unfinished, key)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync(path.parent)
    gone = _thinned(path.parent, keep) if keep and target.is_dir() else ()
    return Made(path, path.stat().st_size, manifest, gone)


def _written(settings: Settings, path: Path, key: bytes, at: int) -> Manifest:
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb")
    try:
        with file, picture(settings.database_url) as taken:
            manifest = archive.write(
                file,
                key,
                taken,
                at=at,
                program=version("ujima"),
                media=_media(settings.data),
                keys=_keys(settings),
            )
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in full:
            raise troubles.no_room(path.parent, _size(path)) from error
        raise
    return manifest


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _media(data: Path) -> Iterator[Path]:
    """What the store keeps when the rows have been read: listed then, not before."""
    return Store(data / "media").kept()


def _keys(settings: Settings) -> dict[str, str]:
    found = {name: getattr(settings, name).get_secret_value() for name in keys_kept}
    return {f"{prefix}{name.upper()}": value for name, value in found.items() if value}


def _swept(folder: Path, now: int) -> None:
    """Removes what a killed one left; one that goes on is younger."""
    for path in folder.glob(f"*{backups.ending}{UNFINISHED}"):
        if now - path.stat().st_mtime_ns // 1_000_000 > unfinished_kept_ms:
            path.unlink(missing_ok=True)


def _thinned(folder: Path, keep: int) -> tuple[str, ...]:
    """Removes the oldest of a folder's backups, by the time in their names."""
    old = sorted(folder.glob(backups.named))[:-keep]
    for path in old:
        path.unlink()
    return tuple(path.name for path in old)


def sync(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

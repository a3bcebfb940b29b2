"""Restoring: a house from a backup, in an empty data folder or database, proved before it is there at all.

The rows, what they may not do yet (`actions.restoring`) and the proof of the book are one transaction, so a restore that
ends in the middle leaves no house; pictures that it has put are taken up by the next one. Keys are written before it is there:
a house whose keys are lost could not be restored again. An older backup is brought to this
program's schema, a newer one is refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bot.actions import overseeing, restoring
from bot.actions.restoring import Held
from bot.backup import archive, troubles
from bot.backup.archive import Head, Keys, Manifest, Medium, Part, Rows
from bot.backup.making import full, sync
from bot.backup.sealed import read_key
from bot.config import Settings, prefix
from bot.media.store import Store
from bot.screens.operator.backups import moment
from bot.storage import Tx
from bot.storage.lock import Lock
from bot.storage.picture import Canvas, canvas

keys_name: Final = "restored-keys.env"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: of when (ms), how much, what is held; the file with keys that the settings lack, and their names."""

    at: int
    manifest: Manifest
    held: Held
    keys_file: Path
    keys: tuple[str, ...]


def restore(settings: Settings, file: Path, key_file: Path, clock: Callable[[], int]) -> Restored:
    """Puts a backup in place. Raises BackupTrouble, DatabaseTrouble (also NewerDatabase), AlreadyRunning, OSError."""
    try:
        return _restored(settings, file, key_file, clock)
    except OSError as error:
        if error.errno in full:
            raise troubles.no_room_here(settings.data) from error
        raise


def _restored(settings: Settings, file: Path, key_file: Path, clock: Callable[[], int]) -> Restored:
    key = read_key(key_file)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Lock(settings.data), file.open("rb") as opened:
        parts = archive.read(opened, file, key)
        head = next(parts)
        if not isinstance(head, Head):
            raise troubles.no_backup(file)
        if clock() < head.at:
            raise troubles.clock_behind(moment(clock()), moment(head.at))
        kept: dict[str, str] = {}
        with canvas(
            settings.database_url, head.engine, head.applied, clock=clock, node=settings.node
        ) as empty:
            manifest = _filled(file, empty, parts, Store(settings.data / "media"), kept)
            names = _keys_written(settings, kept)
            held = empty.finish(partial(_settled, backup_at=head.at))
    return Restored(head.at, manifest, held, settings.data / keys_name, names)


def _filled(file: Path, empty: Canvas, parts: Iterator[Part], store: Store, kept: dict[str, str]) -> Manifest:
    """Puts everything, then holds what the database has now against what the backup said."""
    for part in parts:
        if isinstance(part, Rows):
            empty.put(part.name, part.columns, part.rows())
        elif isinstance(part, Medium):
            if store.put(part.content) != part.name:
                raise troubles.not_as_told(file, f"the picture {part.name}")
        elif isinstance(part, Keys):
            kept |= part.values
        elif isinstance(part, Manifest):
            for name, told in part.tables.items():
                if empty.tally(name) != told:
                    raise troubles.not_as_told(file, f"the table {name}")
            return part
    raise troubles.not_as_told(file, "its end")


def _settled(tx: Tx, backup_at: int) -> Held:
    """What may have been sent is held; then the whole book must prove itself."""
    held = restoring.restored(tx, backup_at)
    if faults := overseeing.proof(tx):
        raise troubles.book_wrong(faults)
    return held


def _keys_written(settings: Settings, kept: dict[str, str]) -> tuple[str, ...]:
    """Keys that these settings do not have, in a file for its owner alone; their names."""
    own = {f"{prefix}{name.upper()}": value for name, value in settings.model_dump().items()}
    missing = {name: value for name, value in kept.items() if not _has(own[name].get_secret_value(), value)}
    if missing:
        path = settings.data / keys_name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in missing.items())
            file.flush()
            os.fsync(file.fileno())
        sync(settings.data)
    return tuple(missing)


def _has(own: str, kept: str) -> bool:
    return set(kept.replace(",", " ").split()) <= set(own.replace(",", " ").split())

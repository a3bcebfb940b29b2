"""Migrations: numbered SQL files that bring a database from empty to head.

`0003_cases.sql` is for both engines; `0003_cases.sqlite.sql` and `0003_cases.postgres.sql` together replace it where
they must differ. Each file is one transaction. What was applied is remembered with its hash in the table
`migrations`, so a file that changed afterwards, or a database newer than the program, is noticed before anything
is written. Expand first, contract in a later release: the program before must still run on the schema after. A file that
was released is never changed (tests/storage/test_frozen.py holds their hashes).
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.storage.troubles import ChangedMigration, NewerDatabase

FOLDER = Path(__file__).parent / "migrations"

# The machinery's own two tables; BIGINT and TEXT like all others.
OWN_TABLES = (
    """CREATE TABLE IF NOT EXISTS migrations (
        number BIGINT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS id_blocks (node BIGINT PRIMARY KEY, end_ms BIGINT NOT NULL)",
)

_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+?)(\.(?P<engine>sqlite|postgres))?\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number (1, 2, 3 …), name, SQL text and the SHA-256 of that text in hex."""

    number: int
    name: str
    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A row of the table `migrations`."""

    number: int
    name: str
    hash: str


def read_migrations(folder: Path, engine: str) -> tuple[Migration, ...]:
    """Read the files for one engine in order; ValueError when they are misnamed or not 1, 2, 3 …"""
    paths: dict[int, dict[str, Path]] = {}
    names: dict[int, str] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise ValueError(f"a migration is named NNNN_name.sql or NNNN_name.<engine>.sql, not {path.name}")
        number, name, kind = (
            int(match["number"]),
            match["name"],
            match["engine"] or "both",
        )
        if names.setdefault(number, name) != name:
            raise ValueError(f"two migrations have the number {number:04}: {names[number]} and {name}")
        paths.setdefault(number, {})[kind] = path
    if sorted(paths) != list(range(1, len(paths) + 1)):
        raise ValueError(f"migrations must be numbered 1, 2, 3 …, not {sorted(paths)}")
    return tuple(
        _migration(number, names[number], _chosen(paths[number], engine)) for number in sorted(paths)
    )


def outstanding(migrations: Sequence[Migration], applied: Iterable[Applied]) -> tuple[Migration, ...]:
    """Return what is still to be applied; raise NewerDatabase or ChangedMigration with a sentence."""
    known = {migration.number: migration for migration in migrations}
    done = {row.number: row for row in applied}
    if done and max(done) > len(migrations):
        newest = done[max(done)]
        raise NewerDatabase(
            f"The database is at migration {newest.number:04} ({newest.name}), this program knows only "
            f"{len(migrations)}. Run the newer program, or restore the backup made before it was upgraded."
        )
    for row in done.values():
        if known[row.number].hash != row.hash:
            raise ChangedMigration(
                f"Migration {row.number:04} ({row.name}) was applied to this database and its file has changed "
                "since. Restore the file; write a new migration for a change."
            )
    if done and sorted(done) != list(range(1, len(done) + 1)):
        raise ChangedMigration(f"The database lacks migrations in between: it has only {sorted(done)}.")
    return tuple(migrations[len(done) :])


def _chosen(kinds: dict[str, Path], engine: str) -> Path:
    if kinds.keys() not in ({"both"}, {"sqlite", "postgres"}):
        found = ", ".join(sorted(path.name for path in kinds.values()))
        raise ValueError(f"a migration is one file for both engines or one for each; found {found}")
    return kinds[engine] if engine in kinds else kinds["both"]


def _migration(number: int, name: str, path: Path) -> Migration:
    text = path.read_text(encoding="utf-8")
    return Migration(number, name, text, hashlib.sha256(text.encode()).hexdigest())

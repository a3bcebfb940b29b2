"""The SQLite file itself: making it, its settings, bringing it to head, backing it up, naming its errors.

Migrations are written once, in BIGINT and TEXT. For SQLite, BIGINT becomes INTEGER (so that a lone primary key is the
row's own address, with no second index; a NULL there is given a number, which PostgreSQL refuses) and every table is STRICT (so that it refuses what PostgreSQL refuses).
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from bot.storage.migrate import OWN_TABLES, Applied, Migration, outstanding
from bot.storage.queries import TOKEN, uncommented
from bot.storage.troubles import ConstraintBroken, DatabaseTrouble, DiskFull

busy_ms_max = 5_000
log_bytes_max = 64 * 1024 * 1024  # the WAL file is cut back to this after a checkpoint
writer_cache_kib = 32_768  # of pages: what is written to lies all over a large file

_OUTSIDE = {
    sqlite3.SQLITE_BUSY: "Another program is writing to the database file. Only one may: stop the other one.",
    sqlite3.SQLITE_LOCKED: "The database file is locked. Try again.",
    sqlite3.SQLITE_IOERR: "The disk failed while reading or writing the database file. Check the disk.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged. Stop, and restore a backup.",
    sqlite3.SQLITE_NOTADB: "The file is not a database. Check the path.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened. Check its folder and permissions.",
    sqlite3.SQLITE_PERM: "The database file may not be used. Check its permissions.",
    sqlite3.SQLITE_READONLY: "The database file may not be written. Check its permissions and the disk.",
    sqlite3.SQLITE_NOMEM: "There is not enough memory for the database.",
}


def translated(error: Exception) -> Exception:
    """Return the typed error for a driver's error; the error itself when it is a bug in the SQL."""
    if not isinstance(error, sqlite3.Error):
        return error
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"The disk with the database is full: free some room. ({error})")
    if code == sqlite3.SQLITE_CONSTRAINT:
        return ConstraintBroken(str(error))
    if code in _OUTSIDE:
        return DatabaseTrouble(f"{_OUTSIDE[code]} ({error})")
    return error


def made(path: Path) -> Path:
    """Create the file for our own user only; its log and index take over the permission.

    One that is there is not opened: closing it would give up the locks this process has on it by any other connection
    (POSIX), and whoever closes it next, elsewhere, would delete the log that those read.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return path
    except OSError as error:
        raise DatabaseTrouble(f"The database file {path} cannot be opened: {error.strerror}.") from error
    return path


def set_common(connection: sqlite3.Connection, *more: str) -> None:
    """Settings of every connection, and more of one's own."""
    # case_sensitive_like: as PostgreSQL does. mmap_size=0: an I/O error is an error, not a killed process.
    for pragma in (
        f"busy_timeout={busy_ms_max}",
        "case_sensitive_like=ON",
        "mmap_size=0",
        *more,
    ):
        connection.execute(f"PRAGMA {pragma}")


def prepare(
    connection: sqlite3.Connection,
    path: Path,
    steps: tuple[Migration, ...],
    clock: Callable[[], int],
) -> None:
    """Make the writer's connection ready and the file's schema the newest."""
    set_common(
        connection,
        "foreign_keys=OFF",
        "synchronous=FULL",
        f"cache_size=-{writer_cache_kib}",
        f"journal_size_limit={log_bytes_max}",
    )
    if connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
        raise DatabaseTrouble("The database file is not on a local disk: SQLite cannot keep its log there.")
    _migrate(connection, path, steps, clock)
    connection.execute("PRAGMA foreign_keys=ON")


def _migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: tuple[Migration, ...],
    clock: Callable[[], int],
) -> None:
    for text in OWN_TABLES:
        connection.execute(in_dialect(text))
    rows = connection.execute("SELECT number, name, hash FROM migrations ORDER BY number").fetchall()
    to_do = outstanding(steps, [Applied(*row) for row in rows])
    if rows and to_do:
        _back_up(connection, path.with_name(f"{path.name}.at-{len(rows):04}"))
    for step in to_do:
        connection.execute("BEGIN IMMEDIATE")
        try:
            apply(connection, step, clock())
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def apply(connection: sqlite3.Connection, step: Migration, now: int) -> None:
    """One migration, in the transaction that is open; raises ConstraintBroken."""
    for statement in statements(step.text):
        connection.execute(in_dialect(statement))
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise ConstraintBroken(f"migration {step.number:04} ({step.name}) leaves rows without their parent")
    connection.execute(
        "INSERT INTO migrations (number, name, hash, applied_at) VALUES (?, ?, ?, ?)",
        (step.number, step.name, step.hash, now),
    )


def folded(path: Path) -> None:
    """Puts the log of a database that nobody has open into its file, and leaves the file alone."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database beside itself before it is changed; whole and on the disk, or not there at all."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    copy = sqlite3.connect(made(unfinished), isolation_level=None)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)


def statements(text: str) -> Iterator[str]:
    """Split a script into statements; a trigger's body stays whole."""
    gathered = ""
    for piece in uncommented(text).split(";"):
        gathered += piece + ";"
        if sqlite3.complete_statement(gathered):
            if gathered.strip(" \t\r\n;"):
                yield gathered.strip()
            gathered = ""
    if gathered.strip(" \t\r\n;"):
        raise ValueError(f"a migration ends in the middle of a statement: {gathered.strip()[:80]}")


def in_dialect(statement: str) -> str:
    """Return a statement of the common schema language as SQLite should read it."""
    pieces, end = [], 0
    for token in TOKEN.finditer(statement):
        pieces += [_BIGINT.sub("INTEGER", statement[end : token.start()]), token[0]]
        end = token.end()
    text = "".join(pieces) + _BIGINT.sub("INTEGER", statement[end:])
    return _TABLE_END.sub(") STRICT", text) if _TABLE.match(text) else text


_BIGINT = re.compile(r"\bBIGINT\b", re.IGNORECASE)
_TABLE = re.compile(r"\s*CREATE\s+TABLE\b", re.IGNORECASE)
_TABLE_END = re.compile(r"\)\s*;?\s*$")

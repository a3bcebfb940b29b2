"""Moving from SQLite to PostgreSQL: every row, proved by count, by sum and by the book, while nobody runs.

All of it is one transaction over there; here the old file gets another name at the end, so that nobody goes on with it
by mistake and pays from two books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.actions import overseeing
from bot.backup import troubles
from bot.backup.making import sync
from bot.config import Settings
from bot.storage import DatabaseTrouble, Tx
from bot.storage.lock import Lock
from bot.storage.picture import Canvas, Line, Picture, Table, Tally, as_line, canvas, picture
from bot.storage.sqlite_file import folded

moved_ending: Final = ".moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """What went over: each table's count and sum; the last seal; where the old file is."""

    tables: dict[str, tuple[int, str]]
    seal: tuple[int, str]
    kept: Path


def move(settings: Settings, to: str, clock: Callable[[], int]) -> Moved:
    """Moves the data folder's database to PostgreSQL at `to`, which is empty. Raises BackupTrouble, DatabaseTrouble, AlreadyRunning."""
    if settings.database.get_secret_value():
        raise DatabaseTrouble(
            "UJIMA_DATABASE names a database already. Empty it, to move what is in the data folder."
        )
    old = settings.sqlite_file
    with Lock(settings.data):
        with (
            picture(settings.database_url) as taken,
            canvas(to, taken.engine, taken.applied, clock=clock, node=settings.node) as empty,
        ):
            tables = {table.name: _carried(taken, empty, table) for table in taken.tables}
            seal = taken.seal()
            empty.finish(_proved)
        kept = moved_file(settings)
        folded(old)
        old.replace(kept)
        sync(kept.parent)
    return Moved(tables, seal, kept)


def moved_file(settings: Settings) -> Path:
    """Where the data folder's database is once it went over."""
    return settings.sqlite_file.with_name(settings.sqlite_file.name + moved_ending)


def _carried(taken: Picture, empty: Canvas, table: Table) -> tuple[int, str]:
    tally = Tally()
    empty.put(table.name, table.columns, _counted(taken.rows(table), tally))
    if empty.tally(table.name) != tally.told():
        raise troubles.book_wrong([f"The table {table.name} is not the same on both sides."])
    return tally.told()


def _counted(rows: Iterable[Line], tally: Tally) -> Iterator[Line]:
    for row in rows:
        tally.add(as_line(row))
        yield row


def _proved(tx: Tx) -> None:
    if faults := overseeing.proof(tx):
        raise troubles.book_wrong(faults)

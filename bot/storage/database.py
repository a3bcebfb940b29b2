"""The face of the database, and the one way to open it.

A command is a plain function `def answer(tx, …) -> Outcome`, run by `await database.write(answer, …)` in one
transaction. It may run twice, it awaits nothing, it reaches nothing outside, it never catches a database error.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from bot.meters import Meters
from bot.storage import migrate
from bot.storage.queries import Queries, house_queries
from bot.storage.transaction import Engine, Tx
from bot.storage.troubles import DatabaseTrouble

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """What both engines offer."""

    @property
    def engine(self) -> Engine:
        """Which engine this is."""
        ...

    async def write(
        self,
        command: Callable[Concatenate[Tx, ...], T],
        /,
        *args: Any,
        cause: str = "",
        **kwargs: Any,
    ) -> T:
        """Run `command(tx, *args, **kwargs)` in a transaction and return its result once that is committed.

        An exception out of the command undoes what it did, and only that. Raises it, or DiskFull, CommitUnknown,
        another DatabaseTrouble, ConstraintBroken, QueryWrong.
        """
        ...

    async def read(
        self,
        query: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `query(tx, …)` on one unchanging picture of the database; a write inside raises WriteInRead."""
        ...

    async def purge(self, tables: Sequence[str]) -> None:
        """Writes anew what these tables' deleted rows left on the disk; on SQLite the whole file. Others wait meanwhile."""
        ...

    async def close(self) -> None:
        """Finish what was begun; afterwards everything raises DatabaseTrouble."""
        ...


def is_shared(database: Database) -> bool:
    """May other programs use this database too? On PostgreSQL; a SQLite file is one program's (`bot.storage.lock`)."""
    return database.engine == "postgres"


async def open_database(
    url: str,
    *,
    clock: Callable[[], int],
    node: int = 0,
    queries: Queries | None = None,
    migrations: Path | None = None,
    meters: Meters | None = None,
) -> Database:
    """Open `sqlite:///absolute/path.db` or `postgresql://…` and bring it to head.

    `clock` gives UTC epoch ms; `node` (0..1023) tells several programs on one database apart; commits are counted in
    `meters`. Before an older SQLite file is changed a copy is put beside it. Raises NewerDatabase, ChangedMigration or another DatabaseTrouble.
    """
    queries = queries or house_queries()
    migrations, meters = migrations or migrate.FOLDER, meters or Meters()
    parts = urlsplit(url)
    if parts.scheme in ("postgresql", "postgres"):
        from bot.storage.postgres import open_postgres  # here: no program needs both drivers

        return await open_postgres(
            url, clock=clock, node=node, queries=queries, migrations=migrations, meters=meters
        )
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        from bot.storage.sqlite import open_sqlite

        path = Path(unquote(parts.path))
        return await open_sqlite(
            path, clock=clock, node=node, queries=queries, migrations=migrations, meters=meters
        )
    raise DatabaseTrouble(
        f"The database must be sqlite:///absolute/path.db or postgresql://…, not {parts.scheme or 'nothing'}:…"
    )

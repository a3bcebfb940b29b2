"""What tests of backups share: a house with work, pictures and money on its way, and empty places to put it."""

import asyncio
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.actions import sending
from bot.actions.destinations import Ways
from bot.backup.making import Made, make
from bot.config import Settings
from bot.media.store import Store
from bot.payouts import Reply
from bot.payouts.vault import new_key
from bot.storage import Database, Tx, open_database
from tests.conftest import Clock, PostgresServer
from tests.invariants import ten
from tests.makers import Worker, make_pack
from tests.makers_payouts import BY_HAND, MPESA, earn, pay_out, purse, settled, ways

PICTURE = random.Random(7).randbytes(200_000)
KEYS: dict[str, Any] = {"keys": MPESA["keys"], "signing_key": "A" * 43 + "="}


@dataclass(slots=True)
class House:
    """An installation on one engine: its settings, its key for backups, its clock."""

    engine: str
    settings: Settings
    key: Path
    clock: Clock
    picture: str

    def backs_up(self, target: Path, keep: int = 0) -> Made:
        """Makes a backup."""
        return make(self.settings, target, self.key, self.clock, keep)

    def opened(self, do: Callable[[Database], Any]) -> Any:
        """Does something in its database: `do` gives a coroutine."""
        return in_database(self.settings, self.clock, do)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in its database."""
        return rows_of(self.settings, self.clock, sql)


def in_database(settings: Settings, clock: Clock, do: Callable[[Database], Any]) -> Any:
    """Opens a database, does something, closes it."""

    async def run() -> Any:
        database = await open_database(settings.database_url, clock=clock)
        try:
            return await do(database)
        finally:
            await database.close()

    return asyncio.run(run())


def rows_of(settings: Settings, clock: Clock, sql: str) -> list[tuple[Any, ...]]:
    """What stands in a database."""

    def ask(tx: Tx) -> list[tuple[Any, ...]]:
        found = tx._connection.execute(sql).fetchall()
        return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]

    found: list[tuple[Any, ...]] = in_database(settings, clock, lambda database: database.read(ask))
    return found


def proved(settings: Settings, clock: Clock) -> None:
    """The ten invariants hold in a database."""
    assert in_database(settings, clock, lambda database: database.read(ten)) == []


def made_key(folder: Path) -> Path:
    """A key for backups."""
    folder.mkdir(exist_ok=True)
    file = folder / "backup.key"
    file.write_text(new_key() + "\n", "ascii")
    file.chmod(0o600)
    return file


async def filled(database: Database, clock: Clock) -> None:
    """A pack with answers; and payouts: one confirmed, one sent, one unknown, one asked for, one by hand asked for."""
    pack = await make_pack(database, title={"en": "Ställen und Dörfer \n \\ '"})
    rail, by_hand = ways(clock, **MPESA), ways(clock, **BY_HAND)
    for number, state in enumerate(("confirmed", "sent", "unknown", "requested", "by hand"), start=1):
        worker = await Worker.met(database, clock)
        await worker.answer((await worker.begins(pack)).mark)
        await earn(database, worker, 1_280_000, about=number)
        way = by_hand if state == "by hand" else rail
        await settled(worker, way, f"0712 345 45{number}", "list" if state == "by hand" else "mpesa")
        await pay_out(worker, way, await purse(worker, way))
        if state in ("confirmed", "sent", "unknown"):
            await gone(database, rail, state)


async def gone(database: Database, rail: Ways, state: str) -> None:
    """The payout that is due goes out, and this is what its provider says."""
    errand = await database.write(sending.take, rail)
    assert errand is not None and errand.sends
    if state != "unknown":
        reply = Reply("sent" if state == "sent" else "confirmed", f"AG_{errand.payout}")
        await database.write(sending.answered, errand, reply)


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that is filled, to be copied."""
    path = tmp_path_factory.mktemp("filled") / "ujima.db"
    shutil.copy(sqlite_template, path)
    in_database(Settings(data=path.parent), Clock(), lambda database: filled(database, Clock()))
    return path


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: PostgresServer) -> str:
    """The name of a database that is filled, to be copied."""

    def fill(url: str) -> None:
        in_database(Settings(database=url), Clock(), lambda database: filled(database, Clock()))

    return postgres_server.template("backed_up", fill)


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A house on each engine in turn."""
    data = tmp_path / "house" / "data"
    picture = Store(data / "media").put(PICTURE)
    key = made_key(tmp_path / "keys")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("filled_sqlite"), data / "ujima.db")
        yield House("sqlite", Settings(data=data, **KEYS), key, clock, picture)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(request.getfixturevalue("filled_postgres")) as url:
        yield House("postgres", Settings(data=data, database=url, **KEYS), key, clock, picture)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of an empty place on each engine in turn."""
    url = request.getfixturevalue("empty_postgres") if request.param == "postgres" else ""
    return Settings(data=tmp_path / "other" / "data", database=url)


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """A folder for backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def cut(file: Path, to: Path, size: int) -> Path:
    """The first bytes of a file."""
    to.write_bytes(file.read_bytes()[:size])
    return to


def flipped(file: Path, to: Path, at: int) -> Path:
    """A file with one bit changed."""
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    to.write_bytes(content)
    return to


def size_of(file: Path) -> int:
    """Bytes."""
    return os.stat(file).st_size

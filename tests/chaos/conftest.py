"""Where chaos runs begin: an installation with sample packs and a requester's two, made once for each engine."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.chaos.house import House, begin, opened
from tests.conftest import PostgresServer, in_memory, made_once
from tests.stories.conftest import stocked, stocked_postgres

__all__ = ["stocked", "stocked_postgres"]  # the stories' fixtures: one stocking serves both

Opens = Callable[[str, int], AbstractContextManager[House]]


@pytest.fixture(scope="session")
def begun_sqlite(shared: Path, stocked: Path) -> Path:
    """The installation on SQLite: its data and its pretend Telegram."""

    def make(folder: Path) -> None:
        shutil.copytree(stocked, folder / "data")
        begin(folder)

    return made_once(shared / "chaos-begun", make)


@pytest.fixture(scope="session")
def begun_postgres(
    shared: Path, postgres_server: PostgresServer, stocked_postgres: tuple[Path, str]
) -> tuple[Path, str]:
    """The installation on PostgreSQL: its folder, and the name of its database."""
    kept, template = stocked_postgres

    def make(folder: Path) -> None:
        shutil.copytree(kept, folder / "data")
        with postgres_server.database(template) as url:
            begin(folder, url)
            postgres_server.admin.execute(
                f"CREATE DATABASE chaos_begun TEMPLATE {url.partition('?')[0].rpartition('/')[2]}".encode()
            )

    return made_once(shared / "chaos-begun-postgres", make), "chaos_begun"


@pytest.fixture
def house_of(request: pytest.FixtureRequest) -> Opens:
    """Opens a run's house on an engine, from a seed; its files are in memory, for a program is killed and never the machine."""

    @contextmanager
    def sqlite(seed: int) -> Iterator[House]:
        begun: Path = request.getfixturevalue("begun_sqlite")
        with _place(seed) as place, opened(begun, place, "", seed) as house:
            yield house

    @contextmanager
    def postgres(seed: int) -> Iterator[House]:
        begun, template = request.getfixturevalue("begun_postgres")
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with (
            server.database(template) as url,
            _place(seed) as place,
            opened(begun, place, url, seed) as house,
        ):
            yield house

    return lambda engine, seed: sqlite(seed) if engine == "sqlite" else postgres(seed)


@contextmanager
def _place(seed: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ujima-chaos-", dir=in_memory()) as folder:
        yield Path(folder) / f"run-{seed}"

"""Where chaos runs begin: an installation with sample packs and a requester's two, made once for each engine."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.chaos.house import House, begin, opened
from tests.conftest import PostgresServer, only_one
from tests.stories.conftest import stocked
from tests.stories.program import settings_for, stock

__all__ = ["stocked"]  # the stories' fixture: one stocking serves both

Opens = Callable[[str, int], AbstractContextManager[House]]


@pytest.fixture(scope="session")
def begun_sqlite(shared: Path, stocked: Path) -> Path:
    """The installation on SQLite: its data and its pretend Telegram."""
    folder = shared / "chaos-begun"
    with only_one(shared / "chaos-beginning"):
        if not folder.exists():
            unfinished = shared / "chaos-unfinished"
            shutil.copytree(stocked, unfinished / "data")
            begin(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def begun_postgres(shared: Path, postgres_server: PostgresServer) -> tuple[Path, str]:
    """The installation on PostgreSQL: its folder, and the name of its database."""
    folder, kept = shared / "chaos-begun-postgres", postgres_server.folder / "stocked"
    template = postgres_server.template(
        "stocked_packs", lambda url: asyncio.run(stock(settings_for(kept, "http://127.0.0.1:9", url)))
    )
    with only_one(shared / "chaos-beginning-postgres"):
        if not folder.exists():
            unfinished = shared / "chaos-unfinished-postgres"
            shutil.copytree(kept, unfinished / "data")
            with postgres_server.database(template) as url:
                begin(unfinished, url)
                postgres_server.admin.execute(
                    f"CREATE DATABASE chaos_begun TEMPLATE {url.partition('?')[0].rpartition('/')[2]}".encode()
                )
            unfinished.rename(folder)
    return folder, "chaos_begun"


@pytest.fixture
def house_of(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    """Opens a run's house on an engine, from a seed."""

    @contextmanager
    def sqlite(seed: int) -> Iterator[House]:
        begun: Path = request.getfixturevalue("begun_sqlite")
        with opened(begun, tmp_path / f"run-{seed}", "", seed) as house:
            yield house
        shutil.rmtree(tmp_path / f"run-{seed}")

    @contextmanager
    def postgres(seed: int) -> Iterator[House]:
        begun, template = request.getfixturevalue("begun_postgres")
        server: PostgresServer = request.getfixturevalue("postgres_server")
        place = tmp_path / f"run-{seed}"
        with server.database(template) as url, opened(begun, place, url, seed) as house:
            yield house
        shutil.rmtree(place)

    return lambda engine, seed: sqlite(seed) if engine == "sqlite" else postgres(seed)

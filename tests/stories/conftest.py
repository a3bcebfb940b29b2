"""A running program for each story, on SQLite and where it matters on PostgreSQL as well."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import api, deliver, intake
from tests.conftest import PostgresServer, made_once
from tests.stories.program import Program, opened, settings_for, stock


@pytest.fixture(scope="session")
def stocked(shared: Path) -> Path:
    """A data folder whose SQLite database and pictures hold the launched sample packs."""
    return made_once(
        shared / "stocked", lambda data: asyncio.run(stock(settings_for(data, "http://127.0.0.1:9")))
    )


@pytest.fixture(scope="session")
def stocked_postgres(postgres_server: PostgresServer) -> tuple[Path, str]:
    """The same on PostgreSQL: its folder, and the name of its database, to be copied."""
    data = postgres_server.folder / "stocked"
    template = postgres_server.template(
        "stocked_packs", lambda url: asyncio.run(stock(settings_for(data, "http://127.0.0.1:9", url)))
    )
    return data, template


@pytest.fixture
def program(stocked: Path, tmp_path: Path) -> Iterator[Program]:
    """The program on SQLite."""
    with opened(stocked, tmp_path / "data") as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """The program on each engine."""
    if request.param == "sqlite":
        with opened(request.getfixturevalue("stocked"), tmp_path / "data") as running:
            yield running
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    stocked, template = request.getfixturevalue("stocked_postgres")
    with server.database(template) as url, opened(stocked, tmp_path / "data", url) as running:
        yield running


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by `usefixtures`: the program then waits for Telegram and after trouble far shorter than elsewhere."""
    monkeypatch.setattr(api, "send_timeout_s", 0.8)
    monkeypatch.setattr(api, "upload_timeout_s", 0.8)
    monkeypatch.setattr(deliver, "pause_least_s", 0.05)
    monkeypatch.setattr(intake, "pause_least_s", 0.05)

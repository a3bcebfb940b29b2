"""The drill of a backup and a restore, on either engine: nothing acknowledged is lost, and nobody is paid twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rounds import payouts as rounds
from tests.conftest import PostgresServer
from tests.stories.restored import answered_min, booked_min, drilled


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rounds look more often than elsewhere."""
    monkeypatch.setattr(rounds, "look_s", 0.05)


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Two databases: of the house, and an empty one for what comes back; "" is SQLite in its data folder."""
    if request.param == "sqlite":
        yield "", ""
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    with server.database(template) as old, server.database("template0") as new:
        yield old, new


def test_a_house_comes_back_and_nobody_is_paid_twice(places: tuple[str, str], tmp_path: Path) -> None:
    """Neither a payout that the backup had as waiting nor one that it never heard of is sent again; an answer is there once."""
    done = drilled(tmp_path, *places)
    assert done.acknowledged >= booked_min and done.lost == done.paid_twice == 0
    assert done.answers >= answered_min and done.answers_lost == done.answers_twice == 0
    assert done.manifest.rows > 100 and done.size_bytes > 1_000

"""An installation, the program running on it, and its desk, reached both ways."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot import office
from bot.config import Settings
from tests.desk.asked import Call
from tests.pretend import start
from tests.stories.program import TOKEN, Program, StoryClock, settings_for


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation nobody has used."""
    return settings_for(tmp_path / "data", "http://127.0.0.1:9")


@pytest.fixture
def program(settings: Settings) -> Iterator[Program]:
    """The program running on it."""
    clock = StoryClock()
    with start(token=TOKEN, clock=clock) as sandbox:
        running = Program(settings_for(settings.data, sandbox.url), sandbox, clock).start()
        yield running
        running.proved()
        running.stop()


@pytest.fixture(params=["alone", "running"])
def desk(request: pytest.FixtureRequest, settings: Settings) -> Call:
    """The desk as the command line reaches it: opening the house itself, or through the running program's door."""
    if request.param == "running":
        program: Program = request.getfixturevalue("program")
        return program.desk
    return partial(office.call, settings)

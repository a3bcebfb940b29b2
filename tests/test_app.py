"""The composition root: the whole program starts, or refuses to start with a sentence."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.chat.api import WrongToken
from bot.config import Settings, WrongSettings
from bot.domain.limits import Rules
from bot.hooks import beats
from bot.meters import Meters
from bot.storage.lock import AlreadyRunning, Lock
from tests.pretend import start
from tests.stories.program import PATIENCE_S, TOKEN, settings_for

LATE = {"av", "fontTools", "fpdf", "numpy", "openpyxl", "psycopg", "pyarrow"}
"""What takes long to import and much memory, and is needed by a job, a paper or the other database only."""

LISTED = """
import json, sys
import bot.cli.running, bot.app, bot.storage.sqlite
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_a_start_imports_nothing_that_only_a_job_needs() -> None:
    """Papers, spreadsheets, arithmetic, films and the other database's driver are imported when they are first used."""
    listed = subprocess.run([sys.executable, "-c", LISTED], capture_output=True, check=True, text=True)
    imported = set(json.loads(listed.stdout))
    assert "telegram" in imported and not imported & LATE


def test_the_rules_are_the_installations() -> None:
    """Currency, its smallest unit and the hourly floor come from the settings."""
    assert app.rules_of(Settings()) == Rules(currency="USD", minor=10_000, floor_hourly=5_000_000)
    yen = app.rules_of(Settings(currency="JPY", floor_hourly="700"))
    assert yen == Rules(currency="JPY", minor=1_000_000, floor_hourly=700_000_000)


def test_nobody_runs_without_names_and_a_token() -> None:
    """What is missing is told, a sentence each."""
    with pytest.raises(WrongSettings, match=r"UJIMA_OPERATOR_NAME is not set"):
        app.run(Settings(token=TOKEN))


def test_a_token_that_telegram_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    """The program ends; the token is not repeated."""
    with start(token=f"7001:{'B' * 35}") as sandbox, pytest.raises(WrongToken) as told:
        asyncio.run(app.serving(settings_for(tmp_path / "data", sandbox.url), asyncio.Event()))
    assert "does not know this token" in str(told.value) and TOKEN not in str(told.value)


def test_a_data_folder_is_served_by_one_program(tmp_path: Path) -> None:
    """The second is told which process has it, before it opens anything."""
    with Lock(tmp_path), pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}"):
        asyncio.run(app.serving(settings_for(tmp_path, "http://127.0.0.1:9"), asyncio.Event()))
    assert not (tmp_path / "ujima.db").exists()


def test_a_stop_before_telegram_was_reached_ends_the_start(tmp_path: Path) -> None:
    """Ctrl+C works while the line is away."""

    async def runs() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(0.2, stop.set)
        await app.serving(settings_for(tmp_path / "data", "http://127.0.0.1:9"), stop)

    asyncio.run(asyncio.wait_for(runs(), PATIENCE_S))


def test_a_round_that_breaks_off_is_logged_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program serves on; whoever runs it hears that what goes on beside the chat does not."""
    stop, meters = asyncio.Event(), Meters()

    async def breaks(*_: object) -> None:
        asyncio.get_running_loop().call_later(0.5, stop.set)
        raise UnicodeError("label too long")

    monkeypatch.setattr(app, "Meters", lambda clock: meters)
    monkeypatch.setattr(beats, "watch_certificate", breaks)
    with start(token=TOKEN) as sandbox, capture_logs() as logged:
        serving = app.serving(settings_for(tmp_path / "data", sandbox.url), stop)
        asyncio.run(asyncio.wait_for(serving, PATIENCE_S))
    assert meters.readings()["ujima_incidents_total", "round"] == 1
    told = next(one for one in logged if one["event"].startswith("a round broke off"))
    assert "breaks" in told["what"] and str(told["exc_info"]) == "label too long"

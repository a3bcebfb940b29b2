"""The composition root: the whole program starts, refuses to start with a sentence, and plays the demo."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot import app
from bot.chat.api import WrongToken
from bot.config import Settings, WrongSettings
from bot.domain.limits import Rules
from bot.storage.lock import AlreadyRunning, Lock
from tests.pretend import Phone, Sandbox, start
from tests.stories.program import TOKEN, settings_for, until_true

START_S_MAX = 60.0


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

    began = time.monotonic()
    asyncio.run(runs())
    assert time.monotonic() - began < 10


def test_the_gallery_names_a_language_that_is_not_there(tmp_path: Path) -> None:
    """An unknown language is refused with those there are."""
    with pytest.raises(WrongSettings, match=r"There is no language xx; there are en"):
        app.gallery(("xx",), tmp_path / "gallery.html")


def free_port() -> int:
    """A port nobody uses in this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def demo(port: int, data: Path) -> subprocess.Popen[str]:
    """`ujima demo`."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=data.parent,
        env={"PATH": os.defpath, "HOME": str(data.parent)},
    )


def ended(running: subprocess.Popen[str]) -> tuple[str, str]:
    """Ctrl+C; what it said. It ends with 0 and takes the pretend Telegram with it."""
    running.send_signal(signal.SIGINT)
    said, errors = running.communicate(timeout=20)
    assert running.returncode == 0 and errors == "", errors
    return said, errors


def answers(url: str) -> bool:
    """Is the page there?"""
    try:
        return httpx.get(f"{url}/", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def test_the_demo_is_the_same_program_and_keeps_everything(tmp_path: Path) -> None:
    """Amina earns by pressing keys; after Ctrl+C and a second start her phone and her money are there, at once."""
    port = free_port()
    url, data = f"http://127.0.0.1:{port}", tmp_path / "demo"
    running = demo(port, data)
    try:
        until_true(lambda: answers(url), START_S_MAX)
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            amina = _phone(http)
            amina.send("/start")
            amina.wait_for("small paid tasks", START_S_MAX)
            for words in (
                ("Start", "0.04 each"),
                ("Start", "Look at"),
                ("Go on", "Practice:"),
                ("Plants", "Saved, +$0.04"),
            ):
                amina.press(next(one for row in amina.keyboard() or [] for one in row if words[0] in one))
                amina.wait_for(words[1], 20)
            said, _ = ended(running)
    finally:
        running.kill()
    assert url in said and "Amina" in said and "Ctrl+C" in said
    assert not answers(url)
    began = time.monotonic()
    running = demo(port, data)
    try:
        until_true(lambda: answers(url), START_S_MAX)
        assert time.monotonic() - began < 10
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            amina = _phone(http)
            amina.send("/money")
            amina.wait_for("It is yours and stays yours.", 20)
            assert "You have $0.04" in amina.last()["text"]
        ended(running)
    finally:
        running.kill()


def _phone(http: httpx.Client) -> Phone:
    sandbox = Sandbox(str(http.base_url), "", http, None, None)  # type: ignore[arg-type]
    return sandbox.phone(1001)

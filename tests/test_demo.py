"""The demo as it is typed: it plays, ends and goes on."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from tests.pretend import Phone, Sandbox
from tests.stories.program import until_true

START_S_MAX = 180.0  # every sample pack is read; other tests want the machine too
SOURCES = {
    "PYTHONPATH": str(Path(__file__).parents[1])
}  # these are tested, wherever another copy is installed


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
        env={"PATH": os.defpath, "HOME": str(data.parent), **SOURCES},
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
    """Amina earns by pressing keys; after Ctrl+C and a second start her phone and her money are there, and no pack is read anew."""
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
            amina.send("/support_KE")
            amina.wait_for("This is a demo: nobody has checked these numbers.", 20)
            said, _ = ended(running)
    finally:
        running.kill()
    assert url in said and "Amina" in said and "Ctrl+C" in said and "Reading packs" in said
    assert not answers(url)
    running = demo(port, data)
    try:
        until_true(lambda: answers(url), START_S_MAX)
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            amina = _phone(http)
            amina.send("/money")
            amina.wait_for("You can take it out from $1.00 on.", 20)
            assert "You have $0.04" in amina.last()["text"]
        said, _ = ended(running)
    finally:
        running.kill()
    assert "Reading packs" not in said


def test_a_demo_that_is_killed_takes_the_pretend_telegram_with_it(tmp_path: Path) -> None:
    """Nobody is left to tell it, and no port stays taken."""
    port = free_port()
    running = demo(port, tmp_path / "demo")
    try:
        until_true(lambda: answers(f"http://127.0.0.1:{port}"), START_S_MAX)
    finally:
        running.kill()
        running.communicate()
    until_true(lambda: not answers(f"http://127.0.0.1:{port}"), 20)


def _phone(http: httpx.Client) -> Phone:
    sandbox = Sandbox(str(http.base_url), "", http, None, None)  # type: ignore[arg-type]
    return sandbox.phone(1001)


def test_it_ends_in_the_middle_of_its_first_start(tmp_path: Path) -> None:
    """Told to end while it reads the packs it does, at once and without a trace, and says before how long that takes."""
    running = demo(free_port(), tmp_path / "demo")
    assert running.stdout is not None
    first, second = running.stdout.readline(), running.stdout.readline()
    assert first.startswith("The first start reads") and second.startswith("Reading packs, 1 of ")
    ended(running)

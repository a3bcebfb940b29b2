"""One program per data folder, and the door to it."""

import asyncio
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.storage.lock import (
    LOCK_NAME,
    SOCKET_NAME,
    AlreadyRunning,
    AskRefused,
    Lock,
    NobodyRunning,
    _short,
    ask,
    message_bytes_max,
    serve,
)

pytestmark = pytest.mark.anyio

HOLD = """
import sys, time
from pathlib import Path
from bot.storage.lock import Lock
with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


async def echo(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
    if verb == "fail":
        raise ValueError("the pack is not there")
    if verb == "wait":
        await asyncio.sleep(60)
    if verb == "grow":
        return {"text": "x" * message_bytes_max}
    if verb == "odd":
        return {"text": object()}
    return {"verb": verb, **arguments}


@pytest.fixture(params=["short", "long"])
async def path(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Path]:
    folder = tmp_path / ("d" * 120 if request.param == "long" else "d") / "données"
    folder.mkdir(parents=True)
    door = await serve(folder / SOCKET_NAME, echo)
    yield folder / SOCKET_NAME
    await door.close()


def test_somebody_patient_waits_for_a_verb_that_has_the_folder_for_a_moment(tmp_path: Path) -> None:
    """The lock is taken as soon as the other lets it go."""
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    threading.Timer(0.2, other.kill).start()
    with Lock(tmp_path, patience_s=60):
        assert (tmp_path / LOCK_NAME).read_text() == f"{os.getpid()}\n"
    other.communicate()


def test_a_second_program_is_told_who_runs(tmp_path: Path) -> None:
    """The lock of another process raises a sentence with its pid, and ends with that process."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning, match=f"process {holder.pid}") as caught:
        Lock(tmp_path).acquire()
    assert caught.value.pid == holder.pid
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with Lock(tmp_path):
        assert (tmp_path / "ujima.lock").read_text() == f"{os.getpid()}\n"


def test_a_released_folder_can_be_taken_again(tmp_path: Path) -> None:
    """Two locks of one folder exclude each other also within a process, until released."""
    with Lock(tmp_path), pytest.raises(AlreadyRunning):
        Lock(tmp_path).acquire()
    with Lock(tmp_path):
        pass


async def test_a_verb_goes_through_the_door(path: Path) -> None:
    """What is asked is answered, in any script, however long the data folder's path is."""
    assert await ask(path, "import", {"pack": "дорога"}) == {"verb": "import", "pack": "дорога"}


async def test_only_our_own_user_can_knock(path: Path) -> None:
    """The socket is closed to group and others."""
    assert os.stat(path).st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("verb", "reason"),
    [("fail", "the pack is not there"), ("grow", "answer is larger"), ("odd", "not JSON serializable")],
)
async def test_a_failed_verb_is_refused_with_its_reason(path: Path, verb: str, reason: str) -> None:
    """An exception, a result too large or not JSON reaches the asker as a sentence, and the door stays open."""
    with pytest.raises(AskRefused, match=reason):
        await ask(path, verb, {})
    assert await ask(path, "again", {}) == {"verb": "again"}


async def test_a_request_too_large_is_refused(path: Path) -> None:
    """More than a megabyte is refused before it is sent, and dropped when it is sent anyway."""
    with pytest.raises(AskRefused, match="larger"):
        await ask(path, "import", {"text": "x" * message_bytes_max})


async def test_a_stranger_who_babbles_is_sent_away(tmp_path: Path) -> None:
    """Lines that are no request get a sentence, endless lines get nothing."""
    door = await serve(tmp_path / SOCKET_NAME, echo)
    reader, writer = await asyncio.open_unix_connection(str(tmp_path / SOCKET_NAME))
    for line in (b"hello\n", b"[1]\n", b'{"verb": 1}\n', b"\xff\n", b'{"verb": "x", "arguments": 3}\n'):
        writer.write(line)
        assert b"refused" in await reader.readline()
    writer.write(b"x" * (2 * message_bytes_max + 2))
    with suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()
    await door.close()


async def test_another_user_is_sent_away_whatever_the_file_s_mode_says(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel says who knocks; here we pretend to be somebody else than who does, and that is not root."""
    monkeypatch.setattr("bot.storage.lock._peer", Somebody())
    with pytest.raises(AskRefused, match="went away"):
        await ask(path, "echo", {})


class Somebody:
    """What the kernel would say of a visitor of another user."""

    size = 12

    def unpack(self, said: bytes) -> tuple[int, int, int]:
        """Process, user, group; the real ones are ours."""
        process, user, group = struct.unpack("3i", said)
        assert (process, user) == (os.getpid(), os.geteuid())
        return process, user + 12_345, group


async def test_silent_visitors_are_sent_away_and_are_few(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They keep nobody out for long."""
    monkeypatch.setattr("bot.storage.lock.visits_max", 2)
    monkeypatch.setattr("bot.storage.lock.silence_s_max", 0.5)
    with _short(path) as address:
        lines = [await asyncio.open_unix_connection(address) for _ in range(2)]
    await asyncio.sleep(0.1)
    with pytest.raises(AskRefused, match="went away"):
        await ask(path, "echo", {})
    assert [await asyncio.wait_for(reader.read(), 5) for reader, _ in lines] == [b"", b""]
    assert (await ask(path, "echo", {}))["verb"] == "echo"
    for _, writer in lines:
        writer.close()


async def test_nobody_running_has_a_name(tmp_path: Path) -> None:
    """No socket, and the socket of a killed program, both raise NobodyRunning; a new program replaces the latter."""
    path = tmp_path / SOCKET_NAME
    with pytest.raises(NobodyRunning):
        await ask(path, "import", {})
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    with pytest.raises(NobodyRunning):
        await ask(path, "import", {})
    door = await serve(path, echo)
    assert await ask(path, "import", {}) == {"verb": "import"}
    await door.close()
    assert not path.exists()


async def test_closing_the_door_sends_visitors_away(tmp_path: Path) -> None:
    """Who waits for an answer while the program stops is told that it went away."""
    path = tmp_path / SOCKET_NAME
    door = await serve(path, echo)
    waiting = asyncio.ensure_future(ask(path, "wait", {}))
    await asyncio.sleep(0.05)
    await door.close()
    with pytest.raises(AskRefused, match="went away"):
        await waiting


async def test_a_slow_verb_times_out(path: Path) -> None:
    """The asker does not wait for ever."""
    with pytest.raises(TimeoutError):
        await ask(path, "wait", {}, seconds_max=0.05)

"""One running program per data folder, and a door through which the others ask it.

`ujima run` holds `<data>/ujima.lock`; other verbs that write send a request through `<data>/ujima.sock` (our own user
only), or take the lock themselves when nobody runs. A request and its answer are one line of JSON each.
"""

import asyncio
import json
import os
import socket
import struct
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import structlog

Handle: TypeAlias = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]

message_bytes_max = 1_000_000
socket_path_bytes_max = 100  # a unix socket's address holds 104 to 108 bytes, by system
ask_seconds_max = 60.0
visits_max = 64
silence_s_max = 60.0  # of a visitor who has not asked yet
look_again_s = 0.05

_peer = struct.Struct("3i")  # process, user, group (unix(7), SO_PEERCRED)

LOCK_NAME = "ujima.lock"
SOCKET_NAME = "ujima.sock"


class AlreadyRunning(Exception):
    """Another program holds the data folder; `pid` is its process id, 0 when not known."""

    def __init__(self, folder: Path, pid: int) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"Ujima is already running on {folder} ({who}). Stop it first, or use another data folder."
        )
        self.pid = pid


class NobodyRunning(Exception):
    """No program answers at the door."""


class AskRefused(Exception):
    """The running program could not do what was asked; the text is its reason."""


class Lock:
    """Holds a data folder from `with Lock(folder):` to the end of the block, or of the process.

    `patience_s`: so long it waits for whoever has it, for most verbs have it for a moment only.
    """

    def __init__(self, folder: Path, patience_s: float = 0.0) -> None:
        self._folder, self._patience_s = folder, patience_s
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the folder; raise AlreadyRunning when somebody has it and keeps it."""
        file = os.open(self._folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + self._patience_s
        while not _taken(file):
            if time.monotonic() >= until:
                written = os.pread(file, 20, 0).strip()
                os.close(file)
                raise AlreadyRunning(self._folder, int(written) if written.isdigit() else 0)
            time.sleep(look_again_s)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let the folder go. The file stays: deleting it would let two programs hold two files of one name."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> "Lock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _taken(file: int) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Door:
    """An open door; close it before the lock is released."""

    def __init__(self, path: Path, server: asyncio.Server, visits: set[asyncio.Task[None]]) -> None:
        self._path = path
        self._server = server
        self._visits = visits

    async def close(self) -> None:
        """Take nobody in any more, send those inside away, remove the socket."""
        self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        await self._server.wait_closed()
        self._path.unlink(missing_ok=True)


async def serve(path: Path, handle: Handle) -> Door:
    """Answer requests at a unix socket; only whoever holds the lock may call this.

    `handle(verb, arguments)` returns what JSON can carry. Its exception is told to the asker as a sentence.
    """
    visits: set[asyncio.Task[None]] = set()

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(visits) >= visits_max or not _is_ours(writer):
            writer.close()
            return
        visits.add(task)
        try:
            await _attend(reader, writer, handle)
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            visits.discard(task)
            writer.close()

    server = await asyncio.start_unix_server(visit, sock=_bound(path), limit=message_bytes_max)
    return Door(path, server, visits)


async def ask(
    path: Path, verb: str, arguments: dict[str, Any], seconds_max: float = ask_seconds_max
) -> dict[str, Any]:
    """Ask the running program; raise NobodyRunning, AskRefused, or TimeoutError when it is too slow."""
    line = _line({"verb": verb, "arguments": arguments})
    if len(line) > message_bytes_max:
        raise AskRefused(f"The request is larger than {message_bytes_max:,} bytes.")
    async with asyncio.timeout(seconds_max):
        try:
            with _short(path) as address:
                reader, writer = await asyncio.open_unix_connection(address, limit=message_bytes_max + 1)
        except (FileNotFoundError, ConnectionRefusedError):
            raise NobodyRunning(f"No running Ujima answers at {path}.") from None
        try:
            writer.write(line)
            answered = await reader.readline()
        except ConnectionError:
            answered = b""
        finally:
            writer.close()
    if not answered.endswith(b"\n"):
        raise AskRefused(
            "The running program went away before it answered; what was asked may be done or not."
        )
    answer: dict[str, Any] = json.loads(answered)
    if "refused" in answer:
        raise AskRefused(answer["refused"])
    result: dict[str, Any] = answer["result"]
    return result


def _bound(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)  # left behind by a program that was killed
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(path) as address:
            door.bind(address)
        path.chmod(0o600)  # before listen(): nobody can have come in yet
    except OSError:
        door.close()
        raise
    return door


async def _attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handle: Handle) -> None:
    while line := await _read_line(reader):
        answer = _line(await _answer(line, handle))
        if len(answer) > message_bytes_max:
            answer = _line({"refused": f"The answer is larger than {message_bytes_max:,} bytes."})
        writer.write(answer)
        await writer.drain()


async def _read_line(reader: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(silence_s_max):
            return await reader.readline()
    except (ValueError, TimeoutError):  # longer than the limit, or silent: no use in reading on
        return b""


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Is the visitor our own user, or root? The file's mode says so already; the kernel says it where it can (Linux)."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    said = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _peer.size)
    return _peer.unpack(said)[1] in (0, os.geteuid())


async def _answer(line: bytes, handle: Handle) -> dict[str, Any]:
    try:
        request = json.loads(line)
        verb, arguments = str(request["verb"]), dict(request["arguments"])
    except (ValueError, KeyError, TypeError):
        return {"refused": "The request is not a line of JSON with verb and arguments."}
    try:
        result = {"result": await handle(verb, arguments)}
        _line(result)
    except Exception as error:  # the door stays open whatever a verb does
        structlog.get_logger(__name__).exception("verb_failed", verb=verb)
        return {"refused": str(error) or type(error).__name__}
    return result


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """An address of the socket that fits, by way of a short link to its folder when its own path is too long."""
    if len(os.fsencode(path)) <= socket_path_bytes_max:
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="ujima-") as folder:
        link = Path(folder) / "data"
        link.symlink_to(path.parent.absolute(), target_is_directory=True)
        yield str(link / path.name)

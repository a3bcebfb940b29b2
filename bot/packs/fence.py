"""Reads a pack in a process of its own, with little memory, a bounded time, no environment and nothing open.

A pack is a stranger's, and so are the faults that its readers may still have. What happens in there ends in
there: a reader that takes too much is ended and the pack is refused in a sentence, with nothing left of it.
The child sets its limits before it looks at the first byte; the clock on the wall is the parent's.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Unpack

import bot
from bot.packs import spool as spools
from bot.packs.bounds import Bounds
from bot.packs.reading import Asked
from bot.packs.report import Report, refused

open_files_max = 64
said_bytes_max = 4_000  # of what a child that broke has to say
_broke, _no_memory, _no_room, _too_large = (
    1,
    3,
    4,
    5,
)  # how a child ends that ran into something; 1 is Python's own
_environment = {
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
}  # numpy, where openpyxl finds it, starts no threads


async def read(source: Path, spool: Path, bounds: Bounds, **asked: Unpack[Asked]) -> Report:
    """As `spool.write`, in a fence, while the loop goes on. With faults, or when cancelled, no spool remains.

    Raises FileExistsError where `spool` is there already, OSError when the disk fails, RuntimeError when a
    reader has a bug.
    """
    command = _command(source, spool, bounds, asked)
    child = await asyncio.create_subprocess_exec(
        *command, cwd=_place(), env=_environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _, said = await asyncio.wait_for(child.communicate(), bounds.wall_s_max)
    except BaseException as why:
        if child.returncode is None:
            child.kill()
        await child.wait()
        _remove(spool)
        if isinstance(why, TimeoutError):
            return _too_long(bounds)
        raise
    return _judged(child.returncode, said, spool, bounds)


def read_now(source: Path, spool: Path, bounds: Bounds, **asked: Unpack[Asked]) -> Report:
    """As `read`, waiting for it."""
    command = _command(source, spool, bounds, asked)
    try:
        ended = subprocess.run(
            command,
            cwd=_place(),
            env=_environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=bounds.wall_s_max,
            check=False,
        )
    except BaseException as why:
        _remove(spool)
        if isinstance(why, subprocess.TimeoutExpired):
            return _too_long(bounds)
        raise
    return _judged(ended.returncode, ended.stderr, spool, bounds)


def main(order: str) -> None:
    """The child: limits first, then the reading; `order` is JSON of `_command`."""
    given = json.loads(order)
    bounds = Bounds(**given["bounds"])
    _limit(bounds)
    try:
        spools.write(Path(given["source"]), Path(given["spool"]), bounds, **given["asked"])
    except MemoryError:
        os._exit(_no_memory)
    except OSError as why:
        if why.errno == errno.EFBIG:
            os._exit(_too_large)
        print(why, file=sys.stderr, flush=True)
        os._exit(_no_room)


def _command(source: Path, spool: Path, bounds: Bounds, asked: Asked) -> list[str]:
    if spool.exists():
        raise FileExistsError(errno.EEXIST, "is there already", str(spool))
    order: dict[str, Any] = {
        "source": str(source.absolute()),
        "spool": str(spool.absolute()),
        "bounds": asdict(bounds),
        "asked": asked,
    }
    return [sys.executable, "-X", "utf8", "-m", __name__, json.dumps(order)]


def _place() -> Path:
    """The folder that the program is imported from: a child without an environment looks where it stands."""
    return Path(bot.__file__).parents[1]


def _limit(bounds: Bounds) -> None:
    """What this process may take from now on."""
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory_bytes_max),
        (resource.RLIMIT_CPU, bounds.processor_s_max),
        (resource.RLIMIT_FSIZE, bounds.written_bytes_max),
        (resource.RLIMIT_NOFILE, open_files_max),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _judged(code: int | None, said: bytes, spool: Path, bounds: Bounds) -> Report:
    """What came of a child that has ended."""
    if code == 0:
        report = spools.Spooled(spool).report
        if report.faults:
            _remove(spool)
        return report
    _remove(spool)
    words = said[-said_bytes_max:].decode(errors="replace").strip()
    if code == _broke:
        raise RuntimeError(f"The reader of packs broke:\n{words}")
    if code == _no_room:
        raise OSError(words)
    if code == _no_memory:
        return refused(
            f"reading this pack takes more than {bounds.memory_bytes_max // 1_000_000:,} MB of memory."
        )
    if code == _too_large:
        return refused(
            f"reading this pack takes more than {bounds.written_bytes_max // 1_000_000:,} MB of room."
        )
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_long(bounds)
    return refused("reading this pack broke its reader; something in it is damaged.")


def _too_long(bounds: Bounds) -> Report:
    return refused(f"reading this pack takes longer than the {bounds.processor_s_max:,} s there are for it.")


def _remove(spool: Path) -> None:
    shutil.rmtree(spool, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

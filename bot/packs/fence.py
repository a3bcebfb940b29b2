"""Reads a stranger's pack or file in a process of its own, with little memory, a bounded time and nothing open.

What is read is a stranger's, and so are the faults that its readers may still have. What happens in there ends in
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
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Unpack

import bot
from bot.kinds import kinds
from bot.packs import reviews
from bot.packs import spool as spools
from bot.packs.bounds import Bounds
from bot.packs.faults import Faults, Found, whole
from bot.packs.foreign import converting, formats
from bot.packs.foreign.converting import Converted, Questions
from bot.packs.reading import Asked
from bot.packs.report import Report, refused
from bot.packs.reviews import Mark

open_files_max = 64
said_bytes_max = 4_000  # of what a child that broke has to say
# How a child ends that ran into something; 1 is Python's own.
_broke, _no_memory, _no_room, _too_large = 1, 3, 4, 5
# numpy, where openpyxl finds it, starts no threads.
_environment = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}

# How a child ended, None when it took too long; its stdout and stderr.
Ended = tuple[int | None, bytes, bytes]


async def read(source: Path, spool: Path, bounds: Bounds, **asked: Unpack[Asked]) -> Report:
    """As `spool.write`, in a fence, while the loop goes on. With faults, or when cancelled, no spool remains.

    Raises FileExistsError where `spool` is there already, OSError when the disk fails, RuntimeError when a
    reader has a bug.
    """
    order = _reading(source, spool, asked)
    try:
        return _read(await _child(order, bounds), spool, bounds)
    except BaseException:
        _remove(spool)
        raise


def read_now(source: Path, spool: Path, bounds: Bounds, **asked: Unpack[Asked]) -> Report:
    """As `read`, waiting for it."""
    return asyncio.run(read(source, spool, bounds, **asked))


async def convert(
    source: Path, folder: Path, bounds: Bounds, *, format: str = "", mapping: Mapping[str, str] | None = None
) -> Converted | Questions | list[Found]:
    """As `converting.convert`, in a fence, while the loop goes on: for a file that a stranger sent.

    With questions or faults, or when cancelled, nothing remains. Raises OSError when the disk fails, RuntimeError
    when a reader has a bug.
    """
    if taken := converting.taken(folder):
        return [taken]
    with _place_beside(folder) as made:
        order = _converting(source, Path(made), format, mapping)
        return _converted(await _child(order, bounds), Path(made), folder, bounds)


def convert_now(
    source: Path, folder: Path, bounds: Bounds, *, format: str = "", mapping: Mapping[str, str] | None = None
) -> Converted | Questions | list[Found]:
    """As `convert`, waiting for it."""
    return asyncio.run(convert(source, folder, bounds, format=format, mapping=mapping))


async def review(source: Path, bounds: Bounds) -> tuple[Mark, ...] | list[Found] | None:
    """The marks of a review file (`reviews.read`) or its faults, read in a fence; None when it is no review.

    Raises OSError when the disk fails, RuntimeError when the reader has a bug.
    """
    ended = await _child(_reviewing(source), bounds)
    if sentence := _trouble(ended, "file", bounds):
        return [whole(source.name, sentence)]
    said = json.loads(ended[1].splitlines()[-1])
    if "faults" in said:
        return [Found(**one) for one in said["faults"]]
    return tuple(Mark(**one) for one in said["marks"]) if "marks" in said else None


def main(order: str) -> None:
    """The child: limits first, then the reading; `order` is JSON of what is to be read, and the bounds."""
    given = json.loads(order)
    bounds = Bounds(**given.pop("bounds"))
    kinds()
    formats()  # both before the limit: a look into a folder that lacks memory finds nothing, and tells nobody why
    _limit(bounds)
    try:
        if "spool" in given:
            spools.write(Path(given["source"]), Path(given["spool"]), bounds, **given["asked"])
        elif "review" in given:
            print(json.dumps(_reviewed(Path(given["review"]), given["name"])), flush=True)
        else:
            source, folder = Path(given["source"]), Path(given["folder"])
            done = converting.convert(
                source, folder, format=given["format"] or None, mapping=given["mapping"]
            )
            print(json.dumps(converting.as_json(done)), flush=True)
    except MemoryError:
        os._exit(_no_memory)
    except OSError as why:
        if why.errno == errno.EFBIG:
            os._exit(_too_large)
        if why.errno == errno.ENOMEM:
            os._exit(_no_memory)
        print(why, file=sys.stderr, flush=True)
        os._exit(_no_room)


def _reviewing(source: Path) -> dict[str, Any]:
    return {"review": str(source.absolute()), "name": source.name}


def _reviewed(source: Path, name: str) -> dict[str, Any]:
    """In the child: a review file's marks or faults as plain JSON values; neither when it is none."""
    with source.open("rb") as file:
        content = file.read(reviews.file_bytes_max + 1)
    if not reviews.is_one(content):
        return {}
    marks = reviews.read(content, name)
    if isinstance(marks, Faults):
        return {"faults": [asdict(one) for one in marks.listed()]}
    return {"marks": [asdict(one) for one in marks]}


def _reading(source: Path, spool: Path, asked: Asked) -> dict[str, Any]:
    if spool.exists():
        raise FileExistsError(errno.EEXIST, "is there already", str(spool))
    return {"source": str(source.absolute()), "spool": str(spool.absolute()), "asked": asked}


def _converting(source: Path, made: Path, format: str, mapping: Mapping[str, str] | None) -> dict[str, Any]:
    paths = {"source": str(source.absolute()), "folder": str(made.absolute() / "pack")}
    return {**paths, "format": format, "mapping": dict(mapping or {})}


async def _child(order: dict[str, Any], bounds: Bounds) -> Ended:
    """A child that was given an order, and how it ended."""
    child = await asyncio.create_subprocess_exec(*_command(order, bounds), **_surroundings())
    try:
        out, said = await asyncio.wait_for(child.communicate(), bounds.wall_s_max)
    except BaseException as why:
        if child.returncode is None:
            child.kill()
        await child.wait()
        if isinstance(why, TimeoutError):
            return None, b"", b""
        raise
    return child.returncode, out, said


def _command(order: dict[str, Any], bounds: Bounds) -> list[str]:
    said = json.dumps({**order, "bounds": asdict(bounds)})
    return [sys.executable, "-X", "utf8", "-m", __name__, said]


def _surroundings() -> dict[str, Any]:
    """Where a child stands: in the folder that the program is imported from, for it has no environment to say so."""
    pipe, place = subprocess.PIPE, Path(bot.__file__).parents[1]
    return {
        "cwd": place,
        "env": _environment,
        "stdin": subprocess.DEVNULL,
        "stdout": pipe,
        "stderr": pipe,
    }


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


def _read(ended: Ended, spool: Path, bounds: Bounds) -> Report:
    """What came of a child that read a pack."""
    if sentence := _trouble(ended, "pack", bounds):
        _remove(spool)
        return refused(sentence)
    report = spools.Spooled(spool).report
    if report.faults:
        _remove(spool)
    return report


def _converted(ended: Ended, made: Path, folder: Path, bounds: Bounds) -> Converted | Questions | list[Found]:
    """What came of a child that made a pack; the pack goes where it was wanted."""
    if sentence := _trouble(ended, "file", bounds):
        return [whole("", sentence)]
    done = converting.from_json(json.loads(ended[1].splitlines()[-1]))
    if isinstance(done, Converted):
        converting.moved(made / "pack", folder)
    return done


def _trouble(ended: Ended, what: str, bounds: Bounds) -> str:
    """Why a child has not done what it was to do, in a sentence; "" when it has."""
    code, _, said = ended
    if code == 0:
        return ""
    words = said[-said_bytes_max:].decode(errors="replace").strip()
    if code == _broke:
        raise RuntimeError(f"The reader of packs broke:\n{words}")
    if code == _no_room:
        raise OSError(words)
    if code == _no_memory:
        return f"reading this {what} takes more than {bounds.memory_bytes_max // 1_000_000:,} MB of memory."
    if code == _too_large:
        return f"reading this {what} takes more than {bounds.written_bytes_max // 1_000_000:,} MB of room."
    if code in (None, -signal.SIGXCPU, -signal.SIGKILL):
        return f"reading this {what} takes longer than the {bounds.processor_s_max:,} s there are for it."
    return f"reading this {what} broke its reader; something in it is damaged."


def _place_beside(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for what is made, on the same disk; it goes with everything that was not moved out of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=folder.parent, prefix=".pack-")


def _remove(spool: Path) -> None:
    shutil.rmtree(spool, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

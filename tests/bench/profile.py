"""Where the time of an answer goes, and the memory of a program that idles: shares by room, for whoever wants to mend a figure.

Time: whole answers as in `commands`, 32 waiting, on SQLite; the thread that writes is looked at by `cProfile`, which makes every call
of Python dearer than it is, so that SQLite's own share is larger than it says. What a call of C takes (`json`, `hashlib`, a dict) counts
for the room that calls it, but for SQLite's. Beside it the processor time of one answer without being looked at.

Memory: what each package holds once the program is imported, as Python's allocator counts it (`tracemalloc`), in a process of its own;
libraries of C and what they hold are not in it.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import pstats
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.commands import Size, hands
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row

ROOT = Path(__file__).parents[2]
callers, shown = 32, 12
_Call = tuple[str, int, str]

_importing = """
import collections, importlib.machinery, json, sys, tracemalloc
own, inner, depth = collections.Counter(), [0], tracemalloc.start(1)
def watched(loader):
    plain = loader.exec_module
    def execute(self, module):
        before = tracemalloc.get_traced_memory()[0]
        inner.append(0)
        try:
            plain(self, module)
        finally:
            held = tracemalloc.get_traced_memory()[0] - before
            own[module.__name__.split(".")[0]] += held - inner.pop()
            inner[-1] += held
    loader.exec_module = execute
watched(importlib.machinery.SourceFileLoader)
watched(importlib.machinery.ExtensionFileLoader)
import bot.cli, bot.app, uvloop
print(json.dumps({"all": tracemalloc.get_traced_memory()[0], "own": own, "modules": len(sys.modules)}))
"""


@dataclass(frozen=True, slots=True)
class Long:
    """How long answers are given, in seconds: unlooked at, and looked at."""

    plain: float = 4.0
    looked_at: float = 6.0


async def measure(folder: Path, size: Size, long: Long) -> Figures:
    """Milliseconds of processor an answer, statements an answer, and each room's share; MB by package."""
    profile = cProfile.Profile()
    async with hands(f"sqlite://{folder}/profile.db", size) as ours:
        await ours.round(callers, long.plain / 4)
        began = time.process_time()
        _, waits = await ours.round(callers, long.plain)
        taken = (time.process_time() - began) * 1000 / len(waits)
        await ours.beside(profile.enable)
        _, waits = await ours.round(callers, long.looked_at)
        await ours.beside(profile.disable)
    rooms, statements = _rooms(pstats.Stats(profile).stats)  # type: ignore[attr-defined]
    return {
        "processor_ms": short(taken),
        "answers_looked_at": len(waits),
        "statements": short(statements / len(waits)),
        "shares": {room: short(own / sum(rooms.values())) for room, own in rooms.most_common()},
        "memory": _memory(),
    }


def _rooms(stats: dict[_Call, Any]) -> tuple[Counter[str], int]:
    """Seconds by room, without what the thread waited; and how many statements SQLite was given."""
    rooms, statements = Counter[str](), 0
    for call, (_, many, own, _, callers_of) in stats.items():
        if call[0] != "~":
            rooms[_room(call[0])] += own
        elif "sqlite3" in call[2]:
            rooms["SQLite itself"] += own
            statements += many if "'execute'" in call[2] else 0
        elif "_queue.SimpleQueue" not in call[2] and "_socket" not in call[2]:
            for by, (_, _, spent, _) in callers_of.items():
                rooms[_room(by[0])] += spent
    return rooms, statements


def _room(path: str) -> str:
    """The room or package of a file.

    >>> _room(f"{ROOT}/bot/storage/sqlite.py"), _room("/usr/lib/python3.11/json/encoder.py"), _room("<string>")
    ('bot/storage', 'json', 'built in')
    """
    if not Path(path).is_absolute():
        return "built in"
    parts = Path(path).parts
    if path.startswith(f"{ROOT}/bot/"):
        return "/".join(Path(path).relative_to(ROOT).with_suffix("").parts[:2])
    return parts[-2] if parts[-2] in ("json", "asyncio", "aiosqlite") else "other libraries"


def _memory() -> Figures:
    found = subprocess.run(
        [sys.executable, "-c", _importing], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(found.stdout.splitlines()[-1])
    largest = Counter(told["own"]).most_common(shown)
    return {
        "all_mb": short(told["all"] / 1e6),
        "modules": told["modules"],
        "by_package_mb": {name: short(held / 1e6) for name, held in largest},
    }


def lines(found: Figures) -> list[str]:
    """Shares and megabytes for people."""
    return [f"  {row.figure}: {row.measured}; {row.beside}" for row in rows(found)]


def rows(found: Figures) -> list[Row]:
    """One answer's way by room; what is held by package."""
    memory = found["memory"]
    shares = ", ".join(f"{room} {share:.1%}" for room, share in found["shares"].items() if share >= 0.01)
    held = ", ".join(f"{name} {mb:g}" for name, mb in memory["by_package_mb"].items())
    return [
        Row(
            f"one answer, {callers} waiting, SQLite: processor time",
            f"{found['processor_ms']:g} ms",
            f"{found['statements']:g} statements; of the writing thread's time: {shares}",
        ),
        Row(
            "memory of what is imported, as Python counts it",
            f"{memory['all_mb']:g} MB",
            f"{memory['modules']:,} modules; the largest: {held}",
        ),
    ]


def _part(folder: Path, long: bool) -> Figures:
    return asyncio.run(measure(folder, Size(people=64, packs=2), Long(12.0, 18.0) if long else Long()))


parts = (Part("profile", "Where the time and the memory go", _part, lines, rows),)

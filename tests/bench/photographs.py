"""How fast photographs come in on all cores, and that an import of them can be ended and goes on after a restart.

`python -m tests.bench.photographs [COUNT]`: a pack of so many made photographs (1,200 × 900, about 300 kB each).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from bot.actions import queueing
from bot.media.store import Store
from bot.rounds import imports as room
from bot.rounds import jobs
from bot.rounds.imports import Imports
from bot.storage import Database
from tests.bench import packs, stock
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row
from tests.makers import RULES, TEXTS

different = 40  # photographs that are drawn; the others are these with a few pixels changed


def main(words: list[str]) -> None:
    """Measures a pack of so many photographs."""
    with tempfile.TemporaryDirectory(prefix="ujima-photographs-") as folder:
        print(json.dumps(asyncio.run(measure(Path(folder), int(words[0]) if words else 5_000)), indent=2))


def made(folder: Path, count: int) -> Path:
    """A pack with a photograph in each row."""
    (folder / "media").mkdir(parents=True)
    (folder / "pack.toml").write_text(packs.TOML.replace("market-words", "photographs"))
    drawn = [Image.effect_noise((1_200, 900), 12 + number % 20).convert("RGB") for number in range(different)]
    with (folder / "tasks.csv").open("w") as file:
        file.write("id,picture\n")
        for number in range(count):
            picture = drawn[number % different]
            picture.paste((number % 256, number // 256 % 256, 9), (0, 0, 64, 64))
            picture.save(folder / "media" / f"{number}.jpg", quality=75)
            file.write(f"{number},media/{number}.jpg\n")
    return folder


async def measure(folder: Path, count: int) -> Figures:
    """Seconds for all; what an end in the middle leaves; how many were left to do after a restart in the middle."""
    pack = made(folder / "pack", count)
    async with stock.opened(f"sqlite://{folder}/photographs.db") as database:
        imports = Imports(
            database,
            Store(folder / "media"),
            RULES,
            folder / "imports",
            TEXTS,
        )
        job = await _begun(database, pack)
        await _until_half(database, imports, job, count)
        await database.write(queueing.cancel, job)
        await _worked_off(database, imports)
        left = await database.read(lambda tx: tx.all("packs.packs")), list(imports.folder.iterdir())
        begun = time.perf_counter()
        job = await _begun(database, pack)
        await _until_half(database, imports, job, count)
        again = Imports(
            database,
            Store(folder / "media"),
            RULES,
            folder / "imports",
            TEXTS,
        )
        done = len(room.media.noted(imports.folder / str(job)))
        await _worked_off(database, again)
        took = time.perf_counter() - begun
        state = await database.read(queueing.state, job)
    assert state is not None and state.state == "done", state
    return {
        "photographs": count,
        "cores": os.cpu_count(),
        "s": short(took),
        "photographs_a_s": short(count / took),
        "left_by_an_end_in_the_middle": len(left[0]) + len(left[1]),
        "fitted_before_the_restart": done,
    }


async def _begun(database: Database, pack: Path) -> int:
    given = {"path": str(pack), "requester": "The bench"}
    return await database.write(queueing.add, "import", given, True)


async def _until_half(database: Database, imports: Imports, job: int, count: int) -> None:
    """Works on until half of the photographs are fitted, then breaks off as a stop of the program does."""
    working = asyncio.create_task(_worked_off(database, imports))
    while len(room.media.noted(imports.folder / str(job))) < count // 2:
        await asyncio.wait([working], timeout=0.2)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await database.write(
        lambda tx: tx.run("jobs.again", job=job, next_at=0, result="")
    )  # its lease has ended


async def _worked_off(database: Database, imports: Imports) -> None:
    while await jobs.work_one(database, {"import": imports.step, "undo import": imports.undo}):
        pass


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    return [f"  {name}: {one}" for name, one in found.items()]


def rows(found: Figures) -> list[Row]:
    """How many a second."""
    return [
        Row(
            f"photographs fitted on {found['cores']} cores",
            f"{found['photographs_a_s']:g} a second",
            f"{found['left_by_an_end_in_the_middle']} left by an end in the middle",
        )
    ]


parts = (
    Part(
        "photographs",
        "Photographs coming in",
        lambda folder, long: asyncio.run(measure(folder, 5_000 if long else 200)),
        lines,
        rows,
    ),
)


if __name__ == "__main__":
    main(sys.argv[1:])

"""How a large text pack comes in: seconds, memory, the cost of a further row; and what a worker's presses wait meanwhile.

The program's own database layer on SQLite, with its jobs going in the background as in `ujima run`: one person answers,
a press after the other with a pause between, first in quiet, then while the rows come in, while the pack is launched and
while it is closed. Run beside nothing else: `python -m tests.bench.imports [ROWS …]`.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from bot.actions import depositing, publishing, queueing
from bot.domain.outcomes.worker import Task
from bot.media.store import Store
from bot.rounds import jobs
from bot.rounds.imports import Imports
from bot.storage import Database
from tests.bench import packs, stock
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, TEXTS, Worker, make_pack

pause_s = 0.05
quiet_s = 15.0
tasks_beside = 80_000


def main(words: list[str]) -> None:
    """Measures packs of so many rows, smallest first."""
    sizes = [int(word) for word in words] or [10_000, 100_000]
    with tempfile.TemporaryDirectory(prefix="ujima-imports-") as folder:
        print(json.dumps(asyncio.run(measure(Path(folder), sizes)), indent=2))


async def measure(folder: Path, sizes: list[int]) -> Figures:
    """Figures by rows."""
    found: Figures = {}
    taken: list[tuple[int, float]] = []
    async with stock.opened(f"sqlite://{folder}/imports.db") as database:
        imports = Imports(
            database,
            Store(folder / "media"),
            RULES,
            folder / "imports",
            TEXTS,
        )
        await database.write(depositing.deposit, REQUESTER, 50_000_000_000, "bench", RULES)
        await make_pack(database, "work", tasks=tasks_beside, overlap=1, estimate_s=1)
        amina = await Worker.met(database, Clock(time.time_ns() // 1_000_000))
        amina.proving = False
        task = await amina.begins((await database.read(publishing.named, "work"))["id"])
        press = _Presses(amina, task)
        found["quiet"] = await press.during(asyncio.sleep(quiet_s))
        for rows in sizes:
            pack = packs.made(folder / f"pack-{rows}", rows)
            toml = pack / "pack.toml"
            toml.write_text(toml.read_text().replace("market-words", f"words-{rows}"))
            begun = time.perf_counter()
            meanwhile = await press.during(_brought_in(database, imports, pack))
            took = time.perf_counter() - begun
            taken.append((rows, took))
            found[str(rows)] = {
                "s": short(took),
                "presses_meanwhile": meanwhile,
                "launch": await press.during(_launched(database, f"words-{rows}")),
                "close": await press.during(database.write(publishing.close, f"words-{rows}")),
                "program_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "child_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            }
    costs = [(more - less) / (rows - fewer) * 1e6 for (fewer, less), (rows, more) in pairwise(taken)]
    found["further_row_us"] = [short(cost) for cost in costs]
    return found


class _Presses:
    """One person who presses a key, waits for the next task, pauses, and presses again."""

    def __init__(self, worker: Worker, task: Task) -> None:
        self._worker, self._mark = worker, task.mark

    async def during(self, work: object) -> Figures:
        """What presses waited while some work went on, milliseconds."""
        going, waits = asyncio.ensure_future(work), []  # type: ignore[arg-type,var-annotated]
        while not going.done() or not waits:
            begun = time.perf_counter()
            outcome = await self._worker.answer(self._mark)
            waits.append((time.perf_counter() - begun) * 1000)
            assert isinstance(outcome, Task), outcome
            self._mark = outcome.mark
            self._worker.seen.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(going), pause_s)
        await going
        waits.sort()
        return {
            "presses": len(waits),
            "p50_ms": short(waits[len(waits) // 2]),
            "p99_ms": short(waits[int(len(waits) * 0.99)]),
            "max_ms": short(waits[-1]),
        }


async def _brought_in(database: Database, imports: Imports, pack: Path) -> None:
    given = {"path": str(pack), "requester": "The bench"}
    job = await database.write(queueing.add, "import", given, True)
    while await jobs.work_one(database, {"import": imports.step, "undo import": imports.undo}):
        pass
    state = await database.read(queueing.state, job)
    assert state is not None and state.state == "done", state


async def _launched(database: Database, name: str) -> None:
    await database.write(publishing.looked, name)
    row = await database.read(publishing.named, name)
    wanted = await database.read(publishing.quoted, row, RULES)
    await database.write(depositing.deposit, "The bench", wanted.at_most, name, RULES)
    await database.write(publishing.launch, name, RULES)


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    return [f"  {name}: {one}" for name, one in found.items()]


def rows(found: Figures) -> list[Row]:
    """What a press waits while the largest pack comes in."""
    quiet, most = found["quiet"], str(max(int(one) for one in found if one.isdecimal()))
    return [
        Row(
            f"a press while {int(most):,} rows come in, p99",
            f"{found[most]['presses_meanwhile']['p99_ms']:g} ms",
            f"in quiet: {quiet['p99_ms']:g} ms",
        ),
        Row(f"{int(most):,} rows imported", f"{found[most]['s']:g} s"),
    ]


parts = (
    Part(
        "imports",
        "Packs coming in while people work",
        lambda folder, long: asyncio.run(
            measure(folder, [10_000, 100_000, 1_000_000] if long else [10_000, 50_000])
        ),
        lines,
        rows,
    ),
)


if __name__ == "__main__":
    main(sys.argv[1:])

"""How fast a text pack is checked in its fence, how flat its cost is by row, and how much memory it takes.

Packs of JSON lines, from ten thousand rows up, each read by the child process that reads what requesters bring.
The first half second of every reading is Python's own start, so costs are compared between differences, in processor
time: what the rows beyond the smaller pack's took.
"""

from __future__ import annotations

import json
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.packs import fence
from bot.packs.bounds import own
from tests.bench.figures import Figures, short
from tests.bench.part import Part, Row

TOML = """\
name = "market-words"
kind = "choice"
languages = ["en"]
price = "0.03"
estimate_s = 15
asks = "The bench"
licence = "CC0-1.0"
title = "A word of the market"
question = "Is it about opening hours?"
instruction = "Read the line and choose."
trains = "Nothing; this is measured."
afterwards = "It is thrown away."

[settings]
options = ["Yes", "No"]
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows the packs have, smallest first."""

    rows: tuple[int, ...] = (10_000, 100_000)


def made(folder: Path, rows: int) -> Path:
    """A pack of so many rows; a twentieth of them has a known answer."""
    folder.mkdir()
    (folder / "pack.toml").write_text(TOML)
    with (folder / "tasks.jsonl").open("w") as file:
        for number in range(rows):
            hour = number % 24
            row = {
                "id": f"row-{number}",
                "text": f"The market opens at {hour}; today's word is {number * 7919 % 100_003}.",
            }
            file.write(json.dumps(row | ({"gold": "yes"} if number % 20 == 0 else {})) + "\n")
    return folder


def measure(folder: Path, size: Size) -> Figures:
    """Seconds and rows a second for each pack; processor microseconds of a further row, and the last's over the first's.

    `memory_peak_mb` is the most that any child of this process has held so far.
    """
    taken: dict[int, float] = {}
    found: Figures = {}
    for rows in size.rows:
        pack, spool = made(folder / f"pack-{rows}", rows), folder / f"spool-{rows}"
        begun, before = time.perf_counter(), processor_s()
        report = fence.read_now(pack, spool, own, floor_hourly=5_000_000, money_minor=10_000)
        seconds, taken[rows] = time.perf_counter() - begun, processor_s() - before
        assert report.rows == rows and not report.faults, report.faults
        found[str(rows)] = {
            "s": short(seconds),
            "rows_a_s": round(rows / seconds),
            "processor_s": short(taken[rows]),
            "memory_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }
        shutil.rmtree(pack)
        shutil.rmtree(spool)
    steps = list(zip(size.rows, size.rows[1:], strict=False))
    costs = [(taken[more] - taken[less]) / (more - less) * 1e6 for less, more in steps]
    found["further_row_us"] = [short(cost) for cost in costs]
    found["ratio_last_to_first"] = short(costs[-1] / costs[0]) if costs else 1.0
    return found


def processor_s() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    told = [
        f"  {int(rows):>9,} rows: {one['s']} s, {one['rows_a_s']:,} rows a second, {one['memory_peak_mb']} MB at most"
        for rows, one in found.items()
        if rows.isdecimal()
    ]
    return [
        *told,
        f"  a further row takes {found['further_row_us']} µs; last to first {found['ratio_last_to_first']}",
    ]


def main() -> None:
    """`python -m tests.bench.packs`: ten thousand, a hundred thousand, a million rows."""
    with tempfile.TemporaryDirectory(prefix="ujima-packs-") as folder:
        found = measure(Path(folder), Size((10_000, 100_000, 1_000_000)))
    print("\n".join(lines(found)))


def rows(found: Figures) -> list[Row]:
    """What a further row costs."""
    return [
        Row(
            "a further row of a text pack, checked in its fence",
            f"{found['further_row_us'][-1]:g} µs of processor",
            f"in the smallest pack: {found['further_row_us'][0]:g} µs",
        )
    ]


parts = (
    Part(
        "packs",
        "Packs checked",
        lambda folder, long: measure(folder, Size((10_000, 100_000, 1_000_000)) if long else Size()),
        lines,
        rows,
    ),
)


if __name__ == "__main__":
    main()

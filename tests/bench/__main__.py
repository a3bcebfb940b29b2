"""`python -m tests.bench`: how fast the program is, as JSON on stdout and as lines for people on stderr.

Ratios against something bare that was measured in the same minute; the absolute figures beside them are this machine's.
Needs Linux's /proc. About seven minutes; `--long` takes half an hour, for more rounds, a larger pack, a million rows, two million entries and 5,000 photographs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot import logs
from tests.bench import (
    aggregation,
    answers,
    commands,
    growth,
    imports,
    machine,
    outgoing,
    packs,
    photographs,
    pictures,
    pocket,
    selection,
    transfers,
)
from tests.bench.figures import Figures

parts = (
    "answers", "sqlite", "postgres", "selection", "packs", "imports", "pictures", "photographs", "aggregation",
    "book_sqlite", "book_postgres", "outgoing", "pocket",
)  # fmt: skip


def main(words: list[str]) -> None:
    """Measures what is asked for and prints it."""
    asked = _parser().parse_args(words)
    logs.begin("error", sys.stderr, as_json=False, secrets=())
    found = machine.described()
    with tempfile.TemporaryDirectory(prefix="ujima-bench-", dir=asked.folder) as folder:
        for part in asked.only or parts:
            print(f"Measuring {part} …", file=sys.stderr, flush=True)
            found[part] = measured(part, Path(folder), asked.long)
            print("\n".join(lines(part, found[part])), file=sys.stderr, flush=True)
    print(json.dumps(found, indent=2))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="more and longer rounds, a pack of 200,000 tasks")
    parser.add_argument("--only", action="append", choices=parts, help="one part; may be repeated")
    parser.add_argument("--folder", type=Path, help="where the databases are made: on the disk that matters")
    return parser


def measured(part: str, folder: Path, long: bool) -> Figures:
    """One part's figures."""
    if part == "answers":
        size = answers.Size(rounds=7, seconds=8.0, tasks=200_000) if long else answers.Size()
        answers.stocked(folder / "data", size.tasks)
        return answers.measure(folder / "data", size)
    if part == "selection":
        chosen = selection.Size(tasks=200_000, times=300) if long else selection.Size()
        return asyncio.run(selection.measure(folder, chosen))
    if part == "aggregation":
        return aggregation.measure(aggregation.Size())
    if part == "outgoing":
        return outgoing.measure(outgoing.Size(rounds=15) if long else outgoing.Size())
    if part == "packs":
        return packs.measure(folder, packs.Size((10_000, 100_000, 1_000_000)) if long else packs.Size())
    if part == "imports":
        rows = [10_000, 100_000, 1_000_000] if long else [10_000, 50_000]
        return asyncio.run(imports.measure(folder, rows))
    if part == "pictures":
        return pictures.measure(pictures.samples())
    if part == "pocket":
        return pocket.measure(folder)
    if part == "photographs":
        return asyncio.run(photographs.measure(folder, 5_000 if long else 200))
    if part.startswith("book_"):
        book = (
            growth.Size(rounds=9, entries=(10_000, 200_000, 2_000_000), times=1_000)
            if long
            else growth.Size()
        )
        measure = transfers.measure_sqlite if part == "book_sqlite" else transfers.measure_postgres
        return asyncio.run(measure(folder, book))
    if part == "sqlite":
        work = commands.Size(rounds=7, seconds=3.0, packs=8) if long else commands.Size()
        return asyncio.run(commands.measure_sqlite(folder, work))
    work = commands.Size(rounds=5, seconds=3.0, packs=4) if long else commands.Size(rounds=2)
    return asyncio.run(commands.measure_postgres(folder, work))


def lines(part: str, found: Figures) -> list[str]:
    """A part's main figures for people."""
    if "not measured" in found:
        return [f"  not measured: {found['not measured']}"]
    if part == "aggregation":
        return aggregation.lines(found)
    if part == "outgoing":
        return outgoing.lines(found)
    if part == "answers":
        return [line for way in answers.ways for line in _answers(way, found[way], found["people"])]
    if part == "packs":
        return packs.lines(found)
    if part == "pictures":
        return pictures.lines(found)
    if part == "pocket":
        return pocket.lines(found)
    if part in ("imports", "photographs"):
        return [f"  {name}: {one}" for name, one in found.items()]
    if part.startswith("book_"):
        grown = "; ".join(
            f"{name} {times:g}" for name, times in found["grown"]["largest_to_smallest"].items()
        )
        ratio, rate = _range(found["ratio_ours_to_bare"]), _range(found["transfers_a_second"])
        return [
            f"  {rate} transfers/s, {ratio} of the same rows written barely",
            f"  cost in the largest book ÷ in the smallest: {grown}",
        ]
    if part == "selection":
        names = ("new", "halfway", "diligent", "long_day")
        return [f"  {name}: p50 {found[name]['p50_ms']} ms, p99 {found[name]['p99_ms']} ms" for name in names]
    return [f"  bare: {_range(found['bare_a_second'])} answers/s"] + [
        f"  {callers} at once: {_range(one['answers_a_second'])} answers/s, {_range(one['ratio_ours_to_bare'])} of bare"
        for callers, one in found["callers"].items()
    ]


def _answers(way: str, found: Figures, people: int) -> list[str]:
    return [
        f"  {way} {name}: {_range(one['answers_a_second'])} answers/s, {_range(one['cpu_ms_an_answer'])} ms of processor"
        f" each, {one['memory_peak_mb']} MB; press to next p50 {one['press_to_next_one_person']['p50_ms']} ms alone,"
        f" {one['press_to_next_under_load']['p50_ms']} ms among {people}"
        for name, one in ((name, found[name]) for name in ("ujima", "echo"))
    ] + [
        f"  {way}: {_range(found['cpu_ratio_echo_to_ujima'])} of the bare echo bot's answers for the same processor time",
        *(
            f"  {way}, line of {name}: {_range(one['wall_ratio_to_a_good_line'])} of its answers on a good one"
            for name, one in found["lines"].items()
        ),
    ]


def _range(one: dict[str, Any]) -> str:
    return f"{one['median']:g} ({one['min']:g} to {one['max']:g})"


if __name__ == "__main__":
    main(sys.argv[1:])

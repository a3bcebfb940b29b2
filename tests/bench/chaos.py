"""Everything that `make chaos` lets go wrong, counted: the seeded runs, the kills at every point, the logs cut or flipped.

The tests themselves judge; here stands how many there were, and how many held. Goals are those of `make chaos`, which `--long` plays.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET  # our own tests wrote it
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.part import Part, Row, at_least

ROOT = Path(__file__).parents[2]
runs_aim, cuts_aim = 1_000, 500
GROUPS = {
    "runs": ("tests.chaos.test_runs",),
    "kills": ("tests.stories.test_killed", "tests.stories.test_killed_payouts", "tests.stories.test_made"),
    "cut logs": ("tests.storage.test_cut",),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it: runs of 200 steps, kills at each point of an answer (of a payout half as many), cut logs."""

    runs: int = 20
    kills: int = 2
    cuts: int = 50


def measure(folder: Path, size: Size) -> Figures:
    """Plays the tests marked chaos on two workers; those that failed by their names."""
    report = folder / "chaos.xml"
    sizes = {"CHAOS_RUNS": size.runs, "CHAOS_KILLS": size.kills, "CHAOS_CUTS": size.cuts}
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "chaos", f"--junitxml={report}", "tests"],
        cwd=ROOT,
        env=os.environ | {name: str(many) for name, many in sizes.items()},
        stdout=sys.stderr,
        check=False,
    )
    return counted(report, size, round(time.monotonic() - began))


def counted(report: Path, size: Size, took_s: int) -> Figures:
    """What a JUnit report says of each group: how many tests, and which failed."""
    found = {name: list(_tests(report, modules)) for name, modules in GROUPS.items()}
    return {
        "runs": size.runs,
        "kills at a point": size.kills,
        "cuts": size.cuts,
        "s": took_s,
        "tests": {name: len(tests) for name, tests in found.items()},
        "failed": {name: sorted(test for test, held in tests if not held) for name, tests in found.items()},
    }


def _tests(report: Path, modules: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The tests of modules in a JUnit report, and whether each held; what was skipped did not."""
    for case in ET.parse(report).iter("testcase"):
        if case.get("classname") in modules:
            yield str(case.get("name")), not len(case)


def lines(found: Figures) -> list[str]:
    """The main figures."""
    held = {name: many - len(found["failed"][name]) for name, many in found["tests"].items()}
    told = [f"  {name}: {held[name]:,} of {many:,} tests held" for name, many in found["tests"].items()]
    return [*told, *(f"  FAILED: {test}" for failed in found["failed"].values() for test in failed)]


def rows(found: Figures) -> list[Row]:
    """Beside the goals; the kills are tests, each of which kills several times."""
    failed = {name: ", ".join(tests) for name, tests in found["failed"].items()}
    held = found["tests"]["runs"] - len(found["failed"]["runs"])
    cut = found["cuts"] if found["tests"]["cut logs"] and not failed["cut logs"] else 0
    return [
        at_least(
            "seeded runs of 200 steps with all faults, kills and a jumping clock (aiohttp), the ten invariants after each step: whole to the end",
            runs_aim,
            held,
            failed["runs"] or f"every fourth on PostgreSQL; all of `chaos` in {found['s']:,} s",
        ),
        at_least(
            "tests of kill -9 at every point of an answer, of a payout and of a look at media (aiohttp): held",
            max(1, found["tests"]["kills"]),
            found["tests"]["kills"] - len(found["failed"]["kills"]),
            failed["kills"] or f"{found['kills at a point']} kills at each point of an answer",
        ),
        at_least(
            "WAL files cut or flipped that open as a balanced prefix", cuts_aim, cut, failed["cut logs"]
        ),
    ]


parts = (
    Part(
        "chaos",
        "Everything going wrong",
        lambda folder, long: measure(folder, Size(runs_aim, 20, cuts_aim) if long else Size()),
        lines,
        rows,
    ),
)

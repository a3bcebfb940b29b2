"""BENCHMARKS.md from the JSON of a run: `python -m tests.bench.report RUN.json`, or `python -m tests.bench --report BENCHMARKS.md`.

Every part that there is stands in it, measured or not; what is not reached is marked plainly. The README's section on a month with 50 MB
is written anew from the same figures, between its two marks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.bench import month
from tests.bench.figures import Figures
from tests.bench.part import Row, every

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "BENCHMARKS.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- from here: written by python -m tests.bench.report -->\n", "<!-- to here -->\n"
HEAD = """\
# Benchmarks

Written by `python -m tests.bench --report BENCHMARKS.md` (or `python -m tests.bench.report RUN.json`), never by hand. Trust ratios:
absolute figures are this machine's. Each stands beside its reference, measured in the same run; only Label Studio 1.23's
were measured once, on 2026-11-21 on a machine like this. Bytes on the wire are the pretend Telegram's model, and photographs are
re-encoded as Telegram is thought to: [bot/sandbox/README.md](bot/sandbox/README.md) lists what only a live run can show. A spread
is the median over rounds (least to most).
"""


def main(words: list[str]) -> None:
    """Writes both pages from a run's JSON."""
    (run,) = words
    write(json.loads(Path(run).read_text("utf-8")), PAGE)


def write(found: Figures, path: Path) -> None:
    """The page, and the README's section where it is that page."""
    path.write_text(page(found), "utf-8")
    if path.resolve() == PAGE and "wire" in found["parts"]:
        before, _, rest = README.read_text("utf-8").partition(BEGIN)
        README.write_text(
            before + BEGIN + month.page(found["parts"]["wire"]) + END + rest.partition(END)[2], "utf-8"
        )


def page(found: Figures) -> str:
    """All of BENCHMARKS.md."""
    measured = {name: found["parts"][name] for name in every() if name in found["parts"]}
    rows = {name: every()[name].table(one) for name, one in measured.items()}
    aimed = [row for own in rows.values() for row in own if row.reached is not None]
    sections = [HEAD, _machine(found), "## Figures to reach\n", _verdict(aimed), _table(aimed, goals=True)]
    sections += ["## Other figures\n"]
    for name, own in rows.items():
        if others := [row for row in own if row.reached is None]:
            sections += [f"**{every()[name].about}** (`{name}`)\n", _table(others, goals=False)]
    sections += ["## When, and how\n", _runs(measured)]
    if "wire" in measured:
        sections += ["## A month with 50 MB\n", month.page(measured["wire"])]
    return "\n".join(sections)


def _machine(found: Figures) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return (
        f"Machine: {found['machine']}, {found['cpus']} cores, which bot, pretend Telegram, database and whatever else runs share."
        f" Python {found['python']}, SQLite {found['sqlite']}, {versions}.\n"
    )


def _verdict(rows: list[Row]) -> str:
    missed = [row for row in rows if not row.reached]
    return f"{len(rows) - len(missed)} of {len(rows)} are reached.\n"


def _table(rows: list[Row], *, goals: bool) -> str:
    head = ["figure", "goal", "measured", "beside", ""] if goals else ["figure", "measured", "beside"]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        if goals:
            lines.append(
                [
                    row.figure,
                    row.goal,
                    row.measured,
                    row.beside,
                    "reached" if row.reached else "**not reached**",
                ]
            )
        else:
            lines.append([row.figure, row.measured, row.beside])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _runs(measured: Figures) -> str:
    lines = ["| part | what | when (UTC) | load before | command |", "|---|---|---|---|---|"]
    for name, part in every().items():
        at = measured.get(name, {}).get("at")
        command = f"`python -m tests.bench --only {name}{' --long' if at and at['long'] else ''}`"
        when, load = (
            (at["date"][:16].replace("T", " "), f"{at['load_before']:g}") if at else ("not measured", "")
        )
        lines.append(f"| {name} | {part.about} | {when} | {load} | {command} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])

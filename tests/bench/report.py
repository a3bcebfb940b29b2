"""BENCHMARKS.md from the JSON of a run: `python -m tests.bench.report RUN.json`, or `python -m tests.bench --report BENCHMARKS.md`.

Every part that there is stands in it, measured or not; what is not reached is marked plainly. Of a page that is there, rows stay whose parts
were not measured now, and those of a long run until they are measured as long again. The README's section on a month with 50 MB
is written anew from the same figures, between its two marks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bench import month
from tests.bench.figures import Figures
from tests.bench.part import Row, every

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "BENCHMARKS.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- from here: written by python -m tests.bench.report -->\n", "<!-- to here -->\n"
GOALS, OTHERS, RUNS = "## Figures to reach\n", "## Other figures\n", "## When, and how\n"
MONTH = "## A month with 50 MB\n"
HEAD = """\
# Benchmarks

Written by `python -m tests.bench --report BENCHMARKS.md` (or `python -m tests.bench.report RUN.json`), never by hand. Trust ratios:
absolute figures are this machine's. Each stands beside its reference, measured in the same run; only Label Studio 1.23's
were measured once, on 2026-11-21 on a machine like this. Bytes on the wire are the pretend Telegram's model, and photographs are
re-encoded as Telegram is thought to: [bot/sandbox/README.md](bot/sandbox/README.md) lists what only a live run can show. A spread
is the median over rounds (least to most). When a row was measured stands beside its part, under *When, and how*.
"""


def main(words: list[str]) -> None:
    """Writes both pages from a run's JSON."""
    (run,) = words
    write(json.loads(Path(run).read_text("utf-8")), PAGE)


def write(found: Figures, path: Path) -> None:
    """The page, and the README's section where it is that page."""
    old = path.read_text("utf-8") if path.is_file() else ""
    found = found | {"parts": _fresh(old, found["parts"])}
    path.write_text(renewed(old, found) if RUNS in old else page(found), "utf-8")
    if path.resolve() == PAGE and "wire" in found["parts"]:
        before, _, rest = README.read_text("utf-8").partition(BEGIN)
        README.write_text(
            before + BEGIN + month.page(found["parts"]["wire"]) + END + rest.partition(END)[2], "utf-8"
        )


def page(found: Figures) -> str:
    """All of BENCHMARKS.md."""
    measured = {name: found["parts"][name] for name in every() if name in found["parts"]}
    rows = {name: every()[name].table(one) for name, one in measured.items()}
    aimed = {name: [row for row in own if row.reached is not None] for name, own in rows.items()}
    sections = [HEAD, _machine(found), GOALS, _verdict(aimed), _table(aimed, goals=True)]
    sections += [OTHERS]
    for name, own in rows.items():
        if others := [row for row in own if row.reached is None]:
            sections += [f"**{every()[name].about}** (`{name}`)\n", _table({name: others}, goals=False)]
    sections += [RUNS, _runs(measured)]
    if "wire" in measured:
        sections += [MONTH, month.page(measured["wire"])]
    return "\n".join(sections)


def renewed(old: str, found: Figures) -> str:
    """A page with the rows of the parts in `found` written anew, in their places; all others stay as they are."""
    measured = {name: found["parts"][name] for name in every() if name in found["parts"]}
    _, goals, others, runs, *month_of = _sections(old)
    for name, one in measured.items():
        own = every()[name].table(one)
        goals = _with_rows(goals, name, [row for row in own if row.reached is not None])
        runs = _with_block(runs, f"| {name} |", _runs({name: one}), "\n")
        if plain := [row for row in own if row.reached is None]:
            block = f"**{every()[name].about}** (`{name}`)\n\n{_table({name: plain}, goals=False)}"
            others = _with_block(others, f"(`{name}`)", block, "\n\n")
    reached, missed = goals.count("| reached |"), goals.count("| **not reached** |")
    table = goals[goals.index("|") :]
    sections = [HEAD, _machine(found), GOALS, f"{reached} of {reached + missed} are reached.\n", table]
    sections += [OTHERS, *([others] if others.strip() else []), RUNS, runs]
    if "wire" in measured:
        month_of = [month.page(measured["wire"])]
    return "\n".join([*sections, *([MONTH, *month_of] if month_of else [])])


def _fresh(old: str, parts: Figures) -> Figures:
    """The parts that go onto the page: not those that it has of a long run and that were now measured shortly."""
    long = {name for name in parts if f"--only {name} --long`" in old}
    return {name: one for name, one in parts.items() if name not in long or one.get("at", {}).get("long")}


def _sections(old: str) -> list[str]:
    """What stands before, between and behind the headings."""
    found, rest = [], old
    for heading in (GOALS, OTHERS, RUNS, MONTH):
        before, is_there, rest = rest.partition(heading)
        found.append(before.strip("\n") + "\n")
        if not is_there:
            return found
    return [*found, rest.lstrip("\n")]


def _with_rows(table: str, part: str, rows: list[Row]) -> str:
    """With these rows in the place of those that the part had, whatever these said; every part in its order."""
    head, rule, *lines = table[table.index("|") :].splitlines()
    lines = [line for line in lines if _part_of(line) != part] + _table(
        {part: rows}, goals=True
    ).splitlines()[2:]
    order = list(every())
    return "\n".join([head, rule, *sorted(lines, key=lambda line: order.index(_part_of(line)))]) + "\n"


def _part_of(line: str) -> str:
    return line.split(" | ")[-2]


def _with_block(text: str, mark: str, block: str, between: str) -> str:
    """With the block, or of a table's rows the one, that has a mark written anew; behind the others where it is new."""
    new = (
        next(one for one in block.strip("\n").split(between) if mark in one)
        if between == "\n"
        else block.strip("\n")
    )
    blocks = _blocks(text, between)
    places = [at for at, one in enumerate(blocks) if mark in one]
    blocks[places[0] if places else len(blocks) :] = [new, *blocks[places[0] + 1 :]] if places else [new]
    return between.join(blocks) + "\n"


def _blocks(text: str, between: str) -> list[str]:
    """Lines; or of figures each heading with its table."""
    stripped = text.strip("\n")
    return stripped.split(between) if between == "\n" else re.split(r"\n\n(?=\*\*)", stripped)


def _machine(found: Figures) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return (
        f"Machine: {found['machine']}, {found['cpus']} cores, which bot, pretend Telegram, database and whatever else runs share."
        f" Python {found['python']}, SQLite {found['sqlite']}, {versions}."
        " Older rows are of one like it, with that day's versions.\n"
    )


def _verdict(parts: Mapping[str, list[Row]]) -> str:
    rows = [row for own in parts.values() for row in own]
    return f"{sum(bool(row.reached) for row in rows)} of {len(rows)} are reached.\n"


def _table(parts: Mapping[str, list[Row]], *, goals: bool) -> str:
    head = ["figure", "goal", "measured", "beside", "part", ""] if goals else ["figure", "measured", "beside"]
    lines = [head, ["---"] * len(head)]
    for name, rows in parts.items():
        for row in rows:
            end = "reached" if row.reached else "**not reached**"
            aimed = [row.figure, row.goal, row.measured, row.beside, name, end]
            lines.append(aimed if goals else [row.figure, row.measured, row.beside])
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

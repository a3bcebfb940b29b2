"""`python -m tests.bench`: what the program costs, as JSON on stdout and as lines for people on stderr.

Ratios against something bare that was measured in the same minute; the absolute figures beside them are this machine's.
`--report BENCHMARKS.md` writes what was measured into the page, where rows of a long run stay until they are measured as long again; `--from OLD.json` keeps from an earlier run what is not measured anew.
Needs Linux's /proc. About a quarter of an hour; `--long` takes one, for more rounds and kills, a larger pack, a million rows and tasks, two million
entries and 5,000 photographs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bot import logs
from tests.bench import machine, report
from tests.bench.figures import Figures
from tests.bench.part import every


def main(words: list[str]) -> None:
    """Measures what is asked for and prints it."""
    asked = _parser().parse_args(words)
    logs.begin("error", sys.stderr, as_json=False, secrets=())
    kept: Figures = json.loads(asked.kept.read_text("utf-8"))["parts"] if asked.kept else {}
    found = machine.described() | {"parts": kept}
    with tempfile.TemporaryDirectory(prefix="ujima-bench-", dir=asked.folder) as folder:
        for name in asked.only or every():
            print(f"Measuring {name} …", file=sys.stderr, flush=True)
            found["parts"][name] = measured(name, Path(folder) / name, asked.long)
            print("\n".join(every()[name].told(found["parts"][name])), file=sys.stderr, flush=True)
    print(json.dumps(found, indent=2))
    if asked.report:
        report.write(found, asked.report)


def measured(name: str, folder: Path, long: bool) -> Figures:
    """One part's figures, in a folder of its own, with when they were taken and how busy the machine was before."""
    folder.mkdir()
    at = machine.moment()
    return every()[name].measure(folder, long) | {"at": at | {"long": long}}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--long", action="store_true", help="more and longer rounds, a pack of a million tasks"
    )
    parser.add_argument("--only", action="append", choices=every(), help="one part; may be repeated")
    parser.add_argument("--folder", type=Path, help="where the databases are made: on the disk that matters")
    parser.add_argument("--report", type=Path, help="the page to write: BENCHMARKS.md")
    parser.add_argument("--from", dest="kept", type=Path, help="an earlier run's JSON, whose parts are kept")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])

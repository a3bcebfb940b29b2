"""Throws mutated bytes at the readers of packs, guided by coverage: `python -m tests.fuzz.packs [libFuzzer options]`.

The first byte chooses a reader: pack.toml, one of the four tables, or a whole zip. Whatever the bytes are, only
what the readers promise may come out: rows and faults. Everything else is a crash, and libFuzzer keeps its bytes.
Starts from good packs and from every broken one of the tests. Not collected by pytest; needs the extra `fuzz`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["bot.packs", "bot.kinds", "openpyxl", "csv", "json", "zipfile", "tomllib"]
):
    from bot.packs import archive, fence, header, reading, source, spool
    from bot.packs.bounds import upload
    from bot.packs.columns import Columns
    from bot.packs.faults import Faults, Found, say
    from bot.packs.tables import Reader, json_lines, separated, spreadsheet

from tests.packs.broken import BROKEN, PLAIN, folder, zipped

assert archive and fence and reading and source  # instrumented with the rest
TABLES: tuple[tuple[str, Reader], ...] = (
    ("tasks.csv", separated.read),
    ("tasks.tsv", separated.read),
    ("tasks.jsonl", json_lines.read),
    ("tasks.xlsx", spreadsheet.read),
)
TOML, ZIP = len(TABLES), len(TABLES) + 1
PLACE = (
    Path("/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()) / "ujima-fuzz"
)  # begun afresh each time


def once(data: bytes) -> None:
    """One input."""
    choice, content = (data[0] % (ZIP + 1), data[1:]) if data else (0, b"")
    if choice == TOML:
        _header(content)
    elif choice == ZIP:
        _zip(content)
    else:
        _table(*TABLES[choice], content)


def _header(content: bytes) -> None:
    found = header.read(
        content.decode(errors="replace"), floor_hourly=5_000_000, money_minor=10_000, currency="USD"
    )
    assert all(say(one) for one in found.faults)


def _table(name: str, read: Reader, content: bytes) -> None:
    path, faults = PLACE / name, Faults()
    path.write_bytes(content)
    for number, cells in read(path, name, Columns(("en",)), faults, upload):
        assert number >= 1 and isinstance(cells, dict | Found)


def _zip(content: bytes) -> None:
    path, place = PLACE / "pack.zip", PLACE / "spool"
    path.write_bytes(content)
    report = spool.write(path, place, upload, floor_hourly=5_000_000, money_minor=10_000)
    assert report.form is not None or report.faults
    shutil.rmtree(place)


def seeds(place: Path) -> None:
    """The first corpus: good and broken packs, each for the reader it is meant for."""
    makes = {name: make for name, (make, _) in BROKEN.items()} | {"good": folder(), "good zip": zipped()}
    names = {name: number for number, (name, _) in enumerate(TABLES)} | {"pack.toml": TOML}
    for number, make in enumerate(makes.values()):
        within = PLACE / f"made-{number}"
        within.mkdir()
        made = make(within)
        files = [made] if made.is_file() else list(made.glob("*")) if made.is_dir() else []
        for file in files:
            choice = names.get(file.name, ZIP if file.name == "pack.zip" else None)
            if choice is not None and file.is_file() and file.stat().st_size < 100_000:
                (place / f"{number}-{file.name}").write_bytes(bytes([choice]) + file.read_bytes())
        shutil.rmtree(within)
    (place / "toml").write_bytes(bytes([TOML]) + PLAIN.encode())


def main() -> None:
    """Runs until told to stop: -max_total_time=120, -runs=100000, … libFuzzer ends the process without coming back."""
    shutil.rmtree(PLACE, ignore_errors=True)
    corpus = PLACE / "corpus"
    corpus.mkdir(parents=True)
    seeds(corpus)
    atheris.Setup([*sys.argv, "-max_len=60000", "-rss_limit_mb=2000", "-timeout=20", str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

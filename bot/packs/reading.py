"""Reads a pack from its files, row by row: what every way into the house goes through.

    reading = Reading(source, faults, bounds, terms)
    for row in reading.tasks():
        …

Afterwards `faults` has everything that is wrong, and `counts`, `used`, `warnings` say what was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from bot.packs import header
from bot.packs.bounds import Bounds
from bot.packs.columns import Columns
from bot.packs.faults import Faults, Found, quoted
from bot.packs.form import PackForm
from bot.packs.header import Header
from bot.packs.rows import Rows, TaskRow
from bot.packs.source import Source
from bot.packs.tables import Reader, json_lines, separated, spreadsheet

warnings_max = 50
_ignored = (".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep")
_readers: dict[str, Reader] = {
    "tasks.csv": separated.read,
    "tasks.tsv": separated.read,
    "tasks.jsonl": json_lines.read,
    "tasks.xlsx": spreadsheet.read,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the installation says about money, and how strict a reading is.

    `floor_hourly` is the least pay for an hour and `money_minor` the smallest coin, both micro-units of `currency`.
    With `skip_invalid`, rows with faults are left out and counted. `addresses`: may media be https addresses?
    """

    floor_hourly: int
    money_minor: int
    currency: str = "USD"
    skip_invalid: bool = False
    addresses: bool = False


class Asked(TypedDict):
    """`Terms` as keywords, for whoever calls a reading from outside."""

    floor_hourly: int
    money_minor: int
    currency: NotRequired[str]
    skip_invalid: NotRequired[bool]
    addresses: NotRequired[bool]


class Reading:
    """One reading of a pack."""

    def __init__(self, source: Source, faults: Faults, bounds: Bounds, terms: Terms) -> None:
        self._source, self._faults, self._bounds = source, faults, bounds
        self.header = _header(source, faults, terms)
        shown = _examples(self.header.form, source, faults)
        self._skipped = Faults()
        noted = self._skipped if terms.skip_invalid else faults
        self._rows = Rows(
            self.header,
            source.files,
            source.table_name,
            noted,
            addresses=terms.addresses,
            media_files_max=bounds.media_files_max,
        )
        for name in shown:
            self._rows.used[name] = {"example"}

    @property
    def counts(self) -> dict[str, int]:
        """Rows by role: task, gold, practice."""
        return self._rows.counts

    @property
    def levels(self) -> tuple[int, int, int]:
        """Flagged rows of levels 1, 2 and 3."""
        return self._rows.levels

    @property
    def used(self) -> dict[str, set[str]]:
        """The media used, each with the columns that name it; "example" for those of the examples."""
        return self._rows.used

    @property
    def invalid(self) -> int:
        """Rows with faults."""
        return self._rows.invalid

    @property
    def skipped(self) -> Faults:
        """The faults of the rows that were left out."""
        return self._skipped

    def tasks(self) -> Iterator[TaskRow]:
        """The rows without faults. What is wrong with the table itself always counts."""
        table, name = self._source.table, self._source.table_name
        if table is None:
            return
        columns, rows = Columns(self.header.languages), self._rows
        before = self._faults.count
        for number, cells in _readers[name](table, name, columns, self._faults, self._bounds):
            row = rows.read(number, cells)
            if row is not None:
                yield row
        if self._faults.count == before or rows.invalid:
            rows.judge_all(self._faults)

    def warnings(self) -> tuple[str, ...]:
        """Plain English sentences; nothing in them stops the pack."""
        said = (*self.header.warnings, *self._rows.warnings(), *_unused(self._source, self.used))
        return said[:warnings_max]


def _header(source: Source, faults: Faults, terms: Terms) -> Header:
    """What pack.toml says; its faults are noted."""
    found = Header(None, (), None, None, (), ())
    if source.toml is None:
        return found
    try:
        text = source.toml.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = source.toml.count(b"\n", 0, error.start) + 1
        faults.extend([Found("pack.toml", line, "", "", "", "this is not UTF-8.")])
        return found
    found = header.read(
        text, floor_hourly=terms.floor_hourly, money_minor=terms.money_minor, currency=terms.currency
    )
    faults.extend(found.faults)
    return found


def _examples(form: PackForm | None, source: Source, faults: Faults) -> set[str]:
    """The media files that examples show: an item that begins with "media/" is one."""
    shown, files = set(), source.files
    for number, example in enumerate(form.examples if form else (), 1):
        if example.item.startswith("media/"):
            found = files.find(example.item)
            if found is None:
                sentence = f"example {number}: {quoted(example.item)} {files.trouble(example.item)}"
                faults.add("pack.toml", sentence, found=example.item)
            elif found != example.item:
                sentence = f"example {number}: the file's name has accents written apart; rename it."
                faults.add("pack.toml", sentence, found=found)
            else:
                shown.add(found)
    return shown


def _unused(source: Source, used: dict[str, set[str]]) -> Iterator[str]:
    """A sentence for each file that no task and no example shows."""
    for name in source.files.names:
        if name not in used and name.rpartition("/")[2] not in _ignored:
            yield f"{name}: no task shows this file."

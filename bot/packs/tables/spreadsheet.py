"""Reads tasks.xlsx: the first sheet that can be seen, its first row names the columns. Values, not formulas.

A spreadsheet is a zip of XML that a stranger made. The zip is looked at by `archive` first; the XML is read by
openpyxl with defusedxml, which refuses entities. A cell's number is written as a person would: 12, 12.5, true.
openpyxl is imported when there is a spreadsheet: that takes a fifth of a second, and memory that most never need.
"""

from __future__ import annotations

import datetime
import itertools
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from bot.packs.archive import Allowed, ArchiveRefused, opened
from bot.packs.bounds import Bounds
from bot.packs.columns import Columns, columns_max
from bot.packs.faults import Faults, Found
from bot.packs.tables import Record, too_many

entries_max = 2_000
unpacked_bytes_max = 400_000_000  # XML of 20 MB packed; rows are read one by one
texts_bytes_max = 60_000_000  # the list of shared texts is held whole
ratio_max = 200  # cells that are alike pack very well
rows_at_once = 500
blank_rows_max = 100_000  # a sheet's last row may be said to be the millionth
_texts = "xl/sharedStrings.xml"


def read(path: Path, name: str, columns: Columns, faults: Faults, bounds: Bounds) -> Iterator[Record]:
    """The rows of a spreadsheet. See `tables`."""
    with path.open("rb") as file:
        yield from _rows(sheet(file, name, faults, bounds.table_bytes_max), name, columns, faults, bounds)


def sheet(
    file: BinaryIO, name: str, faults: Faults, bytes_max: int
) -> Iterator[tuple[int, list[str] | Found]]:
    """The rows with something in them, as texts, with their numbers; of a row with a formula, its fault."""
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML, "openpyxl reads XML by defusedxml"
    allowed = Allowed(bytes_max, entries_max, unpacked_bytes_max, unpacked_bytes_max, ratio_max)
    try:
        with opened(file, allowed) as archive:
            large = any(one.name == _texts and one.size_bytes > texts_bytes_max for one in archive.entries)
    except ArchiveRefused as why:
        inside = f"{why.name} in this spreadsheet: " if why.name else ""
        faults.add(
            name,
            f"{inside}{why.sentence}".replace("this zip", "this spreadsheet").replace(
                "not a zip", "not a spreadsheet"
            ),
        )
        return
    if large:
        faults.add(name, "the texts of this spreadsheet are too large; save it as “CSV UTF-8”.")
        return
    file.seek(0)
    yield from _sheet(file, name, faults)


def _rows(
    rows: Iterator[tuple[int, list[str] | Found]], name: str, columns: Columns, faults: Faults, bounds: Bounds
) -> Iterator[Record]:
    names: tuple[str, ...] = ()
    count, before = 0, faults.count
    for number, fields in rows:
        if not names:
            if isinstance(fields, Found):
                faults.extend([fields])
                return
            heads = [field.strip() for field in fields]
            while heads and not heads[-1]:
                heads.pop()
            names = columns.heading(name, number, heads, faults)
            if not names:
                return
            continue
        count += 1
        if count > bounds.rows_max:
            too_many(name, number, faults, bounds)
            return
        if isinstance(fields, Found):
            yield number, fields
        elif any(field.strip() for field in fields[len(names) :]):
            sentence = f"there is something behind the last of {len(names)} columns."
            yield number, Found(name, number, "", "", f"{len(names)} columns", sentence)
        else:
            yield number, {column: field for column, field in zip(names, fields, strict=False) if field}
    if not names and faults.count == before:
        faults.add(name, "this file is empty.")


def _sheet(file: BinaryIO, name: str, faults: Faults) -> Iterator[tuple[int, list[str] | Found]]:
    """The rows with something in them, as texts; of one with a formula, its fault."""
    number = blank = 0
    try:
        with closing(_book(file)) as book:
            seen = [one for one in book.worksheets if one.sheet_state == "visible"]
            if not seen:
                faults.add(name, "this spreadsheet has no sheet that can be seen.")
                return
            for number, cells in _cells(seen[0]):
                fields = _fields(cells, name, number)
                if isinstance(fields, Found) or any(fields):
                    yield number, fields
                    continue
                blank += 1
                if blank > blank_rows_max:
                    sentence = "there are too many empty rows; save the sheet as “CSV UTF-8”."
                    faults.add(name, sentence, line=number)
                    return
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parsing of a damaged or hostile file comes upon
        sentence = "from here on the spreadsheet can't be read; save it as “CSV UTF-8”."
        faults.add(name, sentence, line=number + 1)


def _book(file: BinaryIO) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know
        return openpyxl.load_workbook(file, read_only=True, keep_links=False)


def _cells(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Every row with its number; below the first that has anything, only one cell more than that one has."""
    sheet.reset_dimensions()
    number, width = 0, columns_max + 1
    for number, cells in _numbered(sheet.iter_rows(max_col=width), 1):
        yield number, cells
        filled = [place for place, cell in enumerate(cells, 1) if cell.value is not None]
        if filled:
            width = min(filled[-1] + 1, width)
            break
    yield from _numbered(sheet.iter_rows(min_row=number + 1, max_col=width), number + 1)


def _numbered(rows: Iterator[Any], first: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with their numbers, read some at a time, so that openpyxl's warnings reach nobody."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of dates that openpyxl can't place
            some = list(itertools.islice(rows, rows_at_once))
        yield from enumerate(some, first)
        first += len(some)
        if not some:
            return


def _fields(cells: tuple[Any, ...], name: str, number: int) -> list[str] | Found:
    """A row's cells as texts."""
    for place, cell in enumerate(cells):
        if cell.data_type == "f":
            sentence = "a formula stands here; put in its value."
            return Found(name, number, _letters(place), "a formula", "a value", sentence)
    return [_written(cell.value) for cell in cells]


def _written(value: Any) -> str:
    """A cell's value as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _letters(place: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found

"""Reads tables row by row: CSV, TSV, XLSX, and lines or lists of JSON objects, all as {column: text}.

Nothing is kept but the row at hand, save for a list of JSON (as large as the file) and XLSX's shared texts.
Every fault names its file and line. What is read may be anything at all; only faults come out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.packs import tables
from bot.packs.columns import column_characters_max
from bot.packs.faults import Faults, Found, Place, quoted
from bot.packs.foreign._values import flat
from bot.packs.tables import Unreadable, separated, spreadsheet
from bot.packs.tables.json_lines import Wrong, alone, decoded

rows_max = 2_000_000
columns_max = 250
line_bytes_max = 4_000_000
json_bytes_max = 200_000_000  # a list of JSON is held whole
sheet_bytes_max = 100_000_000  # packed
advice = "“CSV UTF-8” or as UTF-8 text"

_counted = {
    ",": "; count the commas, and put a text that has one in quotes.",
    "\t": "; count the tabs, and put a text that has one in quotes.",
    "": ".",
}
_zip = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins on and its cells by column."""

    line: int
    cells: dict[str, str]


def name_of(file: BinaryIO) -> str:
    """What sentences call a file: its name without folders."""
    name = getattr(file, "name", "")
    return Path(name).name if isinstance(name, str) and name else "file"


def shape(head: bytes) -> str:
    """ "xlsx", "list" or "lines" of JSON, "tsv", else "csv", by how a file begins."""
    if head.startswith(_zip):
        return "xlsx"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"[", b"{"):
        return "list" if text[:1] == b"[" else "lines"
    return "tsv" if b"\t" in text.partition(b"\n")[0] else "csv"


def records(file: BinaryIO, faults: Faults) -> Iterator[Record]:
    """The rows of a file in any of these shapes, JSON objects flattened to texts."""
    file.seek(0)
    form = shape(file.read(4_096))
    if form == "xlsx":
        yield from sheet(file, faults)
    elif form in ("list", "lines"):
        for line, value in objects(file, faults):
            yield Record(line, flat(value))
    else:
        yield from table(file, faults, "\t" if form == "tsv" else ",")


def lines(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, str]]:
    """Line by line as text with its number; ends with a fault where the file is no text."""
    file.seek(0)
    try:
        yield from enumerate(tables.lines(file, line_bytes_max, advice), 1)
    except Unreadable as why:
        faults.add(name_of(file), why.sentence, line=why.line)


def table(file: BinaryIO, faults: Faults, separator: str) -> Iterator[Record]:
    """The rows of a CSV or TSV with a header. Blank lines between them mean nothing (Toloka has them)."""
    file.seek(0)
    texts = tables.lines(file, line_bytes_max, advice)
    rows = separated.rows(texts, name_of(file), separator, faults)
    yield from _records(name_of(file), rows, separator, faults)


def sheet(file: BinaryIO, faults: Faults) -> Iterator[Record]:
    """The rows of a spreadsheet's first sheet that can be seen. Numbers, dates and yes or no are written as texts."""
    name = name_of(file)
    yield from _records(name, spreadsheet.sheet(file, name, faults, sheet_bytes_max), "", faults)


def _records(
    name: str, rows: Iterator[tuple[int, list[str] | Found]], separator: str, faults: Faults
) -> Iterator[Record]:
    """Rows by the names in the first of them. `separator` is "" for a sheet, whose short rows end in empty cells."""
    columns: tuple[str, ...] = ()
    count, before = 0, faults.count
    for line, fields in rows:
        place = faults.at(name, line)
        if isinstance(fields, Found):
            faults.extend([fields])
            continue
        if not separator:
            fields = _filled(fields, len(columns))
        if not columns:
            columns = _header(place, fields)
            if not columns:
                return
            continue
        count += 1
        if count > rows_max:
            place.add(f"there are more than {rows_max:,} rows.")
            return
        if len(fields) != len(columns):
            place.add(f"{len(fields)} fields, but {len(columns)} columns{_counted[separator]}")
            continue
        yield Record(line, dict(zip(columns, fields, strict=True)))
    if not columns and faults.count == before:
        faults.add(name, "this file is empty.")


def _filled(cells: list[str], count: int) -> list[str]:
    """A sheet's row with at least so many cells, and no empty ones behind them."""
    while len(cells) > count and not cells[-1]:
        cells = cells[:-1]
    return cells + [""] * (count - len(cells))


def _header(place: Place, names: list[str]) -> tuple[str, ...]:
    """The column names; () with a fault when rows can't be read by them."""
    if len(names) == 1 and ";" in names[0]:
        place.add("columns are separated by semicolons here; save the file as “CSV UTF-8 (comma)”.")
        return ()
    if len(names) > columns_max:
        place.add(f"there are more than {columns_max} columns.")
        return ()
    for number, name in enumerate(names, 1):
        if not name.strip():
            place.add(f"column {number} has no name. The first line names the columns.")
            return ()
        if not is_name(name):
            place.add(_not_a_name(name))
            return ()
        if names.index(name) < number - 1:
            place.add(f"column {quoted(name)} is there twice.")
            return ()
    return tuple(names)


def is_name(name: str) -> bool:
    """Can this name a column of a pack?"""
    return 0 < len(name) <= column_characters_max and name.isprintable()


def _not_a_name(name: str) -> str:
    return f"column {quoted(name)} is not one line of 1 to {column_characters_max} characters."


def objects(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file: one per line, or all in one list. Lines are of where an object begins."""
    file.seek(0)
    found = _listed(file, faults) if shape(file.read(4_096)) == "list" else _lined(file, faults)
    name, count = name_of(file), 0
    for line, value in found:
        count += 1
        if count > rows_max:
            faults.add(name, f"there are more than {rows_max:,} rows.", line=line)
            return
        if not isinstance(value, dict):
            faults.add(name, "this is not an object in braces {…}.", line=line)
            return
        if len(value) > columns_max:
            faults.add(name, f"this object has more than {columns_max} names.", line=line)
            return
        stray = next((one for one in value if not is_name(one)), None)
        if stray is not None:
            faults.add(name, _not_a_name(stray), line=line)
            continue
        yield line, value
    if not count and not faults:
        faults.add(name, "this file is empty.")


def _lined(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, Any]]:
    name = name_of(file)
    for number, text in lines(file, faults):
        if not text.strip():
            continue
        try:
            value = alone(text, whole=True)
        except Wrong as why:
            faults.add(name, why.sentence, line=number)
            return
        yield number, value


def _listed(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, Any]]:
    name = name_of(file)
    file.seek(0)
    content = file.read(json_bytes_max + 1)
    if len(content) > json_bytes_max:
        faults.add(name, f"a list of JSON may have {json_bytes_max:,} bytes; write one object per line.")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(name, "this is not UTF-8.", line=content.count(10, 0, error.start) + 1)
        return
    begins = text.index("[") + 1
    at, line, counted = _past(text, begins), 1, 0
    while not (at == _past(text, begins) and text[at : at + 1] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoded(text, at, whole=True)
        except Wrong as why:
            faults.add(name, why.sentence, line=line)
            return
        yield line, value
        at = _past(text, end)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            line += text.count("\n", counted, at)
            faults.add(name, "the list ends too early; the file may be cut off.", line=line)
            return
        at = _past(text, at + 1)
    if text[at + 1 :].strip():
        faults.add(name, "something stands behind the list.", line=line)


def _past(text: str, at: int) -> int:
    """The place of the next character that is no space."""
    while text[at : at + 1] and text[at] in " \t\r\n":
        at += 1
    return at

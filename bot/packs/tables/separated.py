"""Reads tasks.csv and tasks.tsv: UTF-8, quotes doubled inside quotes, the first line names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from bot.packs.bounds import Bounds
from bot.packs.columns import Columns
from bot.packs.faults import Faults, Found
from bot.packs.tables import Record, Unreadable, lines, too_many

line_bytes_max = 1_000_000  # a row of 256 fields in UTF-8 has its breaks or is none


def read(path: Path, name: str, columns: Columns, faults: Faults, bounds: Bounds) -> Iterator[Record]:
    """The rows of a file of values separated by commas (.csv) or tabs (.tsv). See `tables`."""
    separator = "\t" if name.endswith(".tsv") else ","
    before = faults.count
    with path.open("rb") as file:
        kind = "TSV" if separator == "\t" else "CSV"
        found = rows(lines(file, line_bytes_max, f"“{kind} UTF-8”"), name, separator, faults)
        first = next(found, None)
        if first is None:
            if faults.count == before:
                faults.add(name, "this file is empty.")
            return
        names = _names(first, name, separator, columns, faults)
        if not names:
            return
        for count, (number, fields) in enumerate(found, 1):
            if count > bounds.rows_max:
                too_many(name, number, faults, bounds)
                return
            if len(fields) == len(names):
                yield number, {column: field for column, field in zip(names, fields, strict=True) if field}
                continue
            said = {",": "a comma", "\t": "a tab"}[separator]
            hint = f" A text with {said} needs quotes around it." if len(fields) > len(names) else ""
            sentence = f"{len(fields)} fields, but {len(names)} columns.{hint}"
            yield number, Found(name, number, "", f"{len(fields)} fields", f"{len(names)} fields", sentence)


def _names(
    first: tuple[int, list[str]], name: str, separator: str, columns: Columns, faults: Faults
) -> tuple[str, ...]:
    """The full names of the columns; () when the rows can't be read by them."""
    number, names = first[0], [field.strip() for field in first[1]]
    if len(names) == 1 and any(mark in names[0] for mark in ",;\t"):
        wanted = "commas" if separator == "," else "tabs"
        ending = "save the file as “CSV UTF-8 (comma)”." if separator == "," else "or call it tasks.csv."
        faults.add(name, f"columns are separated by {wanted} here; {ending}", line=number, wanted=wanted)
        return ()
    return columns.heading(name, number, names, faults)


def rows(texts: Iterator[str], name: str, separator: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the lines they begin on; ends with a fault where the file can't be read on."""
    reader = csv.reader(texts, strict=True, delimiter=separator)
    begins = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error:
            sentence = "from here on the file can't be read; is a quote left open?"
            faults.add(name, sentence, line=begins)
            return
        except Unreadable as why:
            faults.add(name, why.sentence, line=why.line)
            return
        if fields is None:
            return
        if any(fields) and any(field.strip() for field in fields):
            yield begins, fields
        begins = reader.line_num + 1

"""Reads tables row by row: CSV, TSV, XLSX, and lines or lists of JSON objects, all as {column: text}.

Nothing is kept but the row at hand, save for a list of JSON (as large as the file) and XLSX's shared texts.
Every fault names its file and line. What is read may be anything at all; only faults come out of it.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook

from bot.packs.faults import Faults, quoted
from bot.packs.foreign._values import flat

rows_max = 2_000_000
columns_max = 250
column_characters_max = 100  # as a pack's own source columns
line_bytes_max = 4_000_000
field_characters_max = 130_000  # what Python's csv reads
json_bytes_max = 200_000_000  # a list of JSON is held whole
sheet_bytes_max = 500_000_000  # unpacked
sheet_ratio_max = 200  # of a spreadsheet's parts; XML packs well
depth_max = 60

_utf16 = (b"\xff\xfe", b"\xfe\xff")
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
    name, number = name_of(file), 0
    while raw := file.readline(line_bytes_max + 1):
        number += 1
        where = f"{name} line {number}"
        if number == 1 and raw.startswith(_utf16):
            faults.add(where, "this is UTF-16; save the file as “CSV UTF-8” or as UTF-8 text.")
            return
        if len(raw) > line_bytes_max:
            faults.add(where, f"this line is longer than {line_bytes_max:,} bytes.")
            return
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            faults.add(where, "this is not UTF-8; save the file as “CSV UTF-8” or as UTF-8 text.")
            return
        if "\0" in text:
            faults.add(where, "a character here is NUL; a text file has none.")
            return
        yield number, text


def table(file: BinaryIO, faults: Faults, separator: str) -> Iterator[Record]:
    """The rows of a CSV or TSV with a header. Blank lines between them mean nothing (Toloka has them)."""
    name, broken = name_of(file), Faults()
    reader = csv.reader((text for _, text in lines(file, broken)), delimiter=separator, strict=True)
    columns: tuple[str, ...] = ()
    begins, count = 1, 0
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            if broken:
                faults.extend(broken.listed())
                return
            why = "is longer than fits" if "field larger" in str(error) else "can't be read"
            faults.add(f"{name} line {begins}", f"a field {why}; is a quote left open, or not doubled?")
            return
        if broken:
            faults.extend(broken.listed())
            return
        where, begins = begins, reader.line_num + 1
        if fields is None:
            if not columns:
                faults.add(name, "this file is empty.")
            return
        if not any(fields):
            continue
        if not columns:
            columns = _header(f"{name} line {where}", fields, separator, faults)
            if not columns:
                return
            continue
        count += 1
        if count > rows_max:
            faults.add(f"{name} line {where}", f"there are more than {rows_max:,} rows.")
            return
        if len(fields) != len(columns):
            between = "tabs" if separator == "\t" else "commas"
            sentence = f"{len(fields)} fields, but {len(columns)} columns; count the {between}, and put a text that has one in quotes."
            faults.add(f"{name} line {where}", sentence)
            continue
        yield Record(where, dict(zip(columns, fields, strict=True)))


def _header(where: str, names: list[str], separator: str, faults: Faults) -> tuple[str, ...]:
    """The column names; () with a fault when rows can't be read by them."""
    if len(names) == 1 and ";" in names[0]:
        faults.add(where, "columns are separated by semicolons here; save the file as “CSV UTF-8 (comma)”.")
        return ()
    if len(names) > columns_max:
        faults.add(where, f"there are more than {columns_max} columns.")
        return ()
    for number, name in enumerate(names, 1):
        if not name.strip():
            faults.add(where, f"column {number} has no name. The first line names the columns.")
            return ()
        if not is_name(name):
            faults.add(where, _not_a_name(name))
            return ()
        if names.index(name) < number - 1:
            faults.add(where, f"column {quoted(name)} is there twice.")
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
            faults.add(f"{name} line {line}", f"there are more than {rows_max:,} rows.")
            return
        if not isinstance(value, dict):
            faults.add(f"{name} line {line}", "this is not an object in braces {…}.")
            return
        if len(value) > columns_max:
            faults.add(f"{name} line {line}", f"this object has more than {columns_max} names.")
            return
        stray = next((one for one in value if not is_name(one)), None)
        if stray is not None:
            faults.add(f"{name} line {line}", _not_a_name(stray))
            continue
        yield line, value
    if not count and not faults:
        faults.add(name, "this file is empty.")


class _Broken(ValueError):
    """JSON that two readers would read differently; its text is the sentence."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Broken("a name is there twice in one object.")
    return found


def _no_constant(word: str) -> Any:
    raise _Broken(f"{word} is not a number of JSON.")


def _finite(digits: str) -> float:
    if isinf(value := float(digits)):
        raise _Broken("a number is too large.")
    return value


_decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)


def decoded(text: str, start: int = 0) -> tuple[Any, int]:
    """A JSON value and where it ends. ValueError with a plain sentence for anything else."""
    try:
        value, end = _decoder.raw_decode(text, start)
        if (
            text.find("\\u", start, end) >= 0
            or text.count("[", start, end) + text.count("{", start, end) > depth_max
        ):
            _encodable(value, depth_max)  # else it can hold neither half a character nor great depth
    except _Broken as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("lists or tables are nested too deep.") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON ({error.msg.lower().removesuffix(' starting at')}).") from None
    except ValueError:
        raise ValueError("a number has too many digits.") from None
    return value, end


def _encodable(value: Any, depth: int) -> None:
    """Refuse what can't be written again: half characters, NUL, great depth."""
    if isinstance(value, str):
        if "\0" in value:
            raise _Broken("a text has the character NUL in it.")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise _Broken("a text has half a character in it.") from None
    elif isinstance(value, list | dict):
        if not depth:
            raise RecursionError
        for one in value:
            _encodable(one, depth - 1)
        for one in value.values() if isinstance(value, dict) else ():
            _encodable(one, depth - 1)


def _lined(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, Any]]:
    name = name_of(file)
    for number, text in lines(file, faults):
        if not text.strip():
            continue
        try:
            value, end = decoded(text, len(text) - len(text.lstrip()))
            if text[end:].strip():
                raise ValueError("something stands behind the JSON object of this line.")
        except ValueError as error:
            faults.add(f"{name} line {number}", str(error))
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
        faults.add(f"{name} line {content.count(10, 0, error.start) + 1}", "this is not UTF-8.")
        return
    begins = text.index("[") + 1
    at, line, counted = _past(text, begins), 1, 0
    while not (at == _past(text, begins) and text[at : at + 1] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoded(text, at)
        except ValueError as error:
            faults.add(f"{name} line {line}", str(error))
            return
        yield line, value
        at = _past(text, end)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            line += text.count("\n", counted, at)
            faults.add(f"{name} line {line}", "the list ends too early; the file may be cut off.")
            return
        at = _past(text, at + 1)
    if text[at + 1 :].strip():
        faults.add(f"{name} line {line}", "something stands behind the list.")


def _past(text: str, at: int) -> int:
    """The place of the next character that is no space."""
    while text[at : at + 1] and text[at] in " \t\r\n":
        at += 1
    return at


def sheet(file: BinaryIO, faults: Faults) -> Iterator[Record]:
    """The rows of a spreadsheet's first sheet. Numbers, dates and yes or no are written as texts."""
    name = name_of(file)
    if not _unpacks(file):
        faults.add(name, "this spreadsheet is damaged, or unpacks to more than fits.")
        return
    file.seek(0)
    try:
        book = load_workbook(io.BytesIO(file.read()), read_only=True, keep_links=False)
        for first in book.worksheets[:1]:
            first.reset_dimensions()  # a sheet may say that it is a million cells wide
            yield from _cells(name, first.iter_rows(), faults)
    except Exception:  # openpyxl raises whatever a crafted part of the archive makes it stumble over
        faults.add(name, "this spreadsheet can't be read; save it as “CSV UTF-8” instead.")


def _unpacks(file: BinaryIO) -> bool:
    """Is this a zip whose parts are of a bearable size, as they say themselves?"""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            for part in parts:
                if part.file_size > 1_000_000 and part.file_size > part.compress_size * sheet_ratio_max:
                    return False
            return len(parts) <= 1_000 and sum(part.file_size for part in parts) <= sheet_bytes_max
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _cells(name: str, rows: Iterator[Any], faults: Faults) -> Iterator[Record]:
    columns: tuple[str, ...] = ()
    for number, row in enumerate(rows, 1):
        where = f"{name} row {number}"
        if number > rows_max + 1:
            faults.add(where, f"there are more than {rows_max:,} rows.")
            return
        if len(row) > columns_max:
            faults.add(where, f"there are more than {columns_max} columns.")
            return
        texts = [_cell(one.value) for one in row]
        if any(one.data_type == "f" for one in row):
            faults.add(where, "a cell holds a formula; put its value there instead.")
            return
        while texts and not texts[-1] and len(texts) > len(columns):
            texts.pop()
        if not any(texts):
            continue
        if not columns:
            columns = _header(where, texts, "\t", faults)
            if not columns:
                return
            continue
        texts += [""] * (len(columns) - len(texts))
        if len(texts) > len(columns):
            faults.add(where, f"{len(texts)} cells, but {len(columns)} columns.")
            continue
        yield Record(number, dict(zip(columns, texts, strict=True)))
    if not columns:
        faults.add(name, "this file is empty.")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

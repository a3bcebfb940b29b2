"""Reads tasks.jsonl: one JSON object a line. `text` may be a text or a table of languages; `source` is a table.

Strict where JSON's readers disagree: a name that is there twice, NaN, and numbers nobody can hold are faults.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.packs.bounds import Bounds
from bot.packs.columns import Columns, columns_max, source, spoken
from bot.packs.faults import Faults, Found, meant, quoted
from bot.packs.form import settings_integer_max
from bot.packs.tables import Cells, Record, too_many

line_bytes_max = 1_000_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SOURCE = source.rstrip(".")


class Wrong(ValueError):
    """Why one line is no row, and which column is to blame. Raised and caught in this module."""

    def __init__(self, sentence: str, column: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.column = sentence, column


def read(path: Path, name: str, columns: Columns, faults: Faults, bounds: Bounds) -> Iterator[Record]:
    """The rows of a file of JSON lines. See `tables`."""
    decode = json.JSONDecoder(object_pairs_hook=_table, parse_constant=_constant).decode
    count = 0
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(line_bytes_max + 1):
            number += 1
            if number == 1:
                if raw.startswith(_UTF_16):
                    faults.add(name, "this is UTF-16; save the file as UTF-8.", line=1)
                    return
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if len(raw) > line_bytes_max:
                faults.add(name, f"this line is longer than {line_bytes_max:,} bytes.", line=number)
                return
            if raw.isspace() or not raw:
                continue
            count += 1
            if count > bounds.rows_max:
                too_many(name, number, faults, bounds)
                return
            try:
                yield number, _cells(decode(raw.decode()), columns)
            except UnicodeDecodeError:
                faults.add(name, "this is not UTF-8; save the file as UTF-8.", line=number)
                return
            except Wrong as why:
                yield number, Found(name, number, why.column, "", "", why.sentence)
            except RecursionError:
                yield number, Found(name, number, "", "", "", "lists or tables are nested too deep.")
            except ValueError:  # JSONDecodeError, or a number of more digits than Python reads
                yield (
                    number,
                    Found(name, number, "", "", '{"id": …}', "this is not a JSON object on one line."),
                )
    if not count:
        faults.add(name, "this file is empty.")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Wrong(f"{quoted(twice)} is there twice.", twice)
    return found


def _constant(word: str) -> Any:
    raise Wrong(f"{word} is not a number that JSON knows.")


def _cells(row: Any, columns: Columns) -> Cells:
    """The texts of one row by their columns' full names."""
    if not isinstance(row, dict):
        raise Wrong("a row is one JSON object, in braces.")
    if len(row) > columns_max:
        raise Wrong(f"there are more than {columns_max} columns.")
    cells: Cells = {}
    for name, value in row.items():
        column = columns.full(name)
        if isinstance(value, str) and column:
            _put(cells, column, value, name)
        elif isinstance(value, dict) and (name in spoken or name == _SOURCE):
            _spread(cells, name, value, columns)
        elif not column:
            raise Wrong(columns.unknown(name), name)
        else:
            _put(cells, column, _written(name, value), name)
    return cells


def _put(cells: Cells, column: str, text: str, name: str) -> None:
    if column in cells:
        raise Wrong(f"column {quoted(name)} is there twice.", name)
    if text:
        cells[column] = text


def _spread(cells: Cells, name: str, table: dict[str, Any], columns: Columns) -> None:
    """A text per language, or the columns of a foreign file."""
    if len(table) > columns_max:
        raise Wrong(f"{name} has more than {columns_max} entries.", name)
    for inner, value in table.items():
        column = columns.full(f"{name}.{inner}")
        if not column:
            if name == _SOURCE:
                raise Wrong(columns.unknown(f"{name}.{inner}"), name)
            raise Wrong(
                f"{name}: {quoted(inner)} is not one of the pack's languages{meant(inner, columns.languages)}",
                name,
            )
        if name == _SOURCE and not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False)
        elif not isinstance(value, str):
            raise Wrong(f"{name}.{inner} must be a text.", name)
        _put(cells, column, value, name)


def _written(name: str, value: Any) -> str:
    """A value that is no text, as a person would write it in a table's cell."""
    if value is None:
        return ""
    if name == "practice" and isinstance(value, bool):
        return "1" if value else ""
    if name in ("id", "gold", "overlap", "practice") and _is_number(value):
        return json.dumps(value)
    if (
        name == "gold"
        and isinstance(value, list)
        and all(isinstance(one, str) or _is_number(one) for one in value)
    ):
        return "|".join(one if isinstance(one, str) else json.dumps(one) for one in value)
    if name == "gold" and isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if name == "gold":
        raise Wrong("gold must be a text, a number, a list of them or a table.", name)
    raise Wrong(f"{name} must be a text.", name)


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= settings_integer_max

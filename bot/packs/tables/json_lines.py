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
from bot.packs.tables import Cells, Record, Unreadable, lines, too_many
from bot.packs.values import settings_integer_max

line_bytes_max = 1_000_000
depth_max = 60
_SOURCE = source.rstrip(".")


class Wrong(ValueError):
    """Why a text is no JSON of ours, or a line no row, and which column is to blame."""

    def __init__(self, sentence: str, column: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.column = sentence, column


class NoJson(Wrong):
    """A text that is not JSON at all."""


def read(path: Path, name: str, columns: Columns, faults: Faults, bounds: Bounds) -> Iterator[Record]:
    """The rows of a file of JSON lines. See `tables`."""
    count = 0
    with path.open("rb") as file:
        try:
            for number, text in enumerate(lines(file, line_bytes_max, "UTF-8"), 1):
                if not text.strip():
                    continue
                count += 1
                if count > bounds.rows_max:
                    too_many(name, number, faults, bounds)
                    return
                try:
                    yield number, _cells(alone(text), columns)
                except NoJson:
                    sentence = "this is not a JSON object on one line."
                    yield number, Found(name, number, "", "", '{"id": …}', sentence)
                except Wrong as why:
                    yield number, Found(name, number, why.column, "", "", why.sentence)
        except Unreadable as why:
            faults.add(name, why.sentence, line=why.line)
            return
    if not count:
        faults.add(name, "this file is empty.")


def alone(text: str, *, whole: bool = False) -> Any:
    """The one JSON value of a line. See `decoded`."""
    value, end = decoded(text, len(text) - len(text.lstrip()), whole=whole)
    if text[end:].strip():
        raise NoJson("something stands behind the JSON object of this line.")
    return value


def decoded(text: str, start: int = 0, *, whole: bool = False) -> tuple[Any, int]:
    """A JSON value and where it ends. Raises Wrong for whatever readers of JSON would not read alike.

    `whole` also refuses what can't be written again, for those who don't look at every text themselves.
    """
    try:
        value, end = _decoder.raw_decode(text, start)
        if whole and (
            text.find("\\u", start, end) >= 0
            or text.count("[", start, end) + text.count("{", start, end) > depth_max
        ):
            _encodable(value, depth_max)  # else it can hold neither half a character nor great depth
    except Wrong:
        raise
    except RecursionError:
        raise Wrong("lists or tables are nested too deep.") from None
    except json.JSONDecodeError as error:
        raise NoJson(f"this is not JSON ({error.msg.lower().removesuffix(' starting at')}).") from None
    except ValueError:
        raise Wrong("a number has too many digits.") from None
    return value, end


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Wrong(f"{quoted(twice)} is there twice.", twice)
    return found


def _constant(word: str) -> Any:
    raise Wrong(f"{word} is not a number that JSON knows.")


def _finite(digits: str) -> float:
    if math.isinf(value := float(digits)):
        raise Wrong("a number is too large.")
    return value


_decoder = json.JSONDecoder(object_pairs_hook=_table, parse_constant=_constant, parse_float=_finite)


def _encodable(value: Any, depth: int) -> None:
    """Refuse what can't be written again: half characters, NUL, great depth."""
    if isinstance(value, str):
        if "\0" in value:
            raise Wrong("a text has the character NUL in it.")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise Wrong("a text has half a character in it.") from None
    elif isinstance(value, list | dict):
        if not depth:
            raise RecursionError
        for one in value:
            _encodable(one, depth - 1)
        for one in value.values() if isinstance(value, dict) else ():
            _encodable(one, depth - 1)


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
    if text or column.startswith(source):  # a foreign column comes back, also where it was empty
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

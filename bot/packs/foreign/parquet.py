"""Parquet: our own table of answers with typed columns, out only; needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Results
from bot.packs.faults import Found, whole
from bot.packs.foreign import Contents, NotPossible
from bot.packs.foreign._guessing import written
from bot.packs.foreign._own import agreed_header, agreed_rows, answer_header, rows
from bot.packs.foreign._values import compact

rows_per_group = 50_000  # what is held at once
_numbers = ("seconds", "paid", "confidence", "spread")
_types = {**dict.fromkeys(_numbers, "float64"), "answers": "int64", "late": "bool_", "aside": "bool_"}


class Parquet:
    """Columns of one type each."""

    name, title = "parquet", "Parquet (out only)"
    suffixes: tuple[str, ...] = (".parquet",)

    def recognise(self, head: bytes, name: str) -> bool:
        """By its first four bytes, so that there is a sentence about it."""
        return head.startswith(b"PAR1")

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """A fault that says what to do instead."""
        return [whole("", "Parquet only goes out. To bring it in, save it as CSV or as lines of JSON.")]

    def write(self, results: Results, out: BinaryIO) -> None:
        """One row per answer; times are texts in ISO 8601, answers are texts."""
        _write(out, answer_header(results), rows(results))

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One row per task with what was agreed and how surely."""
        _write(out, agreed_header(results, agreed), agreed_rows(results, agreed))


def _write(out: BinaryIO, columns: Sequence[str], found: Iterable[Mapping[str, Any]]) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise NotPossible("Parquet needs the extra parquet: install ujima[parquet], or choose csv.") from None
    schema = pyarrow.schema([(name, getattr(pyarrow, _types.get(name, "string"))()) for name in columns])
    left = iter(found)
    with parquet.ParquetWriter(out, schema) as writer:
        while batch := list(islice(left, rows_per_group)):
            writer.write_table(pyarrow.table(dict(_arrays(columns, batch)), schema=schema))


def _arrays(columns: Sequence[str], batch: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for name in columns:
        values = [row.get(name) for row in batch]
        yield name, values if name in _types else [None if one is None else _text(one) for one in values]


def _text(value: Any) -> str:
    return compact(value) if isinstance(value, list | dict) else written(value)


FORMAT = Parquet()

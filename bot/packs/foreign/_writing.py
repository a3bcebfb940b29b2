"""Writes tables and lines of JSON into an open binary file; cells are defused, JSON is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.sheets import defused
from bot.packs.foreign._guessing import written
from bot.packs.foreign._values import compact


def table(out: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",") -> None:
    """A CSV or TSV after RFC 4180, UTF-8 without a mark. Numbers stay numbers, lists and tables become JSON."""
    text = io.TextIOWrapper(out, "utf-8", newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    try:
        writer.writerow(map(defused, header))
        for row in rows:
            writer.writerow(map(cell, row))
    finally:
        text.detach()  # `out` stays open, whatever happens


def cell(value: Any) -> str:
    """A value as a safe cell."""
    if isinstance(value, str):
        return defused(value)
    if value is None:
        return ""
    return compact(value) if isinstance(value, list | dict) else written(value)


def json_lines(out: BinaryIO, values: Iterable[Mapping[str, Any]]) -> None:
    """One object per line, nothing escaped but what JSON must."""
    for value in values:
        out.write(compact(value).encode() + b"\n")

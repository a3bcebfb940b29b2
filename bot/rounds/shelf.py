"""A shelf: a long list that lies in a file, so that a million answers take a few megabytes of memory.

It is written once from one end to the other, then read as often as one likes. Rows are JSON, a line each; what is
held in memory is where each line begins.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Shelf(Sequence[T], Generic[T]):
    """Rows in a file of its own: values of one dataclass of two fields or more, each of which survives JSON."""

    def __init__(self, path: Path, row: type[T]) -> None:
        """Begins an empty one; the file is made."""
        self._file = path.open("w+b")
        self._row = row
        self._values: attrgetter[tuple[Any, ...]] = attrgetter(*(one.name for one in fields(row)))  # type: ignore[arg-type]
        self._starts = array("q")
        self._end = 0

    def add(self, row: T) -> None:
        """Puts a row behind the last one."""
        line = json.dumps(self._values(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._file.seek(self._end)
        self._file.write(line)
        self._starts.append(self._end)
        self._end += len(line)

    def order(self, ranks: Sequence[int]) -> None:
        """Sorts the rows by a rank each, given in the order they were put in."""
        places = sorted(range(len(self._starts)), key=lambda place: ranks[place])
        self._starts = array("q", (self._starts[place] for place in places))

    def close(self) -> None:
        """Lets the file go; nothing can be read any more."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[T]:
        return (self._read(start) for start in self._starts)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self._read(start) for start in self._starts[place]]
        return self._read(self._starts[place])

    def _read(self, start: int) -> T:
        self._file.seek(start)
        return self._row(*json.loads(self._file.readline()))

"""The tables a pack's tasks may stand in, one file per format, each read row by row in little memory.

A reader is `read(path, name, columns, faults, bounds)`: an iterator of (line or row number, cells). Cells are
texts by the full names of their columns ("text" is "text.en" where en comes first), without what is empty; of a
row that can't be read its fault is given instead. What is wrong with the table as a whole is noted in `faults`.
Whatever a file holds, a reader ends and raises nothing; OSError when the disk fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.packs.bounds import Bounds
from bot.packs.columns import Columns
from bot.packs.faults import Faults, Found

Cells = dict[str, str]
Record = tuple[int, Cells | Found]
Reader = Callable[[Path, str, Columns, Faults, Bounds], Iterator[Record]]


def too_many(name: str, number: int, faults: Faults, bounds: Bounds) -> None:
    """Note that a table has more rows than are read."""
    faults.add(
        name, f"there are more than {bounds.rows_max:,} tasks.", line=number, wanted=f"{bounds.rows_max}"
    )

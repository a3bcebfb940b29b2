"""The tables a pack's tasks may stand in, one file per format, each read row by row in little memory.

A reader is `read(path, name, columns, faults, bounds)`: an iterator of (line or row number, cells). Cells are
texts by the full names of their columns ("text" is "text.en" where en comes first), without what is empty; of a
row that can't be read its fault is given instead. What is wrong with the table as a whole is noted in `faults`.
Whatever a file holds, a reader ends and raises nothing; OSError when the disk fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.packs.bounds import Bounds
from bot.packs.columns import Columns
from bot.packs.faults import Faults, Found

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Cells = dict[str, str]
Record = tuple[int, Cells | Found]
Reader = Callable[[Path, str, Columns, Faults, Bounds], Iterator[Record]]


class Unreadable(Exception):
    """From this line on a file is no text. Raised by `lines`, caught by who reads them."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def lines(file: BinaryIO, bytes_max: int, advice: str) -> Iterator[str]:
    """The lines of a UTF-8 file, with their ends; a lone CR ends one too. `advice`: as what to save another file.

    Raises Unreadable.
    """
    number = 0
    while raw := file.readline(bytes_max + 1):
        if number == 0:
            if raw.startswith(_UTF_16):
                raise Unreadable(1, f"this is UTF-16; save the file as {advice}.")
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        for part in raw.splitlines(keepends=True) if b"\r" in raw else (raw,):
            number += 1
            if len(part) > bytes_max:
                raise Unreadable(number, f"this line is longer than {bytes_max:,} bytes.")
            try:
                text = part.decode()
            except UnicodeDecodeError:
                raise Unreadable(number, f"this is not UTF-8; save the file as {advice}.") from None
            if "\0" in text:
                raise Unreadable(number, "a character here is NUL; a text file has none.")
            yield text


def too_many(name: str, number: int, faults: Faults, bounds: Bounds) -> None:
    """Note that a table has more rows than are read."""
    faults.add(
        name, f"there are more than {bounds.rows_max:,} tasks.", line=number, wanted=f"{bounds.rows_max}"
    )

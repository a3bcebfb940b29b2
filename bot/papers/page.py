"""One calm page design for every paper: a title, what it is about, one table, sums, notes; A4, printable in grey.

The letters are those every reader of PDF has (Helvetica), which know western European languages only (Windows-1252).
`fits` says whether a text can be set; `set_in` gives what stands in its place when it can't. No font is embedded,
so a page is a few kilobytes: papers travel over slow lines too. What sets them is `press`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

encoding: Final = "windows-1252"

_PLAIN = str.maketrans({
    **dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200d\ufe0f"),
    "\u2212": "–", "\u202f": "\u00a0", "\u2009": " ", "\u2010": "-", "\u2011": "-",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `share` of the page's width; numbers stand on the right."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `under` stands below the title, `sums` below the table, `page` names each: "Page {number} of {pages}"."""

    title: str
    under: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    sums: Sequence[tuple[str, str]]
    notes: Sequence[str]
    page: str
    author: str
    at: int


def fits(text: str) -> bool:
    """Can every letter of a text be set?"""
    return _written(text) == _tidy(text)


def set_in(text: str, instead: str = "") -> str:
    """A text as it can be set: accents that are not there are left out; `instead` for what has no such form.

    >>> set_in("Kisumu: €2"), set_in("Łódź"), set_in("مرحبا", "pack streets")
    ('Kisumu: €2', 'Lódz', 'pack streets')
    """
    written = _written(text)
    return instead if instead and written.count("?") > _tidy(text).count("?") else written


def _tidy(text: str) -> str:
    """A text without what is not seen, on one line."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_PLAIN)).split(" ")).replace("\n", " ")


def _written(text: str) -> str:
    return "".join(_letter(one) for one in _tidy(text))


_NEAR = str.maketrans("ŁłĐđıĿŀŦŧĦħ", "LlDdiLlTtHh")  # what has no accent to leave out


def _letter(letter: str) -> str:
    """A letter that can be set: itself, or without its accents, or "?"."""
    for one in (letter, unicodedata.normalize("NFKD", letter)[:1].translate(_NEAR)):
        try:
            one.encode(encoding)
        except UnicodeEncodeError:
            continue
        return one
    return "?"

"""One calm page design for every paper: a title, what it is about, one table, sums, notes; A4, printable in grey.

The letters are those every reader of PDF has (Helvetica), which know western European languages only (Windows-1252).
`fits` says whether a text can be set; `set_in` gives what stands in its place when it can't. No font is embedded,
so a page is a few kilobytes: papers travel over slow lines too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF

encoding: Final = "windows-1252"
margin_mm: Final = 18.0
row_mm: Final = 5.2
grey: Final = 110
letters_cut: Final = "…"

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


def pdf(document: Document) -> bytes:
    """The document's bytes; the same document gives the same bytes."""
    page = _Page(document)
    page.add_page()
    page.head()
    page.lines()
    page.sums()
    page.notes()
    return bytes(page.output())


class _Page(FPDF):
    """fpdf2's page with our table and our foot."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = encoding
        self._document = document
        self.set_margin(margin_mm)
        self.set_auto_page_break(True, margin=margin_mm)
        self.set_creation_date(datetime.fromtimestamp(document.at // 1000, UTC))
        self.set_title(set_in(document.title))
        self.set_author(set_in(document.author))

    def footer(self) -> None:
        """The page's number and whose paper it is."""
        self.set_y(-margin_mm + 4)
        self._letters(8, tone=grey)
        number = self._document.page.format(number=self.page_no(), pages="{nb}")
        self.cell(self.epw / 2, 4, set_in(self._document.author))
        self.cell(self.epw / 2, 4, set_in(number), align="R")

    def head(self) -> None:
        """The title and what the paper is about."""
        self._letters(18, bold=True)
        self.multi_cell(0, 9, set_in(self._document.title), new_x="LMARGIN", new_y="NEXT")
        self._letters(10, tone=grey)
        for line in self._document.under:
            self.multi_cell(0, 5, set_in(line), new_x="LMARGIN", new_y="NEXT")
        self.ln(5)

    def lines(self) -> None:
        """The table, its head again on every page."""
        if not self._document.rows:
            return
        self._table_head()
        for row in self._document.rows:
            if self.get_y() + row_mm > self.page_break_trigger:
                self.add_page()
                self._table_head()
            self._row(row)
        self._rule()

    def sums(self) -> None:
        """What the table comes to: a label and an amount each."""
        self.ln(2)
        for label, amount in self._document.sums:
            self._letters(10, bold=True)
            self.cell(self.epw * 0.75, 6, set_in(label), align="R")
            self.cell(self.epw * 0.25, 6, set_in(amount), align="R", new_x="LMARGIN", new_y="NEXT")

    def notes(self) -> None:
        """What a reader should know besides."""
        self.ln(4)
        self._letters(8.5, tone=grey)
        for note in self._document.notes:
            self.multi_cell(0, 4.4, set_in(note), new_x="LMARGIN", new_y="NEXT")

    def _table_head(self) -> None:
        self._letters(8, bold=True, tone=grey)
        for column in self._document.columns:
            self.cell(
                self.epw * column.share, row_mm, set_in(column.head), align="R" if column.right else "L"
            )
        self.ln(row_mm)
        self._rule()

    def _row(self, row: Sequence[str]) -> None:
        self._letters(9)
        for column, text in zip(self._document.columns, row, strict=True):
            width = self.epw * column.share
            self.cell(width, row_mm, self._cut(set_in(text), width - 2), align="R" if column.right else "L")
        self.ln(row_mm)

    def _cut(self, text: str, width: float) -> str:
        """A text as far as its cell goes."""
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(text + letters_cut) > width:
            text = text[:-1]
        return text.rstrip() + letters_cut

    def _rule(self) -> None:
        self.set_draw_color(200)
        self.set_line_width(0.2)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())

    def _letters(self, size: float, *, bold: bool = False, tone: int = 20) -> None:
        self.set_font("Helvetica", "B" if bold else "", size)
        self.set_text_color(tone)


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

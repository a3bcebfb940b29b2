"""The press: fpdf2's page with our table and our foot. What stands on it is `page`'s.

Imported with the first paper only: fpdf2 brings a designer's fonts along, a quarter of a second and 18 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF

from bot.papers.page import Document, encoding, set_in

margin_mm: Final = 18.0
row_mm: Final = 5.2
grey: Final = 110
letters_cut: Final = "…"


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

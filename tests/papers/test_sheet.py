"""Tables for machines: they come back as they were written, and run nothing."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.papers import Entry, InvoicePaper, InvoicePart, StatementPaper
from bot.papers import sheet

ENTRY = Entry(
    2, 1_767_225_600_001, "available", "pay_answer", 40_000, 1_280_000, "streets", {"en": "=1+1"}, 12
)
PART = InvoicePart("answers", 12_000_000, 0, 9_000_000, 225, 3_000_000, 0)
FEE = InvoicePart("fee", 2_160_000, 0, 900_000, 4, 1_260_000, 0)


def read(table: bytes) -> list[dict[str, str]]:
    """A table's rows under their names."""
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def test_a_statement_s_line_has_time_cause_amount_and_what_is_left() -> None:
    """Times are ISO 8601 in UTC, amounts decimals; a title that looks like a formula is made harmless."""
    (row,) = read(sheet.statement(StatementPaper(0, 1_280_000, 1_280_000, (ENTRY,)), "USD"))
    assert row["at"] == "2026-01-01T00:00:00.001Z" and row["title"] == "'=1+1"
    assert (row["amount"], row["balance"], row["currency"]) == ("0.04", "1.28", "USD")
    assert (row["what"], row["pack"], row["assignment"], row["hash"]) == ("pay_answer", "streets", "12", "")


def test_an_invoice_s_last_line_is_the_sum_of_its_parts() -> None:
    """What was locked is what was paid, returned and left, in every line."""
    paper = InvoicePaper(0, "streets", {"en": "Streets"}, "7-1", "Maps", (PART, FEE))
    *parts, whole = read(sheet.invoice(paper, "USD"))
    assert whole["part"] == "all" and paper.fee == 900_000
    for name in ("locked", "moved", "paid", "payments", "returned", "left"):
        assert Decimal(whole[name]) == sum(Decimal(part[name]) for part in parts)
    for row in (*parts, whole):
        there = Decimal(row["locked"]) + Decimal(row["moved"])
        assert there - Decimal(row["paid"]) - Decimal(row["returned"]) == Decimal(row["left"])


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_after_rfc_4180(rows: list[list[str]]) -> None:
    """Quotation marks, commas and line ends stay inside of their cell."""
    back = list(csv.reader(io.StringIO(sheet.table(("a", "b"), rows).decode(), newline=""), strict=True))
    assert [[cell.removeprefix("'") for cell in row] for row in back[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]

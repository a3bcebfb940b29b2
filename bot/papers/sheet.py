"""Statements and invoices as tables for machines: CSV after RFC 4180, UTF-8, safe to open in a spreadsheet.

Times are ISO 8601 in UTC, amounts decimals with a point; the currency stands in a column of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.domain.papers import InvoicePaper, StatementPaper
from bot.domain.sheets import defused
from bot.money import plain

statement_columns = (
    *("at", "transfer", "purse", "what", "pack", "title", "assignment"),
    *("amount", "balance", "currency", "hash"),
)
invoice_columns = ("part", "locked", "moved", "paid", "payments", "returned", "left", "currency")


def moment(at: int) -> str:
    """UTC epoch ms as ISO 8601 with milliseconds.

    >>> moment(1_767_225_600_001)
    '2026-01-01T00:00:00.001Z'
    """
    whole = datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{at % 1000:03d}Z"


def statement(paper: StatementPaper, currency: str) -> bytes:
    """A line for each movement, newest first; a title in the pack's first language."""
    rows = (
        (
            moment(one.at),
            str(one.transfer),
            one.purse,
            one.what,
            one.pack,
            next(iter((one.title or {}).values()), ""),
            str(one.assignment or ""),
            plain(one.amount),
            plain(one.balance),
            currency,
            one.hash,
        )
        for one in paper.entries
    )
    return table(statement_columns, rows)


def invoice(paper: InvoicePaper, currency: str) -> bytes:
    """A line for each part of the escrow, and their sum."""
    rows = [
        (one.part, one.locked, one.moved, one.paid, one.payments, one.returned, one.left)
        for one in paper.parts
    ]
    payments = sum(one.payments for one in paper.parts)
    rows.append(("all", paper.locked, paper.moved, paper.paid, payments, paper.returned, paper.left))
    return table(
        invoice_columns,
        (
            (part, plain(locked), plain(moved), plain(paid), str(count), plain(back), plain(left), currency)
            for part, locked, moved, paid, count, back, left in rows
        ),
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of texts under their header; what a spreadsheet would take for a formula is made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode()

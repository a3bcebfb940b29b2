"""Samples of what is sent as a file: statements, records, invoices, receipts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome, papers, worker
from bot.domain.papers import Entry, InvoicePaper, InvoicePart, RecordPaper, StatementPaper, Worked
from bot.screens.samples.facts import (
    title,
)

_statement_paper = StatementPaper(
    at=1_795_000_000_000,
    balance=1_280_000,
    earned=1_280_000,
    entries=(
        Entry(2, 1_794_990_000_000, "available", "pay_answer", 40_000, 1_280_000, "streets", title, 12),
        Entry(
            1,
            1_794_980_000_000,
            "available",
            "pay_reading",
            20_000,
            1_240_000,
            "streets",
            title,
            hash="5f" * 32,
        ),
    ),
    earlier=30,
)

_invoice_paper = InvoicePaper(
    at=1_795_000_000_000,
    pack="streets",
    title=title,
    number="7-312",
    requester="Open Streets Archive",
    parts=(
        *(
            InvoicePart(part, 12_000_000, 40_000, 9_000_000, 225, 3_000_000, 40_000)
            for part in ("answers", "gold", "practice", "reading", "side", "late", "floor", "care", "fee")
        ),
        InvoicePart("bonus", 0, 6_000_000, 6_000_000, 3, 0, 0),
        InvoicePart("bonus_fee", 0, 600_000, 600_000, 6, 0, 0),
        InvoicePart("look", 0, 80_000, 80_000, 2, 0, 0),
        InvoicePart("unwarned", 0, 2_400_000, 2_400_000, 2, 0, 0),
        InvoicePart("resale", 0, 1_000_000, 900_000, 2, 100_000, 0),
    ),
    goodwill=80_000,
)

_record_packs = (
    papers.RecordPack(1, title, 120, True, "1"),
    papers.RecordPack(2, {"en": "Prices of maize"}, 48, True, "2"),
)

_record_paper = RecordPaper(
    at=1_795_000_000_000,
    name="Amina Yusuf",
    work=(
        Worked(
            title,
            "choice",
            "Open Streets Archive",
            1_790_000_000_000,
            1_794_000_000_000,
            120,
            9,
            8,
            4_800_000,
        ),
        Worked(
            {"en": "Prices of maize"},
            "number",
            "Maize Watch",
            1_794_000_000_000,
            1_795_000_000_000,
            48,
            None,
            None,
        ),
    ),
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    return (
        ("No such receipt", worker.Refused("NoSuchReceipt", {})),
        ("A receipt that comes later", worker.Refused("ReceiptLater", {})),
        ("Statement as a PDF", papers.StatementFile("pdf", _statement_paper)),
        ("Invoice of a pack", papers.InvoiceFile(7, "pdf", _invoice_paper)),
        ("Invoice of a name in other letters", papers.InvoiceFile(7, "pdf", replace(_invoice_paper, requester="أرشيف الشوارع"))),
        ("Invoice as a table", papers.InvoiceFile(7, "csv", _invoice_paper)),
        ("Work record", papers.RecordChoice(_record_packs, "", False)),
        ("Work record without one pack", papers.RecordChoice((replace(_record_packs[0], shown=False, change=""), _record_packs[1]), "1", True)),
        ("Work record without work", papers.RecordChoice((), "", False)),
        ("Work record as a file", papers.RecordFile((7,), True, "Amina Yusuf", _record_paper)),
        ("Receipt", papers.ReceiptFile(2, "{}", "5f" * 32, "a0" * 32)),
        ("Receipts to choose from", papers.Receipts(((2, 1_794_990_000_000, "pay_answer", 40_000),))),
        ("Receipts: none", papers.Receipts(())),
        ("Receipt without a seal", papers.ReceiptFile(2, "{}", "5f" * 32)),
        ("Seal", papers.SealTold(1_795_000_000_000, "a0" * 32)),
        ("No seal", papers.SealTold(0, "")),
        ("Forget me", papers.ForgetTold(1_280_000, 0, (), 0, "4821")),
        ("Forget me, with nothing left", papers.ForgetTold(0, 0, (), 0, "0312")),
        ("Forget me, with a debt", papers.ForgetTold(0, 0, (), 0, "", owed=2_200_000)),
        ("Forget me, later", papers.ForgetTold(1_280_000, 2_000_000, ("streets", "wells"), 5_000_000, "")),
        ("Forgotten", papers.Forgotten(1001, "en")),
        ("Statement as a table", papers.StatementFile("csv", _statement_paper)),
    )  # fmt: skip

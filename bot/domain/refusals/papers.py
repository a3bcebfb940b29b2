"""Refusals of papers: receipts, and files that are written for an operator."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchReceipt(Refusal):
    sentence = N_("You have no movement with this number. /statement_csv has the numbers under transfer.")


class ReceiptLater(Refusal):
    """A receipt would tell whether the answer of a task was known."""

    sentence = N_("This line has its receipt when the packs you worked in since are closed.")


class PaperNotWritable(Refusal):
    sentence = N_("The paper can't be written so. {reason}")


class BookNotWritten(Refusal):
    """The book's file can't be made; the reason is a plain English sentence for the operator."""

    sentence = N_("The book can't be written there. {reason}")

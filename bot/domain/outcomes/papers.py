"""What people can show to others: the wish for a file, whose content is read when it is sent and never stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.papers import InvoicePaper, StatementPaper


@dataclass(frozen=True, slots=True)
class StatementFile:
    """One's statement as a file, `form` "pdf" or "csv"."""

    form: str
    paper: StatementPaper | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """What a pack has cost, for its requester, `form` "pdf" or "csv"."""

    pack: int
    form: str
    paper: InvoicePaper | None = field(default=None, metadata={"passing": True})


Outcome = StatementFile | InvoiceFile

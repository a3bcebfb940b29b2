"""What people can show to others: the wish for a file, whose content is read when it is sent and never stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.papers import StatementPaper


@dataclass(frozen=True, slots=True)
class StatementFile:
    """One's statement as a file, `form` "pdf" or "csv"."""

    form: str
    paper: StatementPaper | None = field(default=None, metadata={"passing": True})


Outcome = StatementFile

"""What people can show to others: the wish for a file, whose content is read when it is sent and never stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.outcomes._outcome import Outcome
from bot.domain.papers import InvoicePaper, RecordPaper, StatementPaper, TextsOf


@dataclass(frozen=True, slots=True)
class StatementFile(Outcome):
    """One's statement as a file, `form` "pdf" or "csv"."""

    form: str
    paper: StatementPaper | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class InvoiceFile(Outcome):
    """What a pack has cost, for its requester, `form` "pdf" or "csv"."""

    pack: int
    form: str
    paper: InvoicePaper | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class RecordPack:
    """A pack that a work record may show: its number, and what is behind /record when it is taken in or left out."""

    number: int
    title: TextsOf
    answers: int
    shown: bool
    change: str


@dataclass(frozen=True, slots=True)
class RecordChoice(Outcome):
    """What a work record would show. `chosen` is what is behind /record for its packs, "" for all of them."""

    packs: tuple[RecordPack, ...]
    chosen: str
    pay: bool


@dataclass(frozen=True, slots=True)
class RecordFile(Outcome):
    """A signed work record of some packs, with what they paid or without, under a name or none."""

    packs: tuple[int, ...]
    pay: bool
    name: str
    paper: RecordPaper | None = field(default=None, metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class ReceiptFile(Outcome):
    """The receipt of one movement; `seal` is the hash of the seal over it, "" before there is one."""

    transfer: int
    content: str = field(default="", metadata={"passing": True})
    hash: str = field(default="", metadata={"passing": True})
    seal: str = field(default="", metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class Receipts(Outcome):
    """The newest movements of one's own that have a receipt: (transfer, UTC ms, what it was, micro-units)."""

    lines: tuple[tuple[int, int, str, int], ...]


@dataclass(frozen=True, slots=True)
class SealTold(Outcome):
    """The book's newest seal; `hash` "" before the first."""

    at: int
    hash: str


@dataclass(frozen=True, slots=True)
class ForgetTold(Outcome):
    """What forgetting would do: `balance` is given up; it waits for `waiting` micro-units under way, for packs, for a
    requester's money that is `spendable`, and for what they owe. `code` is typed to do it, "" while it waits.
    """

    balance: int
    waiting: int
    packs: tuple[str, ...]
    spendable: int
    code: str
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten(Outcome):
    """It is done. Where it is told, once, stands here, for nothing else knows it any more; it is never stored."""

    telegram: int
    language: str

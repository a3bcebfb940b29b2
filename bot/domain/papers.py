"""What stands in papers: a statement, a receipt, a work record, an invoice. Values only; `bot.papers` writes them.

Money is in micro-units, times are UTC epoch ms, texts are by language.
"""

from __future__ import annotations

from dataclasses import dataclass

TextsOf = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of a worker's money: when, what for, how much, and what was there after it.

    `what` is the movement's code; a known answer's looks like any other's until its pack is closed, and so does its
    `hash`, which is "" until then: from a hash and what is known besides, the movement could be worked out.
    """

    transfer: int
    at: int
    purse: str
    what: str
    amount: int
    balance: int
    pack: str = ""  # its name; "" for what has to do with no pack
    title: TextsOf | None = None
    assignment: int = 0  # the task it paid
    hash: str = ""


@dataclass(frozen=True, slots=True)
class StatementPaper:
    """A worker's money at a time, newest line first; `earlier` lines are left out."""

    at: int
    balance: int
    earned: int  # all that ever became available
    entries: tuple[Entry, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class InvoicePart:
    """One part of a pack's escrow, or of what was paid beside it: locked + moved - paid - returned = left."""

    part: str
    locked: int
    moved: int  # from or to other parts, pots and free money: the late reserve filled, an answer advanced, a bonus
    paid: int
    payments: int
    returned: int
    left: int


fee_parts = ("fee", "bonus_fee")


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """What a pack has cost its requester until `at`. The fees are the platform's and the guarantee pot's."""

    at: int
    pack: str
    title: TextsOf
    number: str  # of the invoice: the pack's version and the book's last entry for it
    requester: str
    parts: tuple[InvoicePart, ...]
    goodwill: int = 0  # what the house paid for this pack's work, beside it

    @property
    def locked(self) -> int:
        """All that was locked away for the pack."""
        return sum(one.locked for one in self.parts)

    @property
    def paid(self) -> int:
        """All that was paid out of it, the fee too."""
        return sum(one.paid for one in self.parts)

    @property
    def fee(self) -> int:
        """What of it was the fee."""
        return sum(one.paid for one in self.parts if one.part in fee_parts)

    @property
    def moved(self) -> int:
        """What was not locked for the pack: the guarantee pot's, and the requester's free money for bonuses."""
        return sum(one.moved for one in self.parts)

    @property
    def returned(self) -> int:
        """What went back."""
        return sum(one.returned for one in self.parts)

    @property
    def left(self) -> int:
        """What is still locked."""
        return sum(one.left for one in self.parts)


@dataclass(frozen=True, slots=True)
class Worked:
    """A line of a work record: what somebody did of one pack. `known` and `right` are None until the pack is closed."""

    title: TextsOf
    kind: str
    asks: str
    first_at: int
    last_at: int
    answers: int
    known: int | None
    right: int | None
    earned: int | None = None  # None: they chose to leave it out


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """What somebody chose to show of their work; `name` is as they typed it, "" for none."""

    at: int
    name: str
    work: tuple[Worked, ...]

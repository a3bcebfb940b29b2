"""Reconciling: a provider's statement, read from CSV, beside what we know of our payouts.

A statement has a heading. Of its columns three are read, under the names that providers give them: our id, the provider's
own reference (one of the two must be there), and the amount, which may be written below zero. Other columns, and rows
without an amount (what came in, say), are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.money import parse

file_bytes_max: Final = 20_000_000
ids: Final = (
    "id",
    "our id",
    "our_id",
    "originator conversation id",
    "originatorconversationid",
    "sender_item_id",
)
references: Final = (
    "reference",
    "receipt no.",
    "receipt",
    "transaction id",
    "transaction_id",
    "transactionid",
)
amounts: Final = ("amount", "withdrawn", "paid", "gross")

_id = re.compile(r"'?P?(\d{1,19})", re.ASCII)


class NoStatement(ValueError):
    """This is no statement; `str()` says why, in English."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement: our id where it has one, the provider's reference, micro-units of its money."""

    line: int
    id: str
    reference: str
    amount: int


@dataclass(frozen=True, slots=True)
class Known:
    """A payout as we know it: what should have arrived, in micro-units of local money."""

    id: str
    reference: str
    amount: int
    state: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What is not the same on both sides.

    `missing`: we think they are there, and the statement does not know them. `extra`: lines that are no payout of ours.
    `different`: another amount. `news`: on the statement, and not confirmed here.
    """

    missing: tuple[Known, ...]
    extra: tuple[Entry, ...]
    different: tuple[tuple[Entry, Known], ...]
    news: tuple[tuple[Entry, Known], ...]
    same: int


def read(content: bytes) -> list[Entry]:
    """The lines of a statement. Raises NoStatement."""
    if len(content) > file_bytes_max:
        raise NoStatement(f"it is larger than {file_bytes_max // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
            )
        )
    except (UnicodeDecodeError, csv.Error):
        raise NoStatement("it is no CSV file in UTF-8") from None
    heading = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {
        name: _place(heading, known)
        for name, known in (("id", ids), ("reference", references), ("amount", amounts))
    }
    if places["amount"] is None or (places["id"] is None and places["reference"] is None):
        raise NoStatement("its heading needs an amount, and an id or a reference")
    return [entry for line, row in enumerate(rows[1:], 2) if (entry := _entry(line, row, places)) is not None]


def _place(heading: Sequence[str], known: Sequence[str]) -> int | None:
    return next((heading.index(name) for name in known if name in heading), None)


def _entry(line: int, row: Sequence[str], places: Mapping[str, int | None]) -> Entry | None:
    said = {name: row[at].strip() if at is not None and at < len(row) else "" for name, at in places.items()}
    if not said["amount"]:
        return None
    try:
        amount = parse(said["amount"].lstrip("'-−").replace(",", ""))
    except ValueError:
        raise NoStatement(f"the amount in line {line} is none") from None
    found = _id.fullmatch(said["id"])
    return Entry(line, found[1] if found else "", said["reference"].lstrip("'"), amount) if amount else None


def compare(entries: Sequence[Entry], payouts: Sequence[Known]) -> Compared:
    """What is missing, extra, different or new. A payout that two lines name is extra in the second."""
    by_id = {one.id: one for one in payouts}
    by_reference = {one.reference: one for one in payouts if one.reference}
    seen: set[str] = set()
    extra, different, news = [], [], []
    for entry in entries:
        known = by_id.get(entry.id) or by_reference.get(entry.reference)
        if known is None or known.id in seen:
            extra.append(entry)
            continue
        seen.add(known.id)
        if known.amount != entry.amount:
            different.append((entry, known))
        elif known.state not in ("confirmed", "returned"):
            news.append((entry, known))
    missing = [one for one in payouts if one.state == "confirmed" and one.id not in seen]
    same = len(seen) - len(different) - len(news)
    return Compared(tuple(missing), tuple(extra), tuple(different), tuple(news), same)

"""The whole book as text for other programs: a journal for beancount, or a table of entries as CSV.

Both are made transfer by transfer, in the order of their ids, so a book of any length takes the same memory. A journal
ends with what every account must hold, as the book says and not as the lines before sum up: whoever checks it
(`bean-check`) proves both. Beancount counts what a house has as above zero and what it owes as below, so an
amount has the other sign there than here; each account of the chart has one of its own

    world                    Assets:World
    requester:3              Liabilities:Requesters:R3
    owed:3                   Assets:Owed:R3
    pack:7:answers           Liabilities:Packs:P7:Answers
    resale:7                 Liabilities:Resales:P7
    worker:5:available       Liabilities:Workers:W5:Available
    house:fees               Income:Fees
    house:guarantee          Liabilities:Guarantee
    house:goodwill           Equity:Goodwill
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot import money
from bot.ledger import accounts
from bot.storage.transaction import Row, Tx

page_transfers: Final = 500
columns: Final = (
    "transfer", "at", "movement", "account", "other", "amount", "balance", "currency",
    "pack", "reverses", "version", "key", "hash",
)  # fmt: skip
_named: Final = {
    accounts.world: "Assets:World",
    accounts.fees: "Income:Fees",
    accounts.guarantee: "Liabilities:Guarantee",
    accounts.goodwill: "Equity:Goodwill",
}
_groups: Final = {
    "requester": "Liabilities:Requesters:R",
    "owed": "Assets:Owed:R",
    "pack": "Liabilities:Packs:P",
    "resale": "Liabilities:Resales:P",
    "worker": "Liabilities:Workers:W",
}
_sides: Final = (("source", "target"), ("target", "source"))


def bean_account(name: str) -> str:
    """The name of an account as beancount takes it.

    >>> bean_account("pack:7:answers"), bean_account("world")
    ('Liabilities:Packs:P7:Answers', 'Assets:World')
    """
    if name in _named:
        return _named[name]
    kind, number, *part = name.split(":")
    return ":".join([f"{_groups[kind]}{number}", *(one.capitalize() for one in part)])


def beancount(tx: Tx) -> Iterator[str]:
    """The book as a journal for beancount, a piece at a time; each piece ends with a line feed."""
    span = tx.one("book.span")
    if span is None or span["first"] is None:
        yield "; The book is empty.\n"
        return
    first, after = _day(span["first"]), _day(span["last"]) + timedelta(days=1)
    yield from (f"{first} open {bean_account(row['name'])} {row['currency']}\n" for row in _accounts(tx))
    yield from (_transaction(row) for row in _transfers(tx))
    yield "\n"
    for row in _accounts(tx):
        name, held = bean_account(row["name"]), _six(-row["balance"])
        yield f"{after} balance {name}  {held} ~ 0.000000 {row['currency']}\n"


def table(tx: Tx) -> Iterator[str]:
    """The book as CSV (RFC 4180), one line an entry under a line of `columns`; `at` is ISO 8601 in UTC."""
    yield _line(columns)
    for row in _transfers(tx):
        for side, other in _sides:
            signed = row["amount"] if side == "target" else -row["amount"]
            yield _line(
                (
                    row["id"], _moment(row["at"]).isoformat(timespec="milliseconds"), row["movement"],
                    row[side], row[other], _six(signed), _six(row[f"{side}_balance"]), row["currency"],
                    row["pack"], row["reverses"], row[f"{side}_version"], row["key"], row[f"{side}_hash"],
                )
            )  # fmt: skip


exports: Final[dict[str, Callable[[Tx], Iterator[str]]]] = {"beancount": beancount, "csv": table}
"""The forms a book can be exported in, by name."""


def _transaction(row: Row) -> str:
    lines = [
        f'\n{_day(row["at"])} * "{row["movement"]}"',
        f'  id: "{row["id"]}"',
        f'  key: "{row["key"]}"',
        f'  at: "{_moment(row["at"]).isoformat(timespec="milliseconds")}"',
    ]
    for side, _ in _sides:
        amount = -row["amount"] if side == "target" else row["amount"]
        lines.append(f"  {bean_account(row[side])}  {_six(amount)} {row['currency']}")
        lines.append(f'    hash: "{row[f"{side}_hash"]}"')
    return "\n".join(lines) + "\n"


def _transfers(tx: Tx) -> Iterator[Row]:
    after = -1
    while rows := tx.all("book.journal", after=after, most=page_transfers):
        yield from rows
        after = rows[-1]["id"]


def _accounts(tx: Tx) -> Iterator[Row]:
    after = -1
    while rows := tx.all("book.accounts_after", after=after, most=page_transfers):
        yield from rows
        after = rows[-1]["id"]


def _line(values: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(["" if value is None else value for value in values])
    return out.getvalue()


def _six(micro: int) -> str:
    """An amount with all its six decimals: -1_500_000 is "-1.500000"."""
    return f"{Decimal(micro) / money.unit_micro:.6f}"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def _day(at: int) -> date:
    return _moment(at).date()

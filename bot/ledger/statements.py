"""Reading the book: balances, and an account's lines newest first."""

from dataclasses import dataclass
from typing import Final

from bot.domain import quote
from bot.ledger import accounts
from bot.ledger.refusals import TooWide
from bot.storage.transaction import Row, Tx

statement_accounts_max: Final = 16
"""A statement is one owner's: a pack has nine accounts, a worker four. A wider prefix is a slip."""

no_id_before: Final = 2**63 - 1
_waiting: Final[tuple[accounts.Purse, ...]] = ("leaving", "frozen", "earned")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: `amount` (below zero when it left) and the account's `balance` after it, micro-units; `at` UTC ms.

    `pack` is the pack it belongs to, `key` its transfer's cause, `hash` covers the entry and the account's before.
    """

    transfer: int
    at: int
    account: str
    movement: str
    other: str
    amount: int
    balance: int
    version: int
    pack: int | None = None
    key: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a movement came to on one account: `amount` micro-units, below zero when it left, in `count` entries."""

    account: str
    movement: str
    amount: int
    count: int


def balance(tx: Tx, account: str) -> int:
    """What an account holds, in micro-units; 0 when it was never used."""
    return tx.value("book.balance", name=account) or 0


def currency(tx: Tx) -> str:
    """The currency the book is in; "" before the first money came in."""
    return tx.value("book.currency") or ""


def available(tx: Tx, worker: int) -> int:
    """What the worker known as `worker` in the book can be paid out, in micro-units."""
    return balance(tx, accounts.worker(worker))


def earned_since(tx: Tx, worker: int, since: int) -> int:
    """What became available to a worker from `since` (UTC ms) on, in micro-units, whatever left since."""
    return tx.value("book.earned_since", name=accounts.worker(worker), since=since) or 0


def earned_from(tx: Tx, worker: int) -> dict[str, int]:
    """What a worker earned in all, by the account that paid it ("pack:7:answers", "house:goodwill"), in micro-units."""
    rows = tx.all(
        "book.earned_from", available=accounts.worker(worker), earned=accounts.worker(worker, "earned")
    )
    return {row["source"]: row["amount"] for row in rows}


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds how much (micro-units), and what packs have locked, by part. All holders come to 0."""

    by: dict[str, int]
    escrow: dict[str, int]


def held(tx: Tx) -> Held:
    """What each kind of holder has. Workers' is what is left, so nobody's own account is read. A read."""
    by = dict.fromkeys(("requesters", "packs", "resales", "owed"), 0)
    escrow: dict[str, int] = dict.fromkeys(quote.parts, 0)
    for row in tx.all("book.held_by_kind"):
        by[row["holder"]] += row["amount"]
        if row["part"]:
            escrow[row["part"]] = row["amount"]
    house = {"outside": accounts.world, "goodwill": accounts.goodwill}
    house |= {"guarantee": accounts.guarantee, "fees": accounts.fees}
    by |= {holder: balance(tx, name) for holder, name in house.items()}
    return Held(by | {"workers": -sum(by.values())}, escrow)


def clearing(tx: Tx) -> dict[accounts.Purse, int]:
    """What all workers have "leaving", "frozen" and "earned", in micro-units: nothing where nothing is open.

    Whoever keeps payouts, claims and windows compares: the sums must be those of what is open there.
    """
    found = {row["purse"]: row["amount"] for row in tx.all("book.clearing")}
    return {purse: found.get(purse[-6:], 0) for purse in _waiting}


def balances(tx: Tx, prefix: str) -> dict[str, int]:
    """What each account holds whose name starts with `prefix`, such as "pack:7:". At most 16, else TooWide."""
    return {row["name"]: row["balance"] for row in _accounts(tx, prefix)}


def statement(tx: Tx, prefix: str, limit: int = 20, before: int = no_id_before) -> list[Line]:
    """The newest `limit` lines of all accounts under `prefix`, with a transfer id below `before` (to page on)."""
    lines = [
        _line(account["name"], row)
        for account in _accounts(tx, prefix)
        for row in tx.all("book.lines_before", account=account["id"], before=before, most=limit)
    ]
    return sorted(lines, key=lambda line: (-line.transfer, line.account))[:limit]


def sums(tx: Tx, prefix: str) -> list[Sum]:
    """What each movement came to on each account under `prefix`; takes as long as there are entries."""
    return [
        Sum(account["name"], row["movement"], int(row["amount"]), int(row["count"]))
        for account in _accounts(tx, prefix)
        for row in tx.all("book.sums", account=account["id"])
    ]


def bonuses(tx: Tx, pack: int) -> list[Sum]:
    """What a requester's free money paid beside a pack's: bonuses and the fee on them, looks nobody was asked before, their pauses."""
    return [
        Sum(row["source"], row["movement"], -int(row["amount"]), int(row["count"]))
        for row in tx.all("book.pack_bonuses", pack=pack)
    ]


def resold(tx: Tx, pack: int) -> list[Sum]:
    """What a pack's requester put aside of resales, what people got of it and what came back, as amounts of what was put aside."""
    return [
        Sum(
            accounts.resale(pack),
            row["movement"],
            int(row["amount"]) * (1 if row["movement"] == "hold_resale" else -1),
            int(row["count"]),
        )
        for row in tx.all("book.pack_resales", pack=pack)
    ]


def goodwill_paid(tx: Tx, pack: int) -> int:
    """What the house has paid for a pack's work, in micro-units."""
    return int(tx.value("book.pack_goodwill", pack=pack) or 0)


def _accounts(tx: Tx, prefix: str) -> list[Row]:
    # Names are ASCII, so a character after the last of ASCII's ends the range.
    rows = tx.all(
        "book.accounts_between", first=prefix, beyond=f"{prefix}\x7f", most=statement_accounts_max + 1
    )
    if len(rows) > statement_accounts_max:
        raise TooWide(prefix, statement_accounts_max)
    return rows


def _line(account: str, row: Row) -> Line:
    return Line(
        row["transfer_id"],
        row["at"],
        account,
        row["movement"],
        row["source"] if row["amount"] > 0 else row["target"],
        row["amount"],
        row["balance"],
        row["version"],
        row["pack"],
        row["key"],
        row["hash"],
    )

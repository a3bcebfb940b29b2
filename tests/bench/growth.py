"""What a transfer, a statement and a balance cost in a small and in a large book, on either engine.

The book is made longer by rows worked out here, hashes and all, and written by whatever writes most at once; it proves as if the
program had written them one by one. A pack's answers are paid to many workers, as in life.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import ledger
from bot.app import now_ms
from bot.domain.quote import Quote
from bot.ledger.hashing import entry_hash, input_hash
from bot.storage import Database, Tx
from tests.bench import stock
from tests.bench.figures import Figures, short

rows_at_once = 50_000
pieces = 10
Tables = dict[str, list[tuple[Any, ...]]]
Fill = Callable[[Tables], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: `at_once` transfers a commit, `transfers` a round, in books of `entries`."""

    rounds: int = 5
    transfers: int = 2_000
    at_once: int = 100
    workers: int = 64
    entries: tuple[int, ...] = (10_000, 100_000)
    times: int = 300


def funded(tx: Tx) -> None:
    """A pack with money for everything."""
    wanted = Quote(
        answers=10**12, gold=0, practice=0, reading=0, side=0, late=0, floor=0, care=0, fee=10**11, likely=0
    )
    ledger.deposit(tx, requester=1, amount=2 * 10**12, currency="USD", about=1)
    ledger.lock(tx, pack=1, requester=1, quote=wanted, about=1)


def pay(tx: Tx, first: int, count: int, workers: int) -> None:
    """So many answers, everybody in turn."""
    for about in range(first, first + count):
        ledger.pay_answer(tx, pack=1, worker=about % workers, amount=40_000, about=about)


async def grown(url: str, fill: Fill, size: Size) -> Figures:
    """What a transfer, a statement of twenty lines and a balance cost in books of so many entries, in microseconds."""
    found: Figures = {"microseconds": {}}
    async with stock.opened(url) as database:
        await database.write(funded)
        await database.write(pay, 1, size.workers, size.workers)
        about = 1 + size.workers
        for entries in size.entries:
            there = await database.read(lambda tx: book_of(tx, size.workers))
            more = entries // 2 - there.accounts[there.source][1]
            while more > 0:
                count = min(more, rows_at_once)
                await asyncio.to_thread(fill, there.longer(about, count))
                about, more = about + count, more - count
            found["microseconds"][str(entries)] = await costs(database, about, size)
            about += size.times
        assert await database.read(ledger.check) == []
    least, most = (found["microseconds"][str(size.entries[at])] for at in (0, -1))
    found["largest_to_smallest"] = {name: short(most[name] / least[name]) for name in least}
    return found


async def costs(database: Database, about: int, size: Size) -> Figures:
    """The least of ten pieces of `times` calls, each in one transaction: commits are the disk's, the rest the neighbours'.

    On SQLite the processor time of its thread; on PostgreSQL, where a server does the work, the time of the clock.
    """
    each = size.times // pieces
    watch = time.thread_time if database.engine == "sqlite" else time.perf_counter

    def timed(tx: Tx, call: Callable[[Tx, int], object], first: int) -> float:
        began = watch()
        for number in range(first, first + each):
            call(tx, number)
        return (watch() - began) / each * 1e6

    def name(number: int) -> str:
        return f"worker:{number % size.workers}:available"

    def post(tx: Tx, number: int) -> None:
        pay(tx, about + number, 1, size.workers)

    def state(tx: Tx, number: int) -> None:
        ledger.statement(tx, name(number))

    def look(tx: Tx, number: int) -> None:
        ledger.balance(tx, name(number))

    firsts = range(0, pieces * each, each)
    return {
        "transfer": short(min([await database.write(timed, post, first) for first in firsts])),
        "statement": short(min([await database.read(timed, state, first) for first in firsts])),
        "balance": short(min([await database.read(timed, look, first) for first in firsts])),
    }


@dataclass(slots=True)
class Filling:
    """A book as it is, to be made longer by rows that prove: accounts by name as [id, version, balance, head]."""

    source: str
    accounts: dict[str, list[Any]]
    number: int
    workers: int

    def longer(self, about: int, count: int) -> Tables:
        """The rows of `count` more answers, by table, and the accounts as they are then."""
        transfers, entries, at = [], [], now_ms()
        for key in (f"answer:{about + done}" for done in range(count)):
            self.number += 1
            target = f"worker:{self.number % self.workers}:available"
            asked = input_hash("pay_answer", self.source, target, 40_000, 1, None)
            ends = self.accounts[self.source][0], self.accounts[target][0]
            transfers.append((self.number, key, asked, "pay_answer", *ends, 40_000, 1, None, at))
            for name, amount in ((self.source, -40_000), (target, 40_000)):
                account = self.accounts[name]
                account[1] += 1
                account[2] += amount
                account[3] = entry_hash(
                    account[3], name, "USD", amount, account[2], account[1], self.number, key, asked, at
                )
                entries.append((self.number, account[0], amount, account[2], account[1], account[3]))
        kept = [
            (number, name, "USD", balance, version, head, 0)
            for name, (number, version, balance, head) in self.accounts.items()
        ]
        tables = {"book_accounts": kept, "transfers": transfers, "entries": entries}
        return {table: rows for table, rows in tables.items() if rows}


def book_of(tx: Tx, workers: int) -> Filling:
    """The book's accounts as they are."""
    rows = tx.all("book.accounts_after", after=-1, most=10_000)
    accounts = {row["name"]: [row["id"], row["version"], row["balance"], row["head"]] for row in rows}
    newest = ledger.statement(tx, "pack:1:answers", limit=1)[0].transfer
    return Filling("pack:1:answers", accounts, newest, workers)

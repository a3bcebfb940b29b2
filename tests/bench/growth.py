"""What a transfer, a statement and a balance cost in a small and in a large book, on either engine.

The book is made longer by rows worked out here, hashes and all, and written by whatever writes most at once; it proves as if the
program had written them one by one. A pack's answers are paid to many workers, as in life.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bot import ledger
from bot.app import now_ms
from bot.domain.quote import Quote
from bot.ledger.hashing import entry_hash, input_hash
from bot.storage import Database, Tx
from tests.bench import stock
from tests.bench.figures import Figures, ratios, short

rows_at_once = 50_000
pieces = 20
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


async def grown(books: Mapping[int, tuple[str, Fill]], size: Size) -> Figures:
    """What a transfer, a statement of twenty lines and a balance cost in books of so many entries, in microseconds.

    All books are there before anything is timed, and they take turns, piece by piece: neighbours in time share the machine's
    mood, so what the largest cost beside the smallest is the median over the turns.
    """
    async with AsyncExitStack() as stack:
        open_books = [
            (str(entries), await stack.enter_async_context(stock.opened(url)))
            for entries, (url, _) in books.items()
        ]
        first = 0
        for (_, database), (entries, (_, fill)) in zip(open_books, books.items(), strict=True):
            first = max(first, await lengthened(database, fill, entries, size.workers))
        each = size.times // pieces
        took: dict[str, dict[str, list[float]]] = {
            name: defaultdict(list) for name in ("transfer", "statement", "balance")
        }
        for piece in range(pieces):
            for name, database in open_books:
                for call, cost in (await costs(database, first + piece * each, each, size.workers)).items():
                    took[call][name].append(cost)
        for _, database in open_books:
            assert await database.read(ledger.check) == []
    least, most = open_books[0][0], open_books[-1][0]
    return {
        "microseconds": {
            name: {call: short(min(of[name])) for call, of in took.items()} for name, _ in open_books
        },
        "largest_to_smallest": {call: ratios(of[most], of[least]) for call, of in took.items()},
    }


async def lengthened(database: Database, fill: Fill, entries: int, workers: int) -> int:
    """A book of so many entries, most of them written by `fill`; the first number that is free in it."""
    await database.write(funded)
    await database.write(pay, 1, workers, workers)
    about = 1 + workers
    there = await database.read(lambda tx: book_of(tx, workers))
    more = entries // 2 - there.accounts[there.source][1]
    while more > 0:
        count = min(more, rows_at_once)
        await asyncio.to_thread(fill, there.longer(about, count))
        about, more = about + count, more - count
    return about


async def costs(database: Database, first: int, count: int, workers: int) -> dict[str, float]:
    """What each of `count` calls costs, all in one transaction: commits are the disk's.

    On SQLite the processor time of its thread; on PostgreSQL, where a server does the work, the time of the clock.
    """
    watch = time.thread_time if database.engine == "sqlite" else time.perf_counter

    def timed(tx: Tx, call: Callable[[Tx, int], object]) -> float:
        began = watch()
        for number in range(first, first + count):
            call(tx, number)
        return (watch() - began) / count * 1e6

    def name(number: int) -> str:
        return f"worker:{number % workers}:available"

    def post(tx: Tx, number: int) -> None:
        pay(tx, number, 1, workers)

    def state(tx: Tx, number: int) -> None:
        ledger.statement(tx, name(number))

    def look(tx: Tx, number: int) -> None:
        ledger.balance(tx, name(number))

    return {
        "transfer": await database.write(timed, post),
        "statement": await database.read(timed, state),
        "balance": await database.read(timed, look),
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

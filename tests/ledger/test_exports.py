"""The book in other programs' hands: beancount proves the journal, and every amount of the table is the book's."""

import csv
import io
import tracemalloc
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import realization
from beancount.core.data import Balance, Open, Transaction

from bot import ledger
from bot.ledger.exports import bean_account, beancount, exports, table
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.conftest import Clock
from tests.ledger.test_ledger import play
from tests.ledger.test_movements import cent, funded, pay

pytestmark = pytest.mark.anyio


async def written(database: Database, form: str = "beancount") -> str:
    """The whole export."""
    return await database.read(lambda tx: "".join(exports[form](tx)))


def balances(tx: Tx) -> dict[str, int]:
    """What every account holds."""
    prefixes = ("world", "requester:", "owed:", "resale:", "worker:", "house:", "pack:")
    return {name: amount for prefix in prefixes for name, amount in ledger.balances(tx, prefix).items()}


async def test_beancount_accepts_the_story_and_finds_every_balance(database: Database) -> None:
    """bean-check has nothing to say, and what each account holds there is what it holds here, with the other sign."""
    await database.write(play)
    entries, errors, _ = loader.load_string(await written(database))
    assert errors == []
    root = realization.realize(entries)
    held = await database.read(balances)
    assert len(held) > 12
    for name, amount in held.items():
        found = realization.compute_balance(realization.get(root, bean_account(name)), leaf_only=True)
        assert found.get_currency_units("USD").number == Decimal(-amount) / 1_000_000, name
    asserted = {one.account: one for one in entries if isinstance(one, Balance)}
    assert asserted.keys() == {bean_account(name) for name in held}
    assert asserted.keys() == {one.account for one in entries if isinstance(one, Open)}


async def test_every_transfer_is_one_transaction_with_what_proves_it(database: Database) -> None:
    """Its id, key and movement, and on each side the hash that a receipt has."""
    told = await database.write(play)
    entries, _, _ = loader.load_string(await written(database))
    found: dict[str, Any] = {one.meta["id"]: one for one in entries if isinstance(one, Transaction)}
    assert len(found) == len(told)
    for transfer in told:
        one = found[str(transfer.id)]
        assert (one.narration, one.meta["key"]) == (transfer.movement, transfer.key)
        for account, posting in zip((transfer.source, transfer.target), one.postings, strict=True):
            given = await database.read(ledger.receipt, transfer=transfer.id, account=account)
            assert posting.account == bean_account(account) and posting.meta["hash"] == given.hash


async def test_a_wrong_balance_is_found_by_beancount(database: Database) -> None:
    """A line altered by one micro-unit makes its journal wrong: the assertions at the end are exact."""
    await database.write(play)
    text = await written(database)
    for line in ("Liabilities:Requesters:R3  -100.000000 USD", "Equity:Goodwill  20.000000 USD"):
        altered = text.replace(line.replace("20.000000", "-20.000000"), line[:-5] + "1 USD", 1)
        assert altered != text
        assert loader.load_string(altered)[1]


async def test_days_are_days_in_utc(database: Database, clock: Clock) -> None:
    """Accounts are opened on the first day, balances hold on the morning after the last."""
    clock.now_ms = 1_735_689_599_999  # 2024-12-31T23:59:59.999Z
    await database.write(funded)
    clock.now_ms += 1
    await database.write(pay, 11)
    entries, errors, _ = loader.load_string(await written(database))
    assert errors == []
    assert {str(one.date) for one in entries if isinstance(one, Open)} == {"2024-12-31"}
    assert {str(one.date) for one in entries if isinstance(one, Balance)} == {"2025-01-02"}
    days = {one.narration: str(one.date) for one in entries if isinstance(one, Transaction)}
    assert (days["deposit"], days["pay_answer"]) == ("2024-12-31", "2025-01-01")


async def test_the_table_has_a_line_for_each_entry(database: Database) -> None:
    """Summed by account it gives the balances, and each line's balance is the one after it."""
    told = await database.write(play)
    rows = list(csv.DictReader(io.StringIO(await written(database, "csv"))))
    assert len(rows) == 2 * len(told)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["account"]] += Decimal(row["amount"])
        assert Decimal(row["balance"]) == sums[row["account"]]
    held = await database.read(balances)
    assert {name: int(amount * 1_000_000) for name, amount in sums.items()} == held


async def test_an_empty_book_is_an_empty_journal(database: Database) -> None:
    """Nothing has moved: a comment, a line of columns, and no complaint."""
    assert loader.load_string(await written(database))[:2] == ([], [])
    assert (await written(database, "csv")).count("\n") == 1


async def test_a_long_book_takes_no_more_memory(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as many transfers, read in pages: the most memory held grows by far less than they take, 300 kB and more."""
    monkeypatch.setattr("bot.ledger.exports.page_transfers", 20)
    await database.write(funded)

    def more(tx: Tx, first: int, count: int) -> None:
        for about in range(first, first + count):
            ledger.pay_answer(tx, pack=7, worker=5, amount=1, about=about)

    def peak(tx: Tx) -> int:
        tracemalloc.start()
        for form in (beancount, table):
            for _ in form(tx):
                pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    await database.write(more, 1_000, 60)
    await database.read(peak)  # what is made once
    short = await database.read(peak)
    await database.write(more, 2_000, 900)
    assert await database.read(peak) < short + 60_000
    assert (await database.read(ledger.balance, "pack:7:answers")) == 10 * cent - 960


async def test_a_journal_is_a_file_bean_check_reads(database: Database, tmp_path: Path) -> None:
    """The same from a file, as an accountant does it."""
    await database.write(play)
    (tmp_path / "book.beancount").write_text(await written(database), "utf-8")
    assert loader.load_file(str(tmp_path / "book.beancount"))[1] == []

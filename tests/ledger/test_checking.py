"""Whatever is changed behind the book's back, in any column of any table, is found."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from bot import ledger
from bot.ledger.hashing import entry_hash, input_hash
from bot.storage import Database, open_database
from bot.storage.postgres import PostgresTx, _set_writer
from bot.storage.queries import Queries
from bot.storage.sqlite import SqliteTx
from bot.storage.transaction import Tx
from tests.conftest import Clock
from tests.ledger.test_ledger import play
from tests.ledger.test_movements import cent, funded, pay

pytestmark = pytest.mark.anyio

tables = {
    "book_accounts": ("id", "name", "currency", "balance", "version", "head", "sealed"),
    "transfers": (
        "id", "key", "input_hash", "movement", "source", "target", "amount", "pack", "reverses", "at",
    ),
    "entries": ("transfer_id", "account_id", "amount", "balance", "version", "hash"),
    "seals": ("id", "at", "hash", "accounts"),
}  # fmt: skip
keys = {
    "book_accounts": ("id",),
    "transfers": ("id",),
    "entries": ("account_id", "version"),
    "seals": ("id",),
}
guards = {
    "sqlite": [f"DROP TRIGGER {table}_no_{verb}" for table in tables for verb in ("update", "delete")],
    "postgres": [
        "SET session_replication_role = replica",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_check",
        "ALTER TABLE book_accounts DROP CONSTRAINT book_accounts_check",
    ],
}


@dataclass(slots=True)
class Intruder:
    """Somebody with the file or the password: every guard of the tables is off, and all is undone afterwards."""

    engine: str
    connection: Any
    tx: Tx

    def do(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Run any statement; `?` for each value."""
        cursor = self.connection.execute(sql if self.engine == "sqlite" else sql.replace("?", "%s"), values)
        return [dict(row) for row in cursor.fetchall()] if cursor.description else []

    def found(self, whole: bool = True) -> list[str]:
        """What the check says now."""
        return [str(fault) for fault in ledger.check(self.tx, whole=whole)]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside has not happened afterwards."""
        self.connection.execute("SAVEPOINT attempt")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK TO SAVEPOINT attempt")
            self.connection.execute("RELEASE SAVEPOINT attempt")


def connect(url: str) -> Any:
    """A connection of the driver's own, in a transaction."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(Path(url.removeprefix("sqlite://")), isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("BEGIN")
        return connection
    other: psycopg.Connection[dict[str, Any]] = psycopg.connect(url, row_factory=dict_row)
    _set_writer(other)
    return other


@contextmanager
def intruding(url: str) -> Iterator[Intruder]:
    """An intruder in a transaction that is rolled back at the end."""
    connection = connect(url)
    queries = Queries.load()
    engine = "sqlite" if url.startswith("sqlite") else "postgres"
    kind, statements = (SqliteTx, queries.sqlite) if engine == "sqlite" else (PostgresTx, queries.postgres)
    try:
        for guard in guards[engine]:
            connection.execute(guard)
        yield Intruder(engine, connection, kind(connection, statements, 0))
    finally:
        connection.rollback()
        connection.close()


async def made(url: str, *steps: Callable[[Tx], object]) -> None:
    """Run commands on a database, then close it."""
    database = await open_database(url, clock=Clock())
    for step in steps:
        await database.write(step)
    await database.close()


def more(tx: Tx) -> None:
    """Work after the first seal: payments, one reversed, and a fee."""
    pay(tx, 111)
    ledger.reverse(tx, transfer=pay(tx, 112, cent, True).id)
    ledger.collect_fee(tx, pack=7)


def attempts(row: dict[str, Any], column: str) -> list[object]:
    """Other values for a column: the smallest change, and one that collides with nothing."""
    value = row[column]
    if isinstance(value, str):
        return [value + "x"]
    if value is None:
        return [row["id"]]
    return (
        [value + 1, value + 1_000_003, None]
        if column in ("pack", "reverses")
        else [value + 1, value + 1_000_003]
    )


def tampered(intruder: Intruder, table: str, row: dict[str, Any], whole: bool = True) -> list[str]:
    """Which changes of one row's columns, or its removal, the check does not find."""
    where = " AND ".join(f"{key} = ?" for key in keys[table])
    at, missed = [row[key] for key in keys[table]], []
    for column in tables[table]:
        for value in attempts(row, column):
            with intruder.undone():
                try:
                    intruder.do(f"UPDATE {table} SET {column} = ? WHERE {where}", value, *at)
                except (sqlite3.IntegrityError, psycopg.IntegrityError):
                    continue
                if not intruder.found(whole):
                    missed.append(f"{table}.{column} {row[column]} -> {value}")
    with intruder.undone():
        intruder.do(f"DELETE FROM {table} WHERE {where}", *at)
        if not intruder.found(whole):
            missed.append(f"{table} without {at}")
    return missed


async def test_any_change_of_any_column_is_found(database_url: str) -> None:
    """Every column of the first, a middle and the last row of every table, changed or removed, gives a fault."""
    await made(database_url, play, ledger.seal, funded_again, more, ledger.seal)
    with intruding(database_url) as intruder:
        assert intruder.found() == []
        for table in tables:
            rows = intruder.do(f"SELECT * FROM {table} ORDER BY {', '.join(keys[table])}")
            for row in {0: rows[0], len(rows) // 2: rows[len(rows) // 2], len(rows) - 1: rows[-1]}.values():
                assert tampered(intruder, table, row) == []


def funded_again(tx: Tx) -> None:
    """Some cents for the answers of pack 7, which the story closed."""
    ledger.top_up(tx, pack=7, requester=3, amounts={"answers": 10 * cent}, about=99)


async def test_the_quick_check_finds_changes_since_the_seal(database_url: str) -> None:
    """Entries, transfers and balances written after the seal are watched without reading what lies before it."""
    await made(database_url, funded, ledger.seal, more)
    with intruding(database_url) as intruder:
        assert intruder.found(whole=False) == []
        seal = intruder.do("SELECT id FROM seals")[0]["id"]
        for row in intruder.do("SELECT * FROM transfers WHERE id > ?", seal):
            assert tampered(intruder, "transfers", row, whole=False) == []
        for row in intruder.do("SELECT * FROM entries WHERE transfer_id > ?", seal):
            assert tampered(intruder, "entries", row, whole=False) == []
        for column in ("balance", "version", "head", "currency", "name"):
            with intruder.undone():
                add = "|| 'x'" if column in ("head", "currency", "name") else "+ 1"
                intruder.do(f"UPDATE book_accounts SET {column} = {column} {add} WHERE version > sealed")
                assert intruder.found(whole=False), column


async def test_a_consistent_forgery_is_found_after_a_seal(database_url: str) -> None:
    """Cutting a payment off both chains, mending balances and heads, deceives the chains but not the seal."""
    await made(database_url, funded, lambda tx: pay(tx, 11), ledger.seal)
    with intruding(database_url) as intruder:
        paid = intruder.do("SELECT * FROM transfers WHERE movement = 'pay_answer'")[0]
        for account, back in ((paid["source"], paid["amount"]), (paid["target"], -paid["amount"])):
            before = intruder.do(
                "SELECT e.hash FROM entries e JOIN book_accounts a ON a.id = e.account_id "
                "WHERE a.id = ? AND e.version = a.version - 1",
                account,
            )
            head = before[0]["hash"] if before else ""
            intruder.do("DELETE FROM entries WHERE account_id = ? AND transfer_id = ?", account, paid["id"])
            intruder.do(
                "UPDATE book_accounts SET balance = balance + ?, version = version - 1, head = ? WHERE id = ?",
                back, head, account,
            )  # fmt: skip
        intruder.do("DELETE FROM transfers WHERE id = ?", paid["id"])
        assert any("Seal" in fault for fault in intruder.found())
        assert any("Seal" in fault for fault in intruder.found(whole=False))


async def test_a_rewritten_amount_with_new_hashes_is_found_after_a_seal(database_url: str) -> None:
    """A deposit made larger, all its hashes worked out again, still differs from what was sealed."""
    await made(
        database_url,
        lambda tx: ledger.deposit(tx, requester=3, amount=cent, currency="USD", about=1),
        ledger.seal,
    )
    with intruding(database_url) as intruder:
        paid = intruder.do("SELECT * FROM transfers")[0]
        asked = input_hash("deposit", "world", "requester:3", 2 * cent, None, None)
        intruder.do("UPDATE transfers SET amount = ?, input_hash = ?", 2 * cent, asked)
        for name, amount in (("world", -2 * cent), ("requester:3", 2 * cent)):
            hashed = entry_hash(
                "", name, "USD", amount, amount, 1, paid["id"], paid["key"], asked, paid["at"]
            )
            account = intruder.do("SELECT id FROM book_accounts WHERE name = ?", name)[0]["id"]
            intruder.do(
                "UPDATE entries SET amount = ?, balance = ?, hash = ? WHERE account_id = ?",
                amount,
                amount,
                hashed,
                account,
            )
            intruder.do(
                "UPDATE book_accounts SET balance = ?, head = ? WHERE id = ?", amount, hashed, account
            )
        found = intruder.found()
        assert len(found) == 1
        assert "Seal" in found[0]


def rehashed(intruder: Intruder) -> None:
    """Work out every hash again, as wrong code of ours would: what is still found is not found by hashes."""
    accounts = {row["id"]: row for row in intruder.do("SELECT * FROM book_accounts")}
    asked: dict[int, str] = {}
    transfers = {row["id"]: row for row in intruder.do("SELECT * FROM transfers")}
    for number, row in transfers.items():
        names = (accounts[row["source"]]["name"], accounts[row["target"]]["name"])
        asked[number] = input_hash(row["movement"], *names, row["amount"], row["pack"], row["reverses"])
        intruder.do("UPDATE transfers SET input_hash = ? WHERE id = ?", asked[number], number)
    for account in accounts.values():
        head = ""
        for row in intruder.do("SELECT * FROM entries WHERE account_id = ? ORDER BY version", account["id"]):
            moved = transfers[row["transfer_id"]]
            head = entry_hash(
                head, account["name"], account["currency"], row["amount"], row["balance"], row["version"],
                moved["id"], moved["key"], asked[moved["id"]], moved["at"],
            )  # fmt: skip
            where = "WHERE account_id = ? AND version = ?"
            intruder.do(f"UPDATE entries SET hash = ? {where}", head, account["id"], row["version"])
        intruder.do("UPDATE book_accounts SET head = ? WHERE id = ?", head, account["id"])


last_of = (
    "WHERE account_id = (SELECT id FROM book_accounts WHERE name = '{0}') "
    "AND version = (SELECT version FROM book_accounts WHERE name = '{0}')"
)
available = last_of.format("worker:5:available")
mistakes = {
    "All balances in USD sum to 0.000001": [
        f"UPDATE entries SET amount = amount + 1, balance = balance + 1 {available}",
        "UPDATE book_accounts SET balance = balance + 1 WHERE name = 'worker:5:available'",
    ],
    "is not what its transfer says": [
        f"UPDATE entries SET amount = amount + 1, balance = balance + 1 {available}",
        "UPDATE book_accounts SET balance = balance + 1 WHERE name = 'worker:5:available'",
    ],
    "The running balance is": [f"UPDATE entries SET balance = balance + 1 {available}"],
    "After entry": [
        f"UPDATE entries SET version = version + 1 {available}",
        "UPDATE book_accounts SET version = version + 1 WHERE name = 'worker:5:available'",
    ],
    "its last entry": ["UPDATE book_accounts SET balance = balance + 1 WHERE name = 'worker:5:available'"],
    "between two currencies": ["UPDATE book_accounts SET currency = 'KES' WHERE name = 'worker:5:available'"],
    "The balance is below zero": ["UPDATE book_accounts SET balance = -1 WHERE name = 'house:fees'"],
    "The reversal is not the exact opposite": [
        "UPDATE transfers SET reverses = (SELECT MIN(id) FROM transfers) WHERE movement = 'reverse_pay_answer'"
    ],
    "not the exact opposite of what it names": [
        "UPDATE transfers SET amount = 1000001 WHERE movement = 'return_payout'",
    ],
    "What waits there sums to": [
        "UPDATE transfers SET key = 'end_payout:other' WHERE movement = 'confirm_payout'",
    ],
    "one entry on each side": [
        f"DELETE FROM entries {last_of.format('world')}",
        "UPDATE book_accounts SET version = version - 1 WHERE name = 'world'",
    ],
    "The pack's payments sum to": ["UPDATE transfers SET pack = 8 WHERE movement = 'pay_side'"],
    "of the fee, not": [
        "UPDATE transfers SET pack = 8 WHERE movement = 'collect_fee' AND amount = "
        "(SELECT MIN(amount) FROM transfers WHERE movement = 'collect_fee')"
    ],
    "Goodwill paid": [
        "UPDATE transfers SET movement = 'pay_goodwill', amount = 1000000 WHERE substr(movement, 1, 4) = 'pay_'",
    ],
}


@pytest.mark.parametrize("sentence", mistakes)
async def test_a_mistake_of_our_own_with_right_hashes_is_found(database_url: str, sentence: str) -> None:
    """Each promise is proved by itself, not only by hashes that wrong code would get right."""
    await made(database_url, play)
    with intruding(database_url) as intruder:
        rehashed(intruder)
        assert intruder.found() == []
        for statement in mistakes[sentence]:
            intruder.do(statement)
        rehashed(intruder)
        assert any(sentence in fault for fault in intruder.found()), intruder.found()


async def test_entries_without_accounts_are_found(database_url: str) -> None:
    """With all accounts removed every sum is zero and no chain is broken; the entries are astray."""
    await made(database_url, play)
    with intruding(database_url) as intruder:
        intruder.do("DELETE FROM book_accounts")
        assert any("belongs to no account" in fault for fault in intruder.found())


async def test_a_seal_that_cannot_be_read_is_a_fault(database_url: str) -> None:
    """Broken JSON, other JSON and another version in a seal are told apart from a crash of the check."""
    await made(database_url, funded, ledger.seal)
    with intruding(database_url) as intruder:
        named = json.loads(intruder.do("SELECT accounts FROM seals")[0]["accounts"])
        for text in (
            "",
            "[1]",
            '{"a": 1}',
            json.dumps([[*named[0][:1], 99], *named[1:]]),
            json.dumps(named[1:]),
        ):
            with intruder.undone():
                intruder.do("UPDATE seals SET accounts = ?", text)
                assert intruder.found()
                assert intruder.found(whole=False)


async def test_a_fee_part_that_cannot_cover_is_a_fault(database_url: str) -> None:
    """When less was locked for the fee than is due by now, the fault names the account and both amounts."""
    await made(database_url, funded, lambda tx: pay(tx, 11, 10 * cent))
    with intruding(database_url) as intruder:
        intruder.do("UPDATE transfers SET amount = 5000 WHERE key = 'lock:3:fee'")
        sentence = "0.027 of the fee is owed, only 0.022 is there."
        assert ledger.Fault(sentence, "pack:7:fee") in ledger.check(intruder.tx)


async def test_the_tables_refuse_changes_themselves(database_url: str) -> None:
    """Without switching guards off nothing written can be changed or removed, and no balance goes below zero."""
    await made(database_url, funded, ledger.seal)
    wrong = [f"DELETE FROM {table}" for table in tables]
    wrong += [f"UPDATE {table} SET id = id + 1" for table in ("transfers", "seals", "book_accounts")]
    wrong += ["UPDATE entries SET amount = amount + 1", "UPDATE book_accounts SET name = 'x'"]
    wrong += ["UPDATE book_accounts SET balance = -1 WHERE name = 'house:goodwill'"]
    for statement in wrong:
        connection = connect(database_url)
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA ignore_check_constraints=OFF")
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
            connection.execute(statement)
        connection.rollback()
        connection.close()


async def test_the_quick_check_agrees_on_an_honest_book(database: Database) -> None:
    """With and without seals in between, an honest book has no faults."""
    assert await database.read(ledger.check) == []
    await database.write(play)
    assert await database.read(ledger.check) == []
    await database.write(ledger.seal)
    await database.write(funded_again)
    await database.write(more)
    assert await database.read(ledger.check) == []
    assert await database.read(ledger.check, whole=True) == []

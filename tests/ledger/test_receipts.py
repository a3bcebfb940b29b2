"""A receipt proves itself, is found in the book and under its seal, and no field of it can be changed."""

import json
from dataclasses import replace

import pytest

from bot import ledger
from bot.ledger.hashing import entry_hash, input_hash
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.conftest import Clock
from tests.ledger.test_checking import intruding, made
from tests.ledger.test_movements import cent, funded, pay

pytestmark = pytest.mark.anyio

mine = "worker:5:available"


@pytest.fixture
async def book(database: Database) -> Database:
    """A database with the funded pack and three payments to worker 5."""
    await database.write(funded)
    for about in (11, 12, 13):
        await database.write(pay, about)
    return database


async def second(book: Database) -> ledger.Receipt:
    """The receipt of the second payment."""
    line = (await book.read(ledger.statement, mine))[1]
    return await book.read(ledger.receipt, transfer=line.transfer, account=mine)


async def sentences(book: Database, text: str) -> list[str]:
    """What is wrong with a receipt's text."""
    return [str(fault) for fault in await book.read(ledger.verify_receipt, text)]


async def test_a_receipt_holds_all_that_its_hash_covers(book: Database) -> None:
    """Both sides of a payment can be worked out again without the book, and stand in it."""
    given = await second(book)
    assert (given.moved, given.balance, given.version, given.seal) == (cent, 2 * cent, 2, 0)
    assert given.whole()
    assert await sentences(book, given.text()) == []
    other = await book.read(ledger.receipt, transfer=given.transfer, account="pack:7:answers")
    assert other.moved == -cent and other.whole()
    assert await sentences(book, other.text()) == []


async def test_a_receipt_is_the_same_text_for_ever(book: Database) -> None:
    """One entry, one text: names sorted, and nothing in it that changes but the seal that comes later."""
    given = await second(book)
    await book.write(pay, 14)
    again = await second(book)
    assert json.loads(given.text())["receipt"] == 1
    line = next(one for one in await book.read(ledger.statement, mine) if one.version == 2)
    assert (await book.read(ledger.receipt, transfer=line.transfer, account=mine)).text() == given.text()
    assert again.version == 3


async def test_no_field_can_be_changed(book: Database) -> None:
    """Whatever is written over, left out or added is noticed, also when the hash is mended with it."""
    await book.write(ledger.seal)
    given = await second(book)
    told = json.loads(given.text())
    assert await sentences(book, given.text()) == []
    for name, value in told.items():
        for other in (value + 1 if isinstance(value, int) else f"{value}x", 0, None, 2**70, [], True):
            changed = json.dumps({**told, name: other})
            assert other is value or await sentences(book, changed), (name, other)
        assert await sentences(book, json.dumps({one: told[one] for one in told if one != name}))
    assert await sentences(book, json.dumps({**told, "more": 1}))
    forged = ledger.Receipt(**{name: value for name, value in told.items() if name != "receipt"})
    assert not replace(forged, balance=9 * cent).whole()


async def test_a_forged_receipt_whose_hash_is_right_is_not_in_the_book(book: Database) -> None:
    """Whoever works out a hash over other facts has a whole receipt, and the book another entry; odd letters too."""
    given = await second(book)
    for change in ({"balance": 9 * cent}, {"account": "\ud800", "target": "\ud800"}, {"key": "answer:99"}):
        forged = replace(given, **change)
        asked = input_hash(
            forged.movement, forged.source, forged.target, forged.amount, forged.pack, forged.reverses
        )
        right = entry_hash(
            forged.before, forged.account, forged.currency, forged.moved, forged.balance, forged.version,
            forged.transfer, forged.key, asked, forged.at,
        )  # fmt: skip
        forged = replace(forged, hash=right)
        assert forged.whole()
        assert await sentences(book, forged.text())


NO_RECEIPTS = ("", "{}", "[]", "1", "null", "[" * 3000, '{"receipt": 1}', "x" * 5000, "\ud800")


async def test_what_is_no_receipt_is_told(book: Database) -> None:
    """Anything else than a receipt is a sentence, not a crash."""
    for text in NO_RECEIPTS:
        assert await sentences(book, text) == ["This is no receipt that can be read."], text[:20]


async def test_the_first_seal_over_an_entry_is_named(book: Database, clock: Clock) -> None:
    """The seal that came next covers it, not the one before and not the one after; the last can be published."""
    assert await book.read(ledger.last_seal) is None
    sealed = await book.write(ledger.seal)
    assert sealed is not None
    given = await second(book)
    assert (given.seal, given.seal_hash) == (sealed.id, sealed.hash)
    clock.now_ms += 86_400_000
    paid = await book.write(pay, 14)
    late = await book.read(ledger.receipt, transfer=paid.id, account=mine)
    assert late.seal == 0
    clock.now_ms += 86_400_000
    newest = await book.write(ledger.seal)
    assert newest is not None and await book.read(ledger.last_seal) == newest
    late = await book.read(ledger.receipt, transfer=paid.id, account=mine)
    assert late.seal == newest.id
    assert await second(book) != given  # the second newest is another by now
    assert await sentences(book, given.text()) == await sentences(book, late.text()) == []


async def test_a_transfer_that_did_nothing_to_an_account_has_no_receipt(book: Database) -> None:
    """Somebody else's account, or an id that is none, is refused."""
    line = (await book.read(ledger.statement, mine))[0]
    for transfer, account in ((line.transfer, "worker:6:available"), (line.transfer, "world"), (1, mine)):
        with pytest.raises(ledger.NotBooked):
            await book.read(ledger.receipt, transfer=transfer, account=account)


async def test_a_rewritten_book_contradicts_the_receipt(database_url: str) -> None:
    """An entry cut off or altered, a seal altered, or the chain up to the seal broken: the receipt shows it."""

    def three(tx: Tx) -> None:
        for about in (11, 12, 13):
            pay(tx, about)

    await made(database_url, funded, three, ledger.seal)
    with intruding(database_url) as intruder:
        line = ledger.statement(intruder.tx, mine)[1]
        text = ledger.receipt(intruder.tx, transfer=line.transfer, account=mine).text()
        assert ledger.verify_receipt(intruder.tx, text) == []
        at = "WHERE account_id = (SELECT id FROM book_accounts WHERE name = 'worker:5:available') AND version"
        for statement, sentence in (
            (f"DELETE FROM entries {at} = 2", "another entry"),
            (f"UPDATE entries SET hash = 'x' {at} = 2", "another entry"),
            (f"UPDATE entries SET hash = 'x' {at} = 1", "another entry"),
            (f"DELETE FROM entries {at} = 3", "is not there"),
            (f"UPDATE entries SET balance = 0 {at} = 3", "running balance"),
            ("UPDATE seals SET hash = 'x'", "another seal"),
            ("UPDATE seals SET at = at + 1", "is broken"),
            ("DELETE FROM seals", "another seal"),
        ):
            with intruder.undone():
                intruder.do(statement)
                found = [str(fault) for fault in ledger.verify_receipt(intruder.tx, text)]
                assert any(sentence in one for one in found), (statement, found)

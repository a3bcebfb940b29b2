"""The pot buys a twentieth of a pack's answers by itself, and the requester pays one fee for one usable answer."""

import pytest

from bot import ledger
from bot.domain.quote import Quote
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.ledger.test_movements import cent, proven

pytestmark = pytest.mark.anyio

hundred = Quote(
    answers=100 * cent,
    gold=0,
    practice=0,
    reading=0,
    side=0,
    late=0,
    floor=0,
    care=0,
    fee=10 * cent,
    likely=0,
)


@pytest.fixture
async def book(database: Database) -> Database:
    """A pack with money for a hundred answers, and 30 cents in the pot."""

    def funded(tx: Tx) -> None:
        ledger.deposit(tx, requester=3, amount=2000 * cent, currency="USD", about=1)
        ledger.lock(tx, pack=7, requester=3, quote=hundred, about=2)
        ledger.pay_bonus(tx, requester=3, worker=9, amount=1000 * cent, about=3)

    await database.write(funded)
    return database


def buy(tx: Tx, about: int, moderator: bool = False, amount: int = cent) -> ledger.Transfer:
    """The pot buys an answer for pack 7."""
    return ledger.advance(tx, pack=7, amount=amount, about=about, moderator=moderator)


async def test_the_pot_buys_five_of_a_hundred_by_itself(book: Database) -> None:
    """The sixth needs a moderator; what comes back gives room again; a repeat is known beyond the limit."""
    for about in range(5):
        await book.write(buy, about)
    with pytest.raises(ledger.GuaranteeSpent) as refused:
        await book.write(buy, 5)
    assert (refused.value.spent, refused.value.most) == (5 * cent, 5 * cent)
    assert (await book.write(buy, 4)).amount == cent
    await book.write(buy, 5, True)
    await book.write(ledger.return_advance, about=0)
    with pytest.raises(ledger.GuaranteeSpent):
        await book.write(buy, 6)
    await book.write(ledger.return_advance, about=1)
    await book.write(buy, 6)
    assert await proven(book)


async def test_an_empty_pot_buys_nothing(book: Database) -> None:
    """Thirty cents are thirty cents, whatever a moderator says."""
    with pytest.raises(ledger.NotEnough) as refused:
        await book.write(buy, 1, True, 31 * cent)
    assert refused.value.account == "house:guarantee"


async def test_what_was_never_put_in_does_not_come_back(book: Database) -> None:
    """A return needs its advance, and happens once."""
    with pytest.raises(ledger.NotBegun):
        await book.write(ledger.return_advance, about=1)
    await book.write(buy, 1)
    back = await book.write(ledger.return_advance, about=1)
    assert await book.write(ledger.return_advance, about=1) == back
    assert await book.read(ledger.balance, "house:guarantee") == 30 * cent


async def fee_after(book: Database, *steps: str) -> int:
    """The fee that is due after these steps with one answer, its claim and the new answer."""

    def play(tx: Tx) -> None:
        review = "claim" in steps
        paid = ledger.pay_answer(tx, pack=7, worker=5, amount=cent, about=11, review=review)
        for step in steps:
            if step == "claim":
                ledger.claim(tx, transfer=paid.id)
            elif step == "advance":
                buy(tx, 11)
            elif step == "new":
                ledger.pay_answer(tx, pack=7, worker=6, amount=cent, about=12)
            elif step == "overturn":
                ledger.overturn(tx, transfer=paid.id)
            else:
                ledger.uphold(tx, transfer=paid.id, advanced=step == "uphold advanced")
        ledger.collect_fee(tx, pack=7)

    await book.write(play)
    return (await book.read(ledger.fee_state, 7)).collected


@pytest.mark.parametrize(
    "steps",
    [
        ("advance", "new"),
        ("claim", "advance", "new", "overturn"),
        ("claim", "advance", "new", "uphold advanced"),
        ("claim", "uphold", "new"),
    ],
)
async def test_one_usable_answer_has_one_fee(book: Database, steps: tuple[str, ...]) -> None:
    """Whichever way a claim goes, the requester has paid for one answer and a tenth of it on top."""
    assert await fee_after(book, *steps) == cent // 10
    await book.write(ledger.refund, pack=7, requester=3)
    assert await book.read(ledger.balance, "requester:3") == 2000 * cent - 1100 * cent - cent - cent // 10
    assert await proven(book)


async def test_a_fee_comes_back_although_the_houses_are_empty(book: Database) -> None:
    """An answer collected for and then upheld against: goodwill gives its fee back when the platform has been paid out."""

    def play(tx: Tx) -> None:
        ledger.endow_goodwill(tx, amount=cent, currency="USD", about=1)
        paid = ledger.pay_answer(tx, pack=7, worker=5, amount=cent, about=11, review=True)
        ledger.collect_fee(tx, pack=7)
        ledger.withdraw_fees(tx, amount=ledger.balance(tx, "house:fees"), about=1)
        ledger.claim(tx, transfer=paid.id)
        ledger.uphold(tx, transfer=paid.id)
        ledger.refund(tx, pack=7, requester=3)

    await book.write(play)
    assert await book.read(ledger.balance, "requester:3") == 2000 * cent - 1100 * cent
    assert await book.read(ledger.balance, "house:goodwill") == cent - 700
    assert await proven(book)


async def test_a_fee_nobody_can_give_back_waits(book: Database) -> None:
    """With nothing in any house the pack closes all the same, and gives the fee back when goodwill can."""

    def play(tx: Tx) -> None:
        paid = ledger.pay_answer(tx, pack=7, worker=5, amount=cent, about=11, review=True)
        ledger.collect_fee(tx, pack=7)
        ledger.withdraw_fees(tx, amount=ledger.balance(tx, "house:fees"), about=1)
        ledger.reverse(tx, transfer=paid.id)
        ledger.refund(tx, pack=7, requester=3)

    await book.write(play)
    state = await book.read(ledger.fee_state, 7)
    assert (state.due, state.collected) == (0, 1_000)
    await book.write(ledger.endow_goodwill, amount=cent, currency="USD", about=1)
    await book.write(ledger.refund, pack=7, requester=3)
    assert await book.read(ledger.balance, "requester:3") == 2000 * cent - 1100 * cent
    assert await proven(book)

"""Money under review ends once, claimed money is decided once, held money is thawed whole, whatever the order."""

from itertools import product

import pytest

from bot import ledger
from bot.storage import Database
from bot.storage.transaction import Tx
from tests.ledger.test_movements import cent, funded, pay, proven

pytestmark = pytest.mark.anyio

asked = ("release", "claim", "reverse", "overturn", "uphold")
ends = {"release": "worker:5:available", "claim": "worker:5:frozen", "reverse": "pack:7:answers"}
decisions = {"overturn": "worker:5:available", "uphold": "pack:7:answers"}


@pytest.fixture
async def book(database: Database) -> Database:
    """A database with the funded pack."""
    await database.write(funded)
    return database


def expected(done: list[str], how: str) -> str:
    """What the rules say about one more movement after those done: it happens, is known already, or is refused."""
    if how in decisions:
        if "claim" not in done:
            return "NotBegun"
        first = [one for one in done if one in decisions]
    else:
        first = [one for one in done if one in ends]
    return "done" if {*first} <= {how} else "KeyConflict"


def attempt(tx: Tx, how: str, transfer: int) -> str:
    """Do it; the outcome's name."""
    try:
        getattr(ledger, how)(tx, transfer=transfer)
    except ledger.Refused as refused:
        return type(refused).__name__
    return "done"


async def test_every_order_of_three_settlements_ends_once(book: Database) -> None:
    """All 125 sequences of three: one end, one decision, and the money lies where the last that happened says."""

    def play(tx: Tx, about: int, order: tuple[str, ...]) -> None:
        before = ledger.balances(tx, "worker:5:")
        paid = pay(tx, about, 7, review=True)
        done: list[str] = []
        for how in order:
            outcome = expected(done, how)
            assert attempt(tx, how, paid.id) == outcome, (order, how)
            done += [how] if outcome == "done" else []
        last = [one for one in done if one in decisions] or [one for one in done if one in ends]
        lies = {**ends, **decisions}[last[0]] if last else "worker:5:earned"
        after = ledger.balances(tx, "worker:5:")
        grown = {name: after[name] - before.get(name, 0) for name in after}
        assert {name: amount for name, amount in grown.items() if amount} == (
            {lies: 7} if lies.startswith("worker") else {}
        ), order

    for about, order in enumerate(product(asked, repeat=3)):
        await book.write(play, 1000 + about, order)
    assert await proven(book)


async def test_a_claim_on_pay_that_is_available_is_refused(book: Database) -> None:
    """What is theirs already cannot be claimed, decided or found under an id that is none."""
    paid = await book.write(pay, 11)
    for transfer in (paid.id, 1):
        assert await book.write(attempt, "claim", transfer) == "NotReversible"
        assert await book.write(attempt, "uphold", transfer) == "NotBegun"


async def test_an_upheld_claim_pays_back_who_bought_the_new_answer(book: Database) -> None:
    """The pack's money goes back to the pack, the pot's to the pot, and goodwill's to goodwill."""

    def decided(tx: Tx, about: int, advanced: bool, kind: bool = False) -> str:
        movement = ledger.pay_goodwill if kind else ledger.pay_answer
        paid = movement(tx, pack=7, worker=5, amount=cent, about=about, review=True)
        ledger.claim(tx, transfer=paid.id)
        return ledger.uphold(tx, transfer=paid.id, advanced=advanced).target

    assert await book.write(decided, 11, False) == "pack:7:answers"
    assert await book.write(decided, 12, True) == "house:guarantee"
    assert await book.write(decided, 13, False, True) == "house:goodwill"
    assert await proven(book)


async def test_claimed_and_held_money_stay_apart(book: Database) -> None:
    """Both lie in one purse; a thaw takes what was frozen by that decision, never the claimed cent, and only once."""
    await book.write(pay, 11, 2 * cent)
    waiting = await book.write(pay, 12, cent, True)
    await book.write(ledger.claim, transfer=waiting.id)
    await book.write(ledger.freeze, worker=5, amount=2 * cent, about=21)
    assert await book.read(ledger.clearing) == {"leaving": 0, "frozen": 3 * cent, "earned": 0}
    thawed = await book.write(ledger.thaw, about=21)
    assert await book.write(ledger.thaw, about=21) == thawed
    with pytest.raises(ledger.NotBegun):
        await book.write(ledger.thaw, about=22)
    assert await book.read(ledger.clearing) == {"leaving": 0, "frozen": cent, "earned": 0}
    await book.write(ledger.overturn, transfer=waiting.id)
    assert await book.read(ledger.available, 5) == 3 * cent
    assert await proven(book)


async def test_a_deposit_goes_back_only_while_it_is_there(book: Database) -> None:
    """A deposit that a pack holds cannot be taken back; a second one, unspent, can, once."""
    first = (await book.read(ledger.statement, "requester:3"))[-1]
    with pytest.raises(ledger.NotEnough):
        await book.write(ledger.reverse, transfer=first.transfer)
    second = await book.write(ledger.deposit, requester=4, amount=cent, currency="USD", about=9)
    back = await book.write(ledger.reverse, transfer=second.id)
    assert (back.movement, back.reverses) == ("reverse_deposit", second.id)
    assert await book.write(ledger.reverse, transfer=second.id) == back
    assert await book.read(ledger.balance, "requester:4") == 0
    assert await proven(book)

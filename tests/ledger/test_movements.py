"""Each cause moves money once, limits hold, and what is available is never taken back."""

import pytest

from bot import ledger
from bot.domain.quote import Part, Quote
from bot.storage import Database
from bot.storage.transaction import Tx

pytestmark = pytest.mark.anyio

cent = 10_000
small = Quote(
    answers=10 * cent,
    gold=2 * cent,
    practice=3 * cent,
    reading=4 * cent,
    side=cent,
    late=2 * cent,
    floor=2 * cent,
    care=0,
    fee=22_000,
    likely=20 * cent,
)


def funded(tx: Tx) -> None:
    """Requester 3 with 2 dollars, pack 7 funded by the small quote, a dollar of goodwill."""
    ledger.deposit(tx, requester=3, amount=200 * cent, currency="USD", about=1)
    ledger.endow_goodwill(tx, amount=100 * cent, currency="USD", about=2)
    ledger.lock(tx, pack=7, requester=3, quote=small, about=3)


def pay(tx: Tx, about: int, amount: int = cent, review: bool = False) -> ledger.Transfer:
    """An answer paid to worker 5."""
    return ledger.pay_answer(tx, pack=7, worker=5, amount=amount, about=about, review=review)


@pytest.fixture
async def book(database: Database) -> Database:
    """A database with the funded pack."""
    await database.write(funded)
    return database


async def proven(database: Database) -> bool:
    """Whether the whole book and what changed since the last seal can be proved."""
    return not await database.read(ledger.check, whole=True) and not await database.read(ledger.check)


async def test_a_repeat_is_the_first_transfer(book: Database) -> None:
    """Paying the same assignment twice gives one earning and the same transfer."""
    first = await book.write(pay, 11)
    assert await book.write(pay, 11) == first
    assert await book.read(ledger.available, 5) == cent
    assert await proven(book)


async def test_the_same_cause_with_another_amount_is_a_conflict(book: Database) -> None:
    """A key that was used says so, names the first transfer, and moves nothing."""
    first = await book.write(pay, 11)
    with pytest.raises(ledger.KeyConflict) as refused:
        await book.write(pay, 11, 2 * cent)
    assert refused.value.first == first.id
    assert await book.read(ledger.available, 5) == cent


async def test_an_assignment_is_paid_from_one_pot_only(book: Database) -> None:
    """What was paid as an answer cannot be paid again as a late one, as gold, as a side answer or from goodwill."""
    await book.write(pay, 11)
    for movement in (
        ledger.pay_late,
        ledger.pay_gold,
        ledger.pay_practice,
        ledger.pay_side,
        ledger.pay_goodwill,
    ):
        with pytest.raises(ledger.KeyConflict):
            await book.write(movement, pack=7, worker=5, amount=cent, about=11)
    assert await book.read(ledger.available, 5) == cent


async def test_a_repeat_is_known_also_when_the_money_is_gone(book: Database) -> None:
    """The first result comes back although the part is empty by now."""
    first = await book.write(pay, 11, 10 * cent)
    assert await book.write(pay, 11, 10 * cent) == first


async def test_not_enough_says_how_much_is_there_and_writes_nothing(book: Database) -> None:
    """A part that is too small refuses; the command may catch that and go on."""

    def caught(tx: Tx) -> ledger.NotEnough:
        with pytest.raises(ledger.NotEnough) as refused:
            pay(tx, 11, 11 * cent)
        return refused.value

    refused = await book.write(caught)
    assert (refused.account, refused.wanted, refused.there) == ("pack:7:answers", 11 * cent, 10 * cent)
    assert await book.read(ledger.balances, "worker:") == {}
    assert await proven(book)


async def test_one_micro_unit_too_little_is_too_little(book: Database) -> None:
    """The limit is exact: all that is there can be paid, one micro-unit more cannot."""
    with pytest.raises(ledger.NotEnough):
        await book.write(pay, 11, small.answers + 1)
    assert (await book.write(pay, 11, small.answers)).amount == small.answers


async def test_a_pack_that_does_not_exist_has_nothing(book: Database) -> None:
    """Paying from an account never used is a refusal and makes no account."""
    with pytest.raises(ledger.NotEnough) as refused:
        await book.write(ledger.pay_side, pack=8, worker=5, amount=cent, about=1)
    assert refused.value.there == 0
    assert await book.read(ledger.balances, "pack:8:") == {}


async def test_a_lock_is_all_or_nothing(database: Database) -> None:
    """A requester a cent short locks no part at all, and is told the whole sum."""
    total = small.at_most
    await database.write(ledger.deposit, requester=3, amount=total - cent, currency="USD", about=1)
    with pytest.raises(ledger.NotEnough) as refused:
        await database.write(ledger.lock, pack=7, requester=3, quote=small, about=3)
    assert (refused.value.wanted, refused.value.there) == (total, total - cent)
    assert await database.read(ledger.balances, "pack:") == {}
    assert await database.read(ledger.balance, "requester:3") == total - cent


async def test_a_lock_with_other_parts_is_a_conflict(book: Database) -> None:
    """Launching one version twice with different parts is noticed, also when only a part is new or missing."""
    for amounts in ({"late": cent}, {"late": cent, "gold": cent}, {"gold": cent}):
        wanted: dict[Part, int] = {**amounts}  # type: ignore[dict-item]
        if wanted == {"late": cent}:
            await book.write(ledger.top_up, pack=7, requester=3, amounts=wanted, about=9)
            continue
        with pytest.raises(ledger.KeyConflict):
            await book.write(ledger.top_up, pack=7, requester=3, amounts=wanted, about=9)
    assert await book.read(ledger.balance, "pack:7:gold") == small.gold


async def test_a_top_up_brings_its_fee(book: Database) -> None:
    """Ten percent, rounded up, of the parts that bear a fee; none on care; and never given by hand."""
    amounts: dict[Part, int] = {"answers": 15, "care": 100}
    added = await book.write(ledger.top_up, pack=7, requester=3, amounts=amounts, about=9)
    assert [transfer.amount for transfer in added] == [15, 100, 2]
    with pytest.raises(ValueError, match="fee"):
        await book.write(ledger.top_up, pack=7, requester=3, amounts={"fee": 1}, about=10)
    assert await proven(book)


async def test_late_answers_go_to_the_reserve_then_to_goodwill(book: Database) -> None:
    """Two from the reserve, the third by the house; a repeat stays where the first was, also after a refill."""

    def late(tx: Tx, about: int) -> str:
        return ledger.pay_late(tx, pack=7, worker=5, amount=cent, about=about).movement

    assert [await book.write(late, about) for about in (11, 12, 13)] == [
        "pay_late",
        "pay_late",
        "pay_goodwill",
    ]
    await book.write(ledger.top_up, pack=7, requester=3, amounts={"late": cent}, about=9)
    assert [await book.write(late, about) for about in (11, 12, 13)] == [
        "pay_late",
        "pay_late",
        "pay_goodwill",
    ]
    assert await book.read(ledger.available, 5) == 3 * cent
    assert await proven(book)


async def test_goodwill_ends_at_its_limit_for_a_pack(book: Database) -> None:
    """Five dollars for one pack, no micro-unit more; another pack has its own; a reversal gives room again."""
    most, part = ledger.goodwill_micro_per_pack_max, ledger.goodwill_micro_per_pack_max // 5
    await book.write(ledger.endow_goodwill, amount=3 * most, currency="USD", about=9)

    def kind(tx: Tx, pack: int, amount: int, about: int, review: bool = False) -> ledger.Transfer:
        return ledger.pay_goodwill(tx, pack=pack, worker=5, amount=amount, about=about, review=review)

    first = await book.write(kind, 7, part, 11, True)
    for about in range(12, 15):
        await book.write(kind, 7, part, about)
    await book.write(kind, 7, part - 1, 15)
    await book.write(kind, 7, 1, 16)
    with pytest.raises(ledger.GoodwillSpent) as refused:
        await book.write(kind, 7, 1, 17)
    assert refused.value.spent == most
    assert (await book.write(kind, 7, 1, 16)).amount == 1
    await book.write(kind, 8, part, 18)
    await book.write(ledger.reverse, transfer=first.id)
    await book.write(kind, 7, 1, 17)
    assert await proven(book)


async def test_goodwill_pays_five_of_a_dear_pack(book: Database) -> None:
    """Where one payment is above the limit, five of them are paid all the same, and no sixth; the check agrees."""
    dear = 7_000_000
    await book.write(ledger.endow_goodwill, amount=10 * dear, currency="USD", about=9)
    for about in range(11, 16):
        await book.write(ledger.pay_goodwill, pack=7, worker=5, amount=dear, about=about)
    with pytest.raises(ledger.GoodwillSpent):
        await book.write(ledger.pay_goodwill, pack=7, worker=5, amount=dear, about=16)
    assert await proven(book)


async def test_a_reversal_happens_once(book: Database) -> None:
    """The second reversal is the first, whole; a reversal itself is not reversible."""
    paid = await book.write(pay, 11, cent, True)
    undone = await book.write(ledger.reverse, transfer=paid.id)
    assert (undone.reverses, undone.amount, undone.movement) == (paid.id, cent, "reverse_pay_answer")
    assert await book.write(ledger.reverse, transfer=paid.id) == undone
    with pytest.raises(ledger.NotReversible):
        await book.write(ledger.reverse, transfer=undone.id)
    assert await book.read(ledger.balance, "pack:7:answers") == small.answers
    assert await proven(book)


async def test_available_money_is_never_taken_back(book: Database) -> None:
    """Pay that was available at once, or was released, cannot be reversed."""
    paid = await book.write(pay, 11)
    with pytest.raises(ledger.NotReversible):
        await book.write(ledger.reverse, transfer=paid.id)
    waiting = await book.write(pay, 12, cent, True)
    await book.write(ledger.release, transfer=waiting.id)
    await book.write(pay, 13, cent, True)  # the earned purse holds enough, but not for this
    with pytest.raises(ledger.KeyConflict):
        await book.write(ledger.reverse, transfer=waiting.id)
    assert await book.read(ledger.available, 5) == 2 * cent


async def test_reversed_pay_is_not_released(book: Database) -> None:
    """After a reversal the release of the same payment is a conflict, and releasing anything else is refused."""
    waiting = await book.write(pay, 11, cent, True)
    await book.write(pay, 12, cent, True)
    await book.write(ledger.reverse, transfer=waiting.id)
    with pytest.raises(ledger.KeyConflict):
        await book.write(ledger.release, transfer=waiting.id)
    with pytest.raises(ledger.NotReversible):
        await book.write(ledger.release, transfer=1)


async def test_a_lock_is_not_reversible(book: Database) -> None:
    """A pack's money comes back by refund only."""
    locked = (await book.read(ledger.statement, "pack:7:"))[0]
    with pytest.raises(ledger.NotReversible):
        await book.write(ledger.reverse, transfer=locked.transfer)


async def test_another_currency_is_refused(book: Database) -> None:
    """The book keeps one currency; a deposit in another is refused before anything is written."""
    with pytest.raises(ledger.CurrencyDiffers) as refused:
        await book.write(ledger.deposit, requester=4, amount=cent, currency="KES", about=9)
    assert (refused.value.has, refused.value.wanted) == ("USD", "KES")
    assert await book.read(ledger.balances, "requester:4") == {}


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1])
async def test_an_amount_out_of_range_is_a_bug(book: Database, amount: int) -> None:
    """Nothing, less than nothing and more than the largest amount are not transfers."""
    with pytest.raises(ValueError, match="micro-units"):
        await book.write(pay, 11, amount)


async def test_frozen_money_comes_back(book: Database) -> None:
    """What two people's decision held is not available, and is again after the thaw."""
    await book.write(pay, 11, 3 * cent)
    await book.write(ledger.freeze, worker=5, amount=2 * cent, about=21)
    assert await book.read(ledger.available, 5) == cent
    await book.write(ledger.thaw, about=21)
    assert await book.read(ledger.available, 5) == 3 * cent


async def test_a_bonus_brings_its_fee_or_does_not_happen(book: Database) -> None:
    """A tenth on top, seven parts to the platform and three to the pot; a cent short nothing moves; a repeat is the first."""
    there = await book.read(ledger.balance, "requester:3")

    def thank(tx: Tx, amount: int, about: int) -> tuple[ledger.Transfer, ...]:
        return ledger.pay_bonus(tx, requester=3, worker=5, amount=amount, about=about, pack=7)

    with pytest.raises(ledger.NotEnough) as refused:
        await book.write(thank, there, 1)
    assert (refused.value.wanted, refused.value.there) == (there + there // 10, there)
    assert await book.read(ledger.balances, "worker:") == {}
    given = await book.write(thank, 99, 2)
    assert [one.amount for one in given] == [99, 6, 3]
    assert await book.write(thank, 99, 2) == given
    with pytest.raises(ledger.KeyConflict):
        await book.write(thank, 98, 2)
    assert [one.amount for one in await book.write(thank, 9, 3)] == [9]
    assert await book.read(ledger.balance, "pack:7:answers") == small.answers
    assert await proven(book)


async def test_a_fix_bears_the_fee_of_an_answer(book: Database) -> None:
    """Its assignment was paid before; the fix is another cause, from the same part, with its tenth on top."""
    await book.write(pay, 11)
    await book.write(ledger.pay_fix, pack=7, worker=5, amount=cent, about=11)
    assert (await book.read(ledger.fee_state, 7)).paid == 2 * cent
    assert await proven(book)


async def test_the_operator_takes_the_platforms_share_and_no_more(book: Database) -> None:
    """What lies in the platform's account can be taken, once for a cause; not what lies with the guarantee pot."""
    await book.write(ledger.pay_bonus, requester=3, worker=5, amount=10 * cent, about=1)
    with pytest.raises(ledger.NotEnough):
        await book.write(ledger.withdraw_fees, amount=7_001, about=1)
    await book.write(ledger.withdraw_fees, amount=7_000, about=1)
    assert await book.read(ledger.balance, "house:fees") == 0
    assert await proven(book)


async def test_what_was_shown_unwarned_is_paid_by_whoever_brought_it_or_the_house(book: Database) -> None:
    """From free money; where that is short, or the house was at fault, from goodwill; asked again it stays with who paid."""
    given = {"pack": 7, "worker": 5, "amount": 10 * cent}
    first = await book.write(ledger.pay_unwarned, requester=3, about=1, **given)
    assert (first.source, first.movement) == ("requester:3", "pay_unwarned")
    house = await book.write(ledger.pay_unwarned, requester=None, about=2, **given)
    short = await book.write(ledger.pay_look, requester=9, about=3, **given)
    assert {house.source, short.source} == {"house:goodwill"}
    for requester in (3, None):
        assert await book.write(ledger.pay_unwarned, requester=requester, about=2, **given) == house
    assert await proven(book)

"""Depositing: once for its reference, by two people above a sum, and out again only whole."""

import asyncio
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import admitting, depositing, publishing
from bot.actions.depositing import Booked
from bot.domain import limits
from bot.domain.refusals.deposits import (
    DepositInState,
    FeesLess,
    LessLeft,
    NoSuchDeposit,
    NothingOwed,
    ReferenceUsed,
    SayWho,
    SecondPerson,
    Unspent,
    WhichDeposit,
)
from bot.domain.refusals.packs import OtherCurrency
from bot.domain.refusals.requesters import NameMistyped, NotOneLine
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, make_pack, prove

pytestmark = pytest.mark.anyio

ALONE = replace(RULES, two_people_above=500_000_000)


async def test_a_deposit_s_reference_is_booked_once(proved: Database) -> None:
    """The same reference again says what there is; another one adds to it."""
    for new in (True, False):
        booked = await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
        assert booked == Booked(5_000_000, new)
    booked = await proved.write(depositing.deposit, REQUESTER, 1_000_000, "bank 2", RULES)
    assert booked == Booked(6_000_000, True)


async def test_a_reference_with_another_amount_is_refused(proved: Database) -> None:
    """The same cause cannot have two effects."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
    with pytest.raises(ReferenceUsed):
        await proved.write(depositing.deposit, REQUESTER, 5_000_001, "bank 1", RULES)


async def test_a_reference_belongs_to_its_requester(proved: Database) -> None:
    """Two requesters may both write "May"."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "May", RULES)
    booked = await proved.write(depositing.deposit, "Other", 3_000_000, "May", RULES)
    assert booked == Booked(3_000_000, True)


async def test_goodwill_s_reference_is_booked_once(proved: Database) -> None:
    """What the house gives is given once."""
    for new in (True, False):
        assert await proved.write(depositing.goodwill, 2_000_000, "May", RULES) == Booked(2_000_000, new)


async def test_the_house_takes_out_what_its_fees_hold_and_no_more(proved: Database) -> None:
    """Once for its reference; more than there is moves nothing."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
    number = await proved.read(admitting.known_requester, REQUESTER)
    await proved.write(ledger.pay_bonus, requester=number, worker=5, amount=2_000_000, about=1)
    with pytest.raises(FeesLess) as refused:
        await proved.write(depositing.take_fees, 150_000, "May", RULES)
    assert "0.14, not 0.15" in str(refused.value)
    for new in (True, False):
        assert await proved.write(depositing.take_fees, 100_000, "May", RULES) == Booked(40_000, new)
    with pytest.raises(ReferenceUsed):
        await proved.write(depositing.take_fees, 40_000, "May", RULES)


def test_a_reference_number_fits_and_differs() -> None:
    """Sixty-two bits, the same for the same words, another for any other word."""
    numbers = {depositing.reference_number(*words) for words in _REFERENCES}
    assert len(numbers) == len(_REFERENCES) and all(0 <= one < 2**62 for one in numbers)
    assert depositing.reference_number("deposit", "A", "1") in numbers


_REFERENCES = (("deposit", "A", "1"), ("deposit", "A", "2"), ("deposit", "B", "1"), ("goodwill", "", "1"))


async def test_above_the_sum_a_second_person_books(proved: Database) -> None:
    """Entered by one it waits, approved by another it is there; each of them once."""
    entered = await proved.write(depositing.deposit, REQUESTER, 500_000_001, "bank 1", ALONE, by="Wanjiru")
    assert entered == Booked(0, True, waits=True)
    again = await proved.write(depositing.deposit, REQUESTER, 500_000_001, "bank 1", ALONE, by="Wanjiru")
    assert again == Booked(0, False, waits=True)
    for name in ("Wanjiru", " wanjiru "):
        with pytest.raises(SecondPerson):
            await proved.write(depositing.approve, "bank 1", name)
    row, have = await proved.write(depositing.approve, "bank 1", "Otieno")
    assert (row["name"], have) == (REQUESTER, 500_000_001)
    with pytest.raises(DepositInState):
        await proved.write(depositing.approve, "bank 1", "Otieno")
    (kept,) = await proved.read(depositing.latest)
    assert (kept["state"], kept["entered_by"], kept["agreed_by"]) == ("booked", "Wanjiru", "Otieno")
    journal = await proved.read(lambda tx: tx.all("telling.journal_of", who="operator"))
    verbs = [row["verb"] for row in journal]
    assert verbs.count("deposit_enter") == verbs.count("deposit_approve") == 1
    await prove(proved)


async def test_two_approvals_at_once_book_once(proved: Database) -> None:
    """One wins, the other is told that it is booked."""
    await proved.write(depositing.deposit, REQUESTER, 900_000_000, "bank 1", ALONE, by="Wanjiru")
    both = (proved.write(depositing.approve, "bank 1", name) for name in ("Otieno", "Achieng"))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["DepositInState", "tuple"]
    assert await proved.read(ledger.balance, "requester:1") == 0
    (kept,) = await proved.read(depositing.latest)
    assert await proved.read(ledger.balance, f"requester:{kept['requester']}") == 900_000_000


async def test_a_large_sum_in_parts_is_a_large_sum(proved: Database, clock: Clock) -> None:
    """What one person books for a requester within a day is counted together; on another day it begins anew."""
    for number in (1, 2):
        await proved.write(depositing.deposit, REQUESTER, 250_000_000, f"part {number}", ALONE)
    with pytest.raises(SayWho):
        await proved.write(depositing.deposit, REQUESTER, 1, "part 3", ALONE)
    assert not (await proved.write(depositing.deposit, "Other", 250_000_000, "part 1", ALONE)).waits
    clock.now_ms += limits.day
    assert (await proved.write(depositing.deposit, REQUESTER, 1, "part 3", ALONE)).new


async def test_parts_booked_at_once_are_counted_one_after_another(proved: Database) -> None:
    """Each alone may be booked by one person; together only as many as the sum holds, the others want a name."""
    await proved.write(depositing.deposit, REQUESTER, 1, "first", ALONE)
    parts = (
        proved.write(depositing.deposit, REQUESTER, 100_000_000, f"part {number}", ALONE)
        for number in range(8)
    )
    ended = await asyncio.gather(*parts, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Booked"] * 4 + ["SayWho"] * 4
    (kept, *_) = await proved.read(depositing.latest)
    assert await proved.read(ledger.balance, f"requester:{kept['requester']}") == 400_000_001


@pytest.mark.parametrize("by", ["", " ", "A\nB", "x" * 65])
async def test_who_says_so_needs_a_name(proved: Database, by: str) -> None:
    """A name is one line that can be read; without one nothing is written."""
    with pytest.raises(SayWho):
        await proved.write(depositing.deposit, REQUESTER, 500_000_001, "bank 1", ALONE, by=by)
    assert await proved.read(depositing.latest) == []


async def test_a_withdrawn_deposit_is_never_booked(proved: Database) -> None:
    """A slip is ended by anybody; its reference stays used."""
    await proved.write(depositing.deposit, REQUESTER, 600_000_000, "bank 1", ALONE, by="Wanjiru")
    await proved.write(depositing.withdraw, "bank 1", "Wanjiru")
    with pytest.raises(DepositInState):
        await proved.write(depositing.approve, "bank 1", "Otieno")
    with pytest.raises(DepositInState):
        await proved.write(depositing.deposit, REQUESTER, 600_000_000, "bank 1", ALONE, by="Wanjiru")
    assert await proved.read(ledger.balances, "requester:") == {}


async def test_a_deposit_goes_back_whole_or_not_at_all(proved: Database) -> None:
    """Unspent it leaves the book; with a part of it in a pack it stays, and nothing moves."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
    row = await proved.write(depositing.refund, "bank 1", "Wanjiru")
    assert await proved.read(ledger.balance, f"requester:{row['requester']}") == 0
    with pytest.raises(DepositInState):
        await proved.write(depositing.refund, "bank 1", "Wanjiru")
    await make_pack(proved, name="signs")
    before = await proved.read(ledger.balance, f"requester:{row['requester']}")
    with pytest.raises(Unspent):
        await proved.write(depositing.refund, "for signs", "Wanjiru")
    assert await proved.read(ledger.balance, f"requester:{row['requester']}") == before
    await prove(proved)


async def test_a_reference_of_several_requesters_needs_a_name(proved: Database) -> None:
    """The same words of two requesters are two deposits; unknown words are none."""
    for whose in (REQUESTER, "Other"):
        await proved.write(depositing.deposit, whose, 5_000_000, "May", RULES)
    with pytest.raises(WhichDeposit):
        await proved.write(depositing.refund, "May", "Wanjiru")
    row = await proved.write(depositing.refund, "May", "Wanjiru", "Other")
    assert row["name"] == "Other"
    with pytest.raises(NoSuchDeposit):
        await proved.write(depositing.refund, "June", "Wanjiru")


@pytest.mark.parametrize(("reference", "refused"), [("", NotOneLine), ("a\nb", NotOneLine)])
async def test_words_that_are_no_reference_are_refused(
    proved: Database, reference: str, refused: type[Exception]
) -> None:
    """A reference is one line."""
    with pytest.raises(refused):
        await proved.write(depositing.deposit, REQUESTER, 1, reference, RULES)


async def test_another_currency_than_the_book_s_is_refused(proved: Database) -> None:
    """A book keeps its currency; the refused deposit is not even written down."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
    with pytest.raises(OtherCurrency):
        await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 2", replace(RULES, currency="KES"))
    assert len(await proved.read(depositing.latest)) == 1


async def test_what_is_left_goes_back_once_for_its_reference(proved: Database) -> None:
    """Some of it, or all; never more than no pack holds, and nobody who is not there."""
    await make_pack(proved, name="signs")
    free, _ = await _owed(proved, "for signs")
    given = (REQUESTER, 1_000_000, "bank 9", "Wanjiru", RULES)
    for new in (True, False):
        done = await proved.write(depositing.give_back, *given)
        assert done == Booked(free - 1_000_000, new)
    with pytest.raises(ReferenceUsed):
        await proved.write(depositing.give_back, REQUESTER, 1, "bank 9", "Wanjiru", RULES)
    with pytest.raises(LessLeft):
        await proved.write(depositing.give_back, REQUESTER, free, "bank 10", "Wanjiru", RULES)
    with pytest.raises(SayWho):
        await proved.write(depositing.give_back, REQUESTER, 1, "bank 10", " ", RULES)
    with pytest.raises(NameMistyped):
        await proved.write(depositing.give_back, REQUESTER[:-1], 1, "bank 10", "Wanjiru", RULES)
    assert await proved.write(
        depositing.give_back, REQUESTER, free - 1_000_000, "all", "Wanjiru", RULES
    ) == Booked(0, True)
    assert [row["state"] for row in await proved.read(depositing.latest)].count("returned") == 2
    await prove(proved)


async def _in_a_pack(proved: Database) -> str:
    """A deposit of which a pack holds some; its reference."""
    await make_pack(proved, name="signs")
    return "for signs"


async def _owed(proved: Database, reference: str) -> tuple[int, int]:
    """What its requester has free, and what they owe."""
    (row,) = await proved.read(lambda tx: tx.all("deposits.named", reference=reference))
    free = await proved.read(ledger.balance, f"requester:{row['requester']}")
    return free, await proved.read(ledger.owed, requester=row["requester"])


async def test_a_deposit_is_called_back_by_the_word_of_two(proved: Database) -> None:
    """One word moves nothing and the same person has no second one; then what was spent is owed, and workers keep theirs."""
    reference = await _in_a_pack(proved)
    (before,) = await proved.read(depositing.latest)
    free, _ = await _owed(proved, reference)
    said = await proved.write(depositing.call_back, reference, "Wanjiru")
    assert said.waits and await _owed(proved, reference) == (free, 0)
    with pytest.raises(SecondPerson):
        await proved.write(depositing.call_back, reference, "wanjiru ")
    done = await proved.write(depositing.call_back, reference, "Otieno")
    assert (done.waits, done.owed) == (False, before["amount"] - free)
    assert await _owed(proved, reference) == (0, before["amount"] - free)
    (after,) = await proved.read(depositing.latest)
    assert (after["state"], after["back_by"]) == ("called back", "Wanjiru\nOtieno")
    for again in (depositing.call_back, depositing.refund):
        with pytest.raises(DepositInState):
            await proved.write(again, reference, "Achieng")
    await prove(proved)


async def test_what_is_owed_is_paid_by_what_comes_in_and_comes_back(proved: Database) -> None:
    """A new deposit pays it first, and so does what a closed pack gives back."""
    reference = await _in_a_pack(proved)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, reference, by)
    _, owed = await _owed(proved, reference)
    booked = await proved.write(depositing.deposit, REQUESTER, 1_000_000, "bank 7", RULES)
    assert booked.have == 0 and await _owed(proved, reference) == (0, owed - 1_000_000)
    assert await proved.write(publishing.close, "signs") == owed
    assert await _owed(proved, reference) == (1_000_000, 0)
    await prove(proved)


async def test_the_house_bears_what_it_can_by_the_word_of_two(proved: Database) -> None:
    """What goodwill has not stays owed until there is more; the requester is free of it then."""
    reference = await _in_a_pack(proved)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, reference, by)
    _, owed = await _owed(proved, reference)
    await proved.write(depositing.goodwill, 1_000_000, "May", RULES)
    assert (await proved.write(depositing.bear, reference, "Wanjiru")).waits
    with pytest.raises(SecondPerson):
        await proved.write(depositing.bear, reference, "Wanjiru")
    some = await proved.write(depositing.bear, reference, "Otieno")
    assert (some.borne, some.owed) == (1_000_000, owed - 1_000_000)
    await proved.write(depositing.goodwill, owed, "June", RULES)
    rest = await proved.write(depositing.bear, reference, "Otieno")
    assert (rest.borne, rest.owed) == (owed - 1_000_000, 0)
    (row,) = await proved.read(depositing.latest)
    assert (row["state"], row["back_by"].split()) == ("borne", ["Wanjiru", "Otieno", "Wanjiru", "Otieno"])
    with pytest.raises(DepositInState):
        await proved.write(depositing.bear, reference, "Achieng")
    await prove(proved)


async def test_what_is_not_owed_is_not_borne(proved: Database) -> None:
    """A deposit that was called back while nothing of it was spent leaves the house nothing to bear."""
    await proved.write(depositing.deposit, REQUESTER, 5_000_000, "bank 1", RULES)
    for by in ("Wanjiru", "Otieno"):
        await proved.write(depositing.call_back, "bank 1", by)
    with pytest.raises(NothingOwed):
        await proved.write(depositing.bear, "bank 1", "Wanjiru")
    (row,) = await proved.read(depositing.latest)
    assert row["state"] == "called back"
    await prove(proved)


async def test_a_first_word_is_taken_back(proved: Database) -> None:
    """A slip of whoever said first that a deposit was called back, or is lost, leaves it as it was."""
    reference = await _in_a_pack(proved)
    states = []
    for verb in (depositing.call_back, depositing.bear):
        await proved.write(verb, reference, "Wanjiru")
        await proved.write(depositing.withdraw, reference, "Wanjiru")
        states += [one["state"] for one in await proved.read(depositing.latest)]
        for by in ("Wanjiru", "Otieno"):
            await proved.write(verb, reference, by)
    assert states == ["booked", "called back"]


async def test_a_second_word_at_the_same_time_counts_once(proved: Database) -> None:
    """Two second people at once: one of them hears that it is done."""
    reference = await _in_a_pack(proved)
    await proved.write(depositing.call_back, reference, "Wanjiru")
    both = (proved.write(depositing.call_back, reference, by) for by in ("Otieno", "Achieng"))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Back", "DepositInState"]
    await prove(proved)

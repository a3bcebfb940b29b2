"""Publishing: a pack comes in once, starts only with its money, and gives back what it did not use."""

import asyncio
from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import admitting, depositing, filling, overseeing, publishing, working
from bot.domain import limits
from bot.domain.outcomes.worker import Offer
from bot.domain.quote import Quote, parts
from bot.domain.refusals.packs import (
    BelowFloor,
    NoQuote,
    NoSuchPack,
    NotFunded,
    OtherCurrency,
    PackNotReady,
    WrongPackState,
)
from bot.storage import Database
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import (
    PRICE,
    REQUESTER,
    RULES,
    make_form,
    make_pack,
    meet_deadlines,
    pack_row,
    prove,
)

pytestmark = pytest.mark.anyio


async def held_by_requester(database: Database) -> int:
    number = await database.write(admitting.requester_named, REQUESTER)
    return await database.read(ledger.balance, f"requester:{number}")


async def test_a_pack_that_is_still_read_cannot_start(proved: Database) -> None:
    """Launching waits for all rows."""
    await proved.write(filling.begin, make_form(), REQUESTER)
    with pytest.raises(PackNotReady):
        await proved.write(publishing.launch, "streets", RULES)


async def test_a_launch_needs_all_the_money(proved: Database) -> None:
    """A micro-unit too little starts nothing and moves nothing; with it the pack starts."""
    await make_pack(proved, launch=False)
    row = await proved.read(publishing.named, "streets")
    wanted = await proved.read(publishing.quoted, row, RULES)
    await proved.write(depositing.deposit, REQUESTER, wanted.at_most - 1, "first", RULES)
    with pytest.raises(NotFunded, match=r"Pay in 0\.000001 more"):
        await proved.write(publishing.launch, "streets", RULES)
    assert await held_by_requester(proved) == wanted.at_most - 1
    await proved.write(depositing.deposit, REQUESTER, 1, "second", RULES)
    assert await proved.write(publishing.launch, "streets", RULES) == wanted
    assert await held_by_requester(proved) == 0


async def test_the_escrow_equals_the_quote(proved: Database) -> None:
    """Every part of the quote is locked to the last micro-unit."""
    pack = await make_pack(proved, tasks=20, gold=5, gold_share=0.1, practice=3)
    quote = await proved.read(publishing.quoted, await pack_row(proved, pack), RULES)
    balances = await proved.read(ledger.balances, f"pack:{pack}:")
    assert balances == {f"pack:{pack}:{part}": quote.amount(part) for part in parts if quote.amount(part)}
    assert quote.answers == 20 * 3 * PRICE


async def test_a_price_under_the_floor_cannot_start(proved: Database) -> None:
    """The refusal names the price that would be enough."""
    await make_pack(proved, launch=False, price="0.01")
    with pytest.raises(BelowFloor, match=r"0\.03 would be enough"):
        await proved.write(publishing.launch, "streets", RULES)
    other = replace(RULES, floor_hourly=2_000_000)
    await proved.write(depositing.deposit, REQUESTER, 100_000_000, "first", RULES)
    assert isinstance(await proved.write(publishing.launch, "streets", other), Quote)


async def test_a_pack_pauses_and_goes_on_without_moving_money(proved: Database, meet: Meet) -> None:
    """Launching a paused pack opens nothing anew."""
    pack = await make_pack(proved)
    amina = await meet()
    await amina.begins(pack)
    before = await proved.read(ledger.balances, f"pack:{pack}:")
    await proved.write(publishing.pause, "streets")
    with pytest.raises(WrongPackState):
        await proved.write(publishing.pause, "streets")
    assert await proved.write(publishing.launch, "streets", RULES) is None
    assert await proved.read(ledger.balances, f"pack:{pack}:") == before
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 29


async def test_a_running_pack_cannot_be_launched_again(proved: Database) -> None:
    """Nor paused when it is a draft, nor found when there is none."""
    await make_pack(proved)
    await make_pack(proved, "draft", launch=False)
    with pytest.raises(WrongPackState):
        await proved.write(publishing.launch, "streets", RULES)
    with pytest.raises(WrongPackState):
        await proved.write(publishing.pause, "draft")
    for verb in (publishing.pause, publishing.close):
        with pytest.raises(NoSuchPack):
            await proved.write(verb, "none")


async def test_two_launches_at_once_start_a_pack_once(proved: Database) -> None:
    """The second finds it running; places are opened once and money is locked once."""
    pack = await make_pack(proved, launch=False)
    await proved.write(depositing.deposit, REQUESTER, 1_000_000_000, "first", RULES)
    launches = (proved.write(publishing.launch, "streets", RULES) for _ in range(4))
    done = await asyncio.gather(*launches, return_exceptions=True)
    assert sum(isinstance(one, Quote) for one in done) == 1
    assert sum(isinstance(one, WrongPackState) for one in done) == 3
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 30


async def test_a_closed_pack_gives_back_what_it_did_not_use(proved: Database, meet: Meet) -> None:
    """What was paid, its fee, and nothing else stays away."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    following = await amina.answer(task.mark)
    await amina.act(working.leave, mark=getattr(following, "mark", ""))
    paid = await amina.balance()
    back = await proved.write(publishing.close, "streets")
    assert back > 0
    assert await held_by_requester(proved) == 1_000_000_000 - paid - paid // 10
    assert rows_sum(await proved.read(ledger.balances, "pack:")) == 0


def rows_sum(balances: dict[str, int]) -> int:
    return sum(balances.values())


async def test_a_pack_with_an_open_task_waits_for_its_end(
    proved: Database, meet: Meet, clock: Clock, database_url: str
) -> None:
    """Closing returns nothing yet; when the last holder has answered the round gives the rest back."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    assert await proved.write(publishing.close, "streets") == 0
    assert await proved.write(overseeing.refund_finished) == 0
    await amina.answer(task.mark)
    turns = await asyncio.gather(*(proved.write(overseeing.refund_finished) for _ in range(4)))
    assert sorted(turns) == [0, 0, 0, 1]  # the rounds of several programs
    assert rows(database_url, "SELECT state FROM packs") == [("refunded",)]
    clock.now_ms += limits.claim_ms
    assert (await proved.write(meet_deadlines)) == ()


async def test_seven_days_after_the_close_the_rest_goes_back(
    proved: Database, meet: Meet, clock: Clock, database_url: str
) -> None:
    """A claim that nobody takes up does not hold a requester's money for ever."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    await proved.write(publishing.close, "streets")
    clock.now_ms += limits.claim_ms - 1
    assert (await proved.write(meet_deadlines)) == ()
    clock.now_ms += 1
    assert (await proved.write(meet_deadlines)) == ("refund",)
    assert await held_by_requester(proved) == 1_000_000_000
    assert rows(database_url, "SELECT state FROM packs") == [("refunded",)]


async def test_a_closed_pack_cannot_be_closed_or_launched_again(proved: Database) -> None:
    """Its money went back once."""
    await make_pack(proved)
    await proved.write(publishing.close, "streets")
    assert await held_by_requester(proved) == 1_000_000_000
    for verb, given in ((publishing.close, ()), (publishing.launch, (RULES,)), (publishing.pause, ())):
        with pytest.raises(WrongPackState):
            await proved.write(verb, "streets", *given)
    await prove(proved)


async def test_a_draft_that_is_closed_moves_no_money(proved: Database, meet: Meet) -> None:
    """Nothing was locked, so nothing comes back."""
    await make_pack(proved, launch=False)
    assert await proved.write(publishing.close, "streets") == 0
    amina = await meet()
    assert not isinstance(await amina.current(), Offer)


async def test_a_pack_in_another_currency_does_not_start(proved: Database) -> None:
    """A draft's price is in the currency it was read in."""
    await make_pack(proved, launch=False)
    with pytest.raises(OtherCurrency):
        await proved.write(publishing.launch, "streets", replace(RULES, currency="KES"))


async def test_numbers_beyond_all_bounds_are_a_refusal(proved: Database) -> None:
    """No pack locks more than a book can hold; it is said, not crashed."""
    await make_pack(proved, launch=False, price="900000000")
    with pytest.raises(NoQuote, match="more than one pack may"):
        await proved.write(publishing.launch, "streets", RULES)

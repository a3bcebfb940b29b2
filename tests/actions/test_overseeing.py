"""Overseeing: what the rounds do by themselves, once each, and what the book proves."""

import asyncio
from typing import Any

import pytest

from bot import ledger
from bot.actions import overseeing, publishing, telling, undoing, working
from bot.domain import limits
from bot.domain.outcomes.worker import Offer
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import (
    PRICE,
    READING_PAY,
    Worker,
    is_task,
    make_pack,
    meet_deadlines,
    prove,
)

pytestmark = pytest.mark.anyio


async def test_a_lapsed_place_goes_to_somebody_else(meet: Meet, proved: Database, clock: Clock) -> None:
    """At the end of the lease the place opens, at the tail, and not a moment before."""
    pack = await make_pack(proved, tasks=1, overlap=1)
    amina, baraka = await meet(), await meet()
    await amina.begins(pack)
    clock.now_ms += 24 * limits.hour
    assert await proved.write(overseeing.lapse) == 0
    clock.now_ms += 1
    assert await proved.write(overseeing.lapse) == 1
    assert (await baraka.begins(pack)).text["en"] == "Item 1"


async def test_a_lapsed_gold_place_can_be_given_again(meet: Meet, proved: Database, clock: Clock) -> None:
    """Gold that was shown and not answered in time returns to the pack's count."""
    pack = await make_pack(proved, gold=5, gold_share=0.5, tasks=4)
    before = await _gold_left(proved, pack)
    people = [await meet() for _ in range(4)]
    for one in people:
        await one.begins(pack)
    assert await _gold_left(proved, pack) < before
    clock.now_ms += 25 * limits.hour
    await proved.write(overseeing.lapse)
    assert await _gold_left(proved, pack) == before


async def _gold_left(database: Database, pack: int) -> int:
    row = await database.read(lambda tx: tx.one("packs.pack", pack=pack))
    assert row is not None
    return int(row["gold_left"])


async def test_a_hundred_leases_lapse_at_a_time(proved: Database, clock: Clock) -> None:
    """A round's step is small, however many people were away."""
    pack = await make_pack(proved, tasks=150, overlap=1, readers_max=150)
    for _ in range(101):
        somebody = await Worker.met(proved, clock)
        somebody.proving = False
        await somebody.begins(pack)
    clock.now_ms += 25 * limits.hour
    assert [await proved.write(overseeing.lapse) for _ in range(3)] == [100, 1, 0]


async def test_an_answer_and_the_end_of_its_lease_at_once_pay_once(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Whichever comes first, the answer is paid and the place is used once."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, tasks=1, overlap=1))
    clock.now_ms += 25 * limits.hour
    amina.proving = False
    await asyncio.gather(amina.answer(task.mark), proved.write(overseeing.lapse))
    await prove(proved)
    assert await amina.balance() == PRICE + READING_PAY


async def test_deadlines_are_met_once_and_not_before(meet: Meet, proved: Database, clock: Clock) -> None:
    """Each kind says that it was met; a second turn finds nothing."""
    amina = await meet()
    await amina.begins(await make_pack(proved))
    await proved.write(publishing.close, "streets")
    assert (await proved.write(meet_deadlines)) == ()
    clock.now_ms += limits.claim_ms
    assert (await proved.write(meet_deadlines)) == ("refund",)
    assert (await proved.write(meet_deadlines)) == ()


async def test_fees_are_collected_as_work_is_paid(meet: Meet, proved: Database) -> None:
    """A tenth of what was paid, seven parts to the house, three to the guarantee; a second turn finds none."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    assert await proved.write(overseeing.collect_fees) == 1
    fee = (PRICE + READING_PAY) // 10
    assert await proved.read(ledger.balance, "house:fees") == fee * 7 // 10
    assert await proved.read(ledger.balance, "house:guarantee") == fee - fee * 7 // 10
    assert await proved.write(overseeing.collect_fees) == 0


async def test_a_seal_holds_what_was_booked(meet: Meet, proved: Database, database_url: str) -> None:
    """Sealing twice chains two seals, and the check since the last one is quiet."""
    await make_pack(proved)
    await proved.write(overseeing.seal)
    amina = await meet()
    await amina.answer((await amina.begins(rows(database_url, "SELECT id FROM packs")[0][0])).mark)
    await proved.write(overseeing.seal)
    assert await proved.read(overseeing.check_book) == []
    assert rows(database_url, "SELECT count(*) FROM seals") == [(2,)]


async def test_an_offer_tells_the_requester_s_record(meet: Meet, proved: Database) -> None:
    """How many answers they got and how many of them are paid, counted by a round."""
    amina = await meet()
    await amina.answer((await amina.begins(await make_pack(proved))).mark)
    await proved.write(overseeing.note_counts, await proved.read(overseeing.count))
    offer = await (await meet()).current()
    assert isinstance(offer, Offer) and (offer.answers, offer.answers_paid) == (1, 1)


async def test_ten_people_s_median_takes_the_place_of_the_estimate(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """With nine it is the requester's estimate; with ten it is measured."""
    pack = await make_pack(proved, tasks=10)
    for number in range(10):
        somebody = await Worker.met(proved, clock)
        somebody.proving = False
        mark = (await somebody.begins(pack)).mark
        clock.now_ms += (number + 1) * limits.second
        await somebody.answer(mark)
        await proved.write(overseeing.note_counts, await proved.read(overseeing.count))
        offer = await (await meet()).current()
        assert isinstance(offer, Offer) and offer.measured == (number == 9)
    assert (
        isinstance(offer, Offer) and offer.seconds == 6
    )  # between the fifth's 5 s and the sixth's 6 s: 5.5, rounded


async def test_causes_and_incidents_are_forgotten_in_time(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """Causes after eight days (Telegram keeps an update for one), incidents after seven."""
    amina = await meet()
    await amina.act(working.more)
    await proved.write(telling.set_aside, "{}", "why")
    counted = "SELECT (SELECT count(*) FROM causes), (SELECT count(*) FROM incidents)"
    clock.now_ms += limits.incident_kept_ms
    await proved.write(overseeing.forget)
    assert rows(database_url, counted) == [(1, 1)]
    clock.now_ms += limits.cause_kept_ms - limits.incident_kept_ms + 1
    await proved.write(overseeing.forget)
    assert rows(database_url, counted) == [(0, 0)]


async def test_the_invariants_see_what_is_wrong(meet: Meet, proved: Database, database_url: str) -> None:
    """They are a check that can fail: a place too many, and money that is missing for it."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved, tasks=1, overlap=1))
    is_offer_or_end = await amina.answer(task.mark)
    assert is_offer_or_end is not None
    await proved.write(_place, "work.give_place", seq=9)
    faults = await proved.read(overseeing.invariants)
    assert len(faults) == 2 and "2 places given out of 1" in faults[0] and "open places" in faults[1]
    await proved.write(_place, "work.take_place")


@pytest.mark.parametrize(
    ("movement", "promise"),
    [("pay_answer", "open places"), ("pay_gold", "gold places"), ("pay_practice", "practice"),
     ("pay_reading", "readers")],
)  # fmt: skip
async def test_money_that_is_gone_from_a_part_is_named(proved: Database, movement: str, promise: str) -> None:
    """Each part covers what is promised from it to the last coin; one payment too many is seen by the quick check too."""
    pack = await make_pack(proved, gold=5, practice=3, gold_share=0.5, tasks=4)
    assert await proved.read(overseeing.check_book) == []
    given: dict[str, Any] = {"pack": pack, "worker": 99, "amount": PRICE, "about": 1}
    await proved.write(getattr(ledger, movement), **given)
    [fault] = await proved.read(overseeing.check_book)
    assert f"Pack {pack} has {promise} for" in fault
    assert await proved.read(overseeing.check_book, whole=True) == [fault]
    await proved.write(_refunded, pack)


def _refunded(tx: Tx, pack: int) -> None:
    tx.run("packs.set_state", pack=pack, state="refunded")


def _place(tx: Tx, query: str, **given: int) -> None:
    tx.run(query, task=tx.all("work.places_given")[0]["id"], **given)


async def test_an_undone_answer_whose_lease_ended_keeps_its_place(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Its money is used up, so nobody else may get the place when the lease ends; it may be given again for a day."""
    pack = await make_pack(proved, tasks=1, overlap=1, lease_h=1)
    amina = await meet()
    task = await amina.begins(pack)
    clock.now_ms += 59 * limits.minute
    await amina.answer(task.mark)
    again = is_task(await amina.act(undoing.undo, mark=await amina.mark()))
    clock.now_ms += 2 * limits.minute
    assert await proved.write(overseeing.lapse) == 0
    assert await proved.read(lambda tx: tx.value("packs.places", pack=pack)) == 0
    await amina.answer(again.mark, "building")
    assert await amina.balance() == PRICE + READING_PAY

"""The hourly floor on the measured median: who is paid more, from what, and what happens when that is used up."""

import pytest

from bot import ledger
from bot.actions import (
    delivering,
    depositing,
    flooring,
    overseeing,
    publishing,
    renewing,
    requesting,
    serving,
    telling,
    undoing,
)
from bot.domain import limits
from bot.domain.outcomes.claims import Floored
from bot.domain.outcomes.requester import ToppedUp
from bot.domain.outcomes.worker import Task
from bot.domain.refusals.claims import FloorShort
from bot.domain.refusals.packs import NotFunded
from bot.storage import Database, Tx
from tests.conftest import Clock
from tests.makers import (
    BOT,
    REQUESTER,
    RULES,
    Worker,
    make_pack,
    meet_deadlines,
    meet_requester,
    pack_row,
    prove,
)

pytestmark = pytest.mark.anyio

slow_ms = 36_000  # $0.04 for 36 s is $4.00 an hour: a cent is lacking
EXTRA = 10_000


def counts(tx: Tx) -> None:
    """The round that measures."""
    overseeing.note_counts(tx, overseeing.count(tx))


async def ten(database: Database, clock: Clock, pack: int, taken_ms: int = slow_ms) -> list[Worker]:
    """Ten people who each answer one task in so long, and hold the next one."""
    crowd = []
    for _ in range(10):
        one = await Worker.met(database, clock)
        one.proving = False
        first = await one.begins(pack)
        clock.now_ms += taken_ms
        assert isinstance(await one.answer(first.mark), Task)
        crowd.append(one)
    return crowd


async def all_paid(database: Database, clock: Clock) -> None:
    """The rounds measure, and pay whoever is to be paid."""
    await database.write(counts)
    clock.now_ms += flooring.settled_ms
    while await database.write(meet_deadlines):
        pass
    await prove(database)


async def test_all_answers_are_paid_the_difference_once_ten_people_took_longer(
    proved: Database, clock: Clock
) -> None:
    """Those given before and those given after, the same for everybody, once."""
    pack = await make_pack(proved, tasks=40)
    crowd = await ten(proved, clock, pack)
    before = await crowd[0].balance()
    await all_paid(proved, clock)
    assert [await one.balance() for one in crowd] == [before + EXTRA] * 10
    await crowd[0].answer(await crowd[0].mark())
    await all_paid(proved, clock)
    assert await crowd[0].balance() == before + 40_000 + 2 * EXTRA
    await all_paid(proved, clock)
    assert await crowd[0].balance() == before + 40_000 + 2 * EXTRA


async def test_what_the_floor_brought_is_told_once_a_day_at_most(proved: Database, clock: Clock) -> None:
    """In one sentence for all answers, when they are here; not one notice an answer."""
    pack = await make_pack(proved, tasks=40)
    crowd = await ten(proved, clock, pack)
    await all_paid(proved, clock)

    async def told() -> list[Floored]:
        await proved.write(telling.here, crowd[0].who.account)
        due = await proved.read(delivering.notices, BOT, 100)
        for one in due:
            await proved.write(delivering.shown, one, 1, clock.now_ms)
        return [one.outcome for one in due if isinstance(one.outcome, Floored)]

    assert not await told()
    clock.now_ms += limits.hour
    await all_paid(proved, clock)
    assert await told() == [Floored(EXTRA, ({"en": "About streets"},))]
    await crowd[0].answer(await crowd[0].mark())
    clock.now_ms += limits.hour
    await all_paid(proved, clock)
    await crowd[0].answer(await crowd[0].mark())
    clock.now_ms += 2 * limits.hour
    await all_paid(proved, clock)
    assert not await told()
    clock.now_ms += limits.day
    await all_paid(proved, clock)
    assert await told() == [Floored(2 * EXTRA, ({"en": "About streets"},))]


async def test_a_median_above_the_floor_costs_nothing(proved: Database, clock: Clock) -> None:
    """And the whole reserve goes back at close."""
    pack = await make_pack(proved, tasks=40)
    reserve = await proved.read(ledger.balance, f"pack:{pack}:floor")
    await ten(proved, clock, pack, 20_000)
    await all_paid(proved, clock)
    assert await proved.read(ledger.balance, f"pack:{pack}:floor") == reserve > 0


async def test_nine_people_are_no_median(proved: Database, clock: Clock) -> None:
    """Nothing is decided on fewer than ten people's times."""
    pack = await make_pack(proved, tasks=40)
    for _ in range(9):
        one = await Worker.met(proved, clock)
        one.proving = False
        first = await one.begins(pack)
        clock.now_ms += slow_ms
        await one.answer(first.mark)
    await all_paid(proved, clock)
    assert (await proved.read(lambda tx: tx.one("floors.pack", pack=pack)))["floor_extra"] == 0  # type: ignore[index]


async def test_an_undone_answer_gets_the_difference_when_it_stands_again(
    proved: Database, clock: Clock
) -> None:
    """Once, however often it is undone."""
    pack = await make_pack(proved, tasks=40)
    crowd = await ten(proved, clock, pack, 20_000)
    await proved.write(counts)
    await proved.write(lambda tx: tx.run("floors.set_extra", pack=pack, extra=EXTRA))
    again = await crowd[-1].act(undoing.undo, mark=await crowd[-1].mark())
    assert isinstance(again, Task)
    await crowd[-1].answer(again.mark, "building")
    before = await crowd[-1].balance()
    await all_paid(proved, clock)
    assert await crowd[-1].balance() == before + EXTRA


async def test_an_empty_reserve_pauses_the_pack_and_a_top_up_pays_who_waits(
    proved: Database, clock: Clock
) -> None:
    """Whoever holds a task gets the difference from goodwill; the others when the requester has topped up."""
    pack = await make_pack(proved, tasks=4, overlap=10, goodwill=1_000_000)
    crowd = await ten(proved, clock, pack, 119_000)  # a floor of $5.00 needs 0.1253 more each; 0.32 is there
    await all_paid(proved, clock)
    assert (await pack_row(proved, pack))["state"] == "paused"
    row = await proved.read(lambda tx: tx.one("floors.pack", pack=pack))
    assert row is not None and row["floor_extra"] > 40_000
    paid = [await one.balance() for one in crowd]
    assert 0 < sum(one > min(paid) for one in paid) < 10
    with pytest.raises(FloorShort):
        await proved.write(publishing.launch, "streets", RULES)
    clock.now_ms += 1_000
    held = await crowd[0].answer(await crowd[0].mark())
    assert held is not None
    await all_paid(proved, clock)
    assert await crowd[0].balance() >= paid[0] + 40_000 + row["floor_extra"]
    her = await meet_requester(proved, clock)
    needs = await proved.read(flooring.needed, pack)
    assert await her.act(requesting.top_up, name="streets") == ToppedUp("streets", needs) and needs
    assert await her.act(requesting.top_up, name="streets") == ToppedUp("streets", 0)
    await all_paid(proved, clock)
    assert (await pack_row(proved, pack))["state"] == "running"
    assert len({await one.balance() for one in crowd[1:]}) == 1
    assert isinstance(await crowd[5].act(serving.work), Task)


async def test_a_top_up_needs_its_money(proved: Database, clock: Clock) -> None:
    """Without it nothing is moved, and the sentence names what is lacking."""
    pack = await make_pack(proved, tasks=4, overlap=10)
    await ten(proved, clock, pack, 119_000)
    await all_paid(proved, clock)
    requester = (await pack_row(proved, pack))["requester"]
    have = await proved.read(ledger.balance, f"requester:{requester}")
    await proved.write(lambda tx: ledger.withdraw_deposit(tx, requester=requester, amount=have, about=1))
    with pytest.raises(NotFunded):
        await proved.write(renewing.floor_topup, "streets", RULES)
    await proved.write(depositing.deposit, REQUESTER, 100_000_000, "more", RULES)
    assert await proved.write(renewing.floor_topup, "streets", RULES) > 0


async def test_what_could_not_be_paid_ends_with_the_pack(proved: Database, clock: Clock) -> None:
    """A pack that is closed pays what its reserve has left, and then gives the rest of its money back."""
    pack = await make_pack(proved, tasks=4, overlap=10)
    await ten(proved, clock, pack, 119_000)
    await all_paid(proved, clock)
    await proved.write(publishing.close, "streets")
    clock.now_ms += limits.claim_ms
    await all_paid(proved, clock)
    await proved.write(overseeing.refund_finished)
    assert (await pack_row(proved, pack))["state"] == "refunded"
    assert not any((await proved.read(ledger.balances, f"pack:{pack}:")).values())

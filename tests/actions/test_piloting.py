"""Piloting: ten tasks, their money alone, nothing behind them; then the rest, all or nothing."""

from dataclasses import replace

import pytest

from bot import ledger
from bot.actions import depositing, filling, minding, piloting, publishing, renewing, surveying
from bot.actions.renewing import Added
from bot.domain.outcomes.worker import Offer, Task
from bot.domain.refusals.claims import FloorShort
from bot.domain.refusals.packs import NotFunded
from bot.domain.refusals.requesters import NoPilot, PilotFirst
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.actions.test_flooring import all_paid, ten
from tests.conftest import Clock
from tests.makers import HARD, REQUESTER, RULES, Worker, make_form, make_pack, make_rows, pack_row

pytestmark = pytest.mark.anyio


async def pays_in(database: Database, amount: int, reference: str = "bank") -> None:
    """Money that the requester paid in."""
    await database.write(depositing.deposit, REQUESTER, amount, reference, RULES)


async def escrow(database: Database, pack: int) -> int:
    """All that is locked for a pack."""
    return sum((await database.read(ledger.balances, f"pack:{pack}:")).values())


async def answers_all(worker: Worker, pack: int) -> int:
    """Answers until no task of the pack comes; how many."""
    outcome, count = await worker.begins(pack), 0
    while isinstance(outcome, Task) and outcome.pack == pack:
        outcome, count = await worker.answer(outcome.mark), count + 1
    return count


async def test_a_pilot_locks_and_serves_ten_tasks_and_then_pauses_itself(
    proved: Database, meet: Meet
) -> None:
    """One answer a task: the second person finds nothing; the report says what was measured."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    whole = (
        await proved.read(lambda tx: publishing.quoted(tx, publishing.named(tx, "streets"), RULES))
    ).at_most
    await pays_in(proved, whole)
    begun = await proved.write(piloting.launch, "streets", RULES, True)
    assert begun.pilot == 10 and begun.locked == await escrow(proved, pack) < whole
    her = await meet()
    assert await answers_all(her, pack) == 10
    assert not isinstance(await (await meet()).current(), Offer)
    assert await proved.read(piloting.over) == ["streets"]
    found = await proved.write(piloting.end, "streets", RULES)
    assert found is not None and (found.answers, found.people) == (10, 1)
    assert await proved.write(piloting.end, "streets", RULES) is None
    row = await pack_row(proved, pack)
    assert row["state"] == "paused" and row["pilot_last"] > 0
    rest = await proved.write(piloting.launch, "streets", RULES)
    assert (rest.locked, rest.pilot) == (found.rest, 0)
    row = await pack_row(proved, pack)
    assert (row["state"], row["pilot_last"]) == ("running", 0)
    assert await answers_all(await meet(), pack) == 15


async def test_the_rest_is_launched_all_or_not_at_all(proved: Database, meet: Meet) -> None:
    """With a cent too little the pack stays a paused pilot, and nothing is locked."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    row = await pack_row(proved, pack)
    planned = await proved.read(piloting.plan, row, RULES)
    assert planned is not None
    await pays_in(proved, planned.quote.at_most)
    await proved.write(piloting.launch, "streets", RULES, True)
    await answers_all(await meet(), pack)
    found = await proved.write(piloting.end, "streets", RULES)
    assert found is not None
    before = await escrow(proved, pack)
    await pays_in(proved, found.rest - 10_000, "bank 2")
    with pytest.raises(NotFunded):
        await proved.write(piloting.launch, "streets", RULES)
    assert await escrow(proved, pack) == before and (await pack_row(proved, pack))["state"] == "paused"
    await pays_in(proved, 10_000, "bank 3")
    assert (await proved.write(piloting.launch, "streets", RULES)).locked == found.rest


async def test_the_rest_waits_for_the_floor_reserve(proved: Database, clock: Clock) -> None:
    """Topped up for the pilot's own answers, which are paid; then the rest starts."""
    pack = await make_pack(proved, tasks=25, launch=False, goodwill=1_000_000)
    await pays_in(proved, 1_000_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    await ten(proved, clock, pack, 119_000)
    await all_paid(proved, clock)
    assert (await pack_row(proved, pack))["state"] == "paused"
    row = await proved.read(lambda tx: tx.one("floors.pack", pack=pack))
    assert row is not None
    before = await escrow(proved, pack)
    with pytest.raises(FloorShort):
        await proved.write(piloting.launch, "streets", RULES)
    assert await escrow(proved, pack) == before
    locked = await proved.write(renewing.floor_topup, "streets", RULES)
    assert 0 < locked <= 10 * 3 * row["floor_extra"]
    await all_paid(proved, clock)
    rest = await proved.write(piloting.launch, "streets", RULES)
    assert rest.locked and (await pack_row(proved, pack))["pilot_last"] == 0


async def test_a_place_that_opens_again_stays_in_the_pilot(proved: Database, meet: Meet) -> None:
    """Skipped by one, it comes to the next; a pilot is not over while it is open."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    await pays_in(proved, 1_000_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    from bot.actions import working

    her = await meet()
    first = await her.begins(pack)
    second = await her.act(working.skip, mark=first.mark)
    while isinstance(second, Task) and second.pack == pack:
        second = await her.answer(second.mark)
    assert await proved.read(piloting.over) == []
    other = await meet()
    assert await answers_all(other, pack) == 1
    assert await proved.read(piloting.over) == ["streets"]


async def test_a_pilot_that_was_paused_goes_on_as_one(proved: Database, meet: Meet) -> None:
    """Its requester stops it; it goes on with its ten tasks, and no money is locked for that."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    await pays_in(proved, 1_000_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    before = await escrow(proved, pack)
    await proved.write(publishing.pause, "streets")
    assert await proved.write(piloting.launch, "streets", RULES, True) == piloting.Begun(None)
    assert (await pack_row(proved, pack))["pilot_last"] > 0 and await escrow(proved, pack) == before


async def test_a_closed_pilot_gives_back_all_it_has_not_used(proved: Database, meet: Meet) -> None:
    """Every cent is with its requester, the people or the fee."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    await pays_in(proved, 1_000_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    her = await meet()
    await answers_all(her, pack)
    await proved.write(piloting.end, "streets", RULES)
    assert await proved.write(publishing.close, "streets") > 0
    assert await escrow(proved, pack) == 0
    paid, fee = await her.balance(), 1_000_000_000
    left = (await proved.read(ledger.balances, "requester:"))[
        f"requester:{(await pack_row(proved, pack))['requester']}"
    ]
    assert left + paid + paid // 10 == fee


async def test_small_packs_have_no_pilot_and_pilots_take_no_rows(proved: Database) -> None:
    """Ten tasks are a pack; rows that come while a pilot is on would not be paid for."""
    await make_pack(proved, "small", tasks=10, launch=False)
    await pays_in(proved, 1_000_000_000)
    with pytest.raises(NoPilot):
        await proved.write(piloting.launch, "small", RULES, True)
    pack = await make_pack(proved, tasks=25, launch=False)
    await proved.write(piloting.launch, "streets", RULES, True)
    with pytest.raises(PilotFirst):
        await proved.write(renewing.renew, pack, make_form(), Added(tasks=1, last=26), 7, RULES)


@pytest.mark.parametrize(
    ("median_ms", "enough"), [(0, 0), (15_000, 0), (22_000, 0), (22_500, 70_000), (45_000, 120_000)]
)
def test_a_price_is_suggested_where_the_work_takes_half_as_long_again(median_ms: int, enough: int) -> None:
    """$0.04 for 15 s: what keeps the hourly rate; under the floor what reaches it."""
    assert piloting.suggested(40_000, 15, median_ms, RULES) == enough


async def test_the_status_of_a_pilot_counts_its_own_tasks(proved: Database, meet: Meet) -> None:
    """Ten tasks are wanted, not twenty-five."""
    pack = await make_pack(proved, tasks=25, overlap=1, launch=False)
    await pays_in(proved, 1_000_000_000)
    await proved.write(piloting.launch, "streets", RULES, True)
    await answers_all(await meet(), pack)
    found = await proved.read(surveying.status, await pack_row(proved, pack))
    assert (found.answers, found.wanted, found.pilot, found.people) == (10, 10, 10, 1)
    assert found.spent > 0 and found.by_day == (10,)


async def care(database: Database, pack: int) -> int:
    """What is locked for paid pauses."""
    return (await database.read(ledger.balances, f"pack:{pack}:")).get(f"pack:{pack}:care", 0)


async def test_care_is_locked_each_time_hard_content_is_paid_for(proved: Database) -> None:
    """Pilot, rest, more rows, close: the sums of docs/money.md; what nobody needed goes back."""
    hard = {
        **HARD,
        "price": "0.06",
        "estimate_s": 30,
        "readers_max": 20,
        "overlap": {"least": 1, "most": 2, "doubt": "road"},
    }
    pack = await make_pack(proved, tasks=100, launch=False, **hard)
    await pays_in(proved, 10**9)
    await proved.write(piloting.launch, "streets", RULES, True)
    assert await care(proved, pack) == 12_000_000  # 10 + (20 - 10) ÷ 20 = 10 sets
    quoted = await proved.read(lambda tx: publishing.quoted(tx, publishing.named(tx, "streets"), RULES))
    await proved.write(piloting.launch, "streets", RULES)
    assert await care(proved, pack) == quoted.care == 34_800_000  # 20 + (200 - 20) ÷ 20 = 29 sets
    added = Added(50, flagged=50, last=50)
    form = make_form(**hard)
    locked = await proved.read(renewing.locks, pack, form, added, RULES)
    done = await proved.write(renewing.renew, pack, form, added, 1, RULES)
    assert locked is not None and await care(proved, pack) == 40_800_000  # 20 + (300 - 20) ÷ 20 = 34 sets
    rows = [
        replace(row, key=f"new {number}", number=number)
        for number, row in enumerate(make_rows(tasks=50, flags={"violence": 2}), 1)
    ]
    await proved.write(filling.add_tasks, pack, rows, (), after=done.after)
    row = await pack_row(proved, pack)
    assert (row["tasks"], row["flagged"], row["level"]) == (150, 150, 2)
    assert await proved.read(minding.levels, row) == (0, 150, 0)
    await proved.write(publishing.close, "streets")
    assert await escrow(proved, pack) == 0
    free = await proved.read(ledger.balance, f"requester:{row['requester']}")
    assert free == 10**9


async def test_neutral_rows_cost_no_care(proved: Database) -> None:
    """A mixed pack is quoted by its flagged tasks alone; a pilot by those among its first ten."""
    pack = await make_pack(proved, tasks=5, launch=False, **HARD)
    rows = [replace(row, key=f"mild {row.key}", number=0) for row in make_rows(tasks=20)]
    await proved.write(filling.add_tasks, pack, rows, ())
    row = await pack_row(proved, pack)
    quoted = await proved.read(publishing.quoted, row, RULES)
    plan = await proved.read(piloting.plan, row, RULES)
    assert (row["tasks"], row["flagged"]) == (25, 5)
    assert plan is not None and quoted.care == plan.quote.care == 5 * 1_600_000

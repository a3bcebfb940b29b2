"""New answers for claimed ones: who pays for them, when their place opens, and what the guarantee pot gets back."""

import pytest

from bot import ledger
from bot.actions import overseeing, publishing, reviewing, ruling
from bot.domain import claims, limits
from bot.storage import Database
from tests.actions.conftest import Meet, answered, claimed, decided, until_due
from tests.actions.test_weighing import DYNAMIC, dynamic_pack
from tests.conftest import Clock
from tests.makers import PRICE, RULES, Worker, is_task, make_pack, pack_row, prove

pytestmark = pytest.mark.anyio

TASKS = 5  # so many that the pot buys one answer by itself


async def places(database: Database, pack: int) -> int:
    """Places of a pack that are open."""
    found: int = await database.read(lambda tx: tx.value("packs.places", pack=pack))
    return found


async def test_a_frozen_answer_s_money_buys_the_new_one_when_the_worker_says_nothing(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The pot bought it at once, so the pot gets the money."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    before = await proved.read(ledger.balance, "house:guarantee")
    await claimed(proved, pack, assignment)
    assert await proved.read(ledger.balance, f"worker:{amina.who.book}:frozen") == PRICE
    assert not await proved.write(reviewing.release, assignment)
    await until_due(proved, clock, claims.disagree_most_ms)
    assert await proved.read(ledger.balance, f"worker:{amina.who.book}:frozen") == 0
    assert await proved.read(ledger.balance, "house:guarantee") == before


async def test_an_empty_pot_leaves_the_place_closed_until_the_claim_was_right(
    proved: Database, meet: Meet, clock: Clock
) -> None:
    """Then the answer's own money opens it."""
    pack = await make_pack(proved, tasks=2, overlap=1, review_window_h=24)
    amina = await meet()
    assignment = await answered(amina, pack, clock)
    before = await places(proved, pack)
    await claimed(proved, pack, assignment)
    assert await places(proved, pack) == before
    await until_due(proved, clock, claims.disagree_most_ms)
    assert await places(proved, pack) == before + 1


@pytest.mark.parametrize("came", [False, True])
async def test_who_gives_in_gets_no_answer_from_the_pot(
    proved: Database, meet: Meet, clock: Clock, pot: None, came: bool
) -> None:
    """The place that was opened closes and the pot has its money again; an answer that came meanwhile stays."""
    pack = await make_pack(proved, "roofs", tasks=20, overlap=1)
    amina, baraka = await meet(), await meet()
    task = await amina.begins(pack)
    for _ in range(19):
        task = is_task(await amina.answer(task.mark))
    await amina.answer(task.mark)
    clock.now_ms += limits.undo_ms + 1
    before = await proved.read(ledger.balance, "house:guarantee")
    code = await claimed(proved, pack, task.assignment)
    if came:
        await baraka.answer((await baraka.begins(pack)).mark)
    await proved.write(ruling.give_in, (await pack_row(proved, pack))["requester"], code)
    assert await places(proved, pack) == 0
    assert await proved.read(ledger.balance, "house:guarantee") == before - (PRICE if came else 0)
    await proved.write(publishing.close, "roofs")
    put_in = await proved.read(lambda tx: tx.value("book.pack_guarantee", pack=pack))
    assert put_in == (PRICE if came else 0)
    await prove(proved)


async def test_when_nobody_decides_in_time_the_house_pays(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """The worker is right, and the new answer that the pot bought stays the requester's: its place is not taken back."""
    pack, amina = await make_pack(proved, tasks=40), await meet()
    before = await proved.read(ledger.balance, "house:guarantee")
    code = await claimed(proved, pack, await answered(amina, pack, clock))
    opened, requester = await places(proved, pack), (await pack_row(proved, pack))["requester"]
    await amina.act(ruling.disagree, rules=RULES, code=code)
    await proved.write(ruling.insist, requester, code, "It shows a roof.")
    await until_due(proved, clock, claims.ruling_ms)
    assert await places(proved, pack) == opened
    assert await proved.read(ledger.balance, "house:guarantee") == before - PRICE


async def test_a_closed_pack_gives_the_pot_back_what_bought_nothing(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """Not the requester: a claim never gives money back."""
    pack = await make_pack(proved, tasks=40, review_window_h=24)
    amina = await meet()
    before = await proved.read(ledger.balance, "house:guarantee")
    await claimed(proved, pack, await answered(amina, pack, clock))
    await proved.write(publishing.close, "streets")
    await until_due(proved, clock, claims.disagree_most_ms)
    await proved.write(overseeing.refund_finished)
    assert (await pack_row(proved, pack))["state"] == "refunded"
    assert await proved.read(ledger.balance, "house:guarantee") >= before + PRICE
    await prove(proved)


# ---- packs of dynamic overlap ------------------------------------------------------------------------------------


async def all_of_it(worker: Worker, pack: int) -> int:
    """Somebody answers all tasks of a pack; their last answer's id."""
    task = await worker.begins(pack)
    for _ in range(TASKS - 1):
        task = is_task(await worker.answer(task.mark, "road"))
    await worker.answer(task.mark, "road")
    return task.assignment


@pytest.mark.parametrize("came", [False, True])
async def test_the_pot_pays_for_the_answer_that_it_bought(
    proved: Database, meet: Meet, clock: Clock, pot: None, came: bool
) -> None:
    """What dynamic overlap saved is no place that stayed empty: who claimed rightly pays for two answers a task, not three."""
    pack = await dynamic_pack(proved, name="roofs", tasks=TASKS, overlap=DYNAMIC)
    amina, baraka, chausiku = await meet(), await meet(), await meet()
    claimable = await all_of_it(amina, pack)
    await all_of_it(baraka, pack)
    clock.now_ms += limits.undo_ms + 1
    await claimed(proved, pack, claimable)
    if came:
        assert (await chausiku.begins(pack)).assignment != claimable
        await chausiku.answer(await chausiku.mark(), "road")
    await proved.write(publishing.close, "roofs")
    assert (await pack_row(proved, pack))["state"] == "refunded"
    put_in = await proved.read(lambda tx: tx.value("book.pack_guarantee", pack=pack))
    assert put_in == (PRICE if came else 0)
    await prove(proved)


async def test_an_advance_that_late_answers_have_used_holds_up_no_refund(
    proved: Database, meet: Meet, clock: Clock, pot: None
) -> None:
    """All that was saved, and what a moderator let the pot put in, has paid late answers: the pack is closed all the same."""
    pack = await dynamic_pack(proved, name="roofs", lease_h=1)
    waiting = []
    for _ in range(8):
        one = await meet()
        waiting.append((one, await one.begins(pack)))
        clock.now_ms += 2 * limits.hour
        await proved.write(overseeing.lapse)
    first, second = await meet(), await meet()
    claimable = await first.begins(pack)
    await first.answer(claimable.mark, "road")
    await second.answer((await second.begins(pack)).mark, "road")
    for one, task in waiting[:7]:
        await one.answer(task.mark, "road")
    clock.now_ms += limits.undo_ms + 1
    code = await claimed(proved, pack, claimable.assignment)
    await decided(proved, code, False)
    late, task = waiting[7]
    await late.answer(task.mark, "road")
    assert await proved.read(ledger.balance, f"pack:{pack}:answers") == 0
    await proved.write(publishing.close, "roofs")
    assert (await pack_row(proved, pack))["state"] == "refunded"

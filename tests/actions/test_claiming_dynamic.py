"""Claims in packs of dynamic overlap: what the pot has bought there, and what it gets back at close."""

import pytest

from bot import ledger
from bot.actions import claiming, overseeing, publishing
from bot.domain import limits
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.actions.test_claiming import claimed, house
from tests.actions.test_weighing import DYNAMIC, dynamic_pack
from tests.conftest import Clock
from tests.makers import PRICE, RULES, Worker, is_task, pack_row, prove

__all__ = ["house"]

pytestmark = pytest.mark.anyio

TASKS = 5  # so many that the pot buys one answer by itself


async def all_of_it(worker: Worker, pack: int) -> int:
    """Somebody answers all tasks of a pack; their last answer's id."""
    task = await worker.begins(pack)
    for _ in range(TASKS - 1):
        task = is_task(await worker.answer(task.mark, "road"))
    await worker.answer(task.mark, "road")
    return task.assignment


@pytest.mark.parametrize("came", [False, True])
async def test_the_pot_pays_for_the_answer_that_it_bought(
    house: tuple[Database, int], meet: Meet, clock: Clock, came: bool
) -> None:
    """What dynamic overlap saved is no place that stayed empty: who claimed rightly pays for two answers a task, not three."""
    database, _ = house
    pack = await dynamic_pack(database, name="roofs", tasks=TASKS, overlap=DYNAMIC)
    amina, baraka, chausiku = await meet(), await meet(), await meet()
    claimable = await all_of_it(amina, pack)
    await all_of_it(baraka, pack)
    clock.now_ms += limits.undo_ms + 1
    await claimed(database, pack, claimable)
    if came:
        assert (await chausiku.begins(pack)).assignment != claimable
        await chausiku.answer(await chausiku.mark(), "road")
    await database.write(publishing.close, "roofs")
    assert (await pack_row(database, pack))["state"] == "refunded"
    put_in = await database.read(lambda tx: tx.value("book.pack_guarantee", pack=pack))
    assert put_in == (PRICE if came else 0)
    await prove(database)


async def test_an_advance_that_late_answers_have_used_holds_up_no_refund(
    house: tuple[Database, int], meet: Meet, clock: Clock
) -> None:
    """All that was saved, and what a moderator let the pot put in, has paid late answers: the pack is closed all the same."""
    database, _ = house
    pack = await dynamic_pack(database, name="roofs", lease_h=1)
    waiting = []
    for _ in range(8):
        one = await meet()
        waiting.append((one, await one.begins(pack)))
        clock.now_ms += 2 * limits.hour
        await database.write(overseeing.lapse)
    first, second = await meet(), await meet()
    claimable = await first.begins(pack)
    await first.answer(claimable.mark, "road")
    await second.answer((await second.begins(pack)).mark, "road")
    for one, task in waiting[:7]:
        await one.answer(task.mark, "road")
    clock.now_ms += limits.undo_ms + 1
    code = await claimed(database, pack, claimable.assignment)
    await database.write(claiming.decide, code, False, "It shows a roof.", RULES)
    late, task = waiting[7]
    await late.answer(task.mark, "road")
    assert await database.read(ledger.balance, f"pack:{pack}:answers") == 0
    await database.write(publishing.close, "roofs")
    assert (await pack_row(database, pack))["state"] == "refunded"

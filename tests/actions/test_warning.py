"""A requester hears once of each share of a pack's money that is used; nobody is stopped in the middle of a task."""

import json
from functools import partial

import pytest

from bot import ledger
from bot.actions import overseeing, publishing, warning, webhooks
from bot.domain import limits
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import MoneyLow
from bot.domain.outcomes.worker import Task
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import HARD, PRICE, is_task, make_pack, make_requester, notices

pytestmark = pytest.mark.anyio


async def warned(database: Database) -> int:
    """One round; how many packs were told of."""
    packs = await database.read(warning.running_out)
    return sum([await database.write(warning.warn, pack) for pack in packs])


def part_of(told: Outcome, part: str) -> tuple[int, int, int]:
    """(percent, there, locked) of a part in a warning."""
    assert isinstance(told, MoneyLow)
    return next((one.percent, one.there, one.locked) for one in told.parts if one.part == part)


async def test_each_share_is_told_once(meet: Meet, database: Database) -> None:
    """Half of the places, then four fifths; nothing between, and nothing twice. The newer is written over the older."""
    pack, owner = await make_pack(database, tasks=10, overlap=1), await make_requester(database, await meet())
    amina = await meet()
    task, said = await amina.begins(pack), []
    for _ in range(9):
        task = is_task(await amina.answer(task.mark))
        if await warned(database):
            (told,) = await notices(database, owner)
            said.append(part_of(told, "answers"))
    locked = 10 * PRICE
    assert said == [(50, locked // 2, locked), (80, locked // 5, locked)]
    assert await warned(database) == 0


async def test_a_pilot_s_money_is_meant_to_be_used_up(meet: Meet, database: Database) -> None:
    """Of a pilot nothing is told; of the pack that goes on after it, it is."""
    pack, owner = await make_pack(database, tasks=10, overlap=1), await make_requester(database, await meet())
    amina = await meet()
    task = await amina.begins(pack)
    await database.write(lambda tx: tx.run("packs.set_pilot", pack=pack, last=5))
    for _ in range(4):
        task = is_task(await amina.answer(task.mark))
    assert not isinstance(await amina.answer(task.mark), Task)
    assert await warned(database) == 0 and await notices(database, owner) == []
    await database.write(lambda tx: tx.run("packs.set_pilot", pack=pack, last=0))
    assert await warned(database) == 1


async def test_more_money_makes_the_shares_count_anew(meet: Meet, database: Database) -> None:
    """Topped up after the half, the half is told again when it is reached again."""
    pack, owner = await make_pack(database, tasks=4, overlap=1), await make_requester(database, await meet())
    amina = await meet()
    task = await amina.begins(pack)
    for _ in range(2):
        task = is_task(await amina.answer(task.mark))
    assert await warned(database) == 1
    given = {"pack": pack, "requester": owner.who.requester, "amounts": {"answers": 4 * PRICE}, "about": 1}
    await database.write(lambda tx: ledger.top_up(tx, **given))
    assert await warned(database) == 0
    is_task(await amina.answer(task.mark))
    assert await warned(database) == 0
    task = is_task(await amina.current())
    await amina.answer(task.mark)
    assert await warned(database) == 1


async def test_who_holds_a_task_when_the_money_is_gone_is_paid(
    meet: Meet, database: Database, clock: Clock
) -> None:
    """The only place lapses and another takes it; the late reserve and goodwill pay the first. All is told, none is stopped."""
    pack = await make_pack(database, tasks=1, overlap=1, readers_max=2, goodwill=1_000_000)
    owner, amina, brian = await make_requester(database, await meet()), await meet(), await meet()
    held = await amina.begins(pack)
    clock.now_ms += 25 * limits.hour
    await database.write(overseeing.lapse)
    await brian.answer((await brian.begins(pack)).mark)
    assert await warned(database) == 1
    (told,) = await notices(database, owner)
    assert part_of(told, "answers") == (95, 0, PRICE) and isinstance(told, MoneyLow) and told.places == 0
    before = await amina.balance()
    await amina.answer(held.mark)
    assert await amina.balance() >= before + PRICE


async def test_a_requester_s_program_is_told_too(meet: Meet, database: Database) -> None:
    """An event with the figures; a pack that is over is told of no more."""
    pack, owner = await make_pack(database, tasks=1, overlap=1), await make_requester(database, await meet())
    await database.write(webhooks.set_to, owner.who.requester, "https://pictures.example/a")
    amina = await meet()
    await amina.answer((await amina.begins(pack)).mark)
    assert await warned(database) == 1
    event = await database.read(lambda tx: tx.one("webhooks.event", requester=owner.who.requester))
    assert event is not None
    body = json.loads(event["body"])
    assert (body["event"], body["pack"], body["places"]) == ("pack.low", "streets", 0)
    assert body["parts"]["answers"] == {"percent": 95, "left": 0, "locked": PRICE}
    await database.write(publishing.close, "streets")
    assert await database.read(warning.running_out) == [] and not await database.write(warning.warn, pack)


async def test_care_that_runs_low_is_told(meet: Meet, database: Database) -> None:
    """Without it no hard content is shown, so its requester hears in time."""
    pack = await make_pack(database, tasks=4, **HARD)
    owner = await make_requester(database, await meet())
    amina = await meet()
    for about in (1, 2):
        paid = partial(ledger.pay_care, pack=pack, worker=amina.who.book, amount=1_600_000, about=about)
        await database.write(paid)
    assert await warned(database) == 1
    (told,) = await notices(database, owner)
    assert part_of(told, "care") == (50, 3_200_000, 6_400_000)

"""Paying: what reading brings is fixed at launch, and no answer is lost because a pot can't pay."""

from dataclasses import replace

import pytest

from bot.actions import overseeing
from bot.domain import limits
from bot.domain.outcomes.worker import Reading
from bot.storage import Database, Tx
from tests.actions.conftest import Meet, rows
from tests.conftest import Clock
from tests.makers import PRICE, READING_PAY, RULES, make_pack, meet_deadlines

pytestmark = pytest.mark.anyio
YEN = replace(RULES, currency="JPY", minor=1_000_000)


async def test_reading_pays_what_was_locked_at_launch(meet: Meet, proved: Database) -> None:
    """Another smallest coin after the launch changes neither what is told nor what is paid."""
    pack = await make_pack(proved)
    for _ in range(3):
        somebody = await meet()
        somebody.rules = YEN
        task = await somebody.begins(pack)
        assert [one.pay for one in somebody.seen if isinstance(one, Reading)] == [READING_PAY]
        await somebody.answer(task.mark)
        assert await somebody.balance() == PRICE + READING_PAY


async def test_a_reading_that_no_pot_can_pay_is_owed_and_the_answer_kept(
    meet: Meet, proved: Database, clock: Clock, database_url: str
) -> None:
    """The answer stands and is paid; the check names the reading, and the rounds pay it once a pot can."""
    pack = await make_pack(proved)
    await proved.write(_set_reading_pay, pack, 100_000_000)
    amina = await meet()
    amina.proving = False
    await amina.answer((await amina.begins(pack)).mark)
    assert rows(database_url, "SELECT count(*) FROM answers") == [(1,)]
    assert await amina.balance() == PRICE
    assert await _faults(proved) == [
        f"The reading of pack {pack} is owed to 1 people and has not been paid.",
        f"Pack {pack} has readers for {59 * 100_000_000} and less than that in escrow.",
    ]
    await proved.write(_set_reading_pay, pack, READING_PAY)
    clock.now_ms += limits.hour
    assert await proved.write(meet_deadlines) == ("reading",)
    assert await amina.balance() == PRICE + READING_PAY
    assert await _faults(proved) == []
    clock.now_ms += limits.hour
    assert await proved.write(meet_deadlines) == ()


def _set_reading_pay(tx: Tx, pack: int, amount: int) -> None:
    found = tx.one("packs.pack", pack=pack)
    assert found is not None
    given = {name: found[name] for name in ("places",)}
    readers, gold = found["readers_left"], found["gold_left"]
    tx.run(
        "packs.launch",
        pack=pack,
        now=tx.now,
        readers=readers,
        gold=gold,
        reading_pay=amount,
        care_pay=0,
        jury=0,
        **given,
    )


async def _faults(database: Database) -> list[str]:
    return await database.read(overseeing.check_book)

"""How the house is, in numbers: queues with their oldest, money that comes to nothing, and nobody in it."""

import pytest

from bot import ledger
from bot.actions import restoring, seeing, telling
from bot.actions.seeing import Read
from bot.domain import limits
from bot.domain.outcomes.worker import NotUnderstood
from bot.metrics import METRICS
from bot.storage import Database, Tx
from tests.actions.conftest import Meet
from tests.makers import BOT, PRICE, make_pack

pytestmark = pytest.mark.anyio


async def look(database: Database) -> Read:
    """What is seen of it."""
    return await database.read(seeing.look, BOT)


async def test_an_empty_house_is_told_in_full(database: Database) -> None:
    """Every number is there from the first day, all of them 0, and each is a metric with that value."""
    found = await look(database)
    assert set(found.values()) == {0}
    assert all(name in METRICS and value in METRICS[name].values for name, value in found)


async def test_money_is_told_by_who_holds_it(meet: Meet, proved: Database) -> None:
    """What a pack has locked by part, what workers have, and all of it together is nothing."""
    amina = await meet()
    task = await amina.begins(await make_pack(proved))
    await amina.answer(task.mark)
    found = await look(proved)
    money = {value: amount for (name, value), amount in found.items() if name == "ujima_money"}
    escrow = {value: amount for (name, value), amount in found.items() if name == "ujima_escrow"}
    available = await proved.read(ledger.available, amina.who.book)
    assert money["workers"] == available / 1_000_000 >= PRICE / 1_000_000
    assert sum(escrow.values()) == pytest.approx(money["packs"]) and escrow["answers"] > 0 < escrow["fee"]
    assert sum(money.values()) == pytest.approx(0) and money["outside"] < 0
    assert found["ujima_packs_running", ""] == 1


async def test_what_waits_is_counted_with_its_oldest(meet: Meet, proved: Database) -> None:
    """A message that is due, to those who send it and not to another bot; a deadline that was missed."""
    amina = await meet()
    amina.connected = False
    amina.clock.now_ms += limits.minute

    def leave(tx: Tx) -> None:
        telling.tell(tx, amina.who.account, NotUnderstood())
        tx.run("jobs.set_deadline", kind="claim", subject=1, at=tx.now)

    await proved.write(leave)
    amina.clock.now_ms += limits.hour
    found = await look(proved)
    assert found["ujima_messages_due", ""] >= 1 and found["ujima_messages_due_oldest_seconds", ""] >= 3600
    gone = await proved.read(seeing.look, BOT + 1)
    assert gone["ujima_messages_due", ""] == gone["ujima_messages_due_oldest_seconds", ""] == 0
    assert found["ujima_deadlines_late_seconds", ""] == 3600 and found["ujima_claims_near", ""] == 1


async def test_payouts_held_since_a_restore_are_seen(proved: Database) -> None:
    """How long ago it came back; 0 again when somebody let them go."""
    assert (await look(proved))["ujima_payouts_held_seconds", ""] == 0
    await proved.write(restoring.restored, 1)
    assert (await look(proved))["ujima_payouts_held_seconds", ""] >= 0
    assert await proved.read(restoring.held_since) is not None
    await proved.write(restoring.open_payouts, "Otieno")
    assert (await look(proved))["ujima_payouts_held_seconds", ""] == 0

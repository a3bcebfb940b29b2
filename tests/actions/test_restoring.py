"""A house that came back from a backup: what may have been sent is never sent again, and a person opens it."""

from pathlib import Path

import pytest

from bot.actions import restoring, sending
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.domain.refusals.payouts import NothingHeld, PayoutNotByHand
from bot.payouts import Reply
from bot.rounds.lists import Lists
from bot.screens.operator import payouts as screens
from bot.storage import Database
from tests.actions.conftest import Meet
from tests.conftest import Clock
from tests.makers import Worker
from tests.makers_payouts import BY_HAND, MPESA, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


async def asks(meet: Meet, database: Database, way: Ways, rail: str = "mpesa", number: int = 1) -> Worker:
    """Somebody who asked to be paid."""
    worker = await meet()
    await earn(database, worker, 1_280_000, about=number)
    await settled(worker, way, f"0712 345 45{number}", rail)
    await pay_out(worker, way, await purse(worker, way))
    return worker


async def states(database: Database) -> list[tuple[str, int]]:
    """Where each payout stands and how often it was sent, the oldest first."""
    found = await database.read(lambda tx: tx.all("payouts.newest", state="", most=10))
    return [(row["state"], row["tries"]) for row in reversed(found)]


async def test_what_was_asked_for_before_is_looked_up_and_never_sent(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """It may have been sent since; where its provider knows nothing a person ends it, and the money is theirs again."""
    way = ways(clock, **MPESA)
    amina = await asks(meet, proved, way)
    clock.now_ms += limits.hour
    held = await proved.write(restoring.restored, clock.now_ms - limits.hour)
    assert (held.unknown, held.listed, held.batch) == (1, 0, 0)
    errand = await proved.write(sending.take, way)
    assert errand is not None and not errand.sends and errand.order.at == clock.now_ms - limits.hour
    await proved.write(sending.answered, errand, Reply("unknown", "", "not_found"))
    assert await states(proved) == [("unknown", 1)]
    assert (
        await proved.write(sending.settle, errand.payout, Reply("failed", "", "refused"), "Otieno")
        == "failed"
    )
    assert (await purse(amina, way)).balance == 1_280_000


async def test_what_was_paid_since_is_found_by_the_look_up(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Its provider knows it by our id."""
    way = ways(clock, **MPESA)
    await asks(meet, proved, way)
    await proved.write(restoring.restored, clock.now_ms)
    errand = await proved.write(sending.take, way)
    assert errand is not None
    assert await proved.write(sending.answered, errand, Reply("confirmed", "R1")) == "confirmed"


async def test_nothing_is_sent_until_somebody_opens_payouts(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """What is asked for afterwards waits; doctor's doubts say what to do; opened, it goes once."""
    way = ways(clock, **MPESA)
    await proved.write(restoring.restored, clock.now_ms)
    await asks(meet, proved, way)
    assert not await proved.read(sending.is_due) and await proved.write(sending.take, way) is None
    (doubt,) = await proved.read(sending.doubts)
    assert doubt.startswith("Payouts are held") and "ujima payout open" in doubt
    await proved.write(restoring.open_payouts, "Otieno")
    assert await proved.read(sending.doubts) == []
    errand = await proved.write(sending.take, way)
    assert errand is not None and errand.sends
    with pytest.raises(NothingHeld):
        await proved.write(restoring.open_payouts, "Otieno")


async def test_who_asks_for_what_they_had_is_settled_with_that_payments_reference(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Only while payouts are held: else what was not sent can't be there."""
    way = ways(clock, **MPESA)
    await proved.write(restoring.restored, clock.now_ms)
    amina = await asks(meet, proved, way)
    (payout,) = await proved.read(lambda tx: tx.all("payouts.newest", state="requested", most=1))
    done = await proved.write(sending.settle, payout["id"], Reply("confirmed", "LOST1"), "Otieno")
    assert done == "confirmed" and (await purse(amina, way)).balance < 10_000
    await proved.write(restoring.open_payouts, "Otieno")
    assert await proved.write(sending.take, way) is None
    await asks(meet, proved, way, number=2)
    (payout,) = await proved.read(lambda tx: tx.all("payouts.newest", state="requested", most=1))
    with pytest.raises(PayoutNotByHand):
        await proved.write(sending.settle, payout["id"], Reply("confirmed", "LOST2"), "Otieno")


async def test_what_was_due_by_hand_is_on_a_list_to_be_marked(
    meet: Meet, proved: Database, clock: Clock
) -> None:
    """Somebody may have paid it since; it goes on no second list, and the list says what became of it."""
    way = ways(clock, **BY_HAND)
    await asks(meet, proved, way, "list")
    held = await proved.write(restoring.restored, clock.now_ms)
    assert (held.unknown, held.listed) == (0, 1)
    (order,) = await proved.read(sending.of_batch, way, held.batch)
    await asks(meet, proved, way, "list", number=2)
    assert not await proved.write(sending.put_on_list, way, "list", 100), "held too"
    await proved.write(restoring.open_payouts, "Otieno")
    assert await proved.write(sending.put_on_list, way, "list", 100) not in (0, held.batch)
    assert await proved.write(sending.settle_list, {order.id: Reply("confirmed", "B1")}) == (1, 0)
    assert await states(proved) == [("confirmed", 1), ("sent", 1)]


async def test_what_waits_for_its_time_still_waits(meet: Meet, proved: Database, clock: Clock) -> None:
    """The rest of a first payout was not due at the backup nor since: it stays asked for."""
    way = ways(clock, **MPESA)
    worker = await meet()
    await earn(proved, worker, 9_000_000)
    await settled(worker, way)
    shown = await purse(worker, way)
    assert len(shown.legs) == 2
    await pay_out(worker, way, shown)
    await proved.write(restoring.restored, clock.now_ms)
    assert sorted(await states(proved)) == [("requested", 0), ("unknown", 1)]


async def test_what_was_let_go_in_the_gap_is_named_by_the_statement_and_not_sent_again(
    meet: Meet, proved: Database, clock: Clock, tmp_path: Path
) -> None:
    """It waited at the backup, an operator let it go, it was paid, and the backup knows nothing of it: our own id stands on the
    provider's statement, the line says how it is settled, and when payouts are open nothing of it leaves."""
    way = ways(clock, **MPESA)
    worker = await meet()
    await earn(proved, worker, 9_000_000)
    await settled(worker, way)
    await pay_out(worker, way, await purse(worker, way))
    await proved.write(restoring.restored, clock.now_ms)
    (waits,) = await proved.read(lambda tx: tx.all("payouts.newest", state="requested", most=9))
    statement, lists = tmp_path / "mpesa.csv", Lists(proved, way)
    statement.write_text(
        f"Receipt No.,Our id,Withdrawn\nGAP1,{waits['id']},-{waits['arrives'] / 10**6:.2f}\n", "utf-8"
    )
    found = await lists.reconcile("mpesa", statement, 0)
    assert [(known.id, known.state) for _, known in found.news] == [(str(waits["id"]), "requested")]
    assert not found.extra
    assert f"`ujima payout settle {waits['id']} --paid GAP1`" in "\n".join(screens.compared(found, 0))
    assert (
        await proved.write(sending.settle, waits["id"], Reply("confirmed", "GAP1"), "Otieno") == "confirmed"
    )
    await proved.write(restoring.open_payouts, "Otieno")
    clock.now_ms += 3 * limits.day
    errand = await proved.write(sending.take, way)
    assert errand is not None and errand.payout != waits["id"] and not errand.sends
    assert (await lists.reconcile("mpesa", statement, 0)).same == 1

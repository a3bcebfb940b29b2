"""M-Pesa: what comes by itself is believed only as the answer to what was asked."""

import asyncio
import json
from typing import Any

import pytest

from bot.payouts import Notice, Reply, refusals
from bot.payouts.mpesa import Mpesa, results_kept_max
from tests.payouts.conftest import World

pytestmark = pytest.mark.anyio


def result(conversation: str, order: str, code: int = 0, **found: Any) -> bytes:
    """A result as M-Pesa posts it."""
    parameters = [{"Key": key, "Value": value} for key, value in found.items()]
    told = {"ResultCode": code, "ConversationID": conversation, "OriginatorConversationID": order}
    return json.dumps({"Result": {**told, "ResultParameters": {"ResultParameter": parameters}}}).encode()


def mpesa(world: World) -> Mpesa:
    """The rail, as what it is."""
    rail = world.rails["mpesa"]
    assert isinstance(rail, Mpesa)
    return rail


async def asked(rail: Mpesa) -> str:
    """The conversation that a look-up waits for."""
    for _ in range(400):
        if rail._results.awaited:
            return next(iter(rail._results.awaited))
        await asyncio.sleep(0.01)
    raise AssertionError("nothing was asked")


async def test_a_forged_failure_is_not_believed(world: World) -> None:
    """Whoever finds the path can't say an order failed: the conversation's id is between M-Pesa and us."""
    rail, order = mpesa(world), world.order("mpesa")
    sent = await rail.send(order)
    forged = result("AG_20260101_0123456789abcdef", order.id, 2040)
    assert rail.read_notice({}, forged) == Notice(order.id, "AG_20260101_0123456789abcdef")
    assert (await rail.look_up(order, sent.reference)).state == "confirmed"


async def test_a_forged_failure_of_what_never_arrived_is_not_believed(world: World) -> None:
    """An order that M-Pesa knows nothing of stays unknown, whatever a stranger says of it."""
    rail, order = mpesa(world), world.order("mpesa")
    world.providers.faults.set({"next": [{"call": "pay", "fault": "cut_before"}]})
    assert (await rail.send(order)).state == "unknown"
    rail.read_notice({}, result("AG_20260101_0123456789abcdef", order.id, 2040))
    assert await rail.look_up(order, "") == Reply("unknown", "", "not_found")


async def test_a_forged_confirmation_is_not_believed(world: World) -> None:
    """A status that answers no question of ours is heard, and no more."""
    rail, order = mpesa(world), world.order("mpesa")
    body = result(
        "AG_20260101_0123456789abcdef", "1", TransactionStatus="Completed", OriginatorConversationID=order.id
    )
    assert rail.read_notice({}, body) == Notice()
    assert (await rail.look_up(order, "AG_20260101_0123456789abcdef")).state == "unknown"
    assert world.providers.counts("mpesa") == {}


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [(2040, "failed", "destination"), (1, "failed", "funds"), ("SFC_IC0003", "failed", "destination"),
     (0, "unknown", "not_found"), (15, "unknown", "not_found"), (17, "unknown", "not_found")],
)  # fmt: skip
async def test_a_failure_counts_with_its_own_conversation_and_a_documented_code(
    world: World, code: int, state: str, reason: str
) -> None:
    """M-Pesa told it under the id of the order's acceptance, and shows no payment. A repeat's or an inner failure is none."""
    rail, order = mpesa(world), world.order("mpesa")
    rail.read_notice({}, result("AG_20260101_0123456789abcdef", order.id, code))
    found = await rail.look_up(order, "AG_20260101_0123456789abcdef")
    assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize(
    ("status", "state"),
    [("Completed", "confirmed"), ("Failed", "failed"), ("Pending", "sent"), ("Reversed", "returned"), ("Dancing", "unknown")],
)  # fmt: skip
async def test_a_status_means_what_is_documented(world: World, status: str, state: str) -> None:
    """The answer to a question of ours, however M-Pesa writes the amount."""
    rail, order = mpesa(world), world.order("mpesa")
    world.providers.faults.set({"next": [{"call": "ask", "fault": "notice_lost"}]})
    rail.result_s = 5.0
    asking = asyncio.create_task(rail.look_up(order, ""))
    conversation = await asked(rail)
    found = {"OriginatorConversationID": order.id, "Amount": 165.0, "ReceiptNo": "SG632NMUAB"}
    rail.read_notice({}, result(conversation, "1", TransactionStatus=status, **found))
    assert (await asking).state == state


@pytest.mark.parametrize(
    "found",
    [
        {"Amount": 166},
        {"Amount": "much"},
        {"OriginatorConversationID": "732"},
        {"OriginatorConversationID": None},
    ],
)
async def test_another_payments_status_says_nothing(world: World, found: dict[str, Any]) -> None:
    """Another amount or another order: not known."""
    rail, order = mpesa(world), world.order("mpesa")
    world.providers.faults.set({"next": [{"call": "ask", "fault": "notice_lost"}]})
    rail.result_s = 5.0
    asking = asyncio.create_task(rail.look_up(order, ""))
    conversation = await asked(rail)
    told = {"OriginatorConversationID": order.id, "Amount": 165, "TransactionStatus": "Completed", **found}
    rail.read_notice({}, result(conversation, "1", **told))
    assert await asking == Reply("unknown", "", "unreadable")


async def test_a_flood_of_results_is_forgotten(world: World) -> None:
    """The latest thousand are kept, so that nobody can fill the memory."""
    rail = mpesa(world)
    for number in range(results_kept_max + 50):
        rail.read_notice({}, result(f"AG_flood_{number}", "731"))
    assert len(rail._results.kept) == results_kept_max


async def test_a_look_up_that_hears_nothing_leaves_nothing_behind(world: World) -> None:
    """It does not know, and waits no longer."""
    rail, order = mpesa(world), world.order("mpesa")
    await rail.send(order)
    world.providers.faults.set({"next": [{"call": "ask", "fault": "notice_lost"}]})
    rail.result_s = 0.05
    assert (await rail.look_up(order, "")).reason == "no_answer"
    assert rail._results.awaited == {}


async def test_only_kenyan_numbers_are_paid(world: World) -> None:
    """In any way they are written; others get the sentence that says so."""
    rail = mpesa(world)
    for written in ("0712345678", "254 712 345 678", "+254112345678"):
        assert not isinstance(rail.read_destination(written), str)
    for written in ("+49 170 1234567", "amina@example.org", "123", ""):
        assert rail.read_destination(written) == refusals.no_kenyan_phone

"""Every rail against its pretend provider over loopback: whatever goes wrong, an order is paid once at most."""

import asyncio
import json
import os
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import payouts
from bot.money import unit_micro
from bot.payouts import Destination, Order, Rail, Reply, refusals
from bot.sandbox.providers.till import AFTER, BEFORE, FAULTS, NOTICES
from tests.conftest import START_MS, Clock
from tests.payouts.conftest import (
    MONEY,
    TO,
    World,
    hurried_s,
    line_of,
    patient_s,
    settings,
    wait_for,
    world_of,
)

pytestmark = pytest.mark.anyio
ONLINE = ("africas_talking", "mpesa", "paypal")
REPEATS = {
    "africas_talking"
}  # knows no repeats: the same request twice is two payments, so lines that repeat are not its
WORDS = ("Result", "ConversationID", "OriginatorConversationID", "ResultParameters", "ResultParameter", "Key", "Value",
         "event_type", "resource", "batch_header", "transactionId", "category", "requestMetadata", "order")  # fmt: skip
SILENT = ("silent_before", "silent_after")
ENDED = ("confirmed", "failed", "returned")


async def settled(world: World, rail: Rail, order: Order, reply: Reply, looks: int = 8) -> Reply:
    """Look an order up as a round would, until it has ended; sent again only when it is certain that nothing left."""
    for _ in range(looks):
        if reply.state in ENDED:
            break
        if (reply.state, reply.reason) == ("unknown", "not_sent"):
            reply = await rail.send(order)
        else:
            found = await rail.look_up(order, reply.reference)
            assert found.reason != "not_sent", "a look-up knows nothing of what was sent before"
            reply = found if found.reference else Reply(found.state, reply.reference, found.reason)
    return reply


@pytest.mark.parametrize("name", ONLINE)
async def test_an_order_is_sent_and_confirmed(world: World, name: str) -> None:
    """Sent with our id, found by it, confirmed, and told by a notice that names it."""
    rail, order = world.rails[name], world.order(name)
    sent = await rail.send(order)
    assert sent.state == "sent" and sent.reference
    done = await rail.look_up(order, sent.reference)
    assert done.state == "confirmed" and done.reference
    await world.providers.tills[name].quiet()
    assert world.providers.counts(name) == {order.id: 1}
    assert {(rail, notice.order) for rail, notice in world.noticed} == {(name, order.id)}


@pytest.mark.parametrize(
    ("name", "fault"),
    [(name, fault) for name in ONLINE for fault in FAULTS if fault != "twice" or name not in REPEATS],
)
async def test_any_fault_of_paying_pays_once_at_most(world: World, name: str, fault: str) -> None:
    """Whatever becomes of the call, what is said of the order in the end is what was paid."""
    rail, order = world.rails[name], world.order(name)
    world.providers.faults.set({"next": [{"call": "pay", "fault": fault}], "hold_s": 0.7, "late_s": 0.05})
    wait_for(world.rails, hurried_s if fault in SILENT else patient_s)
    sent = await rail.send(order)
    wait_for(world.rails, patient_s)
    if fault in BEFORE or fault in AFTER:
        assert sent.state == "unknown"
    if fault == "refuse":
        assert (sent.state, sent.reason) == ("failed", "destination")
    await world.providers.tills[name].quiet()
    done = await settled(world, rail, order, sent)
    paid = world.providers.counts(name)[order.id]
    assert paid == {"confirmed": 1, "returned": 1, "failed": 0, "unknown": 0}[done.state] or fault == "return"
    assert paid <= 1
    if fault in AFTER or fault in (*NOTICES, "busy", "late", "twice"):
        assert done.state == "confirmed"
    if fault == "stale":
        assert (
            done == Reply("failed", reason="account")
            if name == "africas_talking"
            else done.state == "confirmed"
        )
    if fault == "fail":
        assert (done.state, bool(done.reason)) == ("failed", True)


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault not in ("fail", "return", "twice", "refuse")]
)
@pytest.mark.parametrize("name", ONLINE)
async def test_a_look_up_that_meets_a_fault_says_nothing_wrong(world: World, name: str, fault: str) -> None:
    """It does not know, or it is right; the next one, on a good line, is right."""
    rail, order = world.rails[name], world.order(name)
    sent = await rail.send(order)
    world.providers.faults.set({"next": [{"call": "ask", "fault": fault}], "hold_s": 0.7, "late_s": 0.05})
    wait_for(world.rails, hurried_s if fault in (*SILENT, "notice_lost") else patient_s)
    assert (await rail.look_up(order, sent.reference)).state in ("unknown", "confirmed", "sent")
    wait_for(world.rails, patient_s)
    assert (await rail.look_up(order, sent.reference)).state == "confirmed"
    assert world.providers.counts(name) == {order.id: 1}


@pytest.mark.parametrize("name", ["mpesa", "paypal"])
@pytest.mark.parametrize("fault", ["cut_before", "html_before", "error_before", "busy", "silent_before"])
async def test_without_a_token_nothing_was_sent(world: World, name: str, fault: str) -> None:
    """A provider that gives no token heard of no order: certain, and the order may go later."""
    rail, order = world.rails[name], world.order(name)
    world.providers.faults.set({"next": [{"call": "token", "fault": fault}], "hold_s": 0.7})
    wait_for(world.rails, hurried_s if fault in SILENT else patient_s)
    assert await rail.send(order) == Reply("unknown", reason="not_sent")
    wait_for(world.rails, patient_s)
    assert world.providers.tills[name].requests == 0
    assert (await settled(world, rail, order, await rail.send(order))).state == "confirmed"


@pytest.mark.parametrize("name", ["mpesa", "paypal"])
@pytest.mark.parametrize("fault", ["cut_before", "html_after", "busy"])
async def test_a_look_up_without_a_token_does_not_say_that_nothing_was_sent(
    world: World, name: str, fault: str
) -> None:
    """The order was paid, and its answer lost: whoever can't ask now knows nothing of that."""
    rail, order = world.rails[name], world.order(name)
    world.providers.faults.set({"next": [{"call": "pay", "fault": "cut_after"}]})
    assert (await rail.send(order)).state == "unknown"
    rail._line.token.drop()  # type: ignore[attr-defined]
    world.providers.faults.set({"next": [{"call": "token", "fault": fault}]})
    assert await rail.look_up(order, "") == Reply("unknown", reason="no_answer")
    assert (await rail.look_up(order, "")).state == "confirmed"
    assert world.providers.counts(name) == {order.id: 1}


@pytest.mark.parametrize("name", ONLINE)
async def test_a_provider_that_is_not_there_got_nothing(world: World, name: str) -> None:
    """A connection that could not be made is certain to have brought nothing."""
    object.__setattr__(line_of(world.rails[name]), "address", "http://127.0.0.1:1")
    assert await world.rails[name].send(world.order(name)) == Reply("unknown", reason="not_sent")
    found = await world.rails[name].look_up(world.order(name), "")
    assert found.state == "unknown"


@pytest.mark.parametrize("name", ONLINE)
async def test_another_orders_reference_says_nothing(world: World, name: str) -> None:
    """A forged notice may name anybody's payment; an order is never ended by another's."""
    rail, paid, other = world.rails[name], world.order(name, 1), world.order(name, 2)
    sent = await rail.send(paid)
    found = await rail.look_up(other, sent.reference)
    assert found.state == "unknown" and found.reason in ("unreadable", "not_found")


@pytest.mark.parametrize("name", ONLINE)
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b"<html>", b'{"Result": 1}', b"\xff", b"[" * 60_000]
)
async def test_what_is_no_notice_is_none(world: World, name: str, body: bytes) -> None:
    """Nothing in a stranger's body crashes a rail or makes it look anything up."""
    assert world.rails[name].read_notice({"paypal-transmission-id": "1"}, body) is None


async def test_a_hundred_sends_at_once_pay_a_hundred_orders(world: World) -> None:
    """Orders beside each other do not get into each other's way."""
    rail = world.rails["mpesa"]
    orders = [world.order("mpesa", number) for number in range(100)]
    sent = await asyncio.gather(*(rail.send(order) for order in orders))
    assert {reply.state for reply in sent} == {"sent"}
    found = await asyncio.gather(*(rail.look_up(order, "") for order in orders))
    assert {reply.state for reply in found} == {"confirmed"}
    assert set(world.providers.counts("mpesa").values()) == {1} and len(world.providers.mpesa.payments) == 100


async def test_paypal_is_asked_again_only_as_long_as_it_remembers(clock: Clock) -> None:
    """Without a reference a look-up sends the same request; 26 days later that could pay twice, so nothing is sent."""
    async with world_of(clock) as world:
        rail, order = world.rails["paypal"], world.order("paypal")
        world.providers.faults.set({"next": [{"call": "pay", "fault": "cut_after"}]})
        assert (await rail.send(order)).state == "unknown"
        clock.now_ms = START_MS + 26 * 24 * 3_600_000
        assert await rail.look_up(order, "") == Reply("unknown", reason="too_old")
        assert await rail.send(order) == Reply("unknown", reason="too_old")
        clock.now_ms = START_MS + 24 * 24 * 3_600_000
        assert (await rail.look_up(order, "")).state == "confirmed"
        assert world.providers.counts("paypal") == {order.id: 1}


@pytest.mark.parametrize("name", ONLINE)
async def test_random_faults_never_pay_twice(name: str, clock: Clock) -> None:
    """200 seeded orders, each with its own row of faults in every call: no id is paid twice, and none wrongly ended."""
    runs = int(os.environ.get("PAYOUT_RUNS", "200"))
    quick = {one for one in FAULTS if "silent" not in one and not (one == "twice" and name in REPEATS)}
    async with world_of(clock) as world:
        world.rails["mpesa"].result_s = 0.1  # type: ignore[attr-defined]
        for seed in range(runs):
            dice = Random(seed)
            rates = dict.fromkeys(dice.sample(sorted(quick), 4), 0.25)
            world.providers.faults.set({"seed": seed, "rates": rates, "late_s": 0.01})
            rail, order = world.rails[name], world.order(name, seed)
            done = await settled(world, rail, order, await rail.send(order), looks=4)
            paid = world.providers.counts(name)[order.id]
            told = f"seed {seed}: {rates} ended {done} and paid {paid} times"
            assert paid <= 1, told
            assert paid == 1 or done.state != "confirmed", told
            assert paid == 0 or done.state != "failed" or "return" in rates, told
        assert len(world.providers.tills[name].payments) > runs / 3


def all_rails() -> dict[str, Rail]:
    """Every rail, set up for providers that nobody reaches."""
    return payouts.rails(settings("http://127.0.0.1:1", 1), Clock())


def test_every_rail_is_tried() -> None:
    """A rail that is added is added here, and its file names it as itself."""
    found = all_rails()
    assert {*ONLINE, "list"} == set(TO) == set(found) == set(payouts.rail_files())
    assert [
        name for name, rail in found.items() if rail.name != name or rail.by_hand != (name == "list")
    ] == []


@pytest.mark.parametrize("name", TO)
@given(written=st.text(max_size=80) | st.sampled_from([*TO.values(), "0712 345 678", "+254 712 345 678"]))
def test_what_is_written_is_a_place_or_a_sentence(name: str, written: str) -> None:
    """Normalised once it stays so; what is shown of it is not it; a sentence is one that the catalogs have."""
    rail = all_rails()[name]
    found = rail.read_destination(written)
    if isinstance(found, str):
        assert found in vars(refusals).values()
    else:
        assert rail.read_destination(found.to) == found
        assert found.to not in found.hint and found.to not in repr(found)


@pytest.mark.parametrize("name", TO)
@given(amount=st.integers(0, 1_000 * unit_micro))
def test_a_fare_adds_up(name: str, amount: int) -> None:
    """What arrives at the rate, the fee and what stays are what left; what arrives can be sent."""
    rail = all_rails()[name]
    found = rail.fare(amount)
    rate = 129_500_000 if found.currency == "KES" else unit_micro
    there = found.arrives * unit_micro // rate
    assert found.left + found.fee + there == amount if found.arrives else found.left == amount
    assert found.currency == MONEY[name]
    assert found.arrives % (10_000 if name == "paypal" else unit_micro) == 0


@pytest.mark.parametrize("name", TO)
@given(body=st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4), max_leaves=12,
).map(lambda found: json.dumps(found).encode()))  # fmt: skip
def test_no_body_crashes_a_rail(name: str, body: bytes) -> None:
    """Whatever comes through the door, it is a notice with plain words in it, or none."""
    found = all_rails()[name].read_notice({"paypal-transmission-id": "1"}, body)
    assert found is None or (isinstance(found.order, str) and len(found.reference) <= 85)


def test_an_order_that_is_logged_says_nothing_of_whom_it_is_for() -> None:
    """Neither number nor name is in what is printed of it."""
    assert "712345678" not in repr(Order("1", 1, "KES", "+254712345678", "Amina")) + repr(
        Destination("+254712345678", "···678")
    )

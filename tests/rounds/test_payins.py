"""Payments at a pretend PayPal, over loopback: one link, one capture, one booking, whatever happens on the line."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from bot import ledger
from bot.actions import admitting, charging, delivering, depositing, overseeing
from bot.config import Settings
from bot.domain import limits
from bot.domain.outcomes.deposits import PaidAside, PaidIn, PayIn, PayLink, PayLinkComing
from bot.domain.people import Who
from bot.hooks.door import Hook, open_door
from bot.payouts import _line, notice_path
from bot.payouts.orders import Orders, hook_name, orders_of
from bot.rounds.payins import Payins
from bot.sandbox.providers.server import Providers, create
from bot.sandbox.providers.till import FAULTS, NOTICES
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import BOT, REQUESTER, RULES, make_person, prove
from tests.payouts.served import serving

pytestmark = pytest.mark.anyio

PAYPAL = replace(RULES, deposit_ways=("paypal",))
TWENTY = 20_000_000
WEBHOOK = "8PT597110X687430LKGECATA"
PATH = notice_path("a long enough secret", hook_name)


@dataclass(slots=True)
class World:
    """A requester's person, the rounds, and a PayPal that counts."""

    database: Database
    clock: Clock
    who: Who
    payins: Payins
    providers: Providers
    address: str

    async def asks(self) -> str:
        """They ask to pay in twenty dollars; the word it is known by."""
        asked = await self.database.write(charging.pay_in, self.who, PAYPAL)
        assert isinstance(asked, PayIn)
        told = await self.database.write(charging.chosen, self.who, PAYPAL, asked.mark, TWENTY)
        assert told == PayLinkComing(TWENTY)
        rows = await self.database.read(lambda tx: tx.all("deposits.checkouts_of", person=self.who.person))
        return str(rows[-1]["payload"])

    async def turns(self, times: int = 1, apart_ms: int = limits.minute) -> None:
        """So many rounds, each after some time."""
        for _ in range(times):
            await self.payins.turn()
            self.clock.now_ms += apart_ms

    async def order(self) -> str:
        """The order of the link they got."""
        (told,) = [one for one in await self.told() if isinstance(one, PayLink)]
        return told.link.rpartition("=")[2]

    async def told(self) -> list[Any]:
        """What they were told beside, oldest first."""
        return [one.outcome for one in await self.database.read(delivering.notices, BOT, 50)]

    async def approves(self) -> None:
        """They press at PayPal."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(f"{self.address}/paypal/orders/{await self.order()}/approve")
            assert answer.status_code == 200
        await self.providers.paypal_orders.quiet()

    async def has(self) -> int:
        """What the book says they can lock."""
        return await self.database.read(ledger.balance, f"requester:{self.who.requester}")

    def captured(self) -> int:
        """How often money went at PayPal."""
        return sum(one.count for one in self.providers.paypal_orders.orders.values())


@pytest.fixture
async def world(database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A requester, and a PayPal on loopback that is waited for half a second."""
    monkeypatch.setattr(_line, "answer_s_max", 0.5)
    providers = Providers()
    providers.faults.hold_s = 0.7
    who = await make_person(database)
    who = replace(who, requester=await database.write(admitting.requester_named, REQUESTER))
    async with serving(create(providers)) as address:
        orders = Orders(_line.Line(f"{address}/paypal", answer_s=0.5), ("key", "secret"), clock)
        yield World(database, clock, who, Payins(database, orders, PAYPAL, WEBHOOK), providers, address)
        await providers.paypal_orders.quiet()
    await prove(database)


async def test_a_link_comes_and_what_is_paid_is_booked_once(world: World) -> None:
    """Asked, linked, approved, captured, booked; further looks add nothing and then end."""
    await world.asks()
    await world.turns(3)
    assert await world.has() == 0
    await world.approves()
    await world.turns(6)
    assert (await world.has(), world.captured()) == (TWENTY, 1)
    assert [type(one) for one in await world.told()] == [PayLink, PaidIn]
    assert await world.database.read(charging.due_looks) == []
    (row,) = await world.database.read(depositing.latest)
    assert (row["way"], row["state"]) == ("paypal", "booked")


@pytest.mark.parametrize("call", ["pay", "ask"])
@pytest.mark.parametrize("fault", [one for one in FAULTS if one not in ("fail", "return", *NOTICES)])
async def test_whatever_goes_wrong_on_the_line_it_is_captured_and_booked_once(
    world: World, fault: str, call: str
) -> None:
    """Each fault before and after the payer's press: one order, one capture, one booking."""
    await world.asks()
    world.providers.faults.set({"next": [{"call": call, "fault": fault}], "hold_s": 0.7})
    await world.turns(4)
    await world.approves()
    world.providers.faults.set({"next": [{"call": call, "fault": fault}] * 2, "hold_s": 0.7})
    await world.turns(8)
    assert len(world.providers.paypal_orders.orders) == 1
    assert (await world.has(), world.captured()) == (TWENTY, 1)


async def test_many_turns_at_once_book_once(world: World) -> None:
    """Two programs on one database look at the same moment."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    await asyncio.gather(*(world.payins.turn() for _ in range(3)))
    await world.turns(3)
    assert (await world.has(), world.captured()) == (TWENTY, 1)


async def test_what_is_booked_is_what_paypal_says_of_the_capture(world: World) -> None:
    """Not what was asked for: the amount and the currency are the capture's own."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    (order,) = world.providers.paypal_orders.orders.values()
    order.amount = "12.34"
    await world.turns(4)
    assert await world.has() == 12_340_000


async def test_a_capture_in_another_currency_is_set_aside(world: World) -> None:
    """The book has one currency; the money is kept in the list."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    (order,) = world.providers.paypal_orders.orders.values()
    order.currency = "EUR"
    await world.turns(4)
    (row,) = await world.database.read(depositing.latest)
    assert (await world.has(), row["state"], row["currency"]) == (0, "aside", "EUR")


async def test_a_capture_that_went_back_before_we_looked_is_set_aside(world: World) -> None:
    """Nothing is booked that is not there any more; the operator sees it, and the looks end."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    world.providers.faults.set({"next": [{"call": "pay", "fault": "return"}]})
    await world.turns(4)
    (row,) = await world.database.read(depositing.latest)
    assert (await world.has(), row["state"], row["amount"]) == (0, "aside", TWENTY)
    assert [type(one) for one in await world.told()] == [PayLink, PaidAside]
    assert await world.database.read(charging.due_looks) == []


@pytest.mark.parametrize("value", ["0.00", "-20.00", "NaN", "1e400", "20.0000001", "", "<b>20</b>"])
async def test_an_amount_that_is_none_books_nothing(world: World, value: str) -> None:
    """It is asked for again until it can be read."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    (order,) = world.providers.paypal_orders.orders.values()
    order.amount = value
    await world.turns(2)
    assert await world.has() == 0 and await world.database.read(depositing.latest) == []
    order.amount = "20.00"
    await world.turns(6)
    assert await world.has() == TWENTY


async def test_a_failed_capture_ends_the_looks(world: World) -> None:
    """PayPal could not take it: nothing is booked, nothing is asked any more."""
    await world.asks()
    await world.turns(2)
    await world.approves()
    world.providers.faults.set({"next": [{"call": "pay", "fault": "fail"}]})
    await world.turns(3)
    world.clock.now_ms += limits.day
    assert (await world.has(), world.captured()) == (0, 0)
    assert await world.database.read(charging.due_looks) == []


async def test_a_look_that_breaks_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What PayPal never said before is a bug of ours: it is looked at again later, and whoever asked after gets a link."""
    broken, create_order = await world.asks(), world.payins.orders.create
    world.clock.now_ms += limits.minute + 1
    await world.asks()

    async def breaks(orders: Orders, word: str, *given: Any) -> tuple[str, str]:
        if word == broken:
            raise ValueError("a page that nobody expected")
        return await create_order(word, *given)

    monkeypatch.setattr(Orders, "create", breaks)
    await world.turns(2, apart_ms=1)
    assert [type(one) for one in await world.told()] == [PayLink]
    assert [row["payload"] for row in await world.database.read(charging.due_looks)] == []
    world.clock.now_ms += limits.minute
    assert broken in [row["payload"] for row in await world.database.read(charging.due_looks)]


async def test_nobody_pays_and_the_looks_end(world: World) -> None:
    """After the link is over and PayPal's time to settle, the order is let go, and later forgotten."""
    word = await world.asks()
    await world.turns(2)
    await world.turns(limits.deposit_settled_ms // limits.hour + 4, limits.hour)
    assert await world.database.read(charging.due_looks) == []
    world.clock.now_ms += limits.deposit_invoice_kept_ms
    await world.database.write(overseeing.forget)
    assert await world.database.read(charging.checkout, word) is None


async def test_a_paypal_that_never_answers_is_said(world: World) -> None:
    """When three hours are over without a link they hear that nothing was paid."""
    world.providers.faults.set({"rates": {"error_before": 1.0}})
    await world.asks()
    await world.turns(5, limits.hour)
    assert [type(one) for one in await world.told()] == [PayLink]
    assert (await world.told())[0].link == ""
    assert await world.database.read(charging.due_looks) == []


@pytest.fixture
async def told(world: World) -> AsyncIterator[World]:
    """The same, with the door open and PayPal told of it."""
    door = await open_door(0, [Hook(PATH, world.payins.hear)])
    world.providers.paypal_orders.notices = f"http://127.0.0.1:{door.port}{PATH}"
    yield world
    await world.providers.paypal_orders.quiet()
    await door.close()


async def test_a_signed_notice_makes_the_next_look_due_at_once(told: World) -> None:
    """Without it the order would wait for its turn; what the notice says of money is not believed."""
    await told.asks()
    await told.turns(1, 0)
    assert await told.database.read(charging.due_looks) == []
    await told.approves()
    assert len(await told.database.read(charging.due_looks)) == 1
    await told.turns(1, 0)
    assert await told.has() == TWENTY


@pytest.mark.parametrize("fault", ["notice_twice", "notice_late", "notice_early", "notice_lost"])
async def test_notices_may_come_twice_late_early_or_never(told: World, fault: str) -> None:
    """The book has it once."""
    await told.asks()
    await told.turns(2)
    await told.approves()
    told.providers.faults.set({"next": [{"call": "pay", "fault": fault}], "late_s": 0.2})
    await told.turns(1)
    await told.providers.paypal_orders.quiet()
    await told.turns(4)
    assert (await told.has(), told.captured()) == (TWENTY, 1)


@pytest.mark.parametrize("known", [True, False])
async def test_a_forged_notice_is_no_notice(told: World, known: bool) -> None:
    """A word of ours without PayPal's signature, or one that is not ours: 404, and no look is due."""
    word = await told.asks()
    await told.turns(1, 0)
    resource = {"custom_id": word if known else "forged", "amount": {"value": "999.00"}}
    event = {"event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": resource}
    names = ("ID", "SIG", "TIME")
    headers = {f"PAYPAL-TRANSMISSION-{name}": "forged" for name in names}
    headers |= {"PAYPAL-AUTH-ALGO": "SHA256withRSA", "PAYPAL-CERT-URL": "https://example.org/cert"}
    async with httpx.AsyncClient(trust_env=False) as client:
        address = told.providers.paypal_orders.notices
        for sent in (headers, {}):
            answer = await client.post(address, json=event, headers=sent)
            assert answer.status_code == 404
        for body in (
            b"",
            b"[]",
            b"{}",
            b'{"resource": []}',
            b"<html>",
            b'{"resource": {"purchase_units": [1]}}',
        ):
            assert (await client.post(address, content=body, headers=headers)).status_code == 404
    assert await told.database.read(charging.due_looks) == []
    await told.turns(2)
    assert await told.has() == 0


async def test_paypal_takes_no_orders_without_keys_or_cents(clock: Clock) -> None:
    """Keys and a currency that PayPal knows with cents: else there is no such way."""
    keys = {"paypal_key": "k", "paypal_secret": "s"}
    assert orders_of(Settings(**keys), clock) is not None
    assert orders_of(Settings(), clock) is None
    assert orders_of(Settings(**keys, currency="KES"), clock) is None
    assert orders_of(Settings(**keys, currency="JPY"), clock) is None

"""Pretend providers and the door for notices on loopback, in the test's own loop, and every rail set up for them."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot import payouts
from bot.config import Settings
from bot.hooks.door import hooks_of, open_door
from bot.money import unit_micro
from bot.payouts import Notice, Order, Rail
from bot.payouts._line import Known, Line
from bot.payouts.vault import new_key
from bot.sandbox.providers.server import Providers, create
from tests.conftest import START_MS, Clock
from tests.payouts.served import serving

patient_s = 20.0
hurried_s = 0.4
SECRET = "a long enough secret"
TO = {
    "mpesa": "+254712345678",
    "paypal": "amina@example.org",
    "africas_talking": "+254712345678",
    "list": "+254712345678",
}
MONEY = {"mpesa": "KES", "paypal": "USD", "africas_talking": "KES", "list": "KES"}


@dataclass(slots=True)
class World:
    """The providers, the rails that reach them, and the notices that came through the door."""

    providers: Providers
    rails: dict[str, Rail]
    settings: Settings
    noticed: list[tuple[str, Notice]] = field(default_factory=list)

    def order(self, name: str, number: int = 1) -> Order:
        """An order on a rail: 165 shillings, or dollars."""
        return Order(
            f"{731_000_000_000_000_000 + number}", 165 * unit_micro, MONEY[name], TO[name], at=START_MS
        )


def settings(address: str, door: int) -> Settings:
    """Every rail set up, at providers and with a door on loopback."""
    return Settings(
        rates="KES 129.50 2026-01-01",
        keys=new_key(),
        hooks_port=door,
        hooks_url=f"http://127.0.0.1:{door}",
        hooks_secret=SECRET,
        mpesa_key="key",
        mpesa_secret="secret",
        mpesa_shortcode="600992",
        mpesa_initiator="ujima",
        mpesa_credential="credential",
        mpesa_url=f"{address}/mpesa",
        paypal_key="key",
        paypal_secret="secret",
        paypal_url=f"{address}/paypal",
        africas_talking_key="key",
        africas_talking_user="ujima",
        africas_talking_product="wages",
        africas_talking_url=f"{address}/africas_talking",
        list_form="mpesa",
        list_currency="KES",
    )


@asynccontextmanager
async def world_of(clock: Clock) -> AsyncIterator[World]:
    """Providers, rails and door; all on loopback, in this loop."""
    providers = Providers()
    async with serving(create(providers)) as address:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        found = settings(address, port)
        world = World(providers, payouts.rails(found, clock), found)

        async def noticed(name: str, notice: Notice) -> None:
            world.noticed.append((name, notice))

        door = await open_door(port, hooks_of(world.rails, SECRET, noticed))
        wait_for(world.rails, patient_s)
        for name in ("paypal", "africas_talking"):
            providers.tills[name].notices = found.notice_address(name)
        try:
            yield world
        finally:
            for till in providers.tills.values():
                await till.quiet()
            await door.close()


def line_of(rail: Rail) -> Line:
    """The line of a rail that asks a provider, with or without a token."""
    found: Line | Known = rail._line  # type: ignore[attr-defined]
    return found.line if isinstance(found, Known) else found


def wait_for(rails: dict[str, Rail], seconds: float) -> None:
    """How long rails wait for a provider's answer, and M-Pesa for a result."""
    for rail in rails.values():
        if not rail.by_hand:
            object.__setattr__(line_of(rail), "answer_s", seconds)
    rails["mpesa"].result_s = seconds  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
async def standing() -> AsyncIterator[World]:
    """Providers, rails and door that stand for a whole module of tests."""
    async with world_of(Clock()) as made:
        yield made


@pytest.fixture
async def world(standing: World) -> AsyncIterator[World]:
    """Providers, rails and door, as if nothing had ever happened."""
    yield standing
    standing.providers.faults.set({})
    for till in standing.providers.tills.values():
        await till.quiet()
        till.payments.clear()
        till.requests = 0
    fresh = payouts.rails(standing.settings, Clock())
    for name, rail in standing.rails.items():
        if not rail.by_hand:
            vars(rail).update(vars(fresh[name]))
    wait_for(standing.rails, patient_s)
    standing.noticed.clear()

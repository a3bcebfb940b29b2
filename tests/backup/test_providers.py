"""After a restore every pretend provider is asked how a payout stands, and none pays what it had paid already."""

from collections.abc import AsyncIterator

import pytest

from bot import payouts
from bot.actions import restoring, sending
from bot.actions.destinations import Ways
from bot.domain import limits
from bot.payouts.vault import Vault
from bot.rounds.payouts import Payouts
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker, prove
from tests.makers_payouts import earn, pay_out, purse, settled
from tests.payouts.conftest import World, wait_for, world_of

pytestmark = pytest.mark.anyio

TO = {"mpesa": "0712 345 456", "paypal": "amina@example.org", "africas_talking": "0712 345 456"}
patience_s = 5.0


@pytest.fixture
async def world(clock: Clock) -> AsyncIterator[World]:
    """Providers, rails and the door."""
    async with world_of(clock) as made:
        wait_for(made.rails, patience_s)
        yield made


@pytest.mark.parametrize("paid_since", [True, False])
@pytest.mark.parametrize("rail", [*TO])
async def test_what_a_provider_paid_in_the_gap_is_found_and_never_paid_again(
    rail: str, paid_since: bool, world: World, database: Database, clock: Clock
) -> None:
    """It was asked for when the backup was made. Whether it was sent since or not, it is there once at most.

    PayPal is asked by the same request once more, which it pays once at most: there it may be paid by the look-up, and only then.
    """
    ways = Ways(world.rails, Vault(world.settings.keys.get_secret_value()))
    amina = await Worker.met(database, clock)
    await earn(database, amina, 5_000_000)
    await settled(amina, ways, TO[rail], rail)
    await pay_out(amina, ways, await purse(amina, ways))
    (row, *_) = await database.read(lambda tx: tx.all("payouts.open_of", person=amina.who.person))
    backup_at = clock.now_ms
    clock.now_ms += limits.hour
    if paid_since:  # by the house that is gone, with the same id
        place = await database.read(
            lambda tx: tx.one("payouts.destination_of", person=amina.who.person, now=tx.now)
        )
        order = ways.order({**row, "rail": rail, "sent_at": clock.now_ms}, place)
        assert order is not None and (await world.rails[rail].send(order)).state == "sent"
        await world.providers.tills[rail].quiet()
    clock.now_ms += limits.hour
    fresh = payouts.rails(world.settings, clock)  # another process: it remembers no token and no notice
    wait_for(fresh, patience_s)
    for name, one in fresh.items():
        if not one.by_hand:
            vars(world.rails[name]).update(vars(one))
    await database.write(restoring.restored, backup_at)
    rounds = Payouts(database, ways)
    for _ in range(4):
        while await rounds.one():
            pass
        await world.providers.tills[rail].quiet()
        clock.now_ms += 5 * limits.minute
    counts = list(world.providers.counts(rail).values())
    (now,) = [
        one
        for one in await database.read(lambda tx: tx.all("payouts.newest", state="", most=9))
        if one["id"] == row["id"]
    ]
    if paid_since or rail == "paypal":
        assert (now["state"], counts) == ("confirmed", [1])
    else:
        assert (now["state"], counts) == ("unknown", [])
    assert not await database.read(sending.is_due)
    await prove(database)

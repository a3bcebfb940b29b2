"""The rounds of payouts: an errand at a time, a bug of a rail's is an unknown, a notice makes the look-up come at once."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.actions.destinations import Ways
from bot.payouts import Notice, Order, Reply
from bot.payouts.list import ByHand
from bot.rounds.payouts import Payouts
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker, prove
from tests.makers_payouts import BY_HAND, earn, pay_out, purse, settled, ways

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class Breaking(ByHand):
    """A rail with a bug, as one that is paid by a provider."""

    by_hand = False
    asked: list[str] = field(default_factory=list)

    async def send(self, order: Order) -> Reply:
        self.asked.append("send")
        raise KeyError("a bug")

    async def look_up(self, order: Order, reference: str) -> Reply:
        self.asked.append("look up")
        return Reply("confirmed", "R1")


@pytest.fixture
def breaking(clock: Clock) -> Ways:
    """Ways out by that rail."""
    given = ways(clock, **BY_HAND)
    rail: Any = given.rails["list"]
    return Ways({"list": Breaking(rail.form, rail.fares)}, given.vault)


async def test_a_rail_with_a_bug_leaves_an_unknown_that_is_looked_up(
    database: Database, clock: Clock, breaking: Ways
) -> None:
    """Never sent again; the notice hurries the look-up, which finds it."""
    amina = await Worker.met(database, clock)
    await earn(database, amina, 1_280_000)
    await settled(amina, breaking, rail="list mpesa")
    await pay_out(amina, breaking, await purse(amina, breaking))
    rounds = Payouts(database, breaking)
    assert [await rounds.one(), await rounds.one()] == [True, False]
    (row,) = await database.read(lambda tx: tx.all("payouts.kept", person=amina.who.person))
    assert (row["state"], row["reason"]) == ("unknown", "unreadable")
    await rounds.noticed("list", Notice(order=str(row["id"])))
    assert await rounds.one()
    rail: Any = breaking.rails["list"]
    assert rail.asked == ["send", "look up"]
    assert (await purse(amina, breaking)).open == ()
    await prove(database)


async def test_where_nothing_is_set_up_the_rounds_end(database: Database) -> None:
    """Without a way out there is nothing to look for."""
    await Payouts(database, Ways()).run()

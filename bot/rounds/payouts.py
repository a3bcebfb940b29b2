"""Payouts go out and are looked up, a few at once: commit, ask the provider, commit what it said.

A payout is leased while its provider is asked. Whoever dies in between leaves it unknown, and when the lease ends it is
looked up; nothing here ever sends one twice.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.actions import sending
from bot.actions.destinations import Ways
from bot.actions.sending import Errand
from bot.payouts import Notice, Reply
from bot.storage import Database

log = structlog.get_logger("bot.rounds")

at_once = 4
look_s = 0.5


@dataclass(frozen=True, slots=True)
class Payouts:
    """The rounds of payouts. `run` goes until cancelled; `one` does one errand."""

    database: Database
    ways: Ways

    async def run(self) -> None:
        """Goes until cancelled, some errands beside each other, for a provider may take long to answer."""
        if not self.ways.open:
            return
        async with asyncio.TaskGroup() as going:
            for _ in range(at_once):
                going.create_task(self._go())

    async def _go(self) -> None:
        while True:
            try:
                worked = await self.one()
            except Exception as error:  # what it was about is looked up when its lease ends
                log.error("a round failed", round="payouts", exc_info=error)
                worked = False
            if not worked:
                await asyncio.sleep(look_s)

    async def one(self) -> bool:
        """One errand; False when nothing is due."""
        if not await self.database.read(sending.is_due):
            return False
        errand = await self.database.write(sending.take, self.ways)
        if errand is None:
            return False
        reply = await self._ask(errand)
        state = await self.database.write(sending.answered, errand, reply)
        log.info("payout", payout=errand.payout, rail=errand.rail, state=state, reason=reply.reason)
        return True

    async def _ask(self, errand: Errand) -> Reply:
        rail = self.ways.rails[errand.rail]
        try:
            if errand.sends:
                return await rail.send(errand.order)
            return await rail.look_up(errand.order, errand.reference)
        except Exception as error:  # a bug of a rail's: whether it paid is not known
            log.error("a rail failed", rail=errand.rail, payout=errand.payout, exc_info=error)
            return Reply("unknown", errand.reference, "unreadable")

    async def noticed(self, rail: str, notice: Notice) -> None:
        """A provider's notice: committed, when this returns, is that its payout is looked up at once."""
        await self.database.write(sending.noticed, rail, notice.order, notice.reference)

"""Tells requesters what became of what they asked for: files and results under way, and pilots that are over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.actions import piloting, receiving
from bot.domain.limits import Rules
from bot.storage import Database

log = structlog.get_logger("bot.rounds")

tick_s = 0.5


@dataclass(frozen=True, slots=True)
class News:
    """What telling needs: given once."""

    database: Database
    rules: Rules

    async def run(self) -> None:
        """Looks for news until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception as error:  # the next turn tries again
                log.error("a round failed", round="news", exc_info=error)
            await asyncio.sleep(tick_s)

    async def turn(self) -> None:
        """Everything there is to tell now, each in a transaction of its own."""
        for job in await self.database.read(receiving.news):
            await self.database.write(receiving.tell, job, self.rules)
        for name in await self.database.read(piloting.over):
            await self.database.write(piloting.end, name, self.rules)

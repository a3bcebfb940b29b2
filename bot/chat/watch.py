"""Watch: are we there? Each minute that Telegram and the database answer is written down as a sign of life.

A program that starts, or reaches Telegram again, finds by the last sign how long nobody could reach us (`bot.actions.returning`):
before it lets a lease end, and again and again while it is away. Afterwards those who were in the middle of a task are
told, a few at a time and behind whatever people ask for now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.actions import returning
from bot.actions.telling import Told
from bot.chat import api
from bot.domain import outages
from bot.storage import Database, DatabaseTrouble

log = structlog.get_logger("bot.chat")

sign_every_s = outages.sign_every_ms / 1000
look_again_s = 5.0  # after none came
away_after_s = 2 * sign_every_s


class Watch:
    """The signs of life of one bot's program. `begin` first; `run` goes until cancelled.

    `show` sends what is due; `heard` is told of each answer; `wake` ends the pauses of what could not be sent, for
    Telegram is heard of again.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        show: Callable[[Told], None],
        heard: Callable[[], None],
        wake: Callable[[], None],
    ) -> None:
        self._bot, self._database, self._show, self._heard, self._wake = bot, database, show, heard, wake
        self._signed: float | None = None

    def away(self) -> bool:
        """Can nobody reach us now, as far as this program knows?"""
        return self._signed is None or monotonic() - self._signed > away_after_s

    async def begin(self) -> None:
        """The first sign: Telegram and the database have just answered. Raises DatabaseTrouble."""
        await self._sign()

    async def run(self) -> None:
        """A sign each minute, and a word to those who waited."""
        pause_s = sign_every_s
        while True:
            await asyncio.sleep(pause_s)
            try:
                await api.call(self._bot, "getMe")
                self._heard()
                if pause_s < sign_every_s:
                    self._wake()
                await self._sign()
                await self._tell()
                pause_s = sign_every_s
            except (TelegramError, DatabaseTrouble) as trouble:
                log.warning("no sign of life", why=str(trouble))
                pause_s = look_again_s

    async def _sign(self) -> None:
        awake_ms = None if self._signed is None else int((monotonic() - self._signed) * 1000)
        away_ms = await self._database.write(returning.sign, self._bot.id, awake_ms)
        self._signed = monotonic()
        if away_ms:
            log.warning("nobody could reach us", minutes=away_ms // 60_000)

    async def _tell(self) -> None:
        while told := await self._database.write(returning.tell_some, self._bot.id):
            for one in told:
                self._show(one)

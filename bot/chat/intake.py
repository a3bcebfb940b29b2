"""Intake by polling: commit → next poll on the wire → deliver.

An update is acknowledged by the next poll's offset, so that poll leaves only after what the update did is committed
(`commit`); and it leaves before anything is sent, for answers wait for Telegram far longer than the database does. Of
two programs on one bot the newcomer ends, with a sentence. When the database is in trouble nothing is acknowledged: the
same updates come again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.actions.telling import Told
from bot.chat import api, inbox
from bot.chat.commit import Commit
from bot.chat.deliver import Deliver
from bot.chat.router import House
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

pause_least_s, pause_most_s = 1.0, 30.0
conflicts_max = 3
newcomer_s = 60.0  # who started so short ago gives way to a second poller; who serves already stays


class SecondPoller(Exception):
    """Another program reads this bot's messages."""

    def __str__(self) -> str:
        return "Another program is reading this bot's messages. Stop it, then start this one again."


class Intake:
    """Reads one bot's updates until `stop` is called."""

    def __init__(self, bot: Bot, house: House, deliver: Deliver, timeout_s: int) -> None:
        self._bot, self._deliver, self._timeout_s = bot, deliver, timeout_s
        self._meters = house.meters
        self._commit = Commit(bot, house, deliver.aside, deliver.help)
        self._stopping = asyncio.Event()
        self._offset = 0

    def stop(self) -> None:
        """Asks the loop to end after what it has in hand."""
        self._stopping.set()

    async def run(self) -> None:
        """Polls until stopped; then acknowledges what was committed. Raises SecondPoller, WrongToken."""
        pause, conflicts, troubled = pause_least_s, 0, False
        self._meters.happened("ujima_intake_age_seconds")  # it has just said who its bot is
        began, poll = monotonic(), self._poll()
        while not self._stopping.is_set():
            try:
                updates = await self._or_stop(poll)
                self._deliver.heard()
                self._meters.happened("ujima_intake_age_seconds")
                told = await self._committed(updates)
            except (Conflict, InvalidToken, DatabaseTrouble, TelegramError) as error:
                troubled = troubled or isinstance(error, DatabaseTrouble)
                if isinstance(error, InvalidToken):
                    raise api.WrongToken from None
                if isinstance(error, Conflict):
                    conflicts += 1
                    if conflicts >= conflicts_max and monotonic() - began < newcomer_s:
                        raise SecondPoller from None
                    log.error(str(SecondPoller()))
                log.warning(
                    "nothing acknowledged, trying again", why=str(error), seconds=wait_s(error, pause)
                )
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait_s(error, pause))
                pause = min(pause * 2, pause_most_s)
                poll = self._poll()
                continue
            if pause > pause_least_s:
                self._deliver.wake()
            pause = pause_least_s
            if self._stopping.is_set():
                poll.cancel()
                self._show(told)
                break
            poll = self._poll()
            await asyncio.sleep(0)  # the poll goes on the wire first
            self._show(told)
            troubled = troubled and not await self._deliver.show_again()
        with suppress(asyncio.CancelledError, TelegramError):
            poll.cancel()
            await poll
        await self._acknowledge()

    def _show(self, told: list[Told]) -> None:
        for one in told:
            self._deliver.show(one)

    def _poll(self) -> asyncio.Task[list[dict[str, Any]]]:
        return asyncio.create_task(api.poll(self._bot, self._offset, self._timeout_s, inbox.kinds))

    async def _or_stop(self, poll: asyncio.Task[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({poll, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else []
        finally:
            stopping.cancel()

    async def _acknowledge(self) -> None:
        """Tells Telegram what is done, without waiting for more; failing does no harm, it only comes again."""
        if self._offset:
            with suppress(TelegramError):
                await api.call(self._bot, "getUpdates", offset=self._offset, timeout=0, limit=1)

    async def _committed(self, updates: list[dict[str, Any]]) -> list[Told]:
        """Commits a batch; from then on the next poll acknowledges it."""
        if not updates:
            return []
        told = await self._commit.batch(updates)
        self._offset = max(int(raw["update_id"]) for raw in updates) + 1
        return told


def wait_s(error: Exception, pause: float) -> float:
    """How long to wait before the next try: as Telegram asks, not at all after a time-out, else the pause."""
    if isinstance(error, RetryAfter):
        return api.seconds(error)
    return 0.0 if isinstance(error, TimedOut) else pause

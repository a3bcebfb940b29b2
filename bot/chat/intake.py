"""Intake: commit → next poll on the wire → deliver.

An update is acknowledged by the next poll's offset, so that poll leaves only after what the update did is committed;
and it leaves before anything is sent, for answers wait for Telegram far longer than the database does. One person's
updates are handled in order, different people's at once. An update that can't be read or crashes is set aside with an
incident number. Of two programs on one bot the newcomer ends, with a sentence. When the database is in trouble nothing is acknowledged: the same updates come again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.actions.telling import Told
from bot.chat import api, inbox, router
from bot.chat.deliver import Deliver
from bot.chat.inbox import Arrival, Checkout, Tapped
from bot.chat.router import House
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

pause_least_s, pause_most_s = 1.0, 30.0
conflicts_max = 3
checkout_tries_max = 2
newcomer_s = 60.0  # who started so short ago gives way to a second poller; who serves already stays


class SecondPoller(Exception):
    """Another program reads this bot's messages."""

    def __str__(self) -> str:
        return "Another program is reading this bot's messages. Stop it, then start this one again."


class Intake:
    """Reads one bot's updates until `stop` is called."""

    def __init__(self, bot: Bot, house: House, deliver: Deliver, timeout_s: int) -> None:
        self._bot, self._house, self._deliver, self._timeout_s = bot, house, deliver, timeout_s
        self._stopping = asyncio.Event()
        self._offset = 0

    def stop(self) -> None:
        """Asks the loop to end after what it has in hand."""
        self._stopping.set()

    async def run(self) -> None:
        """Polls until stopped; then acknowledges what was committed. Raises SecondPoller, WrongToken."""
        pause, conflicts, troubled = pause_least_s, 0, False
        began, poll = monotonic(), self._poll()
        while not self._stopping.is_set():
            try:
                updates = await self._or_stop(poll)
                told = await self._commit(updates)
            except (Conflict, InvalidToken, DatabaseTrouble, TelegramError) as error:
                troubled = troubled or isinstance(error, DatabaseTrouble)
                if isinstance(error, InvalidToken):
                    raise api.WrongToken from None
                if isinstance(error, Conflict):
                    conflicts += 1
                    if conflicts >= conflicts_max and monotonic() - began < newcomer_s:
                        raise SecondPoller from None
                    log.error(str(SecondPoller()))
                log.warning("nothing acknowledged, trying again", why=str(error), seconds=_wait(error, pause))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), _wait(error, pause))
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
            troubled = troubled and not await self._shown_again()
        with suppress(asyncio.CancelledError, TelegramError):
            poll.cancel()
            await poll
        await self._acknowledge()

    async def _shown_again(self) -> bool:
        """After trouble with the database: what was committed beside it is shown too. False when it is still there."""
        try:
            await self._deliver.show_waiting()
        except DatabaseTrouble:
            return False
        return True

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

    async def _commit(self, updates: list[dict[str, Any]]) -> list[Told]:
        """Commits a batch: one person's in order, different people's at once. What is due, in order."""
        if not updates:
            return []
        by_person: dict[int, list[dict[str, Any]]] = {}
        for raw in updates:
            by_person.setdefault(inbox.sender(raw), []).append(raw)
        lines = [self._one_person(own) for own in by_person.values()]
        found = await asyncio.gather(*lines, return_exceptions=True)
        for one in found:
            if isinstance(one, BaseException):
                raise one
        self._offset = max(int(raw["update_id"]) for raw in updates) + 1
        return [told for line in found if not isinstance(line, BaseException) for told in line]

    async def _one_person(self, updates: list[dict[str, Any]]) -> list[Told]:
        told = [await self._one(raw) for raw in updates]
        return [one for one in told if one is not None]

    async def _one(self, raw: dict[str, Any]) -> Told | None:
        cause = f"update:{self._bot.id}:{raw.get('update_id')}"
        try:
            arrival = inbox.read(raw, self._bot)
            if arrival is None:
                return None
            cause = arrival.cause
            if isinstance(arrival.did, Checkout):
                self._answer_checkout(
                    arrival.did.query, await router.allowed(self._house, self._bot.id, arrival)
                )
                return None
            told = await router.handle(self._house, self._bot.id, arrival)
            if isinstance(arrival.did, Tapped):
                self._answer_tap(arrival)
            return told
        except DatabaseTrouble:
            raise
        except Exception as error:
            return await router.set_aside(self._house, self._bot.id, inbox.sender(raw), raw, error, cause)

    def _answer_tap(self, arrival: Arrival) -> None:
        """Lets an inline button stop spinning; the rest of it is a card."""
        assert isinstance(arrival.did, Tapped)
        query = arrival.did.query

        async def answer() -> None:
            with suppress(TelegramError):
                await api.call(self._bot, "answerCallbackQuery", callback_query_id=query)

        self._deliver.aside(answer())

    def _answer_checkout(self, query: str, refused: str) -> None:
        """The last word on a payment, at once: after ten seconds it has failed on the phone, and no harm is done."""

        async def answer() -> None:
            for _ in range(checkout_tries_max):
                try:
                    await api.call(
                        self._bot,
                        "answerPreCheckoutQuery",
                        pre_checkout_query_id=query,
                        ok=not refused,
                        error_message=refused or None,
                    )
                    return
                except BadRequest:
                    return
                except TelegramError as error:
                    log.warning("a payment could not be answered", why=str(error))

        self._deliver.aside(answer())


def _wait(error: Exception, pause: float) -> float:
    if isinstance(error, RetryAfter):
        return api.seconds(error)
    return 0.0 if isinstance(error, TimedOut) else pause

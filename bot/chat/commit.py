"""What an update does, committed: the half of the intake that polling and webhook share.

One person's updates are handled in order, also when two of them come at once by webhook; different people's at once.
An update that can't be read or crashes is set aside with an incident number and holds nobody up. Trouble with the
database goes up: what brought the update then acknowledges nothing, and Telegram brings it again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.actions.telling import Told
from bot.chat import api, inbox, router
from bot.chat.inbox import Arrival, Checkout, ForHelp, Tapped
from bot.chat.router import House
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

checkout_tries_max = 2
unreadable_characters_max = 20_000


class Commit:
    """Commits one bot's updates. `aside` runs what needs no waiting for, such as answering an inline press.

    What asks for help goes to `help` before anything is looked up or written, and leaves no trace here.
    """

    def __init__(
        self,
        bot: Bot,
        house: House,
        aside: Callable[[Coroutine[Any, Any, None]], None],
        help: Callable[[ForHelp], None],
    ) -> None:
        self._bot, self._house, self._aside, self._help = bot, house, aside, help
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def batch(self, updates: list[dict[str, Any]]) -> list[Told]:
        """Commits updates; what is due, in order. Raises DatabaseTrouble, after all that could be was committed."""
        by_person: dict[int, list[dict[str, Any]]] = {}
        for raw in updates:
            by_person.setdefault(inbox.sender(raw), []).append(raw)
        lines = [self._one_person(person, own) for person, own in by_person.items()]
        found = await asyncio.gather(*lines, return_exceptions=True)
        for one in found:
            if isinstance(one, BaseException):
                raise one
        return [told for line in found if not isinstance(line, BaseException) for told in line]

    async def body(self, body: bytes) -> list[Told]:
        """Commits the update that is a request's body. One that is no update at all is set aside like any other."""
        try:
            raw = json.loads(body)
            if not isinstance(raw, dict):
                raise ValueError("an update is an object")
        except (ValueError, RecursionError) as error:
            said = {"unreadable": body.decode("utf-8", "replace")[:unreadable_characters_max]}
            cause = f"update:{self._bot.id}:{hashlib.sha256(body).hexdigest()}"
            told = await router.set_aside(self._house, self._bot.id, 0, said, error, cause)
            return [told] if told is not None else []
        return await self.batch([raw])

    async def _one_person(self, person: int, updates: list[dict[str, Any]]) -> list[Told]:
        turn = self._turns.setdefault(person, asyncio.Lock())
        async with turn:
            return [told for raw in updates for told in await self._one(raw)]

    async def _one(self, raw: dict[str, Any]) -> list[Told]:
        if (asked := inbox.for_help(raw)) is not None:
            self._help(asked)
            return []
        cause = self._cause(raw)
        try:
            arrival = inbox.read(raw, self._bot)
            if arrival is None:
                return []
            cause = arrival.cause
            if isinstance(arrival.did, Checkout):
                self._answer_checkout(
                    arrival.did.query, await router.allowed(self._house, self._bot.id, arrival)
                )
                return []
            with self._house.meters.committing():
                told = await router.handle(self._house, self._bot.id, arrival)
            if isinstance(arrival.did, Tapped):
                self._answer_tap(arrival)
            return told
        except DatabaseTrouble:
            raise
        except Exception as error:
            sorry = await router.set_aside(self._house, self._bot.id, inbox.sender(raw), raw, error, cause)
            return [sorry] if sorry is not None else []

    def _cause(self, raw: dict[str, Any]) -> str:
        """The name of an update that may turn out to be unreadable: its number, or the hash of one that has none."""
        number = raw.get("update_id")
        if isinstance(number, int) and abs(number) < 2**63:
            return f"update:{self._bot.id}:{number}"
        return f"update:{self._bot.id}:{hashlib.sha256(json.dumps(raw).encode()).hexdigest()}"

    def _answer_tap(self, arrival: Arrival) -> None:
        """Lets an inline button stop spinning; the rest of it is a card."""
        assert isinstance(arrival.did, Tapped)
        query = arrival.did.query

        async def answer() -> None:
            with suppress(TelegramError):
                await api.call(self._bot, "answerCallbackQuery", callback_query_id=query)

        self._aside(answer())

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

        self._aside(answer())

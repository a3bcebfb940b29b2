"""Intake by webhook: commit → answer 200 → deliver. Telegram sends each update to our address by itself.

An update is acknowledged by the answer, so that is given only after what it did is committed (`commit`). Trouble with
the database is answered 503: Telegram sends it again, later and later, until it expires. Telegram sends the messages of
one chat one at a time and the presses of one person beside them, so a press can overtake the text before it.
Several programs may share one address behind a proxy and one PostgreSQL.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat import api, inbox
from bot.chat.commit import Commit
from bot.chat.deliver import Deliver
from bot.chat.intake import pause_least_s, pause_most_s, wait_s
from bot.chat.router import House
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

secret_header: Final = "x-telegram-bot-api-secret-token"
update_bytes_max: Final = 1_000_000
requests_at_once: Final = 100
"""As many as the Bot API allows; what takes long is the commit, and more of them share one."""
look_every_s: Final = 60.0


class WrongWebhook(Exception):
    """Telegram does not take the address."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Telegram does not take UJIMA_WEBHOOK_URL. It says: {why}.")


class Webhook:
    """Hears one bot's updates until `stop` is called. `admits` and `hear` are for the door that listens."""

    def __init__(self, bot: Bot, house: House, deliver: Deliver, url: str, secret: str) -> None:
        assert secret, "anybody could send updates"
        self._bot, self._deliver, self._url, self._secret = bot, deliver, url, secret
        self._meters = house.meters
        self._commit = Commit(bot, house, deliver.aside, deliver.help)
        self._stopping = asyncio.Event()
        self._troubled = self._told = False

    def stop(self) -> None:
        """Asks `run` to end. The webhook stays: Telegram keeps what comes meanwhile and sends it again."""
        self._stopping.set()

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Is it Telegram? It alone knows the secret; compared in constant time."""
        return hmac.compare_digest(headers.get(secret_header, "").encode(), self._secret.encode())

    async def hear(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Comes back when an update is committed. Raises DatabaseTrouble; then it must come again."""
        self._deliver.heard()
        self._meters.happened("ujima_intake_age_seconds")
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._deliver.aside(self._handled(body, committed))  # to its end, also when nobody waits any more
        await committed
        return True

    async def _handled(self, body: bytes, committed: asyncio.Future[None]) -> None:
        try:
            told = await self._commit.body(body)
        except Exception as error:
            self._troubled = self._troubled or isinstance(error, DatabaseTrouble)
            if not committed.done():
                committed.set_exception(error)
            return
        if not committed.done():
            committed.set_result(None)
        await asyncio.sleep(0)  # the answer goes on the wire first
        for one in told:
            self._deliver.show(one)
        if self._troubled:  # what was committed beside the trouble is shown too
            self._troubled = False
            if not await self._deliver.show_again():
                self._troubled = True

    async def run(self) -> None:
        """Tells Telegram the address, and again when it is lost, until stopped. Raises WrongToken, WrongWebhook."""
        pause = pause_least_s
        while not self._stopping.is_set():
            try:
                await self._set()
                wait, pause = look_every_s, pause_least_s
            except InvalidToken:
                raise api.WrongToken from None
            except BadRequest as wrong:
                raise WrongWebhook(str(wrong)) from None
            except TelegramError as error:
                wait = wait_s(error, pause)
                log.warning("the webhook can't be set, trying again", why=str(error), seconds=wait)
                pause = min(pause * 2, pause_most_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)

    async def _set(self) -> None:
        """Sets the webhook where it is not ours; nothing that waits is dropped. Says what Telegram could not deliver."""
        about = await api.call(self._bot, "getWebhookInfo")
        waiting = int(about.get("pending_update_count") or 0)
        refused = bool(about.get("last_error_message") and waiting)
        self._meters.set("ujima_updates_at_telegram", waiting)
        self._meters.set("ujima_webhook_refused", refused)
        self._meters.happened(
            "ujima_intake_age_seconds"
        )  # also when it can't deliver: it never could to who is sent away
        if refused:
            log.warning(
                "Telegram could not deliver",
                why=about["last_error_message"],
                waiting=waiting,
            )
        if about.get("url") == self._url and self._told:
            return
        await api.call(
            self._bot,
            "setWebhook",
            url=self._url,
            secret_token=self._secret,
            max_connections=requests_at_once,
            allowed_updates=list(inbox.kinds),
        )
        self._told = True

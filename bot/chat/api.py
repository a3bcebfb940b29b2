"""Telegram's Bot API as this house uses it: raw calls, long polls, and errors by what to do about them.

python-telegram-bot's `Bot` is used, not its Application: that one acknowledges an update before it is
handled and hides a handler's failure. Answers are left raw, for nothing here needs the built objects.
Its default pool of 256 connections is slower than none under load, so the pool is small.
"""

from __future__ import annotations

import asyncio
import os
import warnings
from contextlib import suppress
from typing import Any, Self

import httpx
import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.domain.refusals.working import FileGone, FileTooBig

pool_connections = 8
send_timeout_s = 20.0
upload_timeout_s = 60.0
poll_margin_s = 5.0
reach_pause_most_s = 30.0
fetched_bytes_max = 20 * 1024 * 1024  # as the Bot API's server counts its 20 MB
fetched_megabytes = 20

log = structlog.get_logger("bot.chat")


def build(token: str, api_url: str) -> Bot:
    """The bot of a token, at an API address; not yet initialised."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its own RetryAfter
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=pool_connections,
            read_timeout=send_timeout_s,
            write_timeout=send_timeout_s,
            connect_timeout=send_timeout_s,
            pool_timeout=upload_timeout_s,
            media_write_timeout=upload_timeout_s,
        ),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
    )


class WrongToken(Exception):
    """Telegram does not know the token."""

    def __str__(self) -> str:
        return "Telegram does not know this token. BotFather shows the right one: /mybots, API Token."


async def reach(bot: Bot, stop: asyncio.Event) -> bool:
    """Waits for Telegram, however long the line is away; False when stopped meanwhile. Raises WrongToken.

    A webhook that was set is taken away, without throwing away what waits; polling gets nothing beside one.
    """
    pause = 1.0
    while not stop.is_set():
        try:
            await bot.initialize()
            hook = await call(bot, "getWebhookInfo")
            if hook.get("url"):
                await call(bot, "deleteWebhook")
            return True
        except InvalidToken:
            raise WrongToken from None
        except TelegramError as error:
            log.warning("Telegram can't be reached, trying again", why=str(error), seconds=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, reach_pause_most_s)
    return False


async def call(bot: Bot, method: str, read_timeout_s: float | None = None, **values: Any) -> Any:
    """One call of the Bot API; values that are None are left out. Raises telegram.error.TelegramError."""
    given = {name: value for name, value in values.items() if value is not None}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Please use 'Bot\..*' instead", category=PTBUserWarning)
        if read_timeout_s is None:
            return await bot.do_api_request(method, api_kwargs=given)
        return await bot.do_api_request(method, api_kwargs=given, read_timeout=read_timeout_s)


async def poll(bot: Bot, offset: int, timeout_s: int, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """The updates from `offset` on, raw; waits up to `timeout_s` for the first."""
    found = await call(
        bot,
        "getUpdates",
        read_timeout_s=timeout_s + poll_margin_s,
        offset=offset,
        timeout=timeout_s,
        allowed_updates=list(kinds),
    )
    return list(found)


def seconds(asked: RetryAfter) -> float:
    """How long Telegram said to wait."""
    after = asked.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


class Files:
    """Fetches what people sent to one bot. `async with` it, for it keeps a connection."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._client = httpx.AsyncClient(timeout=send_timeout_s)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def fetch(self, file: str) -> bytes:
        """The bytes of a file, counted while they come.

        Raises FileTooBig, FileGone, and for what may end well another time TelegramError or httpx.HTTPError.
        The address holds the token, so it is neither told nor kept.
        """
        try:
            described = await call(self._bot, "getFile", file_id=file)
        except BadRequest as wrong:
            raise FileTooBig(megabytes=fetched_megabytes) if "too big" in str(wrong) else FileGone() from None
        if "file_path" not in described:
            raise FileGone
        address = f"{self._bot.base_file_url}/{described['file_path']}"
        content = bytearray()
        async with self._client.stream("GET", address) as answer:
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise FileGone
            if not answer.is_success:
                raise NetworkError(f"a file was answered with {answer.status_code}")
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > fetched_bytes_max:
                    raise FileTooBig(megabytes=fetched_megabytes)
        return bytes(content)

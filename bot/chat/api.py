"""Telegram's Bot API as this house uses it: raw calls, long polls, and errors by what to do about them.

python-telegram-bot's `Bot` is used, not its Application: that one acknowledges an update before it is
handled and hides a handler's failure. Answers are left raw, for nothing here needs the built objects.
What carries a call is chosen: our own request over aiohttp (`request`), or the library's own over httpx.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any, Final, Self

import httpx
import structlog
from telegram import Bot
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.chat.request import AiohttpRequest, NeverSent, Unanswered, Waits
from bot.domain.refusals.working import FileGone, FileTooBig

connections_at_once: Final = {"aiohttp": 100, "httpx": 8}
"""By backend. A hundred answers of 50 ms each are 2,000 a second; on httpx more connections than few are slower."""
poll_wait_s, poll_pool_s = 5.0, 1.0
send_timeout_s = 20.0
upload_timeout_s = 60.0
poll_margin_s = 5.0
reach_pause_most_s = 30.0
fetched_bytes_max = 20 * 1024 * 1024  # as the Bot API's server counts its 20 MB
fetched_megabytes = 20

log = structlog.get_logger("bot.chat")


def build(token: str, api_url: str, backend: str = "aiohttp") -> Bot:
    """The bot of a token, at an API address, over a backend of `connections_at_once`; not yet initialised."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its own RetryAfter
    calls = Waits(upload_timeout_s, send_timeout_s, send_timeout_s, send_timeout_s, upload_timeout_s)
    polls = Waits(poll_pool_s, poll_wait_s, poll_wait_s, poll_wait_s, poll_wait_s)
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=_request(backend, connections_at_once[backend], calls, api_url),
        get_updates_request=_request(backend, 1, polls, api_url),
    )


def _request(backend: str, connections: int, waits: Waits, api_url: str) -> BaseRequest:
    if backend == "aiohttp":
        return AiohttpRequest(connections, waits, api_url)
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=waits.read_s,
        write_timeout=waits.write_s,
        connect_timeout=waits.connect_s,
        pool_timeout=waits.pool_s,
        media_write_timeout=waits.file_s,
    )


def end_is_unknown(error: TelegramError) -> bool:
    """May it have been done all the same? Not when no connection was made, nor when Telegram answered in its words."""
    cause = error.__cause__
    if isinstance(cause, NeverSent | httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    return isinstance(error, TimedOut) or isinstance(cause, Unanswered | httpx.TransportError | ValueError)


class WrongToken(Exception):
    """Telegram does not know the token."""

    def __str__(self) -> str:
        return "Telegram does not know this token. BotFather shows the right one: /mybots, API Token."


async def reach(bot: Bot, stop: asyncio.Event, *, polls: bool = True) -> bool:
    """Waits for Telegram, however long the line is away; False when stopped meanwhile. Raises WrongToken.

    For polling a webhook that was set is taken away, without throwing away what waits; it gets nothing beside one.
    """
    pause = 1.0
    while not stop.is_set():
        try:
            await bot.initialize()
            if polls and (await call(bot, "getWebhookInfo")).get("url"):
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
    """One call of the Bot API; values that are None are left out. Raises telegram.error.TelegramError.

    InvalidToken also for a token that was revoked while the program runs: the library takes Telegram's 401 for a method that is
    not there (404) from the first call on.
    """
    given = {name: value for name, value in values.items() if value is not None}
    # The library warns when it has a function of the same name, which is what we do not want; it drops the "_".
    asked, wait = f"{method}_", BaseRequest.DEFAULT_NONE if read_timeout_s is None else read_timeout_s
    try:
        return await bot.do_api_request(asked, api_kwargs=given, read_timeout=wait)
    except EndPointNotFound as error:
        if str(error.__cause__).startswith("Unauthorized"):
            raise InvalidToken from None
        raise


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
    """Fetches what people sent to one bot. `async with` it, for it keeps a connection, from the first file on."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
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
        self._client = self._client or httpx.AsyncClient(timeout=send_timeout_s)
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

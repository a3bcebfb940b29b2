"""Requests to the Bot API over aiohttp: the library's `BaseRequest`, at a third of the cost of its own.

The library's own, on httpx, looks at every connection of its pool at every start and end of a request; so many
connections make it slower than few, and few make everybody wait for whoever waits longest. What is measured is in
`python -m tests.bench --only answers`. Bodies are JSON; when a file goes up they are multipart/form-data (RFC 7578).

An error says by its cause whether Telegram can have done what it was asked: `NeverSent` or `Unanswered`. No error
carries an address, for the address of every call holds the token.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

piece_bytes: Final = 65_536
_NO_CONNECTION: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)


class NeverSent(Exception):
    """There was no connection, or no free one: Telegram can't have done anything."""


class Unanswered(Exception):
    """It went out, wholly or in part, and no whole answer came back: Telegram may have done it."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How many seconds each step may take: a free connection, a new one, a piece of what is sent, of an answer, of a file."""

    pool_s: float | None
    connect_s: float | None
    write_s: float | None
    read_s: float | None
    file_s: float | None

    def to_aiohttp(self) -> aiohttp.ClientTimeout:
        """The same for aiohttp, whose `connect` is the pool's wait and the new connection's together."""
        both = None if self.pool_s is None or self.connect_s is None else self.pool_s + self.connect_s
        return aiohttp.ClientTimeout(
            total=None, connect=both, sock_connect=self.connect_s, sock_read=self.read_s
        )


class AiohttpRequest(BaseRequest):
    """Calls over a pool of at most `connections` that are kept open; the rest waits for a free one.

    `server` is the address they are for: through a proxy, when the environment names one for it.
    """

    __slots__ = ("_connections", "_proxy", "_sealed", "_session", "_usual", "_waits")

    def __init__(self, connections: int, waits: Waits, server: str) -> None:
        self._connections, self._waits, self._usual = connections, waits, waits.to_aiohttp()
        self._proxy, self._sealed = proxy_of(server), server.startswith("https:")
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that Telegram may be silent while an answer is awaited."""
        return self._waits.read_s

    async def initialize(self) -> None:
        """Makes the pool; nothing is connected yet."""
        if self._session is None or self._session.closed:
            # Both backends trust the same authorities.
            trust = httpx.create_ssl_context() if self._sealed else True
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=trust)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Closes all connections; calls that are under way end with a NetworkError."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of one answer. Raises TimedOut, NetworkError from NeverSent or Unanswered."""
        if self._session is None or self._session.closed:
            raise NetworkError("The pool of connections is closed.") from NeverSent()
        usual = self._waits
        given = (pool_timeout, connect_timeout, write_timeout, read_timeout)
        waits, limits = usual, self._usual
        if any(one is not BaseRequest.DEFAULT_NONE for one in given):
            waits = Waits(
                _or(pool_timeout, usual.pool_s),
                _or(connect_timeout, usual.connect_s),
                _or(write_timeout, usual.write_s),
                _or(read_timeout, usual.read_s),
                _or(write_timeout, usual.file_s),
            )
            limits = waits.to_aiohttp()
        try:
            if request_data is not None and request_data.contains_files:
                return await self._upload(self._session, url, method, Form.of(request_data), waits, limits)
            body = _json(request_data) if request_data else None
            return await _asked(self._session, url, method, body, _JSON, limits)
        except _NO_CONNECTION as error:
            raise _kind(error)(f"No connection: {_said(error)}") from NeverSent(_said(error))
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _kind(error)(f"No answer: {_said(error)}") from Unanswered(_said(error))

    async def _upload(
        self,
        session: aiohttp.ClientSession,
        url: str,
        method: str,
        form: Form,
        waits: Waits,
        limits: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        async with asyncio.timeout(None) as limit:
            body = form.written(limit, waits.file_s)
            return await _asked(session, url, method, body, form.headers, limits)


def _json(data: RequestData) -> bytes:
    """The fields as they are, in UTF-8: a third of the bytes of an Arabic text that is escaped."""
    return json.dumps(data.parameters, ensure_ascii=False).encode("utf-8", "replace")


_JSON: Final = {"Content-Type": "application/json"}


async def _asked(
    session: aiohttp.ClientSession,
    url: str,
    method: str,
    body: bytes | AsyncIterator[bytes] | None,
    headers: dict[str, str],
    limits: aiohttp.ClientTimeout,
) -> tuple[int, bytes]:
    async with session.request(
        method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
    ) as answer:
        return answer.status, await answer.read()


@dataclass(frozen=True, slots=True)
class Form:
    """A multipart/form-data body (RFC 7578) in pieces, so that a slow line is told from a dead one."""

    boundary: str
    parts: tuple[bytes, ...]

    @classmethod
    def of(cls, data: RequestData) -> Self:
        """The fields and files of a call."""
        boundary = secrets.token_hex(16)
        return cls(boundary, tuple(_parts(data, boundary)))

    @property
    def headers(self) -> dict[str, str]:
        """What it is and how long: told beforehand, for not every server takes a body of unknown length."""
        return {
            "Content-Type": f"multipart/form-data; boundary={self.boundary}",
            "Content-Length": str(sum(map(len, self.parts))),
        }

    async def written(self, limit: asyncio.Timeout, piece_s: float | None) -> AsyncIterator[bytes]:
        """The body piece by piece; `limit` ends when one takes longer than `piece_s`, and is off before and after."""
        loop = asyncio.get_running_loop()
        for part in self.parts:
            for start in range(0, len(part), piece_bytes):
                limit.reschedule(None if piece_s is None else loop.time() + piece_s)
                yield part[start : start + piece_bytes]
        limit.reschedule(None)


def _parts(data: RequestData, boundary: str) -> Iterator[bytes]:
    for name, value in data.json_parameters.items():
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (filename, content, mime) in data.multipart_data.items():
        about = f'Content-Disposition: form-data; name="{name}"; filename="{_quoted(filename)}"'
        yield f"--{boundary}\r\n{about}\r\nContent-Type: {mime}\r\n\r\n".encode()
        yield content if isinstance(content, bytes) else content.read()
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _quoted(filename: str) -> str:
    """As browsers write a name between quotation marks (HTML, multipart/form-data encoding algorithm)."""
    return filename.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def proxy_of(address: str) -> str | None:
    """The proxy that the environment names for an address, None for none; as httpx reads it."""
    parts = urlsplit(address)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _or(asked: object, usual: float | None) -> float | None:
    """What a call asked for, None for no limit; what is usual where it asked for nothing."""
    return asked if asked is None or isinstance(asked, int | float) else usual


def _kind(error: Exception) -> type[TimedOut] | type[NetworkError]:
    return TimedOut if isinstance(error, TimeoutError) else NetworkError


def _said(error: Exception) -> str:
    """What went wrong, without the address: whom no connection was made to, or the system's own words for a number."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError):  # it names the host alone
        return f"{name}, {error}"
    return f"{name}, {os.strerror(error.errno)}" if isinstance(error, OSError) and error.errno else name

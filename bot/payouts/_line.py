"""The line to a provider: one HTTPS request, and either an answer as documented or what is certain without one.

Each request has a connection of its own, so a connection that could not be made is certain to have brought nothing.
Certificates are checked, no proxy is asked, no redirect followed; an answer is read while it comes and never unpacked.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import httpx

from bot.money import parse
from bot.payouts import Reason

connect_s_max: Final = 10.0
answer_s_max: Final = 40.0
answer_bytes_max: Final = 1_000_000
token_spare_ms: Final = 60_000
token_kept_s_max: Final = 8 * 3600

Clock = Callable[[], int]
"""UTC epoch milliseconds."""

_never_left = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeEncodeError,  # a key with a letter that no heading of a request can have
)


class Silence(Exception):
    """No answer that means anything. `reason`: "not_sent", "no_answer" or "unreadable"."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason

    @property
    def of_look_up(self) -> Reason:
        """The reason where only a question never left: that says nothing of the order."""
        return "no_answer" if self.reason == "not_sent" else self.reason


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON object, or an object inside of one; `said` is {} where a refusal (4xx) came as something else."""

    status: int
    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A field as text; "" where it is not there or is no plain value."""
        value = self.said.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def inside(self, name: str) -> Answer:
        """An object in the answer; an empty one where there is none."""
        value = self.said.get(name)
        return Answer(self.status, value if isinstance(value, dict) else {})

    def each(self, name: str) -> list[Answer]:
        """The objects of a list in the answer; [] where there is none."""
        value = self.said.get(name)
        found = value if isinstance(value, list) else []
        return [Answer(self.status, one) for one in found if isinstance(one, dict)]


def micro(written: str) -> int:
    """The micro-units of an amount as providers write it; -1 where it is none."""
    try:
        return parse(written)
    except ValueError:
        return -1


@cache
def _trust() -> ssl.SSLContext:
    """Whom the machine trusts; read once, for it takes a while."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Line:
    """Where a provider is reached, and how long it is waited for."""

    address: str
    answer_s: float = answer_s_max
    trust: ssl.SSLContext = field(default_factory=_trust)

    async def ask(self, method: str, path: str, **request: Any) -> Answer:
        """One request; `request` is httpx's: headers, json, data, params, auth. Raises Silence."""
        timeout = httpx.Timeout(self.answer_s, connect=min(connect_s_max, self.answer_s))
        try:
            async with (
                asyncio.timeout(2 * self.answer_s),
                httpx.AsyncClient(trust_env=False, verify=self.trust, timeout=timeout) as client,
                client.stream(method, self.address + path, **_plain(request)) as answer,
            ):
                return Answer(answer.status_code, _read(answer.status_code, await _counted(answer)))
        except _never_left:
            raise Silence("not_sent") from None
        except (httpx.HTTPError, TimeoutError, OSError):
            raise Silence("no_answer") from None


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "ujima"}
    return {**request, "headers": {**headers, **request.get("headers", {})}}


async def _counted(answer: httpx.Response) -> bytes:
    """The body as it comes over the line, no more of it than there may be."""
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > answer_bytes_max:
            raise Silence("unreadable")
    return bytes(content)


def _read(status: int, content: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer. A server's own failure (5xx) or a page of HTML says nothing of an order."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    if 400 <= status < 500:
        return {}
    raise Silence("unreadable" if status < 500 else "no_answer")


@dataclass(slots=True)
class Token:
    """A provider's word that it knows us (OAuth 2.0, client credentials), kept until shortly before it ends."""

    fetch: Callable[[], Any]  # → Answer with access_token and expires_in
    clock: Clock
    _value: str = ""
    _until: int = 0
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self) -> str:
        """The token, fetched once when there is none. Raises Silence("not_sent"), for no order was sent; or Stranger."""
        async with self._one:
            return self._value if self._value and self.clock() < self._until else await self._fetched()

    async def _fetched(self) -> str:
        try:
            answer: Answer = await self.fetch()
        except Silence:
            raise Silence("not_sent") from None
        value = answer.text("access_token")
        if answer.status in (400, 401, 403):
            raise Stranger
        if answer.status != httpx.codes.OK or not value.isascii() or not value.isprintable() or not value:
            raise Silence("not_sent")
        ends = answer.text("expires_in")
        seconds = min(int(ends), token_kept_s_max) if ends.isdecimal() and len(ends) < 10 else 0
        self._value, self._until = value, self.clock() + 1000 * seconds - token_spare_ms
        return value

    def drop(self) -> None:
        """The provider does not take it any more."""
        self._value = ""


class Stranger(Exception):
    """The provider does not know the operator by these keys; nothing was sent."""


def _unauthorized(answer: Answer) -> bool:
    return answer.status == httpx.codes.UNAUTHORIZED


@dataclass(frozen=True, slots=True)
class Known:
    """A line to a provider that wants a token with each request. `stale` tells its answer to one it takes no more."""

    line: Line
    token: Token
    stale: Callable[[Answer], bool] = _unauthorized

    async def ask(self, method: str, path: str, **request: Any) -> Answer:
        """As `Line.ask`; once more with a new token where the old one is not taken: that did nothing. Raises Silence, Stranger."""
        headers = request.pop("headers", {})
        for _ in range(2):
            bearer = {"Authorization": f"Bearer {await self.token.get()}", **headers}
            answer = await self.line.ask(method, path, headers=bearer, **request)
            if not self.stale(answer):
                return answer
            self.token.drop()
        raise Stranger

"""Listens for notices and hands each to its hook: one ASGI app, and the server in which it runs beside everything else."""

from __future__ import annotations

import asyncio
import hmac
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import structlog
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.payouts import Notice, Rail, notice_path
from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.hooks")

notice_bytes_max: Final = 64_000
notice_s_max: Final = 20.0
notices_at_once: Final = 256
connections_max: Final = 512  # more are closed at once; from `notices_at_once` on they are answered 503
kept_alive_s: Final = 75
head_s_max: Final = 20.0
head_bytes_max: Final = 16_384
host: Final = "127.0.0.1"

Hear = Callable[[Mapping[str, str], bytes], Awaitable[bool]]
"""Headers (names in small letters) and body → was it a notice, and is it kept? False: it is none."""

Noticed = Callable[[str, Notice], Awaitable[None]]
"""A rail's name and whose state to look up; comes back when a job that does so is committed."""


def everybody(headers: Mapping[str, str]) -> bool:
    """Admits whoever knows the path."""
    return True


@dataclass(frozen=True, slots=True)
class Hook:
    """A path that one sender was told (`payouts.notice_path`), and who hears what comes there.

    Whom `admits` turns away by its headers finds nothing there, and no byte of what it sends is read.
    """

    path: str
    hear: Hear
    admits: Callable[[Mapping[str, str]], bool] = everybody
    bytes_max: int = notice_bytes_max


def hook_of(rail: Rail, path: str, noticed: Noticed) -> Hook:
    """The hook of a payout rail."""

    async def hear(headers: Mapping[str, str], body: bytes) -> bool:
        notice = rail.read_notice(headers, body)
        if notice is not None and (notice.order or notice.reference):
            await noticed(rail.name, notice)
        return notice is not None

    return Hook(path, hear)


def hooks_of(rails: Mapping[str, Rail], secret: str, noticed: Noticed) -> list[Hook]:
    """The hooks of all rails that are paid by a provider. `secret` is the installation's; without one there is no door."""
    assert secret, "a path that anybody could make"
    return [
        hook_of(rail, notice_path(secret, name), noticed) for name, rail in rails.items() if not rail.by_hand
    ]


def create(hooks: Sequence[Hook]) -> ASGIApp:
    """The app: POST to a hook's path is 200 once it is kept; 404 what is no notice, and whatever else there is.

    503 when the database is in trouble or it takes too long, 500 for a bug: both are to be sent again.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        request = Request(scope, receive)
        try:
            async with asyncio.timeout(notice_s_max):
                status = await _answered(hooks, request)
        except ClientDisconnect:
            return
        except TimeoutError:
            status = 503
        except DatabaseTrouble as trouble:
            log.error("a notice was not kept", why=str(trouble))
            status = 503
        except Exception as error:
            log.error("a notice was not kept", exc_info=error)
            status = 500
        await Response(status_code=status)(scope, receive, send)

    return app


async def _answered(hooks: Sequence[Hook], request: Request) -> int:
    found = [hook for hook in hooks if hmac.compare_digest(hook.path.encode(), request.url.path.encode())]
    if not found or request.method != "POST":
        return 404
    headers = dict(request.headers)
    if not found[0].admits(headers):
        return 404
    body = await _body(request, found[0].bytes_max)
    if body is None:
        return 413
    return 200 if await found[0].hear(headers, body) else 404


async def _body(request: Request, bytes_max: int) -> bytes | None:
    """The body, counted while it comes; None when it is larger than it may be."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > bytes_max:
            return None
    return bytes(content)


class _Hurried(H11Protocol):
    """A connection that must say what it wants in time: one whose request's head does not come to its end is closed."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > connections_max:
            transport.close()
        self._waiting()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._heard()

    def _waiting(self) -> None:
        """A head that has begun may not begin anew: its time goes on. Between two requests the server's own time runs."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._heard()
        elif self._head is None:
            self._head = self.loop.call_later(head_s_max, self.transport.close)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._heard()
        if self.conn.trailing_data[0]:  # a second head has begun with the first
            self._waiting()

    def _heard(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


class _Server(uvicorn.Server):
    """A server that leaves the program's signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Door:
    """The app while it listens. `open_door` makes it."""

    def __init__(self, server: _Server, listening: socket.socket) -> None:
        self._server, self._listening = server, listening
        self._task = asyncio.create_task(server.serve(sockets=[listening]))

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    async def close(self) -> None:
        """Finish what is being heard, and listen no more."""
        self._server.should_exit = True
        await self._task
        self._listening.close()


async def open_doors(hooks: Iterable[tuple[int, Sequence[Hook]]]) -> list[Door]:
    """Listen on every port that has hooks: ports may be the same, 0 is none. Raises OSError when one is taken."""
    by_port: dict[int, list[Hook]] = {}
    for port, own in hooks:
        by_port.setdefault(port, []).extend(own)
    doors: list[Door] = []
    try:
        for port, own in by_port.items():
            if port and own:
                doors.append(await open_door(port, own))
    except OSError:
        for door in doors:
            await door.close()
        raise
    return doors


async def open_door(port: int, hooks: Sequence[Hook]) -> Door:
    """Listen for notices on a port of this machine (0: a free one). Raises OSError when it is taken."""
    return await serve(create(hooks), host, port)


async def serve(app: ASGIApp, host: str, port: int) -> Door:
    """Listen with an app, beside everything else. Raises OSError when the port is taken, or the address is none of ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http=_Hurried,
        h11_max_incomplete_event_size=head_bytes_max,
        limit_concurrency=notices_at_once,
        timeout_keep_alive=kept_alive_s,
        timeout_graceful_shutdown=int(notice_s_max),
    )
    return Door(_Server(config), listening)

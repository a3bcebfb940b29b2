"""The sandbox as one ASGI app: the Bot API, the desk with its page, and the pretend providers; and the server it runs in."""

import asyncio
import os
import socket
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import webhooks
from bot.sandbox.calls import Calls
from bot.sandbox.channels import Channels
from bot.sandbox.desk import Desk
from bot.sandbox.providers.server import Providers
from bot.sandbox.refused import Impossible
from bot.sandbox.world import Settings, World

closing_turns = (
    3  # of the loop: an aborted connection is closed in the next one, a closed one in the one after
)


def create(settings: Settings) -> Starlette:
    """The app; its world is at `app.state.world`."""
    world = World(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        sending = asyncio.create_task(webhooks.serve(world))
        yield
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        world.close()

    calls, desk = Calls(world), Desk(world)
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", calls.answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", calls.file, methods=["GET"]),
            *desk.routes(),
            *Channels(world).routes(),
            Mount("/providers", routes=Providers().routes()),
        ],
        lifespan=lifespan,
        middleware=[Middleware(OwnPageOnly)],
        exception_handlers={Impossible: _impossible, Exception: _broken},
    )
    app.state.world = world
    return app


def run(
    host: str,
    port: int,
    data: Path | None,
    tokens: tuple[str, ...],
    *,
    keep_photos: bool = False,
    with_stdin: bool = False,
) -> None:
    """Serve until interrupted; `with_stdin` also until standard input ends, with whoever holds its other end.

    A port that is taken ends the program with one sentence and status 1.
    """
    settings = Settings(lambda: time.time_ns() // 1_000_000, data, tokens, keep_photos)
    try:
        listening = listen(host, port)
    except OSError as wrong:
        print(f"The sandbox cannot listen on {host}:{port}: {wrong.strerror}.", file=sys.stderr)
        raise SystemExit(1) from None
    app = create(settings)
    print(f"A pretend Telegram is at http://{host}:{listening.getsockname()[1]}/", flush=True)
    serving = server(app)
    if with_stdin:
        threading.Thread(target=_end_with_stdin, args=(serving,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        serving.run(sockets=[listening])


def _end_with_stdin(serving: "Closing") -> None:
    """A pipe ends when its writer is gone, however it died. Read without Python's buffer, which a thread would hold."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    serving.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for asyncio sends small answers at once only on sockets that say so.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def server(app: Starlette) -> "Closing":
    """A uvicorn server for the app that says nothing and stops at once, also while bots wait for updates."""
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,
        ws="none",
    )
    return Closing(config, app.state.world)


class Closing(uvicorn.Server):
    """A server that tells its world to let waiting calls go before it waits for them."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self.world = world

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        """Let everybody go, stop, and see every connection closed before the loop ends."""
        self.world.release()
        await super().shutdown(sockets)
        left = [one.transport for one in self.server_state.connections if getattr(one, "transport", None)]
        for transport in left:
            transport.abort()
        for _ in range(closing_turns):
            await asyncio.sleep(0)


async def _impossible(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, Impossible)
    return JSONResponse({"error": str(wrong)}, wrong.code)


async def _broken(request: Request, wrong: Exception) -> Response:
    """A bug of the sandbox itself: shown where it was started, and answered as Telegram answers its own.

    A caller that hung up in the middle of its request is no bug.
    """
    if not isinstance(wrong, ClientDisconnect):
        traceback.print_exception(wrong, file=sys.stderr)
    return JSONResponse({"ok": False, "error_code": 500, "description": "Internal Server Error"}, 500)


class OwnPageOnly:
    """Lets no web page but the sandbox's own change anything: browsers name the page that sends, and ask before JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses what another page sends."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != headers.get("host"):
            refusal = JSONResponse({"error": "another web page cannot use this sandbox"}, 403)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

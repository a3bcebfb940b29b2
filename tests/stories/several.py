"""Several programs on one PostgreSQL behind a proxy, for stories: each a process of its own, sent its updates in turn.

The proxy does what nginx does without being asked: each request goes to the next program, and on to another where none listens.
One that broke off in the middle is an error, which Telegram answers by sending the update again.
"""

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import psycopg
from aiohttp import web
from psycopg.rows import dict_row

from bot.chat.deliver import Deliver
from bot.storage import Queries, migrate
from bot.storage.postgres import PostgresTx, _set_reader
from tests.forked import BaseProcess
from tests.stories.killed import die
from tests.stories.paid_out import free_port
from tests.stories.program import PATIENCE_S, Program, spawned, until_true

SECRET = "a-secret-of-sixteen"
DIES = "dies"
NEWER = "newer"
many = 3


def dies_when_told() -> None:
    """In a program, before it starts: it dies when it is about to send something and the file `DIES` is there."""
    show: Callable[..., Any] = Deliver._show

    async def shown(self: Deliver, *args: Any) -> None:
        if DIES in os.listdir():
            die()
        await show(self, *args)

    Deliver._show = shown  # type: ignore[method-assign]


def knows_more() -> None:
    """In a program, before it starts: it is of the next version, whose migrations are in the folder `NEWER`."""
    migrate.FOLDER = Path(NEWER).absolute()


class Proxy:
    """One address in front of several, in a thread of its own; `broken`: requests answered 502."""

    def __init__(self, ports: list[int]) -> None:
        self.port, self._next, self._ports, self.broken = free_port(), cycle(ports), ports, 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    def __enter__(self) -> "Proxy":
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._hand_on)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        async with aiohttp.ClientSession() as self._session:
            self._ready.set()
            await self._over.wait()
            await runner.cleanup()

    async def _hand_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        for _ in self._ports:
            url = f"http://127.0.0.1:{next(self._next)}{request.path}"
            try:
                async with self._session.post(url, data=body, headers=request.headers) as answer:
                    return web.Response(status=answer.status)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, OSError):
                break
        self.broken += 1
        return web.Response(status=502)


@dataclass(slots=True)
class Several(Program):
    """The programs, by their numbers; the database is looked into from beside them."""

    ports: dict[int, int] = field(default_factory=dict)
    by_number: dict[int, BaseProcess] = field(default_factory=dict)
    beside: Any = None

    def begins(self, number: int, before: Callable[[], None] | None = None) -> None:
        """One of them starts, and hears."""
        self._log_of(number).unlink(missing_ok=True)  # what it said before it was ended last time
        self.by_number[number] = spawned(
            self,
            before,
            f"program-{number}.log",
            UJIMA_NODE=str(number),
            UJIMA_WEBHOOK_URL=self.settings.webhook_url,
            UJIMA_WEBHOOK_PORT=str(self.ports[number]),
            UJIMA_WEBHOOK_SECRET=SECRET,
        )
        until_true(lambda: "serving" in self.log(number) or not self.by_number[number].is_alive())
        assert self.by_number[number].is_alive(), self.log(number)

    def log(self, number: int) -> str:
        """What one of them wrote to stderr."""
        path = self._log_of(number)
        return path.read_text("utf-8") if path.exists() else ""

    def _log_of(self, number: int) -> Path:
        return self.settings.data / f"program-{number}.log"

    def read(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Look into the database past them all, at one moment of it."""
        tx = PostgresTx(self.beside, Queries.load().postgres, self.clock())
        try:
            return query(tx, *args, **kwargs)
        finally:
            self.beside.rollback()

    def changed(self, sql: str) -> None:
        """Rows changed behind their backs."""
        with psycopg.connect(self.settings.database.get_secret_value(), autocommit=True) as connection:
            connection.execute(sql.encode())

    def post(self, number: int, update: dict[str, Any]) -> int:
        """An update sent to one of them; the status of its answer."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"http://127.0.0.1:{self.ports[number]}/updates"
        answer = httpx.post(url, content=json.dumps(update), headers=headers, trust_env=False, timeout=30)
        return answer.status_code


@contextmanager
def looked_into(program: Several) -> Iterator[Several]:
    """Their database open beside them; they are proved at the end, and ended."""
    url = program.settings.database.get_secret_value()
    with psycopg.connect(url, row_factory=dict_row) as program.beside:
        _set_reader(program.beside)
        try:
            yield program
            program.proved()
        finally:
            program.end()

"""The load: people who answer as fast as the next question arrives, inside the pretend Telegram's own process.

They press keys by calling the phones' functions, with no HTTP and no JSON between, so that a press costs a tenth of a
call of the bot. What the bot under test does goes over loopback HTTP as ever. `python -m tests.bench.crowd TOKEN…`
serves until terminated and prints its address first; POST /join and POST /answer make the crowd do things, POST /line
makes the line to the bots long.
"""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field
from random import Random

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import loop_factory, now_ms
from bot.sandbox import phones, shown
from bot.sandbox.accounts import Device
from bot.sandbox.chats import Bot, Message
from bot.sandbox.server import create, listen, server
from bot.sandbox.world import Settings, World
from tests.bench.stock import right_label

first_phone = 100_000
answer_s_max = 20.0
steps_max = 12  # of joining: start, agree, offers, reading


class Stuck(Exception):
    """The bot did not say what was expected; the words say what it showed instead."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone, who talks to one bot."""

    world: World
    device: Device
    bot: Bot

    async def do(self, label: str) -> None:
        """Presses a key (or writes, when there is none) and waits until a newer message owns the keyboard."""
        sent = self.bot.next_message
        if label.startswith("/"):
            phones.write(self.world, self.device, self.bot, label)
        else:
            phones.press_key(self.world, self.device, self.bot, label)
        chat = self.world.chat(self.bot.id, self.device.account_id)
        bell = self.world.accounts[self.device.account_id].bell
        until = time.monotonic() + answer_s_max
        while chat.keyboard is None or chat.keyboard <= sent:
            if time.monotonic() > until:
                raise Stuck(f"no answer to {label!r} in {answer_s_max:.0f} s; it shows {self.says()!r}")
            await bell.wait(1.0)

    def shows(self) -> Message:
        """The message that owns the keyboard."""
        chat = self.world.chat(self.bot.id, self.device.account_id)
        if chat.keyboard is None:
            raise Stuck("the bot has shown no keys")
        return chat.messages[chat.keyboard]

    def says(self) -> str:
        """Its words."""
        chat = self.world.chat(self.bot.id, self.device.account_id)
        message = chat.messages.get(chat.keyboard or 0)
        return (message.text or message.caption or "") if message else ""

    def key(self, *words: str) -> str:
        """The first key that ends with one of the words, in their order; "" when there is none."""
        rows = shown.labels(phones.view(self.world, self.device, self.bot)) or []
        labels = [label for row in rows for label in row]
        return next((label for word in words for label in labels if label.endswith(word)), "")

    async def join(self, title: str) -> None:
        """From nothing to the first question of the pack with this title (of whatever comes, when it is "")."""
        await self.do("/start")
        for _ in range(steps_max):
            if answer := self.key(right_label):
                await self.do(answer)
                return
            other = self.key("Something else") if title and title not in self.says() else ""
            key = other or self.key("Go on", "Start")
            if not key:
                break
            await self.do(key)
        raise Stuck(f"joining came to no question but to {self.says()!r}")

    async def answer(self, until: float) -> list[float]:
        """Answers until a moment of `time.monotonic`. Returns each wait from press to next question, in ms."""
        waits = []
        while time.monotonic() < until:
            key = self.key(right_label)
            if not key:
                raise Stuck(f"a question was expected, not {self.says()!r}")
            pressed = time.perf_counter()
            await self.do(key)
            waits.append((time.perf_counter() - pressed) * 1000)
        return waits


class Crowd:
    """The people of one world, and the two things they are told to do."""

    def __init__(self, world: World) -> None:
        self.world = world

    def people(self, bot: Bot, count: int) -> list[Person]:
        """The first `count` people, made when they are not there."""
        numbers = range(first_phone, first_phone + count)
        return [Person(self.world, phones.add(self.world, {"id": number}), bot) for number in numbers]

    async def join(self, request: Request) -> Response:
        """POST /join {bot, people, titles}: everybody joins; person n wants the pack titles[n % len]."""
        wanted = await request.json()
        people, titles = self.people(self._bot(wanted), wanted["people"]), wanted["titles"]
        joining = (one.join(titles[n % len(titles)]) for n, one in enumerate(people))
        return await _told(asyncio.gather(*joining))

    async def answer(self, request: Request) -> Response:
        """POST /answer {bot, people, seconds}: the first so many answer so long; {"seconds", "waits_ms"}."""
        wanted = await request.json()
        started = time.monotonic()
        until = started + wanted["seconds"]
        working = (one.answer(until) for one in self.people(self._bot(wanted), wanted["people"]))
        return await _told(asyncio.gather(*working), started)

    def _bot(self, wanted: dict[str, int]) -> Bot:
        bot = self.world.bot_by_id(wanted["bot"])
        assert bot is not None, "the crowd is told of bots that have a token"
        return bot


@dataclass(slots=True)
class Line:
    """How long Telegram takes: every call `latency_s` before it has its effect, and a share of the sends `slow_s` instead."""

    latency_s: float = 0.0
    slow_share: float = 0.0
    slow_s: float = 0.0
    dice: Random = field(default_factory=lambda: Random(1))

    async def set(self, request: Request) -> Response:
        """POST /line {latency_s, slow_share, slow_s}."""
        wanted = await request.json()
        self.latency_s, self.slow_share, self.slow_s = (
            float(wanted.get(name, 0)) for name in ("latency_s", "slow_share", "slow_s")
        )
        return JSONResponse({})

    async def hold(self, path: str) -> None:
        """Waits as long as a call takes."""
        slow = self.slow_share and "/send" in path and self.dice.random() < self.slow_share
        if wait := self.slow_s if slow else self.latency_s:
            await asyncio.sleep(wait)


class Held:
    """Holds every call of a bot as long as the line says."""

    def __init__(self, app: ASGIApp, line: Line) -> None:
        self.app, self.line = app, line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Waits, then goes on."""
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await self.line.hold(scope["path"])
        await self.app(scope, receive, send)


async def _told(
    doing: asyncio.Future[list[list[float]]] | asyncio.Future[list[None]], started: float = 0
) -> Response:
    try:
        done = await doing
    except Stuck as stuck:
        doing.cancel()
        return JSONResponse({"stuck": str(stuck)}, 409)
    waits = [wait for own in done if own for wait in own]
    return JSONResponse({"seconds": time.monotonic() - started, "waits_ms": waits})


def app(tokens: tuple[str, ...]) -> Starlette:
    """A pretend Telegram that keeps nothing, with a crowd in it."""
    made = create(Settings(now_ms, None, tokens))
    crowd, line = Crowd(made.state.world), Line()
    made.add_middleware(Held, line=line)
    made.router.routes.append(Route("/line", line.set, methods=["POST"]))
    made.router.routes.append(Route("/join", crowd.join, methods=["POST"]))
    made.router.routes.append(Route("/answer", crowd.answer, methods=["POST"]))
    return made


def main(tokens: tuple[str, ...]) -> None:
    """Serves until terminated."""
    listening = listen("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(server(app(tokens)).serve(sockets=[listening]))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))

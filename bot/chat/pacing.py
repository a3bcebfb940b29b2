"""Pacing: when the next message may leave, so that Telegram seldom has to refuse one; and obeyed when it does.

Telegram publishes no exact limits. Its FAQ for bots and the experience of others: about one message a second to a chat,
short bursts above that pass; about thirty a second over all, up to a thousand with paid broadcasts. Edits count like
messages. A refusal (429) says how many seconds to wait, not for whom: it is taken for its chat's alone, and for all
chats' when a second chat is refused while the first still waits.

`Pace` decides and is pure: times are seconds on any one clock, passed in. `Gate` waits by it. What a person asked for goes
before notices; a notice that something asked for stands behind goes as if it were asked for. Where several processes send for
one bot, the seconds over all are shared through the database, a few messages at a time, and a refusal is everybody's within a second; a
chat's own pace is each process's.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from math import ceil, inf

import structlog

from bot.storage import DatabaseTrouble

log = structlog.get_logger("bot.chat")

free_a_second = 30  # over all chats, without paid broadcasts
chat_gap_s = 1.0
chat_burst = 5  # how short a burst must be is unpublished; five is ours
chats_swept = 1_000  # beyond so many chats, those that rest are forgotten
stale_s = 0.5  # a moment that was taken and not used by then can't be made up for
shared_at_once = 8  # messages whose time is taken from the database at once
trouble_pause_s = 1.0


@dataclass(slots=True)
class Bucket:
    """Tokens that come back one every `gap_s`, `burst` at most, kept as one moment (the generic cell rate algorithm)."""

    gap_s: float
    burst: int = 1
    due: float = 0.0  # when the next one would leave if all left evenly

    def free_at(self, now: float) -> float:
        """When one may leave: now, or later."""
        return max(now, self.due - (self.burst - 1) * self.gap_s)

    def take(self, now: float) -> None:
        """One leaves."""
        self.due = max(self.due, now) + self.gap_s

    def hold(self, until: float) -> None:
        """None leaves before; then they leave evenly, without a burst."""
        self.due = max(self.due, until + (self.burst - 1) * self.gap_s)


@dataclass(slots=True)
class Slots:
    """Moments that were taken from what several processes share, for one message each."""

    gap_s: float
    moments: deque[float] = field(default_factory=deque)
    held_until: float = 0.0

    def free_at(self, now: float) -> float:
        """When one may leave: now, or later; never, as long as no moment is left. One long gone is lost."""
        while self.moments and self.moments[0] < now - stale_s:
            self.moments.popleft()
        return max(now, self.moments[0]) if self.moments else inf

    def take(self, now: float) -> None:
        """One leaves."""
        self.moments.popleft()

    def hold(self, until: float) -> None:
        """None leaves before: moments that were taken before it are lost, so that others' are not taken twice."""
        self.held_until = max(self.held_until, until)
        while self.moments and self.moments[0] < until:
            self.moments.popleft()

    def add(self, first: float, many: int) -> None:
        """So many more, from `first` on."""
        first = max(first, self.held_until)
        self.moments.extend(first + number * self.gap_s for number in range(many))


@dataclass(slots=True, eq=False)
class Turn:
    """Somebody who wants to send one message to a chat."""

    chat: int
    asked_for: bool  # does a person wait for it?
    over: bool = False  # it was given, or is wanted no more


class Pace:
    """Whose turn it is. `ask`, then `next` at the moment that `at` names."""

    def __init__(self, over_all: Bucket | Slots, each_chat: Bucket) -> None:
        self._all, self._each = over_all, each_chat
        self._chats: dict[int, Bucket] = {}
        self._refused: dict[int, float] = {}
        self._asked: deque[Turn] = deque()
        self._notices: deque[Turn] = deque()
        self._resting: list[tuple[float, int, Turn]] = []  # their chat must wait until then
        self._numbers = count()
        self._sweep_above = chats_swept

    def ask(self, chat: int, asked_for: bool) -> Turn:
        """Stands in line for one message."""
        turn = Turn(chat, asked_for)
        self._line(turn).append(turn)
        return turn

    def hurry(self, chat: int) -> None:
        """Something asked for waits behind this chat's notice: it goes as if it were asked for too."""
        for turn in [one for one in self._notices if one.chat == chat]:
            self._notices.remove(turn)
            turn.asked_for = True
            self._asked.append(turn)
        for _, _, turn in self._resting:
            turn.asked_for = turn.asked_for or turn.chat == chat

    def next(self, now: float) -> Turn | None:
        """Whoever may send now, and it counts; None when nobody may."""
        if not self.wanting(now) or self._all.free_at(now) > now:
            return None
        turn = (self._asked or self._notices).popleft()
        turn.over = True
        self._all.take(now)
        self._chat(turn.chat, now).take(now)
        return turn

    def wanting(self, now: float) -> int:
        """How many wait for nothing but the seconds over all."""
        while self._resting and self._resting[0][0] <= now:
            turn = heapq.heappop(self._resting)[2]
            self._line(turn).append(turn)
        for line in (self._asked, self._notices):
            while line and (line[0].over or self._rests(line[0], now)):
                line.popleft()
        return len(self._asked) + len(self._notices)

    def at(self, now: float) -> float | None:
        """When `next` may have somebody: look again then; None while nobody waits."""
        if self.wanting(now):
            return self._all.free_at(now)
        return self._resting[0][0] if self._resting else None

    def refused(self, chat: int, seconds: float, now: float) -> bool:
        """Telegram said to wait so long, when this chat was sent to. Does it mean all chats?"""
        self._refused = {one: until for one, until in self._refused.items() if until > now}
        means_all = any(one != chat for one in self._refused)
        self._refused[chat] = now + seconds
        self.hold(chat, seconds, now)
        if means_all:
            self.hold(None, seconds, now)
        return means_all

    def hold(self, chat: int | None, seconds: float, now: float) -> None:
        """Nothing leaves for so long: to this chat, or to any."""
        (self._all if chat is None else self._chat(chat, now)).hold(now + seconds)

    def _line(self, turn: Turn) -> deque[Turn]:
        return self._asked if turn.asked_for else self._notices

    def _rests(self, turn: Turn, now: float) -> bool:
        """Must it wait for its chat? Then it is put where such wait."""
        free_at = self._chat(turn.chat, now).free_at(now)
        if free_at > now:
            heapq.heappush(self._resting, (free_at, next(self._numbers), turn))
        return free_at > now

    def _chat(self, chat: int, now: float) -> Bucket:
        if len(self._chats) > self._sweep_above:
            self._chats = {one: bucket for one, bucket in self._chats.items() if bucket.due > now}
            self._sweep_above = max(chats_swept, 2 * len(self._chats))
        if chat not in self._chats:
            self._chats[chat] = replace(self._each)
        return self._chats[chat]


class Gate:
    """Lets senders through, so many a second over all; 0: at once, for a pretend Telegram.

    `reserve(many, gap_ms)` takes the time of so many messages from what several processes share, and returns in how many
    seconds the first of them may leave; None: this process sends alone.
    """

    def __init__(self, a_second: int, reserve: Callable[[int, int], Awaitable[float]] | None = None) -> None:
        self.paid = a_second > free_a_second
        self._gap_ms = ceil(1000 / a_second) if a_second else 0
        self._reserve = reserve if a_second else None
        self._slots = Slots(self._gap_ms / 1000)
        chats = Bucket(chat_gap_s, chat_burst) if a_second else Bucket(0.0)
        self._pace = Pace(Bucket(self._gap_ms / 1000) if self._reserve is None else self._slots, chats)
        self._waiting: dict[Turn, asyncio.Future[None]] = {}
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def turn(self, chat: int, asked_for: bool) -> None:
        """Comes back when one message may leave to this chat."""
        turn = self._pace.ask(chat, asked_for)
        self._give()
        if turn.over:
            return
        self._waiting[turn] = asyncio.get_running_loop().create_future()
        self._bell.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._let_through())
        try:
            await self._waiting[turn]
        finally:
            turn.over = True
            del self._waiting[turn]

    def hurry(self, chat: int) -> None:
        """A person waits for what stands behind this chat's notice."""
        self._pace.hurry(chat)

    def refused(self, chat: int, seconds: float) -> bool:
        """Telegram answered 429 for this chat. Does it mean all chats?"""
        return self._pace.refused(chat, seconds, self._now())

    def hold(self, chat: int | None, seconds: float) -> None:
        """Nothing leaves for so long: to this chat, or to any. What was known before a restart."""
        self._pace.hold(chat, seconds, self._now())

    def close(self) -> None:
        """Lets nobody through any more."""
        if self._task is not None:
            self._task.cancel()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _give(self) -> None:
        while (turn := self._pace.next(self._now())) is not None:
            waiting = self._waiting.get(turn)
            if waiting is not None and not waiting.done():
                waiting.set_result(None)

    async def _let_through(self) -> None:
        while True:
            self._bell.clear()
            if self._reserve is not None and not self._slots.moments and self._pace.wanting(self._now()):
                await self._take_time(self._reserve)
            self._give()
            now = self._now()
            at = self._pace.at(now)
            if at is None:
                return
            if at < inf:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._bell.wait(), max(at - now, 0.0))

    async def _take_time(self, reserve: Callable[[int, int], Awaitable[float]]) -> None:
        many = min(self._pace.wanting(self._now()), shared_at_once)
        try:
            wait_s = await reserve(many, self._gap_ms)
        except (
            DatabaseTrouble
        ) as trouble:  # what is due stays due; without the database nothing is sent twice as fast
            log.error("the time of messages could not be taken", why=str(trouble))
            await asyncio.sleep(trouble_pause_s)
        else:
            self._slots.add(self._now() + wait_s, many)

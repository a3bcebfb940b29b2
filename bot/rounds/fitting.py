"""Fits media in other processes, on all cores: what of a pack's files will be sent is made here and put into the store.

`fitted` makes what a kind wants of one item's files, by `makers.MAKERS`. `Fitting` goes through many
items at once, each in a process with bounded memory: a file that takes its process down, or never ends, is named like any
other fault, and the program that serves people neither waits nor dies.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic

from bot.kinds import Wanted, source_of
from bot.media import drawings, fence, thrift
from bot.media.fingerprints import fingerprint
from bot.media.images import EDGES, PictureRefused, decoded, hash_of
from bot.media.refused import MediaRefused
from bot.media.store import Store
from bot.packs.spool import Medium, Spooled
from bot.rounds.makers import MAKERS, Made, Room

processor_s_max = 600  # of one item: a film of five minutes is looked through several times
item_wall_s_max = 1_200  # other programs may have half of the machine
told_every_s = 1.0
waiting_each_max = 2  # items in flight for each process
few_orders = 8
fingerprint_edge = 64  # enough for a fingerprint, and decoded in no time

Flying = dict["asyncio.Future[Fitted | str]", "Order"]
Tell = Callable[[], Awaitable[None]]
"""Is awaited about once a second while it goes on; what it raises ends it."""

Files = dict[str, str]
"""Column → name of a file in the pack: {"picture": "media/1.jpg"}."""


@dataclass(frozen=True, slots=True)
class Small:
    """One rendition in the store. `edge` is its long edge in px, of sound kbit/s; sound and clips have seconds.

    `size_bytes` is what a phone fetches of it, `likeness` how like a picture then is (`bot.media.likeness`).
    """

    edge: int
    hash: str
    width: int
    height: int
    size_bytes: int
    variant: str = ""
    form: str = "picture"
    seconds: int = 0
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was made of an item's files. `source` names them by their content, `fingerprint` finds its twins ("": none)."""

    source: str
    renditions: tuple[Small, ...]
    fingerprint: str = ""

    @property
    def shown(self) -> tuple[Small, ...]:
        """Those a question comes with at first, smallest first: no clip on request, no other way of showing it."""
        usual = [one for one in self.renditions if not one.variant]
        first = [one for one in usual if one.form in ("picture", "audio")]
        return tuple(sorted(first, key=lambda one: one.edge))


@dataclass(frozen=True, slots=True)
class Order:
    """One item's files to be fitted: media by column, the renditions wanted, the bytes there is room for, two folders."""

    files: Files
    media: Mapping[str, Medium]
    wanted: tuple[Wanted, ...]
    room: Room
    spool: str
    store: str
    marked: bool = False  # is a picture's fingerprint wanted?


def fitted(order: Order) -> Fitted | str:
    """Makes and stores what is wanted of one item's files; a sentence that names the file when that can't be.

    Where nothing is wanted of them each they are a pack's examples, all in one. Raises OSError for a disk that fails.
    """
    try:
        contents = {column: _spooled(order.spool).content(one) for column, one in sorted(order.media.items())}
    except ValueError as why:
        return str(why)
    if not order.wanted:
        return _side_by_side(order, list(contents.values()))
    try:
        made = list(_made(order, contents))
    except MediaRefused as refused:
        return f"{' '.join(order.files.values())} {refused}"
    store, found = Store(Path(order.store)), dict[tuple[str, str], Small]()
    for wanted, one in made:
        kept = store.put(one.data)
        small = Small(
            one.edge,
            kept,
            one.width,
            one.height,
            one.phone_bytes,
            wanted.variant,
            one.form,
            one.seconds,
            one.likeness,
        )
        found.setdefault((wanted.variant, kept), small)
    hashes = [hash_of(content) for content in contents.values()]
    plain = len(contents) == 1 and all(wanted.form == "picture" for wanted in order.wanted)
    marked = order.marked and plain
    mark = fingerprint(decoded(next(iter(contents.values())), fingerprint_edge)) if marked else ""
    return Fitted(source_of(order.wanted, hashes), tuple(found.values()), mark)


def _made(order: Order, contents: Mapping[str, bytes]) -> Iterator[tuple[Wanted, Made]]:
    for wanted in order.wanted:
        if wanted.column in contents:
            yield from ((wanted, one) for one in MAKERS[wanted.form](contents, wanted, order.room))


@lru_cache(maxsize=2)
def _spooled(spool: str) -> Spooled:
    return Spooled(Path(spool))


def _side_by_side(order: Order, contents: list[bytes]) -> Fitted | str:
    """The pictures of a pack's examples as one."""
    try:
        whole = drawings.side_by_side(contents)
        _, made = thrift.within(lambda edge: whole, order.room.first, EDGES)
    except PictureRefused as refused:
        return (
            f"{' '.join(order.files.values())}: one of the pictures of the examples, or all in one, {refused}"
        )
    kept = Store(Path(order.store)).put(made.data)
    edge = max(made.width, made.height)
    size = Small(edge, kept, made.width, made.height, made.phone_bytes, likeness=made.likeness)
    return Fitted(kept, (size,))


def processes_for(orders: int) -> int:
    """All cores; one for a few orders, which are done before a second has started."""
    return (os.cpu_count() or 1) if orders > few_orders else 1


async def _nobody() -> None:
    """Nobody is told."""


class Fitting:
    """Some processes that fit; `with Fitting(2) as fitting: async for order, result in fitting.all(orders)`."""

    def __init__(self, processes: int, tell: Tell = _nobody) -> None:
        self._processes, self._tell, self._told = processes, tell, monotonic()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Fitting:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    async def all(self, orders: Iterable[Order]) -> AsyncIterator[tuple[Order, Fitted | str]]:
        """Each order with what became of it, as they are ready; only a few are in flight at once."""
        waiting = iter(orders)
        flying: Flying = {}
        while True:
            while len(flying) < self._processes * waiting_each_max and (order := next(waiting, None)):
                flying[self._begun(order)] = order
            if not flying:
                return
            lost: list[Order] = []
            for future in (done := await self._ready(flying)):
                order = flying.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    lost.append(order)
                else:
                    yield order, result
            if (
                lost or not done
            ):  # all that were in flight went with it: one after the other shows which it was
                self._stop()
                lost += list(flying.values())
                flying.clear()
                for order in lost:
                    yield order, await self._alone(order)

    async def _alone(self, order: Order) -> Fitted | str:
        """One order by itself, in a new process."""
        self._stop()
        future = self._begun(order)
        with suppress(BrokenProcessPool):
            if await self._ready({future: order}):
                return future.result()
        self._stop()
        return f"{' '.join(order.files.values())} can't be read with the memory and the time there is."

    async def _ready(self, flying: Flying) -> set[asyncio.Future[Fitted | str]]:
        """Those that have become something; none when nothing did for as long as one item may take."""
        until = monotonic() + item_wall_s_max
        while monotonic() < until:
            done, _ = await asyncio.wait(
                flying, timeout=min(told_every_s, item_wall_s_max), return_when=asyncio.FIRST_COMPLETED
            )
            if monotonic() - self._told > told_every_s:
                self._told = monotonic()
                await self._tell()
            if done:
                return done
        return set()

    def _begun(self, order: Order) -> asyncio.Future[Fitted | str]:
        if self._pool is None:
            self._pool = fence.pool(self._processes)
        loop = asyncio.get_running_loop()
        try:
            future = loop.run_in_executor(self._pool, fence.limited, processor_s_max, fitted, order)
        except BrokenProcessPool as broken:
            future = loop.create_future()
            future.set_exception(broken)
        future.add_done_callback(_seen)
        return future

    def _stop(self) -> None:
        """Ends the processes, also in the middle of an item."""
        pool, self._pool = self._pool, None
        if pool is not None:
            fence.ended(pool)


def _seen(future: asyncio.Future[Fitted | str]) -> None:
    """Whoever ends in the middle does not ask any more what became of the rest."""
    if not future.cancelled():
        future.exception()

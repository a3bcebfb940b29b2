"""Fits media in other processes, on all cores: what of a pack's files will be sent is made here and put into the store.

`fitted` makes what a kind wants of one item's files; a table says how, by `Wanted.form`. `Fitting` goes through many
items at once, each in a process with bounded memory: a file that takes its process down is named like any other fault,
and the program that serves people neither waits nor dies.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import os
import resource
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.kinds import Wanted
from bot.media import images
from bot.media.store import Store
from bot.packs.spool import Medium, Spooled

memory_bytes_max = 1_500_000_000
processor_s_max = 3_600  # of one process, over all its items
waiting_each_max = 2  # items in flight for each process
nicer = 10
few_orders = 8

Files = dict[str, str]
"""Column → name of a file in the pack: {"picture": "media/1.jpg"}."""


@dataclass(frozen=True, slots=True)
class Small:
    """One rendition in the store."""

    edge: int
    hash: str
    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was made of an item's files. `source` names them by their content."""

    source: str
    renditions: tuple[Small, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One item's files to be fitted: media by column, the renditions wanted, the bytes there is room for, two folders."""

    files: Files
    media: Mapping[str, Medium]
    wanted: tuple[Wanted, ...]
    room: int
    spool: str
    store: str


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
    store = Store(Path(order.store))
    made: dict[str, Small] = {}
    for wanted in order.wanted:
        if wanted.column not in contents:
            continue
        try:
            for one in MAKERS[wanted.form](contents, wanted, order.room, store):
                made.setdefault(one.hash, one)
        except images.PictureRefused as refused:
            return f"{' '.join(order.files.values())} {refused}"
    return Fitted(source_of(contents), tuple(made.values()))


@lru_cache(maxsize=2)
def _spooled(spool: str) -> Spooled:
    return Spooled(Path(spool))


def source_of(contents: Mapping[str, bytes]) -> str:
    """The name of an item's files by their content: of one its hash, of several the hash of theirs in order of columns."""
    hashes = [images.hash_of(content) for _, content in sorted(contents.items())]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _picture(contents: Mapping[str, bytes], wanted: Wanted, room: int, store: Store) -> list[Small]:
    """One per edge that differs; and smaller ones until one fits the default budget."""
    data, found = contents[wanted.column], dict[str, Small]()
    smaller = tuple(edge for edge in reversed(images.EDGES) if edge < wanted.edges[0])
    images.fit_within(data, room, images.EDGES[:1])
    for edge in (*wanted.edges, *smaller):
        if edge in smaller and min(one.size_bytes for one in found.values()) <= room:
            break
        made = images.fit(data, edge)
        kept = store.put(made.data)
        found.setdefault(kept, Small(edge, kept, made.width, made.height, len(made.data)))
    return list(found.values())


Maker = Callable[[Mapping[str, bytes], Wanted, int, Store], list[Small]]
MAKERS: dict[str, Maker] = {"picture": _picture}
"""By `Wanted.form`: how its renditions are made and stored. Contents come by column."""


def _side_by_side(order: Order, contents: list[bytes]) -> Fitted | str:
    """The pictures of a pack's examples as one."""
    try:
        made = images.side_by_side(contents, order.room)
    except images.PictureRefused as refused:
        return (
            f"{' '.join(order.files.values())}: one of the pictures of the examples, or all in one, {refused}"
        )
    kept = Store(Path(order.store)).put(made.data)
    size = Small(max(made.width, made.height), kept, made.width, made.height, len(made.data))
    return Fitted(kept, (size,))


def processes_for(orders: int) -> int:
    """All cores; one for a few orders, which are done before a second has started."""
    return (os.cpu_count() or 1) if orders > few_orders else 1


class Fitting:
    """Some processes that fit; `with Fitting(2) as fitting: async for order, result in fitting.all(orders)`."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Fitting:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    async def all(self, orders: Iterable[Order]) -> AsyncIterator[tuple[Order, Fitted | str]]:
        """Each order with what became of it, as they are ready; only a few are in flight at once."""
        waiting = iter(orders)
        flying: dict[asyncio.Future[Fitted | str], Order] = {}
        while True:
            while len(flying) < self._processes * waiting_each_max and (order := next(waiting, None)):
                flying[self._begun(order)] = order
            if not flying:
                return
            done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            lost = []
            for future in done:
                order = flying.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    lost.append(order)
                else:
                    yield order, result
            if lost:  # all that were in flight went with it: one after the other shows which it was
                lost += list(flying.values())
                await asyncio.gather(*flying, return_exceptions=True)
                flying.clear()
                for order in lost:
                    yield order, await self._alone(order)

    async def _alone(self, order: Order) -> Fitted | str:
        """One order by itself, in a new process."""
        self._stop()
        try:
            return await self._begun(order)
        except BrokenProcessPool:
            self._stop()
            return f"{' '.join(order.files.values())} can't be read with the memory and the time there is."

    def _begun(self, order: Order) -> asyncio.Future[Fitted | str]:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=spawn, initializer=_fence)
        loop = asyncio.get_running_loop()
        try:
            future = loop.run_in_executor(self._pool, fitted, order)
        except BrokenProcessPool as broken:
            future = loop.create_future()
            future.set_exception(broken)
        future.add_done_callback(_seen)
        return future

    def _stop(self) -> None:
        """Ends the processes, also in the middle of an item."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with suppress(ProcessLookupError, ValueError):
                process.terminate()
        for process in processes:
            process.join()


def _seen(future: asyncio.Future[Fitted | str]) -> None:
    """Whoever ends in the middle does not ask any more what became of the rest."""
    if not future.cancelled():
        future.exception()


def _fence() -> None:
    """Bounds of one process: memory, processor, and it goes behind those who serve people."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes_max, memory_bytes_max))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s_max, processor_s_max))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(nicer)

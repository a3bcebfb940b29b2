"""Processes in which files from strangers are opened: with bounded memory, processor time and clock, behind all others.

A file that takes its process down, or hangs in it, is refused like any other; the program that serves people goes on.
`pool` gives processes to whoever has much to do, `limited` bounds one piece of work in them, and a `Fence` runs single
pieces, each in a process of its own, which is kept for the next one and ended when nothing comes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.popen_spawn_posix import Popen
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import ParamSpec, TypeVar

from bot.media.refused import MediaRefused

memory_bytes_max = 1_500_000_000
nicer = 10
processor_s_max = 60  # of one file that somebody waits for
wall_s_max = 120
idle_s_max = 60  # a process that waits takes 100 MB

_secret = ("UJIMA_", "PG")  # names that begin so: ours, and what PostgreSQL's library reads

Given = ParamSpec("Given")
T = TypeVar("T")


class TooHard(MediaRefused):
    """A file that could not be read with the memory and the time there is."""


class _Bare(SpawnProcess):
    """A process that begins without the program's settings: what is opened in it may take it over."""

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802
        kept = {name: value for name, value in os.environ.items() if name.startswith(_secret)}
        for name in kept:
            del os.environ[name]
        try:
            return SpawnProcess._Popen(process_obj)
        finally:
            os.environ.update(kept)


class _Context(SpawnContext):
    Process = _Bare


def pool(processes: int) -> ProcessPoolExecutor:
    """Some processes with bounded memory and no settings."""
    return ProcessPoolExecutor(processes, mp_context=_Context(), initializer=_enclosed)


def ended(processes: ProcessPoolExecutor) -> None:
    """Ends a pool's processes, also in the middle of something, and waits for that. Blocks for milliseconds."""
    children = list((processes._processes or {}).values())
    processes.shutdown(wait=False, cancel_futures=True)
    for child in children:
        with suppress(ProcessLookupError, ValueError):
            child.kill()
    for child in children:
        child.join()


def limited(seconds: int, work: Callable[Given, T], *given: Given.args, **named: Given.kwargs) -> T:
    """In a process of a pool: one piece of work, which ends the process when it takes more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))
    return work(*given, **named)


class Fence:
    """Runs single pieces of work; `await fence.run(take, data)`, at last `fence.close()`."""

    def __init__(self, wall_s: float = wall_s_max) -> None:
        self._wall_s = wall_s
        self._free: list[ProcessPoolExecutor] = []
        self._idle: asyncio.TimerHandle | None = None

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """What `work` gives or raises, which both must cross between processes. Raises TooHard as well."""
        one = self._free.pop() if self._free else pool(1)
        future = asyncio.get_running_loop().run_in_executor(one, limited, processor_s_max, work, *given)
        try:
            found = await asyncio.wait_for(future, self._wall_s)
        except (TimeoutError, BrokenProcessPool, MemoryError):
            await asyncio.to_thread(ended, one)
            raise TooHard("can't be read with the memory and the time there is") from None
        except asyncio.CancelledError:
            ended(one)
            raise
        except BaseException:
            self._keep(one)
            raise
        self._keep(one)
        return found

    def close(self) -> None:
        """Ends the processes that wait."""
        if self._idle is not None:
            self._idle.cancel()
        while self._free:
            ended(self._free.pop())

    def _keep(self, one: ProcessPoolExecutor) -> None:
        self._free.append(one)
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(idle_s_max, self.close)


def _enclosed() -> None:
    """Bounds of one process: memory, no dumps, no longer than the program, and it goes behind those who serve people."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes_max, memory_bytes_max))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(nicer)
    Thread(target=_ends_with_program, daemon=True).start()


def _ends_with_program() -> None:
    """A program that was killed has told nobody: its processes would wait for ever, 100 MB each."""
    program = multiprocessing.parent_process()
    assert program is not None
    program.join()
    os._exit(1)

"""Fetches the media of a pack that are addresses, a few at once, into its spool; what is there already stays.

An address that gives nothing is tried once more; after that it is a fault of every task that names it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.media.fetching import Fetcher, FetchRefused
from bot.packs.spool import Medium, Spooled

fetches_at_once = 4
tries_max = 2
again_after_s = 1.0
rows_at_once = 1_000
tasks_named_max = 3

Tell = Callable[[int, int], None]
"""Is told how many have come, and of how many."""


async def fetched(spooled: Spooled, fetcher: Fetcher, tell: Tell) -> list[str]:
    """Brings what is not there; a sentence with its tasks for each address that gave nothing. Raises OSError (disk)."""
    wanted = [one for one in spooled.media() if one.file is None]
    waiting = [one for one in wanted if not spooled.fetched(one).is_file()]
    missing: dict[str, str] = {}
    done = len(wanted) - len(waiting)

    async def work() -> None:
        nonlocal done
        while waiting:
            medium = waiting.pop()
            try:
                await asyncio.to_thread(spooled.keep, medium, await _tried(fetcher, medium))
            except FetchRefused as refused:
                missing[medium.name] = str(refused)
            done += 1
            tell(done, len(wanted))

    async with asyncio.TaskGroup() as going:
        for _ in range(fetches_at_once):
            going.create_task(work())
    return await asyncio.to_thread(_named, spooled, missing) if missing else []


async def _tried(fetcher: Fetcher, medium: Medium) -> bytes:
    for _ in range(1, tries_max):
        try:
            return await fetcher.fetch(medium.name)
        except FetchRefused:
            await asyncio.sleep(again_after_s)
    return await fetcher.fetch(medium.name)


def _named(spooled: Spooled, missing: dict[str, str]) -> list[str]:
    """A sentence for each address that gave nothing, with the first tasks that name it, in their order."""
    found: dict[str, list[str]] = {}
    offset = 0
    while True:
        rows, offset = spooled.rows(offset, rows_at_once)
        if not rows:
            break
        for row in rows:
            for name in row["media"].values():
                if name in missing:
                    found.setdefault(name, []).append(row["key"])
    return [f"{_tasks(keys)}: {name} {missing[name]}" for name, keys in found.items()]


def _tasks(keys: Sequence[str]) -> str:
    named = ", ".join(keys[:tasks_named_max])
    more = f" and {len(keys) - tasks_named_max} more" if len(keys) > tasks_named_max else ""
    return f"task {named}" if len(keys) == 1 else f"tasks {named}{more}"

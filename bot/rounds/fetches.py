"""Fetches the media of a pack that are addresses, a few at once, into its spool; what is there already stays.

An address that gives nothing is tried once more; after that it is a fault of every task that names it. A domain that
did not answer even then is asked nothing more, and after some faults nothing is: the pack can't come in anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bot.media.fetching import Fetcher, Silent
from bot.media.reaching import ReachRefused
from bot.packs.bounds import own
from bot.packs.faults import faults_shown_max
from bot.packs.spool import Medium, Spooled
from bot.rounds import media

fetches_at_once = 4
tries_max = 2
again_after_s = 1.0
tasks_named_max = 3
fetched_in_all_bytes_max = own.media_bytes_max  # as much as a folder may hold
labels_of_domain = 2  # "example.org"

Tell = Callable[[int, int], None]
"""Is told how many have come, and of how many."""


async def fetched(spooled: Spooled, fetcher: Fetcher, tell: Tell) -> list[str]:
    """Brings what is not there; a sentence with its tasks for each address that gave nothing. Raises OSError (disk)."""
    wanted = [one for one in spooled.media() if one.file is None]
    waiting = [one for one in wanted if not spooled.fetched(one).is_file()]
    missing: dict[str, str] = {}
    silent: set[str] = set()
    done = len(wanted) - len(waiting)
    taken = _size(spooled, wanted)

    async def work() -> None:
        nonlocal done, taken
        while waiting and len(missing) < faults_shown_max and taken <= fetched_in_all_bytes_max:
            medium = waiting.pop()
            try:
                data = await _tried(fetcher, medium, silent)
                taken += len(data)
                if taken > fetched_in_all_bytes_max:
                    raise ReachRefused(
                        "is too much: all addresses together give more than {megabytes} MB",
                        {"megabytes": fetched_in_all_bytes_max // 1_000_000},
                    )
                await asyncio.to_thread(spooled.keep, medium, data)
            except ReachRefused as refused:
                missing[medium.name] = str(refused)
            done += 1
            tell(done, len(wanted))

    async with asyncio.TaskGroup() as going:
        for _ in range(fetches_at_once):
            going.create_task(work())
    found = await asyncio.to_thread(_named, spooled, missing) if missing else []
    return [*found, f"{len(waiting):,} more addresses were not tried."] if waiting else found


def _size(spooled: Spooled, wanted: Sequence[Medium]) -> int:
    """The bytes of what has come before."""
    places = (spooled.fetched(one) for one in wanted)
    return sum(place.stat().st_size for place in places if place.is_file())


async def _tried(fetcher: Fetcher, medium: Medium, silent: set[str]) -> bytes:
    """What an address gives, unless its domain is one of the `silent`, to which it may come."""
    domain = ".".join((urlsplit(medium.name).hostname or "").split(".")[-labels_of_domain:])
    for left in reversed(range(tries_max)):
        if domain in silent:
            raise ReachRefused("was not tried, since another address there does not answer")
        try:
            return await fetcher.fetch(medium.name)
        except ReachRefused as refused:
            if not left:
                if isinstance(refused, Silent):
                    silent.add(domain)
                raise
            await asyncio.sleep(again_after_s)
    raise AssertionError("an address is tried at least once")


def _named(spooled: Spooled, missing: dict[str, str]) -> list[str]:
    """A sentence for each address that gave nothing, with the first tasks that name it, in their order."""
    found: dict[str, list[str]] = {}
    for row in media.rows(spooled):
        for name in row["media"].values():
            if name in missing:
                found.setdefault(name, []).append(row["key"])
    return [f"{_tasks(keys)}: {name} {missing[name]}" for name, keys in found.items()]


def _tasks(keys: Sequence[str]) -> str:
    named = ", ".join(keys[:tasks_named_max])
    more = f" and {len(keys) - tasks_named_max} more" if len(keys) > tasks_named_max else ""
    return f"task {named}" if len(keys) == 1 else f"tasks {named}{more}"

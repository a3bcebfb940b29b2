"""Twins: pictures of one pack that nobody can tell apart share what is sent, so that it goes up once and down once.

Each keeps its own name (`source`), so rows, known answers and results know nothing of it. Only for kinds that say so
(`Wanted.shares`): where a small difference is the question nothing is shared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.media.fence import Fence
from bot.media.fingerprints import distance, twins
from bot.media.refused import MediaRefused
from bot.packs.spool import Medium, Spooled
from bot.rounds.fitting import Files, Fitted

twin_bits_max = 3
"""Fingerprints that differ in so few of 64 bits are looked at: one of their four quarters is then the same."""

plain = "0" * 16
"""The fingerprint of an empty page, which says nothing, and whose bytes are few."""

looked_at_max = 8
"""Of a thousand pages of one form, each is compared with so many."""

Made = tuple[Files, Fitted]


async def shared(made: list[Made], spooled: Spooled) -> list[Made]:
    """Of an import's items those that are a twin of an earlier one, with its renditions. The same each time."""
    media = {one.name: one for one in spooled.media()}
    fence, found = Fence(), list[Made]()
    leaders: dict[str, list[Made]] = {}
    try:
        for files, one in sorted(made, key=lambda item: sorted(item[0].items())):
            if one.fingerprint in ("", plain):
                continue
            for other, leader in _near(one, leaders):
                both = [media[name] for name in (*files.values(), *other.values())]
                if await _alike(fence, spooled, both, one.shown[0].edge):
                    found.append((files, replace(one, renditions=leader.renditions)))
                    break
            else:
                for quarter in _quarters(one.fingerprint):
                    leaders.setdefault(quarter, []).append((files, one))
    finally:
        fence.close()
    return found


def _near(one: Fitted, leaders: Mapping[str, list[Made]]) -> Iterator[Made]:
    """Earlier pictures whose fingerprint is near, each once, some at most."""
    seen = list[Files]()
    for quarter in _quarters(one.fingerprint):
        for files, leader in leaders.get(quarter, ()):
            near = distance(one.fingerprint, leader.fingerprint) <= twin_bits_max
            if near and one.source != leader.source and files not in seen and len(seen) < looked_at_max:
                seen.append(files)
                yield files, leader


def _quarters(fingerprint: str) -> list[str]:
    """Its four quarters, each with its place: two fingerprints that differ in three bits have one in common."""
    return [f"{place} {fingerprint[place : place + 4]}" for place in range(0, 16, 4)]


async def _alike(fence: Fence, spooled: Spooled, both: Sequence[Medium], edge: int) -> bool:
    """Are two pictures twins? Not where one of them is no longer as it was read."""
    try:
        one, other = [await asyncio.to_thread(spooled.content, medium) for medium in both]
        return await fence.run(twins, one, other, edge)
    except (MediaRefused, ValueError):
        return False

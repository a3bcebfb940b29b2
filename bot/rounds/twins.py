"""Twins: pictures of one pack that nobody can tell apart share what is sent, so that it goes up once and down once.

Each keeps its own name (`source`), so rows, known answers and results know nothing of it. Only for kinds that say so
(`Wanted.shares`): where a small difference is the question nothing is shared.

Of hard content nobody is to see the same thing twice, so there a picture that is only *nearly* the same is a fault
(`doubled`), and fingerprints alone decide. Of 80 sample pictures saved again at quality 30, 60 or 90, halved, made brighter,
paler or grey, 72 to 80 stay within `twin_bits_max`; of 38 street photographs, among them pieces of one scene, no two
come nearer than 7 bits. Pictures cut at their edges are not found: 32 of 80 by 2 %, 2 by 5 %.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.media.fence import Fence
from bot.media.fingerprints import distance, twins
from bot.media.refused import MediaRefused
from bot.packs.spool import Medium, Row, Spooled
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


def doubled(rows: Iterable[Row], made: Callable[[Files], Fitted | None]) -> list[str]:
    """A sentence for each flagged row whose picture is nearly that of an earlier one; `made` is what became of its files."""
    found, leaders = list[str](), dict[str, list[tuple[Fitted, Row]]]()
    for row in rows:
        one = made(row["media"]) if row["flags"] else None
        if one is None:
            continue
        places = [one.source] if one.fingerprint in ("", plain) else [one.source, *_quarters(one.fingerprint)]
        near = (row_of for place in places for other, row_of in leaders.get(place, ()) if _nearly(one, other))
        if before := next(near, None):
            found.append(
                f"{_named(row)} is nearly the same picture as {_named(before)}: nobody is to see hard content twice."
            )
            continue
        for place in places:
            leaders.setdefault(place, []).append((one, row))
    return found


def _nearly(one: Fitted, other: Fitted) -> bool:
    if one.source == other.source:
        return True
    return distance(one.fingerprint, other.fingerprint) <= twin_bits_max


def _named(row: Row) -> str:
    return f"{' '.join(row['media'].values())} (line {row['number']})"


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

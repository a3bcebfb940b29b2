"""Holding: what this program has in hand to show, where several share the database, so that each message is one program's.

Whoever commits an outcome has it in hand, and so has whoever claims a notice; a lease in its row says until when
(`telling.lease_ms`). What waits for its turn is held every few seconds. What can't be sent, for Telegram can't be reached from
here, is not: then another program may reach it. What waited long is looked at again before it is sent: while the lease lasts it
is ours unless newer came, and afterwards only if nobody else has claimed it. Alone, on SQLite, all of it is always ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.actions import delivering, telling
from bot.actions.telling import Told
from bot.storage import Database, DatabaseTrouble, is_shared

held_every_s = 5.0
waited_s = 1.0  # what waited longer is looked at again
lease_s = telling.lease_ms / 1000 - 2.0  # by our own clock: a commit took some of it


@dataclass(slots=True)
class _Held:
    told: Told
    since: float
    until: float
    refused: bool = False


class Hand:
    """What one program has in hand, by its seq. Its methods that write raise DatabaseTrouble."""

    def __init__(self, database: Database) -> None:
        self._database, self.shared = database, is_shared(database)
        self._held: dict[int, _Held] = {}
        self._renewed_at = 0.0

    def __contains__(self, told: Told) -> bool:
        return told.seq in self._held

    def __len__(self) -> int:
        return len(self._held)

    def seqs(self) -> set[int]:
        """What is in hand now. Taken before a look at what is due: that may still list what is shown meanwhile."""
        return set(self._held)

    def take(self, told: Told) -> None:
        """It was committed or claimed just now."""
        if told.seq:  # else it is somebody's who is forgotten: nothing of it is written down
            now = _now()
            self._held.setdefault(told.seq, _Held(told, now, now + lease_s))

    def waited(self, told: Told) -> float:
        """Seconds since it was taken in hand; 0 for what is not written down."""
        held = self._held.get(told.seq)
        return _now() - held.since if held is not None else 0.0

    def drop(self, told: Told) -> None:
        """It is in no line any more."""
        self._held.pop(told.seq, None)

    def refused(self, told: Told) -> None:
        """It can't be sent from here: others may try when its lease is over."""
        if told.seq in self._held:
            self._held[told.seq].refused = True

    async def claimed(self, found: Sequence[Told]) -> list[Told]:
        """What of it is ours to show: all, unless another program has it in hand."""
        return await claimed(self._database, found)

    async def is_ours(self, told: Told) -> bool:
        """Is it to be sent from here, now?"""
        held, now = self._held.get(told.seq), _now()
        if not self.shared or held is None or now - held.since < waited_s:
            return True
        if now < held.until and held.refused:  # others are not kept from it any longer than they were
            left_ms = int((held.until - now) * 1000)
            return bool(await self._database.write(delivering.hold, [told], left_ms))
        sure = delivering.hold if now < held.until else delivering.claim
        if not await self._database.write(sure, [told]):
            return False
        held.until = now + lease_s
        return True

    async def renew(self) -> None:
        """Goes on holding what waits for its turn; does it every few seconds, however often it is called."""
        now = _now()
        if not self.shared or now - self._renewed_at < held_every_s:
            return
        self._renewed_at = now
        waiting = [
            one
            for one in self._held.values()
            if not one.refused and now - one.since > held_every_s and now < one.until
        ]
        if waiting:
            await self._database.write(delivering.hold, [one.told for one in waiting])
            for one in waiting:
                one.until = now + lease_s

    async def let_go(self, told: Iterable[Told] = ()) -> None:
        """This, or all that is left, is shown by others, or by us another time. Without the database they wait a little."""
        left = list(told) or [one.told for one in self._held.values()]
        if self.shared and left:
            with suppress(DatabaseTrouble):
                await self._database.write(delivering.let_go, left)


async def claimed(database: Database, found: Sequence[Told]) -> list[Told]:
    """What of it is this program's to show; where no other is, all. Raises DatabaseTrouble."""
    if not found or not is_shared(database):
        return list(found)
    mine: list[Told] = await database.write(delivering.claim, found)
    return mine


def _now() -> float:
    return asyncio.get_running_loop().time()

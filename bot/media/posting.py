"""Posts a small body to an https address that a stranger wrote down, and to nowhere else.

It is reached as `fetching` reaches it, but no redirect is followed. Of what is answered the first thousand bytes are read,
and no more than five seconds are spent on it all; whether the body went through is told by the status alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from bot.media.reaching import Reach, ReachRefused, unreachable

post_s_max = 5.0
answer_bytes_max = 1_000


@dataclass(frozen=True, slots=True)
class Posted:
    """What came back: the status as HTTP numbers it, 0 when none came; the first bytes of the answer, or why none came."""

    status: int
    said: str

    @property
    def well(self) -> bool:
        """Was it taken?"""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts one body at a time."""

    reach: Reach = field(default_factory=Reach)

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """What an address says to a body. Never raises for the world's sake."""
        found = _Answer()
        try:
            async with asyncio.timeout(post_s_max):
                await self._posted(address, body, headers, found)
        except ReachRefused as refused:
            return Posted(0, f"The address {refused}.")
        except TimeoutError:
            if not found.status:
                return Posted(0, f"The address does not answer in {int(post_s_max)} seconds.")
        except unreachable:
            if not found.status:
                return Posted(0, "The address can't be reached.")
        said = bytes(found.said[:answer_bytes_max]).decode(errors="replace")
        return Posted(found.status, said.replace("\0", ""))

    async def _posted(self, address: str, body: bytes, headers: Mapping[str, str], found: _Answer) -> None:
        async with self.reach.asked("POST", httpx.URL(address), body, headers) as answer:
            found.status = answer.status_code
            async for part in answer.aiter_raw():
                found.said += part
                if len(found.said) >= answer_bytes_max:
                    break


@dataclass(slots=True)
class _Answer:
    """What has come so far: a status counts, also when the rest never comes."""

    status: int = 0
    said: bytearray = field(default_factory=bytearray)

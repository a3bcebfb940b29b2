"""Brings a file from an https address that a stranger wrote down, and from nowhere else.

Each redirect is a new address and passes the same checks (`reaching`). What comes is counted while it comes, and never
unpacked.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx

from bot.media.reaching import Reach, ReachRefused, unreachable
from bot.media.refused import file_bytes_max

fetched_bytes_max = file_bytes_max
fetch_s_max = 5.0
redirects_max = 3
redirected = (301, 302, 303, 307, 308)


class Silent(ReachRefused):
    """An address that did not answer in time."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one file at a time."""

    reach: Reach = field(default_factory=Reach)

    async def fetch(self, address: str) -> bytes:
        """The content of an https address. Raises ReachRefused."""
        try:
            async with asyncio.timeout(fetch_s_max):
                return await self._followed(address)
        except TimeoutError:
            raise Silent("does not answer in {seconds} seconds", {"seconds": int(fetch_s_max)}) from None
        except unreachable as trouble:
            raise ReachRefused("can't be reached") from trouble

    async def _followed(self, address: str) -> bytes:
        url = httpx.URL(address)
        for _ in range(1 + redirects_max):
            found = await self._asked(url)
            if isinstance(found, bytes):
                return found
            url = url.join(found)
        raise ReachRefused("leads on more than {times} times", {"times": redirects_max})

    async def _asked(self, url: httpx.URL) -> bytes | str:
        """The content, or where a redirect leads."""
        async with self.reach.asked("GET", url) as answer:
            if answer.status_code in redirected:
                return str(answer.headers.get("location", ""))
            if answer.status_code != httpx.codes.OK:
                raise ReachRefused("is answered with {status}", {"status": answer.status_code})
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise ReachRefused("is sent compressed")
            return await _counted(answer)


async def _counted(answer: httpx.Response) -> bytes:
    """The body as it comes over the line, no more of it than there may be."""
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > fetched_bytes_max:
            raise ReachRefused("is larger than {megabytes} MB", {"megabytes": fetched_bytes_max // 1_000_000})
    return bytes(content)

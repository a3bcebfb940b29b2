"""Posts a small body to an https address that a stranger wrote down, and to nowhere else.

The same care as in `fetching`: a name is looked up once, every address it has must be a public one, the connection goes to
an address that was checked. No redirect is followed. Of what is answered the first thousand bytes are read, and no more
than five seconds are spent on it all; whether the body went through is told by the status alone.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from bot.media.fetching import FetchRefused, Resolve, checked, direct, https_port, is_public, resolved

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
    """Posts one body at a time. What is given to it is what the world is like: names, addresses, whom to trust."""

    resolve: Resolve = resolved
    allowed: Callable[[str], bool] = is_public
    port: int = https_port
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """What an address says to a body. Never raises for the world's sake."""
        found = _Answer()
        try:
            async with asyncio.timeout(post_s_max):
                await self._posted(address, body, headers, found)
        except FetchRefused as refused:
            return Posted(0, f"The address {refused}.")
        except TimeoutError:
            if not found.status:
                return Posted(0, f"The address does not answer in {int(post_s_max)} seconds.")
        except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError):
            if not found.status:
                return Posted(0, "The address can't be reached.")
        return Posted(found.status, bytes(found.said[:answer_bytes_max]).decode(errors="replace"))

    async def _posted(self, address: str, body: bytes, headers: Mapping[str, str], found: _Answer) -> None:
        url = httpx.URL(address)
        place = await checked(url, self.resolve, self.allowed)
        name = url.raw_host.decode("ascii")
        transport = httpx.AsyncHTTPTransport(verify=self.trust, trust_env=False, retries=0)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=post_s_max) as client:
            request = client.build_request(
                "POST",
                direct(url, place, self.port),
                content=body,
                headers={**headers, "Host": name, "Accept-Encoding": "identity", "User-Agent": "ujima"},
                extensions={"sni_hostname": name},
            )
            answer = await client.send(request, stream=True)
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

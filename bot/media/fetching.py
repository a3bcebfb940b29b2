"""Brings a file from an https address that a stranger wrote down, and from nowhere else.

A name is looked up once; every address it has must be a public one, and the connection goes to an address that was
checked, with the name kept for the certificate: a name that answers differently the second time gains nothing. Each
redirect is a new address and passes the same checks. What comes is counted while it comes, and never unpacked.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpx

from bot.media.refused import MediaRefused, file_bytes_max

fetched_bytes_max = file_bytes_max
fetch_s_max = 5.0
redirects_max = 3
https_port = 443
redirected = (301, 302, 303, 307, 308)

translated = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""NAT64 (RFC 6052, RFC 8215): an IPv4 address in other clothes."""
unicast = IPv6Network("2000::/3")
"""All that is given out of IPv6 (RFC 4291, IANA's registry); the rest is reserved, local, or IPv4 in clothes long out of use."""
relays = IPv4Network("192.88.99.0/24")
"""Once the nearest relay from IPv4 to IPv6 (RFC 3068, ended by RFC 7526): whoever answers there now is nobody's site."""

look_ups_at_once = 8
_names = ThreadPoolExecutor(look_ups_at_once, "names")
"""Looking up a name blocks, and nothing ends it: it waits here, where nothing else has to."""

Resolve = Callable[[str], Awaitable[list[str]]]


class FetchRefused(MediaRefused):
    """An address that is not fetched from, or gave nothing, and why."""


class Silent(FetchRefused):
    """An address that did not answer in time."""


async def resolved(host: str) -> list[str]:
    """The addresses of a name. Raises OSError."""
    found = await asyncio.get_running_loop().run_in_executor(_names, _looked_up, host)
    return [str(one[4][0]) for one in found]


def _looked_up(host: str) -> list[Any]:
    return socket.getaddrinfo(host, https_port, type=socket.SOCK_STREAM)


def is_public(address: str) -> bool:
    """Is it an address of the open internet, not of this machine, its network, or one wrapped in another?"""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or found.teredo
        if wrapped or any(found in network for network in translated):
            return False
        return found in unicast and found.is_global and not found.is_multicast
    return found.is_global and not found.is_multicast and found not in relays


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one file at a time. What is given to it is what the world is like: names, addresses, whom to trust."""

    resolve: Resolve = resolved
    allowed: Callable[[str], bool] = is_public
    port: int = https_port
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def fetch(self, address: str) -> bytes:
        """The content of an https address. Raises FetchRefused."""
        try:
            async with asyncio.timeout(fetch_s_max):
                return await self._followed(address)
        except TimeoutError:
            raise Silent("does not answer in {seconds} seconds", {"seconds": int(fetch_s_max)}) from None
        except (
            OSError,
            httpx.HTTPError,
            httpx.InvalidURL,
            ValueError,
        ) as trouble:  # ValueError: no name of a host
            raise FetchRefused("can't be reached") from trouble

    async def _followed(self, address: str) -> bytes:
        url = httpx.URL(address)
        for _ in range(1 + redirects_max):
            found = await self._asked(url)
            if isinstance(found, bytes):
                return found
            url = url.join(found)
        raise FetchRefused("leads on more than {times} times", {"times": redirects_max})

    async def _asked(self, url: httpx.URL) -> bytes | str:
        """The content, or where a redirect leads."""
        place = await checked(url, self.resolve, self.allowed)
        name = url.raw_host.decode("ascii")
        transport = httpx.AsyncHTTPTransport(verify=self.trust, trust_env=False, retries=0)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=fetch_s_max) as client:
            request = client.build_request(
                "GET",
                direct(url, place, self.port),
                headers={"Host": name, "Accept-Encoding": "identity", "User-Agent": "ujima"},
                extensions={"sni_hostname": name},
            )
            answer = await client.send(request, stream=True)
            if answer.status_code in redirected:
                return str(answer.headers.get("location", ""))
            if answer.status_code != httpx.codes.OK:
                raise FetchRefused("is answered with {status}", {"status": answer.status_code})
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise FetchRefused("is sent compressed")
            return await _counted(answer)


async def checked(url: httpx.URL, resolve: Resolve, allowed: Callable[[str], bool]) -> str:
    """An address of the name that may be connected to; all of them must be public. Raises FetchRefused, OSError."""
    if url.scheme != "https" or url.port not in (None, https_port) or url.userinfo or not url.host:
        raise FetchRefused("is not a plain https address")
    found = await resolve(url.raw_host.decode("ascii"))
    if not found or not all(map(allowed, found)):
        raise FetchRefused("leads to a machine that is not in the open internet")
    return found[0]


def direct(url: httpx.URL, place: str, port: int) -> httpx.URL:
    """The same, asked of the address that was checked."""
    return httpx.URL(scheme="https", host=place, port=port, raw_path=url.raw_path)


async def _counted(answer: httpx.Response) -> bytes:
    """The body as it comes over the line, no more of it than there may be."""
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > fetched_bytes_max:
            raise FetchRefused("is larger than {megabytes} MB", {"megabytes": fetched_bytes_max // 1_000_000})
    return bytes(content)

"""Reaches https addresses that a stranger wrote down, and no machine that is not in the open internet.

A name is looked up once; every address it has must be a public one, and the connection goes to an address that was
checked, with the name kept for the certificate: a name that answers differently the second time gains nothing. No redirect
is followed here, so each one passes the same checks. Nothing that comes is unpacked.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from types import MappingProxyType
from typing import Any

import httpx

from bot.media.refused import MediaRefused

https_port = 443

translated = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""NAT64 (RFC 6052, RFC 8215): an IPv4 address in other clothes."""
unicast = IPv6Network("2000::/3")
"""All that is given out of IPv6 (RFC 4291, IANA's registry); the rest is reserved, local, or IPv4 in clothes long out of use."""
relays = IPv4Network("192.88.99.0/24")
"""Once the nearest relay from IPv4 to IPv6 (RFC 3068, ended by RFC 7526): whoever answers there now is nobody's site."""

local_endings = frozenset({"localhost", "local", "internal", "arpa"})
"""Names of a machine or its network, which no public look-up answers (RFC 6761, 6762, 8375; ICANN's .internal)."""

look_ups_at_once = 8
_names = ThreadPoolExecutor(look_ups_at_once, "names")
"""Looking up a name blocks, and nothing ends it: it waits here, where nothing else has to."""

Resolve = Callable[[str], Awaitable[list[str]]]
plain: Mapping[str, str] = MappingProxyType({"Accept-Encoding": "identity", "User-Agent": "ujima"})


class ReachRefused(MediaRefused):
    """An address that is not reached for, or gave nothing, and why."""


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


def may_lead_out(host: str) -> bool:
    """May a host be in the open internet, as far as can be told before its name is looked up?

    >>> may_lead_out("example.org"), may_lead_out("127.0.0.1"), may_lead_out("10.1"), may_lead_out("nas.local")
    (True, False, False, False)
    """
    host = host.rstrip(".").casefold()
    last = host.rpartition(".")[2]
    if ":" in host or last.isdecimal() or last.startswith("0x"):  # an address, in whichever clothes
        try:
            return is_public(host)
        except ValueError:
            return False
    return "." in host and last not in local_endings


@cache
def _trust() -> ssl.SSLContext:
    """Whom the machine trusts; read once, for it takes a while."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Reach:
    """What the world is like: names, addresses, whom to trust."""

    resolve: Resolve = resolved
    allowed: Callable[[str], bool] = is_public
    port: int = https_port
    trust: ssl.SSLContext = field(default_factory=_trust)

    @asynccontextmanager
    async def asked(
        self, method: str, url: httpx.URL, body: bytes | None = None, headers: Mapping[str, str] = plain
    ) -> AsyncIterator[httpx.Response]:
        """What an address answers to one request, its body not read yet. The caller sets the time it may take.

        Raises ReachRefused, and what `unreachable` names.
        """
        place = await self._checked(url)
        name = url.raw_host.decode("ascii")
        transport = httpx.AsyncHTTPTransport(verify=self.trust, trust_env=False, retries=0)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=None) as client:
            request = client.build_request(
                method,
                httpx.URL(scheme="https", host=place, port=self.port, raw_path=url.raw_path),
                content=body,
                headers={**plain, **headers, "Host": name},
                extensions={"sni_hostname": name},
            )
            yield await client.send(request, stream=True)

    async def _checked(self, url: httpx.URL) -> str:
        """An address of the name that may be connected to; all of them must be public."""
        if url.scheme != "https" or url.port not in (None, https_port) or url.userinfo or not url.host:
            raise ReachRefused("is not a plain https address")
        found = await self.resolve(url.raw_host.decode("ascii")) if may_lead_out(url.host) else []
        if not found or not all(map(self.allowed, found)):
            raise ReachRefused("leads to a machine that is not in the open internet")
        return found[0]


unreachable = (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError)
"""What a try to reach an address may raise; ValueError: what is no name of a host."""

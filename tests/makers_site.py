"""A site of pictures on loopback: a real TLS server, and the names that lead to it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.media.fetching import Fetcher
from bot.media.posting import Poster
from bot.media.reaching import Reach, Resolve

PEM = Path(__file__).with_name("loopback.pem")
"""A key and its certificate for pictures.example and other.example, made for these tests alone."""

Allowed = Callable[[str], bool]


def is_here(address: str) -> bool:
    """Is it this machine's address?"""
    return address == "127.0.0.1"


async def here(host: str) -> list[str]:
    """Every name is this machine's."""
    return ["127.0.0.1"]


def reach(port: int, resolve: Resolve = here, allowed: Allowed = is_here) -> Reach:
    """What takes this machine's port for the open internet's, and our certificate for a good one."""
    return Reach(resolve, allowed, port, ssl.create_default_context(cafile=str(PEM)))


def serving() -> ssl.SSLContext:
    """A server's side of that certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(PEM)
    return context


@dataclass(slots=True)
class Site:
    """A real TLS server on loopback: what it answers by path, what it was asked; a name's addresses, asked one by one."""

    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    addresses: list[list[str]] = field(default_factory=list)
    drip: bool = False
    port: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split()[1]
            self.asked.append(head.lower())
            writer.write(self.answers[path])
            while self.drip:
                writer.write(b"x" * (1 if path == "/slow" else 1_000_000))
                await writer.drain()
                await asyncio.sleep(0.01 if path == "/slow" else 0)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def resolve(self, host: str) -> list[str]:
        """The next of a name's answers; the last one for ever."""
        self.looked_up.append(host)
        return self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]

    def fetcher(self, allowed: Allowed = is_here) -> Fetcher:
        """A fetcher for which this machine is the open internet, and all else is not."""
        return Fetcher(reach(self.port, self.resolve, allowed))

    def poster(self, allowed: Allowed = is_here) -> Poster:
        """A poster of the same mind."""
        return Poster(reach(self.port, self.resolve, allowed))


@asynccontextmanager
async def site_open() -> AsyncIterator[Site]:
    """The server, running."""
    found = Site(addresses=[["127.0.0.1"]])
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0, ssl=serving())
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()

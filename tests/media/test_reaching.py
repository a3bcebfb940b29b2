"""What is of the open internet is known, and a name that is slow to look up keeps nobody else waiting."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.media import reaching
from bot.media.reaching import is_public, resolved

pytestmark = pytest.mark.anyio


async def test_names_are_looked_up_where_nobody_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups that hang, as many as there may be, leave the threads that everybody uses free."""
    asked, going_on = threading.Semaphore(0), threading.Event()

    def hangs(*_: object, **__: object) -> list[object]:
        asked.release()
        going_on.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    most = reaching.look_ups_at_once
    hanging = [asyncio.create_task(resolved("pictures.example")) for _ in range(2 * most)]
    try:
        for _ in range(most):
            await asyncio.to_thread(asked.acquire)
    finally:
        going_on.set()
    assert await asyncio.gather(*hanging) == [[]] * len(hanging)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00::1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808", "64:ff9b:1::1", "2001:0:808:808::1", "ff02::1", "::127.0.0.1", "::10.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "5f00::1", "192.88.99.1"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    """This machine, its networks, the cloud's own, carriers', and addresses wrapped in others."""
    assert not is_public(address)
    assert is_public("8.8.8.8") and is_public("2606:4700:4700::1111")

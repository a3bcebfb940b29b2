"""The program's pulse: how late its event loop is, systemd's watchdog, and how long the webhook's certificate lasts."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from contextlib import suppress
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from bot.meters import Meters

beat_s: Final = 1.0
look_every_s: Final = 3600.0
answer_s_max: Final = 10.0


async def beat(meters: Meters) -> None:
    """Once a second: how much later than asked, and a word to systemd, which begins a program anew that says none."""
    while True:
        asked = monotonic() + beat_s
        await asyncio.sleep(beat_s)
        meters.observe("ujima_loop_lag_seconds", max(0.0, monotonic() - asked))
        tell_systemd("WATCHDOG=1")


def tell_systemd(word: str) -> None:
    """Says a word to the service manager that started us, if one listens (sd_notify(3)); never waits for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.sendto(word.encode(), "\0" + address[1:] if address[0] == "@" else address)


async def watch_certificate(meters: Meters, address: str) -> None:
    """Each hour: how long the certificate at our own address is good. Where it can't be reached from here the meter stays away."""
    while True:
        left = await certificate_left_s(address)
        if left is not None:
            meters.set("ujima_certificate_left_seconds", left)
        await asyncio.sleep(look_every_s)


async def certificate_left_s(address: str, trusted: ssl.SSLContext | None = None) -> float | None:
    """Seconds until the certificate of an https address ends; -1 when it is not taken; None when nobody answers there."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return None
    try:
        async with asyncio.timeout(answer_s_max):
            _, writer = await asyncio.open_connection(
                parts.hostname, parts.port or 443, ssl=trusted or ssl.create_default_context()
            )
    except ssl.SSLCertVerificationError:
        return -1.0
    except (OSError, TimeoutError):
        return None
    certificate = writer.get_extra_info("peercert")
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()

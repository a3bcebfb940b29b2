"""The program's pulse: systemd hears it, the loop's lag is counted, and a certificate's end is seen in time."""

import asyncio
import socket
import ssl
import time
from pathlib import Path

import pytest

from bot.hooks import beats
from bot.meters import Meters
from bot.metrics import parsed
from tests.makers_site import PEM

pytestmark = pytest.mark.anyio


async def test_systemd_hears_each_beat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WATCHDOG=1 at its socket, again and again; the lag is observed beside."""
    monkeypatch.setattr(beats, "beat_s", 0.01)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    meters = Meters()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        beating = asyncio.create_task(beats.beat(meters))
        await asyncio.sleep(0.2)
        beating.cancel()
        assert systemd.recv(100) == systemd.recv(100) == b"WATCHDOG=1"
    assert parsed(meters.text({}))["ujima_loop_lag_seconds_count", ""] >= 2


async def test_without_systemd_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket, one that is gone, or an odd address harm nobody."""
    for address in ("", str(tmp_path / "gone"), "vsock:2:1"):
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        beats.tell_systemd("WATCHDOG=1")


async def test_a_certificate_s_end_is_seen() -> None:
    """How long it is good where it is trusted; -1 where it is not; nothing where nobody answers or nothing is sealed."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(PEM)
    listening = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=server)
    port = listening.sockets[0].getsockname()[1]
    try:
        address = f"https://127.0.0.1:{port}/updates"
        trusted = ssl.create_default_context(cafile=str(PEM))
        trusted.check_hostname = False
        left = await beats.certificate_left_s(address, trusted)
        ends = ssl.cert_time_to_seconds(ssl._ssl._test_decode_cert(str(PEM))["notAfter"])  # type: ignore[attr-defined]
        assert left is not None and abs(left - (ends - time.time())) < 60
        assert await beats.certificate_left_s(address) == -1.0
    finally:
        listening.close()
    assert await beats.certificate_left_s("https://127.0.0.1:9/") is None
    assert await beats.certificate_left_s("http://127.0.0.1:9/") is None

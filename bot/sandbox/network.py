"""How slowly a phone's network carries what the wire model counts: bytes by its rate, one after another, and half a round trip.

Download and upload in kbit/s and the round trip in ms are those of the browsers' own choices for trying pages: GPRS, "Regular
2G" (Chromium once called it EDGE) and "Regular 3G", as Firefox lists them in devtools/docs/user/network_monitor/throttling.
They are middling, made for trying things out, and not measured in any country. The delays are real seconds of the machine.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """Rates in kbit/s, the round trip in ms."""

    down_kbit_s: int
    up_kbit_s: int
    round_trip_ms: int


NETWORKS: dict[str, Network | None] = {
    "none": None,
    "gprs": Network(50, 20, 500),
    "edge": Network(250, 50, 300),
    "3g": Network(750, 250, 100),
}


@dataclass(slots=True)
class Link:
    """A phone's line: its network, and until when (seconds of the loop) it is busy each way. What goes one way stays in order."""

    name: str = "none"
    down_until: float = 0.0
    up_until: float = 0.0
    tries: int = 0  # what was on its way in an earlier one never arrives

    @property
    def slow(self) -> bool:
        """Does it delay anything?"""
        return NETWORKS[self.name] is not None

    def breaks(self) -> None:
        """The connection is gone, with all that is on its way."""
        self.tries += 1
        self.down_until = self.up_until = 0.0

    def busy(self, down: int, up: int) -> None:
        """Bytes that go over it and that nobody waits for: receipts, read marks."""
        self._takes(down, up)

    def comes(self, size: int, arrived: Callable[[], None]) -> None:
        """So many bytes come down; then `arrived`, unless the line broke meanwhile. At once where nothing delays."""
        self._carries(size, 0, arrived)

    def goes(self, size: int, arrived: Callable[[], None]) -> None:
        """So many bytes go up; then `arrived`."""
        self._carries(0, size, arrived)

    def seconds(self, down: int, up: int) -> float:
        """How long it is until bytes that are asked for now are here: up, a round trip, down."""
        network = NETWORKS[self.name]
        if network is None:
            return 0.0
        now = asyncio.get_running_loop().time()
        self._takes(down, up)
        return max(self.down_until, self.up_until) - now + network.round_trip_ms / 1000

    def _carries(self, down: int, up: int, arrived: Callable[[], None]) -> None:
        network = NETWORKS[self.name]
        if network is None:
            arrived()
            return
        self._takes(down, up)
        due = (self.down_until if down else self.up_until) + network.round_trip_ms / 2000
        tried = self.tries
        asyncio.get_running_loop().call_at(due, lambda: arrived() if self.tries == tried else None)

    def _takes(self, down: int, up: int) -> None:
        network = NETWORKS[self.name]
        if network is None:
            return
        now = asyncio.get_running_loop().time()
        if down:
            self.down_until = max(now, self.down_until) + down * 8 / (network.down_kbit_s * 1000)
        if up:
            self.up_until = max(now, self.up_until) + up * 8 / (network.up_kbit_s * 1000)

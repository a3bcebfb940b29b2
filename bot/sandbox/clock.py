"""The sandbox's clock: the time that was given, plus what POST /clock has advanced it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """`source` gives UTC epoch milliseconds; `offset_ms` only grows, for pretended time never goes back."""

    source: Callable[[], int]
    offset_ms: int = 0

    def now_ms(self) -> int:
        """UTC epoch milliseconds as the sandbox sees them."""
        return self.source() + self.offset_ms

    def now_s(self) -> int:
        """UTC epoch seconds, as every date of the Bot API is written."""
        return self.now_ms() // 1000

    def advance(self, seconds: float) -> None:
        """Move the clock forward; raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self.offset_ms += round(seconds * 1000)

"""A loop whose seconds are short, and a clock that goes as fast: twenty seconds of a program go by in one of the machine's.

Every wait of asyncio (a pause after trouble, a 429's seconds, a poll, a time-out) takes a twentieth, and nothing of the program is
changed for it. What a processor does takes as long as ever, so a busy machine looks slow to the program.
"""

import asyncio
import mmap
import selectors
import struct
import time
from pathlib import Path

SPEED = 20.0
_NUMBERS = struct.Struct(
    "<qqq"
)  # when it began and how far it is ahead, in ms; how far the program's is beside it


class _Selector(selectors.DefaultSelector):
    """Waits a twentieth of the time."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Ready files."""
        return super().select(timeout / SPEED if timeout else timeout)


class FastLoop(asyncio.SelectorEventLoop):
    """A loop that counts twenty seconds for each."""

    def __init__(self) -> None:
        super().__init__(_Selector())

    def time(self) -> float:
        """Seconds, twenty for each of the machine's."""
        return super().time() * SPEED


class FastClock:
    """UTC epoch ms that processes share by a file: twenty for each of the machine's, and what a run lets go by.

    `skewed` is the program's own clock, which may be an hour wrong while everybody else's is right.
    """

    def __init__(self, path: Path, *, skewed: bool = False) -> None:
        self._skewed = skewed
        if not path.exists():
            path.write_bytes(_NUMBERS.pack(time.time_ns() // 1_000_000, 0, 0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _NUMBERS.size)

    def __call__(self) -> int:
        """UTC epoch milliseconds."""
        began, ahead, skew = _NUMBERS.unpack(self._shared[:])
        passed = time.time_ns() // 1_000_000 - began
        return int(began + passed * SPEED + ahead + (skew if self._skewed else 0))

    def advance(self, seconds: float) -> None:
        """Let time go by, for everybody."""
        began, ahead, skew = _NUMBERS.unpack(self._shared[:])
        self._shared[:] = _NUMBERS.pack(began, ahead + int(seconds * 1000), skew)

    def skew(self, seconds: float) -> None:
        """The program's clock is wrong by so much from now on; 0 puts it right."""
        began, ahead, _ = _NUMBERS.unpack(self._shared[:])
        self._shared[:] = _NUMBERS.pack(began, ahead, int(seconds * 1000))

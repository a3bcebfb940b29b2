"""Two loops, the program's and its pretend Telegram's, whose seconds are short, and a clock that goes as fast.

Five seconds of a program go by in one of the machine's: every wait of asyncio (a pause after trouble, a 429's seconds, a poll,
a time-out) takes a fifth, and nothing of the program is changed for it. What a processor does takes as long as ever, so a
busy machine looks slow to the program. Where a run waits for the program, and both loops only wait too, time leaps to whatever
comes first (`Pace.leap`): the same things happen in the same order, and nobody sits through the pauses between them.
"""

import asyncio
import math
import mmap
import selectors
import struct
import time
from pathlib import Path

SPEED = 5.0
LOOK_S = 0.001
STILL_S = 0.003
"""A loop that was still for so long waits for time alone; what a thread of it does, such as a commit, mostly takes less."""
LEAP_S = 1.0
"""A leap goes so far at least: a server that looks ten times a second whether it is to end is not worth one."""
PROGRAM, TELEGRAM = range(2)
_NUMBERS = struct.Struct("<qqqq")  # monotonic ns when it began, the same in UTC ms, ms ahead, ms askew
_LEAPT = struct.Struct("<d")  # seconds, behind those
_LOOP = struct.Struct("<dq")  # behind that, for each loop: until when it waits, how often it has waited
_SIZE = _NUMBERS.size + _LEAPT.size + 2 * _LOOP.size


class Pace:
    """The time of a run, which processes share by a file: five seconds for each of the machine's, and what was leapt over."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            numbers = _NUMBERS.pack(time.monotonic_ns(), time.time_ns() // 1_000_000, 0, 0)
            path.write_bytes(numbers.ljust(_SIZE, b"\0"))
        with path.open("r+b") as file:
            self.shared = mmap.mmap(file.fileno(), _SIZE)

    def seconds(self) -> float:
        """Since it began; a leap goes nowhere but forward."""
        began, *_ = _NUMBERS.unpack_from(self.shared)
        return float((time.monotonic_ns() - began) / 1e9 * SPEED + self._leapt)

    @property
    def _leapt(self) -> float:
        return float(_LEAPT.unpack_from(self.shared, _NUMBERS.size)[0])

    def waits(self, loop: int, until: float, times: int) -> None:
        """A loop has nothing to do until then, and it is so often that it had; 0: it is busy, or about to begin."""
        _LOOP.pack_into(self.shared, _SIZE - (2 - loop) * _LOOP.size, until, times)

    def leap(self, until: float) -> None:
        """Let the machine work for a moment; if both loops only wait all the while, it is then what they wait for, or `until`."""
        before = self._loops()
        time.sleep(STILL_S)
        now, after = self.seconds(), self._loops()
        due = min(one for one, _ in after)
        if before == after and now < min(until, due):
            to = min(until, max(due, now + LEAP_S))
            _LEAPT.pack_into(self.shared, _NUMBERS.size, self._leapt + to - now)

    def _loops(self) -> tuple[tuple[float, int], ...]:
        program, its, telegram, others = struct.unpack_from("<dqdq", self.shared, _SIZE - 2 * _LOOP.size)
        return (program, its), (telegram, others)


class _Selector(selectors.DefaultSelector):
    """Waits until it is time by a run's pace, and says meanwhile that it does."""

    def __init__(self, pace: Pace, loop: int) -> None:
        super().__init__()
        self._pace, self._loop, self._times = pace, loop, 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Ready files."""
        until = math.inf if timeout is None else self._pace.seconds() + timeout
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        self._times += 1
        self._pace.waits(self._loop, until, self._times)
        while not ready and (left := until - self._pace.seconds()) > 0:
            ready = super().select(min(left / SPEED, LOOK_S))
        self._pace.waits(self._loop, 0.0, self._times)
        return ready


class FastLoop(asyncio.SelectorEventLoop):
    """A loop that goes at a run's pace."""

    def __init__(self, pace: Pace, loop: int) -> None:
        self._pace = pace
        super().__init__(_Selector(pace, loop))

    def time(self) -> float:
        """Seconds of the run."""
        return self._pace.seconds()


class FastClock:
    """UTC epoch ms at a run's pace, and what a run lets go by.

    `skewed` is the program's own clock, which may be an hour wrong while everybody else's is right.
    """

    def __init__(self, pace: Pace, *, skewed: bool = False) -> None:
        self._pace, self._skewed = pace, skewed

    def __call__(self) -> int:
        """UTC epoch milliseconds."""
        _, began, ahead, skew = _NUMBERS.unpack_from(self._pace.shared)
        return int(began + self._pace.seconds() * 1000 + ahead + (skew if self._skewed else 0))

    def advance(self, seconds: float) -> None:
        """Let time go by, for everybody."""
        mono, began, ahead, skew = _NUMBERS.unpack_from(self._pace.shared)
        _NUMBERS.pack_into(self._pace.shared, 0, mono, began, ahead + int(seconds * 1000), skew)

    def skew(self, seconds: float) -> None:
        """The program's clock is wrong by so much from now on; 0 puts it right."""
        mono, began, ahead, _ = _NUMBERS.unpack_from(self._pace.shared)
        _NUMBERS.pack_into(self._pace.shared, 0, mono, began, ahead, int(seconds * 1000))

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
import time
from pathlib import Path

SPEED = 5.0
LOOK_S = 0.001
STILL_S = 0.003
"""A loop that was still for so long waits for time alone; what a thread of it does, such as a commit, mostly takes less."""
LEAP_S = 1.0
"""A leap goes so far at least: a server that looks ten times a second whether it is to end is not worth one."""
PROGRAM, TELEGRAM = range(2)
_BEGAN_NS, _BEGAN_MS, _AHEAD_MS, _SKEW_MS, _LEAPT_S, _LOOPS = range(6)
"""Numbers of eight bytes each: monotonic ns when it began, the same in UTC ms, ms ahead, ms askew, seconds leapt over; behind
them, for each loop, until when it waits and how often it has waited."""
_NUMBERS = _LOOPS + 2 * 2


class Pace:
    """The time of a run, which processes share by a file: five seconds for each of the machine's, and what was leapt over."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(8 * _NUMBERS))
            self._share(path)
            self._whole[_BEGAN_NS], self._whole[_BEGAN_MS] = time.monotonic_ns(), time.time_ns() // 1_000_000
        else:
            self._share(path)

    def _share(self, path: Path) -> None:
        """Each number is read and written in one piece, so nobody meets half of a change."""
        with path.open("r+b") as file:
            shared = memoryview(mmap.mmap(file.fileno(), 8 * _NUMBERS))
        self._whole, self._parts = shared.cast("q"), shared.cast("d")

    def seconds(self) -> float:
        """Since it began; a leap goes nowhere but forward."""
        return (time.monotonic_ns() - self._whole[_BEGAN_NS]) / 1e9 * SPEED + self._parts[_LEAPT_S]

    def utc_ms(self, *, skewed: bool) -> int:
        """UTC epoch milliseconds, as right or as wrong as the program's clock is now."""
        askew = self._whole[_SKEW_MS] if skewed else 0
        return int(self._whole[_BEGAN_MS] + self.seconds() * 1000) + self._whole[_AHEAD_MS] + askew

    def advance(self, seconds: float) -> None:
        """Let time go by, for everybody."""
        self._whole[_AHEAD_MS] += int(seconds * 1000)

    def skew(self, seconds: float) -> None:
        """The program's clock is wrong by so much from now on; 0 puts it right."""
        self._whole[_SKEW_MS] = int(seconds * 1000)

    def waits(self, loop: int, until: float, times: int) -> None:
        """A loop has nothing to do until then, and it is so often that it had; 0: it is busy, or about to begin."""
        place = _LOOPS + 2 * loop
        self._parts[place], self._whole[place + 1] = until, times

    def leap(self, until: float) -> None:
        """Let the machine work for a moment; if both loops only wait all the while, it is then what they wait for, or `until`."""
        before = self._loops()
        time.sleep(STILL_S)
        now, after = self.seconds(), self._loops()
        due = min(one for one, _ in after)
        if before == after and now < min(until, due):
            to = min(until, max(due, now + LEAP_S))
            self._parts[_LEAPT_S] += to - now

    def _loops(self) -> list[tuple[float, int]]:
        places = range(_LOOPS, _NUMBERS, 2)
        return [(self._parts[place], self._whole[place + 1]) for place in places]


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
        return self._pace.utc_ms(skewed=self._skewed)

    def advance(self, seconds: float) -> None:
        """Let time go by, for everybody."""
        self._pace.advance(seconds)

    def skew(self, seconds: float) -> None:
        """The program's clock is wrong by so much from now on; 0 puts it right."""
        self._pace.skew(seconds)

"""A screen in the terminal that renews itself: plain ANSI, and the keyboard read without waiting for Enter."""

from __future__ import annotations

import select
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.metrics import Readings
from bot.screens.operator import top
from bot.screens.operator.top import Sample

alone, home, rest_of_line, below, shown = (
    "\x1b[?1049h\x1b[?25l",
    "\x1b[H",
    "\x1b[K",
    "\x1b[J",
    "\x1b[?25h\x1b[?1049l",
)
first_look_s = 1.0
ends = ("q", "Q", "\x03", "\x04")


def live(read: Callable[[], Readings], every_s: float, *, once: bool) -> None:
    """Shows what `read` brings, each time anew, until q or Ctrl+C; once, where that is asked or nobody looks at a terminal."""
    samples: deque[Sample] = deque(maxlen=int(top.window_s / every_s) + 2)
    if once or not (sys.stdout.isatty() and sys.stdin.isatty()):
        samples.append(_sample(read))
        time.sleep(first_look_s)  # a rate needs two looks
        samples.append(_sample(read))
        lines = top.screen(samples, _now_ms())
        print("\n".join(lines if sys.stdout.isatty() else map(top.plain, lines)))
        return
    with _alone():
        while True:
            samples.append(_sample(read))
            _draw([*top.screen(samples, _now_ms()), "", f"{top.dim}q ends{top.off}"])
            if _pressed(every_s) in ends:
                return


def _sample(read: Callable[[], Readings]) -> Sample:
    return Sample(time.monotonic(), read())


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _draw(lines: Sequence[str]) -> None:
    room = shutil.get_terminal_size((top.columns, len(lines))).lines
    sys.stdout.write(home + "\n".join(f"{line}{rest_of_line}" for line in lines[:room]) + below)
    sys.stdout.flush()


@contextmanager
def _alone() -> Iterator[None]:
    """The terminal's other screen, keys at once; as it was afterwards, whatever happens."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        sys.stdout.write(alone)
        yield
    except KeyboardInterrupt:
        pass
    finally:
        sys.stdout.write(shown)
        sys.stdout.flush()
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _pressed(seconds: float) -> str:
    """The key that was pressed within so many seconds; "" for none."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.read(1) if ready else ""

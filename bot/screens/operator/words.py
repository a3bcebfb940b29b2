"""What several of the operator's sentences share: what was found, a number with its noun, a time, what a stranger wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence; whether all is well with what it tells; and whether the program can do its work all the same."""

    sentence: str
    well: bool = True
    ready: bool = True


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "task"), counted(1200, "task"), counted(2, "person", "people")
    ('1 task', '1,200 tasks', '2 people')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def moment(at: int) -> str:
    """A time (ms) as an operator reads it, in UTC."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}"


def duration(seconds: float) -> str:
    """How long something takes or waited, in the unit that fits."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def visible(said: object) -> str:
    """What somebody else wrote, on one line, without what a terminal would obey."""
    return "".join(letter for letter in str(said if said is not None else "")[:200] if letter.isprintable())

"""What somebody sees of the limits they set for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import Saved


@dataclass(frozen=True, slots=True)
class Limits(Outcome):
    """/limits: quiet hours, working time a day and today's so far (ms, 0 for none), a free weekday (0 is Monday)."""

    quiet: tuple[int, ...] = ()
    daily_ms: int = 0
    worked_ms: int = 0
    rest_day: int | None = None
    clock: bool = False  # is it known what time it is with them?


@dataclass(frozen=True, slots=True)
class Stopped(Question):
    """A limit of theirs holds new work back: `why` is one of `bot.domain.own_limits`; `until` a time of day with them."""

    put_off: ClassVar[bool] = True
    why: str
    balance: int
    daily_ms: int = 0
    until: str = ""
    mark: str = ""
    saved: Saved | None = None

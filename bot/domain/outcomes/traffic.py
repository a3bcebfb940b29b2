"""What the work costs in bytes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes._outcome import Outcome


@dataclass(frozen=True, slots=True)
class Traffic(Outcome):
    """Bytes of today and this month (UTC), what they brought (micro-units), and the data mode; `chosen` just now."""

    mode: str  # text, saver, full
    chosen: bool
    today: int
    month: int
    tasks: int
    earned: int
    current: str = ""

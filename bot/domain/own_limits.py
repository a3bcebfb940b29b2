"""Own limits: the hours, days and times that somebody wants free of new work and of news. Pure; times in ms.

They are the person's own word, so they hold back and never forbid: whoever asks for work all the same gets it, once they were
reminded. What is open stays theirs and is paid. Quiet hours and a free day need to know what time it is with them; a day of
work is theirs too, or one of UTC while that is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.domain import hours
from bot.domain.limits import day, hour, minute

counted_most_ms = 10 * minute  # of one answer; a phone that lay aside did not work
hours_most = 16
Why = Literal["quiet", "rest", "hours"]
_first_weekday = 3  # the first day of UTC's count was a Thursday; 0 is Monday


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """What somebody set: hours of their day between which it is quiet, working time a day, a weekday (0 is Monday).

    `offset` is how many minutes their clock is ahead of UTC, None while that is unknown. `anyway_until`: they went on.
    """

    quiet: tuple[int, int] | None = None
    daily_ms: int = 0
    rest_day: int | None = None
    offset: int | None = None
    anyway_until: int = 0


def read(row: Mapping[str, Any]) -> OwnLimits:
    """The limits of a row of `own_limits`, with the offset of its person; without a row of theirs every value is None."""
    quiet = (row["quiet_from"], row["quiet_until"]) if row["quiet_from"] is not None else None
    anyway = row["anyway_until"] or 0
    return OwnLimits(quiet, row["daily_ms"] or 0, row["rest_day"], row["offset_minutes"], anyway)


def why_stop(own: OwnLimits, worked_ms: int, now: int) -> Why | None:
    """What holds new work back now; None: nothing does. `worked_ms` is of their day.

    >>> why_stop(OwnLimits((21, 7), offset=0), 0, 22 * hour), why_stop(OwnLimits((21, 7), offset=0), 0, 7 * hour)
    ('quiet', None)
    >>> why_stop(OwnLimits(daily_ms=2 * hour), 2 * hour, 0), why_stop(OwnLimits(rest_day=3, offset=0), 0, 0)
    ('hours', 'rest')
    """
    if now < own.anyway_until:
        return None
    if _quiet_until(own, now):
        return "quiet"
    if _rest_until(own, now):
        return "rest"
    return "hours" if 0 < own.daily_ms <= worked_ms else None


def day_began(own: OwnLimits, now: int) -> int:
    """When their day began.

    >>> day_began(OwnLimits(offset=180), 22 * hour) // hour
    21
    """
    ahead = (own.offset or 0) * minute
    return (now + ahead) // day * day - ahead


def over_at(own: OwnLimits, now: int) -> int:
    """When what holds work back now is over by itself: the quiet hours' end, or their day's."""
    return _quiet_until(own, now) or day_began(own, now) + day


def silent_until(own: OwnLimits, now: int) -> int:
    """Until when news that nobody asked for waits: for the end of the night, of their quiet hours and their free day; 0: not.

    >>> silent_until(OwnLimits((5, 9), offset=0), 23 * hour) // hour, silent_until(OwnLimits(offset=0), 12 * hour)
    (33, 0)
    """
    until = now
    for _ in range(4):  # a night, a free day, the night behind it, quiet hours behind that
        night = hours.quiet_until(until, own.offset) if own.offset is not None else 0
        further = max(night, _quiet_until(own, until), _rest_until(own, until))
        if not further:
            break
        until = further
    return until if until > now else 0


def _quiet_until(own: OwnLimits, now: int) -> int:
    if own.quiet is None or own.offset is None:
        return 0
    first, last = own.quiet
    since_midnight = now - day_began(own, now)
    length = (last - first) % 24 * hour
    since_first = (since_midnight - first * hour) % day
    return now - since_first + length if since_first < length else 0


def _rest_until(own: OwnLimits, now: int) -> int:
    if own.rest_day is None or own.offset is None:
        return 0
    began = day_began(own, now)
    weekday = ((began + own.offset * minute) // day + _first_weekday) % 7
    return began + day if weekday == own.rest_day else 0

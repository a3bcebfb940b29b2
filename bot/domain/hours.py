"""Hours: what time it is where somebody is, as they told it, and when news must not wake them. Pure; times in ms.

Only a difference from UTC is kept, in quarter hours as the world's zones are, for 90 days: clocks change with the seasons.
"""

from __future__ import annotations

import re

from bot.domain.limits import day, hour, minute

quiet_from_h = 22
quiet_until_h = 6
offset_kept_ms = 90 * day
_step = 15
_west_most_minutes = -12 * 60  # Baker Island; Kiribati is 14 hours east
_time = re.compile(r"\s*(\d{1,2})(?:\s*[:._ h]\s*(\d{2}))?\s*")


def read(written: str) -> tuple[int, int | None] | None:
    """A time of day as people write it: (hour, minute); None for what is none. Any script's digits.

    An hour alone has no minute: it is one of the keys for it, pressed at any minute of that hour.

    >>> read("14:30"), read("9"), read("7_05"), read("٢٢:٤٥"), read("25"), read("noon")
    ((14, 30), (9, None), (7, 5), (22, 45), None, None)
    """
    found = _time.fullmatch(written)
    if found is None:
        return None
    told = int(found[1]), int(found[2]) if found[2] else None
    return told if told[0] < 24 and (told[1] or 0) < 60 else None


def offset_minutes(told: tuple[int, int | None], now: int) -> int:
    """How many minutes ahead of UTC a clock is that shows this now; the nearest quarter hour, −12 to +12 hours.

    An hour alone is that of a zone of whole hours, as most are. A clock tells no date: where it is 13 or 14 hours ahead, a
    day less is taken, and the time of day is the same.

    >>> offset_minutes((14, 31), 11 * hour + 29 * minute), offset_minutes((23, 0), 2 * hour)
    (180, -180)
    >>> offset_minutes((14, None), 11 * hour + 29 * minute)
    180
    """
    past = told[1] if told[1] is not None else now // minute % 60
    ahead = told[0] * 60 + past - now // minute
    nearest = (ahead + _step // 2) // _step * _step
    return (nearest - _west_most_minutes) % (day // minute) + _west_most_minutes


def time_of_day(now: int, offset: int) -> str:
    """The time with somebody, `offset` minutes ahead of UTC.

    >>> time_of_day(0, 180), time_of_day(0, -30)
    ('03:00', '23:30')
    """
    minutes = (now // minute + offset) % (day // minute)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def quiet_until(now: int, offset: int) -> int:
    """When the quiet hours end in which somebody is now; 0 when they are in none.

    >>> quiet_until(23 * hour, 0) // hour, quiet_until(2 * hour, 180) // hour, quiet_until(3 * hour, 180) // hour
    (30, 3, 0)
    """
    local = now + offset * minute
    since_midnight = local % day
    if quiet_until_h * hour <= since_midnight < quiet_from_h * hour:
        return 0
    morning = local - since_midnight + quiet_until_h * hour
    if since_midnight >= quiet_from_h * hour:
        morning += day
    return morning - offset * minute

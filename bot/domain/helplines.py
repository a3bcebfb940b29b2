"""Lines of help, as they are shown: numbers, hours, cost. Pure values; what they say is `bot.wellbeing`'s to know.

Hours are written as on maps (a small part of OpenStreetMap's opening_hours): "24/7", "15:00-03:00" for every day,
"Mo-Fr 09:00-17:00", "Th 08:00-17:00"; always in the country's own time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

checked_days_max = 180  # an older check says nothing any more: the line is hidden, the directories are shown
due_days = 150  # from then on an operator is asked to look again
lines_max = 4  # on one card: what is needed then is short
last_resort = ("findahelpline.com", "befrienders.org")  # where the list of directories itself can't be read
nowhere = ""  # what `people.country` holds of somebody who would rather not say

_days = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_hours = re.compile(r"(?:([A-Z][a-z])(?:-([A-Z][a-z]))? )?(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """What to dial, as the line itself writes it, and how: by "call", "landline", "text" or "whatsapp".

    `word` is what to write in a text; `where` the place it is for, when that is not the whole country.
    """

    dial: str
    by: str = "call"
    word: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """From the first to the last day of a week (0 is Monday), from and until a time such as "09:00"; it may pass midnight."""

    first: int
    last: int
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line that is shown. `hours` as above, "" when nobody knows; `cost` is "free", "charged" or ""; `checked_at` in ms."""

    name: str
    numbers: tuple[Number, ...]
    hours: str = ""
    languages: tuple[str, ...] = ()
    cost: str = ""
    checked_at: int = 0


@dataclass(frozen=True, slots=True)
class Helplines:
    """What can be shown of one country ("" for none, or one we know nothing of): its emergency numbers and its lines.

    `directories` are addresses of the lists of all countries, best first. `demo`: nobody has really checked them.
    """

    country: str = ""
    emergency: tuple[Helpline, ...] = ()
    lines: tuple[Helpline, ...] = ()
    directories: tuple[str, ...] = last_resort
    demo: bool = False


def hours_of(written: str) -> Hours | None:
    """Hours as they are written above; None for what is none, and for "24/7".

    >>> hours_of("Mo-Fr 09:00-17:00"), hours_of("15:00-03:00"), hours_of("24/7"), hours_of("Mo-Xx 09:00-17:00")
    (Hours(first=0, last=4, opens='09:00', closes='17:00'), Hours(first=0, last=6, opens='15:00', closes='03:00'), None, None)
    """
    found = _hours.fullmatch(written)
    if found is None or int(found[3]) > 24 or int(found[5]) > 24 or max(int(found[4]), int(found[6])) > 59:
        return None
    first = found[1] or "Mo"
    last = found[2] or (found[1] or "Su")
    if first not in _days or last not in _days:
        return None
    return Hours(_days.index(first), _days.index(last), f"{found[3]}:{found[4]}", f"{found[5]}:{found[6]}")

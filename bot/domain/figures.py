"""Figures: what an installation may tell the world of a month, and from how many people on. Pure; docs/record.md.

Sums of ten people or more, never fewer, and nothing from which a smaller sum could be worked out.
"""

from __future__ import annotations

import re
import statistics
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from bot.domain import limits

people_min = 10  # behind every figure
tail_people_min = 10 * people_min  # before a tenth percentile is told: else it would be of fewer than ten
break_ms = 10 * limits.minute  # so long without an answer is a break
fresh_answers = 20  # so many answers after a break count as soon after it
rate_bands = (1.5, 3.0)  # of a pack's rate an hour ÷ the hourly floor: below, between, above
_month = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")

Unit = Literal["count", "money", "hours", "percent"]
"""Counts; micro-units; tenths of an hour; tenths of a percent."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure by its name: its value in its unit, None where too few people are behind it."""

    name: str
    unit: Unit
    value: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, and how many people are behind the whole."""

    part: int
    whole: int
    people: int


def month(written: str) -> tuple[int, int] | None:
    """When a month begins and when the next one does (UTC epoch ms), as in "2026-11"; None for what is none.

    >>> month("2026-01"), month("2026-13"), month("26-1")
    ((1767225600000, 1769904000000), None, None)
    """
    found = _month.fullmatch(written)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    first, beyond = (
        int(datetime(*one, 1, tzinfo=UTC).timestamp()) * 1_000 for one in ((year, number), after)
    )
    return first, beyond


def told(name: str, unit: Unit, value: int, people: int) -> Figure:
    """A figure with so many people behind it.

    >>> told("answers", "count", 40, 9).value, told("answers", "count", 40, 10).value
    (None, 40)
    """
    return Figure(name, unit, value if people >= people_min else None)


def share(name: str, found: Share) -> Figure:
    """A share in tenths of a percent.

    >>> share("kept", Share(1, 3, 12)), share("kept", Share(1, 3, 9)).value
    (Figure(name='kept', unit='percent', value=333), None)
    """
    return told(name, "percent", round(1_000 * found.part / found.whole) if found.whole else 0, found.people)


def parts(total: str, cells: Mapping[str, Sequence[int]]) -> tuple[Figure, ...]:
    """A sum and what it is made of, by the people of each (one entry for each thing counted).

    A part of fewer than ten people is not told; nor, where it is the only one, the smallest of the others, for the sum would
    tell it then. Nothing of a kind is told as 0 where the sum is told.

    >>> some = {"a": [*range(30)], "b": [*range(12)], "c": [1, 2], "d": []}
    >>> [(one.name, one.value) for one in parts("all", some)]
    [('all', 44), ('a', 30), ('b', None), ('c', None), ('d', 0)]
    """
    whole = [person for own in cells.values() for person in own]
    summed = told(total, "count", len(whole), len(set(whole)))
    hidden = {name for name, own in cells.items() if own and len(set(own)) < people_min}
    others = sorted((len(own), name) for name, own in cells.items() if own and name not in hidden)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    if summed.value is None:
        hidden = set(cells)
    return summed, *(
        Figure(name, "count", None if name in hidden else len(own)) for name, own in cells.items()
    )


def median(name: str, unit: Unit, values: Sequence[float], people: int) -> Figure:
    """The middle of some values."""
    return told(name, unit, round(statistics.median(values)) if values else 0, people if values else 0)


def tenth(name: str, unit: Unit, values: Sequence[float]) -> Figure:
    """What nine of ten are above, one value a person; told of a hundred people or more, so that ten are below it.

    >>> tenth("low", "money", [*range(1, 101)]).value, tenth("low", "money", [*range(1, 100)]).value
    (10, None)
    """
    if len(values) < tail_people_min:
        return Figure(name, unit, None)
    return Figure(name, unit, round(statistics.quantiles(values, n=10)[0]))


def band(hourly: int, floor: int) -> str:
    """Which of three bands a pack's rate is in, by the floor it was launched under.

    >>> band(5_000_000, 5_000_000), band(7_500_000, 5_000_000), band(20_000_000, 5_000_000)
    ('low', 'middle', 'high')
    """
    times = hourly / floor if floor else 0.0
    return "low" if times < rate_bands[0] else "middle" if times < rate_bands[1] else "high"


# ---- a month's answers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of an answer: whose, when it came (UTC epoch ms), what it paid an hour, whether a known one is right.

    `hourly`: micro-units, None where its time or pay is not known; `right`: None where it is not a known one; `band` of its pack.
    """

    person: int
    at: int
    hourly: int | None
    right: bool | None
    band: str


@dataclass(slots=True)
class Known:
    """How often something was so, out of how often, and with whom."""

    part: int = 0
    whole: int = 0
    people: set[int] = field(default_factory=set)

    def add(self, person: int, so: bool) -> None:
        """Once more."""
        self.part += so
        self.whole += 1
        self.people.add(person)

    def share(self) -> Share:
        """As a share."""
        return Share(self.part, self.whole, len(self.people))


@dataclass(slots=True)
class _Person:
    rates: array[int] = field(default_factory=lambda: array("q"))
    last_at: int = 0
    since_break: int = 0


@dataclass(slots=True)
class Tally:
    """A month's answers added up, as they come in their order; then `figures` tells what may be told."""

    answers: int = 0
    _people: defaultdict[int, _Person] = field(default_factory=lambda: defaultdict(_Person))
    _known: defaultdict[str, Known] = field(default_factory=lambda: defaultdict(Known))

    def add(self, some: Iterable[Counted]) -> None:
        """Some answers more."""
        for one in some:
            person = self._people[one.person]
            self.answers += 1
            rested = one.at - person.last_at >= break_ms
            person.since_break = 0 if rested else person.since_break + 1
            person.last_at = one.at
            if one.hourly is not None:
                person.rates.append(one.hourly)
            if one.right is not None:
                soon = "fresh" if person.since_break < fresh_answers else "long"
                for group in ("all", one.band, soon):
                    self._known[group].add(one.person, one.right)

    def figures(self) -> tuple[Figure, ...]:
        """Answers, people, what an hour paid, and how many known answers were right."""
        people = len(self._people)
        middles = [statistics.median(one.rates) for one in self._people.values() if one.rates]
        return (
            told("answers", "count", self.answers, people),
            told("people", "count", people, people),
            median("hourly", "money", middles, len(middles)),
            tenth("hourly_tenth", "money", middles),
            *(
                share(f"right_{group}", self._known[group].share())
                for group in ("all", "low", "middle", "high", "fresh", "long")
            ),
        )

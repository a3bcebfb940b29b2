"""Records: what may be known of a requester, and from how many people on. Pure; docs/record.md tells it to everybody.

Whoever works for somebody should know what others found: what an hour really paid, how often answers were called unusable and
who was right, how long a question waits, and the marks of those who worked there. What so few people brought about that it
could tell of one of them is not known.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain import limits

ASPECTS: Final[tuple[str, ...]] = ("pay", "clarity", "fairness", "communication")
"""What is marked, in the order of the marks."""

mark_max = 5  # the best; the worst is 1
rating_answers_min = 5  # settled ones for a requester, before somebody may rate them
raters_min = 5  # marks of fewer are not shown; and shown ones are counted anew when so many more have come
rating_half_life_ms = 180 * limits.day  # a mark given so much earlier weighs half
people_min = 5  # whose claims are over, or who asked, before that is told
answers_looked_at = 5_000  # a requester's newest, for what an hour pays
packs_looked_at = 20  # of the newest
questions_looked_at = 200  # the newest


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer: whose, what it paid (micro-units) and how long it took (ms), as much of that as is believed."""

    person: int
    paid: int
    taken_ms: int


@dataclass(frozen=True, slots=True)
class Marks:
    """One person's marks, in the order of `ASPECTS`, and when they were given (UTC epoch ms)."""

    marks: tuple[int, ...]
    at: int


def believed_ms(taken_ms: int, estimate_s: int) -> int:
    """How long an answer took, at least a second and at most a minute, or five times the estimate where that is more.

    >>> believed_ms(12_000, 15), believed_ms(3_600_000, 15), believed_ms(-4, 15)
    (12000, 75000, 1000)
    """
    longest = max(limits.minute, 5 * estimate_s * limits.second)
    return min(max(taken_ms, limits.second), longest)


def hourly(answers: Iterable[Timed], people_min: int) -> int | None:
    """What an hour paid (micro-units): the median of persons' medians; None under so many people.

    Each answer's rate is its pay × 3,600 s ÷ its time. Every person counts once, however many answers they gave.

    >>> hourly([Timed(1, 40_000, 12_000), Timed(1, 40_000, 24_000), Timed(2, 40_000, 14_400)], 2)
    9500000
    """
    rates: dict[int, list[int]] = {}
    for one in answers:
        rates.setdefault(one.person, []).append(one.paid * limits.hour // one.taken_ms)
    if len(rates) < people_min:
        return None
    return int(statistics.median(statistics.median(own) for own in rates.values()))


def per_mille(part: int, whole: int) -> int:
    """How many of a thousand, rounded to the nearest; 0 of nothing.

    >>> per_mille(1, 3), per_mille(0, 0)
    (333, 0)
    """
    return round(1_000 * part / whole) if whole else 0


def reply_ms(waits: Sequence[tuple[int, int]]) -> int | None:
    """How long questions wait, in the middle, of (who asked, ms); None where fewer than five people asked.

    One that is not answered yet counts with the time that it has waited, so that silence makes nobody look quick.

    >>> reply_ms([(1, 9), (2, 1), (3, 5), (4, 7), (5, 3)]), reply_ms([(1, 9), (1, 1), (1, 5), (1, 7), (1, 3)])
    (5, None)
    """
    if len({person for person, _ in waits}) < people_min:
        return None
    return int(statistics.median(waited for _, waited in waits))


def weighted(given: Sequence[Marks]) -> tuple[int, ...]:
    """The mean mark of each aspect in hundredths; () where fewer than five people gave some.

    mean = Σ mark × 2^(at ÷ half-life) ÷ Σ 2^(at ÷ half-life), at from the newest back: what was found half a year earlier
    weighs half. It is the same at any later time, until somebody gives marks.

    >>> old, new = Marks((1, 1, 1, 1), 0), Marks((5, 5, 5, 5), rating_half_life_ms)
    >>> weighted([old, old, old, old, new]), weighted([old, new])
    ((233, 233, 233, 233), ())
    """
    if len(given) < raters_min:
        return ()
    newest = max(one.at for one in given)
    weights = [2 ** ((one.at - newest) / rating_half_life_ms) for one in given]
    whole = sum(weights)
    return tuple(
        round(
            100 * sum(weight * one.marks[place] for weight, one in zip(weights, given, strict=True)) / whole
        )
        for place in range(len(ASPECTS))
    )


def read_marks(written: str) -> tuple[int, ...] | None:
    """Four marks as somebody types them, in any script's digits, with or without commas; None for anything else.

    >>> read_marks("4 5 3 4"), read_marks("٤,٥,٣,٤"), read_marks("4 5 3"), read_marks("4 5 3 6")
    ((4, 5, 3, 4), (4, 5, 3, 4), None, None)
    """
    words = written.replace(",", " ").replace("،", " ").split()
    if not all(word.isdecimal() and len(word) == 1 for word in words):
        return None
    marks = tuple(int(word) for word in words)
    return marks if len(marks) == len(ASPECTS) and all(map(is_mark, marks)) else None


def is_mark(number: int) -> bool:
    """Is it one of 1 to 5?"""
    return 1 <= number <= mark_max

"""Which task is gold, and what somebody's known answers say. Quality never touches pay (P8).

A person's gold score leads to three things, in this order: practice that explains itself (`is_low`), other work
(`by_chance`), and, when it is good, an end of the newcomers' limit (`is_trusted`). docs/quality.md has the error rates.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

from bot.domain import limits


def gold_due(person: int, pack: int, served: int, share: float) -> bool:
    """Is this person's next task in this pack a gold one? By a hash, so that nobody can foresee it.

    `share` is the pack's gold share, 0..1; `served` how many tasks they were served so far.
    """
    spread = hashlib.blake2b(f"{person}:{pack}:{served}".encode(), digest_size=8).digest()
    return int.from_bytes(spread) < share * 2**64


def is_trusted(right: int) -> bool:
    """Has somebody enough known answers right in a kind of task, over all packs, for the newcomers' limit to end?"""
    return right >= limits.trusted_right


def is_low(right: int, total: int, options: int | None) -> bool:
    """Would practice help? From four known answers on, at most as many right as guessing brings.

    `options` is how many answers there are; None where they can't be counted: then none right.

    >>> is_low(1, 4, 4), is_low(2, 4, 4), is_low(0, 4, None), is_low(0, 3, 4)
    (True, False, True, False)
    """
    return total >= limits.low_from_gold and right * (options or total + 1) <= total


def by_chance(right: int, total: int, options: int | None) -> bool:
    """Is a score no better than chance? Only where answers can be counted, and from eight known answers on.

    Two things must hold: at most as many are right as guessing brings (right ≤ total ÷ options), and somebody halfway
    between guessing and always right, (1 + 1 ÷ options) ÷ 2, would hardly ever score so low: one-sided binomial,
    P(X ≤ right) ≤ 1 %. Of four options: 1 of 8 is chance, 2 of 8 is not yet, 4 of 16 is.

    >>> by_chance(1, 8, 4), by_chance(2, 8, 4), by_chance(4, 16, 4), by_chance(0, 7, 4), by_chance(0, 90, None)
    (True, False, True, False, False)
    """
    if options is None or total < limits.chance_from_gold or right * options > total:
        return False
    halfway = (1 + 1 / options) / 2
    return at_most(right, total, halfway) <= limits.chance_error_max


def at_most(right: int, total: int, q: float) -> float:
    """P(X ≤ right) of `total` answers, each right with probability `q`, 0 < q < 1: the binomial distribution."""
    return math.fsum(
        math.comb(total, count) * q**count * (1 - q) ** (total - count) for count in range(right + 1)
    )


def median_of_medians(times: Iterable[tuple[int, int]], estimate_s: int, people_min: int) -> int | None:
    """The median of persons' median times in ms; None under `people_min` people.

    `times` are (person, ms), of each at most a minute is believed, or five times the estimate where that is more.
    No single time is used for or against anyone.
    """
    cap_ms = max(limits.minute, 5 * estimate_s * limits.second)
    by_person: dict[int, list[int]] = {}
    for person, taken in times:
        by_person.setdefault(person, []).append(min(max(taken, 0), cap_ms))
    if len(by_person) < people_min:
        return None
    medians = sorted(_median(own) for own in by_person.values())
    return _median(medians)


def _median(values: list[int]) -> int:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2

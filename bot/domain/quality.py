"""Which task is gold, and how an answer compares with a known one. Quality never touches pay (P8)."""

from __future__ import annotations

import hashlib


def gold_due(person: int, pack: int, served: int, share: float) -> bool:
    """Is this person's next task in this pack a gold one? By a hash, so that nobody can foresee it.

    `share` is the pack's gold share, 0..1; `served` how many tasks they were served so far.
    """
    spread = hashlib.blake2b(f"{person}:{pack}:{served}".encode(), digest_size=8).digest()
    return int.from_bytes(spread) < share * 2**64


def median_of_medians(times: list[tuple[int, int]], cap_ms: int, people_min: int) -> int | None:
    """The median of persons' median times in ms, each time capped; None under `people_min` people.

    `times` are (person, ms). No single time is used for or against anyone.
    """
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

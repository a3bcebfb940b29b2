"""Closest: of several texts the one most like all the others, by the kind's own likeness.

A text that somebody wrote stands as they wrote it; nothing is put together from pieces. Crowd-Kit's TextHRRASA and
Speechpro's ROVER go further; for a few answers this is easier to follow and never makes up a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot import kinds
from bot.domain.results import Agreed, Json, Results
from bot.results.votes import agreed, by_task


class Closest:
    """The answer with the greatest mean likeness to the others."""

    name, paper = "closest", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where people write down what is there; two good replies may have no word in common."""
        return kind in ("text", "find") or (kind in ("audio", "video") and "options" not in settings)

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the mean likeness to the other answers, None where there is no other."""
        found = []
        for key, own in by_task(results).items():
            place, likeness = closest(results, [one.answer for one in own])
            found.append(agreed(results, key, own[place].answer, len(own), likeness))
        return tuple(found)


def closest(results: Results, answers: Sequence[Json]) -> tuple[int, float | None]:
    """The place of the answer most like the others (of equals the first) and its mean likeness to them."""
    if len(answers) == 1:
        return 0, None
    kind = kinds.kinds()[results.kind]
    spec = kinds.spec(results.kind, results.settings, results.languages)
    sums = [0.0] * len(answers)
    for one in range(len(answers)):
        for other in range(one):
            alike = kind.alike(spec, answers[one], answers[other]) or 0.0
            sums[one] += alike
            sums[other] += alike
    best = max(range(len(answers)), key=lambda place: (sums[place], -place))
    return best, sums[best] / (len(answers) - 1)


METHOD = Closest()

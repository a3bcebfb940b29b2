"""Accuracy: how final answers compare with the known ones, for a pack and for each pseudonym.

Nothing is told of fewer than `answers_min` answers: a share of three says nothing about anybody, and could harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import kinds
from bot.domain.results import Json, Results

answers_min = 10


@dataclass(frozen=True, slots=True)
class Score:
    """How many known answers were given as they are known, and out of how many."""

    right: int
    total: int

    @property
    def share(self) -> float | None:
        """0..1; None for fewer than `answers_min`."""
        return self.right / self.total if self.total >= answers_min else None


Compared = tuple[str, Json, Json, bool]  # worker, known, given, right?


def compared(results: Results) -> list[Compared]:
    """Answers to gold tasks beside the known ones. Set-aside ones are among them; their gold is why they are."""
    kind = kinds.kinds()[results.kind]
    spec = kinds.spec(results.kind, results.settings, results.languages)
    known = {one.key: one.gold for one in results.tasks if one.role == "gold" and one.gold is not None}
    found = []
    for one in results.answers:
        if one.status != "accepted" or one.answer is None or one.task not in known:
            continue
        alike = kind.alike(spec, one.answer, known[one.task])
        if alike is not None:
            found.append((one.worker, known[one.task], one.answer, alike >= results.gold_alike))
    return found


def scores(pairs: Sequence[Compared]) -> dict[str, Score]:
    """Each pseudonym's score on gold."""
    found: dict[str, Score] = {}
    for worker, _, _, right in pairs:
        before = found.get(worker, Score(0, 0))
        found[worker] = Score(before.right + right, before.total + 1)
    return found


def whole(found: Sequence[Score]) -> Score:
    """All scores as one."""
    return Score(sum(one.right for one in found), sum(one.total for one in found))

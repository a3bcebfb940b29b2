"""Dynamic: the probability of each answer from how people did on gold, as dynamic overlap reckons while a pack runs.

The formulas and their source stand in `bot.domain.posterior`. Here known answers are used: for people's skill alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import kinds
from bot.domain.posterior import accuracy, posterior
from bot.domain.results import Agreed, Results
from bot.results.accuracy import compared, scores
from bot.results.votes import agreed, is_label, votes


class Dynamic:
    """Weighs people by their gold."""

    name = "dynamic"
    paper = "Toloka's documentation, “Dynamic overlap”"

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where one of a known number of answers is chosen."""
        return is_label(kind, settings) and kind not in ("text", "number")

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the likeliest answer's probability; of equal ones the first given stands."""
        given = votes(results)
        gold = scores(compared(results))
        skills = [
            accuracy(gold[name].right, gold[name].total) if name in gold else accuracy(0, 0)
            for name in given.workers
        ]
        spec = kinds.spec(results.kind, results.settings, results.languages)
        options = max(2, kinds.kinds()[results.kind].answers(spec) or 0, len(given.labels))
        found, starts, counts = [], given.starts, given.counts
        for place, key in enumerate(given.tasks):
            rows = range(starts[place], starts[place] + counts[place])
            chances = posterior([(int(given.label[row]), skills[given.worker[row]]) for row in rows], options)
            best = max(chances, key=lambda one: chances[one])
            found.append(agreed(results, key, given.labels[best], len(rows), chances[best]))
        return tuple(found)


METHOD = Dynamic()

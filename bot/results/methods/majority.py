"""Majority: the answer most people gave; the confidence is their share.

Of answers that equally many gave, the one that was given first stands: a rule that anybody can check in the file and
that favours no label. Its confidence is at most a half then, so such tasks are easily found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from bot.domain.results import Agreed, Results
from bot.results.votes import Ints, Votes, agreed, is_label, votes


class Majority:
    """The most frequent answer."""

    name, paper = "majority", ""

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Wherever an answer is one value."""
        return is_label(kind, settings)

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the share of the answers that say the same."""
        given = votes(results)
        best, most = winners(given)
        return tuple(
            agreed(results, key, given.labels[label], int(count), float(top / count))
            for key, label, top, count in zip(given.tasks, best, most, given.counts, strict=True)
        )


def winners(given: Votes) -> tuple[Ints, Ints]:
    """Each task's most frequent label and how many gave it, both of shape (tasks,)."""
    pairs = given.task * len(given.labels) + given.label
    unique, first, counts = np.unique(pairs, return_index=True, return_counts=True)
    task, label = np.divmod(unique, max(1, len(given.labels)))
    order = np.lexsort((first, -counts, task))
    tops = order[np.searchsorted(task[order], np.arange(len(given.tasks)))]
    return label[tops], counts[tops]


METHOD = Majority()

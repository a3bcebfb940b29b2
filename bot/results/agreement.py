"""Agreement: how much people's answers are alike, beyond what chance would make so.

K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability (Annenberg School for Communication, 43):
α = 1 − observed ÷ expected disagreement, over tasks with two answers or more. 1 is agreement, 0 is chance, less than
0 is worse than chance. The difference between two answers counts 1 (nominal), (a − b)² (interval), or the same of
their ranks (ordinal: his metric is the squared difference of mean ranks). So all three are sums over tasks and need
no table of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.domain.results import Json
from bot.results.votes import Floats, Ints, Votes

Level = Literal["nominal", "ordinal", "interval"]
_LEVELS: dict[str, Level] = {"scale": "ordinal", "number": "interval"}
_without = ("reply", "find", "rank", "form", "grid", "photo", "voice")  # answers are hardly ever the same


@dataclass(frozen=True, slots=True)
class ClassAgreement:
    """A label: how often it was given, and the chance that another person gives it too where one did."""

    label: Json
    answers: int
    agreement: float | None  # None where nobody else answered


def level_of(kind: str) -> Level | None:
    """How far answers of a kind can be compared; None where alpha says nothing about them."""
    return None if kind in _without else _LEVELS.get(kind, "nominal")


def alpha(given: Votes, level: Level) -> float | None:
    """Krippendorff's alpha; None where no task has two answers, or all answers are the same. O(answers)."""
    together = given.counts[given.task] >= 2 if len(given.task) else np.zeros(0, dtype=bool)
    task, label = given.task[together], given.label[together]
    if not len(task):
        return None
    if level == "nominal":
        observed, expected = _nominal(task, label)
    else:
        values = _ranks(label, given) if level == "ordinal" else _numbers(given)
        observed, expected = _squared(task, values[label])
    return 1 - observed / expected if expected > 0 else None


def classes(given: Votes) -> tuple[ClassAgreement, ...]:
    """Agreement per label, in the order of labels: Σ n(n − 1) ÷ (m − 1) over tasks, ÷ Σ n (n say it, m answered)."""
    size = len(given.labels)
    if not size:
        return ()
    cells, counts = np.unique(given.task * size + given.label, return_counts=True)
    task, label = np.divmod(cells, size)
    others = given.counts[task] - 1
    pairs = np.bincount(
        label, weights=np.where(others > 0, counts * (counts - 1) / np.maximum(others, 1), 0), minlength=size
    )
    base = np.bincount(label, weights=np.where(others > 0, counts, 0), minlength=size)
    every = np.bincount(label, weights=counts, minlength=size)
    return tuple(
        ClassAgreement(one, int(every[place]), float(pairs[place] / base[place]) if base[place] else None)
        for place, one in enumerate(given.labels)
    )


def _nominal(task: Ints, label: Ints) -> tuple[float, float]:
    """Observed and expected disagreement of labels that are the same or not."""
    size = int(label.max()) + 1
    cells, counts = np.unique(task * size + label, return_counts=True)
    together = np.bincount(task).astype(np.float64)
    there = together > 0
    same = np.bincount(cells // size, weights=counts.astype(np.float64) ** 2, minlength=len(together))
    observed = float(((together[there] ** 2 - same[there]) / (together[there] - 1)).sum())
    whole, totals = len(task), np.bincount(label).astype(np.float64)
    return observed, float((whole**2 - (totals**2).sum()) / (whole - 1))


def _squared(task: Ints, values: Floats) -> tuple[float, float]:
    """Observed and expected disagreement of numbers: squared differences, summed by Σ(a−b)² = 2mΣa² − 2(Σa)²."""
    values = values - values.mean()  # keeps the sums small; differences stay as they are
    together = np.bincount(task).astype(np.float64)
    there = together > 0
    sums, squares = np.bincount(task, weights=values), np.bincount(task, weights=values**2)
    each = 2 * together * squares - 2 * sums**2
    observed = float((each[there] / (together[there] - 1)).sum())
    whole = len(task)
    return observed, float((2 * whole * (values**2).sum() - 2 * values.sum() ** 2) / (whole - 1))


def _numbers(given: Votes) -> Floats:
    return np.array([float(one) for one in given.labels])


def _ranks(label: Ints, given: Votes) -> Floats:
    """The mean rank of each label among the answers that have company."""
    order = np.argsort(_numbers(given), kind="stable")
    counts = np.bincount(label, minlength=len(given.labels)).astype(np.float64)
    below = np.cumsum(counts[order]) - counts[order]
    ranks = np.empty(len(order))
    ranks[order] = below + (counts[order] + 1) / 2
    return ranks

"""Bradley–Terry: how strong each text is, from who was preferred to whom; for pairs and orders.

R. A. Bradley, M. E. Terry (1952), Biometrika 39, 324–345; fitted by minorisation–maximisation as in D. R. Hunter
(2004), MM Algorithms for Generalized Bradley–Terry Models, Annals of Statistics 32 (1), 384–406:

    strength[i] ← wins[i] ÷ Σ over j of comparisons[i, j] ÷ (strength[i] + strength[j])

i is preferred to j with the chance strength[i] ÷ (strength[i] + strength[j]). Both alike is half a win for each. An
order is taken as all its pairs; texts that got no place are behind those that did, and alike among themselves. A text
that stands in several tasks is one text, so tasks help each other. Hunter's fit exists only when every text can be
reached from every other by wins; so each pair that was compared is given one more draw: three to none is 0.88, not 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from bot import kinds
from bot.domain.results import Agreed, Json, ResultAnswer, Results
from bot.results.votes import Floats, Ints, agreed, by_task

rounds_max = 500
change_min = 1e-6
draws_given = 1.0  # to each pair that was compared
_numbered = re.compile(r"^\d\) ", re.MULTILINE)

Win = tuple[int, int, float]  # who, against whom, how much of a win


class BradleyTerry:
    """Strengths from comparisons."""

    name = "bradley-terry"
    paper = (
        "Bradley & Terry (1952), Biometrika 39, 324–345; Hunter (2004), Annals of Statistics 32 (1), 384–406"
    )

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Where things are compared."""
        return kind in ("pair", "rank")

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: of a pair, the chance that the better one is preferred; of an order, the least such chance
        between neighbours in it. Where most say that neither of two is good, that is the answer, with their share."""
        count = _count(results)
        items: dict[str, int] = {}
        places, wins = {}, list[Win]()
        texts = {
            task.key: _parts(task.texts, count, task.key) for task in results.tasks if task.role == "task"
        }
        given = by_task(results)
        for key, own in given.items():
            places[key] = [items.setdefault(text, len(items)) for text in texts[key]]
            wins += [win for one in own for win in _wins(one.answer, places[key])]
        strengths = fitted(len(items), wins)
        return tuple(_decided(results, key, own, strengths[places[key]]) for key, own in given.items())


def fitted(items: int, wins: Sequence[Win]) -> Floats:
    """Strengths of shape (items,), their geometric mean 1. O(compared pairs) a round."""
    if not wins:
        return np.ones(items)
    pairs: dict[tuple[int, int], list[float]] = {}
    for one, other, share in wins:
        pair = (min(one, other), max(one, other))
        pairs.setdefault(pair, [draws_given / 2, draws_given / 2])[one > other] += share
    low, high = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    won = np.array(list(pairs.values()))
    total = won.sum(axis=1)
    wins_of = _summed(low, won[:, 0], items) + _summed(high, won[:, 1], items)
    strengths = np.ones(items)
    for _ in range(rounds_max):
        each = total / (strengths[low] + strengths[high])
        against = _summed(low, each, items) + _summed(high, each, items)
        following = np.where(against > 0, wins_of / np.maximum(against, 1e-300), 1.0)
        following /= np.exp(np.log(following).mean())
        change = float(np.abs(np.log(following / strengths)).max())
        strengths = following
        if change < change_min:
            break
    return strengths


def _summed(place: Ints, weights: Floats, size: int) -> Floats:
    found: Floats = np.bincount(place, weights=weights, minlength=size).astype(np.float64)
    return found


def _count(results: Results) -> int:
    """How many things a task compares."""
    if results.kind == "pair":
        return 2
    count: int = kinds.spec(results.kind, results.settings, results.languages).count
    return count


def _parts(texts: Mapping[str, str], count: int, key: str) -> list[str]:
    """What a task compares, by its words in the first language, with what stands before them: the same reply to another
    question is another thing. Pictures, and anything unclear, are their own task's alone."""
    before, *parts = (part.strip() for part in _numbered.split(next(iter(texts.values()), "")))
    if len(set(parts)) == count:
        return [f"{before}\n{part}" for part in parts]
    return [f"{key} {number}" for number in range(1, count + 1)]


def _wins(answer: Json, places: Sequence[int]) -> list[Win]:
    """An answer as wins between things by their places among all."""
    if isinstance(answer, str):
        first, second = places
        if answer == "same":
            return [(first, second, 0.5), (second, first, 0.5)]
        return {"1": [(first, second, 1.0)], "2": [(second, first, 1.0)]}.get(answer, [])
    order = {number: place for place, number in enumerate(answer)}
    found = list[Win]()
    for one, other in combinations(range(1, len(places) + 1), 2):
        before = order.get(one, len(answer)) - order.get(other, len(answer))
        share = 0.5 if before == 0 else float(before < 0)
        found += [
            (places[one - 1], places[other - 1], share),
            (places[other - 1], places[one - 1], 1 - share),
        ]
    return [win for win in found if win[2]]


def _decided(results: Results, key: str, own: Sequence[ResultAnswer], strengths: Floats) -> Agreed:
    """One task's answer from the strengths of what it compares; of equals the first stands first."""
    neither = sum(one.answer == "neither" for one in own)
    if 2 * neither > len(own):
        return agreed(results, key, "neither", len(own), neither / len(own))
    order = sorted(range(len(strengths)), key=lambda place: (-round(float(strengths[place]), 9), place))
    chances = [float(strengths[one] / (strengths[one] + strengths[other])) for one, other in pairwise(order)]
    if results.kind == "pair":
        same = sum(one.answer == "same" for one in own)
        if 2 * same > len(own):
            return agreed(results, key, "same", len(own), same / len(own))
        return agreed(results, key, str(order[0] + 1), len(own), chances[0])
    top: int = kinds.spec(results.kind, results.settings, results.languages).top
    return agreed(results, key, [place + 1 for place in order[:top]], len(own), min(chances[:top]))


METHOD = BradleyTerry()

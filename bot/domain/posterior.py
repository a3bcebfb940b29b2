"""How sure some answers are, as Toloka documents its dynamic overlap: people's accuracy, and options alike likely before.

A person who got `right` of `total` known answers right is right with q = (K + right) ÷ (2K + total); somebody unknown
is a coin. A wrong answer is any of the other options, each with (1 − q) ÷ (Y − 1), Y options in all.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TypeVar

smoothing = 0.5  # K: somebody of whom nothing is known is right half the time
Option = TypeVar("Option", bound=Hashable)


def accuracy(right: float, total: float) -> float:
    """q, between 0 and 1 and never either, from `right` of `total` known answers.

    >>> accuracy(0, 0), accuracy(7, 8)
    (0.5, 0.8333333333333334)
    """
    return (smoothing + right) / (2 * smoothing + total)


def posterior(votes: Sequence[tuple[Option, float]], options: int) -> dict[Option, float]:
    """The probability of each option that somebody chose, from (option, q of who chose it); `options` is Y ≥ 2.

    What nobody chose has the rest, in equal parts.

    >>> {one: round(share, 3) for one, share in posterior([("a", 0.8), ("a", 0.8), ("b", 0.8)], 2).items()}
    {'a': 0.8, 'b': 0.2}
    """
    chosen = list(dict.fromkeys(option for option, _ in votes))
    logs = {
        one: sum(math.log(q if option == one else (1 - q) / (options - 1)) for option, q in votes)
        for one in chosen
    }
    unchosen = sum(math.log((1 - q) / (options - 1)) for _, q in votes)
    top = max([*logs.values(), unchosen])
    whole = sum(math.exp(one - top) for one in logs.values())
    whole += max(0, options - len(chosen)) * math.exp(unchosen - top)
    return {one: math.exp(log - top) / whole for one, log in logs.items()}

"""How sure several answers make us, and how many answers that takes: dynamic overlap.

After Toloka's documentation (Toloka/docs, en/guide/concepts/dynamic-overlap.md, read at commit 1cf21c1). A person's
accuracy is q = (K + right) ÷ (2 K + total) over tasks whose answer is known, with K = 0.5. Before any answer each of the Y
possible ones is equally likely; a person gives the true one with probability q and each other one with (1 - q) ÷ (Y - 1).
Bayes' theorem then says how likely each answer is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeVar

Option = TypeVar("Option")
State = tuple[int, tuple[int, ...]]

smoothing: Final = 0.5
"""K: somebody of whom nothing is known is right half the time."""

accuracy_likely: Final = 0.85
"""How often people are supposed to be right before anybody has answered: for the quote only."""


def accuracy(right: float, total: float) -> float:
    """q, between 0 and 1 and never either, from `right` of `total` known answers.

    >>> accuracy(0, 0), accuracy(7, 8)
    (0.5, 0.8333333333333334)
    """
    return (smoothing + right) / (2 * smoothing + total)


def posterior(votes: Sequence[tuple[Option, float]], options: int) -> dict[Option, float]:
    """How likely each answer that was given is the true one, given (answer, the giver's accuracy) and `options` in all.

    Answers that nobody gave share what is missing to 1. Raises ValueError for fewer options than different answers,
    or an accuracy that is not between 0 and 1.

    >>> {key: round(value, 3) for key, value in posterior([("OK", 0.7), ("BAD", 0.9), ("BAD", 0.8)], 3).items()}
    {'OK': 0.031, 'BAD': 0.962}
    """
    given = dict.fromkeys(answer for answer, _ in votes)
    if options < max(2, len(given)) or not all(0 < q < 1 for _, q in votes):
        raise ValueError(
            f"{len(given)} different answers out of {options}, or an accuracy outside of 0 and 1"
        )
    gains = dict.fromkeys(given, 0.0)
    for answer, q in votes:
        gains[answer] += math.log(q * (options - 1) / (1 - q))
    top = max(0.0, *gains.values()) if gains else 0.0
    weights = {answer: math.exp(gain - top) for answer, gain in gains.items()}
    whole = sum(weights.values()) + (options - len(given)) * math.exp(-top)
    return {answer: weight / whole for answer, weight in weights.items()}


def confident(votes: Sequence[tuple[Option, float]], options: int, confidence: float) -> bool:
    """Is some answer at least that likely?"""
    return max(posterior(votes, options).values(), default=0.0) >= confidence


@lru_cache(maxsize=256)
def answers_likely(least: int, most: int, confidence: float, options: int, known: float) -> float:
    """How many answers a task will likely need, between `least` and `most`: worked out exactly, not drawn.

    The crowd it is worked out for: everybody is right with `accuracy_likely`, has `known` known answers behind them
    and so the accuracy that follows, and errs evenly over the other options. The states are how often the true answer
    and each wrong one was given; their probabilities go from one answer to the next.

    >>> round(answers_likely(2, 5, 0.9, 4, 8), 2), answers_likely(3, 3, 0.9, 4, 8)
    (2.35, 3.0)
    """
    q = accuracy(accuracy_likely * known, known)
    states: dict[State, float] = {(0, ()): 1.0}
    expected = 0.0
    for given in range(1, most + 1):
        expected += sum(states.values())
        states = _one_more(states, options)
        if given >= least:
            states = {
                state: chance for state, chance in states.items() if not _sure(state, q, options, confidence)
            }
    return expected


def _one_more(states: dict[State, float], options: int) -> dict[State, float]:
    """The states after one more answer. A state: how often the true answer came; how often each wrong one, falling."""
    after: defaultdict[State, float] = defaultdict(float)
    each = (1 - accuracy_likely) / (options - 1)
    for (right, wrong), chance in states.items():
        after[right + 1, wrong] += chance * accuracy_likely
        for place in range(len(wrong)):
            raised = (*wrong[:place], wrong[place] + 1, *wrong[place + 1 :])
            after[right, tuple(sorted(raised, reverse=True))] += chance * each
        fresh = options - 1 - len(wrong)
        if fresh:
            after[right, (*wrong, 1)] += chance * each * fresh
    return dict(after)


def _sure(state: State, q: float, options: int, confidence: float) -> bool:
    right, wrong = state
    votes = [(place, q) for place, count in enumerate((right, *wrong)) for _ in range(count)]
    return confident(votes, options, confidence)

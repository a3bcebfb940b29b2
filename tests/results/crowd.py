"""A simulated crowd on digits: people who are careful, hasty, guess, or mix up 4 and 9 both ways; seeded.

Each person has a matrix (true, said) of the chances of what they say. Those who mix up agree with each other, so that a
majority of them outvotes whoever looked: what Dawid and Skene's method is for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.results.votes import Floats, Ints, Votes

CLASSES = 10
SORTS = ("careful", "hasty", "swapping", "guessing")


def matrix(sort: str) -> Floats:
    """The chances of what a person of a sort says, shape (true, said)."""
    right = {"careful": 0.96, "hasty": 0.75, "swapping": 0.94, "guessing": 0.1}[sort]
    found = np.full((CLASSES, CLASSES), (1 - right) / (CLASSES - 1))
    np.fill_diagonal(found, right)
    if sort == "swapping":  # their 4s have a closed top and their 9s an open one
        found[[4, 9]] = found[[9, 4]]
    return found


def crowd(
    truth: Sequence[int], sorts: Sequence[str], overlap: int, seed: int
) -> tuple[Votes, list[Floats], Ints]:
    """Votes of people of these sorts on tasks whose truth is known; their matrices; and the truth as an array."""
    random = np.random.default_rng(seed)
    real = np.asarray(truth)
    matrices = [matrix(sort) for sort in sorts]
    worker = np.argsort(random.random((len(real), len(sorts))), axis=1)[:, :overlap].ravel()
    task = np.repeat(np.arange(len(real)), overlap)
    chances = np.cumsum(np.stack(matrices), axis=2)[worker, real[task]]
    said = (random.random((len(task), 1)) > chances).sum(axis=1).clip(max=CLASSES - 1)
    names = tuple(f"w{number:05}" for number in range(len(sorts)))
    keys = tuple(f"t{number:06}" for number in range(len(real)))
    return Votes(keys, names, tuple(map(str, range(CLASSES))), task, worker, said), matrices, real

"""Dawid–Skene: what each person tends to mix up is learned together with what is true, by EM.

A. P. Dawid, A. M. Skene (1979), Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm,
Applied Statistics 28 (1), 20–28. Each person w has a matrix π[w, true, said]; each class a share p. From the shares
of the answers as a beginning, two steps take turns until no probability of a class changes by more than `change_min`:

    M  p[k]        = mean over tasks of T[t, k]
       π[w, k, l] ∝ smoothing + Σ over w's answers l of T[t, k]
    E  T[t, k]    ∝ p[k] · Π over the answers (w, l) of t of π[w, k, l]

`smoothing` is the paper's 0 plus a little, so that a person with three answers is not believed to be without fault.
Only what was really said is kept: one row of K numbers for each (person, label) that occurs, so the work of a round
is answers × classes and the memory the same. It needs answers of the same people over many tasks; with few of them it
says what the majority says. Nobody's known answers are used, so where as many people mix two classes up as tell them
apart it may settle on the wrong side of them: look at the confusion from gold in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.domain.refusals.results import TooManyAnswers
from bot.domain.results import Agreed, Results
from bot.results.votes import Floats, Ints, Votes, agreed, is_label, votes

rounds_max = 200
change_min = 1e-4
smoothing_default = 0.05
cells_max = 50_000_000  # tasks × classes: 400 MB for each of a few tables
_least = 1e-300  # the logarithm of nothing


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned. `classes` (tasks, K): probabilities; `shares` (K,).

    `errors[i]` (pairs, K): the chance that person `person[i]` says `said[i]`, for each true class.
    """

    classes: Floats
    shares: Floats
    person: Ints
    said: Ints
    errors: Floats
    rounds: int

    def matrix(self, worker: int) -> Floats:
        """One person's matrix (true, said); what they never said is 0."""
        size = len(self.shares)
        found = np.zeros((size, size))
        own = self.person == worker
        found[:, self.said[own]] = self.errors[own].T
        return found


class DawidSkene:
    """Weighs people by what they mix up."""

    name = "dawid-skene"
    paper = "Dawid & Skene (1979), Applied Statistics 28 (1), 20–28"

    def applies(self, kind: str, settings: Mapping[str, Any]) -> bool:
        """Wherever an answer is one value; meant for a few of them."""
        return is_label(kind, settings)

    def aggregate(self, results: Results) -> tuple[Agreed, ...]:
        """Confidence: the probability of the likeliest class. Raises TooManyAnswers beyond `cells_max`."""
        given = votes(results)
        if not given.tasks:
            return ()
        if len(given.tasks) * len(given.labels) > cells_max:
            raise TooManyAnswers(method=self.name, answers=len(given.labels), tasks=len(given.tasks))
        classes = fit(given).classes
        best = classes.argmax(axis=1)
        return tuple(
            agreed(results, key, given.labels[label], int(count), float(classes[place, label]))
            for place, (key, label, count) in enumerate(zip(given.tasks, best, given.counts, strict=True))
        )


def fit(given: Votes, smoothing: float = smoothing_default, rounds: int = rounds_max) -> Fit:
    """Maximum-likelihood classes and matrices for some votes (at least one). O(answers × classes) a round."""
    size, starts = len(given.labels), given.starts
    pairs, pair = np.unique(given.worker * size + given.label, return_inverse=True)
    person, said = np.divmod(pairs, size)
    order = np.argsort(pair, kind="stable")
    by_pair, pair_starts = given.task[order], np.searchsorted(pair[order], np.arange(len(pairs)))
    person_starts = np.flatnonzero(np.r_[True, person[1:] != person[:-1]])
    person_place = np.searchsorted(person[person_starts], person)
    classes = _shares(given)
    done = 0
    for done in range(1, rounds + 1):  # noqa: B007  # how many there were is told
        shares = classes.mean(axis=0)
        said_as = np.add.reduceat(classes[by_pair], pair_starts, axis=0)
        whole = np.add.reduceat(said_as, person_starts, axis=0)[person_place]
        errors = (said_as + smoothing) / np.maximum(whole + smoothing * size, _least)
        logs = np.log(np.maximum(errors, _least))
        sums = np.add.reduceat(logs[pair], starts, axis=0) + np.log(np.maximum(shares, _least))
        sums -= sums.max(axis=1, keepdims=True)
        following = np.exp(sums)
        following /= following.sum(axis=1, keepdims=True)
        change = float(np.abs(following - classes).max())
        classes = following
        if change < change_min:
            break
    return Fit(classes, shares, person, said, errors, done)


def _shares(given: Votes) -> Floats:
    """The beginning: for each task the share of its answers that say each label, (tasks, K)."""
    size = len(given.labels)
    flat = np.bincount(given.task * size + given.label, minlength=len(given.tasks) * size)
    table: Floats = flat.reshape(len(given.tasks), size).astype(np.float64)
    table /= table.sum(axis=1, keepdims=True)
    return table


METHOD = DawidSkene()

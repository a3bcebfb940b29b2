"""Votes: answers as numbers, the sparse triples (task, worker, label) that the methods work on."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import kinds
from bot.domain.marks import normal
from bot.domain.results import Agreed, Json, ResultAnswer, Results

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_written = ("text", "reply", "audio", "video")
"""Answers that people typed are compared as labels are, without case and spaces. (An option's code has neither.)"""

_single = ("choice", "scale", "pair", "text", "number")  # kinds whose answer is one value


@dataclass(frozen=True, slots=True)
class Votes:
    """One row per answer, sorted by task, within a task by arrival. `task`, `worker`, `label` are places in the lists.

    All three arrays are of shape (answers,).
    """

    tasks: tuple[str, ...]
    workers: tuple[str, ...]
    labels: tuple[Json, ...]  # each as most people wrote it
    task: Ints
    worker: Ints
    label: Ints

    @property
    def starts(self) -> Ints:
        """Where each task's rows begin, shape (tasks,)."""
        return np.searchsorted(self.task, np.arange(len(self.tasks)))

    @property
    def counts(self) -> Ints:
        """How many answers each task has, shape (tasks,)."""
        return np.bincount(self.task, minlength=len(self.tasks))


def is_label(kind: str, settings: Mapping[str, Any]) -> bool:
    """Is an answer of this kind one value that others can give too?"""
    return kind in _single or (kind in ("audio", "video") and "options" in settings)


def counted(results: Results, role: str = "task") -> Iterator[ResultAnswer]:
    """The answers that count in an aggregate: accepted, not set aside, to tasks of a role."""
    keys = {task.key for task in results.tasks if task.role == role}
    return (
        one
        for one in results.answers
        if one.status == "accepted" and not one.aside and one.answer is not None and one.task in keys
    )


def by_task(results: Results, role: str = "task") -> dict[str, list[ResultAnswer]]:
    """The answers that count, by their tasks in the pack's order; within one in the order they came."""
    found: dict[str, list[ResultAnswer]] = {task.key: [] for task in results.tasks if task.role == role}
    for one in counted(results, role):
        found[one.task].append(one)
    for own in found.values():
        own.sort(key=lambda one: (one.arrived_at, one.id))
    return {key: own for key, own in found.items() if own}


def written(kind: str, answer: Json) -> str:
    """The text by which two answers are the same label."""
    return normal(str(answer)) if kind in _written else json.dumps(answer, sort_keys=True, ensure_ascii=False)


def votes(results: Results, role: str = "task") -> Votes:
    """The answers that count, as triples; four numbers are held for each, whatever else it says.

    Labels are sorted by their text, workers by their pseudonym; tasks without answers are left out.
    """
    places = {task.key: place for place, task in enumerate(one for one in results.tasks if one.role == role)}
    columns = [array("q") for _ in range(4)]
    workers: dict[str, int] = {}
    labels: dict[str, int] = {}
    forms: list[Counter[str]] = []
    for one in counted(results, role):
        label = labels.setdefault(written(results.kind, one.answer), len(labels))
        if label == len(forms):
            forms.append(Counter())
        forms[label][json.dumps(one.answer, sort_keys=True)] += 1
        row = (places[one.task], workers.setdefault(one.worker, len(workers)), label, one.arrived_at)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    task, worker, label_of, arrived = (np.array(column, dtype=np.int64) for column in columns)
    order = np.lexsort((arrived, task))
    names = list(places)
    answered, dense = np.unique(task[order], return_inverse=True)
    sorted_labels = sorted(labels)
    return Votes(
        tasks=tuple(names[place] for place in answered),
        workers=tuple(sorted(workers)),
        labels=tuple(json.loads(forms[labels[one]].most_common(1)[0][0]) for one in sorted_labels),
        task=dense.astype(np.int64),
        worker=_ranks(workers)[worker[order]],
        label=_ranks(labels)[label_of[order]],
    )


def _ranks(places: Mapping[str, int]) -> Ints:
    """For each place the rank of its name among all."""
    ranks = np.empty(len(places), dtype=np.int64)
    ranks[[places[name] for name in sorted(places)]] = np.arange(len(places))
    return ranks


def agreed(
    results: Results,
    task: str,
    answer: Json,
    answers: int,
    confidence: float | None,
    spread: float | None = None,
) -> Agreed:
    """One task's answer with its columns as the kind exports them."""
    kind = kinds.kinds()[results.kind]
    spec = kinds.spec(results.kind, results.settings, results.languages)
    return Agreed(task, answer, kind.export(spec, answer), confidence, answers, spread)

"""Votes: answers as numbers, the sparse triples (task, worker, label) that the methods work on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import kinds
from bot.domain.marks import normal
from bot.domain.results import Agreed, Json, ResultAnswer, Results

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_written = ("text", "reply")  # answers that people typed: compared as labels are, without case and spaces
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
    """The answers that count, as triples."""
    return voted(results.kind, ((key, own) for key, own in by_task(results, role).items()))


def voted(kind: str, answers: Iterable[tuple[str, list[ResultAnswer]]]) -> Votes:
    """Answers by task → triples. Labels are sorted by their text, workers by their pseudonym."""
    tasks: list[str] = []
    rows: list[tuple[int, str, str]] = []
    forms: dict[str, Counter[str]] = {}
    for key, own in answers:
        for one in own:
            label = written(kind, one.answer)
            forms.setdefault(label, Counter())[json.dumps(one.answer, sort_keys=True)] += 1
            rows.append((len(tasks), one.worker, label))
        tasks.append(key)
    labels = {label: place for place, label in enumerate(sorted(forms))}
    workers = {name: place for place, name in enumerate(sorted({row[1] for row in rows}))}
    return Votes(
        tasks=tuple(tasks),
        workers=tuple(workers),
        labels=tuple(json.loads(forms[label].most_common(1)[0][0]) for label in labels),
        task=np.array([row[0] for row in rows], dtype=np.int64),
        worker=np.array([workers[row[1]] for row in rows], dtype=np.int64),
        label=np.array([labels[row[2]] for row in rows], dtype=np.int64),
    )


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

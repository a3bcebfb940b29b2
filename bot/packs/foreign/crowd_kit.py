"""Crowd-Kit: the tables its aggregation reads, as CSV; out only.

    choice and numbers   task, worker, label
    several labels       task, worker, label (a list as JSON)
    texts                task, worker, text
    pairs and ranks      worker, left, right, label: label is left or right; an order is all the pairs in it
    a form               task, worker, field, label

Options are written by their codes. Known answers and what was set aside are left out, as its notebooks do; agreed
answers are task and label, with the confidence beside them. What is compared is named by the task's id and its
number: "14:2".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Json, Results
from bot.packs.faults import Found, whole
from bot.packs.foreign import Contents, NotPossible
from bot.packs.foreign._answers import pairs
from bot.packs.foreign._values import compact
from bot.packs.foreign._writing import table

texts = ("text", "reply", "find")
tied = ("same", "neither")  # answers to a pair that prefer none


class CrowdKit:
    """Long tables, one judgement a row."""

    name, title = "crowd-kit", "Crowd-Kit tables (CSV, out only)"
    suffixes: tuple[str, ...] = (".csv",)

    def recognise(self, head: bytes, name: str) -> bool:
        """Never: to read, such a table is one like any other."""
        return False

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """A fault that says what to do instead."""
        return [whole("", "Crowd-Kit's tables only go out. To read one, say csv.")]

    def write(self, results: Results, out: BinaryIO) -> None:
        """Every judgement of the tasks whose answer is not known."""
        table(out, _header(results), _rows(results))

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """task, label, confidence."""
        if results.kind in ("pair", "rank"):
            raise NotPossible("Crowd-Kit scores what is compared; it has no table of agreed orders.")
        rows = ((one.task, _label(one.answer), one.confidence) for one in agreed)
        table(out, ("task", "text" if results.kind in texts else "label", "confidence"), rows)


def _header(results: Results) -> tuple[str, ...]:
    if results.kind in ("pair", "rank"):
        return ("worker", "left", "right", "label")
    if results.kind == "form":
        return ("task", "worker", "field", "label")
    return ("task", "worker", "text" if results.kind in texts else "label")


def _rows(results: Results) -> Iterator[tuple[Any, ...]]:
    for task, answer in pairs(results):
        if task.role != "task" or answer.status != "accepted" or answer.aside:
            continue
        if results.kind in ("pair", "rank"):
            for left, right, label in _judged(task.key, answer.answer):
                yield answer.worker, left, right, label
        elif results.kind == "form":
            for name, value in dict(answer.answer or {}).items():
                yield task.key, answer.worker, name, _label(value)
        else:
            yield task.key, answer.worker, _label(answer.answer)


def _judged(task: str, answer: Json) -> Iterator[tuple[str, str, str]]:
    """The pairs in an answer: left, right, and which of them was preferred."""
    if isinstance(answer, list):
        for better, worse in combinations(answer, 2):
            left, right = sorted((better, worse))
            yield f"{task}:{left}", f"{task}:{right}", f"{task}:{better}"
    elif answer not in tied:
        yield f"{task}:1", f"{task}:2", f"{task}:{answer}"


def _label(value: Json) -> Any:
    return compact(value) if isinstance(value, list | dict) else value


FORMAT = CrowdKit()

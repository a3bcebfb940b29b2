"""Answers and tasks of a pack's results as other platforms name and write them.

An option is written by its label in the pack's first language there, as it came in; our own files (csv, jsonl,
crowd-kit, parquet) write its code. A worker is a pseudonym of this pack's alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.cells import merged
from bot.domain.results import Json, ResultAnswer, Results, ResultTask
from bot.kinds import kinds, spec
from bot.packs.foreign._guessing import coded
from bot.packs.foreign._values import compact, loaded, own, visible

fields_column = f"{own}fields"  # a column of ours: the names of a file's answer fields, as a JSON list
single = "result"  # what the only field is called where nothing named it
Fields = dict[str, Any]


def named(names: Sequence[str]) -> dict[str, str]:
    """The column that keeps the names of answer fields; none where it would say what goes without saying."""
    return {fields_column: compact(list(names))} if names and list(names) != [single] else {}


class Reading:
    """Reads answers of one pack as fields: name → label, number, text, or a list of them."""

    def __init__(self, results: Results, unnamed: str = single) -> None:
        """`unnamed` is what the only field is called where the file that came in had no name for it."""
        self._kind = results.kind
        self._spec = spec(results.kind, results.settings, results.languages)
        self._unnamed = unnamed
        found = next(
            (task.source[fields_column] for task in results.tasks if fields_column in task.source), "[]"
        )
        names = loaded(found)
        self._names = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []

    @property
    def names(self) -> tuple[str, ...]:
        """All fields, in order."""
        if self._kind != "form":
            return (self._names[0] if len(self._names) == 1 else self._unnamed,)
        original = {code: name for name, code in coded(self._names).items()}
        return tuple(original.get(part.name, part.name) for part in self._spec.parts)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each field, as `names` has them."""
        return tuple(part.kind.name for part in self._spec.parts) if self._kind == "form" else (self._kind,)

    def fields(self, answer: Json) -> Fields:
        """An answer as the kind stores it."""
        if self._kind != "form":
            return {self.names[0]: _value(self._kind, self._spec, answer)}
        return {
            name: _value(part.kind.name, part.spec, answer[part.name])
            for name, part in zip(self.names, self._spec.parts, strict=True)
            if part.name in answer
        }


def _value(kind: str, read: Any, answer: Json) -> Any:
    labels = {
        option.code: next(iter(option.labels.values()), option.code)
        for option in getattr(read, "options", ())
    }
    if isinstance(answer, list):
        return [labels.get(one, one) for one in answer]
    if isinstance(answer, dict):
        return boxes(answer) if "cells" in answer else kinds()[kind].export(read, answer)["answer"]
    return labels.get(answer, answer)


def boxes(answer: Mapping[str, Any]) -> list[dict[str, float]]:
    """Marked cells as boxes in percent of the picture."""
    found = merged(answer["cells"], answer["columns"], answer["rows"])
    return [dict(zip(("x", "y", "width", "height"), one, strict=True)) for one in found]


def columns_of(task: ResultTask) -> dict[str, str]:
    """The columns of the file a task came from, verbatim; of a task of our own its texts and medium."""
    if task.source:
        return visible(task.source)
    texts = {"text": task.texts, "question": task.question}
    said = {name: next(iter(each.values())) for name, each in texts.items() if each}
    return {"id": task.key, **said, **({"medium": task.medium} if task.medium else {})}


def header_of(results: Results) -> tuple[str, ...]:
    """All the columns that tasks have, in the order first met."""
    return tuple(dict.fromkeys(name for task in results.tasks for name in columns_of(task)))


def pairs(results: Results) -> Iterator[tuple[ResultTask, ResultAnswer]]:
    """Every answer with its task."""
    tasks = {task.key: task for task in results.tasks}
    for answer in results.answers:
        yield tasks[answer.task], answer


def by_task(results: Results) -> dict[str, list[ResultAnswer]]:
    """The answers of each task, tasks without any among them."""
    found: dict[str, list[ResultAnswer]] = {task.key: [] for task in results.tasks}
    for answer in results.answers:
        found[answer.task].append(answer)
    return found


def iso(time: int) -> str:
    """A time in ISO 8601, UTC, with milliseconds.

    >>> iso(1_795_310_748_123)
    '2026-11-22T01:25:48.123Z'
    """
    return datetime.fromtimestamp(time / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

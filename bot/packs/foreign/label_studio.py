"""Label Studio: tasks with annotations and predictions as JSON, or a table, in; its export JSON out.

Overlap is several `annotations`, a known answer is one with `ground_truth`, a skip has `was_cancelled`, working time
is `lead_time` in seconds. Rectangles are in percent of the picture, here as there; a known rectangle becomes the
cells that it covers by half or more, a smaller one the cell it is in. Predictions are kept and given back, and are
never shown: what a program thinks would lead people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Json, ResultAnswer, Results, ResultTask
from bot.packs.faults import Faults, Found, Place, quoted
from bot.packs.foreign import Answered, Contents
from bot.packs.foreign._answers import Reading, by_task, columns_of, iso, named
from bot.packs.foreign._finding import Entry, find
from bot.packs.foreign._guessing import written
from bot.packs.foreign._tables import is_name, name_of, objects, records, shape
from bot.packs.foreign._values import compact, flat, loaded, own, unflat

# Type of a result → its key in `value`, and the kind of task that asks for it.
types = {
    "choices": ("choices", "choice"),
    "rating": ("rating", "scale"),
    "number": ("number", "number"),
    "textarea": ("text", "text"),
    "pairwise": ("selected", "pair"),
    "rectanglelabels": ("rectanglelabels", "grid"),
}
_sides = {"left": "1", "right": "2"}
_numbers = ("x", "y", "width", "height")
predictions_column, rest_column = f"{own}predictions", f"{own}task"


class LabelStudio:
    """A list of tasks, each with its annotations."""

    name, title = "label-studio", "Label Studio (JSON; CSV or TSV to import)"
    suffixes: tuple[str, ...] = (".json", ".csv", ".tsv")

    def recognise(self, head: bytes, name: str) -> bool:
        """A list of objects with `data`. Its tables look like any other."""
        return shape(head) == "list" and b'"data"' in head

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Tasks with `data`, or plain objects and rows whose names become `data`."""

        name = name_of(file)

        def entries(faults: Faults) -> Iterator[Entry]:
            file.seek(0)
            if shape(file.read(4_096)) not in ("list", "lines"):
                yield from (Entry(record.line, record.cells) for record in records(file, faults))
                return
            for line, value in objects(file, faults):
                entry = _Task(faults.at(name, line)).entry(line, value)
                if entry:
                    yield entry

        return find(file, entries, mapping)

    def write(self, results: Results, out: BinaryIO) -> None:
        """One list of tasks with every answer."""
        reading, answers = Reading(results), by_task(results)
        workers = {worker: number for number, worker in enumerate(_workers(results), 1)}
        _listed(
            out,
            (
                _task(number, task, _Annotations(results, task, reading, workers).all(answers[task.key]))
                for number, task in enumerate(results.tasks, 1)
            ),
        )

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One list of tasks with what was agreed as a prediction: its score is how sure it is."""
        reading = Reading(results)
        found = {one.task: one for one in agreed}
        _listed(
            out,
            (
                _task(number, task, [], _prediction(found.get(task.key), task, reading, results))
                for number, task in enumerate(results.tasks, 1)
            ),
        )


class _Task:
    """Reads one task; what is wrong with it is noted."""

    def __init__(self, where: Place) -> None:
        self._where = where

    def entry(self, line: int, value: Mapping[str, Any]) -> Entry | None:
        if "data" not in value:
            return Entry(line, flat(value))
        data = value["data"]
        if not isinstance(data, dict):
            self._where.add("data must be an object in braces {…}.")
            return None
        if any(not is_name(name) for name in data):
            self._where.add("a name in data is not one line of 1 to 100 characters.")
            return None
        columns, told = flat(data), dict[str, str]()
        rest = {
            name: one for name, one in value.items() if name not in ("data", "annotations", "predictions")
        }
        known: dict[str, Any] = {}
        answers = []
        for number, annotation in enumerate(self._list(value, "annotations"), 1):
            fields = self._fields(annotation.get("result"), told)
            if annotation.get("ground_truth") is True:
                known = known or fields
            else:
                worker = written(annotation.get("worker", annotation.get("completed_by", number)))
                skipped = annotation.get("was_cancelled") is True
                answers.append(Answered("", worker, {} if skipped else fields, skipped))
        predictions = self._list(value, "predictions")
        hints = tuple(Answered("", "", self._fields(one.get("result"), told)) for one in predictions)
        columns |= named(list(told))
        columns |= {predictions_column: compact(predictions)} if predictions else {}
        columns |= {rest_column: compact(rest)} if rest else {}
        said = bool(answers or known)  # else what a program predicted tells the options, and is no answer
        return Entry(
            line,
            columns,
            key=_key(value),
            gold=known,
            told=told,
            answers=tuple(answers),
            hints=() if said else hints,
        )

    def _list(self, value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        found = value.get(name) or []
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self._where.add(f"{name} must be a list of objects.")
        return []

    def _fields(self, result: Any, told: dict[str, str]) -> dict[str, Any]:
        """from_name → value of one annotation; rectangles of one name come together."""
        found: dict[str, Any] = {}
        for one in result or [] if isinstance(result, list | None) else [result]:
            if not isinstance(one, dict) or not isinstance(one.get("value"), dict):
                self._where.add("a result must be an object with type and value.")
                continue
            name, type_ = written(one.get("from_name", "result")), written(one.get("type", ""))
            if type_ not in types:
                known = ", ".join(types)
                self._where.add(f"labels of type {quoted(type_)} can't be asked on a phone. Known: {known}.")
                continue
            value = self._value(type_, one["value"])
            if value is not None:
                kind = types[type_][1]
                several = kind == "choice" and isinstance(value, list)
                told[name] = "multi" if several or told.get(name) == "multi" else kind
                found[name] = [*found.get(name, []), *value] if kind == "grid" else value
        return found

    def _value(self, type_: str, value: Mapping[str, Any]) -> Any:
        """A result's value as we have it; None with a fault for one that can't be read."""
        inner = value.get(types[type_][0])
        parts = inner if isinstance(inner, list) else [inner]
        if type_ == "rectanglelabels" and all(isinstance(value.get(one), int | float) for one in _numbers):
            label = parts[0] if parts and isinstance(parts[0], str) else "thing"
            return [{name: value[name] for name in _numbers} | {"label": label}]
        if type_ in ("rating", "number") and isinstance(inner, int | float) and not isinstance(inner, bool):
            return inner
        if type_ == "pairwise" and _sides.get(written(inner)):
            return _sides[written(inner)]
        texts = [one for one in parts if isinstance(one, str)]
        if type_ in ("choices", "textarea") and len(texts) == len(parts):
            if type_ == "textarea":
                return "\n".join(texts)
            return texts[0] if len(texts) == 1 else texts or None
        self._where.add(f"the value of {type_} can't be read.")
        return None


def _key(value: Mapping[str, Any]) -> str:
    """Our own name of a task that we have written, else Label Studio's number of it."""
    meta = value.get("meta")
    ours = meta.get("key") if isinstance(meta, dict) else None
    return ours if isinstance(ours, str) else written(value["id"]) if isinstance(value.get("id"), int) else ""


class _Annotations:
    """Answers to one task as annotations."""

    def __init__(
        self, results: Results, task: ResultTask, reading: Reading, workers: Mapping[str, int]
    ) -> None:
        self._results = results
        self._task = task
        self._reading = reading
        self._workers = workers

    def all(self, answers: Sequence[ResultAnswer]) -> list[dict[str, Any]]:
        """The known answer first, where there is one."""
        known = [] if self._task.gold is None else [self._known(self._task.gold)]
        return known + [self._one(number, answer) for number, answer in enumerate(answers, 1 + len(known))]

    def _known(self, gold: Json) -> dict[str, Any]:
        result = _result(gold, self._task, self._reading, self._results)
        about = {"id": 1, "completed_by": 0, "result": result, "was_cancelled": False, "ground_truth": True}
        return {**about, "created_at": iso(self._results.launched_at), "result_count": len(result)}

    def _one(self, number: int, answer: ResultAnswer) -> dict[str, Any]:
        taken = answer.status == "accepted"
        result = _result(answer.answer, self._task, self._reading, self._results) if taken else []
        return {
            "id": number,
            "completed_by": self._workers[answer.worker],
            "worker": answer.worker,
            "unique_id": answer.id,
            "result": result,
            "was_cancelled": not taken,
            "ground_truth": False,
            "created_at": iso(answer.offered_at),
            "updated_at": iso(answer.arrived_at),
            "lead_time": answer.seconds,
            "result_count": len(result),
        }


def _workers(results: Results) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.worker for answer in results.answers))


def _result(answer: Json, task: ResultTask, reading: Reading, results: Results) -> list[dict[str, Any]]:
    """An answer as results, one per field; one per rectangle."""
    to = next(iter(columns_of(task)), "item")
    found: list[dict[str, Any]] = []
    for (name, value), kind in zip(reading.fields(answer).items(), reading.kinds, strict=False):
        for type_, inner in _shapes(kind, value, results):
            about = {"id": f"{name}-{len(found) + 1}", "from_name": name, "to_name": to, "type": type_}
            found.append({**about, "value": inner})
    return found


def _shapes(kind: str, value: Any, results: Results) -> Iterator[tuple[str, dict[str, Any]]]:
    if kind == "grid":
        label = str(results.settings.get("label", "thing"))
        for box in value:
            yield "rectanglelabels", {**box, "rotation": 0, "rectanglelabels": [label]}
    elif kind == "scale":
        yield "rating", {"rating": value}
    elif kind == "number":
        yield "number", {"number": float(value) if "." in str(value) else int(value)}
    elif kind == "pair" and value in ("1", "2"):
        yield "pairwise", {"selected": "left" if value == "1" else "right"}
    elif kind in ("text", "reply", "find") or results.settings.get("answer") == "text":
        yield "textarea", {"text": [written(value)]}
    elif kind == "rank":
        yield "textarea", {"text": ["|".join(map(written, value))]}
    elif value != []:
        yield (
            "choices",
            {"choices": [written(one) for one in (value if isinstance(value, list) else [value])]},
        )


def _task(
    number: int, task: ResultTask, annotations: list[dict[str, Any]], prediction: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A task as its export has it; what came in beside `data` goes out again."""
    rest, hints = (
        loaded(task.source.get(rest_column, "{}")),
        loaded(task.source.get(predictions_column, "[]")),
    )
    rest, hints = rest if isinstance(rest, dict) else {}, hints if isinstance(hints, list) else []
    about = rest if rest else {"id": number, "meta": {"key": task.key}}
    data = unflat(task.source or columns_of(task))
    predictions = [*hints, *([prediction] if prediction else [])]
    return {**about, "data": data, "annotations": annotations, "predictions": predictions}


def _prediction(
    one: Agreed | None, task: ResultTask, reading: Reading, results: Results
) -> dict[str, Any] | None:
    if one is None:
        return None
    result = _result(one.answer, task, reading, results)
    return {"model_version": "ujima", "score": one.confidence, "result": result}


def _listed(out: BinaryIO, values: Iterator[Mapping[str, Any]]) -> None:
    """A list of JSON, written object by object."""
    between = b"[\n"
    for value in values:
        out.write(between + compact(value).encode())
        between = b",\n"
    out.write(b"\n]\n" if between == b",\n" else b"[]\n")


FORMAT = LabelStudio()

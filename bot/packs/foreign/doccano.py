"""doccano: text classification, sequence to sequence, pictures and sound, as JSONL or CSV in; JSONL out.

An example is `{"text": …, "label": ["positive"]}`, or `{"filename": …, "label": […]}` for pictures and sound.
Labels that stand in the file teach the options; where only some examples have one, these are known answers, and
where all have, the requester is asked. Marked spans (`[[0, 2, "ORG"]]`) can't be asked for on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Json, Results, ResultTask
from bot.packs.faults import Faults, Found, Place
from bot.packs.files import medium_of
from bot.packs.foreign import Answered, Contents
from bot.packs.foreign._answers import Reading, columns_of, pairs
from bot.packs.foreign._finding import Entry, find, nothing
from bot.packs.foreign._guessing import written
from bot.packs.foreign._tables import name_of, objects, records, shape
from bot.packs.foreign._values import flat, unflat
from bot.packs.foreign._writing import json_lines

label, worker_name = "label", "username"
_labels = (label, "labels")


class Doccano:
    """One example per line with its labels."""

    name, title = "doccano", "doccano (JSONL or CSV)"
    suffixes: tuple[str, ...] = (".jsonl", ".json", ".csv")

    def recognise(self, head: bytes, name: str) -> bool:
        """Objects with a text or a file's name and a list of labels."""
        first = head.partition(b"\n")[0].replace(b" ", b"")
        labelled = any(f'"{one}":['.encode() in first for one in _labels)
        return shape(head) == "lines" and labelled and (b'"text":' in first or b'"filename":' in first)

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Examples with their labels, as known answers or for the options only (mapping gold="-")."""

        name = name_of(file)

        def entries(faults: Faults) -> Iterator[Entry]:
            file.seek(0)
            if shape(file.read(4_096)) in ("list", "lines"):
                for line, value in objects(file, faults):
                    yield _entry(faults.at(name, line), value, mapping)
                return
            for record in records(file, faults):
                labelled = {
                    column: [text] if column in _labels and text else text
                    for column, text in record.cells.items()
                }
                yield _entry(faults.at(name, record.line), labelled, mapping)

        file_name = _first_name(file)
        role = "audio" if medium_of(file_name) == "sound" else "picture"
        said = {role: "filename"} if file_name else {}
        return find(file, entries, {**said, **mapping})

    def write(self, results: Results, out: BinaryIO) -> None:
        """One line per accepted answer; `username` is who gave it."""
        reading = Reading(results, label)
        accepted = ((task, one) for task, one in pairs(results) if one.status == "accepted")
        json_lines(
            out,
            (
                _line(task, reading, one.answer) | {worker_name: one.worker, "source": unflat(task.source)}
                for task, one in accepted
            ),
        )

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One line per task."""
        reading, tasks = Reading(results, label), {task.key: task for task in results.tasks}
        json_lines(out, (_line(tasks[one.task], reading, one.answer) for one in agreed))


def _first_name(file: BinaryIO) -> str:
    """The file that the first example names; "" where it names none."""
    for _, value in objects(file, Faults()):
        name = value.get("filename")
        return name if isinstance(name, str) else ""
    return ""


def _entry(where: Place, value: Mapping[str, Any], mapping: Mapping[str, str]) -> Entry:
    given: Any = next((value[name] for name in _labels if value.get(name)), [])
    labels = given if isinstance(given, list) else [given]
    if any(isinstance(one, list | dict) for one in labels):
        where.add("these labels are spans of the text, which can't be marked on a phone; classes can.")
        labels = []
    kept = [written(one) for one in labels]
    fields = {label: kept[0] if len(kept) == 1 else kept} if kept else {}
    told = {label: "multi"} if len(kept) > 1 else {}
    key = str(value["id"]) if isinstance(value.get("id"), int | str) else ""
    who, own = value.get(worker_name), value.get("source")
    if isinstance(who, str) and isinstance(own, dict):  # written by us: an answer, and the example as it came
        return Entry(
            where.line, flat(own), key=key, told=told, answers=(Answered("", who, fields),) if fields else ()
        )
    known = fields if mapping.get("gold", label) in _labels else {}
    hints = (Answered("", "", fields),) if fields and mapping.get("gold") == nothing else ()
    return Entry(where.line, flat(value), key=key, gold=known, told=told, hints=hints)


def _line(task: ResultTask, reading: Reading, answer: Json) -> dict[str, Any]:
    """An example as doccano exports it."""
    columns = unflat(task.source or columns_of(task))
    values = reading.fields(answer).values()
    said = [one for value in values for one in (value if isinstance(value, list) else [value])]
    file = {"filename": task.medium} if task.medium and "filename" not in columns else {}
    return {**columns, **file, "id": columns.get("id", task.key), label: said}


FORMAT = Doccano()

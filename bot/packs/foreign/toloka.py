"""Toloka: a pool's tasks as TSV, XLSX or JSON in, also its results; results and agreed answers as TSV out.

Columns are `INPUT:<field>`, `GOLDEN:<field>` (a control task), `HINT:text` (a training task, which is practice
here), `TASK:overlap`, `Al:latitude`, `Al:longitude`; in results also `OUTPUT:<field>` and `ASSIGNMENT:…`. JSON is a
list of tasks as Toloka's API takes them, or of objects with the same names as the columns. In an array "\\," is
a comma inside an element; fields are read as arrays where the kind is `multi`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Results, ResultTask
from bot.domain.sheets import undefused
from bot.packs.faults import Faults, Found, Place, quoted
from bot.packs.foreign import Answered, Contents
from bot.packs.foreign._answers import Reading, columns_of, header_of, iso, named, pairs
from bot.packs.foreign._finding import Entry, find, overlap_of
from bot.packs.foreign._guessing import written
from bot.packs.foreign._tables import Record, is_name, name_of, records
from bot.packs.foreign._values import compact, flat, loaded, own
from bot.packs.foreign._writing import table
from bot.packs.form import overlap_max

_input, _golden, _output = "INPUT:", "GOLDEN:", "OUTPUT:"
_prefixes = (_input, _golden, _output, "HINT:", "TASK:", "Al:", "ASSIGNMENT:", "ACCEPT:", "CONFIDENCE:")
_rows = (_input, _golden, "HINT:", "TASK:", "Al:")  # columns of the task itself
_link, _own = "ASSIGNMENT:link", "ujima:"
assignment = (
    _link,
    *(f"ASSIGNMENT:{one}" for one in ("assignment_id", "task_id", "worker_id", "status", "started")),
)
_between = re.compile(r"(?<!\\),")


class Toloka:
    """Prefixed columns."""

    name, title = "toloka", "Toloka (tasks or results, TSV, XLSX or JSON)"
    suffixes: tuple[str, ...] = (".tsv", ".xlsx", ".json", ".csv")

    def recognise(self, head: bytes, name: str) -> bool:
        """A first line with INPUT: in it, or tasks of the API. A spreadsheet does not show it: say so."""
        return _input.encode() in head.partition(b"\n")[0] or b'"input_values"' in head or b'"INPUT:' in head

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Row by row: only INPUT is a task, with GOLDEN gold, with HINT too practice."""

        name = name_of(file)

        def entries(faults: Faults) -> Iterator[Entry]:
            for record in records(file, faults):
                reader = _Reader(faults.at(name, record.line), mapping)
                entry = reader.entry(record)
                if entry:
                    yield entry

        return find(file, entries, mapping)

    def write(self, results: Results, out: BinaryIO) -> None:
        """One row per accepted answer."""
        reading, inputs = Reading(results), _inputs(results)
        outputs = [f"{_output}{name}" for name in reading.names]
        golden = [one for one in (f"{_golden}{name}" for name in reading.names) if one not in inputs.values()]
        rows = (
            (
                *_cells(task, inputs),
                *_fields(reading, answer.answer),
                *(_fields(reading, task.gold) if golden else ()),
                *(
                    f"{_own}{results.pack}",
                    answer.id,
                    task.key,
                    answer.worker,
                    "APPROVED",
                    iso(answer.offered_at),
                ),
            )
            for task, answer in pairs(results)
            if answer.status == "accepted"
        )
        table(out, (*inputs.values(), *outputs, *golden, *assignment), rows, "\t")

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One row per task with `OUTPUT:` and `CONFIDENCE:` in percent."""
        reading, inputs = Reading(results), _inputs(results)
        tasks = {task.key: task for task in results.tasks}
        names = [f"{prefix}{name}" for prefix in (_output, "CONFIDENCE:") for name in reading.names]
        rows = (
            (
                *_cells(tasks[one.task], inputs),
                *_fields(reading, one.answer),
                *("" if one.confidence is None else f"{one.confidence:.2%}" for _ in reading.names),
            )
            for one in agreed
        )
        table(out, (*inputs.values(), *names), rows, "\t")


def _inputs(results: Results) -> dict[str, str]:
    """Columns of tasks → how Toloka names them."""
    return {name: name if name.startswith(_rows) else f"{_input}{name}" for name in header_of(results)}


def _cells(task: ResultTask, inputs: Mapping[str, str]) -> list[str]:
    columns = columns_of(task)
    return [columns.get(name, "") for name in inputs]


def _fields(reading: Reading, answer: Any) -> list[Any]:
    fields = {} if answer is None else reading.fields(answer)
    return [_array(fields.get(name)) for name in reading.names]


def _array(value: Any) -> Any:
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return ",".join(written(one).replace(",", "\\,") for one in value)
    return value


class _Reader:
    """Reads one record; what is wrong with it is noted."""

    def __init__(self, where: Place, mapping: Mapping[str, str]) -> None:
        self._where = where
        self._arrays = mapping.get("kind") == "multi"

    def entry(self, record: Record) -> Entry | None:
        """A task; None with a fault when it is none."""
        cells = self._of_api(record.cells) if "input_values" in record.cells else record.cells
        if cells is None:
            return None
        if cells.get(_link, "").startswith(_own):
            cells = {name: undefused(text) for name, text in cells.items()}
        stray = next((name for name in cells if not name.startswith((*_prefixes, own))), None)
        if stray is not None:
            sentence = (
                f"column {quoted(stray)} has no prefix; Toloka's columns begin with INPUT:, GOLDEN: or HINT:."
            )
            self._where.add(sentence)
            return None
        columns = {name: text for name, text in cells.items() if name.startswith((*_rows, own))}
        golds, outputs = self._part(cells, _golden), self._part(cells, _output)
        hint, overlap = cells.get("HINT:text", ""), cells.get("TASK:overlap", "")
        if not any(text for name, text in cells.items() if name.startswith(_input)):
            self._where.add("this row has nothing in its INPUT: columns.")
        if hint and not golds:
            self._where.add("a training row has HINT:text and needs a GOLDEN: answer beside it.")
        if overlap and overlap_of(overlap) is None:
            sentence = f"TASK:overlap is {quoted(overlap)}; a whole number from 1 to {overlap_max} is wanted."
            self._where.add(sentence)
        names = [name[len(_golden) :] for name in cells if name.startswith(_golden)]
        names = names or [name[len(_output) :] for name in cells if name.startswith(_output)]
        columns |= named(names)
        rejected = cells.get("ASSIGNMENT:status", "") == "REJECTED"
        answered = (
            (Answered("", cells.get("ASSIGNMENT:worker_id", ""), outputs),)
            if outputs and not rejected
            else ()
        )
        return Entry(
            record.line,
            columns,
            key=_key(cells, columns),
            gold=golds,
            answers=answered,
            explanation=hint,
            practice=bool(hint),
            overlap=overlap_of(overlap),
        )

    def _part(self, cells: Mapping[str, str], prefix: str) -> dict[str, Any]:
        found = {
            name[len(prefix) :]: text for name, text in cells.items() if name.startswith(prefix) and text
        }
        return {name: self._elements(text) for name, text in found.items()}

    def _elements(self, text: str) -> Any:
        return [one.replace("\\,", ",") for one in _between.split(text)] if self._arrays else text

    def _of_api(self, cells: Mapping[str, str]) -> dict[str, str] | None:
        """A task of the API under the names of columns."""
        inputs, solutions = loaded(cells["input_values"]), loaded(cells.get("known_solutions", "[]") or "[]")
        golden: Any = solutions[0].get("output_values") if _tables(solutions) else {}
        right = isinstance(inputs, dict) and isinstance(golden, dict) and isinstance(solutions, list)
        if not right or not all(is_name(f"{_golden}{name}") for name in (*inputs, *golden)):
            sentence = "input_values and output_values must be objects, known_solutions a list of them."
            self._where.add(sentence)
            return None
        if len(solutions) > 1:
            self._where.add("this task has several known solutions; one is the most here.")
        named = {f"{_input}{name}": value for name, value in inputs.items()}
        named |= {f"{_golden}{name}": value for name, value in golden.items()}
        hint, overlap = cells.get("message_on_unknown_solution", ""), cells.get("overlap", "")
        named |= {"HINT:text": hint} if hint else {}
        named |= {"TASK:overlap": overlap} if overlap else {}
        return flat(named)


def _tables(values: Any) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(one, dict) for one in values)


def _key(cells: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """In results the task's id, or a name made of what it shows; elsewhere rows are numbered."""
    if not any(name.startswith("ASSIGNMENT:") for name in cells):
        return ""
    shown = compact([[name, text] for name, text in columns.items() if name.startswith(_input)])
    return cells.get("ASSIGNMENT:task_id") or hashlib.sha256(shown.encode()).hexdigest()[:16]


FORMAT = Toloka()

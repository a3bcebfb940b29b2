"""Lines of JSON: one object per task in (or a list of them), one per answer out, every value as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.results import Agreed, Results
from bot.packs.columns import source
from bot.packs.faults import Faults, Found
from bot.packs.foreign import Answered, Contents
from bot.packs.foreign._answers import columns_of
from bot.packs.foreign._finding import Entry, find
from bot.packs.foreign._own import agreed_rows, is_own, rows
from bot.packs.foreign._tables import objects, shape
from bot.packs.foreign._values import flat, unflat
from bot.packs.foreign._writing import json_lines


class Jsonl:
    """One object per line."""

    name, title = "jsonl", "lines of JSON"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json")

    def recognise(self, head: bytes, name: str) -> bool:
        """Anything that begins like JSON."""
        return shape(head) in ("list", "lines")

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Names of an object are columns; values that are no texts come back as they were."""

        def entries(faults: Faults) -> Iterator[Entry]:
            return (_entry(line, value) for line, value in objects(file, faults))

        return find(file, entries, mapping)

    def write(self, results: Results, out: BinaryIO) -> None:
        """One object per answer; the task's own row is under "source"."""
        originals = {task.key: unflat(task.source or columns_of(task)) for task in results.tasks}
        json_lines(out, (_nested(row, originals) for row in rows(results)))

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One object per task with what was agreed and how surely."""
        originals = {task.key: unflat(task.source or columns_of(task)) for task in results.tasks}
        json_lines(out, (_nested(row, originals) for row in agreed_rows(results, agreed)))


def _nested(row: Mapping[str, Any], originals: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in row.items() if not name.startswith(source)}
    return own | {"source": originals[row["task"]]}


def _entry(line: int, value: Mapping[str, Any]) -> Entry:
    ours = is_own(list(value)) and isinstance(value.get("source"), dict)
    if not ours or not all(isinstance(value[name], str) for name in ("task", "worker", "status")):
        return Entry(line, flat(value))
    skipped = value["status"] != "accepted"
    names = [] if skipped else [name for name in value if name.partition(".")[0] == "answer"]
    answer = Answered(value["task"], value["worker"], {name: value[name] for name in names}, skipped)
    return Entry(line, flat(value["source"]), key=value["task"], answers=(answer,))


FORMAT = Jsonl()

"""Plain tables: any CSV, TSV or XLSX with a header in, with a mapping asked for in words; our own CSV out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from bot.domain.results import Agreed, Results
from bot.domain.sheets import undefused
from bot.packs.faults import Faults, Found
from bot.packs.foreign import Contents
from bot.packs.foreign._finding import Entry, find
from bot.packs.foreign._own import agreed_header, agreed_rows, answer_header, entry, is_own, rows
from bot.packs.foreign._tables import Record, name_of, records, shape
from bot.packs.foreign._writing import table


class Csv:
    """A header, then one row per task."""

    name, title = "csv", "a table (CSV, TSV or XLSX)"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".xlsx")

    def recognise(self, head: bytes, name: str) -> bool:
        """Any table."""
        return shape(head) in ("csv", "tsv", "xlsx") and name.lower().endswith(self.suffixes)

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """Columns by what was said, else by their names and contents; the rest is asked."""

        def entries(faults: Faults) -> Iterator[Entry]:
            for record in records(file, faults):
                if any(name.startswith("INPUT:") for name in record.cells):
                    faults.add(name_of(file), "these are Toloka's columns; say toloka as the format.")
                    return
                yield _entry(record)

        return find(file, entries, mapping)

    def write(self, results: Results, out: BinaryIO) -> None:
        """One row per answer; columns of the task's own file begin with "source."."""
        columns = answer_header(results)
        table(out, columns, ([row.get(name) for name in columns] for row in rows(results)))

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """One row per task with what was agreed and how surely."""
        columns = agreed_header(results, agreed)
        table(out, columns, ([row.get(name) for name in columns] for row in agreed_rows(results, agreed)))


def _entry(record: Record) -> Entry:
    if not is_own(list(record.cells)):
        return Entry(record.line, record.cells)
    cells = {undefused(name): undefused(text) for name, text in record.cells.items()}
    return entry(Record(record.line, cells))


FORMAT = Csv()

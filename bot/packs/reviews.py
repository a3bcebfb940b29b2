"""A review file: what waits for its requester's word, written as a table and read back with marks.

A mark stands in the columns of MTurk (`Approve`: anything; `Reject`: the reason) or of Toloka (`ACCEPT:verdict`: + or -;
`ACCEPT:comment`: the reason). A reason is a ground, with the number of a sentence of the instruction where it breaks one:
"breaks 2", or "2" alone; "empty"; "copied"; "machine". A row without a mark is left as it is. With one fault in a file
nothing of it is taken. Plain text of a megabyte at most, read in this process.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.claims import GROUNDS
from bot.packs.faults import Faults, quoted
from bot.packs.foreign._writing import table
from bot.packs.tables import lines
from bot.packs.tables.separated import rows

rows_max: Final = 200
file_bytes_max: Final = 1_000_000
line_bytes_max: Final = 100_000
header: Final = ("answer", "task", "question", "text", "said", "sentences", "Approve", "Reject")
id_columns: Final = ("answer", "AssignmentId", "ASSIGNMENT:assignment_id")
mark_columns: Final = ("Approve", "Reject", "ACCEPT:verdict")
_reason = re.compile(r"\s*([a-z]+)?[\s:,.#]*(\d{1,3})?\s*\.?\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the file: the answer's id, and what a requester needs to know of it."""

    answer: int
    task: str
    question: str
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a requester says of an answer, and on which line: accepted, or a ground and a sentence's number (0: none)."""

    line: int
    answer: int
    ground: str = ""
    sentence: int = 0

    @property
    def accepted(self) -> bool:
        """Is the answer accepted?"""
        return not self.ground


def write(waiting: Sequence[Waiting], sentences: Sequence[str]) -> bytes:
    """A file of what waits, `rows_max` rows at most; the instruction's sentences are numbered in every row.

    Before an id stands ', or a spreadsheet would round it: it keeps fifteen digits of a number.
    """
    numbered = " ".join(f"{number}. {one}" for number, one in enumerate(sentences, 1))
    out = io.BytesIO()
    table(
        out,
        header,
        (
            (f"'{one.answer}", one.task, one.question, one.text, one.said, numbered, "", "")
            for one in waiting[:rows_max]
        ),
    )
    return out.getvalue()


def may_be_one(head: bytes) -> bool:
    """Is there, in the first line of a file, a column for marks? Then it is worth `is_one`."""
    first = head.split(b"\n", 1)[0]
    return any(column.encode() in first for column in mark_columns)


def is_one(content: bytes) -> bool:
    """Is this a review and no table of tasks: by its header, and no row names an answer as other platforms do?"""
    faults = Faults()
    if len(content) > file_bytes_max:
        return may_be_one(content) and any(one.encode() in content[:line_bytes_max] for one in id_columns)
    found = _rows(content, "", faults)
    names = [one.strip() for one in found[0][1]] if found else []
    place = next((names.index(one) for one in id_columns if one in names), None)
    if place is None or not any(one in names for one in mark_columns):
        return False
    ids = [fields[place].strip() for _, fields in found[1:] if place < len(fields)]
    return not ids or any(_is_id(one.removeprefix("'")) for one in ids) or id_columns[0] in names


def read(content: bytes, name: str = "review") -> tuple[Mark, ...] | Faults:
    """The marks of a file, or all that is wrong with it."""
    faults = Faults()
    if len(content) > file_bytes_max:
        faults.add(name, f"a review file has {file_bytes_max:,} bytes at most; this one has more.")
        return faults
    found = _rows(content, name, faults)
    if faults.count:
        return faults
    if not found:
        faults.add(name, "this file is empty.")
        return faults
    names = [one.strip() for one in found[0][1]]
    if not _known(names, name, faults):
        return faults
    if len(found) - 1 > rows_max:
        faults.add(name, f"{len(found) - 1:,} rows; a review file has {rows_max} at most.")
        return faults
    marks = [mark for line, fields in found[1:] if (mark := _mark(line, fields, names, name, faults))]
    _repeated(marks, name, faults)
    return faults if faults.count else tuple(marks)


def _rows(content: bytes, name: str, faults: Faults) -> list[tuple[int, list[str]]]:
    """The file's rows with their lines, its header first."""
    first_line = content.split(b"\n", 1)[0]
    separator = "\t" if first_line.count(b"\t") > first_line.count(b",") else ","
    return list(rows(lines(io.BytesIO(content), line_bytes_max, "“CSV UTF-8”"), name, separator, faults))


def _is_id(text: str) -> bool:
    """Is it a number that an answer may have?"""
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63


def _known(names: Sequence[str], name: str, faults: Faults) -> bool:
    """Are there the columns that a review needs, once each?"""
    if not any(one in names for one in id_columns):
        faults.add(name, f"there is no column that names the answers: {', '.join(id_columns)}.", line=1)
    if not any(one in names for one in mark_columns):
        faults.add(name, "there is no column for your marks: Approve and Reject, or ACCEPT:verdict.", line=1)
    for twice in sorted({one for one in names if one and names.count(one) > 1}):
        faults.add(name, f"the column {quoted(twice)} is there twice.", line=1)
    return not faults.count


def _mark(line: int, fields: Sequence[str], names: Sequence[str], name: str, faults: Faults) -> Mark | None:
    """What one row says; None for a row without a mark, or with a fault."""
    if len(fields) != len(names):
        faults.add(name, f"{len(fields)} fields, but {len(names)} columns.", line=line)
        return None
    cells = {column: field.strip() for column, field in zip(names, fields, strict=True)}
    said = next((cells[column] for column in id_columns if column in cells), "")
    approve, reject = cells.get("Approve", ""), cells.get("Reject", "")
    verdict, comment = cells.get("ACCEPT:verdict", ""), cells.get("ACCEPT:comment", "")
    if verdict not in ("", "+", "-"):
        faults.add(name, f"{quoted(verdict)} is no verdict; write + or -.", line=line)
        return None
    accepted, refused = bool(approve) or verdict == "+", bool(reject) or verdict == "-"
    if not accepted and not refused:
        return None
    if accepted and refused:
        faults.add(name, "this answer is both accepted and refused.", line=line)
        return None
    answer = said.removeprefix("'")
    if not _is_id(answer):
        faults.add(name, f"{quoted(said)} is no answer's id.", line=line)
        return None
    return (
        Mark(line, int(answer)) if accepted else _refusal(line, int(answer), reject or comment, name, faults)
    )


def _refusal(line: int, answer: int, reason: str, name: str, faults: Faults) -> Mark | None:
    """A ground and, where it breaks the instruction, a sentence's number."""
    found = _reason.fullmatch(reason.removeprefix("'"))
    ground = (found[1] or "").lower() if found is not None else ""
    number = int(found[2] or 0) if found is not None else 0
    if not ground and number:
        ground = "breaks"
    if ground not in GROUNDS:
        known = "breaks 1 (a sentence's number), empty, copied, machine"
        faults.add(name, f"{quoted(reason)} is no reason; write one of: {known}.", line=line)
        return None
    if ground == "breaks" and not number:
        faults.add(
            name, "which sentence of the instruction? Write its number, such as “breaks 2”.", line=line
        )
        return None
    return Mark(line, answer, ground, number)


def _repeated(marks: Sequence[Mark], name: str, faults: Faults) -> None:
    first: dict[int, int] = {}
    for one in marks:
        if one.answer in first:
            faults.add(name, f"answer {one.answer} is marked on line {first[one.answer]} too.", line=one.line)
        first.setdefault(one.answer, one.line)

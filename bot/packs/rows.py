"""Reads tasks.csv: one row, one task; every fault with the line its row begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.kinds import Fault, Json
from bot.packs.faults import Faults, meant, quoted
from bot.packs.files import Files
from bot.packs.form import practice_rows_max, question_characters_max, readable
from bot.packs.header import Header
from bot.screen import utf16_units

csv_bytes_max = 20_000_000
rows_max = 50_000
columns_max = 64
field_characters_max = 4_096
id_characters_max = 64

text_utf16_max = 3_000  # leaves room for question, mark and what was saved in one message of 4,096
text_with_picture_utf16_max = 600  # the same in a caption of 1,024
explanation_characters_max = 500

spoken = ("text", "question", "explanation")  # columns that may come once per language: text, text.ar
single = ("id", "picture", "gold", "practice")
_YES, _NO = ("1", "yes", "true"), ("", "0", "no", "false")

Record = tuple[int, list[str]]  # the line a row begins on, and its fields


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as written. Texts are language → text, {} where the row has none; `question` replaces the pack's."""

    number: int  # the line of tasks.csv, from 1
    key: str  # the requester's own id
    texts: dict[str, str]
    question: dict[str, str]
    picture: str | None  # path inside the pack: "media/014.jpg"
    gold: Json | None
    practice: bool
    explanation: dict[str, str]


def read(
    content: bytes, header: Header, files: Files, faults: Faults
) -> tuple[tuple[TaskRow, ...], tuple[str, ...]]:
    """The tasks in a tasks.csv (at most `csv_bytes_max`) and warnings. Without a form in `header`, what needs one is not checked."""
    text = _decoded(content, faults)
    if text is None:
        return (), ()
    records = _records(text, faults)
    first = next(records, None)
    columns = _columns(first, header, faults) if first else ()
    if not columns:
        return (), ()
    reader = _Rows(columns, header, files, faults)
    rows = tuple(reader.read(number, fields) for number, fields in records)
    reader.judge_all()
    return tuple(row for row in rows if row), reader.warnings()


def _decoded(content: bytes, faults: Faults) -> str | None:
    """The text of a file, or None with a fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(f"tasks.csv line {line}", "this is not UTF-8; save the file as “CSV UTF-8”.")
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.add(f"tasks.csv line {line}", "a character here is NUL; a text file has none.")
        return None
    return text


def _records(text: str, faults: Faults) -> Iterator[Record]:
    """The rows that are not blank; ends with a fault where the file can't be read on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins, count = 1, 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            if not count:
                faults.add("tasks.csv", "this file is empty.")
            return
        except csv.Error:
            faults.add(
                f"tasks.csv line {begins}", "from here on the file can't be read; is a quote left open?"
            )
            return
        if any(field.strip() for field in fields):
            count += 1
            if count > rows_max + 1:
                faults.add(f"tasks.csv line {begins}", f"there are more than {rows_max:,} tasks.")
                return
            yield begins, fields
        begins = reader.line_num + 1


def _columns(first: Record, header: Header, faults: Faults) -> tuple[str, ...]:
    """The column names in full ("text" is "text.en" where en comes first); () when the rows can't be read by them."""
    number, fields = first
    where, names = f"tasks.csv line {number}", [field.strip() for field in fields]
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        faults.add(where, "columns are separated by commas here; save the file as “CSV UTF-8 (comma)”.")
        return ()
    if len(names) > columns_max:
        faults.add(where, f"there are more than {columns_max} columns.")
        return ()
    language = header.languages[0] if header.languages else ""
    full = tuple(f"{name}.{language}" if name in spoken else name for name in names)
    possible = (*single, *spoken, *(f"{name}.{one}" for name in spoken for one in header.languages))
    for name, column in zip(names, full, strict=True):
        if full.count(column) > 1:
            faults.add(where, f"column {quoted(name)} is there twice.")
        elif name not in possible and (header.languages or name.partition(".")[0] not in spoken):
            faults.add(where, f"column {quoted(name)} is not one of a pack{meant(name, possible)}")
    if "id" not in full:
        faults.add(where, "there is no column “id”. The first line names the columns.")
        return ()
    return full


class _Rows:
    """Reads one row after the other; remembers what only all rows together can show."""

    def __init__(self, columns: Sequence[str], header: Header, files: Files, faults: Faults) -> None:
        self._columns = columns
        self._header = header
        self._files = files
        self._faults = faults
        self._first = header.languages[0] if header.languages else ""
        self._lines: dict[str, int] = {}  # id → line
        self._unread = 0  # rows whose number of fields is wrong
        self._counts = {"tasks": 0, "gold": 0, "practice": 0}
        self._gaps: dict[str, int] = {}  # column → cells that are empty where the first language has a text
        wanted = header.kind.media(header.spec) if header.kind and header.spec is not None else None
        self._pictures = wanted is None or any(one.column == "picture" for one in wanted)

    def read(self, number: int, fields: Sequence[str]) -> TaskRow | None:
        """One row's task; None when its number of fields is wrong. Every fault in it is noted."""
        where = f"tasks.csv line {number}"
        if len(fields) != len(self._columns):
            self._unread += 1
            hint = " A text with a comma needs quotes around it." if len(fields) > len(self._columns) else ""
            self._faults.add(where, f"{len(fields)} fields, but {len(self._columns)} columns.{hint}")
            return None
        cells = {
            column: self._cell(where, column, field)
            for column, field in zip(self._columns, fields, strict=True)
        }
        texts, question, explanation = (self._spoken(where, cells, name) for name in spoken)
        texts = self._item(where, texts)
        row = TaskRow(
            number=number,
            key=self._key(where, number, cells["id"]),
            texts=texts,
            question=question,
            picture=self._picture(where, cells.get("picture", "")),
            gold=self._gold(where, cells.get("gold", "")),
            practice=self._practice(where, cells.get("practice", "").casefold()),
            explanation=explanation,
        )
        if not (texts or question or cells.get("picture")):
            self._faults.add(where, "this task has neither a text nor a picture.")
        self._lengths(where, row, bool(cells.get("picture")))
        self._count(where, row, bool(cells.get("gold")))
        return row

    def judge_all(self) -> None:
        """What is wrong with the rows as a whole."""
        if not self._counts["tasks"] and not self._unread:
            self._faults.add("tasks.csv", "there is no task to answer; gold and practice are not enough.")

    def warnings(self) -> tuple[str, ...]:
        """What is allowed but probably not meant."""
        found = [f"tasks.csv: {count} empty in column {column}." for column, count in self._gaps.items()]
        form, golds = self._header.form, self._counts["gold"]
        if form and form.gold_points and not golds:
            found.append("tasks.csv: gold_share is set, but no task has a gold answer.")
        if form and golds and not form.gold_points:
            found.append("tasks.csv: gold_share is 0, so gold tasks are never shown.")
        return tuple(found)

    def _cell(self, where: str, column: str, field: str) -> str:
        if len(field) > field_characters_max:
            self._faults.add(
                where, f"column {column} has {len(field):,} characters; {field_characters_max:,} fit."
            )
            return ""
        try:
            return readable(field)
        except ValueError as error:
            self._faults.add(where, f"column {column} {error}.")
            return ""

    def _spoken(self, where: str, cells: Mapping[str, str], name: str) -> dict[str, str]:
        """The texts of one column group, in the order of the pack's languages."""
        languages = self._header.languages or ("",)
        texts = {one: cells[f"{name}.{one}"] for one in languages if cells.get(f"{name}.{one}")}
        if texts and self._first not in texts and self._first:
            self._faults.add(where, f"{name} has no “{self._first}”, the pack's first language.")
        for one in languages:
            column = f"{name}.{one}"
            if texts and one not in texts and column in cells and one != self._first:
                self._gaps[column] = self._gaps.get(column, 0) + 1
        return texts

    def _key(self, where: str, number: int, key: str) -> str:
        if not key:
            self._faults.add(where, "this task has no id.")
        elif len(key) > id_characters_max or not key.isprintable():
            self._faults.add(
                where, f"id {quoted(key)} is not one line of at most {id_characters_max} characters."
            )
        elif key in self._lines:
            self._faults.add(where, f"id {quoted(key)} is on line {self._lines[key]} already.")
        self._lines.setdefault(key, number)
        return key

    def _picture(self, where: str, written: str) -> str | None:
        if not written:
            return None
        if not self._pictures and self._header.form:
            self._faults.add(where, f"a task of kind {self._header.form.kind} shows no picture.")
        found = self._files.find(written)
        if found is None:
            trouble = "is not there." if self._faults.full else self._files.trouble(written)
            name = quoted(written) if " " in written or not written.isprintable() else written
            self._faults.add(where, f"picture {name} {trouble}")
        return found

    def _item(self, where: str, texts: dict[str, str]) -> dict[str, str]:
        """The texts as the kind shows them: it may want parts in them."""
        header = self._header
        if header.kind is None or header.spec is None:
            return texts
        found = {
            language: header.kind.read_item(header.spec, text)
            for language, text in (texts or {self._first: ""}).items()
        }
        for language, text in found.items():
            if isinstance(text, Fault):
                inside = "" if language == self._first else f"text.{language}: "
                self._faults.add(where, f"{inside}{text.sentence}")
        return {language: text for language, text in found.items() if text and not isinstance(text, Fault)}

    def _gold(self, where: str, written: str) -> Json | None:
        if not written or self._header.kind is None or self._header.spec is None:
            return None
        answer = self._header.kind.read_gold(self._header.spec, written)
        if isinstance(answer, Fault):
            self._faults.add(where, answer.sentence)
            return None
        return answer

    def _practice(self, where: str, written: str) -> bool:
        if written not in (*_YES, *_NO):
            self._faults.add(where, f"practice is 1 or empty, not {quoted(written)}.")
        return written in _YES

    def _lengths(self, where: str, row: TaskRow, has_picture: bool) -> None:
        most = text_with_picture_utf16_max if has_picture else text_utf16_max
        beside = " beside a picture" if has_picture else ""
        for text in row.texts.values():
            if utf16_units(text) > most:
                self._faults.add(
                    where, f"the text has {utf16_units(text):,} characters; {most:,} fit{beside}."
                )
        bounds = ((row.question, "question", question_characters_max),)
        for texts, name, fit in (*bounds, (row.explanation, "explanation", explanation_characters_max)):
            for text in texts.values():
                if utf16_units(text) > fit:
                    self._faults.add(where, f"the {name} has {utf16_units(text):,} characters; {fit:,} fit.")

    def _count(self, where: str, row: TaskRow, has_gold: bool) -> None:
        """Count the row as what it is, and see that a practice task explains itself."""
        self._counts["practice" if row.practice else "gold" if has_gold else "tasks"] += 1
        if not row.practice:
            return
        if not has_gold:
            self._faults.add(where, "a practice task needs its answer in column gold.")
        if not row.explanation:
            self._faults.add(where, "a practice task needs an explanation.")
        if self._counts["practice"] == practice_rows_max + 1:
            self._faults.add(where, f"there are more than {practice_rows_max} practice tasks.")

"""Checks the rows of a pack's table one by one: one row, one task; every fault with the line its row begins on.

What can be worked out once for all rows is worked out before the first; of the rows only their ids are
remembered (`seen`), so a table of a million takes little memory. Plain ASCII without breaks takes the short way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.domain.wellbeing import level_of
from bot.kinds import Fault, Json
from bot.packs.columns import media, source, spoken
from bot.packs.faults import Faults, Found, line_word, quoted
from bot.packs.files import Files, medium_of
from bot.packs.form import practice_rows_max, question_characters_max
from bot.packs.hard import HardRows
from bot.packs.header import Header
from bot.packs.seen import Seen
from bot.packs.tables import Cells
from bot.packs.values import readable
from bot.screen import utf16_units

field_characters_max = 4_096
source_characters_max = 20_000  # of a foreign column, which is kept but not shown
id_characters_max = 64
address_characters_max = 2_000
text_utf16_max = 3_000  # leaves room for question, mark and what was saved in one message of 4,096
text_with_medium_utf16_max = 600  # the same in a caption of 1,024
explanation_characters_max = 500

_YES, _NO = ("1", "yes", "true"), ("", "0", "no", "false")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as written. Texts are language → text, {} where the row has none; `question` replaces the pack's."""

    number: int  # the line (spreadsheets: row) of the table, from 1
    key: str  # the requester's own id
    texts: dict[str, str]
    question: dict[str, str]
    media: dict[str, str]  # column → path inside the pack, "media/014.jpg", or https address
    gold: Json | None
    practice: bool
    explanation: dict[str, str]
    source: dict[str, str] = field(default_factory=dict)  # columns of a foreign file, as they were
    flags: dict[str, int] = field(default_factory=dict)  # category → level of hard content
    description: dict[str, str] = field(default_factory=dict)  # what is to be seen, said before it is

    @property
    def picture(self) -> str | None:
        """The picture of column `picture`."""
        return self.media.get("picture")

    @property
    def role(self) -> str:
        """What it is for: "practice", "gold" or "task"."""
        return "practice" if self.practice else "gold" if self.gold is not None else "task"

    @property
    def level(self) -> int:
        """Its level of hard content, 1 to 3; 0 where it is not flagged."""
        return level_of(self.flags)


class Rows:
    """Checks one row after the other; counts, and remembers what only all rows together can show."""

    def __init__(
        self,
        header: Header,
        files: Files,
        file: str,
        faults: Faults,
        *,
        addresses: bool,
        media_files_max: int,
    ) -> None:
        self._header, self._files, self._file, self._faults = header, files, file, faults
        self._addresses, self._media_files_max = addresses, media_files_max
        self._languages = header.languages or ("",)
        self._first = self._languages[0]
        self._spoken = {name: [(one, f"{name}.{one}") for one in self._languages] for name in spoken}
        self._seen, self._hard = Seen(), HardRows(header.form, file)
        self._gaps: dict[str, int] = {}  # column → cells that are empty where the first language has a text
        self._prepare()
        self.counts = {"task": 0, "gold": 0, "practice": 0}
        self.invalid = 0  # rows with faults
        self.used: dict[str, set[str]] = {}  # media → the columns that name it

    def _prepare(self) -> None:
        """Which columns of media the kind shows, and which of them every task must have."""
        header = self._header
        self._kind = header.kind if header.spec is not None else None
        wanted = self._kind.media(header.spec) if self._kind else ()
        self._shown = {one.column for one in wanted}
        self._needed = {one.column for one in wanted if one.form != "picture"}
        if any(one.form == "pair" for one in wanted):
            self._shown.add("picture_b")
            self._needed.add("picture_b")
        form = header.form
        most = f"–{form.overlap_most}" if form and form.dynamic else ""
        self._overlap = f"{form.overlap_least}{most}" if form else ""

    def read(self, number: int, cells: Cells | Found) -> TaskRow | None:
        """One row's task; None when anything is wrong with it, which is noted."""
        before = self._faults.count
        row = None
        if isinstance(cells, Found):
            self._faults.extend([cells])
        else:
            row = self._read(number, cells)
        if row is None or self._faults.count > before:
            self.invalid += 1
            return None
        self.counts[row.role] += 1
        for column, name in row.media.items():
            self.used.setdefault(name, set()).add(column)
        return row

    @property
    def levels(self) -> tuple[int, int, int]:
        """Flagged rows of levels 1, 2 and 3."""
        first, second, third = self._hard.levels
        return first, second, third

    def judge_all(self, faults: Faults) -> None:
        """What is wrong with the rows as a whole; of rows with faults nobody knows what they would have been."""
        if not self.counts["task"] and (not self.invalid or faults is not self._faults):
            faults.add(self._file, "there is no task to answer; gold and practice are not enough.")
        self._hard.judge_all(self._file, faults)

    def _read(self, number: int, cells: Cells) -> TaskRow:
        """One row's task; what is wrong with it is noted."""
        cells = {
            column: text.strip()
            if len(text) <= field_characters_max
            and text.isascii()
            and text.isprintable()
            and not column.startswith(source)
            else self._cleaned(number, column, text)
            for column, text in cells.items()
        }
        found = {column: self._medium(number, column, cells[column]) for column in media if cells.get(column)}
        texts = self._texts(number, cells, "text")
        row = TaskRow(
            number,
            self._key(number, cells.get("id", "")),
            self._item(number, texts),
            self._texts(number, cells, "question"),
            found,
            self._gold(number, cells.get("gold", "")),
            self._practice(number, cells.get("practice", "").casefold()),
            self._texts(number, cells, "explanation"),
            {column[len(source) :]: text for column, text in cells.items() if column.startswith(source)},
            self._flags(number, cells.get("flags", "")),
            self._texts(number, cells, "description"),
        )
        self._judge(number, row, cells)
        return row

    def warnings(self) -> tuple[str, ...]:
        """What is allowed but probably not meant."""
        found = [f"{self._file}: {count:,} empty in column {column}." for column, count in self._gaps.items()]
        form, golds = self._header.form, self.counts["gold"]
        if form and form.gold_points and not golds:
            found.append(f"{self._file}: gold_share is set, but no task has a gold answer.")
        if form and golds and not form.gold_points:
            found.append(f"{self._file}: gold_share is 0, so gold tasks are never shown.")
        return (*found, *self._hard.warnings(self._file))

    def _add(self, number: int, sentence: str, column: str = "", found: str = "", wanted: str = "") -> None:
        self._faults.add(self._file, sentence, line=number, column=column, found=found, wanted=wanted)

    def _cleaned(self, number: int, column: str, text: str) -> str:
        """A cell NFC and trimmed; of a foreign file as it is. "" with a fault where it can't be shown or is long."""
        foreign = column.startswith(source)
        most = source_characters_max if foreign else field_characters_max
        if len(text) > most:
            sentence = f"column {column} has {len(text):,} characters; {most:,} fit."
            self._add(number, sentence, column, f"{len(text)} characters", f"{most} at most")
            return ""
        try:
            return text.encode().decode() if foreign else readable(text)
        except UnicodeEncodeError:
            self._add(number, f"column {column} has half a character, which no text can hold.", column)
        except ValueError as error:
            self._add(number, f"column {column} {error}.", column)
        return ""

    def _texts(self, number: int, cells: Mapping[str, str], name: str) -> dict[str, str]:
        """The texts of one column group, in the order of the pack's languages."""
        columns = self._spoken[name]
        texts = {one: cells[column] for one, column in columns if cells.get(column)}
        if not texts:
            return texts
        if self._first not in texts:
            if self._first:
                self._add(number, f"{name} has no “{self._first}”, the pack's first language.", columns[0][1])
        elif len(texts) < len(columns):
            for one, column in columns:
                if one not in texts:
                    self._gaps[column] = self._gaps.get(column, 0) + 1
        return texts

    def _key(self, number: int, key: str) -> str:
        if not key:
            self._add(number, "this task has no id.", "id")
            return key
        if len(key) > id_characters_max or not key.isprintable():
            sentence = f"id {quoted(key)} is not one line of at most {id_characters_max} characters."
            self._add(number, sentence, "id", key)
        line = self._seen.before(key, number)
        if line:
            sentence = f"id {quoted(key)} is on {line_word(self._file)} {line} already."
            self._add(number, sentence, "id", key, "an id of its own")
        return key

    def _medium(self, number: int, column: str, written: str) -> str:
        """The file a column names; as written, with a fault, where there is none or the kind shows none."""
        if self._kind and self._header.form and column not in self._shown:
            self._add(number, f"a task of kind {self._header.form.kind} shows no {column}.", column, written)
        name = quoted(written) if " " in written or not written.isprintable() else written
        if "://" in written[:12]:
            self._address(number, column, written)
            return written
        found = self._files.find(written)
        if found is None:
            trouble = "is not there." if self._faults.full else self._files.trouble(written)
            self._add(number, f"{column} {name} {trouble}", column, written, "a file of the pack")
            return written
        kind = medium_of(found)
        wanted = media[column]
        if kind and kind != wanted:
            self._add(number, f"{column} {name} is a {kind}, not a {wanted}.", column, written, wanted)
        return found

    def _address(self, number: int, column: str, written: str) -> None:
        if not self._addresses:
            self._add(number, f"{column} is an address; put the file itself into media/.", column, written)
        elif not written.startswith("https://") or len(written) > address_characters_max or " " in written:
            sentence = f"{column} {quoted(written)} is not an https address of at most {address_characters_max:,} characters."
            self._add(number, sentence, column, written, "https://…")
        elif not _names_host(written):
            sentence = f"{column} {quoted(written)} names no host that there can be."
            self._add(number, sentence, column, written, "https://…")
        elif written not in self.used and len(self.used) >= self._media_files_max:
            sentence = f"there are more than {self._media_files_max:,} files and addresses."
            self._add(number, sentence, column, written)

    def _item(self, number: int, texts: dict[str, str]) -> dict[str, str]:
        """The texts as the kind shows them: it may want parts in them."""
        if self._kind is None:
            return texts
        found = {}
        for language, text in (texts or {self._first: ""}).items():
            shown = self._kind.read_item(self._header.spec, text)
            if isinstance(shown, Fault):
                inside = "" if language == self._first else f"text.{language}: "
                self._add(number, f"{inside}{shown.sentence}", f"text.{language}")
            elif shown:
                found[language] = shown
        return found

    def _gold(self, number: int, written: str) -> Json | None:
        if not written or self._kind is None:
            return None
        answer = self._kind.read_gold(self._header.spec, written)
        if isinstance(answer, Fault):
            self._add(number, answer.sentence, "gold", written)
            return None
        return answer

    def _flags(self, number: int, written: str) -> dict[str, int]:
        flags, trouble = self._hard.flags(written) if self._header.form else ({}, "")
        if trouble:
            self._add(number, trouble, "flags", written, "violence 2, gore 1")
        return flags

    def _practice(self, number: int, written: str) -> bool:
        if written not in _YES and written not in _NO:
            self._add(number, f"practice is 1 or empty, not {quoted(written)}.", "practice", written, "1")
        return written in _YES

    def _judge(self, number: int, row: TaskRow, cells: Cells) -> None:
        """What shows only in the whole row: something to see, what the kind needs, lengths, practice."""
        if self._needed:
            for column in sorted(self._needed - row.media.keys()):
                self._add(number, f"this task has no {column}.", column, "", "a file in media/")
        elif not (row.texts or row.question or row.media or cells.get("text." + self._first)):
            self._add(number, "this task has neither a text nor a picture.")
        self._lengths(number, row)
        overlap = cells.get("overlap", "")
        if overlap and self._overlap and overlap != self._overlap:
            sentence = f"every task of a pack has the same overlap, {self._overlap} here; make a second pack for the others."
            self._add(number, sentence, "overlap", overlap, self._overlap)
        if row.practice:
            self._explains(number, row, cells)
        if self._header.form and (row.flags or row.description):
            judged = self._hard.faults(number, row.flags, row.role, row.texts, row.media, row.description)
            for column, sentence in judged:
                self._add(number, sentence, column)

    def _explains(self, number: int, row: TaskRow, cells: Cells) -> None:
        """A practice task has its answer and says why."""
        if not cells.get("gold"):
            self._add(number, "a practice task needs its answer in column gold.", "gold")
        if not row.explanation:
            self._add(number, "a practice task needs an explanation.", "explanation")
        if self.counts["practice"] == practice_rows_max:
            self._add(number, f"there are more than {practice_rows_max} practice tasks.", "practice")

    def _lengths(self, number: int, row: TaskRow) -> None:
        most, beside = text_utf16_max, ""
        if row.media:
            most = text_with_medium_utf16_max
            beside = " beside a picture" if "picture" in row.media else " beside a sound or a film"
        for texts, name, fit, ending in (
            (row.texts, "text", most, beside),
            (row.question, "question", question_characters_max, ""),
            (row.explanation, "explanation", explanation_characters_max, ""),
        ):
            for text in texts.values():
                if 2 * len(text) > fit and utf16_units(text) > fit:
                    units = utf16_units(text)
                    sentence = f"the {name} has {units:,} characters; {fit:,} fit{ending}."
                    self._add(number, sentence, name, f"{units} characters", f"{fit} at most")


def _names_host(address: str) -> bool:
    """Has an address a host whose name a look-up takes: no part of it empty, over 63 characters, or no text?"""
    try:
        host = urlsplit(address).hostname or ""
        return bool(host.encode("idna").decode("idna"))
    except ValueError:
        return False

"""Gathers what is wrong with a pack: all of it at once, each with its place, the first fifty in full."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.kinds import Fault

faults_shown_max = 50
sentence_characters_max = 300  # fifty faults then still fit a few messages
quoted_characters_max = 40  # of a requester's own words inside a sentence
names_compared_max = 1_000  # comparing a name with all of a large pack's files takes seconds


@dataclass(frozen=True, slots=True)
class Found:
    """One fault: in which file and line (0: of the whole file), which column or field, what stands there, what should.

    `sentence` says it all to a person; the other parts are for programs and may be "".
    """

    file: str
    line: int
    column: str
    found: str
    wanted: str
    sentence: str

    @property
    def where(self) -> str:
        """Its place in words: "tasks.csv line 14", "tasks.xlsx row 3", "pack.toml", or ""."""
        return f"{self.file} {line_word(self.file)} {self.line}" if self.line else self.file


class Faults:
    """The faults found so far, in the order found. True when there are any."""

    def __init__(self) -> None:
        self._shown: list[Found] = []
        self.count = 0

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def full(self) -> bool:
        """No further fault will be shown, so nobody need look for its best wording."""
        return len(self._shown) >= faults_shown_max

    def add(
        self, file: str, sentence: str, *, line: int = 0, column: str = "", found: str = "", wanted: str = ""
    ) -> None:
        """Note a fault in a file. What is said is kept on one line, and cut."""
        self.count += 1
        if not self.full:
            column, found, wanted = (_cut(part, quoted_characters_max) for part in (column, found, wanted))
            said = _cut(sentence, sentence_characters_max)
            self._shown.append(Found(_cut(file, sentence_characters_max), line, column, found, wanted, said))

    def at(self, file: str, line: int) -> Place:
        """A line of a file, for what is wrong there."""
        return Place(self, file, line)

    def extend(self, faults: Iterable[Found]) -> None:
        """Note faults that were found elsewhere."""
        for one in faults:
            self.add(
                one.file,
                one.sentence,
                line=one.line,
                column=one.column,
                found=one.found,
                wanted=one.wanted,
            )

    def listed(self) -> list[Found]:
        """At most `faults_shown_max`, then one more without a place that counts the rest."""
        more = self.count - len(self._shown)
        return [*self._shown, whole("", f"and {more:,} more.")] if more else list(self._shown)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; what is wrong there is noted with it."""

    faults: Faults
    file: str
    line: int

    def add(self, sentence: str) -> None:
        """Note a fault in this line."""
        self.faults.add(self.file, sentence, line=self.line)


def whole(file: str, sentence: str) -> Found:
    """A fault of a whole file, or of no file at all."""
    return Found(file, 0, "", "", "", sentence)


def line_word(file: str) -> str:
    """What the lines of a file are called: a spreadsheet has rows."""
    return "row" if file.endswith(".xlsx") else "line"


def say(fault: Fault | Found) -> str:
    """A fault on one line: "tasks.csv line 14: picture media/014.jpg is not in the pack."."""
    return f"{fault.where}: {fault.sentence}" if fault.where else fault.sentence


def _cut(words: str, characters_max: int) -> str:
    """Words on one line, printable as UTF-8, of so many characters at most."""
    line = " ".join(words[: 4 * characters_max].split()).encode(errors="replace").decode()
    return line if len(line) <= characters_max else line[: characters_max - 1] + "…"


def quoted(words: str) -> str:
    """A requester's own words inside a sentence: on one line, printable, cut."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words[: quoted_characters_max + 1])
    return f"“{shown[: quoted_characters_max - 1]}…”" if len(words) > quoted_characters_max else f"“{shown}”"


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was probably meant: the same but for case, else a similar one, else ""."""
    if len(word) > 2 * quoted_characters_max:
        return ""
    same = next((one for one in known if one.casefold() == word.casefold()), "")
    if same:
        return same
    folded = {one.casefold(): one for one in known[:names_compared_max]}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


def meant(word: str, known: Sequence[str]) -> str:
    """How a sentence about an unknown word ends: "; did you mean “price”?", or "." when nothing is near."""
    found = nearest(word, known)
    return f"; did you mean “{found}”?" if found else "."

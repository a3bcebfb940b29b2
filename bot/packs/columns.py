"""The columns that a pack's table may have, by the names people write and by their full names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.packs.faults import Faults, meant, quoted

columns_max = 256  # results of other platforms have some 40 and come back as source.…
column_characters_max = 100
names_kept_max = 1_000  # of what a table's rows call their columns

spoken = ("text", "question", "explanation", "description")
"""Columns that may come once per language: text, text.ar."""
media = {"picture": "picture", "picture_b": "picture", "audio": "sound", "video": "film"}
"""Columns of files → what the file must be, as `files.medium_of` says it."""
single = ("id", *media, "gold", "practice", "overlap", "flags")
source = "source."  # columns of a foreign file: kept as they are, given back in results, never shown


class Columns:
    """Which columns a pack of these languages may have. Without languages (pack.toml can't be read) any will do."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._first = languages[0] if languages else ""
        self.languages = tuple(languages)
        self._named: dict[str, str] = {}
        self.possible = (*single, *spoken, *(f"{name}.{one}" for name in spoken for one in languages))

    def full(self, written: str) -> str:
        """The full name of a column ("text" is "text.en" where en comes first); "" for one that a pack has not."""
        found = self._named.get(written)
        if found is None:
            found = self._full(written)
            if len(self._named) < names_kept_max:
                self._named[written] = found
        return found

    def unknown(self, written: str) -> str:
        """The sentence about a column that `full` does not know."""
        if written.startswith(source):
            return f"column {quoted(written)} is not one line of at most {column_characters_max} characters."
        return f"column {quoted(written)} is not one of a pack{meant(written, self.possible)}"

    def heading(self, file: str, line: int, names: Sequence[str], faults: Faults) -> tuple[str, ...]:
        """The full names of a table's first line; () when the rows can't be read by them."""
        if len(names) > columns_max:
            faults.add(file, f"there are more than {columns_max} columns.", line=line)
            return ()
        full = tuple(self.full(name) for name in names)
        for name, column in zip(names, full, strict=True):
            if not column:
                faults.add(file, self.unknown(name), line=line, column=name)
            elif full.count(column) > 1:
                faults.add(file, f"column {quoted(name)} is there twice.", line=line, column=name)
        if "id" not in full:
            faults.add(
                file, "there is no column “id”. The first line names the columns.", line=line, wanted="id"
            )
            return ()
        return full

    def _full(self, written: str) -> str:
        if written in spoken:
            return f"{written}.{self._first}"
        if written.startswith(source):
            inner = written[len(source) :]
            return written if 0 < len(inner) <= column_characters_max and inner.isprintable() else ""
        if written in single:
            return written
        name, _, language = written.partition(".")
        known = language in self.languages if self.languages else bool(language)
        return written if name in spoken and known else ""

"""Finds the line of pack.toml on which a field stands, so that a fault can name it.

TOML's reader forgets lines. This reads the text once more, roughly: table headers, keys at the start of a
line, and the elements of an array written one to a line. It is only used for the number in a sentence; where
it finds nothing, the sentence names the nearest field above, or only the file.
"""

from __future__ import annotations

from collections.abc import Sequence

Path = tuple[str, ...]

names_max = 16  # of one key; the rest of a longer one is not looked at

_LONG_QUOTES = ('"""', "'''")


class Lines:
    """The lines (from 1) of the fields of one TOML text."""

    def __init__(self, toml: str) -> None:
        self._found: dict[Path, int] = {}
        self._table: Path = ()
        self._array: Path = ()  # the array that is open over several lines
        self._elements: dict[Path, int] = {}
        self._quote = ""  # the long quote that is open
        for number, line in enumerate(toml.split("\n"), 1):
            self._read(number, line.strip())

    def of(self, path: Sequence[str | int]) -> int | None:
        """The line of a field, or of the nearest field around it; None when nothing around it was found."""
        names = tuple(str(name) for name in path)
        for length in range(len(names), 0, -1):
            if names[:length] in self._found:
                return self._found[names[:length]]
        return None

    def _read(self, number: int, line: str) -> None:
        if self._quote:
            if self._quote in line:
                self._quote = ""
        elif self._array:
            self._read_element(number, line)
        elif line.startswith("["):
            self._read_header(number, line)
        elif "=" in line and not line.startswith("#"):
            self._read_key(number, line)

    def _read_header(self, number: int, line: str) -> None:
        names = _names(line.lstrip("[").partition("]")[0])
        self._table = (*names, self._next(names)) if line.startswith("[[") else names
        self._found.setdefault(names, number)
        self._found.setdefault(self._table, number)

    def _read_key(self, number: int, line: str) -> None:
        key, _, value = line.partition("=")
        path = (*self._table, *_names(key))
        for length in range(len(self._table) + 1, len(path) + 1):
            self._found.setdefault(path[:length], number)
        value = value.strip()
        self._quote = next((quote for quote in _LONG_QUOTES if value.startswith(quote)), "")
        if self._quote and value.count(self._quote) > 1:
            self._quote = ""
        if value.startswith("[") and not value.endswith("]"):
            self._array = path
            self._read_element(number, value[1:].strip())

    def _read_element(self, number: int, line: str) -> None:
        if line and line[0] not in "]#":
            self._found.setdefault((*self._array, self._next(self._array)), number)
        if line.endswith("]"):
            self._array = ()

    def _next(self, path: Path) -> str:
        """The next index of an array, as a name of a path."""
        self._elements[path] = self._elements.get(path, -1) + 1
        return str(self._elements[path])


def _names(key: str) -> Path:
    """The names of a dotted key; quotes are taken off."""
    return tuple(name.strip().strip("\"'") for name in key.split(".", names_max)[:names_max])

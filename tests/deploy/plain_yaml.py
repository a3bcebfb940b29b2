"""Reads the YAML that our own files are written in: maps, lists, scalars, block text. What is anything else is refused.

So the files stay as plain as they are, and no library is needed to look at them.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Lines: TypeAlias = list[tuple[int, str]]

_KEY = re.compile(r'(?P<key>[\w./-]+|"[^"]+"):(?: (?P<value>.+))?')
_REFUSED = ("&", "*", "!", "{", "[", ">", "%", "@", "`")


class NotPlain(ValueError):
    """A line that is not written plainly."""


def documents(text: str) -> list[Any]:
    """All documents of a file."""
    return [read(part) for part in re.split(r"^---$", text, flags=re.MULTILINE)]


def read(text: str) -> Any:
    """One document."""
    lines = [
        (len(line) - len(line.lstrip()), line.rstrip())
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    value, rest = _block(lines, lines[0][0])
    if rest:
        raise NotPlain(rest[0][1])
    return value


def _block(lines: Lines, indent: int) -> tuple[Any, Lines]:
    if lines[0][1].lstrip().startswith("- "):
        return _list(lines, indent)
    if not _KEY.fullmatch(lines[0][1].strip()):
        return _scalar(lines[0][1].strip()), lines[1:]
    return _map(lines, indent)


def _list(lines: Lines, indent: int) -> tuple[list[Any], Lines]:
    found = []
    while lines and lines[0][0] == indent and lines[0][1].lstrip().startswith("- "):
        inner = lines[0][1].lstrip()[2:]
        lines = [(indent + 2, " " * (indent + 2) + inner), *lines[1:]]
        value, lines = _block(lines, indent + 2)
        found.append(value)
    return found, lines


def _map(lines: Lines, indent: int) -> tuple[dict[str, Any], Lines]:
    found: dict[str, Any] = {}
    while lines and lines[0][0] == indent and not lines[0][1].lstrip().startswith("- "):
        match = _KEY.fullmatch(lines[0][1].strip())
        if match is None:
            raise NotPlain(lines[0][1])
        key, value, lines = match["key"].strip('"'), match["value"], lines[1:]
        if key in found:
            raise NotPlain(f"{key} is there twice")
        if value == "|":
            found[key], lines = _text(lines, indent)
        elif value is not None:
            found[key] = _scalar(value)
        elif lines and lines[0][0] > indent:
            found[key], lines = _block(lines, lines[0][0])
        else:
            found[key] = None
    if lines and lines[0][0] > indent:
        raise NotPlain(lines[0][1])
    return found, lines


def _text(lines: Lines, indent: int) -> tuple[str, Lines]:
    taken = list(_deeper(lines, indent))
    left = taken[0][0]
    return "".join(line[left:] + "\n" for _, line in taken), lines[len(taken) :]


def _deeper(lines: Lines, indent: int) -> Iterator[tuple[int, str]]:
    for line in lines:
        if line[0] <= indent:
            return
        yield line


def _scalar(written: str) -> Any:
    if written.startswith('"') and written.endswith('"') and "\\" not in written:
        return written[1:-1]
    if written.startswith(_REFUSED) or " #" in written or ": " in written:
        raise NotPlain(written)
    if written in ("true", "false"):
        return written == "true"
    return int(written, 8 if re.fullmatch(r"0\d+", written) else 10) if written.isdigit() else written

"""What a backup holds: lines of JSON, of which those that begin with { say what follows, and those with [ are rows.

    {"ujima": 1, "at": ms, "program": "0.1", "engine": "sqlite", "migrations": [[1, "house", hash], …]}
    {"table": "people", "columns": ["id", …]}
    [1, …]
    {"media": hash, "bytes": 1234}            followed by so many bytes
    {"keys": {"UJIMA_KEYS": "…"}}
    {"end": {…}}                              the manifest: what all of it comes to

All of it is packed (gzip) and sealed (`sealed`). Rows come first: whatever they name was in the store before them, so
what the store has afterwards is enough. What was swept or forgotten in between is named as missing.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from bot.backup import troubles
from bot.backup.sealed import Opening, Sealing
from bot.storage.migrate import Applied
from bot.storage.picture import Line, Picture, Tally, as_line
from bot.storage.transaction import Engine

form: Final = 1
pack_level: Final = 1  # of gzip: pictures are packed already, and tables come to a quarter at the first level
buffer_bytes: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """Of when it is (UTC epoch ms), by which program and of which database."""

    at: int
    program: str
    engine: Engine
    applied: tuple[Applied, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that begins here; its lines must be read to their end before the next part."""

    name: str
    columns: tuple[str, ...]
    lines: Iterator[bytes]

    def rows(self) -> Iterator[Line]:
        """The rows in its lines."""
        return map(json.loads, self.lines)


@dataclass(frozen=True, slots=True)
class Medium:
    """What the store keeps under a hash."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the installation by the setting's name."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup comes to: each table's count and sum of rows, pictures and their bytes, the book's last seal (ms, hash)."""

    tables: dict[str, tuple[int, str]]
    media: int
    media_bytes: int
    missing: int
    seal: tuple[int, str]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(count for count, _ in self.tables.values())


Out: TypeAlias = "io.BufferedWriter[gzip.GzipFile]"
Part: TypeAlias = Head | Rows | Medium | Keys | Manifest


def write(
    file: BinaryIO,
    key: bytes,
    picture: Picture,
    *,
    at: int,
    program: str,
    media: Iterable[Path],
    keys: Mapping[str, str],
) -> Manifest:
    """Writes all of it into a file. Raises OSError."""
    sealing = Sealing(file, key)
    with gzip.GzipFile("", "wb", pack_level, sealing, mtime=0) as packed:
        out: Out = io.BufferedWriter(packed, buffer_bytes)
        applied = [[one.number, one.name, one.hash] for one in picture.applied]
        out.write(
            as_told(
                {"ujima": form, "at": at, "program": program, "engine": picture.engine, "migrations": applied}
            )
        )
        tables = {table.name: _table(out, picture, table) for table in picture.tables}
        count, size, missing = _media(out, media)
        out.write(as_told({"keys": dict(keys)}))
        manifest = Manifest(tables, count, size, missing, picture.seal())
        out.write(as_told({"end": asdict(manifest)}))
        out.flush()
        out.detach()
    sealing.finish()
    return manifest


def _table(out: Out, picture: Picture, table: Any) -> tuple[int, str]:
    out.write(as_told({"table": table.name, "columns": table.columns}))
    tally = Tally()
    for row in picture.rows(table):
        line = as_line(row)
        tally.add(line)
        out.write(line)
    return tally.told()


def _media(out: Out, media: Iterable[Path]) -> tuple[int, int, int]:
    count = size = missing = 0
    for path in media:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            missing += 1
            continue
        out.write(as_told({"media": path.name, "bytes": len(content)}))
        out.write(content)
        count, size = count + 1, size + len(content)
    return count, size, missing


def as_told(said: Mapping[str, object]) -> bytes:
    """A line that says what follows."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(file: BinaryIO, path: Path, key: bytes) -> Iterator[Part]:
    """The parts of a backup in order, the last one its manifest, held against what was read. Raises BackupTrouble."""
    opening = io.BufferedReader(Opening(file, path, key), buffer_bytes)
    source = io.BufferedReader(gzip.GzipFile(fileobj=opening), buffer_bytes)
    try:
        yield from _Reading(source, path).parts()
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, LookupError, TypeError, OverflowError):
        raise troubles.not_as_told(path, "its form") from None


class _Reading:
    """Where in a backup we are, and what it has come to so far."""

    def __init__(self, source: Any, path: Path) -> None:
        self._source, self._path = source, path
        self._line: bytes = source.readline()
        self._tables: dict[str, tuple[int, str]] = {}
        self._media, self._media_bytes = 0, 0

    def parts(self) -> Iterator[Part]:
        """Everything in order."""
        while self._line:
            said = json.loads(self._line)
            if "table" in said:
                yield Rows(said["table"], tuple(said["columns"]), self._rows(said["table"]))
            elif "media" in said:
                yield self._medium(said)
            else:
                self._line = self._source.readline()
                yield self._said(said)

    def _said(self, said: dict[str, Any]) -> Head | Keys | Manifest:
        if "ujima" in said:
            if said["ujima"] != form:
                raise troubles.not_as_told(self._path, "its form")
            applied = tuple(Applied(*one) for one in said["migrations"])
            return Head(said["at"], said["program"], said["engine"], applied)
        if "keys" in said:
            return Keys(said["keys"])
        return self._manifest(said["end"])

    def _rows(self, name: str) -> Iterator[bytes]:
        tally = Tally()
        while (line := self._source.readline()).startswith(b"["):
            tally.add(line)
            yield line
        self._line, self._tables[name] = line, tally.told()

    def _medium(self, said: dict[str, Any]) -> Medium:
        content = self._source.read(said["bytes"])
        self._media, self._media_bytes = self._media + 1, self._media_bytes + len(content)
        self._line = self._source.readline()
        return Medium(said["media"], content)

    def _manifest(self, end: dict[str, Any]) -> Manifest:
        tables = {name: (count, total) for name, (count, total) in end["tables"].items()}
        told = Manifest(tables, end["media"], end["media_bytes"], end["missing"], tuple(end["seal"]))
        if told.tables != self._tables:
            raise troubles.not_as_told(self._path, _first_other(told.tables, self._tables))
        if (told.media, told.media_bytes) != (self._media, self._media_bytes) or self._line:
            raise troubles.not_as_told(self._path, "the number of pictures")
        return told


def _first_other(told: Mapping[str, tuple[int, str]], found: Mapping[str, tuple[int, str]]) -> str:
    names: Sequence[str] = sorted({*told, *found})
    return "the table " + next(name for name in names if told.get(name) != found.get(name))


def prove(path: Path, key: bytes) -> tuple[Head, Manifest]:
    """Reads a whole backup and holds it against its manifest. Raises BackupTrouble, OSError."""
    head = manifest = None
    with path.open("rb") as file:
        for part in read(file, path, key):
            if isinstance(part, Rows):
                deque(part.lines, 0)  # read to their end: the tally is theirs
            elif isinstance(part, Head):
                head = part
            elif isinstance(part, Manifest):
                manifest = part
    if head is None or manifest is None:
        raise troubles.not_as_told(path, "its end")
    return head, manifest

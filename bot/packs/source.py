"""Where a pack's files lie: in its folder, or in a zip that is unpacked under names of our own.

Nothing here runs or follows what a pack brings. A folder may still be changed between this reading and its
use, so whoever opens its media does so by `files.opened_inside`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.packs import archive
from bot.packs.archive import Allowed, Archive, ArchiveRefused, Entry
from bot.packs.bounds import Bounds, media_file_bytes_max
from bot.packs.faults import Faults, quoted
from bot.packs.files import Files, is_inside, leads_inside

toml_bytes_max = 64_000
tables = ("tasks.csv", "tasks.tsv", "tasks.jsonl", "tasks.xlsx")
_media = "media/"
# How archives begin: gzip, 7z, RAR, bzip2, xz, zip.
_nested = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"PK\x03\x04")


@dataclass(frozen=True, slots=True)
class Source:
    """A pack's files. `toml` and `table` are None where they can't be read, which is a fault noted already."""

    toml: bytes | None
    table: Path | None
    table_name: str  # "tasks.csv"
    files: Files
    root: Path  # the folder that all of them lie in

    def digest(self, used: Iterable[str]) -> str:
        """SHA-256 of pack.toml, the table, and the media used, names and contents: the same for the same upload."""
        found = hashlib.sha256(self.toml or b"")
        if self.table is not None:
            found.update(_hashed(self.table))
        for name in sorted(used):
            found.update(name.encode() + b"\0" + _hashed(self.files.path(name)))
        return found.hexdigest()


def _hashed(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def of_folder(folder: Path, bounds: Bounds, faults: Faults) -> Source:
    """The files of a pack's folder."""
    toml = None
    path = _own(folder, "pack.toml", toml_bytes_max, faults)
    if path is not None:
        toml = path.read_bytes()
    name = _one_table([one.name for one in folder.iterdir()] if folder.is_dir() else [], faults)
    table = _own(folder, name, bounds.table_bytes_max, faults) if name else None
    files = Files(bounds)
    files.look(folder, faults)
    return Source(toml, table, name or tables[0], files, folder)


def of_archive(path: Path, into: Path, bounds: Bounds, faults: Faults) -> Source:
    """The files of a zip, unpacked into an empty folder of ours under numbers; with a fault where that can't be."""
    entry_bytes_max = max(media_file_bytes_max, bounds.table_bytes_max)
    allowed = Allowed(
        bounds.archive_bytes_max, bounds.archive_entries_max, entry_bytes_max, bounds.media_bytes_max
    )
    try:
        with archive.opened(path, allowed) as opened:
            return _unpacked(opened, into, bounds, faults)
    except ArchiveRefused as why:
        faults.add(quoted(why.name) if why.name else path.name, why.sentence)
        return Source(None, None, tables[0], Files(bounds), into)


def _own(folder: Path, name: str, bytes_max: int, faults: Faults) -> Path | None:
    """A file of the folder's own; None with a fault when it is not there, a link elsewhere, or too large."""
    path = folder / name
    if not path.is_file():
        others = [one.name for one in folder.iterdir()] if folder.is_dir() else []
        _missing(name, others, faults)
        return None
    if not leads_inside(path, folder.resolve()):
        faults.add(name, "this is a link that leaves the pack.")
        return None
    if path.stat().st_size > bytes_max:
        _too_large(name, bytes_max, faults)
        return None
    return path


def _missing(name: str, others: list[str], faults: Faults) -> None:
    same = next((one for one in sorted(others) if one.casefold() == name and one != name), "")
    faults.add(name, f"this file is missing (there is {same})." if same else "this file is missing.")


def _too_large(name: str, bytes_max: int, faults: Faults) -> None:
    faults.add(name, f"this file is larger than {bytes_max:,} bytes.", wanted=f"{bytes_max} bytes")


def _one_table(names: list[str], faults: Faults) -> str:
    """The one table of a pack; "" with a fault when there are several, tasks.csv when there is none."""
    there = [one for one in tables if one in names]
    if len(there) > 1:
        faults.add(there[0], f"a pack has one table, but there are {' and '.join(there)}.")
        return ""
    return there[0] if there else tables[0]


def _unpacked(opened: Archive, into: Path, bounds: Bounds, faults: Faults) -> Source:
    """Everything a pack needs of a zip, each file under its number."""
    top = _top(opened.entries)
    inside = {entry.name.removeprefix(top): entry for entry in opened.entries}
    toml = None
    if "pack.toml" not in inside:
        _missing("pack.toml", list(inside), faults)
    elif inside["pack.toml"].size_bytes > toml_bytes_max:
        _too_large("pack.toml", toml_bytes_max, faults)
    else:
        toml = b"".join(opened.chunks(inside["pack.toml"]))
    files, table, name = Files(bounds), None, _one_table(list(inside), faults)
    for number, (inner, entry) in enumerate(inside.items()):
        if inner == name:
            if entry.size_bytes > bounds.table_bytes_max:
                _too_large(name, bounds.table_bytes_max, faults)
                continue
            table = _written(opened, entry, into / f"{number}", spreadsheet=name.endswith(".xlsx"))
        elif inner.startswith(_media):
            if entry.size_bytes > media_file_bytes_max:
                raise ArchiveRefused(
                    f"this file is {entry.size_bytes / 1e6:.1f} MB; {media_file_bytes_max // 1_000_000} MB is the most.",
                    inner,
                )
            if not is_inside(inner):
                raise ArchiveRefused("this name has characters that can't be used, or is too long.", inner)
            files.add(inner, _written(opened, entry, into / f"{number}"), entry.size_bytes)
    if name and name not in inside:
        _missing(name, list(inside), faults)
    return Source(toml, table, name or tables[0], files, into)


def _top(entries: tuple[Entry, ...]) -> str:
    """The one folder that everything in a zip lies in, "pack/"; "" when pack.toml lies at the top."""
    if any(entry.name == "pack.toml" for entry in entries):
        return ""
    tops = {entry.name.partition("/")[0] for entry in entries if "/" in entry.name}
    alone = all("/" in entry.name for entry in entries) and len(tops) == 1
    return f"{tops.pop()}/" if alone else ""


def _written(opened: Archive, entry: Entry, to: Path, spreadsheet: bool = False) -> Path:
    """Unpack one file to a new path of ours."""
    with to.open("xb") as file:
        for number, chunk in enumerate(opened.chunks(entry)):
            if number == 0 and not spreadsheet and chunk.startswith(_nested):
                raise ArchiveRefused("this is an archive inside the zip, whatever it is called.", entry.name)
            file.write(chunk)
    return to

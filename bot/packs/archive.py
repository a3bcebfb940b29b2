"""Opens a zip that a stranger made: looked at whole before anything is unpacked, counted while it is.

Python's zipfile alone is not enough: before 3.11.8 it unpacks a file of 11 kB whose 200 entries lie over one
another into 200 MB (CVE-2024-0450), and it strips ".." silently, so that two names may meet. Here every entry's
own header is read, entries may not overlap, names are refused and never mended, and nothing is stored under a
name that was given: who asks gets a stream of at most the declared bytes.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.packs.bounds import packed_bytes_free, packed_ratio_max
from bot.packs.faults import quoted
from bot.packs.files import path_characters_max

chunk_bytes = 64_000
directory_bytes_per_entry_max = 1_000  # a name of 200 characters and what tools add

_LOCAL = struct.Struct("<4s5H3I2H")  # APPNOTE 6.3.10, 4.3.7: a local file header
_END = struct.Struct("<4s4H2IH")  # 4.3.16: end of central directory
_LOCATOR_BYTES = 20  # 4.3.15: what says that a zip64 directory follows
_ENCRYPTED, _UTF_8 = 0x2041, 0x800  # 4.4.4: bits 0, 6 and 13 of the flags, and bit 11
_NESTED = (".zip", ".jar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst")
_IGNORED = re.compile(r"(^|/)(__MACOSX(/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_DRIVE = re.compile(r"[A-Za-z]:")
# What zipfile raises for a zip that is not in order: wrong marks or sums; bits that will not unpack; data that ends too
# early; a version or a patch (flag bit 5) it does not know; names that say they are UTF-8 and are not.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)


class ArchiveRefused(Exception):
    """Why a zip is not read: the entry, "" for the whole, and a sentence."""

    def __init__(self, sentence: str, name: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.name = sentence, name


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one zip may hold. `ratio_max`: bytes unpacked for each that lies there, above 1 MB."""

    bytes_max: int
    entries_max: int
    entry_bytes_max: int
    total_bytes_max: int
    ratio_max: int = packed_ratio_max


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip: its name, NFC and safe, and the bytes it says it has."""

    name: str
    size_bytes: int
    info: zipfile.ZipInfo


class Archive:
    """A zip that was looked at: its files, and their content."""

    def __init__(self, opened: zipfile.ZipFile, entries: tuple[Entry, ...]) -> None:
        self._opened = opened
        self.entries = entries

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """An entry's content, never more than it said it has. ArchiveRefused where it is not what was said."""
        count = 0
        try:
            with self._opened.open(entry.info) as file:
                while chunk := file.read(chunk_bytes):
                    count += len(chunk)
                    if count > entry.size_bytes:
                        raise ArchiveRefused("this unpacks to more than it says.", entry.name)
                    yield chunk
        except _DAMAGED:
            raise ArchiveRefused("this is damaged, or does not unpack to what it says.", entry.name) from None
        if count != entry.size_bytes:
            raise ArchiveRefused("this unpacks to less than it says.", entry.name)


@contextmanager
def opened(source: Path | BinaryIO, allowed: Allowed) -> Iterator[Archive]:
    """A zip whose every entry may be unpacked. ArchiveRefused says why not; OSError when the disk fails."""
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as file:
        directory = _ended(file, file.seek(0, os.SEEK_END), allowed)
        try:
            found = zipfile.ZipFile(file)
        except _DAMAGED:
            raise ArchiveRefused("this zip is damaged: its list of files can't be read.") from None
        with found:
            entries = tuple(
                _entry(info, allowed) for info in found.infolist() if not _IGNORED.search(_name(info))
            )
            if len(found.infolist()) > allowed.entries_max:
                raise ArchiveRefused(f"this zip has more than {allowed.entries_max:,} entries.")
            if sum(entry.size_bytes for entry in entries) > allowed.total_bytes_max:
                most = allowed.total_bytes_max // 1_000_000
                raise ArchiveRefused(f"this zip unpacks to more than {most:,} MB.")
            _distinct(entries)
            _apart(file, found.infolist(), directory)
            yield Archive(found, tuple(entry for entry in entries if not entry.name.endswith("/")))


def _ended(file: BinaryIO, size: int, allowed: Allowed) -> int:
    """Where the list of files begins; refused when the file is no plain zip from its first to its last byte."""
    if size > allowed.bytes_max:
        raise ArchiveRefused(f"this zip is larger than {allowed.bytes_max // 1_000_000:,} MB.")
    file.seek(max(0, size - _END.size - 65_535 - _LOCATOR_BYTES))
    tail = file.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < _END.size:
        raise ArchiveRefused("this is not a zip, or it is cut short.")
    _, disk, other_disk, here, entries, length, begins, comment = _END.unpack_from(tail, place)
    if place >= _LOCATOR_BYTES and tail[place - _LOCATOR_BYTES :].startswith(b"PK\6\7"):
        raise ArchiveRefused("this zip is of the larger form (zip64); unpack it and bring the folder.")
    if place + _END.size + comment != len(tail):
        raise ArchiveRefused("this zip is cut short, or something is behind it.")
    if disk or other_disk or here != entries:
        raise ArchiveRefused("this zip is one part of several; bring it in one.")
    if entries > allowed.entries_max or length > allowed.entries_max * directory_bytes_per_entry_max:
        raise ArchiveRefused(f"this zip has more than {allowed.entries_max:,} entries.")
    if begins + length + (len(tail) - place) != size:
        raise ArchiveRefused("this zip has something before or between its files.")
    return int(begins)


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name as it was meant: some tools write UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF_8 and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except ValueError:
            return name
    return name


def _entry(info: zipfile.ZipInfo, allowed: Allowed) -> Entry:
    """An entry that may be unpacked by itself."""
    name = _name(info)
    trouble = _trouble(name, info, allowed)
    if trouble:
        raise ArchiveRefused(trouble, name)
    return Entry(unicodedata.normalize("NFC", name), info.file_size, info)


def _trouble(name: str, info: zipfile.ZipInfo, allowed: Allowed) -> str:
    """Why an entry may not be unpacked; "" when it may."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\\" in name:
        return "this name has a backslash; folders are separated by / in a zip."
    if name.startswith("/") or _DRIVE.match(name):
        return "this name leads out of the zip; names begin inside it."
    if ".." in name.split("/"):
        return "this name leads out of the zip with “..”."
    if not name.isprintable() or len(name) > path_characters_max or "//" in name or not name:
        return "this name has characters that can't be used, or is too long."
    if kind == stat.S_IFLNK:
        return "this is a link; put the file itself into the zip."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "this is not a plain file."
    if info.flag_bits & _ENCRYPTED:
        return "this is locked with a password; make the zip without one."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "this is packed in a way that is not read here; use the usual one (deflate)."
    if name.casefold().endswith(_NESTED):
        return "this is an archive inside the zip; put its files there themselves."
    if info.file_size > allowed.entry_bytes_max:
        return f"this file is {info.file_size / 1e6:.1f} MB; {allowed.entry_bytes_max // 1_000_000:,} MB is the most."
    if info.file_size > packed_bytes_free and info.file_size > allowed.ratio_max * info.compress_size:
        return f"this unpacks to more than {allowed.ratio_max} times its size, as bombs do."
    return ""


def _distinct(entries: tuple[Entry, ...]) -> None:
    """No two names may be one on a disk that does not tell large from small letters."""
    seen: dict[str, str] = {}
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.name.rstrip("/").casefold())
        if folded in seen:
            same = (
                "is there twice"
                if seen[folded] == entry.name
                else f"differs from {quoted(seen[folded])} in case only"
            )
            raise ArchiveRefused(f"this name {same}.", entry.name)
        seen[folded] = entry.name


def _apart(file: BinaryIO, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Every entry has a header of its own that says the same as the list, and room that no other entry uses."""
    ends = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < ends:
            raise ArchiveRefused("this lies over another file of the zip, as bombs do.", _name(info))
        if info.header_offset > directory:  # zip64 lets an entry say places that no file has
            raise ArchiveRefused("this is damaged: it is not where the zip says.", _name(info))
        file.seek(info.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
            raise ArchiveRefused("this is damaged: it is not where the zip says.", _name(info))
        _, _, flags, method, _, _, _, _, _, name, extra = _LOCAL.unpack(header)
        if method != info.compress_type or (flags ^ info.flag_bits) & _ENCRYPTED:
            raise ArchiveRefused("this says two different things about how it is packed.", _name(info))
        ends = info.header_offset + _LOCAL.size + name + extra + info.compress_size
    if ends > directory:
        raise ArchiveRefused("the last file of this zip lies over its list of files.")

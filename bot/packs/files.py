"""The media of a pack: safe names only, nothing that leads out of it, and what was probably meant."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from bot.packs.bounds import Bounds, media_file_bytes_max, upload
from bot.packs.faults import Faults, nearest, quoted

path_characters_max = 200
suffixes = {
    "picture": (".jpg", ".jpeg", ".png", ".webp"),
    "sound": (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav", ".flac"),
    "film": (".mp4", ".m4v", ".mov", ".webm", ".mkv"),
}
_every_suffix = tuple(one for several in suffixes.values() for one in several)

_MEDIA = "media/"

_changed = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)  # gone, no folder, a link, nobody's socket


class NotAFile(Exception):
    """Where a file was there is none now, or a link elsewhere."""


class Files:
    """The names of a pack's media, "media/014.jpg", where each lies, and those that may not be used."""

    def __init__(self, bounds: Bounds = upload) -> None:
        self._bounds = bounds
        self._names: dict[str, str] = {}  # NFC name → name as it is written there
        self._paths: dict[str, Path] = {}  # name → where the file lies
        self._folded: dict[str, str] = {}
        self._refused: set[str] = set()
        self._bytes = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The usable files, sorted."""
        return tuple(sorted(self._paths))

    def path(self, name: str) -> Path:
        """Where a usable file lies."""
        return self._paths[name]

    def find(self, written: str) -> str | None:
        """The file that a pack names, as it is called there; None when there is none or it may not be used."""
        return self._names.get(written if written.isascii() else unicodedata.normalize("NFC", written))

    def trouble(self, written: str) -> str:
        """Why `find` gave None, as the end of a sentence that begins with the name. "" when it did not."""
        name = unicodedata.normalize("NFC", written)
        if name in self._names:
            return ""
        if not is_inside(name):
            return "is not a plain path inside media/, such as media/014.jpg."
        if name in self._refused:
            return "can't be used, see above."
        near = self._folded.get(name.casefold()) or self._folded.get(f"{_MEDIA}{name}".casefold())
        near = near or self._other_suffix(name) or nearest(name, self._same_numbers(name))
        return f"is not in the pack (there is {near})." if near else "is not in the pack."

    def add(self, name: str, path: Path, size: int) -> None:
        """A file that is known to be safe: of a zip that was unpacked."""
        normal = unicodedata.normalize("NFC", name)
        self._bytes += size
        self._names[normal] = name
        self._paths[name] = path
        self._folded.setdefault(normal.casefold(), name)

    def look(self, folder: Path, faults: Faults) -> None:
        """Walk the media folder of a pack's folder; links to folders are not followed."""
        media, root = folder / "media", folder.resolve()
        if not media.is_dir():
            return
        if not media.resolve().is_relative_to(root):
            faults.add("media", "this is a link that leaves the pack.")
            return
        for place, folders, files in os.walk(media):
            folders.sort()
            for file in sorted(files):
                if len(self._names) + len(self._refused) >= self._bounds.media_files_max:
                    faults.add("media", f"there are more than {self._bounds.media_files_max:,} files.")
                    return
                self._take(Path(place) / file, folder, root, faults)
        if self._bytes > self._bounds.media_bytes_max:
            most = self._bounds.media_bytes_max // 1_000_000
            faults.add("media", f"all files together are more than {most:,} MB.")

    def _take(self, path: Path, folder: Path, root: Path, faults: Faults) -> None:
        name = path.relative_to(folder).as_posix()
        normal = unicodedata.normalize("NFC", name)
        reason = _reason_against(path, name, root)
        if not reason and normal in self._names:
            reason = "has the same name as another file."
        if reason:
            self._refused.add(normal)
            faults.add(quoted(name), reason)
            return
        self.add(name, path, path.stat().st_size)

    def _same_numbers(self, name: str) -> tuple[str, ...]:
        """The files whose numbers are the same: 14.jpg may be meant by 014.jpg, 15.jpg is another picture."""
        numbers = _numbers(name)
        return tuple(one for one in self._names if _numbers(one) == numbers)

    def _other_suffix(self, name: str) -> str:
        stem = str(PurePosixPath(name).with_suffix("")).casefold()
        return next((self._folded[stem + one] for one in _every_suffix if stem + one in self._folded), "")


def _reason_against(path: Path, name: str, root: Path) -> str:
    """Why a file that is there may not be used; "" when it may."""
    if not is_inside(name):
        return "this name has characters that can't be used, or is too long."
    if not leads_inside(path, root):
        return "this is a link that leaves the pack, or leads nowhere."
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        return "this is not a file."
    if not found.st_size and medium_of(name):
        return "this file is empty."
    if found.st_size > media_file_bytes_max:
        return (
            f"this file is {found.st_size / 1e6:.1f} MB; {media_file_bytes_max // 1_000_000} MB is the most."
        )
    return ""


def medium_of(name: str) -> str:
    """What a file is by its ending: "picture", "sound", "film", or "" for any other."""
    suffix = PurePosixPath(name).suffix.casefold()
    return next((medium for medium, known in suffixes.items() if suffix in known), "")


def _numbers(name: str) -> list[str]:
    return [digits.lstrip("0") for digits in re.findall("[0-9]+", name)]


def is_inside(name: str) -> bool:
    """Is this a plain relative path inside media/: printable, no "..", no backslash, not absolute, not long?"""
    return (
        name.startswith(_MEDIA)
        and len(name) <= path_characters_max
        and name.isprintable()
        and "\\" not in name
        and all(part not in ("", ".", "..") for part in name.split("/"))
    )


def leads_inside(path: Path, root: Path) -> bool:
    """Does a path, after all links, exist inside `root` (itself resolved)?"""
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def opened_inside(path: Path, root: Path) -> BinaryIO:
    """A regular file inside `root` (itself resolved), open, whatever is done to the folder meanwhile.

    Where its links lead is looked up once; from `root` down no link is followed after that, and nothing that is no file
    is waited for. Raises NotAFile, and OSError for a disk that fails.
    """
    try:
        parts = path.resolve(strict=True).relative_to(root).parts
        place = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    except (OSError, ValueError) as why:
        raise NotAFile(str(path)) from why
    try:
        for number, part in enumerate(parts, 1):
            ending = os.O_DIRECTORY if number < len(parts) else os.O_NONBLOCK
            inner = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | ending, dir_fd=place)
            os.close(place)
            place = inner
        if not stat.S_ISREG(os.fstat(place).st_mode):
            raise NotAFile(str(path))
        return os.fdopen(place, "rb")
    except OSError as why:
        os.close(place)
        if why.errno in _changed:
            raise NotAFile(str(path)) from why
        raise
    except NotAFile:
        os.close(place)
        raise

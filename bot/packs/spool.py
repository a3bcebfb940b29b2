"""Reads a pack once, completely, into a folder of our own: checked, in order, ready to be brought in by steps.

    form.json     the form
    rows.jsonl    one row a line: {"number", "key", "role", "item", "media", "answer", "flags"}
    media.json    the media used, sorted by name: each with its uses and where it lies
    report.json   what was found
    files/        the media of a zip, under numbers
    fetched/      the media that are addresses, once they were fetched

Whatever is brought in later comes from here, so a folder that changes meanwhile changes nothing but media,
which lie where they were: `content` opens them only where they still lead inside. Memory stays flat.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Unpack

from bot.packs import source as sources
from bot.packs import words
from bot.packs.bounds import Bounds, media_file_bytes_max
from bot.packs.faults import Faults
from bot.packs.files import NotAFile, leads_inside, opened_inside
from bot.packs.form import PackForm
from bot.packs.reading import Asked, Reading, Terms
from bot.packs.report import Report
from bot.packs.rows import TaskRow
from bot.packs.source import Source

Row = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_rows, _media, _form, _report, _files, _fetched = (
    "rows.jsonl",
    "media.json",
    "form.json",
    "report.json",
    "files",
    "fetched",
)


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that rows or examples name: as which ("picture", "picture_b", "audio", "video", "example")."""

    name: str  # "media/014.jpg", or an https address
    uses: tuple[str, ...]
    file: Path | None  # None for an address


def write(source: Path, spool: Path, bounds: Bounds, **asked: Unpack[Asked]) -> Report:
    """Reads a folder or a zip into `spool`, which must not exist. With faults only report.json remains there.

    `asked` is what `reading.Terms` has: floor_hourly, money_minor (micro-units of currency), skip_invalid,
    addresses. Raises nothing for whatever `source` holds; OSError when the disk fails.
    """
    spool.mkdir(mode=0o700)
    terms = Terms(**asked)
    faults = Faults()
    if source.is_dir() or not source.exists():
        files = sources.of_folder(source, bounds, faults)
    else:
        (spool / _files).mkdir()
        files = sources.of_archive(source, spool / _files, bounds, faults)
    reading = Reading(files, faults, bounds, terms)
    striking: dict[str, str] = {}  # a reason for a look → the first row's question that gives it
    with (spool / _rows).open("x", encoding="utf-8") as out:
        for row in reading.tasks():
            out.write(_encode(_row(row)))
            out.write("\n")
            for text in row.question.values():
                for reason in words.striking(text):
                    striking.setdefault(reason, text)
    report = _reported(reading, files, faults, tuple(striking.values()))
    if report.faults:
        _clear(spool)
    else:
        _finish(spool, report, reading, files)
    (spool / _report).write_text(_encode(report.as_dict()), "utf-8")
    return report


@dataclass(frozen=True)
class Spooled:
    """A pack that was read into a folder of ours."""

    spool: Path

    @cached_property
    def report(self) -> Report:
        """What was found."""
        return Report.from_dict(json.loads((self.spool / _report).read_text("utf-8")))

    @property
    def form(self) -> PackForm:
        """The form; only a pack without faults has one here."""
        return PackForm.model_validate_json((self.spool / _form).read_text("utf-8"))

    def rows(self, offset_bytes: int, count: int) -> tuple[list[Row], int]:
        """At most `count` rows from a place in rows.jsonl on, and the place after them; [] at the end."""
        with (self.spool / _rows).open("rb") as file:
            file.seek(offset_bytes)
            lines = list(itertools.islice(file, count))
        return [json.loads(line) for line in lines], offset_bytes + sum(map(len, lines))

    def media(self) -> tuple[Medium, ...]:
        """The media used, sorted by name."""
        return tuple(
            Medium(one["name"], tuple(one["uses"]), self.spool / one["file"] if one["file"] else None)
            for one in self._listed["media"]
        )

    def content(self, medium: Medium) -> bytes:
        """A medium's bytes. ValueError when it was not fetched, or since the reading leads out, grew or is no file."""
        if medium.file is None:
            if not self.fetched(medium).is_file():
                raise ValueError(f"{medium.name} was not fetched.")
            return self.fetched(medium).read_bytes()
        root = (self.spool / self._listed["root"]).resolve()
        if not leads_inside(medium.file, root):
            raise ValueError(f"{medium.name} leads out of the pack.")
        try:
            with opened_inside(medium.file, root) as file:
                data = file.read(media_file_bytes_max + 1)
        except NotAFile:
            raise ValueError(f"{medium.name} is not a file any more.") from None
        if len(data) > media_file_bytes_max:
            raise ValueError(f"{medium.name} is larger than {media_file_bytes_max:,} bytes.")
        return data

    def fetched(self, medium: Medium) -> Path:
        """Where the content of an address lies once it was fetched."""
        return self.spool / _fetched / hashlib.sha256(medium.name.encode()).hexdigest()

    def keep(self, medium: Medium, data: bytes) -> None:
        """Puts down what an address gave: all of it, or after a crash nothing."""
        place = self.fetched(medium)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = place.with_suffix(".unfinished")
        unfinished.write_bytes(data)
        unfinished.replace(place)

    @cached_property
    def _listed(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.spool / _media).read_text("utf-8"))
        return found


def _row(row: TaskRow) -> Row:
    """A row as it is spooled; its item has no part that is empty."""
    item = {
        "text": row.texts,
        "question": row.question,
        "explanation": row.explanation,
        "source": row.source,
        "medium": row.media,
        "description": row.description,
    }
    return {
        "number": row.number,
        "key": row.key,
        "role": row.role,
        "item": {name: part for name, part in item.items() if part},
        "media": row.media,
        "answer": row.gold,
        "flags": row.flags,
    }


def _reported(reading: Reading, files: Source, faults: Faults, striking: tuple[str, ...]) -> Report:
    """All that was found, once every row was read; `striking`: questions of rows that are a reason for a look."""
    form = reading.header.form
    if faults or form is None:
        return Report(faults=tuple(faults.listed()), fault_count=faults.count)
    skipped = reading.skipped
    return Report(
        form=form,
        tasks=reading.counts["task"],
        gold=reading.counts["gold"],
        practice=reading.counts["practice"],
        levels=reading.levels,
        media=len(reading.used),
        skipped_rows=reading.invalid,
        skipped=tuple(skipped.listed()),
        warnings=reading.warnings(),
        needs_person=words.looked_at(form, striking),
        digest=files.digest(name for name in reading.used if files.files.find(name) == name),
    )


def _finish(spool: Path, report: Report, reading: Reading, files: Source) -> None:
    """Writes the form and the list of media; of a zip, what nothing uses goes."""
    assert report.form is not None
    (spool / _form).write_text(report.form.model_dump_json(), "utf-8")
    unpacked = files.root == spool / _files
    found, kept = [], set()
    for name, uses in sorted(reading.used.items()):
        path = files.files.path(name) if files.files.find(name) else None
        kept.add(path)
        place = "" if path is None else f"{_files}/{path.name}" if unpacked else str(path.absolute())
        found.append({"name": name, "uses": sorted(uses), "file": place})
    root = _files if unpacked else str(files.root.absolute())
    (spool / _media).write_text(json.dumps({"root": root, "media": found}), "utf-8")  # a path may be no UTF-8
    for path in files.root.iterdir() if unpacked else ():
        if path not in kept:
            path.unlink()


def _clear(spool: Path) -> None:
    """Leaves nothing of a pack with faults."""
    (spool / _rows).unlink()
    shutil.rmtree(spool / _files, ignore_errors=True)

"""Makes a pack's folder of another platform's file: pack.toml with what was found, and tasks.jsonl.

What the file can't know (the price, who asks, the instruction) is taken from `given`; what is missing there stands
in pack.toml as a comment that says what to write, so that `pack check` names it and nothing is invented. Each row
keeps its original columns under "source". Nothing is fetched: pictures named by an address stay addresses.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.packs import toml
from bot.packs.columns import media
from bot.packs.faults import Found, meant, quoted, whole
from bot.packs.foreign import Contents, Format, Question, Row, formats, head_bytes, recognised
from bot.packs.form import practice_needed_max

overlap_default = 3

# What a requester must say, with the comment that stands in its place. Texts may be a table of languages.
_wanted = {
    "price": ('"0.04"', "what one answer is paid, in quotes"),
    "estimate_s": ("12", "how many seconds one answer takes"),
    "asks": ('"…"', "who asks; people see it before they accept"),
    "trains": ('"…"', "what the answers train or are used for"),
    "afterwards": ('"…"', "what becomes of the answers"),
    "licence": ('"CC-BY-4.0"', "under which the items and answers may be used (SPDX)"),
    "title": ('"…"', "a few words, at most 60 characters"),
    "question": ('"…"', "the question under each item"),
    "instruction": ('"…"', "at most 200 words: what to do, and what to do when it is unclear"),
}
_also = ("name", "currency", "overlap", "lease_h", "readers_max", "gold_share", "people", "on_behalf_of")


@dataclass(frozen=True, slots=True)
class Converted:
    """A folder was written. `missing` are the fields of pack.toml that the requester must still write."""

    format: str
    kind: str
    tasks: int
    gold: int
    practice: int
    addresses: int
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """What was done, and what is left to do."""
        counted = (
            f"{self.tasks:,} tasks, {self.gold:,} of them with a known answer, {self.practice} for practice."
        )
        media_left = f"{self.addresses:,} media are named by address and fetched when the pack is added."
        still = f"Please write into pack.toml: {', '.join(self.missing)}."
        return (
            f"{self.format}, as kind {self.kind}: {counted}",
            *self.notes,
            *((media_left,) if self.addresses else ()),
            *((still,) if self.missing else ()),
        )


@dataclass(frozen=True, slots=True)
class Questions:
    """Nothing was written, because something must be said first."""

    format: str
    questions: tuple[Question, ...]

    def sentences(self) -> tuple[str, ...]:
        """The questions."""
        return tuple(one.sentence for one in self.questions)


def convert(
    source: Path,
    folder: Path,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    given: Mapping[str, Any] | None = None,
) -> Converted | Questions | list[Found]:
    """Write the pack of a file into `folder`, which must not be there yet, or be empty.

    `format` is a format's name, None to tell it by the file's beginning. `mapping` answers questions and names
    columns ({"text": "sentence"}); `given` are fields of pack.toml. OSError when the disk fails.
    """
    mapping, given = mapping or {}, given or {}
    if wrong := _wrong(source, folder, format, given):
        return [wrong]
    with source.open("rb") as file:
        known = formats()[format] if format else recognised(file.read(head_bytes), source.name)
        if known is None:
            sentence = f"this file is in no format we know. Say which: {', '.join(formats())}."
            return [whole(source.name, sentence)]
        found = known.read(file, mapping)
        if isinstance(found, list):
            return found
        if found.questions:
            return Questions(known.title, found.questions)
        return _write(known, found, source, folder, {**found.fields, **given})


def taken(folder: Path) -> Found | None:
    """Why a folder can't be written; None where there is none, or an empty one."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return whole(folder.name, "this folder is there already and is not empty.")
    return None


def moved(made: Path, folder: Path) -> None:
    """Puts a folder that was made beside it in the place of `folder`."""
    if folder.exists():
        folder.rmdir()
    made.rename(folder)


def as_json(done: Converted | Questions | list[Found]) -> dict[str, Any]:
    """What came of a conversion as plain JSON values; `from_json` is its opposite."""
    if isinstance(done, list):
        return {"faults": [asdict(one) for one in done]}
    return {"converted" if isinstance(done, Converted) else "questions": asdict(done)}


def from_json(values: Mapping[str, Any]) -> Converted | Questions | list[Found]:
    """What `as_json` was given."""
    if "faults" in values:
        return [Found(**one) for one in values["faults"]]
    if "questions" in values:
        asked = values["questions"]
        return Questions(asked["format"], tuple(Question(**one) for one in asked["questions"]))
    counted = dict(values["converted"])
    return Converted(**counted | {name: tuple(counted[name]) for name in ("missing", "notes")})


def _wrong(source: Path, folder: Path, format: str | None, given: Mapping[str, Any]) -> Found | None:
    """What keeps this from being begun."""
    if not source.is_file():
        return whole(source.name, "this file is not there.")
    if found := taken(folder):
        return found
    if format and format not in formats():
        return whole("", f"{quoted(format)} is no format; known: {', '.join(formats())}.")
    stray = next((name for name in given if name not in (*_wanted, *_also)), None)
    if stray is not None:
        return whole("", f"{quoted(stray)} can't be given here{meant(stray, (*_wanted, *_also))}")
    return None


def _write(known: Format, found: Contents, source: Path, folder: Path, given: Mapping[str, Any]) -> Converted:
    """Write both files beside `folder` and move them there, so that nothing is left half."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".pack-") as made:
        place = Path(made) / "pack"
        place.mkdir()
        tally = _Tally()
        with (place / "tasks.jsonl").open("w", encoding="utf-8", newline="\n") as out:
            for row in found.rows():
                out.write(json.dumps(tally.take(row), ensure_ascii=False) + "\n")
        fields = {"overlap": tally.overlap, **({} if tally.gold else {"gold_share": 0.0}), **given}
        (place / "pack.toml").write_text(_toml(found, known, source, fields), "utf-8")
        moved(place, folder)
    return Converted(
        format=known.title,
        kind=found.kind,
        tasks=found.count,
        gold=tally.gold,
        practice=tally.practice,
        addresses=tally.addresses,
        missing=tuple(name for name in _wanted if name not in given),
        notes=(*found.notes, *tally.notes()),
    )


class _Tally:
    """Makes rows fit a pack, and counts what had to give way."""

    def __init__(self) -> None:
        self.gold = self.practice = self.addresses = 0
        self._plain_http = self._demoted = self._unexplained = 0
        self._overlaps: Counter[int] = Counter()

    def take(self, row: Row) -> dict[str, Any]:
        """A row as tasks.jsonl has it. The overlap is the pack's, so it is counted and left out."""
        plain = row.plain()
        overlap = plain.pop("overlap", None)
        if overlap:
            self._overlaps[overlap] += 1
        for name in media:
            place = str(plain.get(name, "")).lower()
            self.addresses += place.startswith("https://")
            self._plain_http += place.startswith("http://")
        if row.practice and not (row.gold and row.explanation):
            del plain["practice"]
            self._unexplained += 1
        elif row.practice and self.practice == practice_needed_max:  # further ones become gold
            del plain["practice"]
            self._demoted += 1
        self.practice += "practice" in plain
        self.gold += bool(row.gold) and "practice" not in plain
        return plain

    @property
    def overlap(self) -> int:
        """The most answers that any task wants."""
        return max(self._overlaps, default=overlap_default)

    def notes(self) -> tuple[str, ...]:
        """Sentences about what is not as it was in the file."""
        found = []
        if len(self._overlaps) > 1:
            least = min(self._overlaps)
            found.append(
                f"Tasks ask for {least} to {self.overlap} answers each; the pack asks for {self.overlap} of all."
            )
        if self._demoted:
            found.append(
                f"{practice_needed_max} training tasks are practice; {self._demoted} more are known answers among the others."
            )
        if self._unexplained:
            found.append(
                f"{self._unexplained} training tasks have no answer or no explanation, and are tasks like the others."
            )
        if self._plain_http:
            found.append(f"{self._plain_http} media are named by http:// and can't be fetched; https:// can.")
        return tuple(found)


def _toml(found: Contents, known: Format, source: Path, given: Mapping[str, Any]) -> str:
    """pack.toml: what was found and given, and a comment for each thing still to say."""
    lines = [
        f"# Made from {_safe(source.name)}: {known.title}.",
        *(f"# {_safe(note)}" for note in found.notes),
        f"name = {toml.value(given.get('name', _slug(source.stem)))}",
        f"kind = {toml.value(found.kind)}",
        f"languages = {toml.value(list(found.languages))}",
    ]
    for name, (example, comment) in _wanted.items():
        written = (
            f"{name} = {toml.value(given[name])}" if name in given else f"# {name} = {example}   # {comment}"
        )
        lines.append(written)
    lines += [f"{name} = {toml.value(given[name])}" for name in _also if name in given and name != "name"]
    lines += ["", "[settings]", *(f"{name} = {toml.value(value)}" for name, value in found.settings.items())]
    return "\n".join(lines) + "\n"


def _safe(text: str) -> str:
    """A text inside a comment: on one line, printable."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _slug(stem: str) -> str:
    """A pack's name made of a file's: 3 to 40 of a–z, 0–9 and -."""
    plain = re.sub("[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-")
    return plain if len(plain) >= 3 else f"pack-{plain}".strip("-")

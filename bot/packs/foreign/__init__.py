"""Files of other platforms, in and out: one file per format, found by looking into this folder.

A format defines `FORMAT`. `read` says what a file holds: its rows as our own `tasks.jsonl` has them, the kind and
settings that fit, and what must still be asked in words; `write` puts a pack's results the way that platform
writes them. A file whose name begins with an underscore is no format: formats share it. `converting` makes a
pack's folder of what was found. Everything read here is hostile until shown otherwise; no address is fetched.
Called by the command line's verbs; imports kinds, domain and what packs share.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO, Protocol

from bot.domain.results import Agreed, Results
from bot.packs.faults import Found

head_bytes = 64_000  # what a format is recognised by

Texts = str | Mapping[str, str]


class NotPossible(Exception):
    """A file can't be written or read by this format: a plain sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One task as `tasks.jsonl` has it. `source` are the original columns by name, each text as it was."""

    id: str
    text: Texts = ""
    question: Texts = ""
    picture: str = ""  # "media/…", or an http(s) address that a job fetches later
    picture_b: str = ""
    audio: str = ""
    video: str = ""
    gold: str = ""
    practice: bool = False
    explanation: Texts = ""
    overlap: int | None = None
    source: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The row as a JSON object, without what is empty."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in values.items() if value or name == "id"}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that stands in the file already: what one person said, by the file's own field names."""

    task: str
    worker: str
    fields: Mapping[str, Any]  # name → text, number, or list of texts
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What only the requester knows. The answer comes back in `mapping` under `name`."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds. `rows` and `answers` read the file again, row by row, as often as they are called.

    While there are `questions` the kind, settings and rows are only what could be guessed.
    """

    kind: str
    settings: Mapping[str, Any]
    languages: tuple[str, ...]
    count: int  # tasks
    questions: tuple[Question, ...]
    notes: tuple[str, ...]  # plain sentences about what was taken how
    rows: Callable[[], Iterator[Row]]
    answers: Callable[[], Iterator[Answered]]
    fields: Mapping[str, str] = field(
        default_factory=dict
    )  # of pack.toml, as the file has them: price, title


class Format(Protocol):
    """The contract of a format. `read` never raises for any content; `write` may raise `NotPossible`."""

    name: str
    title: str
    suffixes: tuple[str, ...]

    def recognise(self, head: bytes, name: str) -> bool:
        """Is this one of ours? Cheap; `head` are the first `head_bytes` of a file called `name`."""

    def read(self, file: BinaryIO, mapping: Mapping[str, str]) -> Contents | list[Found]:
        """What a seekable file holds, or every fault in it. `mapping` answers questions: {"text": "sentence"}."""

    def write(self, results: Results, out: BinaryIO) -> None:
        """Every answer by itself."""

    def write_agreed(self, results: Results, agreed: Sequence[Agreed], out: BinaryIO) -> None:
        """What the answers come to, one line per task. `NotPossible` where the platform has no such file."""


@cache
def formats() -> dict[str, Format]:
    """All formats by name, sorted."""
    names = (found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names if name != "converting")
    return {one.name: one for one in sorted((module.FORMAT for module in modules), key=lambda one: one.name)}


def recognised(head: bytes, name: str) -> Format | None:
    """The format a file is in, the particular before the plain; None when nobody knows it."""
    known = sorted(formats().values(), key=lambda one: one.name in ("csv", "jsonl"))
    return next((one for one in known if one.recognise(head, name)), None)

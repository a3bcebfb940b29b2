"""Task kinds: one file each, found by looking into this folder. Pure; kinds do not know each other.

A kind says how one question is asked, what an input means, and what leaves in the end. It never
sees Telegram, a database or a person. Adding a kind is adding one file here that defines `KIND`;
`tests/kinds/test_contract.py` then holds it against everything written below. A file whose name begins
with an underscore is no kind: kinds share it (reading settings, labelled options, patterns).
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar

from bot.domain.events import Event
from bot.texts import Translator

Spec = TypeVar("Spec")
Json = Any
Draft = dict[str, Any]
Texts = Mapping[str, str]  # language -> text; the first is the fallback

option_characters_max = 18  # two columns at 360 px hold about this much (see bot.screen)
own_keys_max = 4  # two rows of two; the third row is Skip and More (or the kind's `last` and More)
narrow_keys_max = 4  # in one row, of keys with a digit or two on them
narrow_characters_max = 3
say_characters_max = 60  # an answer in a few words: history, feedback, cases


@dataclass(frozen=True, slots=True)
class Fault:
    """Why settings, an item or a known answer can't be read: where, and a plain sentence in English."""

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: its code (what leaves) and its label per language."""

    code: str
    labels: Texts


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rendition a kind wants of an item's medium: from which column, what is made of it, how large.

    `form` is what is made: "picture" as it is; "pair" with the picture of column `picture_b` beside it; "grid"
    with `cells` (columns, rows) numbered on it; "audio" a voice note; "video" a sheet of key frames, and the clip
    on request. A kind that shows the same medium in several ways names them: `Kind.variant` says which is due.
    A row must have the medium of any form but "picture": without it there would be no question.
    """

    column: str  # "picture", "audio", "video"
    form: str = "picture"
    edges: tuple[int, ...] = (320, 480, 800)  # long edges in px, smallest first; the data mode decides
    variant: str = ""
    cells: tuple[int, int] = (0, 0)
    shares: bool = (
        False  # may two pictures that look the same be one? Not where a small difference is the question
    )
    reads: bool = False  # is there something to be read? Then writing may come as few greys in a document
    grey: bool = False  # without its colours, as the pack wishes


picture = Wanted("picture")
glanced = Wanted("picture", shares=True)
"""A picture that is judged as a whole."""
read = Wanted("picture", reads=True)
"""A picture that is read: a meter, a label, a line of a page."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key of the kind's: what is on it (without the mark, plain text) and the code it means."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Show:
    """What a question looks like: a line under the question text (HTML, often ""), and at most two rows.

    The caller adds the third row, Skip and More. A kind that is finished by a key of its own gives it as
    `last`; it takes Skip's place, and Skip moves under More. `more` are keys (one at most) that also move
    there: a phone shows three rows, a fourth scrolls unseen.
    """

    hint: str
    rows: tuple[tuple[OwnKey, ...], ...] = ()
    last: OwnKey | None = None
    more: tuple[OwnKey, ...] = ()

    @property
    def keys(self) -> tuple[OwnKey, ...]:
        """All the kind's keys of this question, wherever they are shown."""
        own = tuple(key for row in self.rows for key in row)
        return own + ((self.last,) if self.last else ()) + self.more


def two_columns(keys: Sequence[OwnKey]) -> tuple[tuple[OwnKey, ...], ...]:
    """Keys in rows of two, in their order."""
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


def numbered(most: int) -> tuple[tuple[OwnKey, ...], ...]:
    """Keys 1 to `most` (8 at most) in one row or two; a digit is its own code.

    Digits are on the keys, not letters: every script's readers know 1, 2, 3 (letters are understood when typed).
    """
    keys = tuple(OwnKey(str(one), str(one)) for one in range(1, most + 1))
    first = most if most <= narrow_keys_max else (most + 1) // 2
    return tuple(row for row in (keys[:first], keys[first:]) if row)


def shortened(text: str, characters_max: int = say_characters_max) -> str:
    """One line of at most so many characters; "…" stands for what was cut."""
    line = " ".join(text.split())
    return line if len(line) <= characters_max else line[: characters_max - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class More:
    """Not an answer yet. `nudge` "" is silence; else a code that the kind's `nudge` puts into words.

    `again` asks for the question to be shown once more, because the key that was pressed stands under More.
    `step` says that a part of the answer is kept and the next is asked: with a new mark, so that a press that
    comes twice, or late, can't answer the part that came after.
    """

    draft: Draft
    nudge: str = ""
    again: bool = False
    step: bool = False


def counted(code: str) -> tuple[str, int]:
    """A nudge's code and the number it carries: "long 523" → ("long", 523); 0 where it has none."""
    word, _, number = code.partition(" ")
    return word, int(number) if number.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Done:
    """An answer, as it is stored: JSON."""

    answer: Json


class Kind(Protocol[Spec]):
    """The contract. `Spec` is the kind's own frozen value made from a pack's `[settings]`.

    A kind names it as its base, and so gets what most kinds have nothing of their own to say to: `read_item`,
    `facts`, `variant`, `measures`, `answers` and `lettered`.
    """

    name: str
    part: bool  # may it be one question of a form: one step, about any item
    hard: bool = (
        False  # may its items be hard content: one item, seen and answered in one step, and nothing made
    )
    example: Mapping[
        str, Any
    ]  # {"settings", "item": {"text"|"picture"|"audio"|…: …}, "gold"} as packs write them

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> Spec | list[Fault]:
        """Settings as written in pack.toml → a Spec, or every fault in them."""

    def read_item(self, spec: Spec, text: str) -> str | Fault:
        """A task's text in one language ("" where it has none) → as it is shown (mostly as it is), or what is wrong."""
        return text

    def read_gold(self, spec: Spec, written: str) -> Json | Fault:
        """A known answer as written in the `gold` column → an answer."""

    def media(self, spec: Spec) -> tuple[Wanted, ...]:
        """Which renditions of an item this kind shows."""

    def facts(self, spec: Spec, t: Translator) -> str:
        """What somebody should know before saying yes, for the offer (HTML, one line); mostly nothing."""
        return ""

    def variant(self, spec: Spec, draft: Draft) -> str:
        """Which of its renditions (`Wanted.variant`) a question shows now; mostly there is one."""
        return ""

    def show(self, spec: Spec, draft: Draft, t: Translator) -> Show:
        """The keys and hint of one question, in `t`'s language."""

    def take(self, spec: Spec, draft: Draft, event: Event) -> More | Done:
        """What an input means. Never raises on any event; a stray one nudges and keeps the draft."""

    def nudge(self, spec: Spec, code: str, t: Translator) -> str:
        """The sentence (HTML) for a nudge's code."""

    def measures(self, event: Event) -> tuple[str, ...]:
        """What a job must make of this input first: ("photo",) or ("voice",); () when `take` reads it as it is.

        The job fetches and measures the file, and `take` gets it as an `events.Made`.
        """
        return ()

    def alike(self, spec: Spec, a: Json, b: Json) -> float | None:
        """How alike two answers are, 0..1; symmetric; 1 on itself; None where that has no meaning."""

    def answers(self, spec: Spec) -> int | None:
        """How many different answers there are, 2 at least; None where they can't be counted (words, numbers)."""
        return None

    def lettered(self, spec: Spec) -> tuple[Option, ...]:
        """Every answer in the order of its letter, five at most, where a small question can be answered offline by number
        and letter ("1b 2a"); mostly it can't. A press with the code is the answer; without labels the code is shown.
        """
        return ()

    def say(self, spec: Spec, answer: Json, t: Translator) -> str:
        """The answer in a few words, for history and cases: plain text, one line of 1 to 60 characters."""

    def export(self, spec: Spec, answer: Json) -> dict[str, Any]:
        """The answer as columns of a result file: plain values; `answer` is as `read_gold` reads it."""


def source_of(wanted: Sequence[Wanted], hashes: Sequence[str]) -> str:
    """Under which source the renditions of an item are kept, from its files' hashes in the order of their columns.

    A picture shown as it is keeps its own hash, whichever pack it is in. Anything else is named by what is made
    of it as well, so that a photograph in two packs is a grid in one and plain in the other.
    """
    plain = len(hashes) == 1 and all(one.form == "picture" and not one.grey for one in wanted)
    made = json.dumps([list(hashes), *([one.form, one.variant, one.cells, one.grey] for one in wanted)])
    return hashes[0] if plain else hashlib.sha256(made.encode()).hexdigest()


@cache
def kinds() -> dict[str, Kind[Any]]:
    """All kinds by name, sorted."""
    names = (found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return {
        kind.name: kind for kind in sorted((module.KIND for module in modules), key=lambda kind: kind.name)
    }


@lru_cache(maxsize=512)
def _spec(kind: str, settings: str, languages: tuple[str, ...]) -> Any:
    return kinds()[kind].read(json.loads(settings), languages)


def spec(kind: str, settings: Mapping[str, Any], languages: tuple[str, ...]) -> Any:
    """The Spec of settings that were checked when their pack came in; the same object for the same words."""
    found = _spec(kind, json.dumps(settings, sort_keys=True), languages)
    assert not isinstance(found, list), found
    return found

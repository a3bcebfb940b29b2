"""What workers see of a bundle: up to ten small questions to be answered offline, and what an answer to them brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import TextsOf


@dataclass(frozen=True, slots=True)
class Small:
    """One small question: its number, its own question where it has one ({}: the bundle's), its text.

    `picture` is a hash in the store, drawn at most `edge` pixels long, about `size_bytes`; those of a bundle are drawn as one.
    """

    number: int
    text: TextsOf
    question: TextsOf
    picture: str = ""
    edge: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Bundle(Question):
    """Small questions of one pack, those that are not answered yet.

    `note` is said once above them: "undone", or "lost" (their pictures). `bytes_max` is what the sheet of pictures
    may take; 0: there is none. `held`: it waits for its key, for it costs the bytes of many tasks.
    """

    takes_words: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    bundle: int
    pack: int
    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    question: TextsOf
    price: int
    items: tuple[Small, ...]
    bytes_max: int = 0
    held: bool = False
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class BundleSaved(Outcome):
    """What one message to a bundle brought. Money in micro-units; numbers are the questions' in the bundle."""

    old: str  # the bundle's mark
    balance: int
    saved: int = 0  # answers that are new
    changed: tuple[int, ...] = ()  # numbers whose answers were given anew, paid before
    skipped: int = 0
    amount: int = 0
    reading: int = 0  # of the amount
    waited_ms: int = 0  # > 0: some came after their lease ended
    later: bool = False  # the pay of some comes by itself
    region: bool = False  # the first after many fell silent at once, so that their work was held for them
    elsewhere: bool = False  # other work may suit them better: nothing more of this pack comes
    unread: tuple[str, ...] = ()  # numbers whose answer can't be read
    stray: str = ""  # words that belong to no number
    kept: tuple[int, ...] = ()  # numbers that were settled before and stay as they are
    left: tuple[int, ...] = ()  # numbers that are still open
    absent: tuple[str, ...] = ()  # numbers that the bundle has not
    last: int = 0  # its highest number


@dataclass(frozen=True, slots=True)
class EditedLate(Outcome):
    """A text was written over after it was sent, and counts as it was."""

    current: str = ""

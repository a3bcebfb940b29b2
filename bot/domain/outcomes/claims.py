"""Outcomes of reviews and claims: what a worker hears of their answers, and what a requester looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.domain.claims import Copied
from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import Shot, TextsOf


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: the question, its item, and what was said.

    `item` is the task whose own words or picture are here; 0: a description alone, or nothing of it.
    """

    kind: str
    settings: dict[str, Any]
    languages: tuple[str, ...]
    question: TextsOf
    text: TextsOf
    answer: Any
    picture: Shot | None = None
    item: int = 0


# ---- to a worker: notices, and one question -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Floored(Outcome):
    """Tasks took longer than the requester thought: so much was paid besides, in micro-units."""

    amount: int
    titles: tuple[TextsOf, ...]


@dataclass(frozen=True, slots=True)
class Claimed(Outcome):
    """A requester says that an answer can't be used. `sentence`: of the instruction, by language; {} for none."""

    code: str
    asks: str
    given: Given
    ground: str
    sentence: TextsOf
    amount: int
    frozen: bool  # the money of this answer waits; else it stays theirs
    copied: Copied | None = None  # what is held against them where that is the ground


@dataclass(frozen=True, slots=True)
class Disagreeing(Question):
    """They disagree, which is noted already; in their own words, if they like."""

    takes_words: ClassVar[bool] = True
    takes_media: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    code: str
    mark: str = ""
    long: bool = False  # what they sent is too long to be heard, or nothing of the kind
    kept: bool = False  # the requester keeps to it, so somebody decides already


@dataclass(frozen=True, slots=True)
class SaidBy(Outcome):
    """What a worker sent when they disagreed: a voice note or a picture. `gone`: it can't be had any more.

    `item`: the task that a picture may show; 0 for a voice.
    """

    code: str
    sent: Shot
    gone: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class Disagreed(Outcome):
    """What they said is on its way. `cut`: so many characters of it, for it was longer; 0: all."""

    code: str
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Ruled(Outcome):
    """A claim's end, told to the worker, or (`theirs`) to the requester.

    `how` ended it: gave_in, silence (of the requester), overdue (nobody ruled), ruling, or agreed (the worker's silence);
    checked: it was over before, and is told to nobody.
    """

    code: str
    right: bool  # the worker
    how: str
    why: str = ""
    amount: int = 0  # of the answer
    frozen: bool = False  # it had waited
    minute: int = 0  # paid besides
    theirs: bool = False
    outcome: str = (
        ""  # of a ruling, its reason, and for how long (ms) it may be appealed; 0: it is the last word
    )
    reason: str = ""
    appeal_ms: int = 0


@dataclass(frozen=True, slots=True)
class Kept(Outcome):
    """The requester keeps to a claim: what they say, and that somebody neutral decides."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Mending(Outcome):
    """A requester asks the worker to mend an answer, and pays for it once more. Declining is free and silent."""

    code: str
    asks: str
    given: Given
    sentence: TextsOf
    amount: int


# ---- to a requester ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Objection(Outcome):
    """The worker disagrees with a claim: give in, or say why not."""

    code: str
    name: str
    given: Given
    words: str
    sent: str = ""  # or "voice", "picture": to be had by /said_4F2K


@dataclass(frozen=True, slots=True)
class Insisting(Question):
    """Why the requester keeps to a claim, in their own words."""

    takes_words: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    code: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FloorNeeds(Outcome):
    """People take longer than thought: the floor reserve is used up, and the pack pauses."""

    name: str
    seconds: int
    extra: int
    needs: int


@dataclass(frozen=True, slots=True)
class Reviewing(Question):
    """One answer to look at, of `waiting` that wait. `note`: what became of the one before: accepted, claimed, sent.

    `until`: when silence accepts it, ms; 0 where its pay was final at once.
    """

    put_off: ClassVar[bool] = True
    name: str
    assignment: int
    given: Given
    until: int
    waiting: int
    mark: str = ""
    note: str = ""
    code: str = ""  # of the claim that was just made


@dataclass(frozen=True, slots=True)
class Reasoning(Question):
    """Why an answer can't be used, or (`fix`) what is to be mended: a sentence of the instruction, or a ground."""

    takes_words: ClassVar[bool] = True
    put_off: ClassVar[bool] = True
    assignment: int
    name: str
    sentences: tuple[str, ...]
    fix: bool = False
    price: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed(Outcome):
    """Nothing is left that could be looked at now; `accepted` are being accepted."""

    name: str
    accepted: int = 0
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFile(Outcome):
    """What waits for a requester's word as a file to be marked and sent back; read and written when it is sent."""

    name: str
    count: int = field(default=0, metadata={"passing": True})
    content: bytes = field(default=b"", metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class ReviewDone(Outcome):
    """A review file came back, and what its marks say was done; 0 of both: it has none."""

    file: str
    name: str
    accepted: int
    claimed: int


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row whose mark can't be followed: its line, and the refusal with its values."""

    line: int
    refusal: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReviewRefused(Outcome):
    """Marks of a review file that can't be followed, all of them; nothing of the file was done."""

    file: str
    rows: tuple[RowRefused, ...]

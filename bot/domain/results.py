"""Results: a pack's tasks and final answers as facts, ready to be aggregated or written in any format.

Nothing here knows who somebody is: a worker is a pseudonym that is different in every pack. Only answers whose
pay is final are ever put in here (P6). Times are UTC epoch milliseconds, amounts micro-units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Any
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultTask:
    """One task: the requester's own row. `source` are the columns of the file it came from, as they were."""

    key: str
    role: str  # task, gold, practice
    texts: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)
    medium: str = ""  # as the pack names it: "media/014.jpg"
    gold: Json | None = None  # the known answer, as the kind stores it
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultAnswer:
    """One person's final answer to one task, or that they skipped it (`answer` None, status "skipped")."""

    id: str  # of the assignment, in this pack
    task: str  # a ResultTask's key
    worker: str  # a pseudonym, the same throughout this pack only
    status: str  # accepted, skipped, reported
    answer: Json | None
    columns: Mapping[str, Any]  # as the kind exports it; {} when skipped
    offered_at: int
    arrived_at: int
    seconds: float | None  # arrival of the answer - arrival of the question; None when not known
    version: str  # hash of the version the worker saw
    paid: int
    late: bool = False
    aside: bool = False  # set aside: kept and paid, left out of aggregation
    ground: str = ""  # of a report: what was said to be wrong


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a pack's words; answers carry its hash."""

    number: int
    hash: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader of the data must know beside the answers: whose it is, what for, and who made it.

    `people` are languages → how many people who answered use the bot in it; `read_at` is when this was read out.
    """

    on_behalf_of: str = ""
    trains: Texts = field(default_factory=dict)
    afterwards: Texts = field(default_factory=dict)
    licence: str = ""
    versions: tuple[Version, ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    read_at: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """A pack's results. `settings` and `languages` are what its kind reads its spec from.

    `tasks` and `answers` are read from first to last and as often as one likes; those of a large pack lie in a file.
    """

    pack: str
    kind: str
    settings: Mapping[str, Any]
    languages: tuple[str, ...]
    title: Texts
    instruction: Texts
    question: Texts
    asks: str
    currency: str
    price: int
    estimate_s: int
    overlap: int
    lease_h: float
    launched_at: int
    tasks: Sequence[ResultTask]
    answers: Sequence[ResultAnswer]
    card: Card = Card()
    gold_alike: float = 1.0  # an answer this like the known one is right
    waiting: int = 0  # answers that are in no results yet: within a review, or claimed


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the answers to one task come to. `spread` is for numbers: the median of distances from the median."""

    task: str
    answer: Json
    columns: Mapping[str, Any]
    confidence: float | None  # 0..1; None where the method gives none
    answers: int  # how many it rests on
    spread: float | None = None

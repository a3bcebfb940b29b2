"""What workers see around hard content: what they choose of it, between two such tasks, after a set, when a pause was paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import After, Saved


@dataclass(frozen=True, slots=True)
class Between(Question):
    """Between two tasks with hard content: nothing of it comes by itself.

    `why` says why none is shown now ("" when one may be): a reason of `bot.domain.wellbeing`, or "gone" when the one that
    was asked for is not there any more. Told once and not kept. `pause_pays`: a pause now would be paid.
    """

    put_off: ClassVar[bool] = True
    balance: int
    after: After
    saved: Saved | None = None
    left: bool = False  # without an answer, and paid
    goes_on: bool = False  # more of it may be shown
    pause_pays: bool = False
    why: str = field(default="", metadata={"passing": True})
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HowAreYou(Question):
    """After a set, before anything more is described. What is answered is kept nowhere."""

    mark: str = ""
    saved: Saved | None = None


@dataclass(frozen=True, slots=True)
class DayAfter(Outcome):
    """A day after they saw hard content last: help is still there."""


@dataclass(frozen=True, slots=True)
class PausePaid(Outcome):
    """A set was over by itself, and its pause is paid."""

    paid: int
    balance: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A yes to a category, from one moment to another."""

    category: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Choices(Outcome):
    """/hard: the categories, those with a yes, and what somebody set for themselves (None: the house's numbers).

    `offset` is their clock's, None while it is not known. `off`: it was just taken back, which is told and not kept; `paid` is
    what that brought (what they held is paid, and a pause that was due).
    """

    ready: bool = False
    chosen: tuple[Choice, ...] = ()
    now: int = 0
    offset: int | None = None
    daily: int | None = None
    each_set: int | None = None
    look: str = "blurred"
    off: bool = field(default=False, metadata={"passing": True})
    paid: int = 0
    balance: int = 0


@dataclass(frozen=True, slots=True)
class Described(Outcome):
    """A category before somebody says yes to it: first whether they are `adult`, then what it is."""

    category: str
    adult: bool = False

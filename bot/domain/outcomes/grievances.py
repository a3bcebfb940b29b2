"""What people say of a pack that they find unfair, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import TextsOf


@dataclass(frozen=True, slots=True)
class Grievance(Question):
    """What is unfair about a pack? One key a reason."""

    put_off: ClassVar[bool] = True
    pack: int
    title: TextsOf
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Grieved(Outcome):
    """Somebody's word is noted. `halted`: it was the one that paused the pack.

    `lacks`: why it does not count yet, or not beside another's: answers, place, shared; "" when it counts.
    """

    title: TextsOf
    halted: bool
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class PackHalted(Outcome):
    """To a requester: so many of those who worked there paused a pack. `reasons`: (reason, people), the most first."""

    name: str
    people: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HaltOver(Outcome):
    """To a requester: nobody decided within a day. `runs`: it goes on by itself; else they may resume it."""

    name: str
    runs: bool


@dataclass(frozen=True, slots=True)
class GrievanceOver(Outcome):
    """To those who said that a pack is unfair: what somebody neutral decided (`bot.domain.cases.OUTCOMES`), and why."""

    title: TextsOf
    outcome: str
    reason: str
    why: str = ""

"""What is known of a requester, and how somebody who worked for them gives marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question


@dataclass(frozen=True, slots=True)
class Record:
    """A requester's public record. None, () or 0 raters: too few people to tell; never what one of them did.

    `hourly`: micro-units; `claimed`, `overturned`: of a thousand answers, of a thousand claims; `reply_ms`: in the
    middle; `marks`: hundredths, in the order of `bot.domain.records.ASPECTS`, of `raters` people.
    """

    hourly: int | None = None
    claimed: int | None = None
    overturned: int | None = None
    reply_ms: int | None = None
    marks: tuple[int, ...] = ()
    raters: int = 0
    rate: str = ""  # the pack by whose name this person can give marks; "" where they can't


@dataclass(frozen=True, slots=True)
class Rating(Question):
    """One mark after another: those given so far, in the order of `bot.domain.records.ASPECTS`."""

    put_off: ClassVar[bool] = True
    pack: int
    asks: str
    given: tuple[int, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Rated(Outcome):
    """The marks are written down."""

    asks: str
    name: str  # of the pack, for another time
    given: tuple[int, ...]

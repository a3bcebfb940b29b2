"""What is proposed and voted on by those who work here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as everybody may know it. Who made, seconded or voted what is in none of it.

    `state`: seconding, voting, over, lapsed; `until`: the end of that, or by when an answer is due (UTC epoch ms). The numbers of
    a vote are known when it is over; `may_vote` people had a voice in it, `needed` votes are its quorum.
    """

    number: int
    words: str
    state: str
    until: int
    seconds: int = 0
    result: str = ""  # yes, no, short; "" while it is not over
    yes: int = 0
    no: int = 0
    neither: int = 0
    may_vote: int = 0
    needed: int = 0
    answer: str = ""
    late: bool = False  # no answer came in time
    seconded: bool = False  # by who looks at it
    voted: bool = False
    kind: str = "change"  # or delegate: who made it stands to be one
    term_until: int = 0  # of a delegate who was elected


@dataclass(frozen=True, slots=True)
class Voice(Outcome):
    """/voice: what is proposed and voted on, and whether who looks has a voice: settled answers, and their days."""

    proposals: tuple[Proposal, ...] = ()
    answers: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Proposed(Outcome):
    """A proposal waits to be seconded."""

    number: int
    until: int


@dataclass(frozen=True, slots=True)
class Seconded(Outcome):
    """Somebody seconded a proposal; `votes`: it is voted on now."""

    number: int
    seconds: int
    votes: bool


@dataclass(frozen=True, slots=True)
class VoteOn(Question):
    """A vote: yes, no, no opinion."""

    put_off: ClassVar[bool] = True
    number: int
    words: str
    until: int
    voted: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Voted(Outcome):
    """A vote is in the box. It does not say which, for this is stored until it is shown."""

    number: int
    until: int


@dataclass(frozen=True, slots=True)
class VoiceNews(Outcome):
    """To all who have a voice in it: a vote begins, ended, or was answered."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Delegate:
    """Somebody who was elected: under which name of the room, until when (UTC epoch ms)."""

    name: str
    until: int


@dataclass(frozen=True, slots=True)
class Delegates(Outcome):
    """/delegate: who they are. `own`: who looks is one of them."""

    delegates: tuple[Delegate, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class CaseFigures(Outcome):
    """To a delegate: the cases that ended in a month (its first moment, UTC epoch ms), of five or more alike.

    `grounds`: (kind, ground, cases); `outcomes`: (kind, outcome, cases); `kept`, `missed`: of
    those outcomes the cases decided in time and not; None: none are told.
    """

    month: int
    grounds: tuple[tuple[str, str, int], ...] = ()
    outcomes: tuple[tuple[str, str, int], ...] = ()
    kept: int | None = None
    missed: int | None = None


@dataclass(frozen=True, slots=True)
class Resigned(Outcome):
    """A delegate is none any more."""

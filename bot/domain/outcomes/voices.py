"""What worker and requester say to each other: questions and answers, thanks, what became of work; and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import TextsOf

# ---- parts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered for all."""

    wrote: str
    answered: str


# ---- questions: they carry a mark and own the keyboard ----------------------------------------------


@dataclass(frozen=True, slots=True)
class AskThem(Question):
    """ "What do you want to ask?": what is typed now goes to the requester of this pack."""

    put_off: ClassVar[bool] = True
    takes_words: ClassVar[bool] = True
    pack: int
    title: TextsOf
    asks: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AnswerThis(Question):
    """A worker's question, to its requester: what is typed now is the answer, for all or for who asked."""

    put_off: ClassVar[bool] = True
    takes_words: ClassVar[bool] = True
    number: int
    title: TextsOf
    task: str
    wrote: str
    private: bool
    mark: str = ""


# ---- cards: no keyboard -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionSent(Outcome):
    """To who asked: it is on its way."""

    asks: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class QuestionCame(Outcome):
    """To the requester: somebody asks."""

    number: int
    title: TextsOf
    task: str
    wrote: str


@dataclass(frozen=True, slots=True)
class AnswerSent(Outcome):
    """To the requester: the answer is on its way. `how`: shared, private, declined."""

    number: int
    how: str


@dataclass(frozen=True, slots=True)
class AnswerCame(Outcome):
    """To who asked. `how`: shared, private, declined, or silent when nobody answered in 72 hours."""

    asks: str
    wrote: str
    answered: str
    how: str


@dataclass(frozen=True, slots=True)
class Faq(Outcome):
    """What others asked about a pack, newest first."""

    title: TextsOf
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class BonusHow(Outcome):
    """How to write a bonus for somebody who worked in a pack; "" when none is named."""

    name: str


@dataclass(frozen=True, slots=True)
class BonusPaid(Outcome):
    """To the requester: a bonus went out. Micro-units; `have` is what they have left to spend."""

    worker: str
    amount: int
    have: int


@dataclass(frozen=True, slots=True)
class BonusCame(Outcome):
    """To a worker: a bonus, and why. Micro-units."""

    asks: str
    title: TextsOf
    amount: int
    reason: str
    balance: int


@dataclass(frozen=True, slots=True)
class BecameHow(Outcome):
    """How a requester tells what became of a pack."""

    name: str


@dataclass(frozen=True, slots=True)
class BecameSent(Outcome):
    """To the requester: it goes out when a person has looked at it."""

    name: str


@dataclass(frozen=True, slots=True)
class Became(Outcome):
    """To who worked there: what became of it. `link` is shown as text."""

    asks: str
    title: TextsOf
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class BecameList(Outcome):
    """What became of all one worked in, newest first."""

    news: tuple[Became, ...]


@dataclass(frozen=True, slots=True)
class LowPart:
    """A part of a pack's money of which at least `percent` is used. Micro-units."""

    part: str
    percent: int
    there: int
    locked: int


@dataclass(frozen=True, slots=True)
class MoneyLow(Outcome):
    """To the requester: what runs low in a pack, the places left, and what they have to spend."""

    name: str
    title: TextsOf
    parts: tuple[LowPart, ...]
    places: int
    free: int


@dataclass(frozen=True, slots=True)
class HookSet(Outcome):
    """A webhook is set; its secret is shown this once, and is gone from here when it was."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class HookShown(Outcome):
    """How a webhook does; without a `state` there is none. `status`, `reply`: what it answered last, at `tried_at`."""

    url: str = ""
    state: str = ""
    status: int = 0
    reply: str = ""
    tried_at: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class HookPaused(Outcome):
    """To the requester: nothing is sent to their webhook any more."""

    url: str

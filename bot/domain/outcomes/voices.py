"""What worker and requester say to each other: questions and answers, thanks, what became of work; and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

TextsOf = dict[str, str]  # language -> text


# ---- parts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered for all."""

    wrote: str
    answered: str


# ---- questions: they carry a mark and own the keyboard ----------------------------------------------


@dataclass(frozen=True, slots=True)
class AskThem:
    """ "What do you want to ask?": what is typed now goes to the requester of this pack."""

    words: ClassVar[bool] = True
    pack: int
    title: TextsOf
    asks: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AnswerThis:
    """A worker's question, to its requester: what is typed now is the answer, for all or for who asked."""

    words: ClassVar[bool] = True
    number: int
    title: TextsOf
    task: str
    wrote: str
    private: bool
    mark: str = ""


# ---- cards: no keyboard -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionSent:
    """To who asked: it is on its way."""

    asks: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class QuestionCame:
    """To the requester: somebody asks."""

    number: int
    title: TextsOf
    task: str
    wrote: str


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """To the requester: the answer is on its way. `how`: shared, private, declined."""

    number: int
    how: str


@dataclass(frozen=True, slots=True)
class AnswerCame:
    """To who asked. `how`: shared, private, declined, or silent when nobody answered in 72 hours."""

    asks: str
    wrote: str
    answered: str
    how: str


@dataclass(frozen=True, slots=True)
class Faq:
    """What others asked about a pack, newest first."""

    title: TextsOf
    asked: tuple[Asked, ...]


Question = AskThem | AnswerThis
Outcome = Question | QuestionSent | QuestionCame | AnswerSent | AnswerCame | Faq

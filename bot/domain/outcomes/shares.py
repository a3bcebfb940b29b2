"""Outcomes of what people keep in their answers: consent that they withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes._outcome import Outcome
from bot.domain.outcomes.worker import TextsOf


@dataclass(frozen=True, slots=True)
class Gave:
    """A pack somebody answered in, under terms of its own: how many answers, and how many of them have left."""

    name: str
    title: TextsOf
    answers: int
    left: int


@dataclass(frozen=True, slots=True)
class WithdrawList(Outcome):
    """/withdraw: the packs whose answers somebody can withdraw, newest first."""

    packs: tuple[Gave, ...]


@dataclass(frozen=True, slots=True)
class WithdrawHow(Outcome):
    """What withdrawing from one pack does, before it is done."""

    gave: Gave


@dataclass(frozen=True, slots=True)
class Withdrawn(Outcome):
    """It is done: their answers leave with no results any more; the pay is theirs."""

    gave: Gave


@dataclass(frozen=True, slots=True)
class WithdrawalCame(Outcome):
    """To the requester: somebody withdrew. `worker` is what the results called them; "" where none had left."""

    name: str
    worker: str
    answers: int
    left: int

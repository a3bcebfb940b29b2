"""Outcomes of what people keep in their answers: consent that they withdraw, and their share when those are sold again."""

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


@dataclass(frozen=True, slots=True)
class ResaleHow(Outcome):
    """How to write what a resale brought; "" when no pack is named."""

    name: str


@dataclass(frozen=True, slots=True)
class ResaleBegun(Outcome):
    """To the requester: what a resale brought, and the share of it that is put aside. Micro-units; `have` is left to spend."""

    name: str
    brought: int
    amount: int
    have: int


@dataclass(frozen=True, slots=True)
class ResalePaid(Outcome):
    """To the requester: so many people were paid. Micro-units; `back` was for somebody who is gone."""

    name: str
    amount: int
    people: int
    back: int


@dataclass(frozen=True, slots=True)
class ResaleCame(Outcome):
    """To who answered: their part of a resale, for how many answers, and the requester's words. Micro-units."""

    asks: str
    title: TextsOf
    amount: int
    answers: int
    words: str
    balance: int

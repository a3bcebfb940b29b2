"""Outcomes around an account: limits that somebody set, and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import Saved


@dataclass(frozen=True, slots=True)
class AccountLimited(Outcome):
    """Somebody limited what a person may work on: `scope` and `reason` of `bot.domain.accounts`, `name` of pack or requester."""

    code: str
    scope: str
    name: str
    reason: str
    why: str
    until: int


@dataclass(frozen=True, slots=True)
class LimitEnded(Outcome):
    """A limit is over: `how` is time, lifted, appeal, overdue."""

    code: str
    how: str
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LimitHolds(Outcome):
    """Somebody else looked, and the limit stays until its end."""

    code: str
    reason: str
    why: str
    until: int


@dataclass(frozen=True, slots=True)
class Barred(Question):
    """No work at all until a time: what stands in the place of new work. What is open stays, and money is paid out."""

    put_off: ClassVar[bool] = True
    code: str
    reason: str
    until: int
    balance: int
    mark: str = ""
    saved: Saved | None = None

"""Being paid out: what there is and where it goes, the questions on the way there, and the news of it.

A place is shown by its end only ("···456"); the whole of it is passing: said once, to be confirmed, and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question
from bot.domain.outcomes.worker import Spoken


@dataclass(frozen=True, slots=True)
class Leg:
    """One payout as it would be: `amount` leaves the balance, `arrives` of local `currency` comes, from `at` on (0: now).

    The fee is in the amount, unless the house bears it. Micro-units; times in ms.
    """

    amount: int
    fee: int
    house: bool
    arrives: int
    currency: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A payout that has not ended. `state`: waits (until `at`: first payout, a person's look), sent, unknown."""

    state: str
    arrives: int
    currency: str
    hint: str
    at: int = 0
    why: str = ""  # of one that waits: first, look


# ---- questions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Purse(Question):
    """/money where people can be paid out: what there is, where it goes, what of it arrives."""

    put_off: ClassVar[bool] = True
    balance: int
    rail: str = ""  # "" while no place is known
    hint: str = ""
    legs: tuple[Leg, ...] = ()  # what [Pay out] does now; () when there is too little
    least: int = 0  # less than this is not paid out
    free_on: int = 0  # the next day on which the house bears the fee; 0: it does now, or there is none
    next_hint: str = ""  # the place that takes the other's turn
    next_at: int = 0
    open: tuple[OnItsWay, ...] = ()
    working: bool = False  # there is a question to go back to
    waiting: int = 0  # for a check, or for somebody to rule; not in the balance
    note: str = ""  # what was just done: asked, changed, place, same, kept
    mark: str = ""
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class WhereTo(Question):
    """By which rail: the names of those that are set up."""

    put_off: ClassVar[bool] = True
    rails: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WhichPlace(Question):
    """The number, address or account; `sentence` says what was not right about the last one (a message id)."""

    put_off: ClassVar[bool] = True
    takes_words: ClassVar[bool] = True
    shown_back: ClassVar[bool] = True
    rail: str
    sentence: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class IsItYours(Question):
    """What was written, shown back before anything goes there."""

    put_off: ClassVar[bool] = True
    destination: int
    rail: str
    hint: str
    mark: str = ""
    place: str = field(default="", metadata={"passing": True})


@dataclass(frozen=True, slots=True)
class IsItShared(Question):
    """Somebody else is paid there too: is it a household's?"""

    put_off: ClassVar[bool] = True
    destination: int
    rail: str
    hint: str
    mark: str = ""


# ---- news: cards without a keyboard ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PayoutNews(Outcome):
    """What became of a payout. `state`: confirmed, failed, returned, unknown; `reason` of a closed list."""

    state: str
    amount: int
    arrives: int
    currency: str
    hint: str
    balance: int
    reference: str = ""
    reason: str = ""
    receipt: int = 0  # the transfer that ended it, whose receipt can be had


@dataclass(frozen=True, slots=True)
class PlaceChanged(Outcome):
    """Another place takes over at `at`; told so that nobody changes it unseen."""

    old: str
    new: str
    at: int

"""Outcomes of a household: several people on one phone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes._outcome import Outcome


@dataclass(frozen=True, slots=True)
class Household(Outcome):
    """/household: who is on this phone, by the names they gave; `here`: who has it.

    `note`: set (own name and PIN), name, pin, taken, full, first (say who you are), unknown; "" for none.
    """

    names: tuple[str, ...] = ()
    here: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Handed(Outcome):
    """The phone is another's now; `fresh`: they were just added."""

    name: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class WrongPin(Outcome):
    """A PIN that is not theirs. `left`: tries until none is taken; `wait_ms`: so long none is."""

    name: str
    left: int = 0
    wait_ms: int = 0

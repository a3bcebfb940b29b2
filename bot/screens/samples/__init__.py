"""Sample facts for every screen and every sentence that a screen may say: for the gallery and for tests.

Each room's file has its samples; `facts` what several of them show. A test asserts that every outcome is here.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Spoken
from bot.screens.samples import (
    accounts,
    alarms,
    amendments,
    bundles,
    cards,
    cases,
    cashing,
    claims,
    deposits,
    grievances,
    hard,
    households,
    kinds,
    menus,
    own,
    papers,
    proposals,
    records,
    requester,
    room,
    shares,
    support,
    traffic,
    voices,
    worker,
)
from bot.screens.samples.facts import sample_house
from bot.texts import ENGLISH

__all__ = ["sample_house", "samples"]

_ROOMS = (
    worker,
    hard,
    alarms,
    bundles,
    kinds,
    menus,
    cards,
    papers,
    requester,
    deposits,
    cashing,
    voices,
    shares,
    claims,
    cases,
    traffic,
    own,
    support,
    records,
    proposals,
    accounts,
    households,
    grievances,
    room,
    amendments,
)


def samples(language: str = ENGLISH) -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome) of every room; what is read aloud is in this language."""
    return tuple((name, _spoken_in(language, one)) for room in _ROOMS for name, one in room.samples())


def _spoken_in(language: str, outcome: Outcome) -> Outcome:
    of: Spoken | None = getattr(outcome, "spoken", None)
    if of is None:
        return outcome
    return replace(outcome, spoken=replace(of, language=language))  # type: ignore[call-arg]

"""An installation's own rules, version by version."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes._outcome import Outcome
from bot.domain.outcomes.worker import TextsOf


@dataclass(frozen=True, slots=True)
class Terms(Outcome):
    """One version. `since`, `until`: when it binds (UTC epoch ms), 0 = no end. `state`: binds, comes, bound (before), withdrawn."""

    number: int
    texts: TextsOf
    state: str
    since: int
    until: int = 0


@dataclass(frozen=True, slots=True)
class TermsNews(Outcome):
    """To everybody: a version comes, or one that was announced was withdrawn."""

    number: int
    since: int
    withdrawn: bool = False

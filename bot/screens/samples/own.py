"""Samples of one's own limits."""

from __future__ import annotations

from bot.domain.limits import hour
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.own import Limits, Stopped
from bot.screens.samples.facts import saved


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    have = 1_280_000
    return (
        ("No limits of one's own", Limits()),
        ("Limits of one's own", Limits((21, 7), 2 * hour, hour, 4, clock=True)),
        ("Stopped at some hours a day", Stopped("hours", have, 2 * hour, mark="🌽", saved=saved)),
        ("Stopped in quiet hours", Stopped("quiet", have, until="07:00", mark="🌽")),
        ("Stopped on a free day", Stopped("rest", have, mark="🌽")),
    )

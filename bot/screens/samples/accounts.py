"""Samples of limits on an account."""

from __future__ import annotations

from bot.domain.limits import day
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.accounts import AccountLimited, Barred, LimitEnded, LimitHolds
from bot.screens.samples.facts import saved


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    until, why = 20_800 * day, "12 of 14 answers are word for word another account's."
    return (
        ("Nothing of a pack", AccountLimited("4F2K", "pack", "streets", "copied", why, until)),
        ("Nothing of a requester", AccountLimited("4F2K", "requester", "Baraka Ltd", "chance", why, until)),
        ("No work at all", AccountLimited("4F2K", "all", "", "harm", "You wrote threats to others.", until)),
        ("In the place of new work", Barred("4F2K", "passed_on", until, 1_280_000, mark="🌽", saved=saved)),
        ("A limit against the rules", Barred("4F2K", "rules", until, 1_280_000, mark="🌽")),
        ("A limit's end", LimitEnded("4F2K", "time")),
        ("A limit lifted", LimitEnded("4F2K", "lifted", why="We were wrong.")),
        ("A limit lifted by somebody else", LimitEnded("4F2K", "appeal", "not_founded", "The texts differ.")),
        ("A limit long enough", LimitEnded("4F2K", "appeal", "long_enough")),
        ("A limit nobody looked at", LimitEnded("4F2K", "overdue")),
        ("A limit that stays", LimitHolds("4F2K", "well_founded", "The texts are the same.", until)),
    )

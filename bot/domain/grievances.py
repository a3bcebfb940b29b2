"""Grievances: when those who work in a pack say that it is unfair, and enough of them pause it. Pure; docs/voice.md tells it to everybody.

Only who has several answers there counts, each once in a month, and one for each place where people are paid. A pause that
nobody neutral confirms ends by itself within a day, so that it costs a requester time and no money.
"""

from __future__ import annotations

from typing import Final, Literal

from bot.domain import limits

Reason = Literal["pay", "unclear", "claims", "harm", "other"]
REASONS: Final[tuple[Reason, ...]] = ("pay", "unclear", "claims", "harm", "other")
"""It pays too little for the time; its instruction is not clear; good answers are called unusable; it does
harm; something else. No words: what is counted can't name anybody."""

answers_least = 5  # in that pack: who has fewer may say so, and counts when there are so many
people_least = 5  # so many pause a pack,
percent = 10  # or so many of a hundred of those who count, if that is more
again_ms = 30 * limits.day  # the same person says it of the same pack once in so long
pause_ms = limits.day  # a pause that nobody neutral confirmed ends by itself


def needed(people: int) -> int:
    """How many people pause a pack in which `people` have enough answers.

    >>> needed(0), needed(50), needed(51), needed(400)
    (5, 5, 6, 40)
    """
    return max(people_least, -(-people * percent // 100))


def reason(written: str) -> Reason | None:
    """What somebody wrote behind /grievance_NAME; None for what is no reason of the list.

    >>> reason(" Pay "), reason("too hot")
    ('pay', None)
    """
    said = written.strip().casefold()
    return next((one for one in REASONS if one == said), None)

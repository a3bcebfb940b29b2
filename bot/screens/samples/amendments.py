"""Samples of an installation's own rules."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.amendments import Terms, TermsNews
from bot.domain.outcomes.worker import Refused, Rules

_day = 1_790_000_000_000
_terms = Terms(2, {"en": "Payouts leave on Fridays.\nComplaints: the box at the door."}, "binds", _day)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    later = _day + 30 * 86_400_000
    return (
        ("The rules, with the house's own", Rules(2, _day, 3, later)),
        ("The house's rules", _terms),
        ("The house's rules, which end", replace(_terms, until=later)),
        ("The house's rules that come", replace(_terms, number=3, state="comes")),
        ("The house's rules of before", replace(_terms, number=1, state="bound", until=later)),
        ("The house's rules, withdrawn", replace(_terms, state="withdrawn")),
        ("News of rules", TermsNews(3, _day)),
        ("News of rules, withdrawn", TermsNews(3, _day, withdrawn=True)),
        ("Refused: NoSuchRules", Refused("NoSuchRules", {"number": 9})),
    )

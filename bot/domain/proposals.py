"""Proposals: what those who work here want changed, and how they vote on it. Pure; docs/voice.md tells it to everybody.

Who had settled answers on several days before a thing was proposed has a voice in it, so that nobody can be brought in for a
vote. The numbers are rules of the product; how long a vote lasts and its quorum are the installation's (`limits.Rules`).
"""

from __future__ import annotations

from typing import Final, Literal

from bot.domain import limits

Choice = Literal["yes", "no", "neither"]
CHOICES: Final[tuple[Choice, ...]] = ("yes", "no", "neither")
"""What can be voted; `neither` is no opinion, and counts for the quorum alone."""

Kind = Literal["change", "delegate"]
"""What is to change here; or that who makes it is to be a delegate: their name comes before their words."""

Result = Literal["yes", "no", "short"]
"""More yes than no; not so; or fewer votes than the quorum."""

answers_min = 30  # settled ones,
days_min = 5  # on so many days (UTC),
before_ms = 90 * limits.day  # within so long before the proposal: who has these has a voice in it
characters_max = 500
seconds_min = 3  # people who second a proposal, beside who made it, before it is voted on
seconding_ms = 14 * limits.day  # a proposal waits so long for them
answer_ms = 14 * limits.day  # after a vote the operator answers within this time, before all
term_ms = 180 * limits.day  # a delegate is one so long
cases_least = 5  # fewer are in no number that a delegate is told, and can't be worked out from it
shown_most = 12  # proposals in /voice, the newest


def choice(written: str) -> Choice | None:
    """What somebody wrote behind /vote_7; None for what is no choice.

    >>> choice(" Yes "), choice("no opinion"), choice("maybe")
    ('yes', 'neither', None)
    """
    said = " ".join(written.casefold().split())
    if said in ("neither", "no opinion", "none"):
        return "neither"
    return "yes" if said == "yes" else "no" if said == "no" else None


def needed(may_vote: int, percent: int) -> int:
    """The quorum in votes: so many percent of those who may vote, rounded up, and one at least.

    >>> needed(101, 20), needed(0, 20)
    (21, 1)
    """
    return max(1, -(-may_vote * percent // 100))


def result(yes: int, no: int, neither: int, quorum: int) -> Result:
    """How a vote ended. As many no as yes is no.

    >>> result(3, 2, 0, 5), result(3, 3, 9, 5), result(3, 0, 1, 5)
    ('yes', 'no', 'short')
    """
    if yes + no + neither < quorum:
        return "short"
    return "yes" if yes > no else "no"


def told(counts: dict[str, int]) -> dict[str, int]:
    """Of some counts those that may be told: none under `cases_least`, nor one from which, with the sum, such a one could be worked out.

    >>> told({"breaks": 12, "copied": 7, "empty": 2}), told({"breaks": 12, "copied": 3, "empty": 2}), told({"breaks": 4})
    ({'breaks': 12}, {'breaks': 12}, {})
    """
    shown = {name: count for name, count in counts.items() if count >= cases_least}
    hidden = sum(counts.values()) - sum(shown.values())
    while 0 < hidden < cases_least and shown:
        least = min(shown, key=lambda name: (shown[name], name))
        hidden += shown.pop(least)
    return shown

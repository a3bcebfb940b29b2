"""Outages: when lines were away, ours or a region's, and what may be concluded from silence. Pure; times in ms.

Ours is known: the program writes a sign of life each minute that Telegram and the database answer; a gap is an outage.

A region's is concluded. People tell no place, so the group is "who worked and fell silent at once". Of everybody who did
something within three hours, the share that did nothing in the next three is compared with that share at the same hours
of the last seven days: so evenings, when all stop, stand against evenings. It is taken for an outage where the share is
three tenths of all above the middle one of those days, and ten people more than usual are silent; with fewer than three
days to compare with nothing is concluded. A median of seven is moved by no three odd days. The figures are ours: under
ten people a bus ride looks like an outage, and a share that swings by less than three tenths is a football match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bot.domain.limits import day, hour, minute

sign_every_ms = minute
ours_least_ms = 5 * minute  # a shorter gap is a restart
middle_ms = hour  # who was shown a task so long before, or later, was in the middle of something
back_after_ms = minute  # what people sent meanwhile comes first
kept_ms = 30 * day  # what the operator is told of

window_ms = 3 * hour
days_compared = 7
days_least = 3
people_least = 10
share_least = 0.3
hold_ms = hour  # how long leases and deadlines of a silent group are kept ahead of now
region_most_ms = 3 * day  # then others are served, whoever is silent
back_share = 0.5  # of a group that did something again: then it is over


@dataclass(frozen=True, slots=True)
class Silence:
    """Of `worked` people in one window, `gone` did nothing in the next."""

    worked: int
    gone: int

    @property
    def share(self) -> float:
        """The silent share, 0 to 1."""
        return self.gone / self.worked if self.worked else 0.0


def is_outage(now: Silence, before: Sequence[Silence]) -> bool:
    """Have too many fallen silent at once? `before`: the same hours of the last days; those without work don't count.

    >>> usual = [Silence(40, 10), Silence(38, 12), Silence(45, 8), Silence(41, 30)]
    >>> is_outage(Silence(40, 26), usual), is_outage(Silence(40, 20), usual), is_outage(Silence(9, 9), usual)
    (True, False, False)
    """
    known = [one.share for one in before if one.worked >= people_least]
    if len(known) < days_least:
        return False
    usual = median(known)
    more = now.gone - usual * now.worked
    return more >= people_least and now.share >= usual + share_least


def was_away(last: int, now: int, awake_ms: int | None) -> bool:
    """Is the time between two signs of life an outage?

    `awake_ms` is how long ago the same program gave its last sign by a clock that nobody sets; None for its first. A
    machine's clock that was set forward is no outage.

    >>> was_away(0, 10 * minute, None), was_away(0, 10 * minute, minute), was_away(0, 2 * minute, None)
    (True, False, False)
    """
    return now - last > ours_least_ms and (awake_ms is None or awake_ms > ours_least_ms)

"""Wellbeing: when hard content may be shown to somebody (P9). Pure; times in ms.

Flagged content is served only to whoever chose its categories, by day, within limits and with pauses that nobody can bend:
no price, no requester, no change of the clock. Counted when it is served, over the last 24 hours, so that neither a
restart nor a journey gives a second day. A person may lower all of it for themselves, and raise nothing.

Figures: 5 hours a day at most, breaks, no overtime (Internet Watch Foundation, annual report 2024); sets of 20, a pause
of ten minutes, the hours and the daily numbers are the house's rules. Covers are a choice: they do not protect
(Lewitzka et al., Psychological Research, 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.domain import hours
from bot.domain.limits import day, hour, minute

uncovered = "plain"  # how somebody wants a picture to come first, where they want no cover
CATEGORIES = (
    "violence",
    "gore",
    "death",
    "sexual",
    "sexual_violence",
    "self_harm",
    "hate",
    "animal_abuse",
    "child_distress",
)
levels = (1, 2, 3)
minded_from = 2  # from this level on only where somebody is named whom people can turn to
unlawful_somewhere = frozenset({"gore", "sexual", "sexual_violence", "hate"})
"""What may be against the law where somebody is, to have on a phone or to pass on: they are told before they choose it.

Pictures of sexual acts with violence are a crime to possess in England (Criminal Justice and Immigration Act 2008, section 63),
recordings of killings that praise them in New Zealand (Films, Videos, and Publications Classification Act 1993: the
Christchurch recording), writing that incites hatred to pass on in Germany (Strafgesetzbuch, section 130); sexual pictures of
any sort in many countries. Nobody here knows every country's law: it is a warning, not advice.
"""
daily_max = {1: 150, 2: 60, 3: 20}  # of that level and higher ones, in 24 hours
set_tasks = 20
leaves_max = 3  # then the set ends and the paid pause begins
pause_ms = 10 * minute
show_ms = 2 * minute  # a press later than this after the description gets the description again
not_well_ms = day
chosen_ms = 30 * day  # a yes lapses after this
first_chosen_after_ms = day  # a first yes begins the next day, at this time of it
neutral_needed, neutral_days = 50, 3  # other tasks answered, on so many days, before anybody is asked
neutral_every = 5  # after so many in a row something else comes, where there is any
clock_change_ms = day
over_ms = hour  # nothing was shown for so long: the set is over, its pause was taken
in_chat_ms = day  # what was shown and not answered is deleted from the chat after this
helped_level = 3  # after one of it help is sent always, else once a set

Reason = Literal[
    "child", "not_chosen", "begins", "lapsed", "clock", "night", "unwell", "pause", "set", "day", "own"
]
"""Why hard content is not shown now; the first that holds, in this order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody is with hard content: what they chose, what they saw in the last 24 hours and since their last pause.

    `chosen` is category -> (from, until); `seen` is how many of levels 1, 2 and 3 in the last 24 hours. `offset` is how far
    their clock is ahead of UTC, as they told it at `offset_at`, and `offset_before` what they had told before.
    """

    adult: bool
    chosen: Mapping[str, tuple[int, int]]
    seen: tuple[int, int, int] = (0, 0, 0)
    shown: int = 0
    leaves: int = 0
    pause_until: int = 0
    off_until: int = 0
    offset: int | None = None
    offset_at: int = 0
    offset_before: int | None = None
    own_daily: int | None = None
    own_set: int | None = None


def why_not(standing: Standing, flags: Mapping[str, int], now: int) -> Reason | None:
    """Why a task with these flags (category -> level) is not shown to somebody now; None: it may be.

    >>> told = Standing(True, {"gore": (0, 30 * day)}, offset=0, offset_at=0)
    >>> why_not(told, {"gore": 2}, 12 * hour), why_not(told, {"gore": 2}, 23 * hour), why_not(told, {"hate": 1}, 12 * hour)
    (None, 'night', 'not_chosen')
    """
    return (
        _not_chosen(standing, flags, now)
        or _wrong_time(standing, now)
        or _wants_rest(standing, now)
        or _had_enough(standing, level_of(flags))
    )


def _not_chosen(standing: Standing, flags: Mapping[str, int], now: int) -> Reason | None:
    if not standing.adult:
        return "child"
    for category in flags:
        if category not in standing.chosen:
            return "not_chosen"
        begins, ends = standing.chosen[category]
        if now < begins:
            return "begins"
        if now >= ends:
            return "lapsed"
    return None


def _wrong_time(standing: Standing, now: int) -> Reason | None:
    """Where the time is unknown there is none; a clock that was changed a day ago or less is night by either."""
    if standing.offset is None or now - standing.offset_at > hours.offset_kept_ms:
        return "clock"
    clocks = [standing.offset]
    if standing.offset_before is not None and now - standing.offset_at < clock_change_ms:
        clocks.append(standing.offset_before)
    return "night" if any(hours.quiet_until(now, one) for one in clocks) else None


def _wants_rest(standing: Standing, now: int) -> Reason | None:
    if now < standing.off_until:
        return "unwell"
    if now < standing.pause_until:
        return "pause"
    return "set" if set_is_over(standing.shown, standing.leaves, standing.own_set) else None


def _had_enough(standing: Standing, level: int) -> Reason | None:
    """One of level 3 counts among those of level 2 and 1 as well."""
    for lower in levels[:level]:
        if sum(standing.seen[lower - 1 :]) >= daily_max[lower]:
            return "day"
    if standing.own_daily is not None and sum(standing.seen) >= standing.own_daily:
        return "own"
    return None


def level_of(flags: Mapping[str, int]) -> int:
    """A task's level: the highest of its categories; 0 without any.

    >>> level_of({"violence": 1, "gore": 2}), level_of({})
    (2, 0)
    """
    return max(flags.values(), default=0)


def set_is_over(shown: int, leaves: int, own: int | None) -> bool:
    """Is a pause next: after as many as a set has, or after three leaves?

    >>> set_is_over(19, 2, None), set_is_over(20, 0, None), set_is_over(5, 0, 5), set_is_over(3, 3, None)
    (False, True, True, True)
    """
    return leaves >= leaves_max or shown >= set_size(own)


def set_size(own: int | None) -> int:
    """How many are shown before a pause: the house's number, or less where somebody wants it so.

    >>> set_size(None), set_size(5), set_size(90)
    (20, 5, 20)
    """
    return set_tasks if own is None else max(1, min(own, set_tasks))


def pauses_due(flagged: int, paid: int) -> int:
    """How many paid pauses a pack still owes somebody who was shown so many of its flagged tasks: one for each set begun.

    >>> pauses_due(0, 0), pauses_due(1, 0), pauses_due(20, 1), pauses_due(21, 1)
    (0, 1, 0, 1)
    """
    return max(0, -(-flagged // set_tasks) - paid)

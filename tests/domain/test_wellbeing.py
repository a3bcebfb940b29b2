"""When hard content may be shown: chosen, by day, rested, within the limits, and nobody bends them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.limits import day, hour, minute
from bot.domain.wellbeing import (
    CATEGORIES,
    Standing,
    chosen_ms,
    daily_max,
    leaves_max,
    levels,
    minded_from,
    pauses_due,
    set_size,
    set_tasks,
    unlawful_somewhere,
    why_not,
)

NOON = 100 * day + 12 * hour
READY = Standing(True, dict.fromkeys(CATEGORIES, (0, NOON + chosen_ms)), offset=0, offset_at=NOON - 2 * day)


def test_whoever_chose_it_sees_it_by_day() -> None:
    """Nothing stands against it for somebody who said yes, whose clock is known, who has rested."""
    assert why_not(READY, {"violence": 3}, NOON) is None


@pytest.mark.parametrize(
    ("standing", "flags", "at", "why"),
    [
        (replace(READY, adult=False), {"gore": 1}, NOON, "child"),
        (replace(READY, chosen={}), {"gore": 1}, NOON, "not_chosen"),
        (replace(READY, chosen={"gore": (0, NOON + day)}), {"gore": 1, "hate": 1}, NOON, "not_chosen"),
        (replace(READY, chosen={"gore": (NOON + 1, NOON + day)}), {"gore": 1}, NOON, "begins"),
        (replace(READY, chosen={"gore": (0, NOON)}), {"gore": 1}, NOON, "lapsed"),
        (replace(READY, offset=None), {"gore": 1}, NOON, "clock"),
        (replace(READY, offset_at=NOON - 91 * day), {"gore": 1}, NOON, "clock"),
        (READY, {"gore": 1}, NOON + 10 * hour, "night"),
        (READY, {"gore": 1}, NOON + 18 * hour - minute, "night"),
        (replace(READY, off_until=NOON + 1), {"gore": 1}, NOON, "unwell"),
        (replace(READY, pause_until=NOON + 1), {"gore": 1}, NOON, "pause"),
        (replace(READY, shown=set_tasks), {"gore": 1}, NOON, "set"),
        (replace(READY, shown=5, own_set=5), {"gore": 1}, NOON, "set"),
        (replace(READY, shown=3, leaves=leaves_max), {"gore": 1}, NOON, "set"),
        (replace(READY, seen=(0, 0, 20)), {"gore": 3}, NOON, "day"),
        (replace(READY, seen=(0, 40, 20)), {"gore": 2}, NOON, "day"),
        (replace(READY, seen=(90, 40, 20)), {"gore": 1}, NOON, "day"),
        (replace(READY, seen=(3, 0, 0), own_daily=3), {"gore": 1}, NOON, "own"),
    ],
)
def test_each_reason_is_found(standing: Standing, flags: dict[str, int], at: int, why: str) -> None:
    """Each thing that stands against it is said by its own name."""
    assert why_not(standing, flags, at) == why


def test_what_is_left_of_lower_levels_may_be_shown_when_a_higher_one_is_used_up() -> None:
    """Twenty of level 3 leave forty of level 2."""
    full = replace(READY, seen=(0, 0, 20))
    assert why_not(full, {"gore": 3}, NOON) == "day" and why_not(full, {"gore": 2}, NOON) is None


def test_a_changed_clock_shortens_no_night() -> None:
    """Whoever moves their clock at night is in the night of the old one for a day, and then in that of the new one."""
    moved = replace(READY, offset=12 * 60, offset_before=0, offset_at=NOON + 11 * hour)
    assert why_not(moved, {"gore": 1}, NOON + 11 * hour) == "night"
    assert why_not(moved, {"gore": 1}, NOON + 35 * hour) is None


@given(
    seen=st.tuples(*[st.integers(0, 200)] * 3), level=st.integers(1, 3), own=st.none() | st.integers(0, 300)
)
def test_no_own_number_raises_a_limit(seen: tuple[int, int, int], level: int, own: int | None) -> None:
    """Whatever somebody sets, what the house does not show stays unseen."""
    plain, lowered = replace(READY, seen=seen), replace(READY, seen=seen, own_daily=own, own_set=own)
    if why_not(plain, {"gore": level}, NOON) is not None:
        assert why_not(lowered, {"gore": level}, NOON) is not None
    assert set_size(own) <= set_tasks
    assert sum(seen[level - 1 :]) < daily_max[level] or why_not(plain, {"gore": level}, NOON) == "day"


@given(st.lists(st.integers(1, 50), max_size=8))
def test_every_set_begun_is_paid_once(sets: list[int]) -> None:
    """However often somebody rests, a pack pays as many pauses as it has sets of twenty begun."""
    flagged = paid = 0
    for shown in sets:
        flagged += shown
        paid += pauses_due(flagged, paid)
    assert paid == -(-flagged // set_tasks) and pauses_due(flagged, paid) == 0


def test_what_may_be_against_the_law_is_said_of_known_categories() -> None:
    """A warning belongs to a category that can be chosen."""
    assert unlawful_somewhere < set(CATEGORIES) and minded_from in levels

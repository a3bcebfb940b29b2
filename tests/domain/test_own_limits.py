"""Own limits: for each minute of a week, what holds back and until when."""

import pytest

from bot.domain.limits import day, hour, minute
from bot.domain.own_limits import OwnLimits, day_began, over_at, silent_until, why_stop

MONDAY = 4 * day  # the first one after the first of January 1970


@pytest.mark.parametrize("offset", [-720, -210, 0, 180, 345, 705])
@pytest.mark.parametrize("quiet", [(21, 7), (0, 6), (9, 17)])
def test_quiet_hours_are_those_of_their_clock(offset: int, quiet: tuple[int, int]) -> None:
    """Inside them work is held back until their end, which is outside; elsewhere nothing is."""
    own = OwnLimits(quiet, offset=offset)
    first, last = quiet
    for past in range(0, 24 * 60, 7):
        now = MONDAY + past * minute
        there = (now + offset * minute) % day // hour
        inside = first <= there < last if first < last else there >= first or there < last
        assert (why_stop(own, 0, now) == "quiet") is inside
        if inside:
            end = over_at(own, now)
            assert now < end <= now + (last - first) % 24 * hour and why_stop(own, 0, end) is None


@pytest.mark.parametrize("offset", [-720, 0, 345])
def test_one_day_of_seven_is_free(offset: int) -> None:
    """Just its 24 hours, by their clock."""
    own = OwnLimits(rest_day=0, offset=offset)
    free = [past for past in range(7 * 24) if why_stop(own, 0, MONDAY - offset * minute + past * hour)]
    assert free == list(range(24))


def test_news_waits_through_a_night_and_the_free_day_behind_it() -> None:
    """From Sunday at eleven in the evening to Tuesday at nine, when the quiet hours are over too."""
    own = OwnLimits((6, 9), rest_day=0, offset=0)
    assert silent_until(own, MONDAY - hour) == MONDAY + day + 9 * hour
    assert silent_until(own, MONDAY - 12 * hour) == 0


def test_without_their_time_only_hours_a_day_hold() -> None:
    """The day is one of UTC."""
    own = OwnLimits((0, 23), hour, 0)
    assert why_stop(own, 0, MONDAY) is None and silent_until(own, MONDAY) == 0
    assert why_stop(own, hour, MONDAY) == "hours"
    assert day_began(own, MONDAY + hour) == MONDAY and over_at(own, MONDAY + hour) == MONDAY + day


def test_going_on_holds_until_its_end() -> None:
    """And no longer."""
    own = OwnLimits(daily_ms=hour, anyway_until=day)
    assert why_stop(own, 2 * hour, day - 1) is None and why_stop(own, 2 * hour, day) == "hours"

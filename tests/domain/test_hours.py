"""Hours: a time as people write it, the difference from UTC, and the end of the quiet hours."""

import pytest

from bot.domain import hours
from bot.domain.limits import day, hour, minute

NOON = 20_000 * day + 12 * hour


@pytest.mark.parametrize("offset", range(-12 * 60, 12 * 60, 15))
def test_every_zone_is_found_again_by_its_time(offset: int) -> None:
    """Whoever reads their clock, five minutes late or early, is known to the quarter hour."""
    for late in (-5, 0, 5):
        shown = hours.time_of_day(NOON + late * minute, offset)
        told = hours.read(shown)
        assert told is not None and hours.offset_minutes(told, NOON) == offset


@pytest.mark.parametrize("offset", [-720, -210, 0, 180, 345, 705])
def test_quiet_hours_end_at_six_with_them(offset: int) -> None:
    """Each minute of a day is either between 6 and 22, or waits for the next 6 o'clock."""
    for past in range(0, 24 * 60, 7):
        now = NOON + past * minute
        until = hours.quiet_until(now, offset)
        quiet = not "06:00" <= hours.time_of_day(now, offset) < "22:00"
        assert bool(until) is quiet
        if quiet:
            assert hours.time_of_day(until, offset) == "06:00" and 0 < until - now <= 8 * hour


@pytest.mark.parametrize("written", ["", "24", "7:60", "14:3", "1430", "-3", "14:30:00", "noon"])
def test_what_is_no_time_is_none(written: str) -> None:
    """It is asked for again rather than guessed."""
    assert hours.read(written) is None

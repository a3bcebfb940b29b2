"""Outages: what may be concluded from silence, and what may not."""

from bot.domain.limits import minute
from bot.domain.outages import Silence, is_outage, was_away

DAYS = [Silence(60, 12), Silence(55, 15), Silence(62, 10), Silence(58, 14), Silence(60, 50)]


def test_a_crowd_that_falls_silent_at_once_is_an_outage() -> None:
    """Two thirds gone where a fifth is usual, though one odd day stood at five sixths."""
    assert is_outage(Silence(60, 40), DAYS)
    assert not is_outage(Silence(60, 25), DAYS)


def test_a_few_silent_people_are_no_outage() -> None:
    """Under ten people more than usual nothing is concluded, whatever the share; nor from a day without work."""
    assert not is_outage(Silence(11, 11), DAYS)
    assert not is_outage(Silence(0, 0), DAYS)


def test_evenings_are_compared_with_evenings() -> None:
    """Where nearly all stop at this hour each day, all that stop are no outage."""
    assert not is_outage(Silence(60, 60), [Silence(60, 50)] * 7)


def test_a_young_installation_concludes_nothing() -> None:
    """Two days to compare with are too few, and days with hardly anybody are none."""
    assert not is_outage(Silence(60, 60), DAYS[:2])
    assert not is_outage(Silence(60, 60), [*DAYS[:2], *[Silence(9, 0)] * 5])


def test_a_gap_is_an_outage_unless_only_the_clock_moved() -> None:
    """Five minutes and a restart's first sign; a clock set an hour ahead beside a program that was awake is none."""
    assert was_away(0, 5 * minute + 1, None) and was_away(0, 60 * minute, 59 * minute)
    assert not was_away(0, 5 * minute, None) and not was_away(0, 60 * minute, minute)
    assert not was_away(60 * minute, 0, None)

"""What may be told of a month: ten people behind every figure, and no way to a smaller sum."""

import doctest
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import figures

CELLS = st.dictionaries(st.sampled_from("abcde"), st.lists(st.integers(0, 40), max_size=60), min_size=1)


def test_the_examples_hold() -> None:
    """What the docstrings say is so."""
    assert doctest.testmod(figures).failed == 0


@given(CELLS)
def test_no_part_of_few_people_is_told_nor_can_be_worked_out(cells: dict[str, list[int]]) -> None:
    """What is told has ten people or none behind it; of what is not, two parts at least are hidden, or the sum is too."""
    whole, *rest = figures.parts("all", cells)
    by_name = {one.name: one.value for one in rest}
    for name, own in cells.items():
        if by_name[name] is not None:
            assert by_name[name] == len(own) and (not own or len(set(own)) >= figures.people_min)
    hidden = [name for name, value in by_name.items() if value is None]
    if whole.value is None:
        assert len(hidden) == len(cells)
    else:
        assert len(hidden) != 1


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_a_month_begins_on_its_first_day_and_ends_with_the_next(year: int, number: int) -> None:
    """In UTC, in every year, whatever the month's length."""
    found = figures.month(f"{year}-{number:02}")
    assert found is not None
    first, beyond = (datetime.fromtimestamp(at / 1000, UTC) for at in found)
    assert (first.year, first.month, first.day, first.hour) == (year, number, 1, 0)
    assert beyond.day == 1 and (beyond - first).days in range(28, 32)


def test_a_tenth_percentile_is_of_ten_people() -> None:
    """A hundred people: at least ten are below it or at it."""
    values = [*range(1_000, 1_100)]
    low = figures.tenth("low", "money", values).value
    assert low is not None and sum(one <= low for one in values) >= figures.people_min


def test_a_break_makes_answers_fresh_again() -> None:
    """The first twenty after ten minutes without one, then later ones; and anew after the next break."""
    tally = figures.Tally()
    at = 10**12
    for person in range(figures.people_min):
        gaps = [figures.break_ms, *[1_000] * 29, figures.break_ms]
        times = [at + sum(gaps[: number + 1]) for number in range(len(gaps))]
        right = [number < figures.fresh_answers or number == 30 for number in range(31)]
        tally.add(figures.Counted(person, *one, "low") for one in zip(times, [None] * 31, right, strict=True))
    found = {one.name: one.value for one in tally.figures()}
    assert (found["right_fresh"], found["right_long"], found["answers"]) == (1_000, 0, 310)
    assert found["hourly"] is None and found["right_middle"] is None

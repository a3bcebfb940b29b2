"""What may be known of a requester: from how many people on, and how much each of them weighs."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import limits, records
from bot.domain.records import Marks, Timed

MARK = st.integers(1, records.mark_max)
GIVEN = st.builds(Marks, st.tuples(MARK, MARK, MARK, MARK), st.integers(0, 10**12))


def test_the_examples_hold() -> None:
    """What the docstrings say is so."""
    assert doctest.testmod(records).failed == 0


def test_one_person_with_many_answers_counts_once() -> None:
    """A thousand quick answers of one weigh as much as one slow answer of each other."""
    quick = [Timed(0, 40_000, 1_000)] * 1_000
    slow = [Timed(person, 40_000, 36_000) for person in range(1, 10)]
    assert records.hourly(quick + slow, 10) == 4_000_000
    assert records.hourly(quick + slow[:-1], 10) is None


@given(st.lists(GIVEN, max_size=30), st.integers(0, 10**12))
def test_a_mean_of_marks_lies_among_them_and_does_not_age(marks: list[Marks], later: int) -> None:
    """Fewer than five say nothing; the mean of more is between the worst and the best, and the same at any later time."""
    found = records.weighted(marks)
    assert bool(found) == (len(marks) >= records.raters_min)
    for place, mean in enumerate(found):
        own = [one.marks[place] for one in marks]
        assert 100 * min(own) <= mean <= 100 * max(own)
    assert found == records.weighted([Marks(one.marks, one.at + later) for one in marks])


def test_a_mark_half_a_year_older_weighs_half() -> None:
    """Four old threes and a new five: (4 × 3 × ½ + 5) ÷ 3."""
    old = [Marks((3, 3, 3, 3), 0)] * 4
    new = Marks((5, 5, 5, 5), records.rating_half_life_ms)
    assert records.weighted([*old, new])[0] == round(100 * (4 * 3 / 2 + 5) / 3)


@given(st.integers(-(10**9), 10**12), st.integers(1, 3_600))
def test_a_time_is_believed_within_bounds(taken: int, estimate: int) -> None:
    """A second at least, a minute or five times the estimate at most."""
    believed = records.believed_ms(taken, estimate)
    assert limits.second <= believed <= max(limits.minute, 5 * estimate * limits.second)

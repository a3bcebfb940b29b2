"""Agreement: Krippendorff's alpha comes out as he published it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.results import agreement
from bot.results.agreement import Level
from bot.results.votes import Votes

# Hayes and Krippendorff's example as in Krippendorff, Content Analysis (2004), with its published values
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)
# Three coders and fifteen units with many gaps, the computational example to Krippendorff (2011)
CODERS = (
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)


def coded(lines: tuple[str, ...]) -> Votes:
    """Coders' lines as votes; units nobody coded are left out."""
    table = [line.split() for line in lines]
    units = [place for place in range(len(table[0])) if any(line[place] != "*" for line in table)]
    rows = [
        (task, worker, int(line[unit]))
        for task, unit in enumerate(units)
        for worker, line in enumerate(table)
        if line[unit] != "*"
    ]
    labels = sorted({value for _, _, value in rows})
    task, worker, value = (np.array(column) for column in zip(*rows, strict=True))
    return Votes(
        tuple(map(str, units)),
        tuple(map(str, range(len(lines)))),
        tuple(labels),
        task,
        worker,
        np.searchsorted(labels, value),
    )


@pytest.mark.parametrize(
    ("lines", "level", "published"),
    [
        (OBSERVERS, "nominal", 0.743),
        (OBSERVERS, "ordinal", 0.815),
        (OBSERVERS, "interval", 0.849),
        (CODERS, "nominal", 0.691),
        (CODERS, "ordinal", 0.807),
        (CODERS, "interval", 0.811),
    ],
)
def test_alpha_is_as_published(lines: tuple[str, ...], level: Level, published: float) -> None:
    """Two examples at three levels, to the third decimal."""
    found = agreement.alpha(coded(lines), level)
    assert found is not None and round(found, 3) == published


def test_alpha_says_nothing_where_nothing_can_be_compared() -> None:
    """One answer a task, the same answer everywhere, or no answers at all give no figure."""
    assert agreement.alpha(coded(("1 2 3",)), "nominal") is None
    assert agreement.alpha(coded(("1 1", "1 1")), "interval") is None
    nothing = np.zeros(0, dtype=np.int64)
    empty = Votes((), (), (), nothing, nothing, nothing)
    assert agreement.alpha(empty, "nominal") is None
    assert agreement.classes(empty) == ()


def test_agreement_of_a_class_is_the_chance_that_another_says_it_too() -> None:
    """1 was said by two of three on one task and by both on another: (2·1÷2 + 2·1÷1) ÷ 4 = 0.75; 2 was said by one alone."""
    one, two = agreement.classes(coded(("1 1", "1 1", "2 *")))
    assert (one.label, one.answers, one.agreement) == (1, 4, 0.75)
    assert (two.label, two.answers, two.agreement) == (2, 1, 0.0)
    alone = agreement.classes(coded(("1",)))
    assert alone[0].agreement is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=6), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_alpha_is_what_the_table_of_all_pairs_gives(units: list[list[int]]) -> None:
    """The sums agree with the definition: every pair within tasks against every pair at all."""
    rows = [(task, worker, value) for task, own in enumerate(units) for worker, value in enumerate(own)]
    labels = sorted({value for _, _, value in rows})
    task, worker, value = (np.array(column) for column in zip(*rows, strict=True))
    votes = Votes(
        tuple(map(str, range(len(units)))),
        tuple("abcdef"),
        tuple(labels),
        task,
        worker,
        np.searchsorted(labels, value),
    )
    everyone = [value for own in units for value in own]
    for level, apart in (
        ("nominal", lambda a, b: float(a != b)),
        ("interval", lambda a, b: float((a - b) ** 2)),
    ):
        observed = sum(sum(apart(a, b) for a in own for b in own) / (len(own) - 1) for own in units)
        expected = sum(apart(a, b) for a in everyone for b in everyone) / (len(everyone) - 1)
        found = agreement.alpha(votes, level)
        assert found == pytest.approx(1 - observed / expected) if expected else found is None

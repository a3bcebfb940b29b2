"""Quality: gold comes as often as it should and cannot be foreseen; no single time counts."""

from hypothesis import given
from hypothesis import strategies as some

from bot.domain.quality import gold_due, median_of_medians

times = some.lists(some.tuples(some.integers(1, 5), some.integers(-1_000, 10**7)), max_size=40)


def test_gold_comes_as_often_as_its_share() -> None:
    """Over twenty people and five hundred tasks each, within one point of what the pack set."""
    for share in (0.05, 0.2, 0.5):
        due = sum(gold_due(person, 7, served, share) for person in range(20) for served in range(500))
        assert abs(due / 10_000 - share) < 0.01


def test_gold_is_another_s_at_another_time() -> None:
    """Two people can't tell each other where it is; the same question has the same answer."""
    first = [gold_due(1, 7, served, 0.3) for served in range(100)]
    assert first == [gold_due(1, 7, served, 0.3) for served in range(100)]
    assert first != [gold_due(2, 7, served, 0.3) for served in range(100)]
    assert first != [gold_due(1, 8, served, 0.3) for served in range(100)]


@given(person=some.integers(0, 2**62), served=some.integers(0, 10**6))
def test_without_gold_none_is_due(person: int, served: int) -> None:
    """A share of nothing is never, a share of one always."""
    assert not gold_due(person, 7, served, 0.0)
    assert gold_due(person, 7, served, 1.0)


def test_the_median_is_of_people_not_of_answers() -> None:
    """Somebody with a hundred quick answers counts once."""
    quick = [(1, 1_000)] * 100
    assert median_of_medians([*quick, (2, 5_000), (3, 9_000)], 60_000, people_min=3) == 5_000
    assert median_of_medians([*quick, (2, 5_000)], 60_000, people_min=2) == 3_000


def test_too_few_people_have_no_median() -> None:
    """Under the least number nothing is told."""
    assert median_of_medians([(1, 1_000), (2, 2_000)], 60_000, people_min=3) is None


@given(times=times, cap=some.integers(1, 60_000))
def test_a_median_is_never_negative_nor_above_the_cap(times: list[tuple[int, int]], cap: int) -> None:
    """A phone left on a table, or a clock that went back, moves nothing beyond the cap."""
    found = median_of_medians(times, cap, people_min=1)
    assert (found is None) == (not times)
    assert found is None or 0 <= found <= cap


@given(times=times)
def test_the_order_of_answers_does_not_matter(times: list[tuple[int, int]]) -> None:
    """The same times in any order have the same median."""
    assert median_of_medians(times, 60_000, 1) == median_of_medians(times[::-1], 60_000, 1)

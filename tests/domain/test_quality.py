"""Quality: gold comes as often as it should and cannot be foreseen; no single time counts."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from bot.domain.quality import at_most, by_chance, gold_due, is_low, is_trusted, median_of_medians

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
    assert median_of_medians([*quick, (2, 5_000), (3, 9_000)], 12, people_min=3) == 5_000
    assert median_of_medians([*quick, (2, 5_000)], 12, people_min=2) == 3_000


def test_too_few_people_have_no_median() -> None:
    """Under the least number nothing is told."""
    assert median_of_medians([(1, 1_000), (2, 2_000)], 12, people_min=3) is None


@given(times=times, estimate_s=some.integers(1, 600))
def test_a_median_is_never_negative_nor_above_the_cap(times: list[tuple[int, int]], estimate_s: int) -> None:
    """A phone left on a table, or a clock that went back, moves nothing beyond a minute or five times the estimate."""
    found = median_of_medians(times, estimate_s, people_min=1)
    assert (found is None) == (not times)
    assert found is None or 0 <= found <= max(60_000, 5_000 * estimate_s)


def test_a_phone_left_on_a_table_counts_as_the_cap() -> None:
    """A minute for short tasks, five times the estimate for long ones."""
    assert median_of_medians([(1, 10**9)], 5, people_min=1) == 60_000
    assert median_of_medians([(1, 10**9)], 20, people_min=1) == 100_000


@given(times=times)
def test_the_order_of_answers_does_not_matter(times: list[tuple[int, int]]) -> None:
    """The same times in any order have the same median."""
    assert median_of_medians(times, 12, 1) == median_of_medians(times[::-1], 12, 1)


def ever_sent_away(q: float, options: int, known: int) -> float:
    """How likely somebody who is right with probability `q` is sent to other work within so many known answers: exact."""
    states, gone = {0: 1.0}, 0.0
    for total in range(1, known + 1):
        after: dict[int, float] = {}
        for right, chance in states.items():
            after[right + 1] = after.get(right + 1, 0.0) + chance * q
            after[right] = after.get(right, 0.0) + chance * (1 - q)
        gone += sum(chance for right, chance in after.items() if by_chance(right, total, options))
        states = {right: chance for right, chance in after.items() if not by_chance(right, total, options)}
    return gone


def test_the_error_rates_are_those_of_the_documentation() -> None:
    """The table of docs/quality.md, worked out again: who guesses is found, who is right mostly stays."""
    told = (Path(__file__).parents[2] / "docs" / "quality.md").read_text("utf-8")
    for options in (2, 3, 4, 5, 7):
        shares = [ever_sent_away(q or 1 / options, options, 60) for q in (0, 0.6, 0.7, 0.8, 0.9)]
        row = f"| {options} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"
        assert row in told, row


def test_a_fair_person_at_six_tenths_of_four_options_stays() -> None:
    """Two of eight right is no reason yet, and in sixty known answers 2.3 % are ever looked at wrongly."""
    assert not by_chance(2, 8, 4)
    assert ever_sent_away(0.6, 4, 60) < 0.025


@given(total=some.integers(0, 60), options=some.integers(2, 16), right=some.integers(0, 60))
def test_a_better_score_is_never_judged_worse(total: int, options: int, right: int) -> None:
    """One more right never turns "well" into "by chance" or "low"."""
    right = min(right, total)
    for judged in (by_chance, is_low):
        if not judged(right, total, options):
            assert not judged(min(right + 1, total), total, options)


@given(total=some.integers(0, 60), options=some.integers(2, 16))
def test_help_comes_before_other_work(total: int, options: int) -> None:
    """Whoever would be sent to other work would have been offered practice."""
    for right in range(total + 1):
        assert not by_chance(right, total, options) or is_low(right, total, options)


def test_words_and_numbers_are_never_judged_by_chance() -> None:
    """Where answers can't be counted guessing has no share; practice may still help who had none right."""
    assert not by_chance(0, 500, None)
    assert is_low(0, 4, None) and not is_low(1, 400, None)


def test_the_binomial_distribution_is_whole() -> None:
    """All its cases sum to one; 1 of 8 at three quarters is 0.04 %."""
    assert abs(at_most(8, 8, 0.3) - 1) < 1e-12
    assert round(at_most(1, 8, 0.75), 4) == 0.0004


def test_five_right_are_known() -> None:
    """The newcomers' limit ends with the fifth."""
    assert [is_trusted(right) for right in (0, 4, 5, 6)] == [False, False, True, True]

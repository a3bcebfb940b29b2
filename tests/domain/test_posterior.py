"""The posterior of dynamic overlap is Bayes' rule with people's skill."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posterior import accuracy, posterior


def test_one_unknown_person_is_a_coin() -> None:
    """Of two options the one they chose has a half; of four it has a half too, and the others a sixth each."""
    assert posterior([("a", accuracy(0, 0))], 2) == {"a": 0.5}
    assert posterior([("a", accuracy(0, 0))], 4) == pytest.approx({"a": 0.5})


def test_two_good_people_against_one_are_reckoned_by_hand() -> None:
    """q 0.8, three options: 0.8² · 0.1 against 0.1² · 0.8 and 0.1³."""
    found = posterior([("a", 0.8), ("a", 0.8), ("b", 0.8)], 3)
    whole = 0.064 + 0.008 + 0.001
    assert found == pytest.approx({"a": 0.064 / whole, "b": 0.008 / whole})


def test_skill_begins_at_a_half_and_never_is_certain() -> None:
    """K = ½ right and ½ wrong answer are taken as seen before the first."""
    assert accuracy(0, 0) == 0.5
    assert accuracy(4, 4) == 0.9
    assert 0 < accuracy(0, 1000) < accuracy(1000, 1000) < 1


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0.01, 0.99)), max_size=200),
    st.integers(4, 20),
)
def test_probabilities_never_exceed_one(votes: list[tuple[str, float]], options: int) -> None:
    """However many answers: what was chosen has shares between 0 and 1 that add up to 1 at most."""
    found = posterior(votes, options)
    assert set(found) == {option for option, _ in votes}
    assert all(0 <= share <= 1 for share in found.values())
    assert sum(found.values()) <= 1 + 1e-9

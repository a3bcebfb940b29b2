"""The posterior: Toloka's published examples by value, what Bayes' theorem demands, and what it likely costs."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.posterior import accuracy, accuracy_likely, answers_likely, confident, posterior

ballots = some.lists(some.tuples(some.sampled_from("abc"), some.floats(0.02, 0.98)), max_size=12)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ([("OK", 0.7), ("OK", 0.9)], ("OK", 97.7)),
        ([("OK", 0.7), ("BAD", 0.9)], ("BAD", 76.1)),
        ([("OK", 0.7), ("BAD", 0.9), ("BAD", 0.8)], ("BAD", 96.2)),
    ],
)
def test_the_published_examples(votes: list[tuple[str, float]], expected: tuple[str, float]) -> None:
    """The three figures of Toloka's page on dynamic overlap, three options."""
    found = posterior(votes, 3)
    best = max(found, key=found.__getitem__)
    assert (best, round(100 * found[best], 1)) == expected


def test_an_accuracy_begins_at_a_half() -> None:
    """Nothing known is a half; one right or wrong answer moves it, none makes it certain."""
    assert accuracy(0, 0) == 0.5
    assert (accuracy(1, 1), accuracy(0, 1)) == (0.75, 0.25)
    assert 0 < accuracy(0, 1_000) < accuracy(1_000, 1_000) < 1


def test_nobody_known_says_nothing_of_two_options() -> None:
    """With two options and nobody known, any number of answers leaves both as likely."""
    assert posterior([("a", 0.5)] * 9, 2) == {"a": 0.5}
    assert not confident([("a", 0.5)] * 9, 2, 0.51)


@given(votes=ballots, options=some.integers(3, 40))
def test_probabilities_sum_to_at_most_one(votes: list[tuple[str, float]], options: int) -> None:
    """What is given is a share of the whole; with every option given it is the whole."""
    found = posterior(votes, options)
    assert set(found) == {answer for answer, _ in votes}
    assert sum(found.values()) <= 1 + 1e-9
    if len(found) == options:
        assert sum(found.values()) == pytest.approx(1)


@given(votes=ballots, options=some.integers(3, 40))
def test_the_order_of_answers_does_not_matter_to_the_posterior(
    votes: list[tuple[str, float]], options: int
) -> None:
    """The same answers in any order are as sure."""
    assert posterior(votes[::-1], options) == pytest.approx(posterior(votes, options))


@given(votes=ballots, options=some.integers(3, 9), q=some.floats(0.5, 0.98))
def test_one_who_agrees_makes_it_surer(votes: list[tuple[str, float]], options: int, q: float) -> None:
    """An answer by somebody better than chance never makes that answer less likely."""
    before = posterior([*votes, ("a", 1 / options)], options)["a"]
    assert posterior([*votes, ("a", q)], options)["a"] >= before - 1e-9


@pytest.mark.parametrize("votes", [[("a", 0.5), ("b", 0.5), ("c", 0.5)], [("a", 1.0)], [("a", 0.0)]])
def test_what_makes_no_sense_is_refused(votes: list[tuple[str, float]]) -> None:
    """More answers than options, or somebody who is never or always right."""
    with pytest.raises(ValueError):
        posterior(votes, 2)


def drawn(least: int, most: int, confidence: float, options: int, known: int, draws: int = 4_000) -> float:
    """The mean number of answers of a crowd that is played through, person by person."""
    chance, q = random.Random(3), accuracy(accuracy_likely * known, known)
    total = 0
    for _ in range(draws):
        votes: list[tuple[int, float]] = []
        while len(votes) < least or (len(votes) < most and not confident(votes, options, confidence)):
            right = chance.random() < accuracy_likely
            votes.append((0 if right else chance.randrange(1, options), q))
        total += len(votes)
    return total / draws


@pytest.mark.parametrize(
    "plan", [(2, 5, 0.9, 4, 8), (2, 5, 0.9, 2, 8), (3, 8, 0.99, 5, 2), (1, 3, 0.8, 7, 1)]
)
def test_what_is_worked_out_is_what_a_crowd_needs(plan: tuple[int, int, float, int, int]) -> None:
    """The expected number of answers agrees with four thousand tasks played through."""
    assert answers_likely(*plan) == pytest.approx(drawn(*plan), abs=0.06)


@given(
    least=some.integers(1, 4),
    more=some.integers(0, 4),
    confidence=some.floats(0.5, 0.99),
    options=some.integers(2, 8),
    known=some.integers(0, 40),
)
def test_the_likely_number_lies_between_least_and_most(
    least: int, more: int, confidence: float, options: int, known: int
) -> None:
    """No crowd needs fewer than the least or more than the most."""
    assert (
        least - 1e-9 <= answers_likely(least, least + more, confidence, options, known) <= least + more + 1e-9
    )


def test_the_table_of_the_documentation_is_what_is_worked_out() -> None:
    """Each row of docs/quality.md has the expected number of answers for its options, known answers and confidence."""
    told = (Path(__file__).parents[2] / "docs" / "quality.md").read_text("utf-8")
    found = re.findall(r"^\| (\d+) \| (\d+) \| (0\.\d+) \| (\d\.\d+) \|", told, re.MULTILINE)
    assert len(found) == 10
    for options, known, confidence, answers in found:
        assert f"{answers_likely(2, 5, float(confidence), int(options), int(known)):.2f}" == answers

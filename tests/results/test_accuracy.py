"""Accuracy: answers beside known ones, told of enough of them only."""

from dataclasses import replace

from bot.results import accuracy
from bot.results.accuracy import Score, compared, scores, whole
from tests.results.makers import answer, results


def test_gold_is_compared_person_by_person() -> None:
    """w0 has both right, w1 one of two, also when they are set aside; skips and open tasks are no comparison."""
    pack = results(
        "choice",
        {"g": ["road", "road"], "h": ["plants", "road"], "a": ["road"]},
        gold={"g": "road", "h": "plants"},
    )
    aside = tuple(replace(one, aside=True) for one in pack.answers)
    more = (*aside, answer(99, "g", "w2", None, status="skipped"))
    found = scores(compared(replace(pack, answers=more)))
    assert found == {"w0": Score(2, 2), "w1": Score(1, 2)}
    assert whole(list(found.values())) == Score(3, 4)


def test_a_share_of_a_few_is_not_told() -> None:
    """Under ten answers there is no share; from ten on there is."""
    assert Score(9, accuracy.answers_min - 1).share is None
    assert Score(9, accuracy.answers_min).share == 0.9


def test_how_alike_is_right_is_the_packs_to_say() -> None:
    """A reading with one letter wrong is wrong, or right where the pack asks for no more than 0.8."""
    pack = results("text", {"g": ["KDA 123C"]}, gold={"g": "KDA 123B"})
    assert [right for *_, right in compared(pack)] == [False]
    assert [right for *_, right in compared(replace(pack, gold_alike=0.8))] == [True]

"""Summary: a pack's results in numbers, and nothing about one person."""

from dataclasses import replace

import pytest

from bot.domain.results import Card
from bot.results import methods
from bot.results.summary import Person, summary
from tests.results.makers import BEGAN, OPTIONS, PRICE, answer, results

MINUTE = 60_000


def test_what_is_counted_is_counted_once() -> None:
    """Two answers to a task, one to gold that came late, a skip, a report, one set aside."""
    pack = results("choice", {"a": ["road", "plants"], "b": [], "g": []}, gold={"g": "road"})
    more = (
        answer(50, "g", "w0", "road", late=True),
        answer(51, "a", "w7", "road", aside=True),
        answer(52, "a", "", None, status="skipped", paid=0),
        answer(53, "b", "w1", None, status="reported", ground="unclear"),
    )
    found = summary(replace(pack, answers=(*pack.answers, *more)))
    assert (found.tasks, found.tasks_answered, found.answers, found.people) == (2, 1, 4, 3)
    assert (found.skipped, found.aside, found.late) == (1, 1, 1)
    assert found.reported == (("unclear", 1),) and found.roles == {"task": 3, "gold": 1}
    assert found.paid == 5 * PRICE
    assert found.questions[0].bars == (("plants", 1), ("road", 1))
    assert (found.agreed, found.confidence) == (0, None)


def test_progress_rises_to_all_answers() -> None:
    """From nothing at the launch to everything at the last answer."""
    found = summary(results("choice", {"a": ["road"] * 5}))
    assert found.progress[0] == (BEGAN, 0)
    assert found.progress[-1][1] == 5
    assert sorted(found.progress) == list(found.progress)
    assert summary(results("choice", {})).progress == ()


@pytest.mark.parametrize(("people", "told"), [(9, None), (10, 4_000)])
def test_the_median_time_is_of_ten_people_or_more(people: int, told: int | None) -> None:
    """Each has one of 4 s and one of 4 s; somebody who left the phone lying has a minute, as the cap is, and moves nothing."""
    answers = [
        answer(10 * worker + n, "a", f"w{worker}", "road", seconds=9_999.0 if worker == 0 else 4.0)
        for worker in range(people)
        for n in range(2)
    ]
    found = summary(results("choice", {"a": []}, answers=tuple(answers)))
    assert found.median_ms == told
    assert found.hourly == (PRICE * 3_600_000 // 4_000 if told else None)


def test_pay_an_hour_stands_beside_accuracy_for_people_with_enough_gold() -> None:
    """Ten gold answers of 8 s at $0.04 are $18 an hour; who has nine is not told of; late ones have no time."""
    gold = {f"g{n}": "road" for n in range(10)}
    given = {key: ["road", "plants" if key == "g0" else "road"] if key != "g9" else ["road"] for key in gold}
    found = summary(results("choice", given, gold=gold))
    assert found.persons == (Person(1.0, 18_000_000),)
    assert found.gold.total == 19 and found.gold.right == 18


def test_a_confusion_is_told_of_enough_answers_and_few_classes() -> None:
    """Known answers in rows, given ones in columns; not of nine answers."""
    gold = {f"g{n}": OPTIONS[n % 2] for n in range(10)}
    given = {key: ["road"] for key in gold}
    found = summary(results("choice", given, gold=gold))
    assert found.confusion == (("building", "road"), ((0, 5), (0, 5)))
    fewer = {key: own for key, own in given.items() if key != "g9"}
    assert summary(results("choice", fewer, gold=gold)).confusion is None


def test_languages_of_few_people_are_not_named() -> None:
    """Three who use the bot in English are told of; one in French and two in Swahili are three others."""
    pack = results("choice", {"a": ["road"]}, card=Card(people={"fr": 1, "en": 3, "sw": 2}))
    found = summary(pack)
    assert (found.languages, found.languages_few) == ((("en", 3),), 3)


def test_many_different_answers_become_twelve_bars_and_the_rest() -> None:
    """Fifteen different texts: the twelve most frequent have a bar, three answers are behind none."""
    given = {"a": [f"answer {n:02}" for n in range(15)] + ["answer 00"]}
    (question,) = summary(results("text", given)).questions
    assert len(question.bars) == 12 and question.bars[0] == ("answer 00", 2) and question.rarer == 3
    assert question.classes == ()


def test_confidence_is_the_mean_of_what_a_method_gives() -> None:
    """A half and a whole are three quarters."""
    pack = results("choice", {"a": ["road", "plants"], "b": ["road", "road"]})
    found = summary(pack, methods()["majority"].aggregate(pack))
    assert (found.agreed, found.confidence) == (2, 0.75)

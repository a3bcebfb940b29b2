"""Votes: what counts becomes numbers, in an order that anybody can follow."""

from bot.results.votes import by_task, is_label, votes, written
from tests.results.makers import answer, results


def test_votes_are_sorted_by_task_and_within_one_by_arrival() -> None:
    """Tasks in the pack's order without those nobody answered; labels and people by their names."""
    answers = (
        answer(4, "b", "zoe", "road"),
        answer(3, "a", "ann", "plants"),
        answer(1, "a", "zoe", "road"),
        answer(2, "c", "ann", "people"),
    )
    found = votes(results("choice", {"a": [], "empty": [], "b": [], "c": []}, answers=answers))
    assert (found.tasks, found.workers, found.labels) == (
        ("a", "b", "c"),
        ("ann", "zoe"),
        ("people", "plants", "road"),
    )
    rows = list(zip(found.task.tolist(), found.worker.tolist(), found.label.tolist(), strict=True))
    assert rows == [(0, 1, 2), (0, 0, 1), (1, 1, 2), (2, 0, 0)]
    assert (found.starts.tolist(), found.counts.tolist()) == ([0, 2, 3], [2, 1, 1])


def test_nothing_gives_no_votes() -> None:
    """No tasks and no answers are no error."""
    found = votes(results("choice", {"a": []}))
    assert (found.tasks, found.workers, found.labels, len(found.task)) == ((), (), (), 0)


def test_gold_is_asked_for_by_its_role() -> None:
    """Answers to known tasks are votes only when somebody asks for them."""
    pack = results("choice", {"a": ["road"], "g": ["road", "plants"]}, gold={"g": "road"})
    assert votes(pack).tasks == ("a",) and votes(pack, "gold").tasks == ("g",)
    assert {key: len(own) for key, own in by_task(pack, "gold").items()} == {"g": 2}


def test_what_people_typed_is_compared_as_labels_are() -> None:
    """Case and spaces aside for texts; anything else as it is stored."""
    assert written("text", " Fish  MARKET") == written("text", "fish market")
    assert written("audio", " Fish  MARKET") == written("audio", "fish market")
    assert written("choice", "Road") != written("choice", "road")
    assert written("multi", ["a", "b"]) == '["a", "b"]'


def test_a_label_is_one_value() -> None:
    """Sound and film are labelled where the pack gives options, else they are written down."""
    assert is_label("choice", {}) and not is_label("multi", {}) and not is_label("audio", {})
    assert is_label("audio", {"options": []})

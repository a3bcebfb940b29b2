"""What the operator reads of reviews and claims."""

from bot.domain import limits
from bot.domain.outcomes.claims import Ruled
from bot.domain.refusals.claims import NoSuchAnswer
from bot.screens.operator import reviews


def test_a_review_file_says_what_to_do_with_it() -> None:
    """How many rows, where the marks go, and how it comes back; or that there is nothing."""
    assert reviews.written("streets", "a.csv", 1)[0] == "streets: 1 answer waits in a.csv."
    assert reviews.written("streets", "a.csv", 2)[2] == "Then: ujima review streets --file a.csv"
    assert len(reviews.written("streets", "a.csv", 0)) == 1


def test_what_a_file_did_or_why_nothing_was_moved() -> None:
    """Counts, or each line with its reason."""
    assert reviews.returned("streets", 1, 2, ()) == [
        "streets: 1 answer is accepted, 2 are called unusable; their workers are told."
    ]
    assert reviews.returned("streets", 0, 0, ((3, NoSuchAnswer(answer=7)),)) == [
        "line 3: There is no answer 7 that you could look at.",
        "Nothing was moved.",
    ]


def test_a_case_says_why_it_is_one_and_when_silence_decides() -> None:
    """A disagreement, one of ten, one that the pot did not buy."""
    case = {"code": "4F2K", "name": "streets", "state": "ruling", "to_check": 0, "due": 49 * limits.hour}
    assert reviews.cases([case], limits.hour) == [
        "4F2K  streets: the worker disagrees and the requester keeps to it. In 48 hours the worker is right."
    ]
    told = {**case, "state": "told"}
    assert "one of ten" in reviews.cases([{**told, "to_check": 1}], 0)[0]
    assert "guarantee pot" in reviews.cases([told], 0)[0]
    assert reviews.cases([], 0) == ["There is nothing to rule on."]


def test_a_claim_shows_both_sides() -> None:
    """The sentence, what the requester and the worker say, and how to rule."""
    row = {
        "code": "4F2K",
        "state": "ruling",
        "at": 0,
        "sentence": 1,
        "ground": "breaks",
        "said": "A roof.",
        "words": "",
        "why": "",
        "decided_at": None,
        "to_check": 0,
    }
    answer = {"name": "streets", "item": "{}", "value": '"road"', "paid": 40_000}
    lines = reviews.told(row, answer, ["Look well."])
    assert (
        lines[0]
        == "4F2K, streets, made 1970-01-01 00:00 UTC; the worker disagrees and the requester keeps to it"
    )
    assert lines[3:5] == ["The requester: breaks sentence 1: Look well. A roof.", "The worker: no words."]
    said = reviews.told({**row, "words": "It is a roof."}, answer, [])
    assert said[4] == "The worker: It is a roof."
    assert (
        reviews.told({**row, "sentence": 0, "ground": "empty"}, answer, [])[3]
        == "The requester: empty. A roof."
    )
    over = reviews.told({**row, "state": "upheld", "why": "A roof.", "decided_at": 1}, answer, [])
    assert "over: the answer can't be used" in over[0] and over[-1] == "The ruling: A roof."


def test_a_ruling_is_said_in_a_line() -> None:
    """For both rulings, and for a check of what was over."""
    assert reviews.decided(Ruled("4F2K", True, "ruling")) == ["4F2K: the answer stands. Both are told why."]
    assert "can't be used" in reviews.decided(Ruled("4F2K", False, "ruling"))[0]
    assert "nobody is told" in reviews.decided(Ruled("4F2K", False, "checked"))[0]

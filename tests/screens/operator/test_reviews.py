"""What the operator reads of reviews."""

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

"""What the operator reads of proposals and votes."""

from dataclasses import replace

from bot.domain.outcomes.proposals import Proposal
from bot.screens.operator import proposals

OVER = Proposal(
    5, "Two cents.", "over", 1_790_000_000_000, result="short", yes=3, no=1, may_vote=1, needed=24, late=True
)


def test_how_each_stands_is_on_a_line() -> None:
    """Waiting, voted on, lapsed, over with an answer that is due, late or given; nothing at all is said too."""
    waits = Proposal(7, "Two cents.", "seconding", 1_790_000_000_000, seconds=1)
    states = (
        waits,
        replace(waits, state="voting"),
        replace(waits, state="lapsed"),
        OVER,
        replace(OVER, late=False),
    )
    assert [line.split("  ")[1] for line in proposals.listed(states)] == [
        "seconded by 1 person, until 2026-09-21 14:13 UTC: Two cents.",
        "voted on until 2026-09-21 14:13 UTC: Two cents.",
        "too few seconded it: Two cents.",
        "too few voted, the answer is late: Two cents.",
        "too few voted, answer by 2026-09-21 14:13 UTC: Two cents.",
    ]
    assert proposals.listed(()) == ["Nothing is proposed so far."]


def test_one_is_shown_with_its_numbers() -> None:
    """And with the answer, or how to give one; while it is not over there are none."""
    _, counted, to_do = proposals.shown(OVER)
    assert counted == "Yes 3, no 1, no opinion 0; 1 person had a voice, 24 votes were needed."
    assert to_do == "To answer before all: ujima voice answer 5 …"
    assert proposals.shown(replace(OVER, answer="Yes."))[-1] == "The answer: Yes."
    assert len(proposals.shown(replace(OVER, state="voting"))) == 1


def test_late_answers_are_told() -> None:
    """A sentence for each."""
    assert proposals.unanswered([]) == [] and "ujima voice answer 5" in proposals.unanswered([5])[0]

"""What the operator reads: a quote says what is locked, what it will likely cost, and how many answers a task likely needs."""

from bot.domain.quote import Plan, Quote, quote
from bot.screens import operator


def said(overlap_likely: int) -> list[str]:
    """The lines of a quote for a hundred tasks with at most three answers each."""
    plan = Plan(
        tasks=100,
        overlap=3,
        price=40_000,
        estimate_s=20,
        readers=30,
        words=150,
        overlap_likely=overlap_likely,
    )
    found = quote(plan)
    assert isinstance(found, Quote)
    return operator.quote("streets", found, "USD")


def test_a_quote_of_dynamic_overlap_says_what_a_task_likely_needs() -> None:
    """Two and a half answers of at most three, in a line of its own under the sums."""
    lines = said(250)
    assert lines[1] == "  A task will likely need 2.5 answers; the most is locked."
    assert lines[0].startswith("streets: at most ") and ", likely about " in lines[0]


def test_a_quote_of_a_fixed_overlap_says_nothing_of_it() -> None:
    """Every task gets as many answers: there is nothing to expect."""
    assert not [line for line in said(0) if "likely need" in line]
    assert len(said(0)) == len(said(250)) - 1

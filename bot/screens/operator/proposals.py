"""What the operator reads of what those who work here propose and vote on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.outcomes.proposals import Proposal
from bot.screens.operator.words import counted, moment

_results = {"yes": "the vote says yes", "no": "the vote says no", "short": "too few voted"}


def listed(found: Sequence[Proposal]) -> list[str]:
    """One a line, the newest first."""
    if not found:
        return ["Nothing is proposed so far."]
    return [f"{one.number}  {_stands(one)}: {one.words}" for one in found]


def _stands(one: Proposal) -> str:
    if one.state == "seconding":
        return f"seconded by {counted(one.seconds, 'person', 'people')}, until {moment(one.until)} UTC"
    if one.state == "voting":
        return f"voted on until {moment(one.until)} UTC"
    if one.state == "lapsed":
        return "too few seconded it"
    if one.kind == "delegate":
        return f"{_results[one.result]} to a delegate"
    due = (
        "answered"
        if one.answer
        else "the answer is late"
        if one.late
        else f"answer by {moment(one.until)} UTC"
    )
    return f"{_results[one.result]}, {due}"


def shown(one: Proposal) -> list[str]:
    """One, with the numbers of its vote."""
    lines = listed([one])
    if one.state == "over":
        lines.append(
            f"Yes {one.yes}, no {one.no}, no opinion {one.neither}; {counted(one.may_vote, 'person', 'people')} had a voice, "
            f"{counted(one.needed, 'vote was', 'votes were')} needed."
        )
        lines.append(
            f"The answer: {one.answer}"
            if one.answer
            else f"To answer before all: ujima voice answer {one.number} …"
        )
    return lines


def answered(number: int) -> str:
    """It was answered."""
    return f"Proposal {number} is answered: it stands in /voice, and all who have a voice in it are told."


def unanswered(numbers: Sequence[int]) -> list[str]:
    """Votes whose answer is late; [] when none is."""
    return [
        f"The vote on proposal {one} ended more than 14 days ago and has no answer. Write one: ujima voice answer {one} …"
        for one in numbers
    ]

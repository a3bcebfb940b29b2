"""Which outcomes bring a task's item to somebody who is not asked it: claims, cases, reviews, previews;
what a worker sent of it; and the same without it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes._outcome import Outcome
from bot.domain.outcomes.cases import Case, Interpreting, Opinion, Read
from bot.domain.outcomes.claims import Claimed, Given, Mending, Objection, Reviewing, SaidBy
from bot.domain.outcomes.requester import Preview

_WITH_ANSWER = (Claimed, Mending, Objection, Reviewing, Case, Opinion)


def item_of(outcome: Outcome) -> int:
    """The id of the task whose words or picture an outcome brings beside its question; 0 for none."""
    given = _given(outcome)
    if given is not None:
        return given.item
    if isinstance(outcome, Interpreting):
        return outcome.read.item
    return outcome.item if isinstance(outcome, Preview | SaidBy) else 0


def without_item(outcome: Outcome) -> Outcome | None:
    """The same without the item: an answer, and nothing of what it is about. None where nothing would be left."""
    if isinstance(outcome, Interpreting):
        return replace(outcome, read=Read(words=outcome.read.words, said=outcome.read.said))
    given = _given(outcome)
    if given is None:
        return None
    bare = replace(given, question={}, text={}, picture=None, item=0)
    return replace(outcome, given=bare)  # type: ignore[call-arg]  # all of these have one


def _given(outcome: Outcome) -> Given | None:
    return outcome.given if isinstance(outcome, _WITH_ANSWER) else None

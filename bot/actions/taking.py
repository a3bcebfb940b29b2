"""Taking what is typed or sent: which question it belongs to, and whether that is certain (P3).

A question that takes words says so (`takes_words`); who takes them is one line of `TAKERS`, or of the `takers` given
where more is needed than a transaction. Behind a mark they are that question's. Without one they are the current question's
if that is certain, else they are kept and asked about; what is shown back to be confirmed anyway is taken at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot import kinds
from bot.actions import (
    admitting,
    asking,
    bundling,
    charging,
    interpreting,
    judging,
    looking,
    moderating,
    ruling,
    serving,
    telling,
    working,
)
from bot.domain import limits, marks
from bot.domain.bundles import reads_like
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.alarms import DescribeIt
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.cases import Interpreting, Opinion
from bot.domain.outcomes.claims import Disagreeing, Insisting, Reasoning
from bot.domain.outcomes.deposits import PayIn
from bot.domain.outcomes.requester import RoleAsked
from bot.domain.outcomes.voices import AnswerThis, AskThem
from bot.domain.outcomes.worker import IsThis, NotUnderstood, Nudge, Task
from bot.domain.people import Who
from bot.storage import Row, Tx

Taker = Callable[..., Outcome | None]
"""Takes an event for the question of a mark: (tx, who, rules, mark, event, sent_at); it settles the question itself."""

TAKERS: dict[type[Any], Taker] = {
    Task: working.answer,
    RoleAsked: admitting.told,
    Disagreeing: ruling.say_why,
    Insisting: ruling.say_why,
    Reasoning: judging.sentence,
    Opinion: moderating.say,
    Interpreting: interpreting.write,
    PayIn: charging.take_sum,
    AskThem: asking.take,
    AnswerThis: asking.take_answer,
    DescribeIt: looking.describe,
    Bundle: bundling.answer,
}
none: Mapping[type[Any], Taker] = {}
joined_characters_max = 1_000  # ten numbers with words several times over; it is shown back in one message


def marked(
    tx: Tx,
    who: Who,
    rules: Rules,
    mark: str,
    event: Event,
    sent_at: int,
    takers: Mapping[type[Any], Taker] = none,
) -> Outcome | None:
    """Words behind a mark that are no key: typed for that question."""
    row = tx.one("telling.question", account=who.account, mark=mark)
    taker = {**TAKERS, **takers}.get(type(telling.facts(row))) if row is not None else None
    if taker is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    return taker(tx, who, rules, mark, event, sent_at)


def unmarked(
    tx: Tx,
    who: Who,
    rules: Rules,
    event: Event,
    message: int,
    sent_at: int,
    takers: Mapping[type[Any], Taker] = none,
) -> Outcome | None:
    """Typed or sent without a mark (P3): the current question's answer if that is certain, else asked about.

    Numbers with letters ("1b 2a") are the newest bundle's, though another question is newer, if that can't take them; if it
    can, they are asked about. Certain: its message id is higher than the question's and at least two seconds passed since it was shown. While
    [Yes] and [No] are open nothing is: a typed "yes" is no answer, so it is asked about in the other's place. Neither is
    what begins with a picture that is no mark of theirs: after a restore a phone has keys of questions that nobody knows
    any more. What is open is then shown again, with its own keys.
    """
    row, all_takers = telling.current(tx, who), {**TAKERS, **takers}
    unfit, surely_its = _not_for(tx, row, event, all_takers), True
    bundle = _bundle_meant(tx, who, row, event)
    if bundle is not None:
        row, unfit, surely_its = bundle, None, unfit is not None
    lost = isinstance(event, Wrote) and marks.split(event.text)[0] != ""
    if lost and row is not None and isinstance(unfit, Nudge | NotUnderstood):
        return working.asked_again(tx, who, rules, row["mark"])
    if unfit is not None or row is None:
        return unfit
    facts = telling.facts(row)
    certain = row["message"] is not None and message > row["message"] and row["pending"] is None and not lost
    certain = certain and sent_at - row["shown_at"] >= limits.certain_after_ms and surely_its
    if certain or facts.shown_back:
        return all_takers[type(facts)](tx, who, rules, row["mark"], event, sent_at)
    if isinstance(facts, Bundle):
        both = _joined(row, event)
        if both is None:
            return IsThis(said=_said(working.unpacked(row["pending"])), mark=row["mark"], too_long=True)
        event = both
    tx.run("telling.set_pending", account=who.account, mark=row["mark"], pending=working.packed(event))
    return IsThis(said=_said(event), mark=row["mark"])


def _joined(row: Row, event: Event) -> Event | None:
    """What waits for a bundle's [Yes] with what came after it, as Telegram numbered them: each may name other numbers.

    None: together they are too long.
    """
    waiting = working.unpacked(row["pending"]) if row["pending"] is not None else None
    if not isinstance(waiting, Wrote) or not isinstance(event, Wrote) or waiting.number == event.number > 0:
        return event
    both = sorted((waiting, event), key=lambda one: one.number)
    text = " ".join(one.text for one in both)
    forwarded = any(one.forwarded for one in both)
    return Wrote(text, both[-1].number, forwarded) if len(text) <= joined_characters_max else None


def _not_for(tx: Tx, row: Row | None, event: Event, takers: Mapping[type[Any], Taker]) -> Outcome | None:
    """What to say of an event that can't be for a question; None when it may be."""
    facts = telling.facts(row) if row is not None else None
    if row is None or type(facts) not in takers:
        return NotUnderstood(current=row["mark"] if row else "")
    if isinstance(facts, Task):
        return _unfit(tx, facts, row, event)
    taken = isinstance(event, Wrote) or (facts is not None and facts.takes_media)
    return None if taken else NotUnderstood(current=row["mark"])


def _bundle_meant(tx: Tx, who: Who, row: Row | None, event: Event) -> Row | None:
    """The newest bundle's question where numbers with letters come while another one (`row`) is open, or none is."""
    if not isinstance(event, Wrote) or (row is not None and row["bundle"] is not None):
        return None
    found = tx.one("bundles.newest_question", account=who.account, since=tx.now - limits.undo_ms)
    return found if found is not None and reads_like(event.text, str(found["language"])) else None


def _unfit(tx: Tx, task: Task, row: Row, event: Event) -> Outcome | None:
    """What to say of an event that can't answer a task; None when it may."""
    kind, spec = kinds.kinds()[task.kind], kinds.spec(task.kind, task.settings, task.languages)
    assignment = tx.one("work.assignment", assignment=task.assignment)
    assert assignment is not None
    meant = None if kind.measures(event) else kind.take(spec, json.loads(assignment["draft"]), event)
    if not isinstance(meant, kinds.More) or not meant.nudge:
        return None
    if row["pending"] is not None:
        return IsThis(said=_said(working.unpacked(row["pending"])), mark=task.mark, unfit=True)
    return Nudge(task.kind, task.settings, task.languages, meant.nudge, task.mark)


def edited(tx: Tx, who: Who, rules: Rules, event: Wrote, sent_at: int) -> Outcome | None:
    """A text was written over after it was sent: while it waits for [Yes] it is asked about in its new words, else `bundling.edited`."""
    row = tx.one("telling.pending", account=who.account)
    waiting = working.unpacked(row["pending"]) if row is not None else None
    if row is None or not isinstance(waiting, Wrote) or waiting.number != event.number:
        return bundling.edited(tx, who, rules, event, sent_at)
    said = replace(waiting, text=marks.split(event.text)[1])
    tx.run("telling.set_pending", account=who.account, mark=row["mark"], pending=working.packed(said))
    return IsThis(said=_said(said), mark=row["mark"])


def _said(event: Event) -> str:
    return event.text if isinstance(event, Wrote) else ""


def is_this(tx: Tx, who: Who, rules: Rules, mark: str, yes: bool, sent_at: int) -> Outcome | None:
    """[Yes] or [No] to "is this your answer?"."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None and row["bundle"] is None:
        return telling.repeated(tx, who, row, "answer")
    if row["pending"] is None:
        return serving.refreshed(tx, who, row) or serving.following(tx, who, rules)
    event = working.unpacked(row["pending"])
    tx.run("telling.set_pending", account=who.account, mark=mark, pending=None)
    if yes and (taker := TAKERS.get(type(telling.facts(row)))) is not None:
        taken = taker(tx, who, rules, mark, event, sent_at)
        return taken if taken is not None else working.asked_again(tx, who, rules, mark)
    return working.asked_again(tx, who, rules, mark)

"""Stripping: what was reported goes also from where it is not asked: from claims, cases, reviews and previews (P9).

What is kept of those messages, and what waits to be sent, says nothing of the item any more; so neither does its person's own data.
Their messages go from the chats like any other that brought it (`raising.erase`); a question among them comes again without it,
and a claim or a mending that its person can still answer is told again without it. A preview is not.

What was made before and waits to be sent leaves without it too: events of a webhook (`webhooks.without`), and files of results
that were read out before, which are to be asked for anew (`whole_still`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.actions import claiming, fixing, ruling, telling
from bot.domain import outcomes
from bot.domain.outcomes.requester import ResultFile
from bot.storage import Tx


def strip(tx: Tx, task: int) -> None:
    """Takes a task's item out of everything that has it beside a question, and tells again who may still answer to that."""
    for row in tx.all("alarms.dues_with", task=task):
        bare = outcomes.without_item(outcomes.from_json(row["outcome"]))
        place = {"account": row["account"], "slot": row["slot"], "seq": row["seq"]}
        if bare is None:
            tx.run("delivering.notice_over", **place)
        else:
            tx.run("alarms.set_due", outcome=outcomes.to_json(bare), **place)
    for row in tx.all("alarms.questions_with", task=task):
        bare = outcomes.without_item(telling.facts(row))
        assert bare is not None, "a question is about an answer or a case"
        facts = outcomes.to_json(bare)
        tx.run("alarms.strip_question", account=row["account"], mark=row["mark"], facts=facts)
    _tell_again(tx, task)


def _tell_again(tx: Tx, task: int) -> None:
    for row in tx.all("alarms.claims_told", task=task):
        by_worker = row["state"] == "told"
        if _was_told(tx, task, row["person"] if by_worker else row["speaker"]):
            (claiming.tell if by_worker else ruling.tell)(tx, row["id"])
    for row in tx.all("alarms.fixes_told", task=task):
        if _was_told(tx, task, row["person"]):
            fixing.tell(tx, row)


def _was_told(tx: Tx, task: int, person: int | None) -> bool:
    return person is not None and tx.one("alarms.was_told", task=task, person=person) is not None


def whole_still(tx: Tx, account: int, wish: ResultFile) -> ResultFile:
    """A file of results as it may be sent: gone, where something of its pack was sealed since it was begun. A read."""
    since_sealed = tx.one("alarms.sealed_since", name=wish.name, since=wish.read_at) is not None
    return replace(wish, gone=True) if since_sealed else wish

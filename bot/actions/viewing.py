"""Viewing: whoever decides a case sees the item of hard content as everybody does, and no otherwise (P9).

Described first; covered, as the direct answer to a press, where they chose such content and may see it now; counted in their own diary
for each press; stored nowhere, and gone from the chat with [Back], with what they find, and after a day.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import caring, cases, delivering, moderating, showing, telling, uncovering, witnessing
from bot.domain import wellbeing
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cases import Case, CaseItem
from bot.domain.outcomes.worker import Hard, NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.cases import CaseTaken, NotYourCase
from bot.storage import Tx

shown_as = "look case"  # how the evidence is settled whose item a press brought


def see(tx: Tx, who: Who, rules: Rules, mark: str, sent_at: int) -> Outcome | None:
    """[Show it]: the item of a case, covered, where they may see it now by the rules of everybody; counted once for each press."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    asked = telling.facts(row) if row is not None else None
    if row is None or not isinstance(asked, Case):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, shown_as)
    case, direct = (
        cases.mine(tx, cases.coded(tx, asked.code), who.person),
        uncovering.is_direct(tx, row, sent_at),
    )
    telling.settle(tx, who, mark, shown_as)
    task, again = witnessing.task_of(tx, case), witnessing.evidence(tx, case)
    if task is None or not again.hard or not direct:
        return telling.ask(tx, who, again)
    tx.one("care.lock", person=who.person)
    reason = caring.sight(tx, who.person).why_not(task["flags"])
    if reason is not None:
        return telling.ask(tx, who, replace(again, why=reason))
    caring.show(tx, who.person, {**task, "id": tx.new_id()})
    kept = tx.one("care.care", person=who.person)
    assert kept is not None, "who may see it has chosen so"
    until = min(sent_at, tx.now) + wellbeing.show_ms
    opened = replace(showing.looked_at(tx, who, task, "first", kept["look"], until), further="")
    described = json.loads(task["item"]).get("description", {})
    hard = Hard(described, task["level"], tuple(sorted(json.loads(task["flags"]))), 0, opened)
    return telling.ask(tx, who, CaseItem(case["id"], case["code"], hard))


def shut(tx: Tx, who: Who, rules: Rules, facts: CaseItem) -> Outcome:
    """[Back] under an item: it goes from the chat, and the evidence comes once more, while they have the case in hand."""
    delivering.erase_now(tx, facts.case)
    try:
        case = cases.take(tx, facts.case, who.person)
    except (CaseTaken, NotYourCase):
        return moderating.board(tx, who, rules)
    return telling.ask(tx, who, witnessing.evidence(tx, case))

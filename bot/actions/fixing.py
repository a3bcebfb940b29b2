"""Fixing: a requester sends an answer back to be mended, and pays its price once more; the worker may decline silently.

The money is locked when the requester asks. Sending an answer back accepts its pay. Until the worker takes it up, and
when they leave it, the first answer stands; the mended one takes its place in the results. What no fix was given for
goes back when the pack is closed.
"""

from __future__ import annotations

from typing import Any

from bot import ledger
from bot.actions import caring, claiming, publishing, reviewing, showing, telling
from bot.domain import claims, limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import Mending
from bot.domain.outcomes.worker import Task
from bot.domain.people import Who
from bot.domain.refusals.claims import AnswerSentBack, MendedLater, NoSuchCode
from bot.domain.refusals.packs import WrongPackState
from bot.storage import Row, Tx

fix_ms = 6 * limits.day  # until the first answer stays as it is; a closed pack's money is there for seven
mend_ms = limits.day  # to give it, once it is taken up


def ask(tx: Tx, requester: int, assignment: int, sentence: int, rules: Rules) -> int:
    """Sends an answer back for a sentence of the instruction it goes against. Returns the micro-units locked for it.

    Refused when it may not be looked at any more, when it was sent back before, and when the money is not there.
    """
    tx.one("work.assignment", assignment=assignment)
    row = claiming.claimable(tx, requester, assignment)
    if tx.one("fixes.of_assignment", assignment=assignment) is not None:
        raise AnswerSentBack(answer=assignment)
    if row["pack_state"] not in ("running", "paused"):
        raise WrongPackState(name=row["name"], state=row["pack_state"])
    claiming.cited(tx, row, "breaks", sentence)
    pack, made = publishing.named(tx, row["name"]), tx.new_id()
    locked = publishing.top_up(tx, pack, {"answers": row["paid"]}, made, rules)
    claiming.written(
        tx,
        "fixes.add",
        made,
        assignment=assignment,
        pack=row["pack"],
        person=row["person"],
        sentence=sentence,
        amount=row["paid"],
    )
    reviewing.release(tx, assignment)
    tx.run("jobs.set_deadline", kind="fix", subject=made, at=tx.now + fix_ms)
    telling.journal(tx, f"requester {requester}", "fix", made, sentence=sentence)
    asked = tx.one("fixes.of_assignment", assignment=assignment)
    assert asked is not None, "it was written"
    tell(tx, asked)
    return locked


def tell(tx: Tx, row: Row) -> None:
    """The worker hears what is to be mended: at once; and again without the item, when that was reported and its message goes."""
    answer = tx.one("claims.answer", assignment=row["assignment"])
    assert answer is not None, "an answer that was sent back stays"
    told = Mending(
        code=row["code"],
        asks=showing.form_of(showing.version_of(tx, answer)).asks,
        given=claiming.given(tx, answer),
        sentence=claiming.cited(tx, answer, "breaks", row["sentence"]),
        amount=row["amount"],
    )
    telling.notify_person(tx, row["person"], told)


def mend(tx: Tx, who: Who, rules: Rules, code: str) -> Outcome:
    """/mend_4F2K: the task once more. What is not given again within a day stays as it was."""
    row = tx.one("fixes.coded", code=code.upper())
    if row is None or row["person"] != who.person or row["state"] != "asked":
        raise NoSuchCode(code=code[: 2 * claims.code_characters])
    assignment = tx.one("work.assignment", assignment=row["assignment"])
    assert assignment is not None
    if not caring.may_see(tx, who.person, assignment):
        raise MendedLater(code=row["code"])
    if assignment["state"] == "answered":
        tx.run("work.undo_answer", assignment=row["assignment"], now=tx.now)
        tx.run("work.reopen_assignment", assignment=row["assignment"])
        tx.run("fixes.not_undone", person=who.person, assignment=row["assignment"])
        tx.run("jobs.set_deadline", kind="undone", subject=row["assignment"], at=tx.now + mend_ms)
        assignment = tx.one("work.assignment", assignment=row["assignment"])
        assert assignment is not None
    elif assignment["state"] != "open":
        raise NoSuchCode(code=row["code"])
    open_already = tx.one("telling.question_of_assignment", account=who.account, assignment=assignment["id"])
    mark = str(open_already["mark"]) if open_already is not None else ""
    question: Task = showing.task_question(tx, who, assignment, note="mend", mark=mark)
    if open_already is not None:
        return telling.ask_again(tx, who, question)
    return telling.ask(tx, who, question, assignment["id"])


def pay(tx: Tx, who: Who, assignment: int) -> int:
    """An answer was given once more: pays it when it was asked for. Micro-units; 0 when nobody did."""
    row = tx.one("fixes.of_assignment", assignment=assignment)
    if row is None or not tx.run("fixes.end", fix=row["id"], state="done"):
        return 0
    tx.run("jobs.clear_deadline", kind="fix", subject=row["id"])
    amount: int = row["amount"]
    given: dict[str, Any] = {"pack": row["pack"], "worker": who.book, "amount": amount, "about": row["id"]}
    try:
        ledger.pay_fix(tx, **given)
    except ledger.NotEnough:  # its pack was refunded while we were away
        return _from_goodwill(tx, given)
    return amount


def _from_goodwill(tx: Tx, given: dict[str, Any]) -> int:
    """What a lost connection of ours must not cost a worker (P2); 0 only where goodwill is empty too."""
    try:
        ledger.pay_goodwill(tx, **given)
    except (ledger.NotEnough, ledger.GoodwillSpent):
        return 0
    return int(given["amount"])


def over(tx: Tx, fix: int) -> None:
    """Nobody mended it: the answer stays as it is. Who has taken it up by then still has their day."""
    if tx.value("fixes.is_open", fix=fix) == "open":
        tx.run("jobs.set_deadline", kind="fix", subject=fix, at=tx.now + mend_ms)
    else:
        tx.run("fixes.end", fix=fix, state="over")

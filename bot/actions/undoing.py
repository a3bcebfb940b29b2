"""Undoing: an answer is asked again, a task goes back; what was undone and is not given again stands as it was."""

from __future__ import annotations

from bot.actions import caring, delivering, flooring, sharing, showing, telling, weighing
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.people import Who
from bot.domain.refusals.working import NothingToUndo, UndoTooLate
from bot.storage import Row, Tx
from bot.storage.ids import first_id_at


def undo(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Undo last]: the last answer is asked again; its pay stays. Until the next answer, ten minutes at most.

    What is not given again within a day is as it was: paid work is not taken out of a pack without a trace.
    """
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is not None and row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "undo")
    person = tx.one("people.person", person=who.person)
    assert person is not None
    if person["undo_assignment"] is None:
        recent = person["undone_at"] is not None and tx.now - person["undone_at"] < limits.repeat_silent_ms
        if recent and row is not None and row["settled_by"] == "undo":
            return None  # the same key, pressed twice
        raise NothingToUndo
    assignment = tx.one("work.assignment", assignment=person["undo_assignment"])
    assert assignment is not None
    if not may_undo(tx, assignment):
        raise UndoTooLate
    again = reopened(tx, assignment["id"])
    tx.run("people.undone", person=who.person, now=tx.now)
    tx.run("telling.note_undo", account=who.account, mark=mark)
    return telling.ask(tx, who, showing.task_question(tx, who, again, note="undone"), assignment["id"])


def may_undo(tx: Tx, assignment: Row) -> bool:
    """May what somebody answered be undone now? For ten minutes, while they may see it and it is asked, and never what was
    delivered: that is accepted.
    """
    if assignment["state"] != "answered" or assignment["stopped_at"] or is_late(tx, assignment):
        return False
    standing = tx.one("bundles.standing", assignment=assignment["id"])
    if standing is None or standing["delivered_at"] is not None:
        return False
    return caring.may_see(tx, assignment["person"], assignment)


def is_late(tx: Tx, assignment: Row) -> bool:
    """Have ten minutes gone by since it was answered? They begin with its first answer: undoing it wins nobody more."""
    first = tx.value("work.first_undone", assignment=assignment["id"])
    since = tx.now - limits.undo_ms
    return assignment["ended_at"] <= since or (first is not None and first < first_id_at(since + 1))


def reopened(tx: Tx, assignment: int) -> Row:
    """An answer is undone: its task is open once more, for a day; then the first answer stands."""
    tx.run("work.undo_answer", assignment=assignment, now=tx.now)
    tx.run("work.reopen_assignment", assignment=assignment)
    tx.run("jobs.set_deadline", kind="undone", subject=assignment, at=tx.now + limits.undone_ms)
    again = tx.one("work.assignment", assignment=assignment)
    assert again is not None
    return again


def skipped(tx: Tx, who: Who, assignment: Row) -> None:
    """Gives an open task back. One that was answered and undone is answered again as it was: one pay, one answer.

    Of hard content its descriptions go from the chat: they are words of it too.
    """
    if assignment["level"]:
        delivering.erase_now(tx, assignment["id"])
    if restore(tx, assignment):
        return
    weighing.give_back(tx, assignment)
    tx.run("work.end_assignment", assignment=assignment["id"], state="skipped", now=tx.now)
    if assignment["role"] != "practice":
        day = sharing.day_of(assignment["offered_at"])
        tx.run("work.unserved", person=who.person, pack=assignment["pack"], day=day)


def restore(tx: Tx, assignment: Row) -> bool:
    """An undone answer that was not given again stands as it was; False when there is none. What is owed stays owed."""
    if not tx.run("work.restore_answer", assignment=assignment["id"]):
        return False
    tx.run("work.end_assignment", assignment=assignment["id"], state="answered", now=tx.now)
    flooring.owe(tx, assignment["id"])
    if not assignment["paid"]:
        tx.run("jobs.set_deadline", kind="owed", subject=assignment["id"], at=tx.now)
    if assignment["role"] == "task":
        form = showing.form_of(showing.version_of(tx, assignment))
        weighing.weigh(tx, form, assignment["pack"], assignment["task"])
    return True


def not_given_again(tx: Tx, assignment: int) -> None:
    """A day after an undo: the first answer stands, and the question says so to whoever answers it still."""
    row = tx.one("work.assignment", assignment=assignment)
    if row is None or row["state"] not in ("open", "lapsed") or not restore(tx, row):
        return
    for account in tx.all("people.accounts_of", person=row["person"]):
        tx.run("telling.first_stands", account=account["id"], assignment=assignment, now=tx.now)

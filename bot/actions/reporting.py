"""Reporting: "something is wrong" is a side answer. It is work and is paid; violence and crime stop the item for all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from bot import ledger
from bot.actions import caring, cases, raising, showing, telling, undoing, weighing, working
from bot.domain import alarms, limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Saved, Wrong
from bot.domain.people import Who
from bot.domain.refusals.working import NoQuestionOpen
from bot.storage import Row, Tx

STOPPING = alarms.GROUNDS  # one such report stops the item for everybody until a person has looked
GROUNDS = ("nothing_fits", "unclear", "cannot_see", "violent", "illegal", "my_data")


def report(tx: Tx, who: Who, rules: Rules, mark: str, ground: str) -> Outcome | None:
    """[Something is wrong]: a side answer. It is work and is paid: the first three and a tenth at once, others
    when a second person says the same or after 72 h of silence. What two people say stops the item until somebody has looked; that
    it asks for their data is looked at when one says so, one item of a pack at a time. Violence and crime stop the item for all (`raising`), and help
    comes with the reply; crime is paid at once, whatever was reported before, unless this person called so much illegal today that a
    person decides first (`raising.pays_later`).

    Of an answer that was paid and undone: that stands as it was, and the report is kept beside it, for one pay.
    """
    assert ground in GROUNDS
    found = working.open_task(tx, who, mark, f"report {ground}")
    if not isinstance(found, tuple):
        return found
    _, task, assignment = found
    if task.hard is not None and not caring.was_shown(tx, assignment["id"]):
        return working.asked_again(tx, who, rules, mark)  # nothing can be said of what was not seen
    tx.one("work.lock_task", task=assignment["task"])
    crime = ground == alarms.illegal
    at_once = raising.is_paid_at_once(tx, who) if crime else _side_at_once(tx, who, task.pack)
    agreed = int(tx.value("work.same_reports", task=assignment["task"], ground=ground)) > 0
    stands = bool(assignment["paid"]) and undoing.restore(tx, assignment)
    if not stands:
        weighing.give_back(tx, assignment)
        tx.run("work.end_assignment", assignment=assignment["id"], state="reported", now=tx.now)
    tx.run("people.clear_undo", person=who.person)
    report_id = tx.new_id()
    tx.run(
        "work.add_report",
        id=report_id,
        assignment=assignment["id"],
        task=assignment["task"],
        pack=task.pack,
        person=who.person,
        ground=ground,
        state="waiting",
        now=tx.now,
    )
    telling.journal(tx, f"person {who.person}", "report", assignment["task"])  # declines are in no journal
    paid = 0
    if assignment["paid"]:
        tx.run("work.report_paid", report=report_id)
    elif at_once or agreed:
        paid = pay_side(tx, report_id)
    elif crime:
        raising.pays_later(tx, who, report_id)
    else:
        tx.run("jobs.set_deadline", kind="side", subject=report_id, at=tx.now + limits.side_silence_ms)
    for other in tx.all("work.waiting_reports", task=assignment["task"], ground=ground):
        if other["id"] != report_id:
            pay_side(tx, other["id"])
    if ground in STOPPING:
        raising.raised(tx, assignment, ground)
    elif agreed:
        stop(tx, assignment["task"], ground)
        cases.open_case(tx, "report", assignment["task"], ground=ground, pack=task.pack)
    elif ground == "my_data":
        look_next(tx, task.pack)
    saved = Saved(
        amount=paid,
        balance=ledger.available(tx, who.book),
        paid_before=bool(assignment["paid"]),
        reported=True,
        later=not paid and not assignment["paid"],
        looked_at=crime and not at_once and not paid,
    )
    if task.hard is not None or ground in STOPPING:
        helped = ground in STOPPING
        return working.settled_hard(tx, who, mark, f"report {ground}", saved, assignment, helped=helped)
    return working.settled(tx, who, rules, mark, f"report {ground}", saved)


def look_next(tx: Tx, pack: int) -> None:
    """Of what one person says that it asks for their data a person looks at one task of a pack at a time: the next, where none waits."""
    if tx.one("cases.report_waits", pack=pack, ground="my_data") is None:
        task = tx.value("cases.report_next", pack=pack, ground="my_data")
        if task is not None:
            cases.open_case(tx, "report", task, ground="my_data", pack=pack)


def stop(tx: Tx, task: int, ground: str) -> None:
    """Nobody gets a task any more, and where it was shown covered it goes; one that is stopped already stays as it is."""
    if tx.run("work.stop_task", task=task, why=ground, now=tx.now):
        tx.run("care.erase_task", task=task, now=tx.now)


def _side_at_once(tx: Tx, who: Who, pack: int) -> bool:
    reports = int(tx.value("work.reports_of", person=who.person, pack=pack))
    answers = int(tx.value("work.answers_of", person=who.person, pack=pack))
    return reports < max(limits.side_at_once, answers // limits.side_at_once_share)


def pay_side(tx: Tx, report: int) -> int:
    """Pays a side answer's price, from the pack's side part or from goodwill. Returns micro-units."""
    row = tx.one("work.report", report=report)
    assert row is not None
    assignment = tx.one("work.assignment", assignment=row["assignment"])
    person = tx.one("people.person", person=row["person"])
    pack = tx.one("packs.pack", pack=row["pack"])
    assert assignment is not None and person is not None and pack is not None
    if row["state"] != "waiting" or assignment["paid"]:
        return 0
    price = showing.form_of(showing.version_of(tx, assignment)).price
    due = {"pack": row["pack"], "worker": person["book"], "amount": price, "about": assignment["id"]}
    try:
        paid = _pay_side(tx, pack, due, row["ground"])
    except (ledger.NotEnough, ledger.GoodwillSpent):
        tx.run("jobs.set_deadline", kind="side", subject=report, at=tx.now + limits.hour)
        return 0
    tx.run("work.report_paid", report=report)
    tx.run("jobs.clear_deadline", kind="side", subject=report)
    tx.run("work.set_paid", assignment=assignment["id"], paid=price, paid_from=paid.movement)
    return price


def _pay_side(tx: Tx, pack: Row, due: dict[str, Any], ground: str) -> ledger.Transfer:
    """From the pack's side part; when that is used up or given back, from goodwill, for crime from its requester before."""
    if pack["state"] != "refunded":
        with suppress(ledger.NotEnough):
            return ledger.pay_side(tx, **due)
    if ground == alarms.illegal:
        return ledger.pay_look(tx, requester=pack["requester"], **due)
    return ledger.pay_goodwill(tx, **due)


def wrong(tx: Tx, who: Who, mark: str) -> Outcome | None:
    """[Something is wrong]: what may be wrong."""
    found = working.open_task(tx, who, mark, "")
    return Wrong(mark=mark) if isinstance(found, tuple) else found


def wrong_now(tx: Tx, who: Who) -> Outcome | None:
    """/wrong: the same for the task that is before them, whatever menu is open. Raises NoQuestionOpen."""
    mark = telling.task_mark(tx, who)
    if not mark:
        raise NoQuestionOpen
    return wrong(tx, who, mark)


def violent_now(tx: Tx, who: Who, rules: Rules) -> Outcome | None:
    """/violent: the item before them is violent, also while they pause. Raises NoQuestionOpen."""
    mark = telling.task_mark(tx, who)
    if not mark:
        raise NoQuestionOpen
    return report(tx, who, rules, mark, "violent")

"""Caring: how somebody is with hard content, and what follows: counts, sets, paid pauses (P9).

The rules are `bot.domain.wellbeing`'s; here are the rows they are asked about. Everything is counted when it is served, in
the transaction that serves it, under the person's own row: two phones and two programs come one after the other. A task
shown twice while somebody holds it is one picture and is counted once.

A moderator's looks at what was reported are counted and rested from like a worker's tasks, and the house pays their pauses.

A pack pays one pause for every 20 of its tasks that a person was shown, counted from the first: `pauses_due`. Where a set
ends sooner (fewer of one's own, three leaves, [Pause]) the pause comes all the same, and what is due then is paid. The
money for it is there before the first of 20 is shown (`may_begin`). Each is paid once: the book knows it by the task that
began it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from bot import ledger
from bot.actions import telling
from bot.domain import wellbeing
from bot.domain.limits import day, hour
from bot.domain.outcomes.hard import DayAfter, PausePaid
from bot.domain.outcomes.worker import After
from bot.domain.wellbeing import Reason, Standing
from bot.storage import Row, Tx

deadline = "care"
"""The kind of a deadline whose subject is a person: nothing was shown for an hour, so the set is over."""
day_after_deadline = "day after"
"""Another: a day has gone by since something was shown to them last."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of hard content at a moment."""

    standing: Standing
    now: int
    asks: bool = False  # a set is over, and they were not asked yet how they are

    def why_not(self, flags: str) -> Reason | None:
        """Why a task with these flags (JSON) is not shown; None: it may be."""
        return wellbeing.why_not(self.standing, json.loads(flags), self.now)

    def admits(self, row: Row) -> bool:
        """May a task be shown, with its `level` and `flags`? Always where it has no hard content."""
        return not row["level"] or self.why_not(row["flags"]) is None

    @property
    def any(self) -> bool:
        """Is there a category of which they may see something now?"""
        chosen = self.standing.chosen
        return any(wellbeing.why_not(self.standing, {one: 1}, self.now) is None for one in chosen)


def chose(tx: Tx, person: int, flags: str) -> bool:
    """Do they want hard content of all these categories (JSON) at present, whatever the hour? Of what shows none of it. A read."""
    rows = tx.all("care.chosen", person=person)
    chosen = {one["category"] for one in rows if one["from_at"] <= tx.now < one["until_at"]}
    return set(json.loads(flags)) <= chosen


def sight(tx: Tx, person: int, *, without: int = 0) -> Sight:
    """What a person may see now; `without` is an assignment that is not counted, for it was shown to them already. A read."""
    chosen = {
        one["category"]: (one["from_at"], one["until_at"]) for one in tx.all("care.chosen", person=person)
    }
    if not chosen:
        return Sight(Standing(False, {}), tx.now)
    row = tx.one("care.care", person=person)
    assert row is not None, f"person {person} is gone"
    found = {
        int(one["level"]): int(one["many"])
        for one in tx.all("care.seen", person=person, since=tx.now - day, without=without)
    }
    seen = (found.get(1, 0), found.get(2, 0), found.get(3, 0))
    standing = Standing(
        adult=row["adult_at"] is not None,
        chosen=chosen,
        seen=seen,
        shown=row["shown"],
        leaves=row["leaves"],
        pause_until=row["pause_until"],
        off_until=row["off_until"],
        offset=row["offset_minutes"],
        offset_at=row["offset_at"] or 0,
        offset_before=row["offset_before"],
        own_daily=row["own_daily"],
        own_set=row["own_set"],
    )
    if without:
        standing = replace(standing, shown=max(0, standing.shown - 1))
    return Sight(standing, tx.now, bool(row["asks"]))


def may_see(tx: Tx, person: int, row: Row) -> bool:
    """May they be shown this task (its `level` and `flags`) now? A read, and none where it has no hard content."""
    return not row["level"] or sight(tx, person).admits(row)


def was_shown(tx: Tx, assignment: int) -> bool:
    """Did they see the item? Only then can they have answered it."""
    return tx.one("care.shown", assignment=assignment) is not None


def may_begin(tx: Tx, pack: Row, reader: Row | None) -> bool:
    """Is the money there for the pause that the next task of this pack with hard content may bring them? A read."""
    flagged, paid = (reader["flagged"], reader["pauses_paid"]) if reader is not None else (0, 0)
    if not _begins_set(flagged, paid):
        return True
    there = ledger.balance(tx, f"pack:{pack['id']}:care")
    return there >= (owed(tx, pack["id"]) + 1) * int(pack["care_pay"])


def begins(tx: Tx, person: int, pack: int) -> bool:
    """May one more of this pack be shown to them, for all it may cost? Of two people who begin a set one waits here."""
    reader = tx.one("work.reader", person=person, pack=pack)
    assert reader is not None, "who is served has read the pack"
    if _begins_set(reader["flagged"], reader["pauses_paid"]):
        tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    return may_begin(tx, row, reader)


def _begins_set(flagged: int, paid: int) -> bool:
    return wellbeing.pauses_due(flagged + 1, paid) > wellbeing.pauses_due(flagged, paid)


def owed(tx: Tx, pack: int) -> int:
    """How many pauses a pack owes to people who have begun their sets. A read."""
    return int(tx.value("care.owed_in_pack", pack=pack, many=wellbeing.set_tasks))


def show(tx: Tx, person: int, assignment: Row) -> None:
    """Counts one as shown: in the diary, in the set, in the pack; once for an assignment, however often it is shown."""
    first = tx.run(
        "care.expose",
        assignment=assignment["id"],
        person=person,
        pack=assignment["pack"],
        level=assignment["level"],
        flags=assignment["flags"],
        now=tx.now,
    )
    if first:
        tx.run("care.count", person=person)
        tx.run("care.count_in_pack", person=person, pack=assignment["pack"])
    tx.run("jobs.set_deadline", kind=deadline, subject=person, at=tx.now + wellbeing.over_ms)
    tx.run("jobs.set_deadline", kind=day_after_deadline, subject=person, at=tx.now + day)


def after(tx: Tx, person: int, assignment: Row, *, left: bool) -> After:
    """What comes with the reply after one was answered or left: help, and at the end of a set its pause.

    Help comes once a set, with its end, and always after level 3 or a leave.
    """
    tx.one("care.lock", person=person)
    if left:
        tx.run("care.count_leave", person=person)
    row = tx.one("care.care", person=person)
    assert row is not None
    over = wellbeing.set_is_over(row["shown"], row["leaves"], row["own_set"])
    ended = over and row["pause_until"] <= tx.now
    help_needed = ended or left or assignment["level"] >= wellbeing.helped_level or not row["helped"]
    if help_needed:
        tx.run("care.helped", person=person)
    if not ended:
        return After(help=help_needed)
    return After(help_needed, wellbeing.pause_ms, end_set(tx, person))


def end_set(tx: Tx, person: int, *, pause: bool = True) -> int:
    """Ends a set: its pause begins now, unless it was taken already, and what is due for it is paid. Micro-units."""
    tx.one("care.lock", person=person)
    row = tx.one("care.care", person=person)
    assert row is not None
    tx.run("care.end_set", person=person, until=tx.now + wellbeing.pause_ms if pause else 0)
    tx.run("jobs.clear_deadline", kind=deadline, subject=person)
    due = tx.all("care.pauses_due", person=person, many=wellbeing.set_tasks)
    return sum(_pay_pauses(tx, one, row["book"]) for one in due) + _pay_looks(tx, person, row)


def over(tx: Tx, person: int) -> None:
    """Nothing was shown for an hour: the set is over, and its pause was taken. What is paid is told, when they are here."""
    row = tx.one("care.care", person=person)
    last = tx.value("care.last_shown", person=person)
    if row is None or (last is not None and tx.now - int(last) < wellbeing.over_ms):
        return
    rest(tx, person, pause=False)


def rest(tx: Tx, person: int, *, pause: bool = True) -> None:
    """Ends a set, and what is paid for its pause is told by itself."""
    paid, row = end_set(tx, person, pause=pause), tx.one("care.care", person=person)
    if paid and row is not None:
        balance = ledger.available(tx, row["book"])
        telling.notify_person(tx, person, PausePaid(paid, balance), unasked=True)


def day_after(tx: Tx, person: int) -> None:
    """What somebody saw can stay with them: the day after the last of it, once, they are told where help is."""
    telling.notify_person(tx, person, DayAfter(), unasked=True)


def settle_pack(tx: Tx, pack: int) -> None:
    """Pays every pause that a pack owes, before its money goes back."""
    for one in tx.all("care.pauses_due_of_pack", pack=pack, many=wellbeing.set_tasks):
        person = tx.one("people.person", person=one["person"])
        assert person is not None
        _pay_pauses(tx, one, person["book"])


def pause_pays(tx: Tx, person: int) -> bool:
    """Would a pause that begins now be paid? A read."""
    return any(one["care_pay"] for one in tx.all("care.pauses_due", person=person, many=wellbeing.set_tasks))


def _pay_looks(tx: Tx, person: int, care: Row) -> int:
    """A moderator's pauses: one for every 20 looks at what was reported in others' packs, as long and as well paid as a worker's
    there; from where their minutes come, so that no side pays who decides. Micro-units.
    """
    looks = tx.all("care.looks", person=person)
    whole, paid = 0, int(care["looks_paid"])
    for number in range(paid, paid + wellbeing.pauses_due(len(looks), paid)):
        began = looks[number * wellbeing.set_tasks]
        if began["care_pay"]:
            try:
                ledger.pay_moderator(
                    tx, worker=care["book"], amount=began["care_pay"], about=began["assignment"]
                )
            except ledger.NotEnough:
                tx.run("jobs.set_deadline", kind=deadline, subject=person, at=tx.now + hour)
                break
            whole += int(began["care_pay"])
        tx.run("care.look_paid", person=person)
    return whole


def _pay_pauses(tx: Tx, reader: Row, book: int) -> int:
    """Every pause that one pack owes one person; each is for the task that began its set. What can't be is tried again."""
    whole = 0
    for number in range(wellbeing.pauses_due(reader["flagged"], reader["pauses_paid"])):
        before = (reader["pauses_paid"] + number) * wellbeing.set_tasks
        about = tx.value("care.began", person=reader["person"], pack=reader["pack"], before=before)
        if about is None:  # they were forgotten
            break
        if reader["care_pay"]:
            try:
                paid = ledger.pay_care(
                    tx, pack=reader["pack"], worker=book, amount=reader["care_pay"], about=about
                )
            except ledger.NotEnough:
                tx.run("jobs.set_deadline", kind=deadline, subject=reader["person"], at=tx.now + hour)
                break
            whole += paid.amount
        tx.run("care.pause_paid", person=reader["person"], pack=reader["pack"])
    return whole

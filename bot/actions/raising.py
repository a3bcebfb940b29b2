"""Raising: one report says that a task is violent and did not say so, or against the law. It stops, for all, at once (P9).

In the reporter's own transaction the task is stopped and flagged, nobody is asked it any more, and every message that
brought it to a phone is to be deleted. A round then goes through those who were shown it, some at a time (`take_away`): who
holds it is paid its price, for they looked, and hears why it is gone, with help; the others hear it too.

Who saw it unwarned has it in their diary (`exposures.unwarned`), and once it is known to be violent the requester pays each
the look and a pause (`charge`). A task that did warn is paid by its own rules.

    violent    waits ── its requester's word ──► violent | out, or disputed
                └─ 96 hours ──► off ◄── 7 days ── disputed; disputed, off ── somebody neutral ──► violent | out | harmless
    illegal    sealed ──► kept | lifting ──► lifted: `locking`

`needs_a_person` is the one place where somebody must look who is neither requester nor worker.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot import ledger
from bot.actions import cases, claiming, erasing, joining, locking, showing, stripping, telling, uncovering
from bot.domain import alarms, claims, limits, outcomes
from bot.domain.alarms import illegal, violent
from bot.domain.limits import day
from bot.domain.outcomes import Question
from bot.domain.outcomes.alarms import (
    AlarmCame,
    PackStopped,
    ShownPaper,
    ShownUnlawful,
    TakenAway,
    UnwarnedPaid,
)
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.worker import After, Task
from bot.domain.people import Who
from bot.storage import Row, Tx

by_requester, by_silence, by_overdue = "requester", "silence", "overdue"
side_deadline = "side"  # of a report whose pay waits: then it is paid
_help = After(help=True)


def raised(tx: Tx, assignment: Row, ground: str) -> None:
    """Somebody reported the task of their assignment as violent or illegal; the task's row is held. Once is enough."""
    before = tx.one("alarms.of_task", task=assignment["task"])
    worse = before is not None and ground == illegal and before["ground"] == violent
    if before is not None and before["state"] in alarms.open_states and not worse:
        return
    alarm = _written(tx, before, assignment, ground)
    flags = json.loads(alarm["flags_was"])
    if ground == violent:
        flags = alarms.flags_given(flags)
        tx.run(
            "alarms.flag_task",
            task=alarm["task"],
            level=max(flags.values()),
            flags=json.dumps(flags),
        )
        tx.run("work.stop_task", task=alarm["task"], why=ground, now=tx.now)
    else:
        locking.seal(tx, alarm)
    if not alarm["level_was"]:
        level, kept = max(alarms.level_given, *flags.values(), 0), json.dumps(flags)
        tx.run("alarms.expose", task=alarm["task"], level=level, flags=kept, now=tx.now)
    tx.run("alarms.settle", task=alarm["task"], but=assignment["id"], now=tx.now)
    erase(tx, alarm["task"], tx.now)
    stripping.strip(tx, alarm["task"])
    if ground == illegal:  # what whoever looked at it as violent was shown goes too
        tx.run("care.erase_assignment", assignment=alarm["id"], now=tx.now)
    tx.run("jobs.set_deadline", kind=alarms.people_deadline, subject=alarm["id"], at=tx.now)
    tx.run(
        "jobs.set_deadline", kind=alarms.sweep_deadline, subject=alarm["id"], at=tx.now + alarms.sweeps_ms[0]
    )
    _asks(tx, alarm)


def _written(tx: Tx, before: Row | None, assignment: Row, ground: str) -> Row:
    """The alarm of a task as it begins, or begins again."""
    pack = tx.one("packs.pack", pack=assignment["pack"])
    assert pack is not None
    state = "waits" if ground == violent else "sealed"
    alarm = before["id"] if before is not None else tx.new_id()
    still = before is not None and before["state"] in alarms.open_states
    said = {
        "level": before["level_was"] if before is not None and still else assignment["level"],
        "flags": before["flags_was"] if before is not None and still else assignment["flags"],
        "ground": ground,
        "state": state,
    }
    if before is not None:
        tx.run("alarms.again", alarm=alarm, now=tx.now, **said)
    else:
        place = {"task": assignment["task"], "pack": assignment["pack"], "requester": pack["requester"]}
        claiming.written(tx, "alarms.add", alarm, **place, **said)
    telling.journal(tx, "round", f"alarm_{ground}", alarm)
    return of(tx, alarm)


def _asks(tx: Tx, alarm: Row) -> None:
    """Who looks at it: its requester first at what is violent; at what is against the law the one who is named for it."""
    if alarm["ground"] == illegal:
        tx.run("jobs.clear_deadline", kind=alarms.silence_deadline, subject=alarm["id"])
        cases.settled(tx, "report", alarm["task"])
        _pause_if_repeated(tx, alarm)
        return
    tx.run(
        "jobs.set_deadline", kind=alarms.silence_deadline, subject=alarm["id"], at=tx.now + alarms.silence_ms
    )
    title = form_title(alarm)
    told = AlarmCame(alarm["code"], title, alarm["key"], tx.now + alarms.silence_ms)
    telling.notify_requester(tx, alarm["requester"], told, topic=f"alarm {alarm['id']}")
    reported = _pause_if_repeated(tx, alarm)
    if reported:
        stopped = PackStopped(alarm["name"], title, reported)
        telling.notify_requester(tx, alarm["requester"], stopped, topic=f"stopped {alarm['pack']}")


def _pause_if_repeated(tx: Tx, alarm: Row) -> int:
    """Too many of its tasks did not say what they are: the whole pack waits for a person. Returns how many, 0 while it goes on."""
    reported, people = (
        int(tx.value(one, pack=alarm["pack"])) for one in ("alarms.in_pack", "alarms.reporters")
    )
    served = int(tx.value("alarms.served_in_pack", pack=alarm["pack"]))
    tx.one("packs.lock_pack", pack=alarm["pack"])
    if tx.value("packs.state", pack=alarm["pack"]) != "running" or not alarms.is_repeated(
        reported, served, people
    ):
        return 0
    tx.run("packs.set_state", pack=alarm["pack"], state="paused")
    pack = tx.one("packs.pack", pack=alarm["pack"])
    assert pack is not None
    why = dict.fromkeys((*pack["waits"].splitlines(), alarms.reason_repeated))
    tx.run("packs.set_waits", pack=alarm["pack"], waits="\n".join(why))
    telling.journal(tx, "round", "pack_pause", alarm["pack"], reported=reported)
    return reported


def is_paid_at_once(tx: Tx, who: Who) -> bool:
    """Is what this person calls illegal now paid at once? Not where many such words of theirs wait for a decision. A read."""
    waiting = tx.value("alarms.undecided_by", person=who.person, since=tx.now - day)
    return int(waiting) < alarms.illegal_paid_at_once_max


def pays_later(tx: Tx, who: Who, report: int) -> None:
    """A report of crime is paid when somebody has decided, or in seven days; that they are many is for a person to look at.

    It says nothing against them: they may have met a bad pack.
    """
    tx.run("jobs.set_deadline", kind=side_deadline, subject=report, at=tx.now + claims.ruling_ms)
    cases.open_case(tx, "fraud", who.person, ground=alarms.case_ground, person=who.person)


def needs_a_person(tx: Tx, alarm: Row) -> None:
    """Somebody must look at an alarm who is neither requester nor worker: a case is open until it is decided.

    Whoever moderates may look (/look), or decide the case without. What is said to be against the law is in no queue: one
    person alone is named for it, and `locking` lists it for them. A pack that pauses waits as any that a person must see.
    """
    cases.open_case(tx, "report", alarm["task"], ground=violent, pack=alarm["pack"])


def erase(tx: Tx, task: int, bundles_until: int) -> None:
    """Every message that is known to have brought a task goes, and what was about to be sent is not.

    Of bundles those that arrived until then: they are asked again without it.
    """
    tx.run("alarms.drop_dues", task=task)
    tx.run("alarms.erase", task=task, now=tx.now, until=bundles_until)
    tx.run("care.erase_task", task=task, now=tx.now)


def sweep(tx: Tx, number: int) -> None:
    """What was on its way to a phone when the report came has arrived by now, and goes as well."""
    alarm = of(tx, number)
    if alarm["state"] not in alarms.open_states:
        return  # it is served on: what comes now is asked as it should be
    erase(tx, alarm["task"], alarm["at"])
    later = [one for one in alarms.sweeps_ms if alarm["at"] + one > tx.now]
    if later:
        tx.run("jobs.set_deadline", kind=alarms.sweep_deadline, subject=number, at=alarm["at"] + later[0])


# ---- those who were shown it ------------------------------------------------------------------------------


def take_all(tx: Tx, number: int) -> None:
    """All of those who were shown it and have not heard so yet, for somebody has decided before a round came to them."""
    while take_away(tx, number):
        pass


def take_away(tx: Tx, number: int) -> bool:
    """Some of those who were shown it: who holds it is paid and lets it go; each hears so once, with help. Are there more?"""
    alarm = held(tx, number)
    found = tx.all(
        "alarms.shown_to",
        task=alarm["task"],
        ground=alarm["ground"],
        position=alarm["position"],
        most=alarms.people_at_once,
    )
    for one in found:
        _take(tx, alarm, one)
    if found:
        tx.run("alarms.set_position", alarm=number, position=found[-1]["id"])
    if len(found) == alarms.people_at_once:
        tx.run("jobs.set_deadline", kind=alarms.people_deadline, subject=number, at=tx.now)
        return True
    if alarm["ground"] == illegal:
        _spread(tx, alarm)
    return False


def _take(tx: Tx, alarm: Row, shown: Row) -> None:
    account = tx.all("people.accounts_of", person=shown["person"])[0]
    who, amount = joining.by_account(tx, account["id"]), 0
    held = shown["state"] in ("open", "lapsed")
    if held:
        amount = uncovering.let_go(tx, who, shown["id"], how="taken")
    recent = tx.now - shown["offered_at"] < erasing.kept_ms
    if not shown["seen"]:
        return  # it was described to them, and they did not look
    balance = ledger.available(tx, who.book)
    if alarm["ground"] == illegal:
        _blank(tx, shown["id"])
        helped = After() if shown["reported"] else _help  # help came with the reply to their report
        told = ShownUnlawful(shown["id"], amount, balance, helped)
        telling.notify_person(tx, who.person, told)
    elif held or (recent and not shown["reported"]):
        taken = TakenAway(amount, balance, _help)
        telling.notify_person(tx, who.person, taken, unasked=not held)


def _blank(tx: Tx, assignment: int) -> None:
    """What is kept of a question says nothing of the item any more: it would leave with its person's data."""
    for row in tx.all("alarms.questions", assignment=assignment):
        asked = telling.facts(row)
        if isinstance(asked, Task):
            words = replace(asked, question={}, text={})
            _keep_facts(
                tx, row, replace(words, picture=None, larger=None, sticker=None, audio=None, clip=None)
            )
    for row in tx.all("alarms.bundle_questions", assignment=assignment):
        asked = telling.facts(row)
        if isinstance(asked, Bundle):
            items = (
                replace(one, text={}, question={}, picture="") if one.number == row["number"] else one
                for one in asked.items
            )
            _keep_facts(tx, row, replace(asked, items=tuple(items)))


def _keep_facts(tx: Tx, row: Row, asked: Question) -> None:
    kept = outcomes.to_json(asked)
    tx.run("alarms.set_facts", account=row["account"], mark=row["mark"], facts=kept)


def _spread(tx: Tx, alarm: Row) -> None:
    """The same content in other tasks, of any pack, is stopped and sealed like the one that was reported."""
    found = tx.all("alarms.same_content", picture=alarm["picture"], most=alarms.people_at_once)
    for one in found:
        tx.one("work.lock_task", task=one["task"])  # somebody may be reporting that one just now
        raised(tx, {**one, "id": 0}, illegal)
    if len(found) == alarms.people_at_once:
        tx.run("jobs.set_deadline", kind=alarms.people_deadline, subject=alarm["id"], at=tx.now)


# ---- how it ends -------------------------------------------------------------------------------------------


def silence(tx: Tx, number: int) -> None:
    """96 hours without its requester's word, or seven days without that of somebody neutral: it stays flagged and off.

    Those who saw it are right by silence, and paid: by the requester, or by the house where its own people were silent (P10).
    """
    alarm = held(tx, number)
    by = by_silence if alarm["state"] == "waits" else by_overdue
    if ended(tx, alarm, "off", by, before=("waits", "disputed")):
        needs_a_person(tx, alarm)
        begin_charge(tx, number)


def ended(tx: Tx, alarm: Row, state: str, by: str, why: str = "", *, before: tuple[str, ...]) -> bool:
    """An alarm that is held goes into another state, from one of these; False when it is in none."""
    if alarm["state"] not in before:
        return False
    moved = {"alarm": alarm["id"], "before": alarm["state"], "state": state, "by": by, "why": why}
    if not tx.run("alarms.move", at=tx.now, **moved):
        return False
    if state not in ("disputed", "off"):
        cases.settled(tx, "report", alarm["task"])
    if state == "disputed":
        until = tx.now + claims.ruling_ms
        tx.run("jobs.set_deadline", kind=alarms.silence_deadline, subject=alarm["id"], at=until)
    else:
        tx.run("jobs.clear_deadline", kind=alarms.silence_deadline, subject=alarm["id"])
    telling.journal(
        tx, "round" if by in (by_silence, by_overdue) else "operator", f"alarm_{state}", alarm["id"]
    )
    return True


def begin_charge(tx: Tx, number: int) -> None:
    """It was violent, and nobody had said so: the rounds pay those who saw it."""
    tx.run("jobs.set_deadline", kind=alarms.charge_deadline, subject=number, at=tx.now)


def charge(tx: Tx, number: int) -> None:
    """The requester pays some of those who saw it unwarned: the look where it was not paid, and a pause. Tried again hourly.

    Who passed it over is paid the look too: a skip is free, but here the label was wrong.
    """
    alarm = held(tx, number)
    found = tx.all("alarms.unwarned", task=alarm["task"], most=alarms.people_at_once)
    for one in found:
        try:
            amount = _charged(tx, alarm, one)
        except (ledger.NotEnough, ledger.GoodwillSpent):
            tx.run("jobs.set_deadline", kind=alarms.charge_deadline, subject=number, at=tx.now + limits.hour)
            return
        paid = UnwarnedPaid(form_title(alarm), amount, ledger.available(tx, one["book"]), _help)
        telling.notify_person(tx, one["person"], paid, unasked=True)
    if len(found) == alarms.people_at_once:
        begin_charge(tx, number)


def _charged(tx: Tx, alarm: Row, shown: Row) -> int:
    """What one of them is paid, in micro-units; all or nothing of the pause, the look before it."""
    assignment = tx.one("work.assignment", assignment=shown["assignment"])
    assert assignment is not None
    given = {
        "pack": alarm["pack"],
        "requester": alarm["requester"] if alarm["decided_by"] != by_overdue else None,
        "worker": shown["book"],
        "about": shown["assignment"],
    }
    look = 0
    if assignment["state"] == "skipped" and not assignment["paid"]:
        look = uncovering.price_of(tx, assignment)
        moved = ledger.pay_look(tx, amount=look, **given)
        tx.run("work.set_paid", assignment=assignment["id"], paid=look, paid_from=moved.movement)
        tx.run("work.end_assignment", assignment=assignment["id"], state="left", now=tx.now)
    if alarm["care_pay"]:
        ledger.pay_unwarned(tx, amount=alarm["care_pay"], **given)
    tx.run("alarms.cared", assignment=shown["assignment"])
    return int(look + alarm["care_pay"])


# ---- reading -----------------------------------------------------------------------------------------------


def form_title(alarm: Row) -> dict[str, str]:
    """The title of an alarm's pack, by language."""
    return showing.form_of(alarm).title


def of(tx: Tx, number: int) -> Row:
    """An alarm with its task, pack and requester. A read."""
    row = tx.one("alarms.alarm", alarm=number)
    assert row is not None, f"alarm {number} is gone"
    return row


def shown_paper(tx: Tx, account: int, told: ShownUnlawful) -> ShownUnlawful:
    """What was told to somebody whom something unlawful was shown, with what its paper says. A read."""
    row = tx.one("alarms.shown", account=account, assignment=told.assignment)
    if row is None:  # they were forgotten meanwhile
        return told
    return replace(told, paper=ShownPaper(tx.now, row["offered_at"], row["name"], row["task"]))


def held(tx: Tx, number: int) -> Row:
    """The same, held until the transaction ends."""
    tx.one("alarms.lock", alarm=number)
    return of(tx, number)

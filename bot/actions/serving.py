"""Serving: which task is next. The bot brings the best next one; nobody browses (P8).

Order: what is open already · practice (three at most) · gold when its turn comes · the pack's tasks in
turn, by a cursor per person, 32 candidates at a time, then once from the start for places that were
re-opened behind the cursor · another pack's offer · nothing left. Whose turn it is, `sharing` says. Nobody works in a
pack of their own: whoever pays and is paid could claim their own answers, and have the pots pay for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from bot.actions import sharing, showing, telling
from bot.actions.sharing import day_of
from bot.domain import changes, limits, quality
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.worker import NothingLeft, Offer, Paused, Reading, Saved
from bot.domain.people import Who
from bot.ledger import available
from bot.packs import changing
from bot.packs.form import PackForm
from bot.storage import Row, Tx

Fits = Callable[[Tx, int], bool]
"""May a task be the next? By its id."""


def work(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """/tasks, or whatever leads back to work: what is open, else the next thing."""
    row = telling.current(tx, who)
    if row is not None and not who.paused and not telling.facts(row).put_off:
        again = refreshed(tx, who, row)
        if again is not None:
            return again
    return following(tx, who, rules)


def refreshed(tx: Tx, who: Who, row: Row, *, note: str = "", saved: Saved | None = None) -> Question | None:
    """An open question once more, as things stand now; None when it can't be asked any more."""
    question = telling.facts(row)
    if row["assignment"] is not None:
        assignment = tx.one("work.assignment", assignment=row["assignment"])
        if assignment is None or not _still_asked(tx, assignment):
            telling.settle(tx, who, row["mark"], "gone")
            return None
        question = showing.task_question(tx, who, assignment, mark=row["mark"], note=note, saved=saved)
    elif isinstance(question, Bundle):
        bundle = showing.bundle_question(tx, who, question.bundle, mark=question.mark, note=note)
        if bundle is None or tx.value("packs.state", pack=question.pack) not in ("running", "paused"):
            telling.settle(tx, who, row["mark"], "gone")
            return None
        question = bundle
    elif isinstance(question, Offer):
        pack = tx.one("packs.pack", pack=question.pack)
        if pack is None or pack["state"] != "running" or not sharing.is_its_time(tx, pack):
            telling.settle(tx, who, row["mark"], "gone")
            return None
        question = showing.offer_facts(tx, question.pack, who, mark=question.mark, saved=saved)
    return telling.ask_again(tx, who, question)


def _still_asked(tx: Tx, assignment: Row) -> bool:
    """Is it shown again? An answer that comes by itself is taken and paid even when not."""
    if assignment["state"] not in ("open", "lapsed") or assignment["stopped_at"]:
        return False
    return bool(tx.value("packs.state", pack=assignment["pack"]) in ("running", "paused"))


def following(tx: Tx, who: Who, rules: Rules, *, saved: Saved | None = None, note: str = "") -> Outcome:
    """What comes after something is settled."""
    if who.paused:
        return telling.ask(tx, who, Paused(balance=available(tx, who.book), saved=saved))
    there = tx.one("work.at_hand", person=who.person)
    assert there is not None, "they are here"
    if there["assignment"] is not None:
        row = tx.one("telling.question_of_assignment", account=who.account, assignment=there["assignment"])
        if row is not None:
            again = refreshed(tx, who, row, note=note, saved=saved)
            if again is not None:
                return again
        assignment = tx.one("work.assignment", assignment=there["assignment"])
        assert assignment is not None
        if not assignment["stopped_at"]:
            question = showing.task_question(tx, who, assignment, note=note, saved=saved)
            return telling.ask(tx, who, question, assignment["id"])
    if there["pack"] is not None:
        served = serve(tx, who, there["pack"], saved=saved, note=note)
        if served is not None:
            return served
    return offer(tx, who, saved=saved)


def serve(tx: Tx, who: Who, pack: int, *, saved: Saved | None = None, note: str = "") -> Question | None:
    """The next task of a pack the person has read; None when there is none for them now."""
    held = tx.value("packs.held_state", pack=pack)  # on PostgreSQL no close may come between
    row, reader = tx.one("packs.pack", pack=pack), tx.one("work.reader", person=who.person, pack=pack)
    if row is None or held != "running" or reader is None or reader["read_at"] is None:
        return None
    if row["requester"] == who.requester or not sharing.is_its_time(tx, row):
        return None
    if reader["version"] != row["version"] and (changed := renewed(tx, who, row, reader, saved)) is not None:
        return changed
    form = showing.form_of(row)
    if reader["elsewhere"]:
        return None
    task, help_note = practice(tx, who, row, reader, form)
    task = task or next_task(tx, who, row, reader, form)
    if task is None:
        return None
    given = assign(tx, who, row, task, limits.lease_ms(form.lease_h, row["places"], row["active"]))
    question = showing.task_question(tx, who, given, form=form, note=note or help_note, saved=saved)
    return telling.ask(tx, who, question, given["id"])


def assign(tx: Tx, who: Who, pack: Row, task: Row, lease_ms: int) -> Row:
    """The assignment of a task whose place was taken for somebody."""
    assignment = tx.new_id()
    tx.run(
        "work.assign",
        id=assignment,
        task=task["task"],
        pack=pack["id"],
        person=who.person,
        version=pack["version"],
        now=tx.now,
        lease_until=tx.now + lease_ms,
    )
    return {**task, "id": assignment, "pack": pack["id"], "draft": "{}"}


def next_task(
    tx: Tx, who: Who, pack: Row, reader: Row, form: PackForm, fits: Fits | None = None
) -> Row | None:
    """The next task of a pack for a reader of it, gold or in turn, its place taken; None when there is none for them now.

    `fits` says of a task whether it may be the one; then no more are looked at than a tap may wait for. Gold that is due
    and does not fit is not passed by: there is none, until it was served by itself.
    """
    if sharing.had_their_share(tx, pack, form, reader):
        return None
    gold = _gold_due(tx, who, pack["id"], reader, form)
    if gold is not None and fits is not None and not fits(tx, gold["task"]):
        return None
    if gold is not None and tx.run("work.take_gold", pack=pack["id"]):
        _count(tx, who, pack["id"], reader["position"])
        return gold
    return _in_turn(tx, who, pack, reader, fits)


def practice(tx: Tx, who: Who, pack: Row, reader: Row, form: PackForm) -> tuple[Row | None, str]:
    """Three at most, and three more for somebody they may help: the first of those says so, by its note."""
    if not pack["practices"]:
        return None, ""
    first = min(form.practice_needed, limits.practice_each)
    most = first + (limits.practice_further if reader["helped"] else 0)
    practised = int(tx.value("work.practised", person=who.person, pack=pack["id"], most=most))
    if practised >= most:
        return None, ""
    found = tx.one("work.known_task", person=who.person, pack=pack["id"], role="practice")
    return found, "help" if found is not None and practised == first and reader["helped"] else ""


def _gold_due(tx: Tx, who: Who, pack: int, reader: Row, form: PackForm) -> Row | None:
    if not quality.gold_due(who.person, pack, reader["served"], form.gold_share):
        return None
    return tx.one("work.known_task", person=who.person, pack=pack, role="gold")


def _in_turn(tx: Tx, who: Who, pack: Row, reader: Row, fits: Fits | None) -> Row | None:
    open_to = sharing.stretches(tx, pack, reader)

    def taken(position: int, take: str) -> Row | None:
        found = sharing.in_turn(tx, pack["id"], who.person, position, open_to)
        if fits is not None:
            found = (one for one in islice(found, limits.bundle_looks_max) if fits(tx, one["id"]))
        return _taken(tx, who, pack["id"], found, take)

    return (
        taken(reader["position"], "work.take_free_place")
        or (taken(0, "work.take_free_place") if reader["position"] else None)
        # waits for those who are taking a place now: their task may have others left
        or taken(0, "work.take_place")
    )


def _taken(tx: Tx, who: Who, pack: int, found: Iterable[Row], take: str) -> Row | None:
    for one in found:
        if (task := tx.one(take, task=one["id"])) is not None:
            _count(tx, who, pack, one["seq"])
            return task
    return None


def _count(tx: Tx, who: Who, pack: int, position: int) -> None:
    tx.run("work.served", person=who.person, pack=pack, position=position, day=day_of(tx.now))


# ---- offers --------------------------------------------------------------------------------------------


def offer(tx: Tx, who: Who, *, saved: Saved | None = None) -> Outcome:
    """The best pack with work for this person, or that nothing is left."""
    since = tx.now - limits.passed_ms
    tomorrow = False
    for row in tx.all("work.running", person=who.person, passed_since=since, now=tx.now):
        pack = tx.one("packs.pack", pack=row["id"])
        reader = tx.one("work.reader", person=who.person, pack=row["id"])
        assert pack is not None
        if _is_there(tx, who, pack, reader):
            return telling.ask(tx, who, showing.offer_facts(tx, row["id"], who, saved=saved))
        tomorrow = tomorrow or sharing.comes_back(tx, showing.form_of(pack), reader)
    passed = tx.value("work.has_passed", person=who.person, passed_since=since) is not None
    nothing = NothingLeft(available(tx, who.book), saved=saved, passed=passed, tomorrow=tomorrow)
    return telling.ask(tx, who, nothing)


def _is_there(tx: Tx, who: Who, pack: Row, reader: Row | None) -> bool:
    """Is there a place of this pack for them now? The query that found it does not know shares."""
    if sharing.had_their_share(tx, pack, showing.form_of(pack), reader):
        return False
    open_to = sharing.stretches(tx, pack, reader)
    return len(open_to) == 1 or any(True for _ in sharing.in_turn(tx, pack["id"], who.person, 0, open_to))


def pass_over(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Something else]: another pack, if there is one. Counted nowhere, forgotten after a day."""
    tx.run("work.pass_over", person=who.person, pack=pack, now=tx.now)
    return offer(tx, who)


def look_again(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Look again]: what was passed over counts as well."""
    tx.run("work.forget_passed", person=who.person)
    return following(tx, who, rules)


def start(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Start] on an offer: the instruction to somebody who has not read this version, else the work."""
    row = tx.one("packs.pack", pack=pack)
    if row is None or row["state"] != "running" or not sharing.is_its_time(tx, row):
        return offer(tx, who)
    if row["requester"] == who.requester:  # nobody is paid by their own word
        return offer(tx, who)
    tx.run("people.set_pack", person=who.person, pack=pack)
    reader = tx.one("work.reader", person=who.person, pack=pack)
    if reader is not None and reader["read_at"] is not None:
        return following(tx, who, rules)
    if reader is not None and reader["version"] == row["version"]:
        return reading(tx, who, row)
    if not row["readers_left"]:
        return offer(tx, who)
    tx.run("work.add_reader", person=who.person, pack=pack, version=row["version"], now=tx.now)
    return reading(tx, who, row)


def reading(tx: Tx, who: Who, pack: Row) -> Question:
    """The instruction, and what reading it pays with the first real answer."""
    form = showing.form_of(pack)
    tx.run("work.show_version", person=who.person, pack=pack["id"], version=pack["version"])
    facts = Reading(
        pack=pack["id"],
        title=form.title,
        instruction=form.instruction,
        pay=pack["reading_pay"],
        practice=_practice_first(pack, form),
        examples=len(form.examples),
        faq=showing.has_faq(tx, pack["id"]),
    )
    return telling.ask(tx, who, facts)


def _practice_first(pack: Row, form: PackForm) -> int:
    """How many practice tasks come before the first other one."""
    return min(int(pack["practices"]), form.practice_needed, limits.practice_each)


def renewed(tx: Tx, who: Who, pack: Row, reader: Row, saved: Saved | None) -> Question | None:
    """What changed since the version a person has read, and what reading it pays; None when nothing of it concerns them."""
    was, form = changing.taught(showing.form_of(showing.version_of(tx, reader))), showing.form_of(pack)
    found = {
        language: [[one.how, one.text] for one in changes.between(was.get(language, ""), text)]
        for language, text in changing.taught(form).items()
    }
    if not any(found.values()):
        tx.run("work.has_read", person=who.person, pack=pack["id"], version=pack["version"], now=tx.now)
        return None
    tx.run("work.show_version", person=who.person, pack=pack["id"], version=pack["version"])
    first = _practice_first(pack, form)
    practised = int(tx.value("work.practised", person=who.person, pack=pack["id"], most=first))
    pay = reader["changes_due"] + (0 if reader["reading_paid"] else pack["reading_pay"])
    facts = Reading(
        pack=pack["id"],
        title=form.title,
        instruction=form.instruction,
        pay=pay,
        practice=first - practised,
        examples=len(form.examples),
        changes=found,
        saved=saved,
        faq=showing.has_faq(tx, pack["id"]),
    )
    return telling.ask(tx, who, facts)


def go(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Go on] under an instruction: it is read, which takes one of the pack's places for readers; the first task."""
    reader, row = tx.one("work.reader", person=who.person, pack=pack), tx.one("packs.pack", pack=pack)
    if reader is None or row is None:
        return offer(tx, who)
    if reader["read_at"] is None and reader["shown_version"] != row["version"]:
        return reading(tx, who, row)  # it was renewed while they read
    if reader["read_at"] is None and not tx.run("work.take_reader_place", pack=pack):
        return offer(tx, who)
    if reader["shown_version"] == row["version"]:
        tx.run("work.has_read", person=who.person, pack=pack, version=row["version"], now=tx.now)
    tx.run("people.set_pack", person=who.person, pack=pack)
    return following(tx, who, rules)

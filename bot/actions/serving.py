"""Serving: which task is next. The bot brings the best next one; nobody browses (P8).

Order: what is open already · practice (three at most) · gold when its turn comes · the pack's tasks in
turn, by a cursor per person, a few candidates at a time, then once from where all before is had (`had_to`: what opens again
goes to the tail, so nothing comes free before it), for what was passed over · another pack's offer · nothing left. Whose turn it is, `sharing` says. Nobody works in a
pack of their own: whoever pays and is paid could claim their own answers, and have the pots pay for them.

A task with hard content is served only to somebody who may see it now (`caring`), and what is served of it is its
description: each time anew and under a new mark, so that a key stands for one description alone. One that is held and may
not be shown now holds nothing up: other work comes, and its place goes to others, as at the end of a lease. After five in a row
a task without comes first, where there is one in the packs that the person has read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from bot.actions import barring, caring, delivering, limiting, offering, sharing, showing, telling, weighing
from bot.actions.caring import Sight
from bot.actions.sharing import day_of
from bot.domain import limits, quality, wellbeing
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.hard import Between, HowAreYou
from bot.domain.outcomes.worker import Offer, Paused, Saved
from bot.domain.people import Who
from bot.ledger import available
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
        if assignment["level"]:
            return described(tx, who, assignment, note=note, saved=saved)
        question = showing.task_question(tx, who, assignment, mark=row["mark"], note=note, saved=saved)
    elif isinstance(question, Bundle):
        bundle = showing.bundle_question(tx, who, question.bundle, mark=question.mark, note=note)
        if bundle is None or tx.value("packs.state", pack=question.pack) not in (
            "running",
            "paused",
            "closed",
        ):
            telling.settle(tx, who, row["mark"], "gone")
            return None
        question = bundle
    elif isinstance(question, Offer):
        pack = tx.one("packs.pack", pack=question.pack)
        runs = pack is not None and pack["state"] == "running" and sharing.is_its_time(tx, pack)
        if pack is None or not runs or barring.bars(tx, who, pack):
            telling.settle(tx, who, row["mark"], "gone")
            return None
        question = showing.offer_facts(tx, question.pack, who, mark=question.mark, saved=saved)
    elif isinstance(question, Between):
        question = _between_now(tx, who, question)
    return telling.ask_again(tx, who, question)


def _between_now(tx: Tx, who: Who, question: Between) -> Between:
    """What stands between two tasks with hard content, once more: a pause that is over is no news, and what comes next has a key."""
    sight = caring.sight(tx, who.person)
    if sight.standing.pause_until > tx.now:
        return question
    after = replace(question.after, pause_ms=0, paid=0)
    return replace(question, after=after, goes_on=sight.any, why="" if sight.any else question.why)


def described(
    tx: Tx, who: Who, assignment: Row, *, note: str = "", saved: Saved | None = None
) -> Question | None:
    """The description of a task with hard content that they hold; None when it may not be shown to them now.

    Where it was asked before it is over; an answer under those marks is taken all the same.
    """
    tx.run("telling.asked_anew", account=who.account, assignment=assignment["id"], now=tx.now)
    if assignment["state"] != "open" or not caring.may_see(tx, who.person, assignment):
        if not caring.was_shown(tx, assignment["id"]):
            delivering.erase_now(tx, assignment["id"])
        return None
    return telling.ask(
        tx, who, showing.task_question(tx, who, assignment, note=note, saved=saved), assignment["id"]
    )


def _still_asked(tx: Tx, assignment: Row) -> bool:
    """Is it shown again? An answer that comes by itself is taken and paid even when not."""
    return tx.value("work.asked_still", assignment=assignment["id"]) is not None


def following(tx: Tx, who: Who, rules: Rules, *, saved: Saved | None = None, note: str = "") -> Outcome:
    """What comes after something is settled."""
    if who.paused:
        return telling.ask(tx, who, Paused(balance=available(tx, who.book), saved=saved))
    there = tx.one("work.at_hand", person=who.person)
    assert there is not None, "they are here"
    if there["assignment"] is not None:
        open_still = _held(tx, who, there["assignment"], saved, note)
        if open_still is not None:
            return open_still
    if (stopped := barring.stopped(tx, who, saved) or limiting.stopped(tx, who, saved)) is not None:
        return stopped
    if there["pack"] is not None:
        served = serve(tx, who, there["pack"], saved=saved, note=note)
        if served is not None:
            return served
    return offering.offer(tx, who, saved=saved)


def _held(tx: Tx, who: Who, newest: int, saved: Saved | None, note: str) -> Question | None:
    """What they hold, once more: the newest; one with hard content that may not be shown now is passed over."""
    again = _once_more(tx, who, newest, saved, note)
    if again is not None:
        return again
    for held in tx.all("work.open_assignments", person=who.person):
        if held["id"] != newest and (again := _once_more(tx, who, held["id"], saved, note)) is not None:
            return again
        if not held["level"]:
            return None
    return None


def _once_more(tx: Tx, who: Who, held: int, saved: Saved | None, note: str) -> Question | None:
    row = tx.one("telling.question_of_assignment", account=who.account, assignment=held)
    if row is not None:
        again = refreshed(tx, who, row, note=note, saved=saved)
        if again is not None:
            return again
    assignment = tx.one("work.assignment", assignment=held)
    assert assignment is not None
    if assignment["stopped_at"]:
        return None
    if assignment["level"]:
        again = described(tx, who, assignment, note=note, saved=saved) if row is None else None
        if again is None:
            _let_go(tx, who, assignment)
        return again
    question = showing.task_question(tx, who, assignment, note=note, saved=saved)
    return telling.ask(tx, who, question, assignment["id"])


def _let_go(tx: Tx, who: Who, assignment: Row) -> None:
    """Others may get what may not be shown to them now; what they saw of it they may still answer, as after a lease."""
    if not tx.run("work.let_go", assignment=assignment["id"]):
        return
    weighing.give_back(tx, assignment)
    if not caring.was_shown(tx, assignment["id"]):
        day = day_of(assignment["offered_at"])
        tx.run("work.unserved", person=who.person, pack=assignment["pack"], day=day)


def serve(
    tx: Tx, who: Who, pack: int, *, saved: Saved | None = None, note: str = "", neutral: bool = False
) -> Question | None:
    """The next task of a pack the person has read; None when there is none for them now.

    `neutral`: only one without hard content.
    """
    held = tx.value("packs.held_state", pack=pack)  # on PostgreSQL no close may come between
    row, reader = tx.one("packs.pack", pack=pack), tx.one("work.reader", person=who.person, pack=pack)
    if row is None or held != "running" or reader is None or reader["read_at"] is None:
        return None
    if row["requester"] == who.requester or not sharing.is_its_time(tx, row) or barring.bars(tx, who, row):
        return None
    if (
        reader["version"] != row["version"]
        and (changed := offering.renewed(tx, who, row, reader, saved)) is not None
    ):
        return changed
    form = showing.form_of(row)
    if reader["elsewhere"]:
        return None
    task, help_note = practice(tx, who, row, reader, form)
    if task is None and row["level"]:
        found = _with_hard(tx, who, row, reader, form, saved, neutral)
        if isinstance(found, Question):
            return found
        task = found
    elif task is None:
        task = next_task(tx, who, row, reader, form)
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
    and does not fit is not passed by: there is none, until it was served by itself. Never one with hard content: that is
    served by itself, after its own rules (`_with_hard`).
    """
    if sharing.had_their_share(tx, pack, form, reader):
        return None
    gold = _gold_due(tx, who, pack["id"], reader, form)
    if gold is not None and fits is not None and not fits(tx, gold["task"]):
        return None
    if gold is not None and tx.run("work.take_gold", pack=pack["id"]):
        _count(tx, who, pack["id"], reader["position"])
        return gold
    return _in_turn(tx, who, pack, reader, fits, neutral=bool(pack["level"]))


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


def _with_hard(
    tx: Tx, who: Who, pack: Row, reader: Row, form: PackForm, saved: Saved | None, neutral: bool
) -> Row | Question | None:
    """A task of a pack that has hard content: what may be shown to them now. Or a question that comes before it."""
    seen = caring.sight(tx, who.person)
    if neutral or not seen.any or not caring.may_begin(tx, pack, reader):
        return next_task(tx, who, pack, reader, form)
    if sharing.had_their_share(tx, pack, form, reader):
        return None
    if seen.asks and _has_hard(tx, who, pack, reader, seen):
        return telling.ask(tx, who, HowAreYou(saved=saved))
    gold = _gold_due(tx, who, pack["id"], reader, form)
    if gold is not None and tx.run("work.take_gold", pack=pack["id"]):
        _count(tx, who, pack["id"], reader["position"])
        return gold
    if int(tx.value("care.in_a_row", person=who.person)) >= wellbeing.neutral_every:
        between = _in_turn(tx, who, pack, reader, neutral=True, stays=True) or _elsewhere(
            tx, who, pack, saved
        )
        if between is not None:
            return between
    return _in_turn(tx, who, pack, reader, seen=seen) or _in_turn(tx, who, pack, reader, neutral=True)


def _elsewhere(tx: Tx, who: Who, pack: Row, saved: Saved | None) -> Question | None:
    """A task without hard content of another pack that they have read."""
    since = tx.now - limits.passed_ms
    for row in tx.all(
        "work.running", person=who.person, passed_since=since, now=tx.now, reads=offering.reads(who), hard=0
    ):
        if row["id"] != pack["id"] and (other := serve(tx, who, row["id"], saved=saved, neutral=True)):
            return other
    return None


def _has_hard(tx: Tx, who: Who, pack: Row, reader: Row, seen: Sight) -> bool:
    """Is there a task with hard content that may be shown to them now?"""
    found = sharing.in_turn(tx, pack["id"], who.person, 0, sharing.stretches(tx, pack, reader))
    return any(one["level"] and seen.admits(one) for one in islice(found, limits.hard_looks_max))


def _in_turn(
    tx: Tx,
    who: Who,
    pack: Row,
    reader: Row,
    fits: Fits | None = None,
    *,
    neutral: bool = False,
    stays: bool = False,
    seen: Sight | None = None,
) -> Row | None:
    """The next place in turn: one that fits, without hard content (`neutral`), or of it only what `seen` admits.

    `stays`: one from further on, between others; their turn goes on where it was.
    """
    open_to = sharing.stretches(tx, pack, reader)
    position, had_to = reader["position"], 0 if seen is not None else reader["had_to"]

    def taken(start: int, take: str) -> Row | None:
        found: Iterator[Row] = sharing.in_turn(tx, pack["id"], who.person, start, open_to, neutral=neutral)
        if (nearest := next(found, None)) is None:
            return None
        reached = min(nearest["seq"] - 1, open_to[0][1]) if start == had_to and seen is None else 0
        found = chain((nearest,), found)
        if fits is not None:
            found = (one for one in islice(found, limits.bundle_looks_max) if fits(tx, one["id"]))
        if seen is not None:
            found = filter(seen.admits, islice(found, limits.hard_looks_max))
        return _taken(tx, who, pack["id"], found, take, reached, position if stays else None)

    return (
        (taken(position, "work.take_free_place") if position > had_to + 1 else None)
        or taken(had_to, "work.take_free_place")
        # waits for those who are taking a place now: their task may have others left
        or taken(had_to, "work.take_place")
    )


def _taken(
    tx: Tx, who: Who, pack: int, found: Iterable[Row], take: str, had_to: int, stays: int | None
) -> Row | None:
    for one in found:
        if (task := tx.one(take, task=one["id"])) is not None:
            _count(tx, who, pack, one["seq"] if stays is None else stays, had_to)
            return task
    return None


def _count(tx: Tx, who: Who, pack: int, position: int, had_to: int = 0) -> None:
    tx.run("work.served", person=who.person, pack=pack, position=position, had_to=had_to, day=day_of(tx.now))


def look_again(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Look again]: what was passed over counts as well."""
    tx.run("work.forget_passed", person=who.person)
    return following(tx, who, rules)


def start(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Start] on an offer: the instruction to somebody who has not read this version, else the work."""
    row = tx.one("packs.pack", pack=pack)
    if row is None or row["state"] != "running" or not sharing.is_its_time(tx, row):
        return offering.offer(tx, who)
    if row["requester"] == who.requester or barring.bars(tx, who, row):  # nobody is paid by their own word
        return offering.offer(tx, who)
    tx.run("people.set_pack", person=who.person, pack=pack)
    reader = tx.one("work.reader", person=who.person, pack=pack)
    if reader is not None and reader["read_at"] is not None:
        return following(tx, who, rules)
    if reader is not None and reader["version"] == row["version"]:
        return offering.reading(tx, who, row)
    if not row["readers_left"]:
        return offering.offer(tx, who)
    tx.run("work.add_reader", person=who.person, pack=pack, version=row["version"], now=tx.now)
    return offering.reading(tx, who, row)


def go(tx: Tx, who: Who, rules: Rules, pack: int) -> Outcome:
    """[Go on] under an instruction: it is read, which takes one of the pack's places for readers; the first task."""
    reader, row = tx.one("work.reader", person=who.person, pack=pack), tx.one("packs.pack", pack=pack)
    if reader is None or row is None:
        return offering.offer(tx, who)
    if reader["read_at"] is None and reader["shown_version"] != row["version"]:
        return offering.reading(tx, who, row)  # it was renewed while they read
    if reader["read_at"] is None and not tx.run("work.take_reader_place", pack=pack):
        return offering.offer(tx, who)
    if reader["shown_version"] == row["version"]:
        tx.run("work.has_read", person=who.person, pack=pack, version=row["version"], now=tx.now)
    tx.run("people.set_pack", person=who.person, pack=pack)
    return following(tx, who, rules)

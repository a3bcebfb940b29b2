"""Bundling: up to ten small questions handed out together, for people who have a line twice a day (docs/offline.md).

Each is an assignment like any other: its place and its money are taken before it is shown, it is answered, paid, counted
and undone by itself. A bundle is only a way of asking: it goes around no limit, and is cut to what is left of each. Its
lease is longer, for whoever answers it offline sends the answers when there is a line again.

One typed message answers what it names ("1b 2a 3c"), and several may come, in any order: of two that speak of one number
the later one wins, as Telegram numbered them, until the next bundle or for ten minutes. What can't be read is told by its
number; nothing else is lost by it. /undo takes back what the last message answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot import kinds, ledger
from bot.actions import barring, limiting, offering, resting, serving, showing, telling, undoing, working
from bot.domain import bundles, limits, marks
from bot.domain.events import Event, Pressed, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.bundles import Bundle, BundleSaved, EditedLate
from bot.domain.outcomes.worker import AlreadySaved, NotUnderstood, Saved, Task
from bot.domain.people import Who
from bot.domain.refusals.working import NothingToPocket, UndoTooLate
from bot.packs.form import PackForm
from bot.storage import Row, Tx

number_digits_max = 6  # of a number that is none of the bundle's, when it is told
spoken_kept = 40  # messages to a bundle, whose edits are still its own

# ---- handing out ---------------------------------------------------------------------------------------


def pocket(tx: Tx, who: Who, rules: Rules) -> Outcome | None:
    """/pocket: small questions of one pack they have read, to take along. To ask for them ends a pause; a limit of their own
    holds new ones back as it does other work.

    While most of the last bundle is open it is shown again; twice within a minute is silent.
    """
    who = resting.ended(tx, who)
    last = tx.one("bundles.newest", account=who.account)
    if last is not None and len(_held(tx, who, last["pack"], _Fits(who))) >= limits.bundle_again_tasks:
        if tx.now - last["shown_at"] < limits.repeat_silent_ms:
            return None
        if (again := _again(tx, who, last)) is not None:
            return again
    if (stopped := limiting.stopped(tx, who)) is not None:
        return stopped
    for pack, form in _packs(tx, who):
        reader = tx.one("work.reader", person=who.person, pack=pack["id"])
        assert reader is not None
        if reader["version"] != pack["version"]:
            changed = offering.renewed(tx, who, pack, reader, None)
            if changed is not None:
                return changed
        handed_out = _hand_out(tx, who, rules, pack, form)
        if handed_out is not None:
            return handed_out
    if last is not None and (again := _again(tx, who, last)) is not None:
        return again
    raise NothingToPocket


def _again(tx: Tx, who: Who, last: Row) -> Question | None:
    """The last bundle once more; None when it is answered, or its pack is over."""
    state = tx.value("packs.state", pack=last["pack"])
    return _shown_again(tx, who, last["id"]) if state in ("running", "paused", "closed") else None


def _packs(tx: Tx, who: Who) -> Iterator[tuple[Row, PackForm]]:
    """Packs they have read and practised and whose questions are small: first the one they are in, then the best paid."""
    mine, since = tx.value("people.pack", person=who.person), tx.now - limits.passed_ms
    found = tx.all("bundles.packs", person=who.person, mine=mine or 0, passed_since=since, now=tx.now)
    for pack in (one["id"] for one in found):
        held = tx.value("packs.held_state", pack=pack)  # on PostgreSQL no close may come between
        row, reader = tx.one("packs.pack", pack=pack), tx.one("work.reader", person=who.person, pack=pack)
        assert row is not None and reader is not None
        if held != "running" or row["requester"] == who.requester or barring.bars(tx, who, row):
            continue
        form = showing.form_of(row)
        if (
            showing.suits_pocket(form)
            and tx.value("bundles.practises", person=who.person, pack=pack) is None
            and serving.practice(tx, who, row, reader, form)[0] is None
        ):
            yield row, form


class _Fits:
    """Which tasks fit into one bundle: small ones without hard content, all in words or all with a picture, as the first is."""

    def __init__(self, who: Who) -> None:
        self._pictured: bool | None = False if who.data_mode == "text" else None

    def __call__(self, tx: Tx, task: int) -> bool:
        """May this one be in it too?"""
        row = tx.one("bundles.item", task=task)
        assert row is not None
        pictured = bool(row["picture"])
        if row["level"] or not showing.is_small(row) or self._pictured not in (None, pictured):
            return False
        self._pictured = pictured
        return True


def _held(tx: Tx, who: Who, pack: int, fits: _Fits) -> list[int]:
    """Their open assignments of a pack that fit into a bundle, ten at most."""
    rows = tx.all("bundles.held", person=who.person, pack=pack)
    return [row["id"] for row in rows if fits(tx, row["task"])][: limits.bundle_tasks_max]


def _hand_out(tx: Tx, who: Who, rules: Rules, pack: Row, form: PackForm) -> Outcome | None:
    """What they hold of a pack, and as many new ones as may be; a single one by itself; None when there is none."""
    lease = limits.bundle_lease(form.lease_h, pack["places"], pack["active"])
    fits = _Fits(who)
    held, every = _held(tx, who, pack["id"], fits), tx.all("bundles.held", person=who.person, pack=pack["id"])
    beside = len(every) - len(held)
    if not held and any(one["level"] for one in every):  # it comes by itself, before anything new of its pack
        tx.run("people.set_pack", person=who.person, pack=pack["id"])
        return serving.following(tx, who, rules)
    most = limits.bundle_tasks(pack["places"], pack["active"]) - beside
    new: list[int] = []
    while len(held) + len(new) < most:
        reader = tx.one("work.reader", person=who.person, pack=pack["id"])
        assert reader is not None
        task = serving.next_task(tx, who, pack, reader, form, fits)
        if task is None:
            break
        new.append(serving.assign(tx, who, pack, task, lease)["id"])
    if len(held) + len(new) < limits.bundle_tasks_min:
        tx.run("people.set_pack", person=who.person, pack=pack["id"])
        return serving.following(tx, who, rules) if held or new else None
    bundle = tx.new_id()
    tx.run("bundles.add", id=bundle, account=who.account, person=who.person, pack=pack["id"], now=tx.now)
    for number, assignment in enumerate([*held, *new], 1):
        tx.run("bundles.put", bundle=bundle, number=number, assignment=assignment)
        tx.run("bundles.lease", assignment=assignment, lease=lease)
    tx.run("people.set_pack", person=who.person, pack=pack["id"])
    tx.run("people.clear_undo", person=who.person)
    return _shown_again(tx, who, bundle)


def pictures(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Show picture] of a bundle: its sheet, as often as it is asked for; twice within a minute is silent."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    if row is None or not isinstance(facts, Bundle):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "sheet")
    shown_at = int(tx.value("bundles.shown_at", bundle=facts.bundle))
    if not facts.held and tx.now - shown_at < limits.repeat_silent_ms:
        return None
    return _shown_again(tx, who, facts.bundle, opened=True) or serving.following(tx, who, rules)


def _shown_again(tx: Tx, who: Who, bundle: int, note: str = "", *, opened: bool = False) -> Question | None:
    """A bundle's open questions: under its mark while that is unsettled, else under a new one; None when none is open."""
    row = tx.one("bundles.question", account=who.account, bundle=bundle)
    mark = str(row["mark"]) if row is not None and row["settled_at"] is None else ""
    question = showing.bundle_question(tx, who, bundle, mark=mark, note=note, opened=opened)
    if question is None:
        return None
    tx.run("bundles.shown_again", bundle=bundle, now=tx.now)
    tx.run("bundles.settle_older", account=who.account, bundle=bundle, now=tx.now)
    return telling.ask_again(tx, who, question) if mark else telling.ask(tx, who, question, bundle=bundle)


# ---- answering -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Message:
    """One message to a bundle: whose, to which question of theirs, its number and time at Telegram, what it is to us."""

    who: Who
    rules: Rules
    facts: Bundle
    question: Row
    number: int
    sent_at: int
    reply: int
    forwarded: bool
    edited: bool


@dataclass(slots=True)
class _Brought:
    """What a message brought so far."""

    saved: list[Saved] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    skipped: int = 0
    there_ms: list[int] = field(default_factory=list)  # answers that stand already: for how long
    unread: list[str] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # numbers that the bundle has not

    @property
    def nothing_new(self) -> bool:
        """Does it say nothing but what was said before?"""
        return not (self.saved or self.changed or self.skipped or self.unread or self.kept or self.absent)


def answer(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """One message to the bundle of a mark, settled or not: stored and paid number by number.

    A message that is nothing but a repeat is silent within a minute of the first, later it is told it is saved already.
    """
    return _answer(tx, who, rules, mark, event, sent_at)


def _answer(
    tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int, *, edited: bool = False
) -> Outcome | None:
    question = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(question) if question is not None else None
    if question is None or not isinstance(facts, Bundle) or not isinstance(event, Wrote):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if question["pending"] is not None:
        tx.run("telling.set_pending", account=who.account, mark=mark, pending=None)
    message = _Message(
        who, rules, facts, question, event.number, sent_at, tx.new_id(), event.forwarded, edited
    )
    said, brought = bundles.written(event.text), _Brought()
    if said.given:
        _lock(tx, facts)
    if event.number > 0:
        _note(tx, facts.bundle, event.number)
    items = {row["number"]: row for row in tx.all("bundles.items", bundle=facts.bundle)}
    for number, word in said.words.items():
        if number in items:
            _take(tx, message, items[number], word, brought)
        else:
            brought.absent.append(str(number)[:number_digits_max])
    left = tuple(row["number"] for row in showing.left_of(tx, facts.bundle))
    if not left:
        telling.settle(tx, who, mark, "answer")
    if brought.nothing_new and brought.there_ms and not said.stray:
        if max(brought.there_ms) < limits.repeat_silent_ms:
            return None
        return AlreadySaved(old=mark, how="answer", current=telling.current_mark(tx, who))
    return _told(mark, brought, ledger.available(tx, who.book), said.stray, left, max(items))


def _lock(tx: Tx, facts: Bundle) -> None:
    """Holds a bundle's assignments, its pack and its tasks, in the order a single answer does, each kind by id."""
    tx.all("bundles.lock_assignments", bundle=facts.bundle)
    tx.value("packs.held_state", pack=facts.pack)
    tx.all("bundles.lock_tasks", bundle=facts.bundle)


def _note(tx: Tx, bundle: int, message: int) -> None:
    """A message spoke to this bundle: what is written over it later is this one's too, whatever it could be read as."""
    spoken = [
        one
        for one in str(tx.value("bundles.spoken", bundle=bundle)).split("|")
        if one not in ("", str(message))
    ]
    kept = [*spoken[1 - spoken_kept :], str(message)]
    tx.run("bundles.spoke", bundle=bundle, spoken=f"|{'|'.join(kept)}|")


def edited(tx: Tx, who: Who, rules: Rules, event: Wrote, sent_at: int) -> Outcome | None:
    """A text was written over after it was sent: what answered a bundle says it anew, by the rules of a later message.

    Anything else counts as it was first sent, and they are told so: on their phone stands something else.
    """
    bundle = tx.value("bundles.spoken_to", account=who.account, message=f"%|{event.number}|%")
    row = tx.one("bundles.question", account=who.account, bundle=bundle) if bundle is not None else None
    if row is None:
        return EditedLate(telling.current_mark(tx, who))
    said = Wrote(marks.split(event.text)[1], event.number)
    return _answer(tx, who, rules, row["mark"], said, sent_at, edited=True)


def _told(
    mark: str, brought: _Brought, balance: int, stray: str, left: tuple[int, ...], last: int
) -> BundleSaved:
    saved = brought.saved
    return BundleSaved(
        old=mark,
        balance=balance,
        saved=len(saved),
        changed=tuple(brought.changed),
        skipped=brought.skipped,
        amount=sum(one.amount for one in saved),
        reading=sum(one.reading for one in saved),
        waited_ms=max((one.waited_ms for one in saved), default=0),
        later=any(one.later for one in saved),
        region=any(one.region for one in saved),
        elsewhere=any(one.elsewhere for one in saved),
        unread=tuple(brought.unread),
        stray=stray,
        kept=tuple(brought.kept),
        absent=tuple(brought.absent),
        last=last,
        left=left,
    )


def _take(tx: Tx, message: _Message, row: Row, word: str, brought: _Brought) -> None:
    """What a message says to one number: stored, left out, or noted as what it is."""
    given = _meant(message.facts, word, str(message.question["language"]))
    if given is None and word != bundles.left_out:
        brought.unread.append(str(row["number"]))
        return
    assignment = tx.one("work.assignment", assignment=row["assignment"])
    assert assignment is not None and assignment["person"] == message.who.person, (
        "a bundle shows its own person's assignments"
    )
    if 0 < message.number < row["heard"]:
        if message.edited and not _stands(tx, assignment, given):
            brought.kept.append(row["number"])
        return  # a newer message spoke of it
    if assignment["state"] == "answered" and _is_given_anew(tx, message, row, assignment, given, brought):
        assignment = undoing.reopened(tx, assignment["id"])
    if assignment["state"] == "skipped" and given is None:
        return
    if assignment["state"] not in ("open", "lapsed"):
        if assignment["state"] != "answered":
            brought.kept.append(row["number"])
        return
    tx.run("bundles.heard", assignment=assignment["id"], message=message.number, reply=message.reply)
    if given is None:
        undoing.skipped(tx, message.who, assignment)
        brought.skipped += 1
    else:
        _store(tx, message, row["number"], assignment, given, brought)
    single = tx.one(
        "telling.question_of_assignment", account=message.who.account, assignment=assignment["id"]
    )
    if single is not None:
        telling.settle(tx, message.who, single["mark"], "skip" if given is None else "answer")


def _stands(tx: Tx, assignment: Row, given: kinds.Done | None) -> bool:
    """Is this what they have answered, or left out?"""
    standing = tx.one("bundles.standing", assignment=assignment["id"])
    if given is None or standing is None:
        return given is None and assignment["state"] == "skipped"
    return bool(json.loads(standing["value"]) == given.answer)


def _meant(facts: Bundle, word: str, language: str) -> kinds.Done | None:
    """The answer that a letter, or an answer's own word, stands for; None when it is neither."""
    kind, spec = kinds.kinds()[facts.kind], kinds.spec(facts.kind, facts.settings, facts.languages)
    answers, number = kind.lettered(spec), bundles.option(word, language)
    event: Event = (
        Pressed(answers[number].code) if number is not None and number < len(answers) else Wrote(word)
    )
    meant = kind.take(spec, {}, event)
    return meant if isinstance(meant, kinds.Done) else None


def _is_given_anew(
    tx: Tx, message: _Message, row: Row, assignment: Row, given: kinds.Done | None, brought: _Brought
) -> bool:
    """May what stands be answered anew, and is it? Until the next bundle, for ten minutes after the first answer."""
    standing, ago = tx.one("bundles.standing", assignment=assignment["id"]), tx.now - assignment["ended_at"]
    assert standing is not None, "what is answered has an answer"
    if given is not None and json.loads(standing["value"]) == given.answer:
        brought.there_ms.append(ago)
        return False
    newest = tx.one("bundles.newest", account=message.who.account)
    last = newest is not None and newest["id"] == message.facts.bundle
    if (
        given is None
        or not row["reply"]
        or not last
        or undoing.is_late(tx, assignment)
        or standing["delivered_at"]
    ):
        brought.kept.append(row["number"])
        return False
    return True


def _store(
    tx: Tx, message: _Message, number: int, assignment: Row, given: kinds.Done, brought: _Brought
) -> None:
    """Stored and paid like any answer; but how long somebody took for one of ten is not known."""
    facts = message.facts
    task = Task(
        pack=assignment["pack"],
        assignment=assignment["id"],
        kind=facts.kind,
        settings=facts.settings,
        languages=facts.languages,
        question=facts.question,
        text={},
    )
    untimed = {**message.question, "shown_at": None}
    who, rules, forwarded = message.who, message.rules, message.forwarded
    saved = working.store(
        tx, who, rules, task, assignment, untimed, given.answer, message.sent_at, forwarded=forwarded
    )
    if saved.paid_before:
        brought.changed.append(number)
    else:
        brought.saved.append(saved)


# ---- undoing -------------------------------------------------------------------------------------------


def undo(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Undo last], /undo: after a message to a bundle all it answered, until the next bundle, ten minutes at most.

    After anything else the last answer (`undoing.undo`).
    """
    person = tx.one("people.person", person=who.person)
    assert person is not None
    last = person["undo_assignment"]
    reply = tx.value("bundles.reply_of", assignment=last) if last is not None else None
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if reply is None or (row is not None and row["settled_at"] is not None):
        return undoing.undo(tx, who, rules, mark)
    undone = 0
    for one in tx.all("bundles.replied", reply=reply):
        assignment = tx.one("work.assignment", assignment=one["assignment"])
        assert assignment is not None
        if undoing.may_undo(tx, assignment):
            undoing.reopened(tx, assignment["id"])
            tx.run("bundles.unanswered", assignment=assignment["id"])
            undone += 1
    if not undone:
        raise UndoTooLate
    tx.run("people.undone", person=who.person, now=tx.now)
    bundle = int(tx.value("bundles.bundle_of", assignment=last))
    return _shown_again(tx, who, bundle, note="undone") or serving.following(tx, who, rules)

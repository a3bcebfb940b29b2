"""Working: answering, skipping, leaving; what is asked, shown once more. One answer's whole way is `answer`, read top to bottom.

Everything here starts from a question of the account, found by its mark or by being the current one;
what a press means was found out at the edge. A settled question is never settled again: a repeat
within a minute is silent, a later one is told it is saved already.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from bot import kinds, ledger
from bot.actions import (
    caring,
    delivering,
    fixing,
    flooring,
    missing,
    paying,
    queueing,
    returning,
    reviewing,
    serving,
    showing,
    telling,
    undoing,
    weighing,
)
from bot.actions.queueing import measure_job
from bot.domain.events import Event, Pressed, SentFile, SentPhoto, SentVoice, Wrote, is_forwarded
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.hard import Between
from bot.domain.outcomes.worker import (
    AlreadySaved,
    More,
    NotUnderstood,
    Nudge,
    Practised,
    Saved,
    SavedElsewhere,
    Task,
)
from bot.domain.people import Who
from bot.packs.form import PackForm
from bot.storage import Row, Tx

_forwarded = "forwarded"  # of a draft: a part that it has came so; no kind reads it

# ---- answering -----------------------------------------------------------------------------------------


def answer(tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int) -> Outcome | None:
    """An input to the question of a mark: gathered into its draft, or stored, paid and followed by the next task.

    `sent_at` is when the message reached Telegram, by its clock (ms); nobody can know when it was written.
    """
    question = tx.one("telling.lock_question", account=who.account, mark=mark)
    if question is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    again = f"answer {event.code}" if isinstance(event, Pressed) else ""
    if question["settled_at"] is not None and not telling.may_be_answered(question):
        return telling.repeated(tx, who, question, again)
    task = telling.facts(question)
    if not isinstance(task, Task):
        return NotUnderstood(current=telling.current_mark(tx, who))
    assignment = tx.one("work.assignment", assignment=task.assignment)
    assert assignment is not None and assignment["person"] == who.person, (
        "a question shows its own person's assignment"
    )
    if assignment["state"] not in ("open", "lapsed"):
        return telling.repeated(tx, who, question, again)
    if task.hard is not None and not caring.was_shown(tx, task.assignment):
        return asked_again(tx, who, rules, mark)
    kind, spec = kinds.kinds()[task.kind], kinds.spec(task.kind, task.settings, task.languages)
    if kind.measures(event):
        _measured_first(tx, who, question, task.assignment, kind.measures(event)[0], event, sent_at)
        return None
    draft = json.loads(assignment["draft"])
    before, forwarded = bool(draft.pop(_forwarded, False)), is_forwarded(event)
    meant = kind.take(spec, draft, event)
    if isinstance(meant, kinds.More):
        marked = bool(meant.draft) and (before or (forwarded and meant.step))
        kept = {**meant.draft, _forwarded: True} if marked else meant.draft
        tx.run("work.set_draft", assignment=task.assignment, draft=json.dumps(kept, ensure_ascii=False))
        if question["pending"] is not None:
            tx.run("telling.set_pending", account=who.account, mark=mark, pending=None)
        if meant.step:
            return _next_step(tx, who, mark, event, task.assignment)
        if meant.again and telling.current_mark(tx, who) == mark:
            return asked_again(tx, who, rules, mark)
        if not meant.nudge:
            return None
        return Nudge(task.kind, task.settings, task.languages, meant.nudge, telling.current_mark(tx, who))
    came = before or forwarded
    saved = store(tx, who, rules, task, assignment, question, meant.answer, sent_at, forwarded=came)
    how = f"answer {event.code}" if isinstance(event, Pressed) else "answer"
    if task.hard is not None:
        return settled_hard(tx, who, mark, how, saved, assignment)
    return settled(tx, who, rules, mark, how, saved)


def _measured_first(
    tx: Tx, who: Who, question: Row, assignment: int, form: str, event: Event, sent_at: int
) -> None:
    """What they made is fetched and measured by a job, which then answers (see `making`). Until then nothing is said.

    Of several to one question the latest that nobody looks at yet is the one that is looked at.
    """
    given = {"account": who.account, "mark": question["mark"], "assignment": assignment}
    given |= {"form": form, "event": packed(event), "sent_at": sent_at}
    queueing.add_latest(tx, measure_job, assignment, given)
    if question["pending"] is not None:
        tx.run("telling.set_pending", account=who.account, mark=question["mark"], pending=None)


def _next_step(tx: Tx, who: Who, mark: str, event: Event, assignment: int) -> Outcome:
    """A part of the answer is kept in the draft; what comes next is asked with a mark of its own.

    Also when the part came late, while something else was open: half an answer is not left behind.
    """
    telling.settle(tx, who, mark, f"answer {event.code}" if isinstance(event, Pressed) else "answer")
    kept = tx.one("work.assignment", assignment=assignment)
    assert kept is not None
    return telling.ask(tx, who, showing.task_question(tx, who, kept), assignment)


def store(
    tx: Tx,
    who: Who,
    rules: Rules,
    task: Task,
    assignment: Row,
    question: Row,
    value: Any,
    sent_at: int,
    *,
    forwarded: bool = False,
) -> Saved:
    """Writes an answer down and pays it: its price, and the reading with the first real one.

    `forwarded`: a part of it at least was somebody else's message first. It changes nothing here.
    """
    late = assignment["state"] == "lapsed"
    pack = tx.one("packs.pack", pack=assignment["pack"])
    assert pack is not None, "a pack that somebody works in stays"
    version = showing.version_of(tx, assignment, pack)
    form = showing.form_of(version)
    if form.dynamic:
        weighing.hold(tx, form, assignment["pack"], assignment["task"])
    gold = assignment["role"] == "gold"
    before = tx.value("work.undone_value", assignment=assignment["id"]) if gold else None
    tx.run(
        "work.add_answer",
        id=tx.new_id(),
        assignment=assignment["id"],
        pack=task.pack,
        person=who.person,
        value=json.dumps(value, ensure_ascii=False),
        version=version["hash"],
        late=int(late),
        shown_at=question["shown_at"],
        arrived_at=sent_at,
        forwarded=int(forwarded),
    )
    window_h = form.review_window_h
    amount = paying.pay(tx, who, assignment, pack, form.price, window_h) if not assignment["paid"] else 0
    mended = fixing.pay(tx, who, assignment["id"]) if assignment["paid"] else 0
    waits = bool(window_h) and reviewing.waits(tx, assignment["id"], window_h)
    owed, reading = not amount and not assignment["paid"], 0
    tx.run("work.end_assignment", assignment=assignment["id"], state="answered", now=tx.now)
    if pack["floor_extra"]:  # what is found after this row was read is paid by the round that found it
        flooring.owe(tx, assignment["id"])
    right = _compare(form, assignment, value)
    was = _compare(form, assignment, json.loads(before)) if before is not None else None
    reader = _counted(tx, who, assignment, right, was)
    if reader is not None and not assignment["paid"] and assignment["role"] != "practice":
        reading = paying.pay_reading(tx, who, assignment, pack, reader)
    asked_for = _weighed(tx, who, form, assignment, right)
    tx.run("people.set_undo", person=who.person, assignment=assignment["id"])
    return Saved(
        amount=amount + reading + mended,
        reading=reading,
        balance=ledger.available(tx, who.book),
        waited_ms=tx.now - assignment["offered_at"] if late else 0,
        paid_before=bool(assignment["paid"]) and not mended,
        later=owed,
        checked_h=window_h if waits and not assignment["paid"] else 0,
        elsewhere=asked_for == "aside",
        region=returning.is_back(tx, who.person, assignment["offered_at"]),
        practised=_practised(task, assignment, right),
    )


def _counted(tx: Tx, who: Who, assignment: Row, right: bool | None, was: bool | None) -> Row | None:
    """Counts an answer, once; of a known one whether it is right, as it stands now. What is due for reading then.

    `was` is what the answer said that was undone before, None for a first answer.
    """
    gold = assignment["role"] == "gold" and right is not None
    return tx.one(
        "work.count_answer",
        person=who.person,
        pack=assignment["pack"],
        answered=int(not assignment["paid"]),
        gold_right=int(gold and bool(right)) - int(gold and was is True),
        gold_wrong=int(gold and not right) - int(gold and was is False),
    )


def _weighed(tx: Tx, who: Who, form: PackForm, assignment: Row, right: bool | None) -> str:
    """What an answer comes to, and what a known one asks for: see `weighing`."""
    if assignment["role"] == "task":
        weighing.weigh(tx, form, assignment["pack"], assignment["task"])
    known = assignment["role"] == "gold" and right is not None
    return weighing.learn(tx, form, who.person, assignment["pack"]) if known else ""


def _compare(form: PackForm, assignment: Row, value: Any) -> bool | None:
    """Is the answer the known one? None when there is no known one, or when that can't be told."""
    if assignment["answer"] is None:
        return None
    return missing.right(form, value, json.loads(assignment["answer"]))


def _practised(task: Task, assignment: Row, right: bool | None) -> Practised | None:
    if assignment["role"] != "practice":
        return None
    why = json.loads(assignment["item"]).get("explanation", {})
    known = json.loads(assignment["answer"])
    return Practised(right, task.kind, task.settings, task.languages, known, why, task.mark)


def settled(
    tx: Tx, who: Who, rules: Rules, mark: str, how: str, saved: Saved | None, note: str = ""
) -> Outcome:
    """A question is settled: the next one, or a word when another is open already."""
    newest = telling.current_mark(tx, who)
    telling.settle(tx, who, mark, how)
    if newest == mark or saved is None:
        return serving.following(tx, who, rules, saved=saved, note=note)
    return SavedElsewhere(saved=saved, old=mark, current=newest)


def settled_hard(
    tx: Tx, who: Who, mark: str, how: str, saved: Saved, assignment: Row, *, helped: bool = False
) -> Outcome:
    """One with hard content is answered or left: it goes from the chat, help comes, and nothing more by itself.

    `helped`: help comes whatever came before, for it was reported. Its description may have been asked again meanwhile, under other marks: those are over with it.
    """
    newest = telling.current(tx, who)
    telling.settle(tx, who, mark, how)
    for account in tx.all("people.accounts_of", person=who.person):
        tx.run(
            "telling.settle_assignment",
            account=account["id"],
            assignment=assignment["id"],
            how=how,
            now=tx.now,
        )
    delivering.erase_now(tx, assignment["id"])
    after = caring.after(tx, who.person, assignment, left=how == "left")
    after = dataclasses.replace(after, help=after.help or helped)
    saved = dataclasses.replace(saved, balance=ledger.available(tx, who.book))
    if newest is not None and newest["mark"] != mark and newest["assignment"] != assignment["id"]:
        return SavedElsewhere(saved, mark, newest["mark"], after)
    return telling.ask(
        tx,
        who,
        Between(
            balance=saved.balance,
            after=after,
            saved=saved,
            left=how == "left",
            goes_on=not after.pause_ms and caring.sight(tx, who.person).any,
            pause_pays=caring.pause_pays(tx, who.person),
        ),
    )


# ---- what waits ----------------------------------------------------------------------------------------


def asked_again(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome:
    """The question of a mark once more, as things stand, or what follows when it is no longer asked."""
    row = tx.one("telling.question", account=who.account, mark=mark)
    assert row is not None
    return serving.refreshed(tx, who, row) or serving.following(tx, who, rules)


_EVENTS: dict[str, type[Any]] = {one.__name__: one for one in (Wrote, SentPhoto, SentVoice, SentFile)}


def packed(event: Event) -> str:
    """An input as JSON, while it waits."""
    return json.dumps([type(event).__name__, dataclasses.asdict(event)], ensure_ascii=False)


def unpacked(text: str) -> Event:
    """The input of `packed`."""
    name, values = json.loads(text)
    return _EVENTS[name](**values)  # type: ignore[no-any-return]


# ---- beside the answer ---------------------------------------------------------------------------------


def open_task(tx: Tx, who: Who, mark: str, how: str) -> tuple[Row, Task, Row] | Outcome | None:
    """The open task question of a mark with its assignment, or what to say instead."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    if row is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, how)
    task = telling.facts(row)
    if not isinstance(task, Task):
        return NotUnderstood(current=telling.current_mark(tx, who))
    assignment = tx.one("work.assignment", assignment=task.assignment)
    assert assignment is not None
    return row, task, assignment


def skip(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Skip]: free, unlimited, counted nowhere. The place opens again for others."""
    found = open_task(tx, who, mark, "skip")
    if not isinstance(found, tuple):
        return found
    _, _, assignment = found
    undoing.skipped(tx, who, assignment)
    newest = telling.current_mark(tx, who)
    telling.settle(tx, who, mark, "skip")
    if newest != mark:
        return AlreadySaved(old=mark, how="skip", current=newest)
    return serving.following(tx, who, rules)


def leave(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Other work]: like a skip, and this pack is passed over for a day."""
    found = open_task(tx, who, mark, "leave")
    if not isinstance(found, tuple):
        return found
    _, task, assignment = found
    undoing.skipped(tx, who, assignment)
    tx.run("work.pass_over", person=who.person, pack=task.pack, now=tx.now)
    tx.run("people.set_pack", person=who.person, pack=None)
    telling.settle(tx, who, mark, "leave")
    return serving.following(tx, who, rules)


def play(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Play] or [Show picture]: the same question with the medium that had waited for this key."""
    again = _once_more(tx, who, rules, mark, "play")
    if not isinstance(again, Task) or not again.held:
        return again
    return telling.ask_again(tx, who, dataclasses.replace(again, held=False))


def clip(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[The clip]: the same question with its clip in place of the key frames."""
    return _once_more(tx, who, rules, mark, "clip")


def larger(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Larger]: the same question with its largest picture."""
    again = _once_more(tx, who, rules, mark, "larger")
    if not isinstance(again, Task) or again.larger is None:
        return again
    return telling.ask_again(
        tx, who, dataclasses.replace(again, picture=again.larger, larger=None, sticker=None, held=False)
    )


def _once_more(tx: Tx, who: Who, rules: Rules, mark: str, note: str) -> Outcome | None:
    """The open task of a mark as it stands now, or what follows when it is no longer asked."""
    found = open_task(tx, who, mark, "")
    if not isinstance(found, tuple):
        return found
    row, _, _ = found
    return serving.refreshed(tx, who, row, note=note) or serving.following(tx, who, rules)


def more(tx: Tx, who: Who) -> Outcome:
    """[More]: the other keys of the current question."""
    row = telling.current(tx, who)
    task = telling.facts(row) if row is not None else None
    if not isinstance(task, Task):
        return NotUnderstood(current=row["mark"] if row else "")
    person = tx.one("people.person", person=who.person)
    assert person is not None
    last = (
        tx.one("work.assignment", assignment=person["undo_assignment"]) if person["undo_assignment"] else None
    )
    assignment = tx.one("work.assignment", assignment=task.assignment)
    assert assignment is not None
    return More(
        undo=last is not None and undoing.may_undo(tx, last),
        larger=task.larger is not None,
        kind=task.kind,
        settings=task.settings,
        languages=task.languages,
        draft=json.loads(assignment["draft"]),
        mark=task.mark,
        clip_bytes=task.clip.size_bytes if task.clip is not None else 0,
        held=task.held,
        pocket=showing.may_be_pocketed(tx, who, assignment),
    )

"""Uncovering: what is done with the keys around hard content (P9). The picture comes only as the direct answer to a press.

A description is asked like any question and has a mark of its own. [Show it] counts when it reached Telegram within two
minutes of that description, by Telegram's clock, and when we are at it within two minutes as well; so this machine's clock must
not be minutes ahead. Then, under the person's own row, the rules are asked, it is counted, and the same task is asked under the
next mark with a `Look` in it. The look is passing: what is stored is the description, so whatever brings the question again
(a restart, a failed send, another language, /tasks, undo) brings that. A later press, and one under a mark that is over,
gets the description. A closer look (without blur, larger, the clip, the sound) is one more press under the same rules.

An answer counts only of what was shown; it is taken and paid at any time later, like any other.

**Leaving is paid** the task's price, once for an assignment: from the pack's side part while that has one, for it says like
other side answers that this question is not for me; then the place opens again for others. When the side part is used up
the place's own money pays, and the place is used up with it. Either was locked before anything was shown.

What was answered, left or skipped is deleted from the chat (`erasing`), and nothing more comes by itself: `Between`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot import ledger
from bot.actions import caring, delivering, paying, serving, showing, telling, undoing, weighing, working
from bot.domain import limits, wellbeing
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome, Question
from bot.domain.outcomes.hard import Between, HowAreYou
from bot.domain.outcomes.worker import After, NotUnderstood, Saved, Task
from bot.domain.people import Who
from bot.storage import Row, Tx

not_well = "not_well"
_nothing = After()


def look(tx: Tx, who: Who, rules: Rules, mark: str, how: str, sent_at: int) -> Outcome | None:
    """[Show it] (`how` is "first") or a key for a closer look: the item, covered; or the description once more."""
    found = _asked(tx, who, mark, telling.looked + how)
    if not isinstance(found, tuple):
        return found
    row, task, assignment = found
    tx.one("care.lock", person=who.person)
    again = caring.was_shown(tx, assignment["id"])
    running = tx.value("packs.state", pack=task.pack) in ("running", "paused")
    minded = assignment["level"] < wellbeing.minded_from or rules.care_by
    if assignment["state"] != "open" or assignment["stopped_at"] or not running or not minded:
        _gone(tx, who, mark, assignment["id"], again)
        return _between(tx, who, why="gone")
    if not is_direct(tx, row, sent_at):
        return described_again(tx, who, rules, row)
    reason = caring.sight(tx, who.person, without=assignment["id"] if again else 0).why_not(
        assignment["flags"]
    )
    if reason is not None:
        _gone(tx, who, mark, assignment["id"], again)
        return rest(tx, who, rules) if reason == "set" else _between(tx, who, why=reason)
    if not again and not caring.begins(tx, who.person, task.pack):
        undoing.skipped(tx, who, assignment)
        telling.settle(tx, who, mark, "gone")
        return _between(tx, who, why="gone")
    caring.show(tx, who.person, assignment)
    telling.settle(tx, who, mark, telling.looked + how)
    delivering.erase_asked(tx, assignment["id"])
    return telling.ask(tx, who, _opened(tx, who, assignment, how, sent_at), assignment["id"])


def _gone(tx: Tx, who: Who, mark: str, assignment: int, was_shown: bool) -> None:
    """It is not shown now, so its descriptions go; what they saw before stays, for it may still be answered."""
    telling.settle(tx, who, mark, "gone")
    if not was_shown:
        delivering.erase_now(tx, assignment)


def closer(tx: Tx, who: Who, rules: Rules, mark: str, how: str, sent_at: int) -> Outcome | None:
    """[Larger picture], [The clip] and [Play]: under every task; of hard content a press of its own like the first."""
    row = tx.one("telling.question", account=who.account, mark=mark)
    task = telling.facts(row) if row is not None else None
    if isinstance(task, Task) and task.hard is not None:
        return look(tx, who, rules, mark, how, sent_at)
    return _CLOSER[how](tx, who, rules, mark)


_CLOSER = {"larger": working.larger, "clip": working.clip, "sound": working.play}


def _asked(tx: Tx, who: Who, mark: str, how: str) -> tuple[Row, Task, Row] | Outcome | None:
    """The task with hard content of a mark, and its assignment; or what to say instead.

    A press that was done already and comes again within a minute is silent.
    """
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    task = telling.facts(row) if row is not None else None
    if row is None or not isinstance(task, Task) or task.hard is None:
        return NotUnderstood(current=telling.current_mark(tx, who))
    assignment = tx.one("work.assignment", assignment=task.assignment)
    assert assignment is not None and assignment["person"] == who.person, "a question shows its own person's"
    if row["settled_at"] is None:
        return row, task, assignment
    recent = tx.now - row["settled_at"] < limits.repeat_silent_ms
    is_over = not telling.may_be_answered(row) or assignment["state"] not in ("open", "lapsed")
    if is_over or (recent and row["settled_by"] == how):
        return telling.repeated(tx, who, row, how)
    return row, task, assignment


def is_direct(tx: Tx, row: Row, sent_at: int) -> bool:
    """Is a press the direct answer to what is under its mark: not over, and no later than two minutes?"""
    if row["settled_at"] is not None or row["shown_at"] is None:
        return False
    waited = max(sent_at, tx.now) - row["shown_at"]
    return bool(sent_at >= row["shown_at"] and waited <= wellbeing.show_ms)


def _opened(tx: Tx, who: Who, assignment: Row, how: str, sent_at: int) -> Task:
    task = showing.task_question(tx, who, assignment)
    row = tx.one("care.care", person=who.person)
    assert task.hard is not None and row is not None
    until = min(sent_at, tx.now) + wellbeing.show_ms
    seen = showing.looked_at(tx, who, assignment, how, row["look"], until)
    return replace(task, hard=replace(task.hard, look=seen))


def described_again(tx: Tx, who: Who, rules: Rules, row: Row) -> Outcome:
    """The description of a question's task once more, under a new mark; or what follows, when it is not asked any more.

    Of a question that is over: when its task is what they hold still.
    """
    current = telling.current(tx, who)
    if row["settled_at"] is not None and current is not None:
        row = current
    return serving.refreshed(tx, who, row) or serving.following(tx, who, rules)


# ---- without an answer ---------------------------------------------------------------------------------


def skip(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Skip] and [Not this one]: free, unseen, counted nowhere. What they have seen they leave, and that is paid."""
    return left(tx, who, rules, mark) if _seen(tx, who, mark) else working.skip(tx, who, rules, mark)


def other(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Other work]: under a description, or between two of them. In a pause what comes is other work anyhow."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    if not isinstance(facts, Between):
        if _seen(tx, who, mark):
            told = left(tx, who, rules, mark)
            if isinstance(told, Between):
                _pass_over(tx, who)
            return told
        return working.leave(tx, who, rules, mark)

    def act(tx: Tx) -> Outcome:
        if facts.goes_on:
            _pass_over(tx, who)
        return serving.following(tx, who, rules)

    return telling.closing(tx, who, mark, "other", act)


def _seen(tx: Tx, who: Who, mark: str) -> bool:
    row = tx.one("telling.question", account=who.account, mark=mark)
    task = telling.facts(row) if row is not None else None
    return isinstance(task, Task) and task.hard is not None and caring.was_shown(tx, task.assignment)


def _pass_over(tx: Tx, who: Who) -> None:
    pack = tx.value("people.pack", person=who.person)
    if pack is not None:
        tx.run("work.pass_over", person=who.person, pack=pack, now=tx.now)
        tx.run("people.set_pack", person=who.person, pack=None)


def left(tx: Tx, who: Who, rules: Rules, mark: str) -> Outcome | None:
    """[Leave, paid]: what was shown goes at once, without an answer, and is paid."""
    found = _asked(tx, who, mark, "left")
    if not isinstance(found, tuple):
        return found
    row, task, assignment = found
    if not caring.was_shown(tx, assignment["id"]):
        return described_again(tx, who, rules, row)
    before = bool(assignment["paid"])
    if before:
        undoing.restore(tx, assignment)
        amount = 0
    else:
        amount = _pay(tx, who, assignment, task.hard.price if task.hard is not None else 0)
    tx.run("people.clear_undo", person=who.person)
    saved = Saved(
        amount=amount,
        balance=ledger.available(tx, who.book),
        paid_before=before,
        later=not amount and not before,
    )
    return working.settled_hard(tx, who, mark, "left", saved, assignment)


def let_go(tx: Tx, who: Who, assignment: int, how: str = "") -> int:
    """They opted out: one that they hold goes at once, unseen as if it had been skipped; seen it is paid. Micro-units.

    What was asked about it is over, on each of their phones, in the words of any other skip or leave; or as `how` says
    ("taken": it was taken from them, for somebody reported it).
    """
    row = tx.one("work.assignment", assignment=assignment)
    assert row is not None
    how, amount = how or "skip", 0
    if caring.was_shown(tx, assignment):
        how = "left" if how == "skip" else how
        if row["paid"]:
            undoing.restore(tx, row)
        else:
            amount = _pay(tx, who, row, price_of(tx, row))
    else:
        undoing.skipped(tx, who, row)
    for account in tx.all("people.accounts_of", person=who.person):
        tx.run("telling.settle_assignment", account=account["id"], assignment=assignment, how=how, now=tx.now)
    delivering.erase_now(tx, assignment)
    return amount


def price_of(tx: Tx, assignment: Row) -> int:
    """The price of the version that an assignment was served in, in micro-units. A read."""
    return showing.form_of(showing.version_of(tx, assignment)).price


def is_between(question: Question) -> bool:
    """Does it stand between two tasks with hard content?"""
    return isinstance(question, Between | HowAreYou)


def _pay(tx: Tx, who: Who, assignment: Row, price: int) -> int:
    """The price, from the side part while that has one, else from the place itself. Micro-units; 0 when it is owed."""
    given = {"pack": assignment["pack"], "worker": who.book, "amount": price, "about": assignment["id"]}
    pack = tx.one("packs.pack", pack=assignment["pack"])
    assert pack is not None, "a pack that somebody works in stays"
    if assignment["role"] == "task" and pack["state"] != "refunded":
        with suppress(ledger.NotEnough):
            paid = ledger.pay_side(tx, **given)
            weighing.give_back(tx, assignment)
            tx.run("work.set_paid", assignment=assignment["id"], paid=price, paid_from=paid.movement)
            tx.run("work.end_assignment", assignment=assignment["id"], state="left", now=tx.now)
            return price
    amount = paying.pay(tx, who, assignment, pack, price)
    tx.run("work.end_assignment", assignment=assignment["id"], state="left", now=tx.now)
    form = showing.form_of(showing.version_of(tx, assignment))
    weighing.weigh(tx, form, assignment["pack"], assignment["task"])
    return amount


# ---- between two of them ---------------------------------------------------------------------------------


def rest(tx: Tx, who: Who, rules: Rules) -> Outcome:
    """[Pause, paid], and the end of a set that is full: it ends now; what comes meanwhile is other work."""
    paid = caring.end_set(tx, who.person)
    return _between(tx, who, After(help=True, pause_ms=wellbeing.pause_ms, paid=paid))


def mood(tx: Tx, who: Who, rules: Rules, how: str) -> Outcome:
    """How they are, after a set: kept nowhere. Not well: help first, and no hard content for a day."""
    tx.run("care.asked", person=who.person)
    if how != not_well:
        return serving.following(tx, who, rules)
    tx.run("care.off", person=who.person, until=tx.now + wellbeing.not_well_ms)
    return _between(tx, who, After(help=True), why="unwell")


def _between(tx: Tx, who: Who, after: After = _nothing, *, why: str = "") -> Outcome:
    goes_on = not after.pause_ms and why in ("", "gone") and caring.sight(tx, who.person).any
    balance = ledger.available(tx, who.book)
    return telling.ask(
        tx,
        who,
        Between(balance, after, goes_on=goes_on, pause_pays=caring.pause_pays(tx, who.person), why=why),
    )

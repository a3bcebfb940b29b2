"""Weighing: what answers come to. Whether a task needs one answer more, and what somebody's known answers ask for.

**Dynamic overlap.** A pack locks the most answers a task may get and opens it with the least. Whenever an answer comes
or a place falls free, `weigh` looks at the task, holding its row: while somebody holds a place it waits; with too few
answers, or none sure enough, one place more opens at the tail, as long as the most is not reached; when it is sure, no
place opens any more, and what was locked for the rest is spare: late answers are paid from it before goodwill is, and
what is left returns at close. What was said before is not unsaid: an answer undone later is asked again and counts again,
but a task that was sure stays closed. Where a pack names a *doubt* (an answer; hard content has no other dynamic overlap) nobody
is reckoned with: the first answer is sure unless it is that doubt, and then one person more is asked.

**Known answers.** `learn` is called after each: a low score offers further practice once (its money is that of a
reader's place nobody has taken), and a score no better than chance sets the person's answers in this pack aside and leads
to other work. Neither touches pay; both are in the journal, and a person can turn the second back (`set_aside`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from bot import kinds
from bot.actions import showing, telling
from bot.domain import limits, quality
from bot.domain.posterior import accuracy, answers_likely, confident
from bot.domain.quote import answers_per_reader_likely
from bot.kinds import Fault
from bot.packs.form import PackForm
from bot.storage import Row, Tx

doubted_likely = 20  # of a hundred first answers, supposed before anybody has answered: for the quote only


def options_of(form: PackForm) -> int | None:
    """How many answers a pack's questions have; None where they can't be counted."""
    return kinds.kinds()[form.kind].answers(kinds.spec(form.kind, form.settings, form.languages))


def overlap_likely(form: PackForm) -> int:
    """How many answers a task of dynamic overlap will likely need, in hundredths, rounded up; 0 without dynamic overlap.

    Known of a likely reader: their answers to the gold among `answers_per_reader_likely` tasks.
    """
    if form.doubt:
        return 100 + doubted_likely
    options = options_of(form) if form.dynamic else None
    wanted = form.dynamic
    if wanted is None or wanted.confidence is None or options is None:
        return 0
    known = answers_per_reader_likely * form.gold_share
    return math.ceil(100 * answers_likely(wanted.least, wanted.most, wanted.confidence, options, known))


def hold(tx: Tx, form: PackForm, pack: int, task: int) -> bool:
    """Holds a pack off from closing, then (with dynamic overlap) the task's row; False when its places are closed.

    Of two who answer at once the second waits here for the first, and so sees both answers.
    """
    state = tx.value("packs.held_state", pack=pack)
    if form.dynamic:
        tx.one("work.lock_task", task=task)
    return state in ("running", "paused")


def weigh(tx: Tx, form: PackForm, pack: int, task: int, *, without: int = 0) -> None:
    """Opens the one place a task needs more, or closes those it needs no more; nothing where overlap is not dynamic.

    `without` is an assignment that is about to end, and holds no place any more.
    """
    if form.dynamic is None or not (form.doubt or options_of(form)):
        return
    running = hold(tx, form, pack, task)
    row = tx.one("work.places_of", task=task, assignment=without)
    if row is None or not running or row["stopped_at"] is not None or row["sure_at"] is not None:
        return
    votes = tx.all("work.votes", task=task)
    if len(votes) >= form.dynamic.least and _is_sure(form, votes):
        _close(tx, form, pack, task, row)
    elif not row["open_slots"] and not row["held"] and row["used"] < form.overlap_most:
        tx.run("work.open_place", task=task, seq=tx.value("work.next_tail", pack=pack))


def release(tx: Tx, form: PackForm, pack: int, task: int) -> bool:
    """A task that was stopped is served again, in the places the money is there for, at the tail; False: it was not stopped."""
    tail = tx.value("work.next_tail", pack=pack)
    if not tx.run("packs.release_task", task=task, overlap=form.overlap_least, seq=tail):
        return False
    weigh(tx, form, pack, task)
    return True


def give_back(tx: Tx, assignment: Row) -> None:
    """The place of an open assignment opens again, at the tail, so that no cursor has passed it."""
    if assignment["state"] != "open":
        return  # a lapsed one gave its place back when it lapsed
    if assignment["role"] == "gold" and not assignment["paid"]:
        tx.run("work.give_gold", pack=assignment["pack"])
    pack = tx.one("packs.pack", pack=assignment["pack"]) if assignment["role"] == "task" else None
    if pack is None:
        return
    form = showing.form_of(pack)
    if not hold(tx, form, pack["id"], assignment["task"]):
        return
    if not assignment["paid"]:  # a paid one (undone) has used its money up
        tail = tx.value("work.next_tail", pack=assignment["pack"])
        tx.run("work.give_place", task=assignment["task"], seq=tail)
    weigh(tx, form, pack["id"], assignment["task"], without=assignment["id"])


def _is_sure(form: PackForm, votes: Sequence[Row]) -> bool:
    """Do these answers need no further one?"""
    if form.doubt:
        return not any(_is_doubt(form, json.loads(vote["value"])) for vote in votes)
    options = options_of(form)
    assert options is not None and form.confidence is not None, "a form says when a task is sure"
    given = [
        (vote["value"], accuracy(vote["gold_right"], vote["gold_right"] + vote["gold_wrong"]))
        for vote in votes
    ]
    return confident(given, options, form.confidence)


def _is_doubt(form: PackForm, answer: Any) -> bool:
    """Is an answer the one that asks for a second opinion?"""
    kind, spec = kinds.kinds()[form.kind], kinds.spec(form.kind, form.settings, form.languages)
    doubt = kind.read_gold(spec, form.doubt)
    return not isinstance(doubt, Fault) and kind.alike(spec, doubt, answer) == 1


def _close(tx: Tx, form: PackForm, pack: int, task: int, row: Row) -> None:
    """Sure enough: free places close at once; when nobody holds one any more the rest is spare."""
    if row["held"]:
        tx.run("work.close_places", task=task)
        return
    tx.run("work.sure", task=task, now=tx.now)
    if row["used"] < form.overlap_most:
        tx.run("packs.add_spare", pack=pack, places=form.overlap_most - row["used"])


def learn(tx: Tx, form: PackForm, person: int, pack: int) -> str:
    """What a person's known answers in this pack ask for now: "help" (further practice), "aside" (other work), or ""."""
    reader = tx.one("work.reader", person=person, pack=pack)
    if reader is None or reader["elsewhere"]:
        return ""
    right, total = reader["gold_right"], reader["gold_right"] + reader["gold_wrong"]
    options = options_of(form)
    if not reader["helped"] and quality.is_low(right, total, options) and _help(tx, person, pack):
        return "help"
    looked_again = not reader["helped"] or total >= reader["helped"] + limits.again_gold
    if looked_again and quality.by_chance(right, total, options):
        set_aside(tx, person, pack, True, by="round")
        tx.run("work.lead_elsewhere", person=person, pack=pack)
        return "aside"
    return ""


def _help(tx: Tx, person: int, pack: int) -> bool:
    """Is there practice they have not had, and the money for it?"""
    if tx.value("work.known_task", person=person, pack=pack, role="practice") is None:
        return False
    return bool(tx.run("work.take_reader_place", pack=pack) and tx.run("work.help", person=person, pack=pack))


def set_aside(tx: Tx, person: int, pack: int, aside: bool, *, by: str) -> bool:
    """Leaves a person's answers in a pack out of its results, or takes them in again. Their pay is theirs.

    Their work in it goes on, unless `learn` led them elsewhere and told them so; taking them in again ends that too.

    `by` is who decided, as the journal names them. False when it was so already.
    """
    if not tx.run("work.set_aside", person=person, pack=pack, aside=int(aside)):
        return False
    telling.journal(tx, by, "answers_aside" if aside else "answers_back", pack, person=person)
    return True

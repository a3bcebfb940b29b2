"""Renewing: a pack that is there gets new rows and new words, or is copied under a new name.

New rows of a pack that runs have their money locked first, all of it; then they come in open. New words make a new
version: whoever read an older one is shown what changed and is paid for reading that, from money locked when the
version is published. What changes money or the meaning of answers is refused: that is another pack.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions import (
    filling,
    flooring,
    minding,
    picturing,
    publishing,
    sharing,
    showing,
    telling,
)
from bot.actions.filling import NewRendition, NewTask
from bot.domain import changes as differences
from bot.domain.limits import Rules
from bot.domain.quote import Part, Quote, parts, reading_micro, with_fee
from bot.domain.refusals.packs import (
    NotAName,
    NotTheSame,
    PackNameTaken,
    RowsChanged,
    StillComing,
    WrongPackState,
)
from bot.domain.refusals.requesters import PilotFirst
from bot.packs import changing, words
from bot.packs.form import PackForm, reading_words
from bot.storage import Row, Tx

lines_shown = 20
renewable = ("draft", "running", "paused")


@dataclass(frozen=True, slots=True)
class Known:
    """A pack of the requester's that new rows and words may come into, and the digest of what came in last."""

    id: int
    digest: str
    coming: int | None = None  # the job that brings rows into it just now


@dataclass(frozen=True, slots=True)
class Added:
    """New rows by role, the last row's number, and the lines of rows that are there already with other content, the first ones."""

    tasks: int = 0
    golds: int = 0
    practices: int = 0
    last: int = 0
    changed: int = 0
    lines: tuple[int, ...] = ()
    flagged: int = 0  # of the tasks, those with hard content
    again: tuple[
        tuple[int, str], ...
    ] = ()  # hard content that is there already: line, and the key that has it

    @property
    def rows(self) -> int:
        """All new rows."""
        return self.tasks + self.golds + self.practices


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was decided: the seq before the first new row; whether money is locked; whether words are new."""

    after: int
    decided: bool
    worded: bool


def known(tx: Tx, name: str, requester: str) -> Known | None:
    """The requester's pack of that name; None when the name is free. A read. Refused when it is somebody else's or over."""
    row = tx.one("packs.pack_named", name=name)
    if row is None or filling.abandoned(tx, name) is not None:
        return None
    pack = tx.one("packs.pack", pack=row["id"])
    if pack is None or pack["requester_name"] != requester or pack["state"] not in renewable:
        raise PackNameTaken(name=name)
    return Known(pack["id"], pack["digest"], publishing.coming(tx, pack))


def changes(tx: Tx, pack: int, form: PackForm) -> bool:
    """Are words of a pack new? A read. Refused when anything else is."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    old = showing.form_of(row)
    for name in changing.forbidden(old, form):
        raise NotTheSame(name=form.name, field=name)
    return changing.worded(old, form)


def compared(tx: Tx, pack: int, tasks: Sequence[NewTask], so_far: Added) -> Added:
    """Some rows more, against those that are there. A read."""
    counts = {"task": so_far.tasks, "gold": so_far.golds, "practice": so_far.practices}
    changed, lines = so_far.changed, list(so_far.lines)
    flagged, again = so_far.flagged, list(so_far.again)
    for one in tasks:
        row = tx.one("packs.task_of_key", pack=pack, key=one.key)
        if row is None:
            counts[one.role] += 1
            flagged += one.level > 0
            if (key := _shown_by(tx, pack, one)) and len(again) < lines_shown:
                again.append((one.number, key))
        elif not _same(row, one):
            changed += 1
            lines += [one.number] if len(lines) < lines_shown else []
    last = max([so_far.last, *(one.number for one in tasks)])
    return Added(
        counts["task"], counts["gold"], counts["practice"], last, changed, tuple(lines), flagged, tuple(again)
    )


def _shown_by(tx: Tx, pack: int, task: NewTask) -> str:
    """The key of a flagged task that shows the same medium as a flagged one that is new; "" for none."""
    if not task.level or not task.picture:
        return ""
    return tx.value("packs.hard_shown", pack=pack, picture=task.picture) or ""


def _same(row: Row, task: NewTask) -> bool:
    answers = [json.loads(one) if one is not None else None for one in (row["answer"], task.answer)]
    return (
        (row["role"], row["picture"]) == (task.role, task.picture)
        and json.loads(row["item"]) == json.loads(task.item)
        and json.loads(row["flags"]) == json.loads(task.flags)
        and answers[0] == answers[1]
    )


def refused(name: str, added: Added) -> RowsChanged:
    """The refusal of rows that changed."""
    shown = ", ".join(str(line) for line in added.lines)
    more = " …" if added.changed > len(added.lines) else ""
    return RowsChanged(name=name, count=added.changed, lines=shown + more)


def held(
    tx: Tx, pack: int, form: PackForm, added: Added, digest: str, waits: Sequence[str]
) -> tuple[str, ...]:
    """Why what is new to a running pack stays out until a person has looked at this very upload; () when it may come in.

    `waits`: what its reading found. A reason that the pack's form gave before is none when its words are the same.
    """
    tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    if row is None or row["state"] not in ("running", "paused"):
        return ()  # a draft waits with its launch
    worded = changes(tx, pack, form)
    before = () if worded else words.looked_at(showing.form_of(row))
    why = tuple(one for one in waits if one not in before)
    seen = row["held"] == digest and not row["waits"]
    if seen or not why or not (worded or added.rows):
        return ()
    tx.run("packs.hold", pack=pack, waits="\n".join(why), held=digest)
    telling.journal(tx, "operator", "pack_hold", pack)
    return why


def renew(tx: Tx, pack: int, form: PackForm, added: Added, job: int, rules: Rules) -> Renewed:
    """Decides about new rows and words: a draft takes them as they come; a pack that runs needs their money now.

    Refused when the money is not there, and while another job brings rows in: nothing is done then. New words of a
    running pack are published at once under the old digest; `finish` sets the new one, when all rows are in.
    """
    tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    if row is None or row["state"] not in renewable:
        raise WrongPackState(name=form.name, state=row["state"] if row else "gone")
    other = publishing.coming(tx, row)
    if other not in (None, job):
        raise StillComing(name=form.name, job=other)
    if row["pilot_last"]:
        raise PilotFirst(name=form.name)
    worded = changes(tx, pack, form)
    tx.run("packs.set_job", pack=pack, job=job)
    if row["state"] == "draft":
        return Renewed(row["tail"], False, worded)
    minding.minded(row, rules)
    due, amounts = _amounts(tx, row, form, added, worded, rules)
    publishing.top_up(tx, row, amounts, job, rules)
    tx.run("packs.appended", pack=pack, rows=added.last, gold=amounts.get("gold", 0) // form.price)
    if worded:
        _publish(tx, row, form, due)
    telling.journal(tx, "operator", "pack_renew", pack, rows=added.rows, at_most=sum(amounts.values()))
    return Renewed(row["tail"], True, worded)


def locks(tx: Tx, pack: int, form: PackForm, added: Added, rules: Rules) -> tuple[bool, int] | None:
    """Whether words are new, and what `renew` would lock, fee and all; None where nothing is locked. A read."""
    row = tx.one("packs.pack", pack=pack)
    worded = changes(tx, pack, form)
    if row is None or row["state"] not in ("running", "paused") or not (worded or added.rows):
        return None
    _, amounts = _amounts(tx, row, form, added, worded, rules)
    return worded, with_fee(amounts)


def _amounts(
    tx: Tx, row: Row, form: PackForm, added: Added, worded: bool, rules: Rules
) -> tuple[_Reading, dict[Part, int]]:
    """What reading pays from now on, and what is to be locked, part by part, without the fee."""
    old, new = publishing.quoted(tx, row, rules), _quoted_with(row, form, added, rules)
    amounts: dict[Part, int] = {
        part: new.amount(part) - old.amount(part) for part in parts if part not in ("fee", "reading")
    }
    due = _reading(tx, row, form, rules) if worded else _Reading(row["reading_pay"], 0, 0)
    amounts["reading"] = due.locked
    return due, {part: amount for part, amount in amounts.items() if amount > 0}


def floor_topup(tx: Tx, name: str, rules: Rules) -> int:
    """Locks what the floor reserve lacks, so that whoever waits is paid and a pack that paused for it goes on.

    Returns micro-units; 0 when nothing is lacking. Raises NotFunded.
    """
    row = publishing.held(tx, name)
    if row["state"] not in ("running", "paused"):
        raise WrongPackState(name=name, state=row["state"])
    missing = flooring.needed(tx, row["id"])
    if missing:
        publishing.top_up(tx, row, {"floor": missing}, tx.new_id(), rules)
        telling.journal(tx, "operator", "floor_topup", row["id"], amount=missing)
    if flooring.is_short(tx, row["id"]):
        flooring.topped_up(tx, row["id"])
    return missing


def _quoted_with(row: Row, form: PackForm, added: Added, rules: Rules) -> Quote:
    with_gold = bool(row["golds"] + added.golds)
    tasks, flagged = row["tasks"] + added.tasks, row["flagged"] + added.flagged
    return publishing.quote_of(form, tasks, with_gold, rules, flagged=flagged)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading pays after new words: a new reader, one who read an older version; and what that locks."""

    whole: int
    changed: int
    locked: int


def _reading(tx: Tx, row: Row, form: PackForm, rules: Rules) -> _Reading:
    """Never less than was promised for the whole; the difference by its words, as the whole is."""
    old = showing.form_of(row)
    was, now = changing.taught(old), changing.taught(form)
    words = [
        reading_words(differences.said(differences.between(was.get(language, ""), text)))
        for language, text in now.items()
    ]
    whole = max(
        row["reading_pay"], reading_micro(form.reading_words, form.price, form.estimate_s, rules.minor)
    )
    changed = reading_micro(max(words, default=0), form.price, form.estimate_s, rules.minor)
    changed = min(changed, whole)  # longer than the whole: the whole is shown
    promised = tx.one("packs.promised", pack=row["id"])
    assert promised is not None
    unread = row["readers_left"] + int(promised["unpaid_readers"])
    locked = (whole - row["reading_pay"]) * unread + changed * int(promised["readers"])
    return _Reading(whole, changed, locked)


def _publish(tx: Tx, row: Row, form: PackForm, due: _Reading) -> None:
    version = tx.new_id()
    tx.run(
        "packs.add_version",
        id=version,
        pack=row["id"],
        number=row["number"] + 1,
        hash=form.version_hash(),
        form=form.model_dump_json(),
        digest=row["digest"],
        now=tx.now,
    )
    tx.run(
        "packs.set_version",
        pack=row["id"],
        version=version,
        reading_pay=due.whole,
        languages=showing.languages_of(form),
    )
    if due.changed:
        tx.run("work.owe_changes", pack=row["id"], amount=due.changed)
    telling.journal(tx, "operator", "pack_version", row["id"], number=row["number"] + 1)


def finish(tx: Tx, pack: int, form: PackForm, digest: str, waits: Sequence[str], after: int) -> None:
    """All new rows are in, behind `after`; of a running pack's some are kept (P13).

    A draft has its new words from now on; whoever looked at it has not seen them, so its reasons to wait are back.
    """
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    if row["state"] == "draft":
        worded = changing.worded(showing.form_of(row), form)
        if worded:
            _publish(tx, row, form, _Reading(0, 0, 0))
        new = reasons(tx, pack, waits) if worded or row["filled"] > after else ()
        asked = dict.fromkeys([*row["waits"].splitlines(), *new])
        tx.run("packs.set_waits", pack=pack, waits="\n".join(asked))
    filling.schedule(tx, pack, form)
    again = tx.one("packs.pack", pack=pack)
    assert again is not None
    if again["launched_at"] is not None:
        sharing.keep(tx, pack, form, first=after + 1, last=again["filled"])
    tx.run("packs.set_digest", version=again["version"], digest=digest)


def undone(tx: Tx, pack: int, after: int, new: bool) -> None:
    """The rows that came in are gone again: a new pack goes wholly, a draft is as it was."""
    row = tx.one("packs.pack", pack=pack)
    if row is None:
        return
    if not new:
        tx.run("packs.emptied", pack=pack, after=after)
    elif row["state"] == "reading":
        filling.drop(tx, pack)


def reasons(tx: Tx, pack: int, asked: Sequence[str]) -> tuple[str, ...]:
    """Why a person must look at a new pack before its launch: what its reading found, and a requester's first."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    first = not int(tx.value("packs.packs_of", requester=row["requester"]))
    return (*asked, *([first_pack] if first else []))


first_pack = "It is the first pack of its requester."


# ---- copies --------------------------------------------------------------------------------------------------


def begin_clone(tx: Tx, name: str, new: str, job: int, changed: Mapping[str, Any]) -> int:
    """A copy of a pack begins under a new name, with changed fields, for the same requester. Returns its id."""
    row = publishing.named(tx, name)
    if row["state"] == "reading":
        raise WrongPackState(name=name, state=row["state"])
    form = renamed(showing.form_of(row), new, changed)
    pack = filling.begin(tx, form, row["requester_name"], job)
    shown = tx.all("packs.renditions", source=picturing.examples_source(row["id"]))
    source = picturing.examples_source(pack)
    filling.add_tasks(tx, pack, (), [NewRendition(**{**one, "source": source}) for one in shown])
    return pack


def renamed(form: PackForm, name: str, changed: Mapping[str, Any]) -> PackForm:
    """The form under a new name; a copy is offered from its launch on, whatever its original's time was."""
    written = {**form.model_dump(mode="json"), **changed, "name": name, "schedule": {}}
    try:
        return PackForm.model_validate(written)
    except ValueError:
        raise NotAName(name=name[:60]) from None


def clone_some(tx: Tx, name: str, pack: int, after: str, most: int, *, answered: bool) -> str:
    """Some tasks more of a pack into its copy, in the order of their keys; the last key, "" when all are there.

    `answered`: also those that have all their answers, or were stopped.
    """
    rows = tx.all("packs.page_of_tasks", pack=publishing.named(tx, name)["id"], after=after, most=most)
    tasks = [
        NewTask(
            one["key"],
            one["role"],
            one["item"],
            one["picture"],
            one["answer"],
            one["seq"],
            one["level"],
            one["flags"],
        )
        for one in rows
        if answered or one["role"] != "task" or one["unanswered"]
    ]
    filling.add_clones(tx, pack, tasks)
    return str(rows[-1]["key"]) if rows else ""


def finish_clone(tx: Tx, name: str, pack: int) -> None:
    """All tasks are copied: a draft, which waits for a person as its original does."""
    row = publishing.named(tx, name)
    sizes = row["full_bytes"], json.loads(row["word_bytes"])
    filling.finish(tx, pack, row["picture_bytes"], row["waits"].splitlines(), *sizes)

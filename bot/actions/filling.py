"""Filling: a new pack comes in by steps: its name and first version, its rows, and what is known when all are in.

Reading files and fitting pictures is outside I/O and is the rounds' (`bot.rounds.imports`); what they
found is written here, some rows at a time, so that no import ever stops a tap.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions import admitting, queueing, showing, telling
from bot.domain import limits
from bot.domain.refusals.packs import PackNameTaken, StillComing, WrongPackState
from bot.money import hour_s
from bot.packs.form import PackForm
from bot.storage import Row, Tx, Value

drop_rows_most = 1_000  # in one statement


@dataclass(frozen=True, slots=True)
class NewTask:
    """A row on its way in: the requester's key, its role, and item and known answer as JSON."""

    key: str
    role: str
    item: str
    picture: str  # hash of its source, "" for none
    answer: str | None
    number: int = 0  # its place among the rows that come in, from 1; 0: after the last one that is there
    level: int = 0  # of its hard content, 1 to 3; 0: none
    flags: str = "{}"  # category → level, as JSON


@dataclass(frozen=True, slots=True)
class NewRendition:
    """A medium's rendition that is in the store already; `source` as `kinds.source_of` names it."""

    source: str
    edge: int
    hash: str
    width: int
    height: int
    size_bytes: int
    variant: str = ""
    form: str = "picture"  # audio, video
    seconds: int = 0


def task_item(
    text: dict[str, str],
    question: dict[str, str],
    explanation: dict[str, str],
    description: dict[str, str] | None = None,
) -> str:
    """A task's words as they are stored: JSON without what is empty. `description`: of hard content, what is to be seen."""
    whole: dict[str, Any] = {
        "text": text,
        "question": question,
        "explanation": explanation,
        "description": description,
    }
    return json.dumps({name: value for name, value in whole.items() if value}, ensure_ascii=False)


def begin(tx: Tx, form: PackForm, requester: str, job: int | None = None, digest: str = "") -> int:
    """A pack's first step: its name, its first version, of an upload with this digest. Returns the pack's id.

    A pack of that name that nobody was ever shown goes first; `cleared` has taken its rows away.
    """
    before = tx.one("packs.pack_named", name=form.name)
    if before is not None and before["job"] == job is not None:
        return int(before["id"])  # the step was done before
    if before is not None:
        if not _abandoned(tx, before):
            raise PackNameTaken(name=form.name)
        drop(tx, before["id"])
    pack, version = tx.new_id(), tx.new_id()
    hourly = form.price * hour_s // form.estimate_s
    owner = admitting.requester_named(tx, requester)
    tx.run(
        "packs.add_pack",
        id=pack,
        name=form.name,
        requester=owner,
        version=version,
        job=job,
        kind=form.kind,
        languages=showing.languages_of(form),
        hourly=hourly,
        window_h=form.review_window_h,
        level=form.level,
        now=tx.now,
    )
    tx.run(
        "packs.add_version",
        id=version,
        pack=pack,
        number=1,
        hash=form.version_hash(),
        form=form.model_dump_json(),
        digest=digest,
        now=tx.now,
    )
    schedule(tx, pack, form)
    telling.journal(tx, "operator", "pack_begin", pack)
    return pack


def schedule(tx: Tx, pack: int, form: PackForm) -> None:
    """When a pack is offered, as its form says."""
    opens, closes = (
        round(one.timestamp() * limits.second) if one is not None else None
        for one in (form.schedule.opens, form.schedule.closes)
    )
    tx.run("packs.set_schedule", pack=pack, opens_at=opens or 0, closes_at=closes)


def add_tasks(
    tx: Tx,
    pack: int,
    tasks: Sequence[NewTask],
    renditions: Sequence[NewRendition],
    *,
    after: int = 0,
    job: int | None = None,
) -> None:
    """Some rows more, in the order of their numbers; `after` is the seq before the first. The same again changes nothing.

    Rows that a job brings come in only while the pack is that job's: what it decided is about the pack as it was.
    """
    tx.one("packs.lock_pack", pack=pack)
    row = tx.one("packs.pack", pack=pack)
    assert row is not None
    if row["state"] in ("closed", "refunded"):
        raise WrongPackState(name=row["name"], state=row["state"])
    if job is not None and row["job"] != job:
        raise StillComing(name=row["name"], job=row["job"])
    overlap = showing.form_of(row).overlap_least
    fresh, values = [], []
    for place, one in enumerate(tasks, 1):
        seq = after + one.number if one.number else row["filled"] + place
        if not (seq <= row["filled"] if row["state"] == "reading" else _known(tx, pack, one.key)):
            fresh.append(one)
            values.append(_task(tx, pack, one, seq, overlap))
    tx.many("packs.add_task", values)
    tx.many("packs.add_rendition", [_rendition(one) for one in renditions])
    last = max((int(one["seq"] or 0) for one in values), default=0)
    _filled(tx, pack, fresh, max(last, row["filled"]), overlap)


def add_clones(tx: Tx, pack: int, tasks: Sequence[NewTask]) -> None:
    """Some rows more of a copy, in any order; their numbers are kept. Not to be done twice with the same rows."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None and row["state"] == "reading", "only a new pack is a copy"
    overlap = showing.form_of(row).overlap_least
    tx.many("packs.add_task", [_task(tx, pack, one, one.number, overlap) for one in tasks])
    _filled(tx, pack, tasks, max([row["filled"], *(one.number for one in tasks)]), overlap)


def _filled(tx: Tx, pack: int, tasks: Sequence[NewTask], filled: int, overlap: int) -> None:
    counted = Counter(one.role for one in tasks)
    tx.run(
        "packs.filled",
        pack=pack,
        filled=filled,
        tasks=counted["task"],
        golds=counted["gold"],
        practices=counted["practice"],
        places=counted["task"] * overlap,
        flagged=sum(one.level > 0 for one in tasks),
        level=max((one.level for one in tasks), default=0),
    )


def _known(tx: Tx, pack: int, key: str) -> bool:
    return tx.one("packs.task_of_key", pack=pack, key=key) is not None


def _task(tx: Tx, pack: int, one: NewTask, seq: int, overlap: int) -> dict[str, Value]:
    return {
        "id": tx.new_id(),
        "pack": pack,
        "key": one.key,
        "role": one.role,
        "item": one.item,
        "picture": one.picture,
        "answer": one.answer,
        "seq": seq,
        "open_slots": overlap if one.role == "task" else 0,
        "level": one.level,
        "flags": one.flags,
    }


def cleared(tx: Tx, pack: int, after: int, most: int) -> bool:
    """Takes away at most so many rows behind a seq, of a pack that nobody is shown; False when none is left."""
    return bool(tx.run("packs.drop_some_tasks", pack=pack, after=after, most=most))


def abandoned(tx: Tx, name: str) -> int | None:
    """The pack that nobody was ever shown and whose name may be taken: closed as a draft, or its import failed. A read."""
    row = tx.one("packs.pack_named", name=name)
    return int(row["id"]) if row is not None and _abandoned(tx, row) else None


def _abandoned(tx: Tx, pack: Row) -> bool:
    if pack["state"] == "refunded" and pack["launched_at"] is None:
        return True
    if pack["state"] != "reading" or pack["job"] is None:
        return False
    state = queueing.state(tx, pack["job"])
    return state is None or state.over


def drop(tx: Tx, pack: int) -> None:
    """Removes a pack that nobody was ever shown."""
    while cleared(tx, pack, -1, drop_rows_most):
        pass
    tx.run("packs.drop_versions", pack=pack)
    tx.run("packs.drop_pack", pack=pack)
    telling.journal(tx, "operator", "pack_drop", pack)


def _rendition(one: NewRendition) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NewRendition.__slots__}


def worded(tx: Tx, pack: int, word_bytes: Mapping[str, int]) -> None:
    """What a middling task costs on the wire without its medium, by language."""
    tx.run("packs.set_word_bytes", pack=pack, word_bytes=json.dumps(word_bytes))


def finish(
    tx: Tx,
    pack: int,
    picture_bytes: int,
    waits: Sequence[str] = (),
    full_bytes: int = 0,
    word_bytes: Mapping[str, int] | None = None,
) -> None:
    """All rows are in: the pack is a draft that can be launched.

    `picture_bytes`: on the wire, of a middling medium; `full_bytes` for people who don't save; `word_bytes` of a middling task
    without one, by language. `waits` says why a person must look at it first.
    """
    state = tx.one("packs.lock_pack", pack=pack)
    if state is None or state["state"] != "reading":
        return  # the step was done before
    tx.run("packs.set_picture_bytes", pack=pack, picture_bytes=picture_bytes, full_bytes=full_bytes)
    worded(tx, pack, word_bytes or {})
    tx.run("packs.set_waits", pack=pack, waits="\n".join(waits))
    tx.run("packs.set_state", pack=pack, state="draft")
    telling.journal(tx, "operator", "pack_ready", pack)

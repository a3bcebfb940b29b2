"""Publishing: a pack is read in by steps, quoted, launched with its money locked, paused, closed and refunded.

A pilot is a launch of a pack's first ten tasks (`bot.actions.piloting`): their money alone is locked, they alone are
served, and the rest is launched, all of it or nothing, when its requester says so.

Reading files and fitting pictures is outside I/O and is the rounds' (`bot.rounds.imports`); what they
found is written here, some rows at a time, so that no import ever stops a tap.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot import ledger
from bot.actions import (
    flooring,
    queueing,
    replacing,
    sharing,
    showing,
    telling,
    trusting,
    weighing,
)
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import PackSeen
from bot.domain.quote import BelowFloor as Low
from bot.domain.quote import Plan, Quote, quote
from bot.domain.refusals.claims import FloorShort, NoNeutralPerson
from bot.domain.refusals.packs import (
    BelowFloor,
    MustBeSeen,
    NoQuote,
    NoSuchPack,
    NotFunded,
    NotStopped,
    OtherCurrency,
    PackNameTaken,
    PackNotReady,
    StillComing,
    WrongPackState,
)
from bot.domain.refusals.requesters import NameMistyped, NoSuchRequester, NotOneLine, TooLong
from bot.money import hour_s, plain
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


def one_line(words: str) -> None:
    """Refuses a name or a reference that is empty or has characters that can't be seen."""
    if not words.strip() or not words.isprintable():
        raise NotOneLine()


def requester_named(tx: Tx, name: str) -> int:
    """A requester by name; made when new."""
    one_line(name)
    if len(name) > limits.name_characters_max:
        raise TooLong(count=len(name), most=limits.name_characters_max)
    tx.run("packs.add_requester", id=tx.new_id(), name=name, now=tx.now)
    row = tx.one("packs.requester", name=name)
    assert row is not None
    number: int = row["id"]
    return number


def known_requester(tx: Tx, name: str) -> int:
    """A requester by name. Refuses a name that none has, which may be a slip, with the one that is nearest."""
    one_line(name)
    row = tx.one("packs.requester", name=name)
    if row is not None:
        return int(row["id"])
    short = name[: limits.name_characters_max]
    for near in get_close_matches(name, [one["name"] for one in tx.all("packs.requesters")], n=1):
        raise NameMistyped(requester=short, near=near)
    raise NoSuchRequester(requester=short)


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
    owner = requester_named(tx, requester)
    tx.run(
        "packs.add_pack",
        id=pack,
        name=form.name,
        requester=owner,
        version=version,
        job=job,
        kind=form.kind,
        hourly=hourly,
        window_h=form.review_window_h,
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


def finish(tx: Tx, pack: int, picture_bytes: int, waits: Sequence[str] = ()) -> None:
    """All rows are in: the pack is a draft that can be launched. `picture_bytes`: on the wire, of a middling medium.

    `waits` says why a person must look at it first.
    """
    state = tx.one("packs.lock_pack", pack=pack)
    if state is None or state["state"] != "reading":
        return  # the step was done before
    tx.run("packs.set_picture_bytes", pack=pack, picture_bytes=picture_bytes)
    tx.run("packs.set_waits", pack=pack, waits="\n".join(waits))
    tx.run("packs.set_state", pack=pack, state="draft")
    telling.journal(tx, "operator", "pack_ready", pack)


def named(tx: Tx, name: str) -> Row:
    """A pack by its name."""
    found = tx.one("packs.pack_named", name=name)
    row = tx.one("packs.pack", pack=found["id"]) if found is not None else None
    if row is None:
        raise NoSuchPack(name=name)
    return row


def held(tx: Tx, name: str) -> Row:
    """A pack by its name, held until the transaction ends, as it stands now."""
    tx.one("packs.lock_pack", pack=named(tx, name)["id"])
    return named(tx, name)


def quoted(tx: Tx, pack: Row, rules: Rules) -> Quote:
    """What a pack costs at most and likely. Refused when its price is under the hourly floor."""
    return quote_of(showing.form_of(pack), pack["tasks"], bool(pack["golds"]), rules)


def quote_of(form: PackForm, tasks: int, with_gold: bool, rules: Rules, readers: int | None = None) -> Quote:
    """What a form costs with so many tasks, for as many readers as it says or for fewer. Raises BelowFloor, and NoQuote for what is beyond all bounds."""
    try:
        found = quote(
            Plan(
                tasks=tasks,
                overlap=form.overlap_most,
                overlap_likely=weighing.overlap_likely(form),
                price=form.price,
                estimate_s=form.estimate_s,
                readers=readers or form.readers_max,
                words=form.reading_words,
                gold_points=form.gold_points if with_gold else 0,
                floor=rules.floor_hourly,
                minor=rules.minor,
            )
        )
    except ValueError as why:
        raise NoQuote(name=form.name, why=why) from None
    if isinstance(found, Low):
        raise BelowFloor(
            price=plain(found.price),
            seconds=found.estimate_s,
            hourly=plain(found.per_hour),
            floor=plain(found.floor),
            enough=plain(found.enough),
        )
    return found


def launch(tx: Tx, name: str, rules: Rules) -> Quote | None:
    """Locks everything the pack can cost and lets it be served; a paused pack goes on. The Quote locked, None if it goes on."""
    row = held(tx, name)
    if row["state"] == "paused":
        if flooring.is_short(tx, row["id"]):
            raise FloorShort(name=name, missing=plain(flooring.needed(tx, row["id"])))
        tx.run("packs.set_state", pack=row["id"], state="running")
        telling.journal(tx, "operator", "pack_go_on", row["id"])
        return None
    form = launchable(tx, row, rules)
    wanted = quoted(tx, row, rules)
    opened(tx, row, wanted, rules, tasks=row["tasks"], readers=form.readers_max)
    sharing.keep(tx, row["id"], form, first=1, last=row["filled"])
    telling.journal(tx, "operator", "pack_launch", row["id"], at_most=wanted.at_most)
    return wanted


def launchable(tx: Tx, row: Row, rules: Rules) -> PackForm:
    """The form of a draft that may start, apart from its money; refused with the reason why not."""
    name = row["name"]
    if row["state"] == "reading" or coming(tx, row) is not None:
        raise PackNotReady(name=name)
    if row["state"] != "draft":
        raise WrongPackState(name=name, state=row["state"])
    if row["waits"]:
        raise MustBeSeen(name=name, reasons=" ".join(row["waits"].splitlines()))
    form = showing.form_of(row)
    if form.currency != rules.currency:
        raise OtherCurrency(what=name, currency=form.currency, house=rules.currency)
    if form.review_window_h and not rules.rulings_by:
        raise NoNeutralPerson
    return form


def opened(tx: Tx, row: Row, wanted: Quote, rules: Rules, *, tasks: int, readers: int) -> None:
    """Locks what a quote for so many tasks and readers says, and lets the pack be served."""
    form = showing.form_of(row)
    trusting.may_lock(tx, row["requester"], wanted.at_most, rules)
    try:
        ledger.lock(tx, pack=row["id"], requester=row["requester"], quote=wanted, about=row["version"])
    except ledger.NotEnough as short:
        raise not_funded(row["name"], short) from None
    tx.run(
        "packs.launch",
        pack=row["id"],
        now=tx.now,
        readers=readers,
        gold=wanted.gold // form.price,
        places=tasks * form.overlap_least,
        reading_pay=wanted.reading // readers,
    )
    flooring.freeze(tx, row["id"], rules.floor_hourly)


def not_funded(name: str, short: ledger.NotEnough) -> NotFunded:
    """What a requester has is not enough for a pack, in figures."""
    missing = plain(short.wanted - short.there)
    return NotFunded(name=name, wanted=plain(short.wanted), there=plain(short.there), missing=missing)


def coming(tx: Tx, pack: Row) -> int | None:
    """The job that brings rows into a pack, or takes back what it brought; None when none does. A read."""
    state = queueing.state(tx, pack["job"]) if pack["job"] is not None else None
    return int(pack["job"]) if state is not None and not state.over else None


def looked(tx: Tx, name: str) -> tuple[str, ...]:
    """A person has looked at a pack, or its new words, that waited for that; returns the reasons they waited for."""
    row = held(tx, name)
    if row["state"] != "draft" and not (row["state"] in ("running", "paused") and row["waits"]):
        raise WrongPackState(name=name, state=row["state"])
    tx.run("packs.set_waits", pack=row["id"], waits="")
    telling.journal(tx, "operator", "pack_look", row["id"])
    if row["waits"]:
        telling.notify_requester(tx, row["requester"], PackSeen(name, row["state"] == "draft"))
    return tuple(row["waits"].splitlines())


def release(tx: Tx, name: str, key: str) -> None:
    """A person has looked: a task that a report stopped is served again, in the places its money is still there for."""
    row = held(tx, name)
    if row["state"] not in ("running", "paused"):
        raise WrongPackState(name=name, state=row["state"])
    task = tx.one("packs.stopped_task", pack=row["id"], key=key)
    if task is None:
        raise NotStopped(name=name, key=key)
    form = showing.form_of(row)
    tx.run("packs.release_task", task=task["id"], overlap=form.overlap_least)
    weighing.weigh(tx, form, row["id"], task["id"])
    telling.journal(tx, "operator", "task_release", task["id"], ground=task["stopped_why"])


def pause(tx: Tx, name: str) -> None:
    """Nobody new is served; who holds a task answers it and is paid."""
    row = held(tx, name)
    if row["state"] != "running":
        raise WrongPackState(name=name, state=row["state"])
    tx.run("packs.set_state", pack=row["id"], state="paused")
    telling.journal(tx, "operator", "pack_pause", row["id"])


def close(tx: Tx, name: str) -> int:
    """Ends a pack. Unused money goes back at once, or when the last open claim has ended, seven days at most.

    Returns the micro-units given back now.
    """
    row = held(tx, name)
    if row["state"] not in ("draft", "running", "paused"):
        raise WrongPackState(name=name, state=row["state"])
    tx.run("packs.close", pack=row["id"], now=tx.now)
    telling.journal(tx, "operator", "pack_close", row["id"])
    if int(tx.value("packs.still_open", pack=row["id"])):
        tx.run("jobs.set_deadline", kind="refund", subject=row["id"], at=tx.now + limits.claim_ms)
        return 0
    return refund(tx, row["id"])


def refund(tx: Tx, pack: int) -> int:
    """Everything a closed pack has not used goes back to its requester. Returns micro-units."""
    row = tx.one("packs.pack", pack=pack)
    assert row is not None and row["state"] == "closed", "only a closed pack is refunded"
    replacing.return_unspent(tx, pack)
    back = ledger.refund(tx, pack=pack, requester=row["requester"])
    ledger.repay(tx, requester=row["requester"])
    tx.run("packs.set_state", pack=pack, state="refunded")
    total = sum(one.amount for one in back)
    telling.journal(tx, "round", "pack_refund", pack, amount=total)
    return total


def task_item(text: dict[str, str], question: dict[str, str], explanation: dict[str, str]) -> str:
    """A task's words as they are stored: JSON without what is empty."""
    whole: dict[str, Any] = {"text": text, "question": question, "explanation": explanation}
    return json.dumps({name: value for name, value in whole.items() if value}, ensure_ascii=False)

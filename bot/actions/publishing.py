"""Publishing: a pack is read in by steps, quoted, launched with its money locked, paused, closed and refunded.

Reading files and fitting pictures is outside I/O and is the rounds' (`bot.rounds.imports`); what they
found is written here, some rows at a time, so that no import ever stops a tap.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot import ledger
from bot.actions import queueing, serving, sharing, telling, weighing
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.quote import BelowFloor as Low
from bot.domain.quote import Plan, Quote, quote
from bot.domain.refusals import (
    BelowFloor,
    NoQuote,
    NoSuchPack,
    NotFunded,
    NotOneLine,
    NotStopped,
    OtherCurrency,
    PackNameTaken,
    PackNotReady,
    TooLong,
    WrongPackState,
)
from bot.money import hour_s, plain
from bot.packs.folder import Pack
from bot.packs.form import PackForm
from bot.storage import Row, Tx


@dataclass(frozen=True, slots=True)
class NewTask:
    """A row on its way in: the requester's key, its role, and item and known answer as JSON."""

    key: str
    role: str
    item: str
    picture: str  # hash of its source, "" for none
    answer: str | None


@dataclass(frozen=True, slots=True)
class NewRendition:
    """A picture's rendition that is in the store already."""

    source: str
    edge: int
    hash: str
    width: int
    height: int
    size_bytes: int


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


def begin(tx: Tx, form: PackForm, requester: str, job: int | None = None) -> int:
    """A pack's first step: its name, its first version. Returns the pack's id.

    What an import that failed left behind under the name goes first; nobody was ever shown it.
    """
    before = tx.one("packs.pack_named", name=form.name)
    if before is not None and not _drop_abandoned(tx, before):
        raise PackNameTaken(name=form.name)
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
        now=tx.now,
    )
    tx.run(
        "packs.add_version",
        id=version,
        pack=pack,
        number=1,
        hash=form.version_hash(),
        form=form.model_dump_json(),
        now=tx.now,
    )
    telling.journal(tx, "operator", "pack_begin", pack)
    return pack


def add_tasks(tx: Tx, pack: int, tasks: Sequence[NewTask], renditions: Sequence[NewRendition]) -> None:
    """Some rows more. The same rows again change nothing."""
    state = tx.one("packs.lock_pack", pack=pack)
    assert state is not None and state["state"] == "reading", "rows are added while a pack is read in"
    for one in tasks:
        tx.run(
            "packs.add_task",
            id=tx.new_id(),
            pack=pack,
            key=one.key,
            role=one.role,
            item=one.item,
            picture=one.picture,
            answer=one.answer,
        )
    tx.many("packs.add_rendition", [_rendition(one) for one in renditions])


def _drop_abandoned(tx: Tx, pack: Row) -> bool:
    """Removes a pack whose import has failed, or a draft that was closed and never shown; False for any other."""
    if pack["state"] == "refunded" and pack["launched_at"] is None:
        _drop(tx, pack["id"])
        return True
    state = (
        queueing.state(tx, pack["job"]) if pack["state"] == "reading" and pack["job"] is not None else None
    )
    if state is None or state.state != "failed":
        return False
    _drop(tx, pack["id"])
    return True


def _drop(tx: Tx, pack: int) -> None:
    tx.run("packs.drop_tasks", pack=pack)
    tx.run("packs.drop_versions", pack=pack)
    tx.run("packs.drop_pack", pack=pack)
    telling.journal(tx, "operator", "pack_drop", pack)


def _rendition(one: NewRendition) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NewRendition.__slots__}


def finish(tx: Tx, pack: int, picture_bytes: int) -> None:
    """All rows are in: the pack is a draft that can be launched. `picture_bytes`: of a middling picture."""
    state = tx.one("packs.lock_pack", pack=pack)
    if state is None or state["state"] != "reading":
        return  # the step was done before
    tx.run("packs.set_picture_bytes", pack=pack, picture_bytes=picture_bytes)
    tx.run("packs.set_state", pack=pack, state="draft")
    telling.journal(tx, "operator", "pack_ready", pack)


def named(tx: Tx, name: str) -> Row:
    """A pack by its name."""
    found = tx.one("packs.pack_named", name=name)
    row = tx.one("packs.pack", pack=found["id"]) if found is not None else None
    if row is None:
        raise NoSuchPack(name=name)
    return row


def _held(tx: Tx, name: str) -> Row:
    """A pack by its name, held until the transaction ends, as it stands now."""
    tx.one("packs.lock_pack", pack=named(tx, name)["id"])
    return named(tx, name)


def quoted(tx: Tx, pack: Row, rules: Rules) -> Quote:
    """What a pack costs at most and likely. Refused when its price is under the hourly floor."""
    form = serving.form_of(pack)
    counts = {row["role"]: int(row["tasks"]) for row in tx.all("packs.counts", pack=pack["id"])}
    return quote_of(form, counts.get("task", 0), bool(counts.get("gold")), rules)


def quote_of(form: PackForm, tasks: int, with_gold: bool, rules: Rules) -> Quote:
    """What a form costs with so many tasks. Raises BelowFloor, and NoQuote for what is beyond all bounds."""
    try:
        found = quote(
            Plan(
                tasks=tasks,
                overlap=form.overlap_most,
                overlap_likely=weighing.overlap_likely(form),
                price=form.price,
                estimate_s=form.estimate_s,
                readers=form.readers_max,
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


def quoted_pack(pack: Pack, rules: Rules) -> Quote:
    """What a pack that was read from its folder would cost, before anything of it is kept."""
    tasks = sum(not row.practice and row.gold is None for row in pack.tasks)
    return quote_of(
        pack.form, tasks, any(row.gold is not None and not row.practice for row in pack.tasks), rules
    )


def launch(tx: Tx, name: str, rules: Rules) -> Quote | None:
    """Locks everything the pack can cost and opens its tasks; a paused pack goes on. The Quote locked, None if it goes on."""
    row = _held(tx, name)
    if row["state"] == "paused":
        tx.run("packs.set_state", pack=row["id"], state="running")
        telling.journal(tx, "operator", "pack_go_on", row["id"])
        return None
    if row["state"] == "reading":
        raise PackNotReady(name=name)
    if row["state"] != "draft":
        raise WrongPackState(name=name, state=row["state"])
    form = serving.form_of(row)
    if form.currency != rules.currency:
        raise OtherCurrency(what=name, currency=form.currency, house=rules.currency)
    wanted = quoted(tx, row, rules)
    try:
        ledger.lock(tx, pack=row["id"], requester=row["requester"], quote=wanted, about=row["version"])
    except ledger.NotEnough as short:
        missing = plain(short.wanted - short.there)
        raise NotFunded(
            name=name, wanted=plain(short.wanted), there=plain(short.there), missing=missing
        ) from None
    tx.run("packs.open_tasks", pack=row["id"], overlap=form.overlap_least)
    counts = {one["role"]: int(one["tasks"]) for one in tx.all("packs.counts", pack=row["id"])}
    tx.run(
        "packs.launch",
        pack=row["id"],
        now=tx.now,
        readers=form.readers_max,
        gold=wanted.gold // form.price,
        tail=counts.get("task", 0),
        places=counts.get("task", 0) * form.overlap_least,
        reading_pay=wanted.reading // form.readers_max,
    )
    sharing.keep(tx, row["id"], form, first=1, last=counts.get("task", 0))
    telling.journal(tx, "operator", "pack_launch", row["id"], at_most=wanted.at_most)
    return wanted


def release(tx: Tx, name: str, key: str) -> None:
    """A person has looked: a task that a report stopped is served again, in the places its money is still there for."""
    row = _held(tx, name)
    if row["state"] not in ("running", "paused"):
        raise WrongPackState(name=name, state=row["state"])
    task = tx.one("packs.stopped_task", pack=row["id"], key=key)
    if task is None:
        raise NotStopped(name=name, key=key)
    form = serving.form_of(row)
    tx.run("packs.release_task", task=task["id"], overlap=form.overlap_least)
    weighing.weigh(tx, form, row["id"], task["id"])
    telling.journal(tx, "operator", "task_release", task["id"], ground=task["stopped_why"])


def pause(tx: Tx, name: str) -> None:
    """Nobody new is served; who holds a task answers it and is paid."""
    row = _held(tx, name)
    if row["state"] != "running":
        raise WrongPackState(name=name, state=row["state"])
    tx.run("packs.set_state", pack=row["id"], state="paused")
    telling.journal(tx, "operator", "pack_pause", row["id"])


def close(tx: Tx, name: str) -> int:
    """Ends a pack. Unused money goes back at once, or when the last open claim has ended, seven days at most.

    Returns the micro-units given back now.
    """
    row = _held(tx, name)
    if row["state"] not in ("draft", "running", "paused"):
        raise WrongPackState(name=name, state=row["state"])
    tx.run("packs.close_tasks", pack=row["id"])
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
    back = ledger.refund(tx, pack=pack, requester=row["requester"])
    tx.run("packs.set_state", pack=pack, state="refunded")
    total = sum(one.amount for one in back)
    telling.journal(tx, "round", "pack_refund", pack, amount=total)
    return total


def task_item(text: dict[str, str], question: dict[str, str], explanation: dict[str, str]) -> str:
    """A task's words as they are stored: JSON without what is empty."""
    whole: dict[str, Any] = {"text": text, "question": question, "explanation": explanation}
    return json.dumps({name: value for name, value in whole.items() if value}, ensure_ascii=False)

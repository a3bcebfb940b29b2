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
from bot.actions import queueing, serving, telling
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.quote import BelowFloor as Low
from bot.domain.quote import Plan, Quote, quote
from bot.domain.refusals import (
    BelowFloor,
    NoSuchPack,
    NoSuchRequester,
    NotFunded,
    PackNameTaken,
    PackNotReady,
    TooLong,
    WrongPackState,
)
from bot.money import hour_s, plain
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


def requester_named(tx: Tx, name: str) -> int:
    """A requester by name; made when new."""
    if not 0 < len(name) <= limits.name_characters_max:
        raise TooLong(count=len(name), most=limits.name_characters_max)
    tx.run("packs.add_requester", id=tx.new_id(), name=name, now=tx.now)
    row = tx.one("packs.requester", name=name)
    assert row is not None
    number: int = row["id"]
    return number


def requester_known(tx: Tx, name: str) -> int:
    """A requester by name; refused when there is none."""
    row = tx.one("packs.requester", name=name)
    if row is None:
        raise NoSuchRequester(name=name)
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
    """Removes a pack whose import has failed; False for any other."""
    state = (
        queueing.state(tx, pack["job"]) if pack["state"] == "reading" and pack["job"] is not None else None
    )
    if state is None or state.state != "failed":
        return False
    tx.run("packs.drop_tasks", pack=pack["id"])
    tx.run("packs.drop_versions", pack=pack["id"])
    tx.run("packs.drop_pack", pack=pack["id"])
    telling.journal(tx, "operator", "pack_drop", pack["id"])
    return True


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
    plan = Plan(
        tasks=counts.get("task", 0),
        overlap=form.overlap,
        price=form.price,
        estimate_s=form.estimate_s,
        readers=form.readers_max,
        words=form.instruction_words,
        gold_points=form.gold_points if counts.get("gold") else 0,
        floor=rules.floor_hourly,
        minor=rules.minor,
    )
    found = quote(plan)
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
    wanted, form = quoted(tx, row, rules), serving.form_of(row)
    try:
        ledger.lock(tx, pack=row["id"], requester=row["requester"], quote=wanted, about=row["version"])
    except ledger.NotEnough as short:
        missing = plain(short.wanted - short.there)
        raise NotFunded(
            name=name, wanted=plain(short.wanted), there=plain(short.there), missing=missing
        ) from None
    tx.run("packs.open_tasks", pack=row["id"], overlap=form.overlap)
    counts = {one["role"]: int(one["tasks"]) for one in tx.all("packs.counts", pack=row["id"])}
    tx.run(
        "packs.launch",
        pack=row["id"],
        now=tx.now,
        readers=form.readers_max,
        gold=wanted.gold // form.price,
        tail=counts.get("task", 0),
        places=counts.get("task", 0) * form.overlap,
    )
    telling.journal(tx, "operator", "pack_launch", row["id"], at_most=wanted.at_most)
    return wanted


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

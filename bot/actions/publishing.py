"""Publishing: a pack is quoted, launched with its money locked, paused, closed and refunded.

A pilot is a launch of a pack's first ten tasks (`bot.actions.piloting`): their money alone is locked, they alone are
served, and the rest is launched, all of it or nothing, when its requester says so.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import (
    caring,
    cases,
    flooring,
    halting,
    minding,
    queueing,
    replacing,
    sharing,
    showing,
    telling,
    trusting,
    weighing,
)
from bot.domain import alarms, limits
from bot.domain.limits import Rules
from bot.domain.outcomes.requester import PackSeen
from bot.domain.quote import BelowFloor as Low
from bot.domain.quote import Part, Plan, Quote, care_pay, quote, with_fee
from bot.domain.refusals.alarms import StillAlarmed
from bot.domain.refusals.claims import NoNeutralPerson
from bot.domain.refusals.packs import (
    BelowFloor,
    MustBeSeen,
    NoQuote,
    NoSuchPack,
    NotFunded,
    NotStopped,
    OtherCurrency,
    PackNotReady,
    WrongPackState,
)
from bot.money import plain
from bot.packs.form import PackForm
from bot.storage import Row, Tx


def named(tx: Tx, name: str) -> Row:
    """A pack by its name. Raises NoSuchPack."""
    found = tx.one("packs.pack_named", name=name)
    row = tx.one("packs.pack", pack=found["id"]) if found is not None else None
    if row is None:
        raise NoSuchPack(name=name[: limits.name_characters_max])
    return row


def owned(tx: Tx, requester: int, name: str) -> Row:
    """A requester's own pack by its name. Raises NoSuchPack, also for somebody else's."""
    row = named(tx, name)
    if row["requester"] != requester:
        raise NoSuchPack(name=name)
    return row


def held(tx: Tx, name: str) -> Row:
    """A pack by its name, held until the transaction ends, as it stands now."""
    tx.one("packs.lock_pack", pack=named(tx, name)["id"])
    return named(tx, name)


def quoted(tx: Tx, pack: Row, rules: Rules) -> Quote:
    """What a pack costs at most and likely. Refused when its price is under the hourly floor."""
    return quote_of(showing.form_of(pack), pack["tasks"], bool(pack["golds"]), rules, flagged=pack["flagged"])


def quote_of(
    form: PackForm,
    tasks: int,
    with_gold: bool,
    rules: Rules,
    readers: int | None = None,
    *,
    flagged: int = 0,
) -> Quote:
    """What a form costs with so many tasks, some with hard content, for as many readers as it says or for fewer.

    Raises BelowFloor, and NoQuote for what is beyond all bounds.
    """
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
                flagged_tasks=flagged,
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
        if alarms.reason_repeated in row["waits"].splitlines():
            raise MustBeSeen(name=name, reasons=" ".join(row["waits"].splitlines()))
        minding.minded(row, rules)
        flooring.not_short(tx, row)
        halting.may_go_on(tx, row)
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
    minding.minded(row, rules)
    decided(tx, row, rules)
    return form


def decided(tx: Tx, row: Row, rules: Rules) -> None:
    """Raises NoNeutralPerson where a pack's answers are checked before their pay and nobody here decides what is disputed. A read."""
    form = showing.form_of(row)
    if form.review_window_h and not cases.anybody(tx, rules) and not _jury(tx, row, form):
        raise NoNeutralPerson


def _jury(tx: Tx, row: Row, form: PackForm) -> bool:
    """Might three people decide between this pack's requester and who works there, in one of its languages? A read.

    Of whoever reads another nothing can be claimed while it waits (`claiming`).
    """
    return any(cases.jury(tx, row["id"], row["requester"], one) for one in form.languages)


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
        care_pay=care_pay(form.price, form.estimate_s, rules.minor),
        jury=int(bool(form.review_window_h) and not cases.anybody(tx, rules)),
    )
    flooring.freeze(tx, row["id"], rules.floor_hourly)


def top_up(tx: Tx, row: Row, amounts: dict[Part, int], about: int, rules: Rules) -> int:
    """Locks more for a pack, part by part, and the fee on it. Returns micro-units. Raises NotFunded and ReversibleSpent."""
    if not amounts:
        return 0
    trusting.may_lock(tx, row["requester"], with_fee(amounts), rules)
    try:
        moved = ledger.top_up(tx, pack=row["id"], requester=row["requester"], amounts=amounts, about=about)
    except ledger.NotEnough as short:
        raise not_funded(row["name"], short) from None
    return sum(one.amount for one in moved)


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
    alarm = tx.one("alarms.of_task", task=task["id"])
    if alarm is not None and (alarm["state"] in alarms.open_states or alarm["untold"]):
        raise StillAlarmed(key=key)
    weighing.release(tx, showing.form_of(row), row["id"], task["id"])
    telling.journal(tx, "operator", "task_release", task["id"], ground=task["stopped_why"])


def pause(tx: Tx, name: str) -> None:
    """Nobody new is served; who holds a task answers it and is paid."""
    row = held(tx, name)
    if row["state"] != "running" and not halting.stay(tx, row["id"]):
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
    halting.end(tx, row["id"])
    cases.settled(tx, "grievance", row["id"])
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
    caring.settle_pack(tx, pack)
    back = ledger.refund(tx, pack=pack, requester=row["requester"])
    ledger.repay(tx, requester=row["requester"])
    tx.run("packs.set_state", pack=pack, state="refunded")
    total = sum(one.amount for one in back)
    telling.journal(tx, "round", "pack_refund", pack, amount=total)
    return total

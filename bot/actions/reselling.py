"""Reselling: answers were sold again, and those who gave them get the share that their pack's offer promised (P11, P13).

The requester says what the resale brought; the promised share of that is put aside at once, from what they have free. Then, some
people at a time, it is written down how many accepted answers each has given, and then, some at a time, each is paid by that. Whoever
withdrew from the pack or was forgotten before they were counted has none in it; who goes before they are paid leaves their part to the requester.

    counting ── all are counted ─► paying ── all are paid ─► over
"""

from __future__ import annotations

from contextlib import suppress

from bot import ledger
from bot.actions import depositing, forgetting, publishing, showing, telling, trusting
from bot.domain import limits, shares
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.shares import ResaleBegun, ResaleCame, ResaleHow, ResalePaid
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.refusals.deposits import NotAnAmount, ReferenceUsed
from bot.domain.refusals.shares import NobodyAnswered, NoShare
from bot.domain.refusals.voices import NothingSaid
from bot.domain.said import from_command, said
from bot.money import typed, unit_micro
from bot.storage import Row, Tx

deadline = "resale"
counted_per_step = 100
paid_per_step = 50


def resale(tx: Tx, who: Who, rules: Rules, word: str) -> Outcome:
    """/resale_streets 120.00 and to whom; without all of it: how to write it. Refused like `begin`."""
    if not who.requester:
        return NotUnderstood(current=telling.current_mark(tx, who))
    name, amount, words = (*word.split(maxsplit=2), "", "", "")[:3]
    if not words:
        return ResaleHow(name=from_command(name) if name else "")
    return begin(tx, who.requester, from_command(name), amount, words, rules)


def resale_by_desk(tx: Tx, name: str, amount: str, words: str, rules: Rules) -> ResaleBegun:
    """The same by the command line, for whoever the pack is of."""
    return begin(tx, publishing.named(tx, name)["requester"], name, amount, words, rules)


def begin(tx: Tx, requester: int, name: str, written: str, words: str, rules: Rules) -> ResaleBegun:
    """Puts the share of a resale aside. The same words for the same pack are one resale, however often they are sent.

    Raises NoSuchPack, NoShare, NobodyAnswered, NotAnAmount, NothingSaid, NotFunded, ReversibleSpent, ReferenceUsed.
    """
    pack = publishing.owned(tx, requester, name)
    form, brought = showing.form_of(pack), _amount(written, rules)
    amount, kept = shares.promised(brought, form.resale_share), said(words, limits.reason_characters_max)
    if not amount:
        raise NoShare(name=name)
    if not kept:
        raise NothingSaid
    tx.one("requesters.lock", requester=requester)
    about = depositing.reference_number("resale", str(pack["id"]), kept)
    before = tx.one("shares.resale", id=about)
    if before is not None and before["brought"] != brought:
        raise ReferenceUsed(reference=kept)
    if before is None:
        if tx.value("shares.any_counted", pack=pack["id"]) is None:
            raise NobodyAnswered(name=name)
        _put_aside(tx, pack, about, amount, rules)
        given = {"pack": pack["id"], "requester": requester, "words": kept}
        tx.run("shares.add_resale", id=about, brought=brought, amount=amount, now=tx.now, **given)
        tx.run("jobs.set_deadline", kind=deadline, subject=about, at=tx.now)
        telling.journal(tx, f"requester {requester}", "resale", pack["id"], amount=amount)
    return ResaleBegun(name, brought, amount, ledger.balance(tx, f"requester:{requester}"))


def _put_aside(tx: Tx, pack: Row, about: int, amount: int, rules: Rules) -> None:
    trusting.may_lock(tx, pack["requester"], amount, rules)
    try:
        ledger.hold_resale(tx, pack=pack["id"], requester=pack["requester"], amount=amount, about=about)
    except ledger.NotEnough as short:
        raise publishing.not_funded(pack["name"], short) from None


def _amount(written: str, rules: Rules) -> int:
    """Micro-units: above zero, in whole units of what is shown, no more than a resale may bring."""
    with suppress(ValueError):
        amount = typed(written)
        if 0 < amount <= limits.resale_units_max * unit_micro and not amount % rules.minor:
            return amount
    raise NotAnAmount(written=written[:40])


# ---- what a round does -----------------------------------------------------------------------------------------------


def step(tx: Tx, number: int) -> None:
    """Some people more are counted, or paid; comes again at once until it is over."""
    tx.one("shares.lock_resale", id=number)
    row = tx.one("shares.resale", id=number)
    assert row is not None, f"resale {number} is gone"
    if row["state"] == "over":
        return
    _count(tx, row) if row["state"] == "counting" else _pay(tx, row)
    if tx.value("shares.resale_state", id=number) != "over":
        tx.run("jobs.set_deadline", kind=deadline, subject=number, at=tx.now)


def _count(tx: Tx, row: Row) -> None:
    people = tx.all("shares.counted", pack=row["pack"], after=row["position"], most=counted_per_step)
    for one in people:
        if one["answers"]:
            given = {"person": one["person"], "answers": one["answers"]}
            tx.run("shares.add_part", id=tx.new_id(), resale=row["id"], now=tx.now, **given)
    over = len(people) < counted_per_step
    total = sum(int(one["answers"]) for one in people)
    position = 0 if over else people[-1]["person"]
    tx.run(
        "shares.counted_so_far",
        id=row["id"],
        state="paying" if over else "counting",
        more=total,
        position=position,
    )


def _pay(tx: Tx, row: Row) -> None:
    parts = tx.all("shares.parts", resale=row["id"], after=row["position"], most=paid_per_step)
    reached, paid, pack = int(row["reached"]), 0, tx.one("packs.pack", pack=row["pack"])
    assert pack is not None, "a pack that somebody answered in stays"
    for one in parts:
        amount = shares.part(row["amount"], reached, one["answers"], row["answers"])
        reached += int(one["answers"])
        if one["consent"] != forgetting.gone and amount:
            _pay_one(tx, pack, row, one, amount)
            paid += amount
    position = parts[-1]["id"] if parts else row["position"]
    tx.run("shares.paid_so_far", id=row["id"], reached=reached, more=paid, position=position)
    if len(parts) < paid_per_step:
        _end(tx, pack, row, int(row["paid"]) + paid)


def _pay_one(tx: Tx, pack: Row, row: Row, part: Row, amount: int) -> None:
    ledger.pay_resale(tx, pack=pack["id"], worker=part["book"], amount=amount, about=part["id"])
    tx.run("shares.part_paid", id=part["id"], amount=amount)
    form = showing.form_of(pack)
    came = ResaleCame(
        asks=form.asks,
        title=form.title,
        amount=amount,
        answers=part["answers"],
        words=row["words"],
        balance=ledger.available(tx, part["book"]),
    )
    telling.notify_person(tx, part["person"], came, unasked=True)


def _end(tx: Tx, pack: Row, row: Row, paid: int) -> None:
    back = int(row["amount"]) - paid
    if back:
        given = {"pack": pack["id"], "requester": pack["requester"]}
        ledger.return_resale(tx, amount=back, about=row["id"], **given)
    tx.run("shares.over", id=row["id"], now=tx.now)
    people = int(tx.value("shares.people_paid", resale=row["id"]))
    telling.journal(tx, "round", "resale_over", pack["id"], paid=paid, people=people)
    told = ResalePaid(pack["name"], paid, people, back)
    telling.notify_requester(tx, pack["requester"], told)

"""Thanking: a requester pays a worker a bonus beside the pay, for a reason in their own words.

The worker is named by the pseudonym that the pack's results give them, so who they are stays unknown. The money is the
requester's that no pack holds, the fee comes on top; it is the worker's at once and comes back to nobody. The same reason for
the same person in the same pack is one bonus, however often it is sent.
"""

from __future__ import annotations

from contextlib import suppress

from bot import ledger
from bot.actions import depositing, exporting, forgetting, publishing, showing, telling, trusting
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.voices import BonusCame, BonusHow, BonusPaid
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.domain.quote import fee_due
from bot.domain.refusals.deposits import NotAnAmount, ReferenceUsed
from bot.domain.refusals.results import NoSuchWorker
from bot.domain.refusals.voices import BonusesEnough, BonusTooLarge, NothingSaid
from bot.domain.said import from_command, said
from bot.money import typed, unit_micro
from bot.storage import Tx


def bonus(tx: Tx, who: Who, rules: Rules, word: str) -> Outcome:
    """/thank_streets w4zw… 2.00 and why; without all of it: how to write it. Refused like `pay`."""
    if not who.requester:
        return NotUnderstood(current=telling.current_mark(tx, who))
    name, worker, amount, reason = (*word.split(maxsplit=3), "", "", "", "")[:4]
    if not reason:
        return BonusHow(name=from_command(name) if name else "")
    paid = pay(tx, who.requester, from_command(name), worker, amount, reason, rules)
    return BonusPaid(worker=worker, amount=paid, have=ledger.balance(tx, f"requester:{who.requester}"))


def bonus_by_desk(tx: Tx, name: str, worker: str, amount: str, reason: str, rules: Rules) -> int:
    """The same by the command line, for whoever the pack is of. Returns micro-units."""
    return pay(tx, publishing.named(tx, name)["requester"], name, worker, amount, reason, rules)


def pay(tx: Tx, requester: int, name: str, worker: str, written: str, reason: str, rules: Rules) -> int:
    """One bonus. Raises NoSuchPack, NoSuchWorker, NotAnAmount, BonusTooLarge, BonusesEnough, NotFunded, ReferenceUsed."""
    pack = publishing.owned(tx, requester, name)
    person = exporting.person_called(tx, pack, worker)
    amount, words = _amount(written, rules), said(reason, limits.reason_characters_max)
    if not words:
        raise NothingSaid
    tx.one("requesters.lock", requester=requester)
    about = depositing.reference_number("bonus", f"{pack['id']} {person}", words)
    before = tx.one("thanking.bonus", id=about)
    if before is not None:
        if before["amount"] != amount:
            raise ReferenceUsed(reference=words)
        return amount
    if (
        int(tx.value("thanking.since", requester=requester, since=tx.now - limits.day))
        >= limits.bonuses_daily
    ):
        raise BonusesEnough(count=limits.bonuses_daily)
    row = tx.one("people.person", person=person)
    assert row is not None, "who answered is there"
    if row["consent"] == forgetting.gone:
        raise NoSuchWorker(name=name, worker=worker)
    trusting.may_lock(tx, requester, amount + fee_due(amount), rules)
    try:
        ledger.pay_bonus(
            tx, requester=requester, worker=row["book"], amount=amount, about=about, pack=pack["id"]
        )
    except ledger.NotEnough as short:
        raise publishing.not_funded(name, short) from None
    tx.run(
        "thanking.add",
        id=about,
        requester=requester,
        pack=pack["id"],
        person=person,
        amount=amount,
        reason=words,
        now=tx.now,
    )
    telling.journal(tx, f"requester {requester}", "bonus", pack["id"], amount=amount)
    form = showing.form_of(pack)
    came = BonusCame(
        asks=form.asks,
        title=form.title,
        amount=amount,
        reason=words,
        balance=ledger.available(tx, row["book"]),
    )
    telling.notify_person(tx, person, came)
    return amount


def _amount(written: str, rules: Rules) -> int:
    """Micro-units: above zero, in whole units of what is shown, no more than a bonus may be."""
    with suppress(ValueError):
        amount = typed(written)
        if amount > limits.bonus_units_max * unit_micro:
            raise BonusTooLarge(most=limits.bonus_units_max)
        if amount > 0 and not amount % rules.minor:
            return amount
    raise NotAnAmount(written=written[:40])

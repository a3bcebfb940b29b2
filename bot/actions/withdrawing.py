"""Withdrawing: somebody takes back their consent to what becomes of their answers in one pack, where its licence lets them (P11).

From then on none of their answers there leaves, by no file and no webhook, and they are served none of its work. What has left
can't be fetched back from here: its requester is told whose answers those are, by the name the results gave them. Their pay is
theirs. It is done once and for good, by a command that is sent twice: alone it says what it does.
"""

from __future__ import annotations

from bot.actions import exporting, publishing, showing, telling, uncovering, webhooks
from bot.domain import licences
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.shares import Gave, WithdrawalCame, WithdrawHow, WithdrawList, Withdrawn
from bot.domain.people import Who
from bot.domain.refusals.shares import NothingToWithdraw, PublicLicence
from bot.domain.said import from_command
from bot.storage import Row, Tx

yes = "yes"
shown_most = 10
looked_at = 100  # of the packs they answered in, the newest


def withdraw(tx: Tx, who: Who, word: str) -> Outcome:
    """/withdraw: from which packs they can. /withdraw_streets: what that does. /withdraw_streets yes: it is done.

    Raises NoSuchPack, NothingToWithdraw, PublicLicence.
    """
    name, _, said = word.partition(" ")
    if not name:
        return WithdrawList(_all(tx, who))
    pack = publishing.named(tx, from_command(name))
    gave = _given(tx, who, pack)
    if not gave.answers:
        raise NothingToWithdraw(name=pack["name"])
    if said.strip().casefold() != yes:
        return WithdrawHow(gave)
    _done(tx, who, pack, gave)
    return Withdrawn(gave)


def _all(tx: Tx, who: Who) -> tuple[Gave, ...]:
    found = []
    for row in tx.all("shares.answered_in", person=who.person, most=looked_at):
        pack = tx.one("packs.pack", pack=row["pack"])
        if pack is not None and licences.may_withdraw(showing.form_of(pack).licence):
            found.append(_given(tx, who, pack))
    return tuple(found[:shown_most])


def _given(tx: Tx, who: Who, pack: Row) -> Gave:
    """What they gave there; raises PublicLicence where it is everybody's by now."""
    form = showing.form_of(pack)
    row = tx.one("shares.gave", person=who.person, pack=pack["id"])
    assert row is not None, "a count is always there"
    if row["answers"] and not licences.may_withdraw(form.licence):
        raise PublicLicence(name=pack["name"], licence=form.licence)
    return Gave(pack["name"], form.title, row["answers"], row["gone"])


def _done(tx: Tx, who: Who, pack: Row, gave: Gave) -> None:
    tx.run("shares.withdraw", person=who.person, pack=pack["id"], now=tx.now)
    for one in tx.all("shares.open_in", person=who.person, pack=pack["id"]):
        uncovering.let_go(tx, who, one["id"])
    telling.journal(tx, f"person {who.person}", "withdraw", pack["id"], answers=gave.answers)
    secret = str(tx.value("results.secret", pack=pack["id"]))
    called = exporting.pseudonym(secret, who.person) if gave.left and secret else ""
    if called:
        webhooks.without_person(tx, pack["requester"], pack["name"], called)
    told = WithdrawalCame(pack["name"], called, gave.answers, gave.left)
    telling.notify_requester(tx, pack["requester"], told)

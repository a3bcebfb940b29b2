"""Where a person is paid: written once, shown back, confirmed, kept sealed; and what a change of it takes.

A place belongs to one person or household: who writes one that somebody else is paid at is asked whether it is shared,
and a declared household is fine. A change waits 72 hours, and the person is told where they came with first; until
then money goes to the old place and the change can be taken back. It is immediate for whom nothing was ever paid out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.actions import telling
from bot.domain import limits
from bot.domain.events import Event, Wrote
from bot.domain.limits import Rules
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.cashing import IsItShared, IsItYours, PlaceChanged, WhereTo, WhichPlace
from bot.domain.outcomes.worker import NotUnderstood
from bot.domain.people import Who
from bot.money import unit_micro
from bot.payouts import Order, Rail
from bot.payouts.vault import Sealed, Vault
from bot.storage import Row, Tx


@dataclass(frozen=True, slots=True)
class Ways:
    """How money leaves: the rails that are set up, by name, and the vault that seals places. Without both nothing leaves.

    `least` is what is paid out at least, in micro-units.
    """

    rails: Mapping[str, Rail] = field(default_factory=dict)
    vault: Vault | None = None
    least: int = unit_micro

    @property
    def open(self) -> bool:
        """Can anybody be paid out?"""
        return bool(self.rails) and self.vault is not None

    def order(self, payout: Row, destination: Row | None) -> Order | None:
        """A payout as its rail is given it; None where it can't be made: no such rail, place or key any more."""
        if self.vault is None or payout["rail"] not in self.rails or destination is None:
            return None
        try:
            to = self.vault.open(destination["sealed"]).decode()
        except Sealed:
            return None
        at = payout["sent_at"] or 0
        return Order(str(payout["id"]), payout["arrives"], payout["currency"], to, at=at)


def in_force(tx: Tx, person: int) -> Row | None:
    """Where a person is paid now. A read."""
    return tx.one("payouts.destination_of", person=person, now=tx.now)


def where(tx: Tx, who: Who, ways: Ways) -> Outcome:
    """[Where to?], [Change where]: the rails there are; with one alone its question."""
    names = tuple(called(rail) for rail in ways.rails.values())
    if len(names) == 1:
        return telling.ask(tx, who, WhichPlace(rail=names[0]))
    return telling.ask(tx, who, WhereTo(rails=names))


def called(rail: Rail) -> str:
    """What screens know a rail by: its name, and of one that is paid by hand also what its list is for.

    "mpesa", "list sepa"
    """
    form = getattr(rail, "form", "")
    return f"{rail.name} {form}" if form else rail.name


def which(tx: Tx, who: Who, ways: Ways, rail: str) -> Outcome:
    """A rail was chosen: the number, address or account."""
    if _rail(ways, rail) is None:
        return where(tx, who, ways)
    return telling.ask(tx, who, WhichPlace(rail=rail))


def _rail(ways: Ways, name: str) -> Rail | None:
    return ways.rails.get(name.split()[0]) if name else None


def written(
    tx: Tx, who: Who, rules: Rules, mark: str, event: Event, sent_at: int, *, ways: Ways
) -> Outcome | None:
    """A place was typed: shown back with [Yes, it is mine], or the sentence that says what to write instead."""
    row = tx.one("telling.lock_question", account=who.account, mark=mark)
    facts = telling.facts(row) if row is not None else None
    if row is None or not isinstance(facts, WhichPlace) or not isinstance(event, Wrote):
        return NotUnderstood(current=telling.current_mark(tx, who))
    if row["settled_at"] is not None:
        return telling.repeated(tx, who, row, "place")
    rail = _rail(ways, facts.rail)
    if rail is None or ways.vault is None:
        return where(tx, who, ways)
    found = rail.read_destination(event.text)
    if isinstance(found, str):
        return telling.ask_again(tx, who, WhichPlace(facts.rail, found, mark))
    telling.settle(tx, who, mark, "place")
    tx.run("payouts.drop_unconfirmed", person=who.person)
    destination = tx.new_id()
    tx.run(
        "payouts.add_destination",
        id=destination,
        person=who.person,
        rail=rail.name,
        sealed=ways.vault.seal(found.to.encode()),
        fingerprint=_fingerprint(ways.vault, rail, found.to),
        hint=found.hint,
        now=tx.now,
    )
    return telling.ask(tx, who, IsItYours(destination, facts.rail, found.hint, place=found.to))


def _fingerprint(vault: Vault, rail: Rail, to: str) -> str:
    """The same number is the same place by whichever rail."""
    return vault.fingerprints(to.encode())[0]


def mine(tx: Tx, who: Who, ways: Ways, destination: int, rail: str) -> Outcome | str:
    """[Yes, it is mine]: confirmed; asked once more where somebody else is paid there. Else what became of it, as a note."""
    row = _unconfirmed(tx, who, destination)
    if row is None:
        return where(tx, who, ways)
    if _others_there(tx, ways, row):
        return telling.ask(tx, who, IsItShared(destination, rail, row["hint"]))
    return _confirm(tx, who, row, shared=False)


def shared(tx: Tx, who: Who, ways: Ways, destination: int) -> Outcome | str:
    """[Yes, it is shared]: a declared household."""
    row = _unconfirmed(tx, who, destination)
    if row is None:
        return where(tx, who, ways)
    telling.journal(tx, f"person {who.person}", "household", destination)
    return _confirm(tx, who, row, shared=True)


def _unconfirmed(tx: Tx, who: Who, destination: int) -> Row | None:
    row = tx.one("payouts.destination", destination=destination)
    fits = row is not None and row["person"] == who.person and row["confirmed_at"] is None
    return row if fits else None


def _others_there(tx: Tx, ways: Ways, row: Row) -> bool:
    assert ways.vault is not None
    try:
        prints = ways.vault.fingerprints(ways.vault.open(row["sealed"]))
    except Sealed:
        prints = (row["fingerprint"],)
    return any(tx.one("payouts.others_there", fingerprint=one, person=row["person"]) for one in prints)


def _confirm(tx: Tx, who: Who, row: Row, *, shared: bool) -> str:
    """In force at once, or in 72 hours for whom money ever went out; "place", "changed", "same" or "kept".

    The place that is in force takes a change back as [Keep …] does; the one that is on its way goes on waiting as it did.
    """
    old = in_force(tx, who.person)
    later = tx.one("payouts.next_destination", person=who.person, now=tx.now)
    known = next((one for one in (old, later) if one is not None and _same(one, row)), None)
    if known is not None:
        tx.run("payouts.drop_unconfirmed", person=who.person)
        return "changed" if known is later else keep(tx, who) or "same"
    if later is not None:
        tx.run("payouts.end_destination", destination=later["id"], at=tx.now)
    waits = old is not None and tx.one("payouts.went_out", person=who.person) is not None
    usable_at = tx.now + limits.destination_change_ms if waits else tx.now
    tx.run(
        "payouts.confirm_destination",
        destination=row["id"],
        now=tx.now,
        usable_at=usable_at,
        shared=int(shared),
    )
    if old is not None:
        tx.run("payouts.end_destination", destination=old["id"], at=usable_at)
    telling.journal(tx, f"person {who.person}", "destination", row["id"], usable_at=usable_at)
    if old is None or not waits:
        return "place"
    telling.notify_person(tx, who.person, PlaceChanged(old["hint"], row["hint"], usable_at))
    return "changed"


def _same(one: Row, other: Row) -> bool:
    return (one["fingerprint"], one["rail"]) == (other["fingerprint"], other["rail"])


def keep(tx: Tx, who: Who) -> str:
    """[Keep …]: a change that has not come yet is taken back; "kept", or "" when there is none."""
    later = tx.one("payouts.next_destination", person=who.person, now=tx.now)
    old = in_force(tx, who.person)
    if later is None or old is None:
        return ""
    tx.run("payouts.end_destination", destination=later["id"], at=tx.now)
    tx.run("payouts.end_destination", destination=old["id"], at=None)
    telling.journal(tx, f"person {who.person}", "destination_kept", old["id"])
    return "kept"


def reseal(tx: Tx, ways: Ways) -> int:
    """Seals every place anew that an older key sealed, so that key can be taken away. Returns how many."""
    assert ways.vault is not None
    done = 0
    for row in tx.all("payouts.all_destinations"):
        try:
            anew = ways.vault.resealed(row["sealed"])
            if anew is None:
                continue
            fingerprint = ways.vault.fingerprints(ways.vault.open(anew))[0]
        except Sealed:
            continue
        tx.run("payouts.reseal_destination", destination=row["id"], sealed=anew, fingerprint=fingerprint)
        done += 1
    return done

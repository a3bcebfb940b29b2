"""Trusting: what money that may still be called back can pay for, while its requester is new.

A card payment can be charged back for months, and workers' money is never taken back; so in a requester's first 60 days
at most `rules.reversible_max` of it goes into packs. Money that stays (a bank transfer, cash) has no such limit and
is counted as spent first: of what can be called back all but that sum must stay unspent. What was called back was still
spent: as long as its requester owes it nothing is free, and what the house has borne of it counts towards that sum.
"""

from __future__ import annotations

from bot import ledger
from bot.domain import limits
from bot.domain.limits import Rules
from bot.domain.refusals.deposits import ReversibleSpent
from bot.money import percent, plain
from bot.storage import Tx


def may_lock(tx: Tx, requester: int, amount: int, rules: Rules) -> None:
    """Asked before a requester's money goes into a pack or to a worker. Raises ReversibleSpent.

    The requester stays held until the transaction ends, so that two launches at once are asked one after the other.
    """
    reversible = _new_and_reversible(tx, requester)
    if not reversible:
        return
    tx.one("requesters.lock", requester=requester)
    there = ledger.balance(tx, f"requester:{requester}")
    left = max(0, rules.reversible_max - ledger.borne(tx, requester=requester))
    free = there - max(0, reversible - left)
    if free < amount <= there:  # beyond what is there the book refuses
        raise ReversibleSpent(
            days=limits.requester_new_ms // limits.day,
            most=plain(rules.reversible_max),
            free=plain(max(0, free)),
            wanted=plain(amount),
        )


def from_new_requester(tx: Tx, book: int) -> bool:
    """Has a worker earned over 80 % from one new requester whose money can be, or was called back? Then a person looks first.

    `book` is the number by which the book knows the worker. A read.
    """
    earned: dict[int, int] = {}
    for source, amount in ledger.earned_from(tx, book).items():
        earned[_requester_of(tx, source)] = earned.get(_requester_of(tx, source), 0) + amount
    most = percent(sum(earned.values()), limits.one_requester_points_max)
    return any(
        requester
        and amount > most
        and (_new_and_reversible(tx, requester) > 0 or _called_back(tx, requester))
        for requester, amount in earned.items()
    )


def _requester_of(tx: Tx, account: str) -> int:
    """Whose money an account held before it was a worker's; 0: the house's."""
    owner, _, rest = account.partition(":")
    if owner in ("pack", "resale"):
        pack = tx.one("packs.pack", pack=int(rest.partition(":")[0]))
        return int(pack["requester"]) if pack is not None else 0
    return int(rest) if owner == "requester" else 0


def _new_and_reversible(tx: Tx, requester: int) -> int:
    """What a requester paid in so that it may be called back, in micro-units; 0 when they are not new any more."""
    row = tx.one("deposits.trusted", requester=requester)
    assert row is not None, "an aggregate has one row"
    if row["first_at"] is None or tx.now - row["first_at"] >= limits.requester_new_ms:
        return 0
    return int(row["reversible"])


def _called_back(tx: Tx, requester: int) -> bool:
    """Was money called back that came in as lately as makes a requester new?"""
    since = tx.now - limits.requester_new_ms
    return tx.one("deposits.called_back", requester=requester, since=since) is not None

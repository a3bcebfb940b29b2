"""Barring: what a limit on an account keeps from being served (P10); asked at the places where work is chosen, and nowhere else.

What is open stays theirs and is paid, and what they have is paid out as always: nothing of a limit is asked where money is.
Who sets one, and how it ends, is `restricting`'s.
"""

from __future__ import annotations

from bot.actions import telling
from bot.domain.outcomes import Question
from bot.domain.outcomes.accounts import Barred
from bot.domain.outcomes.worker import Saved
from bot.domain.people import Who
from bot.ledger import available
from bot.storage import Row, Tx


def bars(tx: Tx, who: Who, pack: Row) -> bool:
    """May somebody not be served from a pack now, by a limit? A read; of nearly everybody it asks nothing."""
    if not who.barred:
        return False
    about = {"pack": pack["id"], "requester": pack["requester"], "all": 0}
    return any(row["about"] == about[row["scope"]] for row in _holding(tx, who.person))


def stopped(tx: Tx, who: Who, saved: Saved | None = None) -> Question | None:
    """What stands in the place of all new work; None where there is no limit on all of it."""
    if not who.barred:
        return None
    row = next((one for one in _holding(tx, who.person) if one["scope"] == "all"), None)
    if row is None:
        return None
    have = available(tx, who.book)
    return telling.ask(tx, who, Barred(row["code"], row["reason"], row["until"], have, saved=saved))


def _holding(tx: Tx, person: int) -> list[Row]:
    return tx.all("accounts.bars", person=person, now=tx.now)

"""Reviewing: within a pack's window its requester looks at answers, and accepts them or says that they can't be used.

An answer in time is paid to *earned*, and becomes available when the requester accepts it or when the window is over:
silence is acceptance. Known answers wait with the others, for else they would be known; they are in no review. What
was undone and is given again waits its whole time from then. Late answers, practice, reading and reports are paid at once.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import publishing, telling
from bot.domain import claims, limits
from bot.domain.said import from_command
from bot.storage import Row, Tx


def waits(tx: Tx, assignment: int, window_h: int) -> bool:
    """An answer was given: does its pay wait? Then from now on, so many hours at most."""
    row = tx.one("work.assignment", assignment=assignment)
    if row is None or not row["waits"]:
        return False
    at = tx.now + window_h * limits.hour
    tx.run("jobs.set_deadline", kind="release", subject=assignment, at=at)
    return True


def release(tx: Tx, assignment: int) -> bool:
    """Accepted, or the window is over: its pay is final. False when it was, or somebody must rule first."""
    row = tx.one("work.assignment", assignment=assignment)  # held: of a release and a claim one comes first
    if row is None or not row["waits"] or row["state"] == "claimed":
        return False
    ledger.release(tx, transfer=row["waits"])
    tx.run("reviews.released", assignment=assignment, transfer=row["waits"])
    tx.run("jobs.clear_deadline", kind="release", subject=assignment)
    return True


def accept_all(tx: Tx, requester: int, pack: int) -> int:
    """Everything of a pack that waits and can't be undone any more is accepted, by the rounds at once. How many that is."""
    telling.journal(tx, f"requester {requester}", "accept_all", pack)
    return tx.run("reviews.hurry", pack=pack, now=tx.now, undo_before=tx.now - limits.undo_ms)


def theirs(tx: Tx, requester: int, name: str) -> Row:
    """A requester's own pack by its name; refused as if it were not there when it is somebody else's."""
    return publishing.owned(tx, requester, from_command(name))


def to_look_at(tx: Tx, pack: int) -> int:
    """How many answers of a pack wait for their requester's word. A read."""
    return int(tx.value("reviews.waiting_count", pack=pack, state="answered"))


def in_no_results(tx: Tx, pack: int) -> int:
    """How many answers of a pack are in no results yet: those that wait, claimed or not. A read."""
    return to_look_at(tx, pack) + frozen(tx, pack)


def frozen(tx: Tx, pack: int) -> int:
    """How many answers of a pack are claimed while they wait. A read."""
    return int(tx.value("reviews.waiting_count", pack=pack, state="claimed"))


def looked_at(tx: Tx, pack: int, after: int, most: int) -> list[Row]:
    """Answers of a pack that its requester may look at, behind one. A read."""
    return tx.all(
        "reviews.waiting",
        pack=pack,
        after=after,
        since=tx.now - claims.claim_until_ms,
        undo_before=tx.now - limits.undo_ms,
        most=most,
    )

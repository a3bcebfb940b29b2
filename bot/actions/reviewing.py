"""Reviewing: within a pack's window its requester looks at answers, and accepts them or says that they can't be used.

An answer in time is paid to *earned*, and becomes available when the requester accepts it or when the window is over:
silence is acceptance. Known answers wait with the others, for else they would be known; they are in no review. What
was undone and is given again waits its whole time from then. Late answers, practice, reading and reports are paid at once.
"""

from __future__ import annotations

from bot import ledger
from bot.actions import publishing, showing, telling
from bot.domain import claims, limits
from bot.domain.refusals.packs import NoSuchPack
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
    pack = publishing.named(tx, name.replace("_", "-"))
    if pack["requester"] != requester:
        raise NoSuchPack(name=name)
    return pack


def looked_at(tx: Tx, pack: Row, after: int, most: int) -> list[Row]:
    """Answers of a pack that its requester may look at, behind one. A read."""
    return tx.all(
        "reviews.waiting",
        pack=pack["id"],
        after=after,
        window_h=showing.form_of(pack).review_window_h,
        since=tx.now - claims.claim_until_ms,
        undo_before=tx.now - limits.undo_ms,
        most=most,
    )

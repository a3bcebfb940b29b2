"""What becomes of money that waits: pay under review, claimed pay, held pay, and what is undone.

A payment under review ends once: released, claimed or reversed, whichever came first (one key, `settle:<payment>`).
A claimed one is decided once: overturned or upheld (`decide:<payment>`). What two people held is thawed once, whole.
The frozen purse holds both, and neither can take the other's: each amount that leaves is that of what came in.
"""

from typing import Final

from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, begun, find, post
from bot.ledger.refusals import NotReversible
from bot.storage.transaction import Row, Tx


def of_answer(tx: Tx, assignment: int) -> tuple[Transfer, ...]:
    """What the book has of one answer, in order: its pay, and how that was settled and decided where it waited. A read."""
    paid = find(tx, f"answer:{assignment}")
    if paid is None:
        return ()
    later = (find(tx, f"{key}:{paid.id}") for key in ("settle", "decide"))
    return (paid, *(one for one in later if one is not None))


def is_moderated(tx: Tx, about: int) -> bool:
    """Were minutes about this paid as those of who decides are? A read."""
    return find(tx, f"moderator:{about}") is not None


def release(tx: Tx, *, transfer: int) -> Transfer:
    """The review window of a payment has passed, or the requester agreed: earned money becomes available.

    Raises NotReversible when `transfer` is no payment under review, KeyConflict when it was claimed or reversed.

    release            worker:5:earned -> worker:5:available  0.04
    """
    return _settle(tx, transfer, "release", "available")


def claim(tx: Tx, *, transfer: int) -> Transfer:
    """A requester says that an answer under review is unusable: its money waits for the ruling, or for the worker's yes.

    Raises NotReversible when `transfer` is no payment under review, KeyConflict when it was released or reversed.

    claim              worker:5:earned -> worker:5:frozen  0.04
    """
    return _settle(tx, transfer, "claim", "frozen")


def overturn(tx: Tx, *, transfer: int) -> Transfer:
    """The worker was right: the claimed payment `transfer` becomes available. Raises NotBegun when it was not claimed.

    overturn           worker:5:frozen -> worker:5:available  0.04
    """
    _, claimed = _claimed(tx, transfer)
    available = accounts.beside(claimed.target, "available")
    return _decide(tx, "overturn", claimed, available)


def uphold(tx: Tx, *, transfer: int, advanced: bool = False) -> Transfer:
    """The claim was right: the claimed payment `transfer` goes back to where it came from, and can buy a new answer.

    `advanced` says that the guarantee pot bought the new answer meanwhile (`advance`): then the pot gets it.
    Raises NotBegun when it was not claimed, KeyConflict when the claim was overturned.

    uphold             worker:5:frozen -> pack:7:answers  0.04
    uphold             worker:5:frozen -> house:guarantee  0.04
    """
    paid, claimed = _claimed(tx, transfer)
    return _decide(tx, "uphold", claimed, accounts.guarantee if advanced else paid["source"])


def freeze(tx: Tx, *, worker: int, amount: int, about: int) -> Transfer:
    """Hold available money because two people decided so; `about` is their decision.

    freeze             worker:5:available -> worker:5:frozen  1.00
    """
    source, target = accounts.worker(worker), accounts.worker(worker, "frozen")
    return post(tx, Move(f"freeze:{about}", "freeze", source, target, amount))


def thaw(tx: Tx, *, about: int) -> Transfer:
    """Give what was held by the decision `about` back to its owner. Raises NotBegun when nothing was.

    thaw               worker:5:frozen -> worker:5:available  1.00
    """
    held = begun(tx, f"freeze:{about}", "freeze")
    return post(tx, Move(f"thaw:{about}", "thaw", held.target, held.source, held.amount))


reversible: Final = frozenset({"deposit", "withdraw_deposit", "endow_goodwill", "pay_answer", "pay_goodwill"})
"""What can be undone by `reverse`. A pack's locked money comes back by `refund`, never by reversing its lock."""


def reverse(tx: Tx, *, transfer: int) -> Transfer:
    """Undo one transfer, whole and once: the same amount back, by a new transfer that names the first.

    Raises NotReversible for what is not in `reversible` and for pay that was available at once, KeyConflict for
    pay that was released or claimed and for a deposit that was called back, NotEnough when the money has moved on:
    of a deposit what packs hold or what was paid out of it cannot go back.

    reverse_pay_answer worker:5:earned -> pack:7:answers  0.04
    """
    row = tx.one("book.transfer_by_id", id=transfer)
    if row is None or row["movement"] not in reversible or accounts.is_available(row["target"]):
        raise NotReversible(transfer)
    move = Move(
        f"settle:{transfer}",
        f"reverse_{row['movement']}",
        row["target"],
        row["source"],
        row["amount"],
        row["pack"],
        transfer,
    )
    return post(tx, move)


def _settle(tx: Tx, transfer: int, movement: str, purse: accounts.Purse) -> Transfer:
    row = tx.one("book.transfer_by_id", id=transfer)
    if row is None or not accounts.is_earned(row["target"]):
        raise NotReversible(transfer)
    target = accounts.beside(row["target"], purse)
    move = Move(f"settle:{transfer}", movement, row["target"], target, row["amount"], row["pack"])
    return post(tx, move)


def _claimed(tx: Tx, transfer: int) -> tuple[Row, Transfer]:
    """The payment, and the claim that froze it."""
    claimed = begun(tx, f"settle:{transfer}", "claim")
    row = tx.one("book.transfer_by_id", id=transfer)
    assert row is not None, f"a claim names {transfer}, which is not there"
    return row, claimed


def _decide(tx: Tx, movement: str, claimed: Transfer, target: str) -> Transfer:
    key = f"decide:{claimed.key.removeprefix('settle:')}"
    return post(tx, Move(key, movement, claimed.target, target, claimed.amount, claimed.pack))

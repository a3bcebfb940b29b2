"""What a resale brings the people whose answers were sold again: put aside whole, paid out one by one.

A pack's requester puts the promised share aside before anybody is told of it, so nothing else can spend it while many are paid. What
was for somebody who is gone goes back. No fee: it pays no work.
"""

from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, post
from bot.storage.transaction import Tx


def hold_resale(tx: Tx, *, pack: int, requester: int, amount: int, about: int) -> Transfer:
    """A requester puts aside what a resale brings those who answered; `about` is the resale. Raises NotEnough.

    hold_resale        requester:3 -> resale:7  1.00
    """
    source, target = accounts.requester(requester), accounts.resale(pack)
    return post(tx, Move(f"hold_resale:{about}", "hold_resale", source, target, amount, pack))


def pay_resale(tx: Tx, *, pack: int, worker: int, amount: int, about: int) -> Transfer:
    """One person's part of it; `about` is that part.

    pay_resale         resale:7 -> worker:5:available  0.60
    """
    source, target = accounts.resale(pack), accounts.worker(worker)
    return post(tx, Move(f"pay_resale:{about}", "pay_resale", source, target, amount, pack))


def return_resale(tx: Tx, *, pack: int, requester: int, amount: int, about: int) -> Transfer:
    """What was for nobody goes back; `about` is the resale.

    return_resale      resale:7 -> requester:3  0.40
    """
    source, target = accounts.resale(pack), accounts.requester(requester)
    return post(tx, Move(f"return_resale:{about}", "return_resale", source, target, amount, pack))

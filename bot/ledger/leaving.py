"""Money on its way out to a worker, and what the house bears or is given on the way.

What was asked for leaves the available purse at once, so nothing else can spend it, and waits in *leaving* until the
provider's word: confirmed or failed, once (one key, `end_payout:<payout>`). A confirmed payout that the provider gives back
later comes in again, at most once and at most what went out. The amount includes the provider's fee where the worker
bears it; `about` is the payout.
"""

from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, begun, find, post
from bot.ledger.refusals import NotEnough
from bot.storage.transaction import Tx


def request_payout(tx: Tx, *, worker: int, amount: int, about: int) -> Transfer:
    """A worker asks for their money, with the provider's fee in it where they bear it.

    request_payout     worker:5:available -> worker:5:leaving  1.00
    """
    source, target = accounts.worker(worker), accounts.worker(worker, "leaving")
    return post(tx, Move(f"request_payout:{about}", "request_payout", source, target, amount))


def confirm_payout(tx: Tx, *, about: int) -> Transfer:
    """The provider has paid. Raises NotBegun when nobody asked for it, KeyConflict when it has failed.

    confirm_payout     worker:5:leaving -> world  1.00
    """
    return _end(tx, about, "confirm_payout")


def fail_payout(tx: Tx, *, about: int) -> Transfer:
    """The provider has not paid and will not. Raises NotBegun when nobody asked for it, KeyConflict when it is confirmed.

    fail_payout        worker:5:leaving -> worker:5:available  0.50
    """
    return _end(tx, about, "fail_payout")


def return_payout(tx: Tx, *, about: int, amount: int) -> Transfer:
    """The provider gives a confirmed payout back, whole or less a fee; the transfer names the confirmation it reverses.

    Raises NotBegun when it was not confirmed, NotEnough for more than was.

    return_payout      world -> worker:5:available  0.95
    """
    paid = begun(tx, f"end_payout:{about}", "confirm_payout")
    if amount > paid.amount:
        raise NotEnough(paid.source, amount, paid.amount)
    target = accounts.beside(paid.source, "available")
    move = Move(f"return_payout:{about}", "return_payout", accounts.world, target, amount, reverses=paid.id)
    return post(tx, move)


def pay_transfer_fee(tx: Tx, *, amount: int, about: int) -> Transfer:
    """The house bears a provider's fee: from the platform's share, and when that is too little from goodwill.

    Raises NotEnough when goodwill cannot either; asked again it stays with who paid first.

    pay_transfer_fee   house:fees -> world  0.02
    """
    key = f"transfer_fee:{about}"
    first = find(tx, key)
    if first is not None:
        return post(tx, _fee(key, first.source, amount))
    try:
        return post(tx, _fee(key, accounts.fees, amount))
    except NotEnough:
        return post(tx, _fee(key, accounts.goodwill, amount))


def write_off(tx: Tx, *, worker: int, amount: int, about: int) -> Transfer:
    """Somebody who leaves gives up what is left, by their own word: goodwill gets it.

    write_off          worker:5:available -> house:goodwill  0.01
    """
    return post(
        tx, Move(f"write_off:{about}", "write_off", accounts.worker(worker), accounts.goodwill, amount)
    )


def _end(tx: Tx, about: int, movement: str) -> Transfer:
    asked = begun(tx, f"request_payout:{about}", "request_payout")
    target = accounts.world if movement == "confirm_payout" else asked.source
    return post(tx, Move(f"end_payout:{about}", movement, asked.target, target, asked.amount))


def _fee(key: str, source: str, amount: int) -> Move:
    return Move(key, "pay_transfer_fee", source, accounts.world, amount)

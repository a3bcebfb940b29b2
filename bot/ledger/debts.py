"""A deposit that was called back: the bank or the provider took the money away, whatever it was spent on.

What the bank has is a fact, so the book follows it at once and refuses nothing: the deposit leaves for the world, and the
requester owes it. `owed:<requester>` holds that below zero; it is what is missing at the bank. A requester who owes has
nothing free: what they have, pay in or get back from a pack pays the debt first (`repay`; callers do it after each).
What packs hold stays there, and workers keep what they earned. What will not come the house bears (`bear`): from
its fees, then from goodwill; what neither has stays owed, until the operator endows goodwill and it is borne again.
"""

from bot.ledger import accounts
from bot.ledger.posting import Move, Transfer, hold, post
from bot.ledger.refusals import NotReversible
from bot.storage.transaction import Tx


def call_back(tx: Tx, *, transfer: int) -> Transfer:
    """The deposit `transfer` was taken back by whoever sent it; its requester owes the whole of it.

    Raises NotReversible when `transfer` is no deposit, KeyConflict when it was reversed.

    call_back          owed:4 -> world  5.00
    """
    row = tx.one("book.transfer_by_id", id=transfer)
    if row is None or row["movement"] != "deposit":
        raise NotReversible(transfer)
    source, currency = accounts.owed_by(row["target"]), tx.value("book.currency")
    hold(tx, (row["source"], row["target"], source))  # `repay` comes next
    move = Move(f"settle:{transfer}", "call_back", source, row["source"], row["amount"], currency=currency)
    return post(tx, move)


def owed(tx: Tx, *, requester: int) -> int:
    """What a requester owes since a deposit was called back, in micro-units."""
    return _owed(tx, accounts.owed_by(accounts.requester(requester)))


def borne(tx: Tx, *, requester: int) -> int:
    """What the house has borne of a requester's debts until now, in micro-units. A read."""
    return int(tx.value("book.borne", name=accounts.owed_by(accounts.requester(requester))))


def repay(tx: Tx, *, requester: int) -> tuple[Transfer, ...]:
    """What a requester has free pays what they owe, as far as it goes. Nothing free or owed: nothing done.

    repay              requester:4 -> owed:4  2.80
    """
    source = accounts.requester(requester)
    return _pay_down(tx, "repay", (source,), accounts.owed_by(source))


def bear(tx: Tx, *, requester: int) -> tuple[Transfer, ...]:
    """The house bears what a requester owes, as far as it goes: from its fees, then from goodwill.

    bear               house:fees -> owed:4  0.1922
    bear               house:goodwill -> owed:4  2.0078
    """
    debt = accounts.owed_by(accounts.requester(requester))
    return _pay_down(tx, "bear", (accounts.fees, accounts.goodwill), debt)


def _pay_down(tx: Tx, movement: str, sources: tuple[str, ...], debt: str) -> tuple[Transfer, ...]:
    """Pay a debt from accounts in turn; the count of its entries makes each derived amount a cause of its own."""
    if not _owed(tx, debt):
        return ()
    hold(tx, (debt, *sources))
    done = []
    for source in sources:
        amount = min(tx.value("book.balance", name=source) or 0, _owed(tx, debt))
        if amount > 0:
            key = f"{movement}:{debt}:{tx.value('book.version', name=debt)}"
            done.append(post(tx, Move(key, movement, source, debt, amount)))
    return tuple(done)


def _owed(tx: Tx, debt: str) -> int:
    return -(tx.value("book.balance", name=debt) or 0)

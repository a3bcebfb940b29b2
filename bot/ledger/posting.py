"""Writing one transfer: the only code that changes a balance.

A transfer moves a positive amount from a source to a target account of one currency, once for its key. On the hot
path it is six statements: the two accounts are held (PostgreSQL locks them, always in the same order), the key is
looked up, the transfer, two balances and two entries are written. A refusal is raised before the first of those.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import money
from bot.ledger.accounts import may_owe
from bot.ledger.hashing import entry_hash, input_hash
from bot.ledger.refusals import CurrencyDiffers, KeyConflict, NotBegun, NotEnough
from bot.storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked for: `amount` micro-units (above zero) from `source` to `target`, once for `key`.

    `currency` is needed only where money comes in from the world; elsewhere it is the source's.
    """

    key: str
    movement: str
    source: str
    target: str
    amount: int
    pack: int | None = None
    reverses: int | None = None
    currency: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.amount <= money.amount_micro_max:
            raise ValueError(
                f"a transfer moves from 1 to {money.amount_micro_max} micro-units, not {self.amount}"
            )
        if self.source == self.target:
            raise ValueError(f"a transfer needs two accounts, not {self.source} twice")

    @property
    def input_hash(self) -> str:
        """The fingerprint of everything but the key."""
        return input_hash(self.movement, self.source, self.target, self.amount, self.pack, self.reverses)


@dataclass(frozen=True, slots=True)
class Transfer:
    """What was written: `at` is UTC epoch ms, accounts are named, `amount` is micro-units."""

    id: int
    key: str
    movement: str
    source: str
    target: str
    amount: int
    pack: int | None
    reverses: int | None
    at: int


def post(tx: Tx, move: Move) -> Transfer:
    """Write a transfer, or return the one written before for the same key and input.

    Raises NotEnough, KeyConflict or CurrencyDiffers, all before anything is written.
    """
    there = _held(tx, move.source, move.target)
    first = _first(tx, move)
    if first is not None:
        return first
    source, target = _opened(tx, move, there)
    number = tx.new_id()
    if _recorded(tx, move, number, source["id"], target["id"]) is None:
        # On PostgreSQL another transaction used the key meanwhile, while an account was not there to be locked.
        first = _first(tx, move)
        assert first is not None, f"{move.key} was refused as a repeat and is not there"
        return first
    taken = _moved(tx, move, number, source, -move.amount)
    given = _moved(tx, move, number, target, move.amount)
    tx.run("book.add_entries", transfer=number, **taken, **given)
    return Transfer(
        number,
        move.key,
        move.movement,
        move.source,
        move.target,
        move.amount,
        move.pack,
        move.reverses,
        tx.now,
    )


def hold(tx: Tx, names: Iterable[str]) -> None:
    """Lock accounts before several transfers, in the order `post` uses; those not made yet are passed over."""
    if tx.engine == "postgres":
        for name in sorted(set(names), reverse=True):
            tx.all("book.hold", source=name, target=name)


def find(tx: Tx, key: str) -> Transfer | None:
    """The transfer written for a key, if there is one."""
    row = tx.one("book.transfer_by_key", key=key)
    return None if row is None else transfer_of(row)


def begun(tx: Tx, key: str, movement: str) -> Transfer:
    """The transfer that the one asked for ends; NotBegun when the key has none, or one of another movement."""
    first = find(tx, key)
    if first is None or first.movement != movement:
        raise NotBegun(key, movement)
    return first


def transfer_of(row: Row) -> Transfer:
    """A transfer from its row, with the accounts' names in it."""
    return Transfer(
        row["id"],
        row["key"],
        row["movement"],
        row["source"],
        row["target"],
        row["amount"],
        row["pack"],
        row["reverses"],
        row["at"],
    )


def _held(tx: Tx, source: str, target: str) -> dict[str, Row]:
    return {row["name"]: row for row in tx.all("book.hold", source=source, target=target)}


def _first(tx: Tx, move: Move) -> Transfer | None:
    row = tx.one("book.transfer_by_key", key=move.key)
    if row is None:
        return None
    if row["input_hash"] != move.input_hash:
        raise KeyConflict(move.key, row["id"])
    return transfer_of(row)


def _opened(tx: Tx, move: Move, there: Mapping[str, Row]) -> tuple[Row, Row]:
    """Both accounts, made if this is their first use; refusals before anything is made."""
    source = there.get(move.source)
    balance = source["balance"] if source is not None else 0
    if not may_owe(move.source) and balance < move.amount:
        raise NotEnough(move.source, move.amount, balance)
    currency = move.currency or (source["currency"] if source is not None else None)
    if currency is None:
        raise ValueError(
            f"{move.movement}: the currency must be given with the first money from {move.source}"
        )
    for row in there.values():
        if row["currency"] != currency:
            raise CurrencyDiffers(row["name"], row["currency"], currency)
    if len(there) < 2:
        for name in sorted({move.source, move.target} - there.keys(), reverse=True):
            tx.run("book.open_account", id=tx.new_id(), name=name, currency=currency)
        return _opened(tx, move, _held(tx, move.source, move.target))
    return there[move.source], there[move.target]


def _recorded(tx: Tx, move: Move, number: int, source: int, target: int) -> Row | None:
    return tx.one(
        "book.add_transfer",
        id=number,
        key=move.key,
        input_hash=move.input_hash,
        movement=move.movement,
        source=source,
        target=target,
        amount=move.amount,
        pack=move.pack,
        reverses=move.reverses,
        at=tx.now,
    )


def _moved(tx: Tx, move: Move, number: int, account: Row, amount: int) -> dict[str, int | str]:
    """Change one balance; return the values of its entry."""
    balance, version = account["balance"] + amount, account["version"] + 1
    hashed = entry_hash(
        account["head"],
        account["name"],
        account["currency"],
        amount,
        balance,
        version,
        number,
        move.key,
        move.input_hash,
        tx.now,
    )
    changed = tx.run("book.move_balance", id=account["id"], amount=amount, version=version, head=hashed)
    assert changed == 1, f"{account['name']} changed while it was held"
    side = "source" if amount < 0 else "target"
    entry = {"": account["id"], "_amount": amount, "_balance": balance, "_version": version, "_hash": hashed}
    return {f"{side}{name}": value for name, value in entry.items()}

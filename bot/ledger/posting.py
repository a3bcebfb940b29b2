"""Writing one transfer: the only code that changes a balance.

A transfer moves a positive amount from a source to a target account of one currency, once for its key. The two accounts
are held (PostgreSQL locks them, always in the same order) and the key is looked up in one statement; then the transfer,
two balances and two entries are written: in three statements on SQLite, in one on PostgreSQL, where each is a
round trip. A refusal is raised before the first of those.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import money
from bot.ledger.accounts import may_owe
from bot.ledger.hashing import entry_hash, input_hash
from bot.ledger.refusals import CurrencyDiffers, KeyConflict, NotBegun, NotEnough, Refused
from bot.storage.transaction import Row, Tx, Value


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
    asked = move.input_hash
    there = _held(tx, move)
    if len(there) < 2 or any(row["first"] is not None for row in there.values()):
        first = _first(tx, move, asked)
        if first is not None:
            return first
    try:
        source, target = _opened(tx, move, there)
    except Refused:
        # On PostgreSQL the key was looked up before a lock was waited for: whoever had it may have used the key.
        first = _first(tx, move, asked)
        if first is not None:
            return first
        raise
    number = tx.new_id()
    if not _written(tx, move, asked, number, source, target):
        first = _first(tx, move, asked)
        assert first is not None, f"{move.key} was refused as a repeat and is not there"
        return first
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
            tx.all("book.held", key="", source=name, target=name)


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


def _held(tx: Tx, move: Move) -> dict[str, Row]:
    rows = tx.all("book.held", key=move.key, source=move.source, target=move.target)
    return {row["name"]: row for row in rows}


def _first(tx: Tx, move: Move, asked: str) -> Transfer | None:
    row = tx.one("book.transfer_by_key", key=move.key)
    if row is None:
        return None
    if row["input_hash"] != asked:
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
        return _opened(tx, move, _held(tx, move))
    return there[move.source], there[move.target]


def _written(tx: Tx, move: Move, asked: str, number: int, source: Row, target: Row) -> bool:
    """Write the transfer, both balances and both entries; False when the key is there already, and nothing written."""
    transfer: dict[str, Value] = {
        "id": number,
        "key": move.key,
        "input_hash": asked,
        "movement": move.movement,
        "source": source["id"],
        "target": target["id"],
        "amount": move.amount,
        "pack": move.pack,
        "reverses": move.reverses,
        "at": tx.now,
    }
    taken = _entry(tx, move, asked, number, source, -move.amount)
    given = _entry(tx, move, asked, number, target, move.amount)
    hashes: dict[str, Value] = {
        "source_version": taken[0], "source_hash": taken[2], "target_version": given[0], "target_hash": given[2],
    }  # fmt: skip
    balances: dict[str, Value] = {"source_balance": taken[1], "target_balance": given[1]}
    done = tx.one("book.write_transfer", **transfer, **hashes, **balances)
    if done is None or not done["transfers"]:
        return False
    moved = done["balances"]
    if tx.engine == "sqlite":
        ends: dict[str, Value] = {name: transfer[name] for name in ("source", "target", "amount")}
        moved = tx.run("book.move_balances", **ends, **hashes)
        tx.run("book.add_entries", id=number, **ends, **hashes, **balances)
    assert moved == 2, f"{move.source} or {move.target} changed while it was held"
    return True


def _entry(tx: Tx, move: Move, asked: str, number: int, account: Row, amount: int) -> tuple[int, int, str]:
    """An account's next entry: its version, the balance after it, its hash."""
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
        asked,
        tx.now,
    )
    return version, balance, hashed

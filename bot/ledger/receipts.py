"""Receipts: one entry with all that its hash covers, so that whoever holds it can work the hash out again.

A receipt proves by itself that it was not altered, and with the book that the entry is still there and unaltered. Its seal
ties it to a hash that was published: then not even the operator can have rewritten it. Written as JSON with sorted
names, so that one entry gives one text for ever.
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from bot.ledger.checking import follow
from bot.ledger.faults import Fault
from bot.ledger.hashing import entry_hash, input_hash
from bot.ledger.refusals import NotBooked
from bot.ledger.seals import Seal, check_seal, seal_over
from bot.storage.transaction import Row, Tx

receipt_form: Final = 1
"""The number of this form of receipt; another form gets another."""
receipt_chars_max: Final = 4_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """One entry of `account`: `moved` micro-units (below zero when they left), the `balance` after it, its `version`.

    `amount`, `source`, `target`, `movement`, `key`, `pack`, `reverses` and `at` (UTC epoch ms) are the transfer's. `before` is
    the hash of the account's entry before ("" for the first), `hash` its own. `seal` and `seal_hash` name the first seal
    that covers it, 0 and "" when none does yet.
    """

    account: str
    currency: str
    moved: int
    balance: int
    version: int
    transfer: int
    key: str
    movement: str
    source: str
    target: str
    amount: int
    pack: int | None
    reverses: int | None
    at: int
    before: str
    hash: str
    seal: int
    seal_hash: str

    def whole(self) -> bool:
        """Whether its hash is that of what it says: no book is needed for that."""
        signed = {self.source: -self.amount, self.target: self.amount}.get(self.account)
        asked = input_hash(self.movement, self.source, self.target, self.amount, self.pack, self.reverses)
        return signed == self.moved and self.hash == entry_hash(
            self.before,
            self.account,
            self.currency,
            self.moved,
            self.balance,
            self.version,
            self.transfer,
            self.key,
            asked,
            self.at,
        )

    def text(self) -> str:
        """The receipt as JSON, ending with a line feed."""
        return json.dumps({"receipt": receipt_form, **asdict(self)}, indent=1, sort_keys=True) + "\n"


def receipt(tx: Tx, *, transfer: int, account: str) -> Receipt:
    """The receipt of what a transfer did to an account. Raises NotBooked when it did nothing to it."""
    row = tx.one("book.entry_of", transfer=transfer, account=account)
    if row is None:
        raise NotBooked(transfer, account)
    over = seal_over(tx, row["account_id"], row["version"], row["at"])
    return Receipt(
        account,
        row["currency"],
        row["moved"],
        row["balance"],
        row["version"],
        transfer,
        row["key"],
        row["movement"],
        row["source"],
        row["target"],
        row["amount"],
        row["pack"],
        row["reverses"],
        row["at"],
        row["before"] or "",
        row["hash"],
        0 if over is None else over.id,
        "" if over is None else over.hash,
    )


def verify_receipt(tx: Tx, text: str) -> list[Fault]:
    """What is wrong with a receipt, by itself and against the book; an empty list is the proof that nothing is."""
    given = _read(text)
    if given is None:
        return [Fault("This is no receipt that can be read.")]
    if not given.whole():
        return [Fault("The receipt was altered: its hash is not that of what it says.", given.account)]
    row = tx.one("book.entry_of", transfer=given.transfer, account=given.account)
    if row is None or (row["hash"], row["before"] or "") != (given.hash, given.before):
        return [Fault("The book has another entry there, or none.", given.account, given.transfer)]
    return _unsealed(tx, given, row) if given.seal or given.seal_hash else []


def _unsealed(tx: Tx, given: Receipt, row: Row) -> list[Fault]:
    """What is wrong between the entry and the seal it names."""
    found = seal_over(tx, row["account_id"], given.version, given.at)
    if found is None or (found.id, found.hash) != (given.seal, given.seal_hash):
        return [Fault("The book has another seal over it, or none.", given.account, given.transfer)]
    account = tx.one("book.account_named", name=given.account)
    assert account is not None, f"{given.account} has entries and is not there"
    return [
        *check_seal(tx, found.id),
        *follow(tx, account, (given.version, given.balance, given.hash), _sealed(tx, found, account["id"])),
    ]


def _sealed(tx: Tx, found: Seal, account: int) -> int:
    row = tx.one("book.seal", id=found.id)
    assert row is not None, f"seal {found.id} was just read"
    return int(dict(json.loads(row["accounts"]))[account])


def _read(text: str) -> Receipt | None:
    """A receipt from its text; None when it is none, or holds anything else."""
    if len(text) > receipt_chars_max:
        return None
    try:
        given: Any = json.loads(text)
        if not isinstance(given, dict):
            return None
        form = given.pop("receipt", None)
        kinds = {one.name: one.type for one in fields(Receipt)}
        if type(form) is not int or form != receipt_form or given.keys() != kinds.keys():
            return None
        if not all(_fits(given[name], kinds[name]) for name in kinds):
            return None
        return Receipt(**given)
    except (ValueError, RecursionError):
        return None


def _fits(value: object, kind: Any) -> bool:
    if kind is str:
        return isinstance(value, str) and value.isascii() and "\0" not in value
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return whole or (value is None and kind is not int)

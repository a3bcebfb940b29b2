"""The fingerprints that tie the book together: SHA-256, in hex, over a JSON list that reads one way only.

An input hash covers what a key stands for. An entry's hash covers its transfer, its account and the entry before.
A seal's hash covers the seal before and the heads of all accounts that changed since.
"""

import hashlib
import json
from collections.abc import Iterable

_written = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps makes one a call


def input_hash(
    movement: str, source: str, target: str, amount: int, pack: int | None, reverses: int | None
) -> str:
    """What was asked for; two requests with one key must have the same."""
    return _hash([movement, source, target, amount, pack, reverses])


def entry_hash(
    before: str,
    account: str,
    currency: str,
    amount: int,
    balance: int,
    version: int,
    transfer: int,
    key: str,
    asked: str,
    at: int,
) -> str:
    """One entry: `before` is the hash of the account's entry before ("" for the first), `asked` the input hash."""
    return _hash([before, account, currency, amount, balance, version, transfer, key, asked, at])


def seal_hash(before: str, number: int, at: int, heads: Iterable[tuple[int, int, str]]) -> str:
    """One seal: `heads` are (account id, version, hash of that version's entry), in the order they are stored."""
    return _hash([before, number, at, [list(head) for head in heads]])


def _hash(facts: list[object]) -> str:
    return hashlib.sha256(_written(facts).encode()).hexdigest()

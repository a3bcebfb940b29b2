"""Sealing: one chain through the heads of all accounts, so that even consistent tampering breaks something.

Each account's entries are a chain of their own; whoever cuts off its end and mends the balance leaves a chain that
is whole. A seal names the heads of every account that changed since the seal before, and covers that seal. Its
hash may be published: then not even the operator can rewrite what lies before it.
"""

import json
from dataclasses import dataclass
from typing import Final

from bot.ledger.accounts import world
from bot.ledger.faults import Fault
from bot.ledger.hashing import seal_hash
from bot.ledger.posting import hold
from bot.storage.transaction import Row, Tx

_page_accounts: Final = 1_000
_page_seals: Final = 10
_clocks_apart_ms_max: Final = 24 * 3_600_000  # another process's clock may be behind


@dataclass(frozen=True, slots=True)
class Seal:
    """One link: `at` UTC epoch ms, `hash` hex, `accounts` how many heads it names."""

    id: int
    at: int
    hash: str
    accounts: int


def seal(tx: Tx) -> Seal | None:
    """Seal the heads of all accounts that changed since the last seal; None when nothing did. A round, once a day.

    The world's account is held meanwhile: two at once would both continue the same seal. So are those accounts, in the order in
    which transfers hold theirs: what is paid from or into them waits for the commit.
    """
    hold(tx, (world,))
    heads = sorted((row["id"], row["version"], row["head"]) for row in tx.all("book.changed_since_seal"))
    if not heads:
        return None
    last = tx.one("book.last_seal")
    # Another process's clock may be behind; the chain is read in the order of its numbers.
    number = tx.new_id() if last is None else max(tx.new_id(), last["id"] + 1)
    hashed = seal_hash("" if last is None else last["hash"], number, tx.now, heads)
    named = json.dumps([[account, version] for account, version, _ in heads], separators=(",", ":"))
    tx.run("book.add_seal", id=number, at=tx.now, hash=hashed, accounts=named)
    tx.many("book.mark_sealed", [{"id": account, "version": version} for account, version, _ in heads])
    return Seal(number, tx.now, hashed, len(heads))


def last_seal(tx: Tx) -> Seal | None:
    """The newest seal, to be published; None before the first."""
    row = tx.one("book.last_seal")
    return None if row is None else _seal(row, _named(row))


def seal_over(tx: Tx, account: int, version: int, at: int) -> Seal | None:
    """The first seal that covers an account's entry, which was written at `at` (UTC ms); None when none does yet."""
    after = -1
    while rows := tx.all("book.seals_from", at=at - _clocks_apart_ms_max, after=after, most=_page_seals):
        for row in rows:
            named = _named(row)
            if dict(named).get(account, 0) >= version:
                return _seal(row, named)
        after = rows[-1]["id"]
    return None


def check_seal(tx: Tx, number: int) -> list[Fault]:
    """Prove one seal against the one before and the entries it names."""
    row = tx.one("book.seal", id=number)
    if row is None:
        return [Fault(f"Seal {number} is not there.")]
    before = tx.one("book.seal_before", id=number)
    return _check_seal(tx, row, "" if before is None else before["hash"], {})


def check_last_seal(tx: Tx) -> list[Fault]:
    """Prove the newest seal against the one before and the entries it names."""
    last = tx.one("book.last_seal")
    return [] if last is None else check_seal(tx, last["id"])


def check_all_seals(tx: Tx) -> list[Fault]:
    """Prove every seal from the first on, and that each account remembers the last that named it."""
    faults: list[Fault] = []
    sealed: dict[int, int] = {}
    before, after = "", -1
    while rows := tx.all("book.seals_after", after=after, most=_page_seals):
        for row in rows:
            faults += _check_seal(tx, row, before, sealed)
            before, after = row["hash"], row["id"]
    after = -1
    while rows := tx.all("book.accounts_after", after=after, most=_page_accounts):
        for row in rows:
            if row["sealed"] != sealed.pop(row["id"], 0):
                faults.append(
                    Fault("The account and the seals differ about what was sealed last.", row["name"])
                )
        after = rows[-1]["id"]
    return faults + [
        Fault(f"A seal names account {account}, which is not there.") for account in sorted(sealed)
    ]


def _check_seal(tx: Tx, row: Row, before: str, sealed: dict[int, int]) -> list[Fault]:
    """Prove one seal; `sealed` gathers the version last sealed of each account."""
    try:
        named = _named(row)
    except (ValueError, TypeError):
        return [Fault(f"Seal {row['id']} cannot be read.")]
    heads = []
    for account, version in named:
        entry = tx.one("book.entry", account=account, version=version)
        heads.append((account, version, "" if entry is None else entry["hash"]))
        sealed[account] = version
    if row["hash"] == seal_hash(before, row["id"], row["at"], heads):
        return []
    return [Fault(f"Seal {row['id']} is broken: it, the seal before or an entry it covers was changed.")]


def _named(row: Row) -> list[tuple[int, int]]:
    """The accounts and versions a seal names. Raises ValueError or TypeError when that cannot be read."""
    return [(int(account), int(version)) for account, version in json.loads(row["accounts"])]


def _seal(row: Row, named: list[tuple[int, int]]) -> Seal:
    return Seal(row["id"], row["at"], row["hash"], len(named))

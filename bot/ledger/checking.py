"""Proving the book: every promise it makes, worked out again from its rows.

`check(tx, whole=True)` reads everything: for tests, after a restore, at night. `check(tx)` walks what changed since
the last seal: for every ten minutes. Give it to `database.read`, where nothing changes under its eyes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from bot import money
from bot.domain.quote import platform_share
from bot.ledger import accounts
from bot.ledger.closing import fee_state
from bot.ledger.faults import Fault
from bot.ledger.hashing import entry_hash, input_hash
from bot.ledger.movements import goodwill_max
from bot.ledger.seals import check_all_seals, check_last_seal
from bot.storage.transaction import Row, Tx

page_rows: Final = 1_000
no_version: Final = 2**63 - 1
Entry: TypeAlias = tuple[int, int, str]  # version, balance after it in micro-units, hash
_pack_number = re.compile(r"^pack:([0-9]+):")


def check(tx: Tx, *, whole: bool = False) -> list[Fault]:
    """Every fault found; an empty list is the proof that there is none."""
    last = tx.one("book.last_seal")
    since = 0 if whole or last is None else last["id"]
    faults = [*_sums(tx), *_unbooked(tx, since), *_goodwill(tx)]
    packs: set[int] = set()
    for account in _accounts(tx, whole):
        faults += _chain(tx, account, whole)
        packs |= {int(number) for number in _pack_number.findall(account["name"])}
    for pack in sorted(packs):
        faults += _fee_cover(tx, pack)
    if whole:
        return [*faults, *_strays(tx), *_waiting(tx), *_fees(tx), *check_all_seals(tx)]
    return [*faults, *check_last_seal(tx)]


def _sums(tx: Tx) -> Iterator[Fault]:
    """All money is somewhere once; nobody owes but the world, and requesters whose deposits were called back."""
    for row in tx.all("book.currency_sums"):
        yield Fault(f"All balances in {row['currency']} sum to {money.plain(row['amount'])} instead of zero.")
    for row in tx.all("book.accounts_in_debt"):
        wrong = "below zero" if row["balance"] < 0 else "above zero"
        yield Fault(f"The balance is {wrong}: {money.plain(row['balance'])}.", row["name"])


def _accounts(tx: Tx, whole: bool) -> Iterator[Row]:
    query = "book.accounts_after" if whole else "book.accounts_unsealed_after"
    after = -1
    while rows := tx.all(query, after=after, most=page_rows):
        yield from rows
        after = rows[-1]["id"]


def _chain(tx: Tx, account: Row, whole: bool) -> list[Fault]:
    """Walk an account's entries from the start, or from what the last seal saw, to its end."""
    start: Entry = (0, 0, "")
    if not whole and account["sealed"]:
        first = tx.one("book.entry", account=account["id"], version=account["sealed"])
        if first is None:
            return [Fault(f"Entry {account['sealed']}, which was sealed, is not there.", account["name"])]
        start = (account["sealed"], first["balance"], first["hash"])
    return follow(tx, account, start)


def follow(tx: Tx, account: Row, start: Entry, until: int | None = None) -> list[Fault]:
    """Walk an account's entries after `start` to the version `until`, or to its end; the first fault ends the walk."""
    version, balance, head = start
    last = no_version if until is None else until
    while rows := tx.all(
        "book.entries_after", account=account["id"], after=version, until=last, most=page_rows
    ):
        for row in rows:
            wrong = _wrong(account, row, version, balance, head)
            if wrong is not None:
                return [Fault(wrong, account["name"], row["transfer_id"])]
            version, balance, head = row["version"], row["balance"], row["hash"]
        if len(rows) < page_rows:
            break
    if until is None and (version, balance, head) != (
        account["version"],
        account["balance"],
        account["head"],
    ):
        return [
            Fault(
                f"The account says version {account['version']} and {money.plain(account['balance'])}, "
                f"its last entry {version} and {money.plain(balance)}, or its head is not that entry's.",
                account["name"],
            )
        ]
    if until is not None and version != until:
        return [Fault(f"Entry {until}, which was sealed, is not there.", account["name"])]
    return []


def _wrong(account: Row, row: Row, version: int, balance: int, head: str) -> str | None:
    """What is wrong with one entry, given the one before it."""
    if row["version"] != version + 1:
        return f"After entry {version} comes {row['version']}."
    if row["key"] is None or row["source_name"] is None or row["target_name"] is None:
        return "The entry's transfer or one of its accounts is not there."
    expected = {row["source"]: -row["amount"], row["target"]: row["amount"]}.get(account["id"])
    if row["moved"] != expected:
        return f"The entry moves {money.plain(row['moved'])}, which is not what its transfer says."
    if row["balance"] != balance + row["moved"]:
        return f"The running balance is {money.plain(row['balance'])}, not {money.plain(balance + row['moved'])}."
    if not row["source_currency"] == row["target_currency"] == account["currency"]:
        return "The transfer is between two currencies."
    asked = input_hash(
        row["movement"], row["source_name"], row["target_name"], row["amount"], row["pack"], row["reverses"]
    )
    if row["input_hash"] != asked:
        return "The transfer is not what was asked for: its input hash differs."
    expected_hash = entry_hash(
        head,
        account["name"],
        account["currency"],
        row["moved"],
        row["balance"],
        row["version"],
        row["transfer_id"],
        row["key"],
        asked,
        row["at"],
    )
    return None if row["hash"] == expected_hash else "The hash chain breaks here."


def _unbooked(tx: Tx, since: int) -> Iterator[Fault]:
    """Each transfer has its two entries, and each reversal what it reverses: once, whole, the other way round."""
    for row in tx.all("book.transfers_unbooked", since=since):
        yield Fault("The transfer does not have one entry on each side.", transfer=row["id"])
    for row in tx.all("book.reversals_wrong", since=since):
        yield Fault("The reversal is not the exact opposite of what it names.", transfer=row["id"])


def _strays(tx: Tx) -> Iterator[Fault]:
    """No entry lies outside of the chains."""
    for row in tx.all("book.entries_astray"):
        yield Fault(f"Entry {row['version']} belongs to no account.", transfer=row["transfer_id"])


def _waiting(tx: Tx) -> Iterator[Fault]:
    """What lies in a purse that waits is what came in and was not settled, decided, thawed or paid out yet."""
    for row in tx.all("book.purses_unlike"):
        waiting, there = money.plain(row["waiting"]), money.plain(row["balance"])
        yield Fault(f"What waits there sums to {waiting}, the purse holds {there}.", row["name"])


def _fee_cover(tx: Tx, pack: int) -> Iterator[Fault]:
    """What a pack still owes of its fee is there."""
    state = fee_state(tx, pack)
    if state.due - state.collected > state.there:
        owed = money.plain(state.due - state.collected)
        yield Fault(
            f"{owed} of the fee is owed, only {money.plain(state.there)} is there.",
            accounts.pack(pack, "fee"),
        )


def _fees(tx: Tx) -> Iterator[Fault]:
    """The fee as derived agrees with the payments one by one, and its two shares with the whole."""
    paid = {row["pack"]: row["amount"] for row in tx.all("book.paid_by_pack")}
    shares: Counter[tuple[int | None, str]] = Counter()
    for row in tx.all("book.fees_collected"):
        shares[row["pack"], row["target"]] += row["amount"]
        shares[row["pack"], row["source"]] -= row["amount"]
    for pack in sorted({*paid, *(pack for pack, _ in shares)} - {None}):
        state, name = fee_state(tx, pack), accounts.pack(pack, "fee")
        if paid.get(pack, 0) != state.paid:
            yield Fault(
                f"The pack's payments sum to {money.plain(paid.get(pack, 0))}, its parts say {money.plain(state.paid)}.",
                name,
            )
        platform = platform_share(state.collected)
        expected = {accounts.fees: platform, accounts.guarantee: state.collected - platform}
        lent = -shares[pack, accounts.goodwill]  # goodwill gave back what a house did not have
        over = sum(shares[pack, house] - amount for house, amount in expected.items())
        for house, amount in expected.items():
            if not 0 <= shares[pack, house] - amount <= lent or over != lent:
                yield Fault(
                    f"{house} has {money.plain(shares[pack, house])} of the fee, not {money.plain(amount)}.",
                    name,
                )


def _goodwill(tx: Tx) -> Iterator[Fault]:
    """The house pays no more for one pack than it may."""
    for row in tx.all("book.goodwill_paid"):
        if row["amount"] > goodwill_max(row["largest"]):
            yield Fault(
                f"Goodwill paid {money.plain(row['amount'])} for pack {row['pack']}.", accounts.goodwill
            )

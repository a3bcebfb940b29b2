"""Restoring: what a house that came back from a backup may not do, until a person has looked.

A backup knows nothing of what came after it: a payout that it has as asked for may have been sent, and of one that was
asked for later it knows nothing at all, so that money is in the balance again and may be asked for a second time. Hence

- what may have been sent since is unknown (by hand: on a list), which is never sent again; the provider is asked, and
  what it does not know a person ends;
- nothing that was only asked for is sent, until an operator has compared the providers' statements with the book
  (`ujima payout reconcile`) and says so (`ujima payout open`). Who asks for what they had already is settled with the
  reference of that payment (`ujima payout settle NUMBER --paid REFERENCE`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.actions import telling
from bot.domain.refusals.payouts import NothingHeld
from bot.storage import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """What may have been sent since a backup: how many payouts are looked up, how many are on a list and which."""

    unknown: int
    listed: int
    batch: int


def restored(tx: Tx, backup_at: int) -> Held:
    """In the transaction that puts a backup in place. `backup_at` is UTC epoch ms."""
    tx.run("payouts.unlease", now=tx.now)
    unknown = tx.run("payouts.may_have_been_sent", backup_at=backup_at, now=tx.now)
    batch = tx.new_id()
    listed = tx.run("payouts.may_have_been_listed", batch=batch, backup_at=backup_at, now=tx.now)
    tx.run("payouts.restored", id=tx.new_id(), backup_at=backup_at, now=tx.now)
    telling.journal(tx, "operator", "restored", 0)
    return Held(unknown, listed, batch if listed else 0)


def held_since(tx: Tx) -> tuple[int, int] | None:
    """Of when the backup is whose gap nobody has looked into, and when it was restored (ms). A read."""
    row = tx.one("payouts.held_since")
    return None if row is None else (row["backup_at"], row["restored_at"])


def was_sent(tx: Tx, payout: int) -> bool:
    """A person knows of one that was only asked for that it was paid in the gap; only while payouts are held."""
    return held_since(tx) is not None and bool(tx.run("payouts.was_sent", payout=payout, now=tx.now))


def open_payouts(tx: Tx, by: str) -> None:
    """An operator has compared the providers' books with ours. Raises NothingHeld."""
    if not tx.run("payouts.open_again", now=tx.now):
        raise NothingHeld()
    telling.journal(tx, f"operator {by}", "payouts_opened", 0)


def doubts(tx: Tx) -> list[str]:
    """What a person should do while payouts are held. A read; sentences."""
    since = held_since(tx)
    if since is None:
        return []
    backup, restored_at = (datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M") for at in since)
    return [
        f"Payouts are held: what was paid between the backup of {backup} and its restore at {restored_at} UTC is not in the "
        "book. Compare each provider's statement with it, `ujima payout reconcile FILE --rail NAME`, then "
        "`ujima payout open --by NAME`."
    ]

"""What the operator reads of payouts, and of a statement beside the book."""

from __future__ import annotations

from typing import Any

from bot.money import plain
from bot.screens.operator.words import moment


def listed(rows: list[dict[str, Any]], currency: str) -> list[str]:
    """Payouts, the newest first. `currency` is the installation's."""
    return [_payout(row, currency) for row in rows] or ["There are no payouts."]


def _payout(row: dict[str, Any], currency: str) -> str:
    waits = f", waits ({row['waits']}) until {moment(row['next_at'])}" if row["waits"] else ""
    listed = f", list {row['batch']}" if row["batch"] else ""
    said = "".join(f", {name} {row[name]}" for name in ("reference", "reason") if row[name])
    fee = f", fee {plain(row['fee'])} {'by the house' if row['house'] else 'in it'}" if row["fee"] else ""
    return (
        f"{row['id']} {moment(row['asked_at'])} {row['state']:<9} {row['rail']} {row['hint']}: "
        f"{plain(row['amount'])} {currency}{fee}, {plain(row['arrives'])} {row['currency']} arrives{waits}{listed}{said}"
    )


def written(number: int, count: int, for_payer: str, to_mark: str) -> list[str]:
    """A list and its files."""
    if not number:
        return ["Nothing is due by hand."]
    return [
        f"List {number}: {count} payout{'' if count == 1 else 's'}.",
        f"  {for_payer}: for whoever pays.",
        f"  {to_mark}: write x under paid or failed, then `ujima payout settle {to_mark}`.",
        f"Both can be written again: `ujima payout run --list {number}`. They say where people are paid: delete them then.",
    ]


def settled_list(paid: int, failed: int) -> list[str]:
    """What a list that came back said."""
    return [f"{paid} paid, {failed} failed. Everybody is told; what failed is in the balances again."]


def settled(payout: str, state: str) -> list[str]:
    """A payout that a person ended."""
    return [f"Payout {payout} is {state}. The worker is told."]


def compared(found: Any, since: int) -> list[str]:
    """What a statement and the book don't say alike (`bot.payouts.reconciling.Compared`); `since` in ms."""
    lines = [f"The same on both sides: {found.same}."]
    for one in found.missing:
        lines.append(
            f"Payout {one.id} ({one.reference or 'no reference'}) is confirmed here and not in the file."
        )
    for entry, known in found.news:
        lines.append(
            f"Line {entry.line}: payout {known.id} was paid, and is {known.state} here."
            + (
                f" `ujima payout settle {known.id} --paid {entry.reference}`"
                if known.state in ("sent", "unknown", "requested")
                else ""
            )
        )
    for entry, known in found.different:
        lines.append(
            f"Line {entry.line}: payout {known.id} is {plain(known.amount)} here and {plain(entry.amount)} there."
        )
    for entry in found.extra:
        named = entry.reference or entry.id or "without a name"
        lines.append(
            f"Line {entry.line}: {plain(entry.amount)} ({named}) is no payout of ours, or is there twice."
        )
    return [*lines, f"Compared with payouts asked for since {moment(since)} UTC."]

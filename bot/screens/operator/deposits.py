"""What the operator reads of deposits: those that wait, what became of one."""

from __future__ import annotations

from typing import Any

from bot.money import plain
from bot.screens.operator.words import moment


def listed(rows: list[dict[str, Any]]) -> list[str]:
    """Deposits, those that wait for somebody first."""
    return [
        f"{moment(row['at'])} {row['state']:<11} {row['way']:<8} {plain(row['amount'])} {row['currency']} "
        f"{row['name'] or 'nobody yet'}: {row['reference']}" + _who_said_so(row)
        for row in rows
    ] or ["There are no deposits."]


def _who_said_so(row: dict[str, Any]) -> str:
    said = [one for one in (row["entered_by"], row["agreed_by"], *row["back_by"].splitlines()) if one]
    return f" ({', '.join(said)})" if said else ""


def waits(requester: str, amount: int, reference: str) -> list[str]:
    """A deposit that one person alone may not book."""
    return [
        f"{plain(amount)} for {requester} waits for a second person; nothing is booked yet.",
        f"Another person than you approves it: `ujima deposit approve {reference} --by NAME`.",
    ]


def called_back(row: dict[str, Any], owed: int, waits: bool) -> list[str]:
    """A deposit that a bank or a provider took back, and who owes it."""
    if waits:
        return _second_word(row["reference"], "called-back", "was called back")
    gone = (
        f"The deposit {row['reference']} over {plain(row['amount'])} {row['currency']} is gone from the book."
    )
    if not owed:
        return [gone, f"{row['name']} had as much and owes nothing."]
    return [
        gone,
        f"{row['name']} owes {plain(owed)} {row['currency']}: what they pay in or get back from a pack pays that first.",
        f"If it will not come, the house can bear it: `ujima deposit bear {row['reference']} --by NAME`.",
    ]


def borne(row: dict[str, Any], borne: int, owed: int, waits: bool) -> list[str]:
    """What the house bears of what a requester owes, and what is left."""
    if waits:
        return _second_word(row["reference"], "bear", f"is lost ({plain(owed)} {row['currency']})")
    first = f"The house bore {plain(borne)} {row['currency']}; {row['name']} owes {plain(owed)}."
    return [first] + ["Put in goodwill (`ujima goodwill`) and say this again."] * bool(owed)


def _second_word(reference: str, verb: str, what: str) -> list[str]:
    return [
        f"That {reference} {what} waits for a second person; nothing has moved yet.",
        f"Another person than you agrees: `ujima deposit {verb} {reference} --by NAME`.",
    ]


def refunded(row: dict[str, Any]) -> list[str]:
    """A deposit that went back, and what is still to do outside of the book."""
    first = f"The deposit {row['reference']} over {plain(row['amount'])} {row['currency']} has left the book."
    if row["way"] == "operator":
        return [first, "Send the money back the way it came, if you have not done so."]
    where = "the payment provider's own page" if row["way"] == "telegram" else "PayPal's own page"
    return [
        first,
        f"Now refund it on {where}: the payment is called {row['charge'] or row['reference']} there.",
    ]

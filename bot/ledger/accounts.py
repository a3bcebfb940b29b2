"""The names of accounts, and which of them may owe.

An account is named by text, made at first use, and holds one currency for ever. The book knows a person only by
`book`, a random number; who is behind it is written elsewhere and can be forgotten without touching the book.
"""

from typing import Final, Literal, TypeAlias

from bot.domain.quote import Part

Purse: TypeAlias = Literal["available", "earned", "frozen", "leaving"]
"""A worker's money: free to be paid out; earned, while a review window is open; held by a claim or by two people's
decision; on its way out."""

world: Final = "world"
"""Everything outside of the installation. What it owes (its balance below zero) is what came in and is still here."""

fees: Final = "house:fees"
guarantee: Final = "house:guarantee"
goodwill: Final = "house:goodwill"


def requester(number: int) -> str:
    """The account of a requester's money that no pack holds."""
    return f"requester:{number}"


def pack(number: int, part: Part) -> str:
    """One part of a pack's escrow."""
    return f"pack:{number}:{part}"


def resale(number: int) -> str:
    """The account of what is put aside for those who answered in a pack, as it was sold again."""
    return f"resale:{number}"


def worker(book: int, purse: Purse = "available") -> str:
    """One purse of the worker whom the book knows as `book`."""
    return f"worker:{book}:{purse}"


def owed_by(requester: str) -> str:
    """What the requester whose account is named owes, below zero.

    >>> owed_by("requester:3")
    'owed:3'
    """
    return f"owed:{requester.rpartition(':')[2]}"


def may_owe(name: str) -> bool:
    """Whether the account may go below zero: the outside world, and what requesters owe."""
    return name == world or name.startswith("owed:")


def is_available(name: str) -> bool:
    """Whether the account is a worker's available money, which is never taken back."""
    return name.startswith("worker:") and name.endswith(":available")


def is_earned(name: str) -> bool:
    """Whether the account is a worker's money under review."""
    return name.startswith("worker:") and name.endswith(":earned")


def is_leaving(name: str) -> bool:
    """Whether the account is a worker's money on its way out; what went in and out of it tells of nothing but payouts."""
    return name.startswith("worker:") and name.endswith(":leaving")


def beside(purse: str, other: Purse) -> str:
    """Another purse of the worker one of whose purses is named.

    >>> beside("worker:5:earned", "available")
    'worker:5:available'
    """
    return f"{purse.rpartition(':')[0]}:{other}"

"""Payouts: rails that bring earned money to people. One file per provider, found by looking; none knows another.

    list             paid by a person with a file, in forms that banks and providers take
    mpesa            M-Pesa B2C (Daraja)
    paypal           PayPal Payouts
    africas_talking  Africa's Talking, mobile B2C
    orders           PayPal Orders: no rail, but requesters' money on its way in
    vault            seals what must not be read in the database: where people are paid
    _…               what rails share: the line to a provider, fares, places to be paid at, settings

A rail's file has `Account`, its settings; `wanting(settings)`, the names of those that are still missing once it is
begun; and `offered(settings, clock)`, the rail, or None where it is not set up. A rail without all of its settings is
not offered.

A rail is asked by rounds, from jobs, and never inside a transaction. What it says is a `Reply`; it never raises for
the network. An order's id is made and stored before it is sent and goes with it, so that a provider can tell a repeat.
No answer is "unknown", which only a look-up or a person ends: an unknown order is never sent again, with one
exception. Where the reason is "not_sent" it is certain that nothing left the house; then the same order, with the same
id, may be sent later. What a provider sends by itself (a notice) is never believed: it says whose state to look up.
"""

from __future__ import annotations

import hmac
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, Final, Literal, Protocol

path_mark_characters: Final = 40
"""160 bits of an address that nobody can guess."""

State = Literal["sent", "confirmed", "failed", "returned", "unknown"]
Reason = Literal[
    "",
    "not_sent",  # unknown, of sending only: certain that nothing left the house; the same order may be sent later
    "no_answer",  # unknown: it may have arrived
    "unreadable",  # unknown: answered, but not as documented (a page of HTML, another's error)
    "not_found",  # unknown: asked, and the provider knows nothing of it (yet)
    "too_old",  # unknown: the provider can't be asked any more; a person looks into its books
    "destination",  # failed: nobody can be paid there
    "limit",  # failed: more than this receiver or this rail may get at once or in a day
    "funds",  # failed: the operator's account there is empty
    "account",  # failed: the provider refuses the operator (keys, permission, a closed account)
    "refused",  # failed: refused for another documented reason
    "unclaimed",  # returned: nobody took it
    "sent_back",  # returned: taken back by the receiver's side
]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid. `id` is ours, unique for ever, and the provider's idempotency key.

    `amount` is micro-units of `currency` that should arrive; `to` is as `read_destination` gave it; `at` is when it
    was first sent (ms), for providers forget.
    """

    id: str
    amount: int
    currency: str
    to: str = field(repr=False)  # an order that is logged says nothing of whom it is for
    name: str = field(default="", repr=False)
    at: int = 0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where somebody is paid, normalised, and what may be shown of it: "···456" or "a···@example.org"."""

    to: str = field(repr=False)
    hint: str


@dataclass(frozen=True, slots=True)
class Fare:
    """What comes of an amount that leaves a balance.

    `fee` is micro-units of the installation's currency; `arrives` micro-units of `currency`, in whole steps of what
    the rail can pay (a shilling, a cent); `left` is too small to be sent and stays in the balance, in the
    installation's currency. `arrives` 0: too little to pay at all.
    """

    fee: int
    arrives: int
    currency: str
    left: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider said of an order. `reference` is its own name for it; never its words."""

    state: State
    reference: str = ""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Whose state should be looked up, by our id or the provider's; never believed. Both "": heard, nothing to do."""

    order: str = ""
    reference: str = ""


class Rail(Protocol):
    """The contract; `tests/payouts/test_contract.py` holds every rail against it."""

    name: str  # "mpesa", "paypal", "africas_talking", "list"
    by_hand: bool  # paid by a person with a file

    def read_destination(self, written: str) -> Destination | str:
        """What a person wrote → where to pay, or the English sentence (a message id) that says what to write."""

    def fare(self, amount: int) -> Fare:
        """What comes of an amount (micro-units) that leaves a worker's balance."""

    async def send(self, order: Order) -> Reply:
        """Pay. Never raises for the network: that is unknown."""

    async def look_up(self, order: Order, reference: str) -> Reply:
        """How an order stands, by its id or the provider's reference where there is one. Never raises, never says "not_sent"."""

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice | None:
        """What a provider sent by itself; None when it is none of the provider's notices. Never raises."""


@cache
def rail_files() -> dict[str, ModuleType]:
    """The files of all rails by name, sorted."""
    names = (found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in sorted(names)}
    return {name: module for name, module in modules.items() if hasattr(module, "offered")}


def rails(settings: Any, clock: Callable[[], int]) -> dict[str, Rail]:
    """The rails that are set up, by name. `settings` is `bot.config.Settings`; `clock` gives UTC epoch milliseconds."""
    offered = {name: module.offered(settings, clock) for name, module in rail_files().items()}
    return {name: rail for name, rail in offered.items() if rail is not None}


def wanting(settings: Any) -> dict[str, tuple[str, ...]]:
    """Rails that are begun and not finished: the names of the settings each still needs."""
    found = {name: tuple(module.wanting(settings)) for name, module in rail_files().items()}
    return {name: names for name, names in found.items() if names}


def notice_path(secret: str, name: str) -> str:
    """The path at which one provider's notices come in: who knows it knows no other's, and not the secret."""
    mark = hmac.new(secret.encode(), f"notices of {name}".encode(), "sha256").hexdigest()
    return f"/notices/{name}/{mark[:path_mark_characters]}"

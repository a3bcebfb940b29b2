"""What a requester sees of paying in. Money in micro-units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.outcomes._outcome import Outcome, Question


@dataclass(frozen=True, slots=True)
class PayIn(Question):
    """How much to pay in; once `amount` is known and there are several ways, by which.

    `unfit` says what was wrong with a sum that was typed: "amount", "least", "most" or "minor" (too many decimals).
    """

    takes_words: ClassVar[bool] = True

    have: int
    sums: tuple[int, ...]
    ways: tuple[str, ...]  # telegram, paypal
    least: int
    most: int
    amount: int = 0
    unfit: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PayByHand(Outcome):
    """Nothing but the operator takes money here."""

    have: int


@dataclass(frozen=True, slots=True)
class PayByCard(Outcome):
    """Telegram's own invoice: `units` of the currency's smallest coin, and the single-use word that it is known by."""

    payload: str
    units: int
    currency: str


@dataclass(frozen=True, slots=True)
class PayLinkComing(Outcome):
    amount: int


@dataclass(frozen=True, slots=True)
class PayLink(Outcome):
    """Where a payment is made; `until` (UTC ms) is when it is over. Without a link PayPal gave none."""

    amount: int
    link: str
    until: int


@dataclass(frozen=True, slots=True)
class PaidIn(Outcome):
    """Money came in; `repaid` of it is what they owed. `limited`: it can be called back, so only some funds work at first."""

    amount: int
    have: int
    limited: bool = False
    repaid: int = 0


@dataclass(frozen=True, slots=True)
class SentBack(Outcome):
    """Some of what they paid in goes back to them; `have` is what they have then."""

    amount: int
    have: int


@dataclass(frozen=True, slots=True)
class CalledBack(Outcome):
    """A payment of theirs was taken back by the bank or the provider; `owed` is what they owe now."""

    amount: int
    owed: int


@dataclass(frozen=True, slots=True)
class PaidAside(Outcome):
    """Money came in and can't be booked: not known whose, in another currency, or gone back. The operator looks at it."""

    reference: str

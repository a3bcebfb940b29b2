"""Africa's Talking: to mobile money of several countries, business to customer.

Written from its public documentation: http://docs.africastalking.com/mobile/b2c, /payments/notification,
/query/findtransaction and /query/producttransactions. A request has no key that would tell a repeat from a new one, so
an order is sent once only. Our id goes along as metadata and comes back with the transaction; an order without an
answer is looked for among the product's transactions since the day it was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from pydantic import Field, SecretStr

from bot.money import unit_micro
from bot.payouts import Destination, Fare, Notice, Order, Rail, Reason, Reply, _places, refusals
from bot.payouts._fares import Fares, tariff
from bot.payouts._line import Answer, Clock, Line, Silence, micro
from bot.payouts._settings import Shared, WrittenAddress, WrittenTariff, begun, lacking

name: Final = "africas_talking"
page_rows: Final = 500  # a page has more than 1 and fewer than 1,000
pages_max: Final = 40
own: Final = ("africas_talking_key", "africas_talking_user", "africas_talking_product")
codes: Final[Mapping[str, str]] = {
    "KES": "+254",
    "UGX": "+256",
    "TZS": "+255",
    "RWF": "+250",
    "MWK": "+265",
    "ZMW": "+260",
    "NGN": "+234",
    "GHS": "+233",
    "ETB": "+251",
}
"""The country of each money that is paid (ITU-T E.164 country codes)."""
mark: Final = "order"
"""The key of our id in a request's metadata."""

_transaction = re.compile(r"ATP[A-Za-z0-9_]{4,80}", re.ASCII)


class Account(Shared):
    """The operator's payment product with Africa's Talking."""

    africas_talking_key: SecretStr = Field(
        SecretStr(""), description="The API key of an app at Africa's Talking. Empty: not paid by it."
    )
    africas_talking_user: str = Field("", description="That app's username.")
    africas_talking_product: str = Field("", description="The payment product that money is paid from.")
    africas_talking_currency: str = Field(
        "KES", pattern="^[A-Z]{3}$", description="The mobile money it pays: KES, UGX, TZS, and others."
    )
    africas_talking_fee: WrittenTariff = Field(
        "0",
        description="What Africa's Talking takes for a payout, in that money: 100:0 1500:5. Your plan says it.",
    )
    africas_talking_url: WrittenAddress = Field(
        "https://payments.africastalking.com", description="Where its payments API answers."
    )


def wanting(settings: Account) -> list[str]:
    """The settings that Africa's Talking still needs, once it is begun."""
    if not begun(settings, *own):
        return []
    missing = lacking(settings, *own)
    if settings.africas_talking_currency not in codes:
        missing.append("africas_talking_currency")
    elif not settings.rate(settings.africas_talking_currency):
        missing.append("rates")
    return missing


def offered(settings: Account, clock: Clock) -> Rail | None:
    """Africa's Talking as a rail, or None where it is not set up."""
    if not begun(settings, *own) or wanting(settings):
        return None
    money = settings.africas_talking_currency
    fares = Fares(money, tariff(settings.africas_talking_fee), settings.rate(money), unit_micro)
    who = Payer(
        settings.africas_talking_key.get_secret_value(),
        settings.africas_talking_user,
        settings.africas_talking_product,
    )
    return AfricasTalking(Line(settings.africas_talking_url), who, fares, clock)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: an app by its key and name, and its product."""

    key: str
    user: str
    product: str


class AfricasTalking(Rail):
    """Mobile money by Africa's Talking, one recipient a request."""

    name = name
    by_hand = False

    def __init__(self, line: Line, who: Payer, fares: Fares, clock: Clock) -> None:
        self.fares, self._line, self._who, self._clock = fares, line, who, clock

    def read_destination(self, written: str) -> Destination | str:
        """A number of the country whose money is paid."""
        home = codes[self.fares.currency]
        found = _places.phone(written, home)
        if found is None:
            return refusals.no_phone
        return found if found.to.startswith(home) else refusals.other_country

    def fare(self, amount: int) -> Fare:
        """In whole units of local money, by the tariff and the rate."""
        return self.fares.of(amount)

    async def send(self, order: Order) -> Reply:
        """A request with one recipient; "sent" is queued, and its reference the transaction's id."""
        assert order.amount > 0, "an amount as `fare` gives it"
        recipient = {
            "phoneNumber": order.to,
            "currencyCode": order.currency,
            "amount": float(Decimal(order.amount) / unit_micro),
            "metadata": {mark: order.id},
        }
        body = {
            "username": self._who.user,
            "productName": self._who.product,
            "recipients": [recipient],
        }
        try:
            answer = await self._line.ask("POST", "/mobile/b2c/request", headers=self._key, json=body)
        except Silence as silence:
            return Reply("unknown", reason=silence.reason)
        return _queued(answer)

    async def look_up(self, order: Order, reference: str) -> Reply:
        """The transaction by its id; without one, whichever of the product's transactions has our id."""
        try:
            if _transaction.fullmatch(reference):
                return await self._found(order, reference)
            return await self._searched(order)
        except Silence as silence:
            return Reply("unknown", reference, silence.of_look_up)

    async def _found(self, order: Order, reference: str) -> Reply:
        query = {"username": self._who.user, "transactionId": reference}
        answer = await self._line.ask("GET", "/query/transaction/find", headers=self._key, params=query)
        if answer.status not in (200, 201):
            return Reply("unknown", reference, _unanswered(answer))
        data = answer.inside("data")
        if answer.text("status") != "Success" or not data.said:
            return Reply("unknown", reference, "not_found")
        return _standing(order, data) if _order(data) == order.id else Reply("unknown", reason="unreadable")

    async def _searched(self, order: Order) -> Reply:
        """Through the pages from the day before the order was sent; a day's beginning is theirs to say."""
        day = timedelta(days=1)
        sent = datetime.fromtimestamp((order.at or self._clock()) / 1000, UTC)
        today = datetime.fromtimestamp(self._clock() / 1000, UTC)
        query = {
            "username": self._who.user,
            "productName": self._who.product,
            "category": "MobileB2C",
            "startDate": f"{sent - day:%Y-%m-%d}",
            "endDate": f"{today + day:%Y-%m-%d}",
            "count": str(page_rows),
        }
        for page in range(1, pages_max + 1):
            asked = {**query, "pageNumber": str(page)}
            answer = await self._line.ask("GET", "/query/transaction/fetch", headers=self._key, params=asked)
            if answer.status not in (200, 201) or answer.text("status") != "Success":
                return Reply("unknown", reason=_unanswered(answer))
            rows = answer.each("responses")
            ours = next((row for row in rows if _order(row) == order.id), None)
            if ours is not None:
                return _standing(order, ours)
            if len(rows) < page_rows:
                return Reply("unknown", reason="not_found")
        return Reply("unknown", reason="too_old")

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice | None:
        """A payment notification."""
        try:
            told = Answer(200, json.loads(body))
            transaction, category = told.text("transactionId"), told.text("category")
        except (ValueError, RecursionError, AttributeError):
            return None
        if not _transaction.fullmatch(transaction) or not category:
            return None
        return Notice(_order(told), transaction) if category == "MobileB2C" else Notice()

    @property
    def _key(self) -> dict[str, str]:
        return {"apiKey": self._who.key}


def _order(transaction: Answer) -> str:
    """Our id, as it came back with a transaction."""
    return transaction.inside("requestMetadata").text(mark)


def _queued(answer: Answer) -> Reply:
    """What the answer to a request means: queued, refused as documented, or not known."""
    if answer.status == 401:
        return Reply("failed", reason="account")
    if answer.status == 429:
        return Reply("unknown", reason="not_sent")
    if answer.status not in (200, 201):
        return Reply("unknown", reason=_unanswered(answer))
    entries = answer.each("entries")
    if not entries and answer.text("errorMessage") and answer.text("numQueued") in ("", "0"):
        return Reply("failed", reason="account")
    if len(entries) != 1:
        return Reply("unknown", reason="unreadable")
    transaction = entries[0].text("transactionId")
    match entries[0].text("status"):
        case "Queued" if _transaction.fullmatch(transaction):
            return Reply("sent", transaction)
        case "InvalidRequest" | "NotSupported" | "Failed" if not _transaction.fullmatch(transaction):
            return Reply("failed", reason=_reason(entries[0]))
    return Reply("unknown", reason="unreadable")


def _reason(entry: Answer) -> Reason:
    if entry.text("status") == "NotSupported":
        return "destination"
    return "funds" if entry.text("errorMessage").startswith("Insufficient") else "refused"


def _unanswered(answer: Answer) -> Reason:
    return "no_answer" if answer.status >= 500 else "unreadable"


def _standing(order: Order, transaction: Answer) -> Reply:
    """How a transaction with our id stands. A failed one was paid back into the operator's wallet."""
    reference = transaction.text("transactionId")
    currency, _, value = transaction.text("value").partition(" ")
    if not _transaction.fullmatch(reference) or (currency, micro(value)) != (order.currency, order.amount):
        return Reply("unknown", reason="unreadable")
    match transaction.text("status"):
        case "Success":
            return Reply("confirmed", reference)
        case "Failed":
            return Reply("failed", reference, "refused")
        case "PendingConfirmation" | "PendingValidation" | "Queued" | "Pending":
            return Reply("sent", reference)
    return Reply("unknown", reference, "unreadable")

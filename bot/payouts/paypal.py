"""PayPal Payouts: to an e-mail address, in any money PayPal holds.

Written from PayPal's public documentation: https://developer.paypal.com/api/payments.payouts-batch/v1/payouts-post
(and payouts-get, definitions/payout_batch_items), https://developer.paypal.com/payouts/fees and
https://developer.paypal.com/api/rest/authentication. Each order is a batch of one item, and `sender_batch_id` is our
id. "PayPal does not process duplicate payouts": an id used in the last 30 days is refused with a link to the original
batch, and after an answer of 5xx the same request may be sent once more. So where no answer came, the look-up sends
the same request again, as long as PayPal remembers: it is either told of the original or pays now, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from pydantic import Field, SecretStr

from bot.money import unit_micro
from bot.payouts import Destination, Fare, Notice, Order, Rail, Reason, Reply, _places, refusals
from bot.payouts._fares import Fares, tariff
from bot.payouts._line import Answer, Clock, Known, Line, Silence, Stranger, Token, micro
from bot.payouts._settings import Shared, WrittenAddress, WrittenTariff, begun, lacking

name: Final = "paypal"
remembered_ms: Final = 25 * 24 * 3_600_000
"""PayPal remembers an id for 30 days; five are left for its clock and ours."""

item_micro_max: Final = (
    20_000 * unit_micro
)  # of one payout (payouts/fees), in dollars or as many of other money
currencies: Final = frozenset((
    "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "HKD", "HUF", "ILS", "JPY", "MYR",
    "MXN", "TWD", "NZD", "NOK", "PHP", "PLN", "GBP", "SGD", "SEK", "CHF", "THB", "USD",
))  # fmt: skip
"""https://developer.paypal.com/api/rest/reference/currency-codes"""
whole: Final = frozenset(("HUF", "JPY", "TWD"))  # PayPal takes no decimals of these

_batch = re.compile(r"[A-Z0-9]{4,40}", re.ASCII)
_refused: Mapping[str, Reason] = {  # errors of payments.payouts-batch and of items
    "INSUFFICIENT_FUNDS": "funds",
    "SENDER_EMAIL_UNCONFIRMED": "account",
    "SENDER_ACCOUNT_UNVERIFIED": "account",
    "SENDER_RESTRICTED": "account",
    "AUTHORIZATION_ERROR": "account",
    "NOT_AUTHORIZED": "account",
    "PERMISSION_DENIED": "account",
    "REQUIRED_SCOPE_MISSING": "account",
    "RECEIVER_UNREGISTERED": "destination",
    "RECEIVER_UNCONFIRMED": "destination",
    "RECEIVER_ACCOUNT_LOCKED": "destination",
    "RECEIVER_COUNTRY_NOT_ALLOWED": "destination",
    "RECEIVER_YOUTH_ACCOUNT": "destination",
    "RECEIVING_LIMIT_EXCEEDED": "limit",
    "TRANSACTION_LIMIT_EXCEEDED": "limit",
}


class Account(Shared):
    """The operator's account with PayPal."""

    paypal_key: SecretStr = Field(
        SecretStr(""),
        description="The client ID of an app with Payouts at PayPal. Empty: not paid by PayPal.",
    )
    paypal_secret: SecretStr = Field(SecretStr(""), description="That app's secret.")
    paypal_currency: str = Field(
        "", pattern="^([A-Z]{3})?$", description="What PayPal pays in; empty for the installation's currency."
    )
    paypal_fee: WrittenTariff = Field(
        "2% most 20.00",
        description="What PayPal takes for a payout, in that currency: 2% most 20.00. Your contract says it.",
    )
    paypal_url: WrittenAddress = Field(
        "https://api-m.paypal.com", description="Where PayPal's API answers; another one for its sandbox."
    )

    @property
    def paypal_money(self) -> str:
        """The currency that PayPal pays in."""
        return self.paypal_currency or self.currency


def wanting(settings: Account) -> list[str]:
    """The settings that PayPal still needs, once it is begun."""
    if not begun(settings, "paypal_key", "paypal_secret"):
        return []
    missing = lacking(settings, "paypal_key", "paypal_secret")
    if settings.paypal_money not in currencies:
        missing.append("paypal_currency")
    elif not settings.rate(settings.paypal_money):
        missing.append("rates")
    return missing


def offered(settings: Account, clock: Clock) -> Rail | None:
    """PayPal as a rail, or None where it is not set up."""
    if not begun(settings, "paypal_key", "paypal_secret") or wanting(settings):
        return None
    money = settings.paypal_money
    fares = Fares(
        money,
        tariff(settings.paypal_fee),
        settings.rate(money),
        unit_micro if money in whole else unit_micro // 100,
        most=item_micro_max,
    )
    keys = settings.paypal_key.get_secret_value(), settings.paypal_secret.get_secret_value()
    return Paypal(Line(settings.paypal_url), keys, fares, clock)


def known(line: Line, keys: tuple[str, str], clock: Clock) -> Known:
    """The line to PayPal, with the token of an app's key and secret."""
    form = {"grant_type": "client_credentials"}
    return Known(line, Token(lambda: line.ask("POST", "/v1/oauth2/token", data=form, auth=keys), clock))


class Paypal(Rail):
    """PayPal Payouts, one item a batch."""

    name = name
    by_hand = False

    def __init__(self, line: Line, keys: tuple[str, str], fares: Fares, clock: Clock) -> None:
        self.fares, self._line, self._clock = fares, known(line, keys, clock), clock

    def read_destination(self, written: str) -> Destination | str:
        """An e-mail address."""
        return _places.mail(written) or refusals.no_mail

    def fare(self, amount: int) -> Fare:
        """By the tariff and the rate."""
        return self.fares.of(amount)

    async def send(self, order: Order) -> Reply:
        """A batch of one. Asked again with the same id it answers as the first time, for 25 days."""
        if order.at and self._clock() - order.at > remembered_ms:
            return Reply("unknown", reason="too_old")
        item = {
            "recipient_type": "EMAIL",
            "amount": {"value": _value(order), "currency": order.currency},
            "receiver": order.to,
            "sender_item_id": order.id,
        }
        body = {"sender_batch_header": {"sender_batch_id": order.id}, "items": [item]}
        try:
            answer = await self._line.ask("POST", "/v1/payments/payouts", json=body)
        except Silence as silence:
            return Reply("unknown", reason=silence.reason)
        except Stranger:
            return Reply("failed", reason="account")
        if answer.status == 201:
            batch = _id(answer.inside("batch_header").text("payout_batch_id"))
            return Reply("sent", batch) if batch else Reply("unknown", reason="unreadable")
        if original := _original(answer):
            return await self.look_up(order, original)
        return _refusal(answer)

    async def look_up(self, order: Order, reference: str) -> Reply:
        """The item of a batch; without a reference, whatever sending once more is told."""
        if not _batch.fullmatch(reference):
            return await self._sent_again(order)
        try:
            answer = await self._line.ask("GET", f"/v1/payments/payouts/{reference}")
        except Silence as silence:
            return Reply("unknown", reference, silence.of_look_up)
        except Stranger:
            return Reply("unknown", reference, "account")
        if answer.status == 404:
            return Reply("unknown", reference, "not_found")
        if answer.status != 200:
            return Reply("unknown", reference, "no_answer")
        return _standing(order, reference, answer)

    async def _sent_again(self, order: Order) -> Reply:
        """The same request once more. That it was refused, or never left, says nothing of the first.

        In which order PayPal looks at a request is not documented: the first may have taken what is missing now.
        """
        if not order.at:
            return Reply("unknown", reason="too_old")
        reply = await self.send(order)
        if reply.state == "failed" and not reply.reference:
            return Reply("unknown", reason="not_found")
        return Reply("unknown", reason="no_answer") if reply.reason == "not_sent" else reply

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice | None:
        """An event of a payout or its item. Its signature says no more than the look-up that it leads to."""
        try:
            event = Answer(200, json.loads(body))
            kind, resource = event.text("event_type"), event.inside("resource")
        except (ValueError, RecursionError, AttributeError):
            return None
        if "paypal-transmission-id" not in {name.lower() for name in headers} or not kind:
            return None
        if not kind.startswith("PAYMENT.PAYOUTS"):
            return Notice()
        header = resource.inside("batch_header")
        batch = resource.text("payout_batch_id") or header.text("payout_batch_id")
        order = resource.text("sender_batch_id") or _sender(header)
        return Notice(order, _id(batch))


def _value(order: Order) -> str:
    step = unit_micro if order.currency in whole else unit_micro // 100
    assert order.amount > 0 and order.amount % step == 0, "an amount as `fare` gives it"
    return f"{Decimal(order.amount) / unit_micro:.{0 if order.currency in whole else 2}f}"


def _id(batch: str) -> str:
    return batch if _batch.fullmatch(batch) else ""


def _sender(header: Answer) -> str:
    return header.inside("sender_batch_header").text("sender_batch_id")


def _original(answer: Answer) -> str:
    """The batch that has our id already, by the link in the refusal: USER_BUSINESS_ERROR, field SENDER_BATCH_ID."""
    for detail in answer.each("details"):
        for link in detail.each("link"):
            batch = link.text("href").rpartition("/")[2]
            if detail.text("field").upper() == "SENDER_BATCH_ID" and _batch.fullmatch(batch):
                return batch
    return ""


def _refusal(answer: Answer) -> Reply:
    """What a refused batch means: a documented refusal paid nothing; anything else is not known."""
    error = answer.text("name")
    if answer.status == 429:
        return Reply("unknown", reason="not_sent")
    if answer.status in (400, 403, 422) and error not in (
        "",
        "USER_BUSINESS_ERROR",
    ):  # which may be a repeat's
        return Reply("failed", reason=_refused.get(error, "refused"))
    return Reply("unknown", reason="no_answer" if answer.status >= 500 else "unreadable")


def _standing(order: Order, reference: str, answer: Answer) -> Reply:
    """How the one item of a batch stands. A batch that is not this order's says nothing of it."""
    header = answer.inside("batch_header")
    if _sender(header) != order.id or header.text("payout_batch_id") != reference:
        return Reply("unknown", reason="unreadable")
    items = answer.each("items")
    if not items and header.text("batch_status") in ("DENIED", "CANCELED"):
        return Reply("failed", reference, "refused")
    if not items:
        return Reply("sent", reference)
    if len(items) > 1 or not _same(order, items[0].inside("payout_item")):
        return Reply("unknown", reference, "unreadable")
    return _item(items[0], reference)


def _same(order: Order, item: Answer) -> bool:
    amount = item.inside("amount")
    return (micro(amount.text("value")), amount.text("currency")) == (order.amount, order.currency)


def _item(item: Answer, reference: str) -> Reply:
    match item.text("transaction_status"):
        case "SUCCESS":
            return Reply("confirmed", reference)
        case "FAILED":
            error = item.inside("errors").text("name")
            return Reply("failed", reference, _refused.get(error, "refused"))
        case "RETURNED":
            return Reply("returned", reference, "unclaimed")
        case "REFUNDED" | "REVERSED":
            return Reply("returned", reference, "sent_back")
        case "PENDING" | "UNCLAIMED" | "ONHOLD" | "BLOCKED":
            return Reply("sent", reference)
    return Reply("unknown", reference, "unreadable")

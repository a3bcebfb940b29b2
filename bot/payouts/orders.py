"""PayPal Orders: no rail, but the other way round: a requester pays in. Here, for it shares the rails' line and account.

Written from PayPal's public documentation: https://developer.paypal.com/docs/api/orders/v2 (create, show, capture),
/docs/api/payments/v2 (show captured payment) and /api/webhooks/v1 (verify-webhook-signature). An order is made with our
random word as its `custom_id` and as `PayPal-Request-Id`, so asking again makes no second one for six hours. Its payer
approves it at PayPal; then it is captured, once; then the capture itself is asked for. What a notice says is never believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.money import unit_micro
from bot.payouts._line import Clock, Line, Silence, Stranger, micro
from bot.payouts.paypal import Account, currencies, known, whole

hook_name: Final = "paypal_orders"  # in the path of its notices
back_to: Final = "https://t.me/"
signed_by: Final = {
    "auth_algo": "paypal-auth-algo",
    "cert_url": "paypal-cert-url",
    "transmission_id": "paypal-transmission-id",
    "transmission_sig": "paypal-transmission-sig",
    "transmission_time": "paypal-transmission-time",
}
_name = re.compile(r"[A-Z0-9-]{4,40}", re.ASCII)
_link = re.compile(r"https://www\.(sandbox\.)?paypal\.com/[!-~]{1,300}", re.ASCII)

__all__ = ["Capture", "Orders", "Silence", "Standing", "Stranger", "hook_name", "orders_of"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands: "waiting", "approved", "captured" or "gone"; and the ids of its captures."""

    state: str
    captures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """Money that PayPal took: `amount` in micro-units of `currency`, and the word of its order. `state` as PayPal's."""

    id: str
    state: str
    amount: int
    currency: str
    word: str


def orders_of(settings: Account, clock: Clock) -> Orders | None:
    """The orders of the operator's account; None without keys, or where PayPal takes no cents of the currency."""
    keys = settings.paypal_key.get_secret_value(), settings.paypal_secret.get_secret_value()
    if not all(keys) or settings.currency not in currencies - whole:
        return None
    return Orders(Line(settings.paypal_url), keys, clock)


class Orders:
    """PayPal's orders. Every call may raise Silence (ask again later) or Stranger (PayPal does not take the keys)."""

    def __init__(self, line: Line, keys: tuple[str, str], clock: Clock) -> None:
        self._line = known(line, keys, clock)

    async def create(self, word: str, amount: int, currency: str) -> tuple[str, str]:
        """An order over `amount` micro-units: its id, and the link where it is approved."""
        value = f"{Decimal(amount) / unit_micro:.2f}"
        unit = {"custom_id": word, "amount": {"currency_code": currency, "value": value}}
        context = {
            "return_url": back_to,
            "cancel_url": back_to,
            "shipping_preference": "NO_SHIPPING",
            "user_action": "PAY_NOW",
        }
        body = {
            "intent": "CAPTURE",
            "purchase_units": [unit],
            "payment_source": {"paypal": {"experience_context": context}},
        }
        key = {"PayPal-Request-Id": word}
        answer = await self._line.ask("POST", "/v2/checkout/orders", json=body, headers=key)
        links = {one.text("rel"): one.text("href") for one in answer.each("links")}
        order, link = answer.text("id"), links.get("payer-action") or links.get("approve") or ""
        if answer.status not in (200, 201) or not _name.fullmatch(order) or not _link.fullmatch(link):
            raise Silence("unreadable")
        return order, link

    async def standing(self, order: str) -> Standing:
        """How an order stands."""
        answer = await self._line.ask("GET", f"/v2/checkout/orders/{_named(order)}")
        if answer.status == 404:
            return Standing("gone")
        if answer.status != 200 or answer.text("id") != order:
            raise Silence("unreadable")
        units = answer.each("purchase_units")
        taken = [one.text("id") for unit in units for one in unit.inside("payments").each("captures")]
        captures = tuple(filter(_name.fullmatch, taken))
        if captures:
            return Standing("captured", captures)
        return Standing({"APPROVED": "approved", "VOIDED": "gone"}.get(answer.text("status"), "waiting"))

    async def capture(self, order: str, word: str) -> None:
        """Takes the money of an approved order; what came of it is told by its standing alone."""
        key = {"PayPal-Request-Id": f"{word}-capture"}
        await self._line.ask("POST", f"/v2/checkout/orders/{_named(order)}/capture", json={}, headers=key)

    async def captured(self, capture: str) -> Capture:
        """A capture as PayPal has it: what is booked is what stands here."""
        answer = await self._line.ask("GET", f"/v2/payments/captures/{_named(capture)}")
        amount = answer.inside("amount")
        came = micro(amount.text("value"))
        if answer.status != 200 or answer.text("id") != capture or came <= 0:
            raise Silence("unreadable")
        return Capture(
            capture, answer.text("status"), came, amount.text("currency_code"), answer.text("custom_id")
        )

    async def signed(self, headers: Mapping[str, str], body: bytes, webhook: str) -> bool:
        """Did PayPal sign this notice, for the webhook of this id? PayPal itself is asked; the body goes as it came."""
        said = {name: headers.get(header, "") for name, header in signed_by.items()}
        if not all(said.values()):
            return False
        fields = _fields({**said, "webhook_id": webhook})
        content = fields[:-1] + b', "webhook_event": ' + body + b"}"
        kind = {"Content-Type": "application/json"}
        answer = await self._line.ask(
            "POST", "/v1/notifications/verify-webhook-signature", content=content, headers=kind
        )
        return answer.status == 200 and answer.text("verification_status") == "SUCCESS"


def _fields(said: dict[str, str]) -> bytes:
    return json.dumps(said).encode()


def _named(number: str) -> str:
    """An id that may stand in a path."""
    if not _name.fullmatch(number):
        raise Silence("unreadable")
    return number

"""A pretend PayPal, the other way round: orders that somebody is sent a link for, approves, and that are then captured.

From https://developer.paypal.com/docs/api/orders/v2 and /docs/api/payments/v2: the same `PayPal-Request-Id` answers as the
first time, an order that nobody approved is not captured, and one that was is captured once. Its notices are signed, and
`/v1/notifications/verify-webhook-signature` knows its own signatures alone. `POST /orders/{id}/approve` is the payer's press.
"""

import hashlib
import hmac
import json
import re
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.providers.paypal import Paypal
from bot.sandbox.providers.till import Faults, Payment, Till, bearer, read

STATES = {"waiting": "PAYER_ACTION_REQUIRED", "approved": "APPROVED", "paid": "COMPLETED"}


class PaypalOrders(Till):
    """PayPal's orders by their id; a payment's `id` is the word that came with it, its `reference` the capture's id."""

    name = "paypal_orders"

    def __init__(self, faults: Faults, paypal: Paypal) -> None:
        super().__init__(faults)
        self._paypal = paypal
        self.orders: dict[str, Payment] = {}
        self._secret = token_hex(16).encode()

    def routes(self) -> list[Route]:
        """PayPal's paths, and the payer's press."""
        return [
            Route("/v2/checkout/orders", self.make, methods=["POST"]),
            Route("/v2/checkout/orders/{order}", self.show, methods=["GET"]),
            Route("/v2/checkout/orders/{order}/capture", self.take, methods=["POST"]),
            Route("/v2/payments/captures/{capture}", self.captured, methods=["GET"]),
            Route("/v1/notifications/verify-webhook-signature", self.verify, methods=["POST"]),
            Route("/orders/{order}/approve", self.approve, methods=["POST"]),
        ]

    def error(self, fault: str) -> Response:
        """PayPal's own errors."""
        return self._paypal.error(fault)

    async def make(self, request: Request) -> Response:
        """An order that waits for its payer; the same request id is the same order."""
        given, key = await read(request), request.headers.get("paypal-request-id", "")

        async def answer(fault: str) -> Response:
            if bearer(request) not in self._paypal.tokens:
                return self.error("stale")
            wanted = _wanted(given)
            if wanted is None or not key:
                return self.error("invalid")
            known = [order for order, payment in self.orders.items() if payment.to == key]
            number = known[0] if known else token_hex(8).upper()
            word, value, currency = wanted
            self.orders.setdefault(number, Payment(word, key, value, currency, "", "waiting"))
            link = {
                "href": f"https://www.paypal.com/checkoutnow?token={number}",
                "rel": "payer-action",
                "method": "GET",
            }
            return JSONResponse(
                {"id": number, "status": STATES["waiting"], "links": [link]}, 200 if known else 201
            )

        return await self.met("pay", answer)

    async def approve(self, request: Request) -> Response:
        """The payer has pressed; PayPal tells."""
        number = request.path_params["order"]
        payment = self.orders.get(number)
        if payment is None or payment.state != "waiting":
            return JSONResponse({"error": "there is no such order to approve"}, 409)
        payment.state = "approved"
        resource = {"id": number, "purchase_units": [{"custom_id": payment.id}]}
        await self._told("CHECKOUT.ORDER.APPROVED", resource, "")
        return JSONResponse({})

    async def take(self, request: Request) -> Response:
        """Capture: money moves, once."""
        number, self.requests = request.path_params["order"], self.requests + 1

        async def answer(fault: str) -> Response:
            payment = self.orders.get(number)
            if bearer(request) not in self._paypal.tokens:
                return self.error("stale")
            if payment is None or payment.state == "waiting":
                return _unfit("ORDER_NOT_APPROVED")
            if payment.state == "paid":
                return _unfit("ORDER_ALREADY_CAPTURED")
            payment.reference = token_hex(8).upper()
            self.paid(payment, fault)
            self.payments[payment.id] = payment
            await self._told("PAYMENT.CAPTURE.COMPLETED", _capture(number, payment), fault)
            return JSONResponse(_order(number, payment), 201)

        return await self.met("pay", answer)

    async def show(self, request: Request) -> Response:
        """An order, with its captures."""

        async def answer(fault: str) -> Response:
            payment = self.orders.get(request.path_params["order"])
            if bearer(request) not in self._paypal.tokens:
                return self.error("stale")
            if payment is None:
                return JSONResponse({"name": "RESOURCE_NOT_FOUND"}, 404)
            return JSONResponse(_order(request.path_params["order"], payment))

        return await self.met("ask", answer)

    async def captured(self, request: Request) -> Response:
        """A capture, by its own id."""

        async def answer(fault: str) -> Response:
            capture = request.path_params["capture"]
            if bearer(request) not in self._paypal.tokens:
                return self.error("stale")
            found = [(number, one) for number, one in self.orders.items() if one.reference == capture]
            return (
                JSONResponse(_capture(*found[0]))
                if found
                else JSONResponse({"name": "RESOURCE_NOT_FOUND"}, 404)
            )

        return await self.met("ask", answer)

    async def verify(self, request: Request) -> Response:
        """Is a notice PayPal's own?"""
        given = await read(request)

        async def answer(fault: str) -> Response:
            if bearer(request) not in self._paypal.tokens:
                return self.error("stale")
            signed = self._signature(str(given.get("transmission_id")), given.get("webhook_event"))
            ours = hmac.compare_digest(signed, str(given.get("transmission_sig")))
            return JSONResponse({"verification_status": "SUCCESS" if ours else "FAILURE"})

        return await self.met("ask", answer)

    async def _told(self, kind: str, resource: dict[str, Any], fault: str) -> None:
        event = {"id": f"WH-{token_hex(8)}", "event_type": kind, "resource": resource}
        number = token_hex(8)
        headers = {
            "PAYPAL-TRANSMISSION-ID": number,
            "PAYPAL-TRANSMISSION-SIG": self._signature(number, event),
            "PAYPAL-TRANSMISSION-TIME": "2026-01-01T00:00:00Z",
            "PAYPAL-AUTH-ALGO": "SHA256withRSA",
            "PAYPAL-CERT-URL": "https://api.paypal.com/v1/notifications/certs/CERT",
        }
        await self.tell(self.notices, event, fault, headers)

    def _signature(self, number: str, event: Any) -> str:
        said = f"{number} {json.dumps(event, sort_keys=True)}".encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()


def _wanted(given: dict[str, Any]) -> tuple[str, str, str] | None:
    """The word, the value and the currency of an order's one unit; None where it is not as documented."""
    try:
        (unit,) = given["purchase_units"]
        word, amount = unit["custom_id"], unit["amount"]
        value, currency = re.fullmatch(r"\d{1,7}\.\d{2}", amount["value"], re.ASCII), amount["currency_code"]
        fits = given["intent"] == "CAPTURE" and 0 < len(word) <= 127 and len(currency) == 3
    except (KeyError, TypeError, ValueError):
        return None
    return (word, amount["value"], currency) if fits and value and float(value[0]) > 0 else None


def _order(number: str, payment: Payment) -> dict[str, Any]:
    unit: dict[str, Any] = {"custom_id": payment.id, "amount": _amount(payment)}
    if payment.reference:
        unit["payments"] = {"captures": [_capture(number, payment)]}
    return {"id": number, "status": STATES.get(payment.state, "COMPLETED"), "purchase_units": [unit]}


def _capture(number: str, payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.reference,
        "status": {"paid": "COMPLETED", "failed": "FAILED", "returned": "REFUNDED"}.get(
            payment.state, "PENDING"
        ),
        "amount": _amount(payment),
        "custom_id": payment.id,
        "supplementary_data": {"related_ids": {"order_id": number}},
    }


def _amount(payment: Payment) -> dict[str, str]:
    return {"currency_code": payment.currency, "value": payment.amount}


def _unfit(issue: str) -> Response:
    return JSONResponse({"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": issue}]}, 422)

"""A pretend PayPal: access tokens, batch payouts and their items.

From https://developer.paypal.com/api/payments.payouts-batch/v1: a `sender_batch_id` that was used before is refused
with a link to the batch that has it, and nothing is paid a second time.
"""

import re
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.providers.till import Payment, Till, basic, bearer, read

ERRORS = {
    "error": (500, "INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    "busy": (429, "RATE_LIMIT_REACHED", "Too many requests."),
    "stale": (401, "INVALID_TOKEN", "The token is not valid."),
    "refuse": (422, "RECEIVER_COUNTRY_NOT_ALLOWED", "We can't send money to this country."),
    "invalid": (400, "VALIDATION_ERROR", "Invalid request - see details."),
}
STATES = {"paid": "SUCCESS", "failed": "FAILED", "returned": "RETURNED", "pending": "PENDING"}


class Paypal(Till):
    """PayPal's answers, and what it paid."""

    name = "paypal"

    def routes(self) -> list[Route]:
        """PayPal's paths."""
        return [
            Route("/v1/oauth2/token", self.token, methods=["POST"]),
            Route("/v1/payments/payouts", self.pay, methods=["POST"]),
            Route("/v1/payments/payouts/{batch}", self.ask, methods=["GET"]),
        ]

    def error(self, fault: str) -> Response:
        """PayPal's errors: a name, a message, and details."""
        status, name, message = ERRORS[fault]
        return _wrong(status, name, message)

    async def token(self, request: Request) -> Response:
        """A token for nine hours, for anybody who says a name and a password."""

        async def answer(fault: str) -> Response:
            if not basic(request) or (await request.body()) != b"grant_type=client_credentials":
                return _wrong(401, "invalid_client", "Client Authentication failed")
            token = token_hex(20)
            self.tokens.add(token)
            return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": 32_400})

        return await self.met("token", answer)

    async def pay(self, request: Request) -> Response:
        """A batch of payouts; here it has one item."""
        given = await read(request)
        self.requests += 1

        async def answer(fault: str) -> Response:
            if bearer(request) not in self.tokens:
                return self.error("stale")
            found = _item(given)
            if found is None:
                return self.error("invalid")
            sender, item = found
            if sender in self.payments:
                return _duplicate(str(request.url), self.payments[sender])
            money = item["amount"]
            payment = Payment(sender, item["receiver"], money["value"], money["currency"], _batch())
            self.payments[sender] = payment
            self.paid(payment, fault)
            await self.tell(self.notices, _event(payment), fault, {"PAYPAL-TRANSMISSION-ID": token_hex(8)})
            return JSONResponse({"batch_header": {**_header(payment), "batch_status": "PENDING"}}, 201)

        return await self.met("pay", answer)

    async def ask(self, request: Request) -> Response:
        """A batch and its item."""

        async def answer(fault: str) -> Response:
            if bearer(request) not in self.tokens:
                return self.error("stale")
            batch = request.path_params["batch"]
            payment = next((one for one in self.payments.values() if one.reference == batch), None)
            if payment is None:
                return _wrong(404, "INVALID_RESOURCE_ID", "Requested resource ID was not found.")
            header = {**_header(payment), "batch_status": "SUCCESS"}
            return JSONResponse({"batch_header": header, "items": [_shown(payment)]})

        return await self.met("ask", answer)


def _item(given: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The sender's id and the one item of a request; None where it is not as documented."""
    try:
        sender, (item,) = given["sender_batch_header"]["sender_batch_id"], given["items"]
        amount = item["amount"]
        named = (
            isinstance(sender, str) and sender and "@" in item["receiver"] and len(amount["currency"]) == 3
        )
        value = re.fullmatch(r"\d{1,7}(\.\d{2})?", amount["value"], re.ASCII)
    except (KeyError, TypeError, ValueError):
        return None
    return (sender, item) if named and value and float(value[0]) > 0 else None


def _header(payment: Payment) -> dict[str, Any]:
    return {
        "payout_batch_id": payment.reference,
        "sender_batch_header": {"sender_batch_id": payment.id},
    }


def _shown(payment: Payment) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "payout_item_id": f"I{payment.reference}",
        "payout_batch_id": payment.reference,
        "transaction_status": STATES[payment.state],
        "payout_item": {
            "recipient_type": "EMAIL",
            "amount": {"currency": payment.currency, "value": payment.amount},
            "receiver": payment.to,
            "sender_item_id": payment.id,
        },
    }
    if payment.state == "failed":
        shown["errors"] = {"name": "RECEIVER_UNREGISTERED", "message": "Receiver is unregistered"}
    return shown


def _event(payment: Payment) -> dict[str, Any]:
    """A webhook's event about an item."""
    resource = {**_shown(payment), "sender_batch_id": payment.id}
    kind = "FAILED" if payment.state == "failed" else "SUCCEEDED"
    return {"id": f"WH-{token_hex(8)}", "event_type": f"PAYMENT.PAYOUTS-ITEM.{kind}", "resource": resource}


def _duplicate(payouts: str, payment: Payment) -> Response:
    """What PayPal says of an id it has seen: where the batch is that has it."""
    link = {"href": f"{payouts}/{payment.reference}", "rel": "self", "method": "GET"}
    issue = "Batch with given sender_batch_id already exists"
    detail = {"field": "SENDER_BATCH_ID", "location": "body", "issue": issue, "link": [link]}
    return _wrong(400, "USER_BUSINESS_ERROR", "User business error.", [detail])


def _wrong(status: int, name: str, message: str, details: list[dict[str, Any]] | None = None) -> Response:
    body = {"name": name, "message": message, "debug_id": token_hex(6), "details": details or []}
    return JSONResponse(body, status)


def _batch() -> str:
    return token_hex(7).upper()

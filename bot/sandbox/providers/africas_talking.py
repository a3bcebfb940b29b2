"""A pretend Africa's Talking: mobile payments to customers, and the queries about them.

From http://docs.africastalking.com/mobile/b2c, /query/findtransaction, /query/producttransactions and
/payments/notification. It knows no repeats: the same request twice pays twice.
"""

from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.providers.till import Payment, Till, read

STATES = {"paid": "Success", "failed": "Failed", "returned": "Failed", "pending": "PendingConfirmation"}
rows_max = 1_000


class AfricasTalking(Till):
    """Africa's Talking's answers, and what it paid. Payments are kept by their transaction."""

    name = "africas_talking"

    def routes(self) -> list[Route]:
        """Its paths."""
        return [
            Route("/mobile/b2c/request", self.pay, methods=["POST"]),
            Route("/query/transaction/find", self.find, methods=["GET"]),
            Route("/query/transaction/fetch", self.fetch, methods=["GET"]),
        ]

    def error(self, fault: str) -> Response:
        """Its errors: mostly a line of text."""
        if fault == "refuse":
            return _entry({"status": "NotSupported", "errorMessage": "Destination number is not supported"})
        status, words = {
            "error": (500, "Internal Server Error"),
            "busy": (429, "Too Many Requests"),
            "stale": (401, "The supplied authentication is invalid"),
        }[fault]
        return PlainTextResponse(words, status)

    async def pay(self, request: Request) -> Response:
        """A request with one recipient."""
        given = await read(request)
        self.requests += 1

        async def answer(fault: str) -> Response:
            if not request.headers.get("apikey"):
                return self.error("stale")
            if not given.get("username") or not given.get("productName"):
                return JSONResponse({"numQueued": 0, "errorMessage": "No such product"}, 201)
            (recipient,) = given["recipients"]
            value, transaction = f"{float(recipient['amount']):.4f}", f"ATPid_{token_hex(16)}"
            order = recipient["metadata"]["order"]
            number, money = recipient["phoneNumber"], recipient["currencyCode"]
            if not number.startswith("+") or len(number) < 10:
                return _entry({"status": "InvalidRequest", "errorMessage": "Invalid phoneNumber"})
            payment = Payment(order, number, value, money, transaction)
            self.payments[transaction] = payment
            self.paid(payment, fault)
            if payment.state == "returned":
                payment.count = 0  # paid back into the payer's wallet
            await self.tell(self.notices, _shown(payment), fault, {})
            queued = {
                "phoneNumber": number,
                "status": "Queued",
                "provider": "Mpesa",
                "transactionId": transaction,
            }
            return _entry({**queued, "value": f"{money} {value}", "transactionFee": f"{money} 0.0000"})

        return await self.met("pay", answer)

    async def find(self, request: Request) -> Response:
        """One transaction."""

        async def answer(fault: str) -> Response:
            payment = self.payments.get(request.query_params.get("transactionId", ""))
            if payment is None:
                return JSONResponse({"status": "Failed", "errorMessage": "No such transaction"})
            return JSONResponse({"status": "Success", "data": _shown(payment)})

        return await self.met("ask", answer)

    async def fetch(self, request: Request) -> Response:
        """A page of a product's transactions, newest first."""

        async def answer(fault: str) -> Response:
            asked = request.query_params
            page, count = int(asked.get("pageNumber", "0")), int(asked.get("count", "0"))
            if page < 1 or not 1 < count < rows_max or not asked.get("productName"):
                return JSONResponse({"status": "Failed", "errorMessage": "Invalid request"})
            newest = list(reversed(self.payments.values()))[(page - 1) * count : page * count]
            return JSONResponse({"status": "Success", "responses": [_shown(payment) for payment in newest]})

        return await self.met("ask", answer)


def _shown(payment: Payment) -> dict[str, Any]:
    """A transaction as queries and notifications show it."""
    return {
        "transactionId": payment.reference,
        "category": "MobileB2C",
        "provider": "Mpesa",
        "destinationType": "PhoneNumber",
        "destination": payment.to,
        "value": f"{payment.currency} {payment.amount}",
        "status": STATES[payment.state],
        "requestMetadata": {"order": payment.id},
    }


def _entry(entry: dict[str, Any]) -> Response:
    queued = int(entry["status"] == "Queued")
    return JSONResponse({"numQueued": queued, "totalValue": entry.get("value", ""), "entries": [entry]}, 201)

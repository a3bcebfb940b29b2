"""A pretend Daraja: M-Pesa's authorization, business-to-customer payment and transaction status.

From https://developer.safaricom.co.ke/apis (Authorization, B2C, Transaction Status): requests are accepted at once, and
their results are posted to `ResultURL`. An `OriginatorConversationID` that was seen before is refused.
"""

import re
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.providers.till import Payment, Till, basic, bearer, first_missing, read

PAY = ("OriginatorConversationID", "InitiatorName", "SecurityCredential", "CommandID", "Amount", "PartyA", "PartyB",
       "Remarks", "QueueTimeOutURL", "ResultURL")  # fmt: skip
ASK = ("Initiator", "SecurityCredential", "CommandID", "OriginalConversationID", "PartyA", "IdentifierType", "ResultURL",
       "QueueTimeOutURL", "Remarks")  # fmt: skip
ERRORS = {
    "error": (500, "500.003.1001", "Internal Server Error"),
    "busy": (429, "500.003.02", "Error Occurred: Spike Arrest Violation"),
    "stale": (401, "401.002.01", "Error Occurred - Invalid Access Token"),
    "refuse": (400, "400.002.02", "Bad Request - Invalid PartyB"),
    "duplicate": (500, "500.002.1001", "Duplicate OriginatorConversationID."),
}
FAILED = 2040  # Credit Party customer type can't be supported by the service.
NOT_FOUND = 2032


class Mpesa(Till):
    """Daraja's answers, and what M-Pesa paid."""

    name = "mpesa"

    def routes(self) -> list[Route]:
        """Daraja's paths."""
        return [
            Route("/oauth/v1/generate", self.token, methods=["GET"]),
            Route("/mpesa/b2c/v3/paymentrequest", self.pay, methods=["POST"]),
            Route("/mpesa/transactionstatus/v1/query", self.ask, methods=["POST"]),
        ]

    def error(self, fault: str) -> Response:
        """Daraja's errors: a code and a message."""
        status, code, message = ERRORS[fault]
        return _wrong(status, code, message)

    async def token(self, request: Request) -> Response:
        """A token for an hour, for anybody who says a name and a password."""

        async def answer(fault: str) -> Response:
            if not basic(request) or request.query_params.get("grant_type") != "client_credentials":
                return _wrong(400, "400.008.01", "Invalid Authentication passed")
            token = token_hex(14)
            self.tokens.add(token)
            return JSONResponse({"access_token": token, "expires_in": "3599"})

        return await self.met("token", answer)

    async def pay(self, request: Request) -> Response:
        """A payment request: accepted, and its result told later."""
        given = await read(request)
        self.requests += 1

        async def answer(fault: str) -> Response:
            if refused := self._refused(request, given, PAY):
                return refused
            if not re.fullmatch(r"254[17]\d{8}", given["PartyB"], re.ASCII):
                return self.error("refuse")
            if not re.fullmatch(r"[1-9]\d{1,5}", given["Amount"], re.ASCII) or int(given["Amount"]) > 250_000:
                return _wrong(400, "400.002.02", "Bad Request - Invalid Amount")
            if given["OriginatorConversationID"] in self.payments:
                return self.error("duplicate")
            conversation = _conversation()
            payment = Payment(
                given["OriginatorConversationID"], given["PartyB"], given["Amount"], "KES", _receipt()
            )
            self.payments[payment.id] = payment
            self.paid(payment, fault)
            result = self._result(conversation, payment) if payment.count else _failed(conversation, payment)
            await self.tell(given["ResultURL"], result, fault, {})
            return _accepted(conversation, payment.id)

        return await self.met("pay", answer)

    async def ask(self, request: Request) -> Response:
        """A status query by the payment's originator id: accepted, and its result told later."""
        given = await read(request)

        async def answer(fault: str) -> Response:
            if refused := self._refused(request, given, ASK):
                return refused
            conversation, asked = _conversation(), f"{token_hex(2)}-{token_hex(8)}"
            payment = self.payments.get(given["OriginalConversationID"])
            # A payment that failed before it was one is not found: M-Pesa made no transaction of it.
            result = (
                _ended(NOT_FOUND, conversation, asked)
                if payment is None or payment.state == "failed"
                else _status(conversation, asked, payment)
            )
            await self.tell(given["ResultURL"], result, fault, {})
            return _accepted(conversation, asked)

        return await self.met("ask", answer)

    def _refused(self, request: Request, given: dict[str, Any], wanted: tuple[str, ...]) -> Response | None:
        if bearer(request) not in self.tokens:
            return self.error("stale")
        missing = first_missing(given, wanted)
        return _wrong(400, "400.002.02", f"Bad Request - Invalid {missing}") if missing else None

    def _result(self, conversation: str, payment: Payment) -> dict[str, Any]:
        found = {
            "TransactionAmount": int(payment.amount),
            "TransactionReceipt": payment.reference,
            "ReceiverPartyPublicName": f"{payment.to} - SOMEBODY",
            "B2CRecipientIsRegisteredCustomer": "Y",
        }
        return _ended(0, conversation, payment.id, payment.reference, found)


def _status(conversation: str, asked: str, payment: Payment) -> dict[str, Any]:
    found = {
        "CreditPartyName": f"{payment.to} - SOMEBODY",
        "OriginatorConversationID": payment.id,
        "TransactionStatus": "Reversed" if payment.state == "returned" else "Completed",
        "Amount": float(payment.amount),
        "ReceiptNo": payment.reference,
    }
    return _ended(0, conversation, asked, payment.reference, found)


def _failed(conversation: str, payment: Payment) -> dict[str, Any]:
    return _ended(FAILED, conversation, payment.id, payment.reference)


def _ended(
    code: int, conversation: str, originator: str, receipt: str = "", found: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A result as M-Pesa posts it."""
    result: dict[str, Any] = {
        "ResultType": 0,
        "ResultCode": code,
        "ResultDesc": "The service request is processed successfully." if code == 0 else "Refused.",
        "OriginatorConversationID": originator,
        "ConversationID": conversation,
        "TransactionID": receipt,
        "ReferenceData": {"ReferenceItem": {"Key": "Occasion"}},
    }
    if found:
        result["ResultParameters"] = {"ResultParameter": [{"Key": key, "Value": found[key]} for key in found]}
    return {"Result": result}


def _accepted(conversation: str, originator: str) -> Response:
    return JSONResponse(
        {
            "ConversationID": conversation,
            "OriginatorConversationID": originator,
            "ResponseCode": "0",
            "ResponseDescription": "Accept the service request successfully.",
        }
    )


def _wrong(status: int, code: str, message: str) -> Response:
    body = {"requestId": f"{token_hex(2)}-{token_hex(4)}", "errorCode": code, "errorMessage": message}
    return JSONResponse(body, status)


def _conversation() -> str:
    return f"AG_20260101_{token_hex(10)}"


def _receipt() -> str:
    return token_hex(5).upper()

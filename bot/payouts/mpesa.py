"""M-Pesa in Kenya, business to customer (Safaricom's Daraja).

Written from Safaricom's public documentation, read through its public copies: https://developer.safaricom.co.ke/apis
(B2C, Transaction Status, Authorization). The order's id goes as `OriginatorConversationID`, the "unique string to avoid
double disbursement": a request with one that was seen before is refused (500.002.1001; result 15, Duplicate Detected).

Everything here is answered twice: at once, that the request was accepted, and later, by a notice to `ResultURL`, what
became of it; a notice that can't be delivered is not repeated. Notices are not signed. So the state of an order is
asked with a Transaction Status query, and its result counts only with the conversation id that M-Pesa gave in answer to
that very query, over TLS, to us alone. A notice that an order failed is kept, and told by a look-up that finds no
payment under the order's id; only with the conversation id of that order's own acceptance.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import Field, SecretStr

from bot.money import unit_micro
from bot.payouts import Destination, Fare, Notice, Order, Rail, Reason, Reply, _places, refusals
from bot.payouts._fares import Fares, tariff
from bot.payouts._line import Answer, Clock, Known, Line, Silence, Stranger, Token, micro
from bot.payouts._settings import Shared, WrittenAddress, WrittenTariff, begun, lacking

name: Final = "mpesa"
money: Final = "KES"
least_micro: Final = 10 * unit_micro  # documented limits of B2C: 10 to 250,000 shillings a payment
most_micro: Final = 250_000 * unit_micro
result_s_max: Final = 45.0
results_kept_max: Final = 1_000
own: Final = ("mpesa_key", "mpesa_secret", "mpesa_shortcode", "mpesa_initiator", "mpesa_credential")

_conversation = re.compile(r"[A-Za-z0-9_.-]{6,64}", re.ASCII)
_busy = (
    "500.003.02",
    "500.003.03",
)  # spike arrest, quota: turned away at the gate, before M-Pesa heard of it
_strangers = ("401.002.01", "404.001.03", "400.008.01", "400.008.02")  # tokens that are not taken
_refused: Mapping[str, Reason] = {  # result codes of B2C
    "1": "funds",
    "2": "limit",
    "3": "limit",
    "4": "limit",
    "8": "limit",
    "11": "account",
    "18": "account",
    "20": "account",
    "21": "account",
    "2001": "account",
    "2006": "account",
    "2028": "account",
    "8006": "account",
    "2040": "destination",
    "SFC_IC0003": "destination",
}


class Account(Shared):
    """The operator's account for payments to customers.

    The default fees: Safaricom's "M-PESA Bulk Payment Tariff", payments to registered users, what the business pays. Read
    on 2026-11-22 in a public copy up to 15,000 shillings, above that in public programs that agree with it.
    """

    mpesa_key: SecretStr = Field(
        SecretStr(""), description="The consumer key of a Daraja app with B2C. Empty: not paid by M-Pesa."
    )
    mpesa_secret: SecretStr = Field(SecretStr(""), description="That app's consumer secret.")
    mpesa_shortcode: str = Field(
        "", pattern=r"^([0-9]{5,8})?$", description="The short code that money is paid from."
    )
    mpesa_initiator: str = Field("", description="The name of the API user that pays.")
    mpesa_credential: SecretStr = Field(
        SecretStr(""),
        description="That user's security credential: its password, encrypted with Safaricom's certificate.",
    )
    mpesa_fee: WrittenTariff = Field(
        "100:0 1500:5 5000:9 20000:11 250000:13",
        description="What M-Pesa takes, in KES, as bands up to:fee. Your tariff says it.",
    )
    mpesa_url: WrittenAddress = Field(
        "https://api.safaricom.co.ke", description="Where Daraja answers; another one for its sandbox."
    )


def wanting(settings: Account) -> list[str]:
    """The settings that M-Pesa still needs, once it is begun."""
    if not begun(settings, *own):
        return []
    missing = lacking(settings, *own)
    if not settings.notice_address(name):
        missing += lacking(settings, "hooks_port", "hooks_url", "hooks_secret")
    return missing + ([] if settings.rate(money) else ["rates"])


def offered(settings: Account, clock: Clock) -> Rail | None:
    """M-Pesa as a rail, or None where it is not set up."""
    if not begun(settings, *own) or wanting(settings):
        return None
    fares = Fares(
        money,
        tariff(settings.mpesa_fee),
        settings.rate(money),
        unit_micro,
        least_micro,
        most_micro,
    )
    keys = settings.mpesa_key.get_secret_value(), settings.mpesa_secret.get_secret_value()
    who = Payer(
        settings.mpesa_shortcode,
        settings.mpesa_initiator,
        settings.mpesa_credential.get_secret_value(),
        settings.notice_address(name),
    )
    return Mpesa(Line(settings.mpesa_url), keys, who, fares, clock)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays at M-Pesa, and where M-Pesa says what became of it."""

    shortcode: str
    initiator: str
    credential: str
    notices: str


@dataclass(slots=True)
class _Results:
    """What M-Pesa told by itself, by conversation, the latest thousand; and who waits for one."""

    kept: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    awaited: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)

    def heard(self, conversation: str, result: Answer) -> None:
        self.kept[conversation] = result
        while len(self.kept) > results_kept_max:
            self.kept.popitem(last=False)
        waiting = self.awaited.get(conversation)
        if waiting is not None and not waiting.done():
            waiting.set_result(result)

    async def of(self, conversation: str, seconds: float) -> Answer | None:
        """The result of a conversation, waited for; it may have come before its acceptance did."""
        if conversation in self.kept:
            return self.kept[conversation]
        self.awaited[conversation] = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(self.awaited[conversation], seconds)
        except TimeoutError:
            return None
        finally:
            del self.awaited[conversation]


class Mpesa(Rail):
    """M-Pesa B2C. `result_s` is how long a look-up waits for its result."""

    name = name
    by_hand = False

    def __init__(self, line: Line, keys: tuple[str, str], who: Payer, fares: Fares, clock: Clock) -> None:
        self.fares, self.result_s = fares, result_s_max
        self._who, self._results = who, _Results()
        query = {"grant_type": "client_credentials"}
        token = Token(lambda: line.ask("GET", "/oauth/v1/generate", params=query, auth=keys), clock)
        self._line = Known(line, token, _stale)

    def read_destination(self, written: str) -> Destination | str:
        """A Kenyan mobile number, with or without its country."""
        found = _places.phone(written, _places.kenya)
        if found is None:
            return refusals.no_kenyan_phone
        return found if found.to.startswith(_places.kenya) else refusals.no_kenyan_phone

    def fare(self, amount: int) -> Fare:
        """In whole shillings, by the tariff and the rate."""
        return self.fares.of(amount)

    async def send(self, order: Order) -> Reply:
        """A payment request; "sent" is accepted, and its reference the conversation's id."""
        assert order.currency == money and order.amount % unit_micro == 0, "an amount as `fare` gives it"
        request = {
            "OriginatorConversationID": order.id,
            "InitiatorName": self._who.initiator,
            "SecurityCredential": self._who.credential,
            "CommandID": "BusinessPayment",
            "Amount": str(order.amount // unit_micro),
            "PartyA": self._who.shortcode,
            "PartyB": order.to.removeprefix("+"),
            "Remarks": "Payout",
            "QueueTimeOutURL": self._who.notices,
            "ResultURL": self._who.notices,
            "Occassion": "",
        }
        try:
            answer = await self._line.ask("POST", "/mpesa/b2c/v3/paymentrequest", json=request)
        except Silence as silence:
            return Reply("unknown", reason=silence.reason)
        except Stranger:
            return Reply("failed", reason="account")
        conversation = _accepted(answer)
        return Reply("sent", conversation) if conversation else _refusal(answer)

    async def look_up(self, order: Order, reference: str) -> Reply:
        """A status query by the order's id, and its result, which comes by a notice."""
        query = {
            "Initiator": self._who.initiator,
            "SecurityCredential": self._who.credential,
            "CommandID": "TransactionStatusQuery",
            "TransactionID": "",
            "OriginalConversationID": order.id,
            "PartyA": self._who.shortcode,
            "IdentifierType": "4",
            "ResultURL": self._who.notices,
            "QueueTimeOutURL": self._who.notices,
            "Remarks": "Status",
            "Occasion": "",
        }
        try:
            answer = await self._line.ask("POST", "/mpesa/transactionstatus/v1/query", json=query)
        except Silence as silence:
            return Reply("unknown", reference, silence.of_look_up)
        except Stranger:
            return Reply("unknown", reference, "account")
        conversation = _accepted(answer)
        if not conversation:
            return Reply("unknown", reference, "no_answer" if answer.status >= 500 else "unreadable")
        result = await self._results.of(conversation, self.result_s)
        if result is None:
            return Reply("unknown", reference, "no_answer")
        if result.text("ResultCode") != "0":
            return self._not_found(order, reference, result.text("ResultCode"))
        return _standing(order, reference, result)

    def _not_found(self, order: Order, reference: str, code: str) -> Reply:
        """M-Pesa shows no payment under this id. Did it say before, with a documented code, that the order had failed?"""
        told = self._results.kept.get(reference)
        if told is not None and told.text("OriginatorConversationID") == order.id:
            reason = _refused.get(told.text("ResultCode"))
            if reason is not None:
                return Reply("failed", reference, reason)
        may_not_ask = _refused.get(code) == "account"  # which says nothing of the order
        return Reply("unknown", reference, "account" if may_not_ask else "not_found")

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice | None:
        """A result, or that a request timed out in M-Pesa's queue. One that somebody waits for goes to who waits."""
        try:
            result = Answer(200, json.loads(body)).inside("Result")
        except (ValueError, RecursionError, AttributeError):
            return None
        conversation, order = result.text("ConversationID"), result.text("OriginatorConversationID")
        if not _conversation.fullmatch(conversation):
            return None
        asked = conversation in self._results.awaited
        self._results.heard(conversation, result)
        return (
            Notice() if asked or _parameters(result).get("TransactionStatus") else Notice(order, conversation)
        )


def _stale(answer: Answer) -> bool:
    return answer.status == 401 or answer.text("errorCode") in _strangers


def _accepted(answer: Answer) -> str:
    """The conversation's id of a request that was accepted, else ""."""
    conversation = answer.text("ConversationID")
    fine = (
        answer.status == 200 and answer.text("ResponseCode") == "0" and _conversation.fullmatch(conversation)
    )
    return conversation if fine else ""


def _refusal(answer: Answer) -> Reply:
    """What an order that was not accepted means: a request refused as wrong (400.…) paid nothing; the rest is unknown."""
    error = answer.text("errorCode")
    if answer.status == 429 or error in _busy:
        return Reply("unknown", reason="not_sent")
    if answer.status == 400 and error.startswith("400."):
        wrong = answer.text("errorMessage")
        return Reply("failed", reason="destination" if "PartyB" in wrong else "refused")
    return Reply("unknown", reason="no_answer" if answer.status >= 500 else "unreadable")


def _standing(order: Order, reference: str, result: Answer) -> Reply:
    """How the payment that a status query found stands. Another order's says nothing of this one."""
    found = _parameters(result)
    if found.get("OriginatorConversationID") != order.id or micro(found.get("Amount", "")) != order.amount:
        return Reply("unknown", reference, "unreadable")
    receipt = found.get("ReceiptNo", "") or reference
    match found.get("TransactionStatus"):
        case "Completed":
            return Reply("confirmed", receipt)
        case "Failed" | "Declined" | "Cancelled" | "Expired":
            return Reply("failed", reference, "refused")
        case "Reversed":
            return Reply("returned", receipt, "sent_back")
        case "Pending" | "Authorized" | "Submitted" | "Initiated":
            return Reply("sent", reference)
    return Reply("unknown", reference, "unreadable")


def _parameters(result: Answer) -> dict[str, str]:
    """The parameters of a result, by their keys; an amount comes as 100, 100.0 or "100.00"."""
    each = result.inside("ResultParameters").each("ResultParameter")
    return {one.text("Key"): _text(one.said.get("Value")) for one in each}


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

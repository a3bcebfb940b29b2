"""PayPal: what each documented answer means, and that only this order's batch says anything of it."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.money import parse, unit_micro
from bot.payouts import Notice, Order, Reply, refusals
from bot.payouts._fares import Fares, Tariff
from bot.payouts._line import Line
from bot.payouts.paypal import Paypal
from tests.conftest import START_MS, Clock
from tests.payouts.served import serving

pytestmark = pytest.mark.anyio
ORDER = Order("731", 1_230_000, "USD", "amina@example.org", at=START_MS)


def shown(state: str, **changed: Any) -> dict[str, Any]:
    """A batch with its item, as documented, with some fields changed."""
    item = {
        "transaction_status": state,
        "payout_item": {"amount": {"value": "1.23", "currency": "USD"}, "receiver": "amina@example.org"},
        **changed,
    }
    header = {"payout_batch_id": "RBUCFZADTJ2K8", "sender_batch_header": {"sender_batch_id": "731"}}
    return {"batch_header": header, "items": [item]}


async def told(clock: Clock, status: int, body: Any, asked: str = "RBUCFZADTJ2K8") -> Reply:
    """What the rail makes of one answer: to a look-up with a reference, to sending without one."""

    async def answer(request: Request) -> Response:
        if "oauth2" in request.url.path:
            return JSONResponse({"access_token": "t", "expires_in": 3600})
        return JSONResponse(body, status)

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])
    async with serving(app) as address:
        rail = Paypal(Line(address, 2.0), ("key", "secret"), Fares("USD", Tariff()), clock)
        return await rail.look_up(ORDER, asked) if asked else await rail.send(ORDER)


@pytest.mark.parametrize(
    ("state", "reply"),
    [
        ("SUCCESS", Reply("confirmed", "RBUCFZADTJ2K8")),
        ("PENDING", Reply("sent", "RBUCFZADTJ2K8")),
        ("UNCLAIMED", Reply("sent", "RBUCFZADTJ2K8")),
        ("ONHOLD", Reply("sent", "RBUCFZADTJ2K8")),
        ("RETURNED", Reply("returned", "RBUCFZADTJ2K8", "unclaimed")),
        ("REVERSED", Reply("returned", "RBUCFZADTJ2K8", "sent_back")),
        ("FAILED", Reply("failed", "RBUCFZADTJ2K8", "refused")),
        ("DANCING", Reply("unknown", "RBUCFZADTJ2K8", "unreadable")),
    ],
)
async def test_a_state_means_what_is_documented(clock: Clock, state: str, reply: Reply) -> None:
    """Each of PayPal's words for an item; one it never had means nothing."""
    assert await told(clock, 200, shown(state)) == reply


async def test_a_failed_item_says_why(clock: Clock) -> None:
    """In a code of ours, never in PayPal's words."""
    for error, reason in (("RECEIVER_UNREGISTERED", "destination"), ("INSUFFICIENT_FUNDS", "funds")):
        found = await told(clock, 200, shown("FAILED", errors={"name": error, "message": "<b>Words</b>"}))
        assert (found.state, found.reason) == ("failed", reason)


@pytest.mark.parametrize(
    "body",
    [
        shown("SUCCESS", payout_item={"amount": {"value": "9.99", "currency": "USD"}}),
        shown("SUCCESS", payout_item={"amount": {"value": "1.23", "currency": "EUR"}}),
        {**shown("SUCCESS"), "items": shown("SUCCESS")["items"] * 2},
        {**shown("SUCCESS"), "batch_header": {"payout_batch_id": "RBUCFZADTJ2K8", "sender_batch_header": {"sender_batch_id": "732"}}},
        {**shown("SUCCESS"), "batch_header": {"payout_batch_id": "OTHER", "sender_batch_header": {"sender_batch_id": "731"}}},
        {},
    ],
)  # fmt: skip
async def test_another_batch_says_nothing(clock: Clock, body: Any) -> None:
    """Another amount, money, sender's id, batch, or more items than were sent."""
    found = await told(clock, 200, body)
    assert (found.state, found.reason) == ("unknown", "unreadable")


async def test_a_batch_that_was_denied_paid_nobody(clock: Clock) -> None:
    """Without items, and denied as a whole."""
    header = {**shown("SUCCESS")["batch_header"], "batch_status": "DENIED"}
    assert (await told(clock, 200, {"batch_header": header})).state == "failed"


@pytest.mark.parametrize(
    ("status", "body", "reply"),
    [
        (422, {"name": "INSUFFICIENT_FUNDS"}, Reply("failed", reason="funds")),
        (403, {"name": "AUTHORIZATION_ERROR"}, Reply("failed", reason="account")),
        (400, {"name": "VALIDATION_ERROR", "details": [{"field": "items"}]}, Reply("failed", reason="refused")),
        (429, {"name": "RATE_LIMIT_REACHED"}, Reply("unknown", reason="not_sent")),
        (500, {"name": "INTERNAL_SERVER_ERROR"}, Reply("unknown", reason="no_answer")),
        (400, {}, Reply("unknown", reason="unreadable")),
        (201, {"batch_header": {}}, Reply("unknown", reason="unreadable")),
        (201, {"batch_header": {"payout_batch_id": "../../v2"}}, Reply("unknown", reason="unreadable")),
        (401, {}, Reply("failed", reason="account")),
        (400, {"name": "USER_BUSINESS_ERROR"}, Reply("unknown", reason="unreadable")),
        (400, {"name": "USER_BUSINESS_ERROR", "details": [{"issue": "Batch with given sender_batch_id already exists"}]},
         Reply("unknown", reason="unreadable")),
    ],
)  # fmt: skip
async def test_a_refusal_is_one_only_as_documented(
    clock: Clock, status: int, body: Any, reply: Reply
) -> None:
    """A named refusal paid nothing; a repeat, a server's failure or anything else is not known."""
    assert await told(clock, status, body, asked="") == reply


async def test_a_refusal_of_the_same_request_again_says_nothing_of_the_first(clock: Clock) -> None:
    """The first may have taken the very funds that are missing now: not known, never failed. Sent at no time: not sent."""
    assert await told(clock, 422, {"name": "INSUFFICIENT_FUNDS"}, asked="none") == Reply(
        "unknown", reason="not_found"
    )
    rail = Paypal(Line("http://127.0.0.1:1"), ("", ""), Fares("USD", Tariff()), clock)
    never_sent = Order("731", 1_230_000, "USD", "amina@example.org")
    assert await rail.look_up(never_sent, "") == Reply("unknown", reason="too_old")


def test_a_notice_names_whom_to_look_up(clock: Clock) -> None:
    """An item's event and a batch's; any other event is heard, and no more."""
    rail = Paypal(Line("http://127.0.0.1:1"), ("", ""), Fares("USD", Tariff()), clock)
    sent = {"PayPal-Transmission-Id": "69cd13f0"}
    item = b'{"event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "resource": {"sender_batch_id": "731", "payout_batch_id": "RBUC"}}'
    batch = b'{"event_type": "PAYMENT.PAYOUTSBATCH.SUCCESS", "resource": {"batch_header": {"payout_batch_id": "RBUC", "sender_batch_header": {"sender_batch_id": "731"}}}}'
    assert rail.read_notice(sent, item) == rail.read_notice(sent, batch) == Notice("731", "RBUC")
    assert rail.read_notice(sent, b'{"event_type": "PAYMENT.SALE.COMPLETED", "resource": {}}') == Notice()
    assert rail.read_notice({}, item) is None


def test_dollars_go_in_cents_and_yen_whole(clock: Clock) -> None:
    """With the fee of two in a hundred; what is under a cent stays in the balance."""
    rail = Paypal(Line("http://127.0.0.1:1"), ("", ""), Fares("USD", Tariff(share=200)), clock)
    found = rail.fare(parse("1.28"))
    assert (found.arrives, found.fee, found.left) == (1_250_000, 25_000, 5_000)
    assert rail.read_destination("0712345678") == refusals.no_mail
    assert rail.fares.most == 10**9 * unit_micro

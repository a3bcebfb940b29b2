"""Africa's Talking: an order without an answer is found among what its product paid, by our id."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.money import unit_micro
from bot.payouts import Notice, Order, Reply, refusals
from bot.payouts import africas_talking as at
from bot.payouts._fares import Fares, Tariff
from bot.payouts._line import Line
from tests.conftest import START_MS, Clock
from tests.payouts.served import serving

pytestmark = pytest.mark.anyio
ORDER = Order("731", 165 * unit_micro, "KES", "+254712345678", at=START_MS)
FARES = Fares("KES", Tariff(), step=unit_micro)


def row(status: str = "Success", **changed: Any) -> dict[str, Any]:
    """A transaction as queries show it."""
    shown = {
        "transactionId": "ATPid_d8ee42c1475f8b3ae0cc2c76902a12b9",
        "status": status,
        "value": "KES 165.0000",
        "requestMetadata": {"order": "731"},
    }
    return {**shown, **changed}


async def told(
    clock: Clock, body: Any, status: int = 200, asked: str | None = ""
) -> tuple[Reply, list[dict[str, str]]]:
    """What the rail makes of one answer, and what it asked. `asked` None: it sends."""
    questions: list[dict[str, str]] = []

    async def answer(request: Request) -> Response:
        questions.append(dict(request.query_params))
        pages = body if isinstance(body, list) else [body]
        return JSONResponse(pages[min(len(questions), len(pages)) - 1], status)

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])
    async with serving(app) as address:
        rail = at.AfricasTalking(Line(address, 2.0), at.Payer("key", "ujima", "wages"), FARES, clock)
        reply = await (rail.send(ORDER) if asked is None else rail.look_up(ORDER, asked))
    return reply, questions


@pytest.mark.parametrize(
    ("status", "state"),
    [("Success", "confirmed"), ("Failed", "failed"), ("PendingConfirmation", "sent"), ("Dancing", "unknown")],
)
async def test_a_status_means_what_is_documented(clock: Clock, status: str, state: str) -> None:
    """By the transaction's own id; a word it never had means nothing."""
    body = {"status": "Success", "data": row(status)}
    assert (await told(clock, body, asked="ATPid_d8ee42c1475f8b3ae0cc2c76902a12b9"))[0].state == state


async def test_an_order_is_searched_through_the_pages(clock: Clock) -> None:
    """From the day before it was sent, page after page, until our id is there."""
    others = [row(requestMetadata={"order": "1"}) for _ in range(at.page_rows)]
    pages = [{"status": "Success", "responses": others}, {"status": "Success", "responses": [row()]}]
    reply, questions = await told(clock, pages)
    assert reply == Reply("confirmed", "ATPid_d8ee42c1475f8b3ae0cc2c76902a12b9")
    assert [one["pageNumber"] for one in questions] == ["1", "2"]
    assert questions[0]["startDate"] == "2025-12-31" and questions[0]["category"] == "MobileB2C"


async def test_what_is_on_no_page_is_not_found(clock: Clock) -> None:
    """That it may still come is why it is unknown, not failed."""
    reply, _ = await told(
        clock, {"status": "Success", "responses": [row(requestMetadata={"order": "732"}), {}, 7]}
    )
    assert reply == Reply("unknown", reason="not_found")


@pytest.mark.parametrize(
    "changed",
    [{"value": "KES 166.0000"}, {"value": "USD 165.0000"}, {"value": "much"}, {"transactionId": "../x"}],
)
async def test_another_payment_says_nothing(clock: Clock, changed: dict[str, Any]) -> None:
    """Our id with another amount or money is no answer."""
    reply, _ = await told(clock, {"status": "Success", "responses": [row(**changed)]})
    assert reply == Reply("unknown", reason="unreadable")


@pytest.mark.parametrize(
    ("status", "body", "reply"),
    [
        (201, {"entries": [{"status": "Failed", "errorMessage": "Insufficient Credit"}]}, Reply("failed", reason="funds")),
        (201, {"entries": [{"status": "NotSupported"}]}, Reply("failed", reason="destination")),
        (201, {"entries": [{"status": "InvalidRequest"}]}, Reply("failed", reason="refused")),
        (201, {"numQueued": 0, "errorMessage": "No such product"}, Reply("failed", reason="account")),
        (201, {"entries": [{"status": "Queued"}]}, Reply("unknown", reason="unreadable")),
        (201, {"entries": [row("Queued"), row("Queued")]}, Reply("unknown", reason="unreadable")),
        (201, {"entries": [row("Failed")]}, Reply("unknown", reason="unreadable")),
        (201, {}, Reply("unknown", reason="unreadable")),
        (401, {}, Reply("failed", reason="account")),
        (429, {}, Reply("unknown", reason="not_sent")),
        (400, {}, Reply("unknown", reason="unreadable")),
        (502, {}, Reply("unknown", reason="no_answer")),
    ],
)  # fmt: skip
async def test_a_refusal_is_one_only_as_documented(
    clock: Clock, status: int, body: Any, reply: Reply
) -> None:
    """An entry that was not queued paid nothing; whatever else it says is not known."""
    assert (await told(clock, body, status, asked=None))[0] == reply


def test_a_notification_names_whom_to_look_up(clock: Clock) -> None:
    """Of a payment to a customer; of anything else it is heard, and no more."""
    rail = at.AfricasTalking(Line("http://127.0.0.1:1"), at.Payer("k", "u", "p"), FARES, clock)
    sent = (
        b'{"transactionId": "ATPid_d8ee42c1", "category": "MobileB2C", "requestMetadata": {"order": "731"}}'
    )
    assert rail.read_notice({}, sent) == Notice("731", "ATPid_d8ee42c1")
    assert rail.read_notice({}, sent.replace(b"MobileB2C", b"MobileC2B")) == Notice()
    assert rail.read_notice({}, b'{"category": "MobileB2C"}') is None


def test_numbers_of_the_moneys_country_are_paid(clock: Clock) -> None:
    """Another country's are told so, and what is no number is none."""
    rail = at.AfricasTalking(Line("http://127.0.0.1:1"), at.Payer("k", "u", "p"), FARES, clock)
    assert not isinstance(rail.read_destination("0712345678"), str)
    assert rail.read_destination("+256772123456") == refusals.other_country
    assert rail.read_destination("Amina") == refusals.no_phone

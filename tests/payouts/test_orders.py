"""PayPal Orders: what is not as documented means nothing, and a link leads to PayPal or nowhere."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.payouts._line import Line, Silence, Stranger
from bot.payouts.orders import Capture, Orders, Standing
from tests.conftest import Clock
from tests.payouts.served import serving

pytestmark = pytest.mark.anyio


class Said:
    """A PayPal that says what it is told to, and notes what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Response] = []
        self.asked: list[tuple[str, Any]] = []

    async def token(self, request: Request) -> Response:
        return JSONResponse({"access_token": "t", "expires_in": 900})

    async def any(self, request: Request) -> Response:
        self.asked.append((request.url.path, await request.body()))
        return self.answers.pop(0)


@pytest.fixture
async def paypal(clock: Clock) -> AsyncIterator[tuple[Orders, Said]]:
    """The client, and what it talks to."""
    said = Said()
    routes = [
        Route("/v1/oauth2/token", said.token, methods=["POST"]),
        Route("/{path:path}", said.any, methods=["GET", "POST"]),
    ]
    async with serving(Starlette(routes=routes)) as address:
        yield Orders(Line(address, answer_s=2.0), ("key", "secret"), clock), said


def made(link: str, order: str = "5O190127TN364715T") -> JSONResponse:
    return JSONResponse({"id": order, "links": [{"rel": "payer-action", "href": link}]}, 201)


async def test_an_order_has_paypal_s_own_link(paypal: tuple[Orders, Said]) -> None:
    """The word goes as the order's id and as the key of the request; the sum in cents."""
    orders, said = paypal
    link = "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"
    said.answers = [made(link)]
    assert await orders.create("word", 20_500_000, "USD") == ("5O190127TN364715T", link)
    assert b'"value":"20.50"' in said.asked[0][1].replace(b" ", b"")


@pytest.mark.parametrize(
    "answer",
    [
        made("https://paypal.example.org/checkoutnow?token=5O19"), made("http://www.paypal.com/x"), made(""),
        made("https://www.paypal.com/a b"), made("https://www.paypal.com/x", "../../v1/payments"),
        HTMLResponse("<p>soon"), JSONResponse({"name": "INTERNAL_SERVER_ERROR"}, 500), JSONResponse([], 201),
        JSONResponse({"name": "VALIDATION_ERROR"}, 400),
    ],
)  # fmt: skip
async def test_another_answer_makes_no_order(paypal: tuple[Orders, Said], answer: Response) -> None:
    """A link elsewhere, an odd id, a page, an error: nobody is sent anywhere."""
    orders, said = paypal
    said.answers = [answer]
    with pytest.raises(Silence):
        await orders.create("word", 20_000_000, "USD")


async def test_keys_that_are_not_taken_are_told_apart(paypal: tuple[Orders, Said]) -> None:
    """Refused twice with a fresh token: the keys are wrong."""
    orders, said = paypal
    said.answers = [JSONResponse({}, 401), JSONResponse({}, 401)]
    with pytest.raises(Stranger):
        await orders.standing("5O190127TN364715T")


@pytest.mark.parametrize(
    ("answer", "standing"),
    [
        ({"id": "ORDER-1", "status": "CREATED"}, Standing("waiting")),
        ({"id": "ORDER-1", "status": "PAYER_ACTION_REQUIRED"}, Standing("waiting")),
        ({"id": "ORDER-1", "status": "APPROVED"}, Standing("approved")),
        ({"id": "ORDER-1", "status": "VOIDED"}, Standing("gone")),
        (
            {
                "id": "ORDER-1",
                "purchase_units": [{"payments": {"captures": [{"id": "CAPT-1"}, {"id": "../x"}, 7]}}],
            },
            Standing("captured", ("CAPT-1",)),
        ),
    ],
)
async def test_an_order_s_standing_is_read(
    paypal: tuple[Orders, Said], answer: dict[str, Any], standing: Standing
) -> None:
    """By its status and its captures; what is no capture's id is left out."""
    orders, said = paypal
    said.answers = [JSONResponse(answer)]
    assert await orders.standing("ORDER-1") == standing


async def test_another_order_s_answer_means_nothing(paypal: tuple[Orders, Said]) -> None:
    """Its id must be the one that was asked for; an id that could leave the path is not asked for."""
    orders, said = paypal
    said.answers = [JSONResponse({"id": "ORDER-2", "status": "APPROVED"}), JSONResponse({}, 404)]
    with pytest.raises(Silence):
        await orders.standing("ORDER-1")
    assert await orders.standing("ORDER-1") == Standing("gone")
    with pytest.raises(Silence):
        await orders.captured("../../payouts")
    assert len(said.asked) == 2


async def test_a_capture_is_what_stands_in_it(paypal: tuple[Orders, Said]) -> None:
    """Amount and currency as PayPal writes them, in micro-units."""
    orders, said = paypal
    amount = {"value": "12.34", "currency_code": "USD"}
    said.answers = [JSONResponse({"id": "CAPT-1", "status": "COMPLETED", "amount": amount, "custom_id": "w"})]
    assert await orders.captured("CAPT-1") == Capture("CAPT-1", "COMPLETED", 12_340_000, "USD", "w")


async def test_a_notice_goes_to_paypal_as_it_came(paypal: tuple[Orders, Said]) -> None:
    """Byte by byte, for the signature is over them; without all its headers PayPal is not even asked."""
    orders, said = paypal
    names = ("auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time")
    headers = {f"paypal-{name}": "x" for name in names}
    body = b'{"b":1.50,  "a":"\\u00e9"}'
    said.answers = [
        JSONResponse({"verification_status": "SUCCESS"}),
        JSONResponse({"verification_status": "FAILURE"}),
    ]
    assert await orders.signed(headers, body, "hook") is True
    assert body in said.asked[0][1]
    assert await orders.signed(headers, body, "hook") is False
    assert await orders.signed({}, body, "hook") is False
    assert len(said.asked) == 2

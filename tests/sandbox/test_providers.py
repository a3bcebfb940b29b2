"""The pretend providers: they refuse as documented, pay each id once (where the real one does), and count."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.providers.server import Providers, create
from bot.sandbox.providers.till import FAULTS, Faults
from tests.pretend import Sandbox

pytestmark = pytest.mark.anyio
BASIC = {"Authorization": f"Basic {base64.b64encode(b'key:secret').decode()}"}
B2C = {
    "OriginatorConversationID": "731",
    "InitiatorName": "ujima",
    "SecurityCredential": "x",
    "CommandID": "BusinessPayment",
    "Amount": "165",
    "PartyA": "600992",
    "PartyB": "254712345678",
    "Remarks": "Payout",
    "QueueTimeOutURL": "",
    "ResultURL": "",
}
BATCH = {
    "sender_batch_header": {"sender_batch_id": "731"},
    "items": [
        {
            "recipient_type": "EMAIL",
            "receiver": "a@example.org",
            "amount": {"value": "1.23", "currency": "USD"},
        }
    ],
}
MOBILE = {
    "username": "ujima",
    "productName": "wages",
    "recipients": [
        {"phoneNumber": "+254712345678", "currencyCode": "KES", "amount": 165.0, "metadata": {"order": "731"}}
    ],
}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of providers of its own."""
    transport = httpx.ASGITransport(create(Providers()))
    async with httpx.AsyncClient(transport=transport, base_url="http://providers") as made:
        yield made


async def bearer(client: httpx.AsyncClient, name: str) -> dict[str, str]:
    """The header with a token of M-Pesa's or PayPal's."""
    if name == "mpesa":
        said = await client.get("/mpesa/oauth/v1/generate?grant_type=client_credentials", headers=BASIC)
    else:
        form = {"grant_type": "client_credentials"}
        said = await client.post("/paypal/v1/oauth2/token", data=form, headers=BASIC)
    return {"Authorization": f"Bearer {said.json()['access_token']}"}


async def counts(client: httpx.AsyncClient) -> dict[str, Any]:
    """What every provider paid, by the payer's id."""
    found: dict[str, Any] = (await client.get("/paid")).json()["counts"]
    return found


async def test_mpesa_pays_an_id_once(client: httpx.AsyncClient) -> None:
    """The same originator id again is refused with Daraja's own code, and nothing is paid again."""
    token = await bearer(client, "mpesa")
    pay = "/mpesa/mpesa/b2c/v3/paymentrequest"
    first = (await client.post(pay, json=B2C, headers=token)).json()
    assert first["ResponseCode"] == "0" and first["ConversationID"].startswith("AG_")
    again = await client.post(pay, json=B2C, headers=token)
    assert (again.status_code, again.json()["errorCode"]) == (500, "500.002.1001")
    assert (await counts(client))["mpesa"] == {"731": 1}


@pytest.mark.parametrize(
    ("change", "says"),
    [({"PartyB": "0712345678"}, "PartyB"), ({"Amount": "1.5"}, "Amount"), ({"Amount": "250001"}, "Amount"),
     ({"InitiatorName": None}, "InitiatorName")],
)  # fmt: skip
async def test_mpesa_refuses_what_is_wrong(
    client: httpx.AsyncClient, change: dict[str, Any], says: str
) -> None:
    """A field that is missing or no such thing is named, and nothing is paid."""
    token = await bearer(client, "mpesa")
    said = await client.post("/mpesa/mpesa/b2c/v3/paymentrequest", json={**B2C, **change}, headers=token)
    assert said.status_code == 400 and says in said.json()["errorMessage"]
    assert (await counts(client))["mpesa"] == {}


async def test_paypal_pays_an_id_once_and_says_where_it_is(client: httpx.AsyncClient) -> None:
    """The same batch id again is refused with a link to the first batch, which has the item."""
    token = await bearer(client, "paypal")
    first = (await client.post("/paypal/v1/payments/payouts", json=BATCH, headers=token)).json()[
        "batch_header"
    ]
    again = await client.post("/paypal/v1/payments/payouts", json=BATCH, headers=token)
    detail = again.json()["details"][0]
    assert again.status_code == 400 and detail["field"] == "SENDER_BATCH_ID"
    shown = (await client.get(detail["link"][0]["href"], headers=token)).json()
    assert shown["batch_header"]["payout_batch_id"] == first["payout_batch_id"]
    assert shown["items"][0]["transaction_status"] == "SUCCESS"
    assert (await counts(client))["paypal"] == {"731": 1}


async def test_africas_talking_pays_repeats(client: httpx.AsyncClient) -> None:
    """It knows none, as the real one does: the count shows it, and both are in the product's list."""
    key = {"apiKey": "key"}
    for _ in range(2):
        assert (
            await client.post("/africas_talking/mobile/b2c/request", json=MOBILE, headers=key)
        ).status_code == 201
    assert (await counts(client))["africas_talking"] == {"731": 2}
    query = {"username": "ujima", "productName": "wages", "pageNumber": "1", "count": "100"}
    listed = (await client.get("/africas_talking/query/transaction/fetch", params=query)).json()["responses"]
    assert [row["requestMetadata"]["order"] for row in listed] == ["731", "731"]


@pytest.mark.parametrize("path", ["/mpesa/mpesa/b2c/v3/paymentrequest", "/paypal/v1/payments/payouts"])
async def test_nobody_is_paid_without_a_token(client: httpx.AsyncClient, path: str) -> None:
    """A made-up token is not taken."""
    said = await client.post(path, json={}, headers={"Authorization": "Bearer made-up"})
    assert said.status_code == 401


@pytest.mark.parametrize(
    "wanted",
    [
        {"rates": {"sulks": 1}},
        {"rates": {"busy": 2}},
        {"next": [{"fault": "busy", "call": "dance"}]},
        {"day": 1},
    ],
)
async def test_unknown_faults_are_refused(client: httpx.AsyncClient, wanted: dict[str, Any]) -> None:
    """A fault that is mistyped is no fault that never happens."""
    assert (await client.post("/faults", json=wanted)).status_code == 400


def test_the_same_seed_meets_the_same_faults() -> None:
    """Each provider's calls have dice of their own, thrown in the order of its calls."""
    rows = []
    for _ in range(2):
        faults = Faults()
        faults.set({"seed": 7, "rates": dict.fromkeys(FAULTS, 0.1)})
        rows.append([faults.meet("mpesa", "pay") for _ in range(50)])
        faults.meet("paypal", "pay")
    assert rows[0] == rows[1] and len(set(rows[0])) > 5


def test_providers_stand_beside_the_pretend_telegram(sandbox: Sandbox) -> None:
    """The demo's one address has them under /providers."""
    assert sandbox.ask("GET", "/providers/paid")["counts"] == {
        "mpesa": {},
        "paypal": {},
        "africas_talking": {},
        "paypal_orders": {},
    }

"""The line to a provider: what is certain without an answer, and what no answer may be."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.payouts._line import Answer, Line, Silence, Stranger, Token, answer_bytes_max
from tests.conftest import Clock
from tests.payouts.served import serving

pytestmark = pytest.mark.anyio
BODIES = {
    "fine": (200, b'{"a": 1}'),
    "html": (200, b"<!doctype html><p>Maintenance"),
    "list": (200, b"[1]"),
    "cut": (200, b'{"a": '),
    "deep": (200, b"[" * 100_000),
    "empty": (204, b""),
    "refused": (401, b"The supplied authentication is invalid"),
    "refused_well": (400, b'{"name": "VALIDATION_ERROR"}'),
    "broken": (500, b"<html>"),
    "broken_well": (500, b'{"errorCode": "500.003.1001"}'),
}


async def answer(request: Request) -> Response:
    """One of the bodies, a redirect, or more than anybody reads."""
    name = request.path_params["name"]
    if name == "elsewhere":
        return RedirectResponse("/fine")
    if name == "endless":

        async def parts() -> AsyncIterator[bytes]:
            for _ in range(answer_bytes_max // 10_000 + 10):
                yield b" " * 10_000

        return StreamingResponse(parts(), media_type="application/json")
    if name == "headers":
        return PlainTextResponse(f'{{"accepts": "{request.headers["accept-encoding"]}"}}')
    status, body = BODIES[name]
    return Response(body, status)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A line to a provider that answers in many ways."""
    async with serving(Starlette(routes=[Route("/{name}", answer)])) as address:
        yield Line(address, answer_s=2.0)


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("fine", 200, {"a": 1}),
        ("refused", 401, {}),
        ("refused_well", 400, {"name": "VALIDATION_ERROR"}),
        ("broken_well", 500, {"errorCode": "500.003.1001"}),
        ("headers", 200, {"accepts": "identity"}),
    ],
)
async def test_an_answer_is_an_object(line: Line, name: str, status: int, said: dict[str, object]) -> None:
    """As documented, or a refusal whose status says enough; never packed."""
    assert await line.ask("GET", f"/{name}") == Answer(status, said)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("html", "unreadable"), ("list", "unreadable"), ("cut", "unreadable"), ("deep", "unreadable"),
     ("empty", "unreadable"), ("elsewhere", "unreadable"), ("endless", "unreadable"), ("broken", "no_answer")],
)  # fmt: skip
async def test_anything_else_is_silence(line: Line, name: str, reason: str) -> None:
    """A page of HTML, half an object, a redirect, a flood: nothing is known of what was asked."""
    with pytest.raises(Silence) as silence:
        await line.ask("GET", f"/{name}")
    assert silence.value.reason == reason


async def test_nobody_there_is_certain() -> None:
    """Where no connection is made, nothing left."""
    with pytest.raises(Silence) as silence:
        await Line("http://127.0.0.1:1", answer_s=2.0).ask("POST", "/pay", json={})
    assert silence.value.reason == "not_sent"


async def test_no_proxy_is_asked(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the surroundings say, money goes the straight way."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert (await line.ask("GET", "/fine")).status == 200


async def test_a_token_is_kept_until_shortly_before_it_ends(clock: Clock) -> None:
    """One question for many orders, another a minute before the hour is over, and after it was dropped."""
    asked: list[int] = []

    async def fetch() -> Answer:
        asked.append(clock())
        return Answer(200, {"access_token": f"t{len(asked)}", "expires_in": "3599"})

    token = Token(fetch, clock)
    assert [await token.get(), await token.get()] == ["t1", "t1"]
    clock.now_ms += 3_540_000
    assert await token.get() == "t2"
    token.drop()
    assert await token.get() == "t3"


@pytest.mark.parametrize(
    "said", [{}, {"access_token": ""}, {"access_token": "a\r\nb"}, {"access_token": 1.5}]
)
async def test_what_is_no_token_is_none(clock: Clock, said: dict[str, object]) -> None:
    """Nothing was sent, and nothing that could change a request's headers is taken for one."""

    async def fetch() -> Answer:
        return Answer(200, said)

    with pytest.raises(Silence) as silence:
        await Token(fetch, clock).get()
    assert silence.value.reason == "not_sent"


async def test_an_operator_who_is_not_known_is_told(clock: Clock) -> None:
    """Wrong keys are no trouble of the line."""

    async def fetch() -> Answer:
        return Answer(401, {})

    with pytest.raises(Stranger):
        await Token(fetch, clock).get()

"""The door for notices: what a provider sends is kept before it is answered; a stranger finds nothing there."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

import httpx
import pytest

from bot.actions import queueing
from bot.hooks.door import Door, Hook, head_bytes_max, hook_of, notice_bytes_max, open_door, open_doors
from bot.payouts import Notice, notice_path, rails
from bot.storage import Database, DatabaseTrouble, Tx
from tests.conftest import Clock
from tests.payouts.conftest import settings
from tests.stories.paid_out import free_port

pytestmark = pytest.mark.anyio
PATH = notice_path("a long enough secret", "mpesa")
RESULT = {
    "Result": {"ResultCode": 0, "OriginatorConversationID": "731", "ConversationID": "AG_20260101_0001"}
}
heard: list[bytes] = []


async def keep(headers: Mapping[str, str], body: bytes) -> bool:
    """Hears everything but what is empty, and fails on what says so."""
    if body == b"fail":
        raise RuntimeError("the disk is full")
    heard.append(body)
    return bool(body)


@pytest.fixture(scope="module")
async def standing() -> AsyncIterator[Door]:
    """A door with one hook, for all of these tests."""
    opened = await open_door(0, [Hook(PATH, keep)])
    yield opened
    await opened.close()


@pytest.fixture
def door(standing: Door) -> Door:
    """A door at which nothing was heard yet."""
    heard.clear()
    return standing


async def post(door: Door, path: str = PATH, content: bytes = b"{}", method: str = "POST") -> int:
    """The status of one request."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return (
            await client.request(method, f"http://127.0.0.1:{door.port}{path}", content=content)
        ).status_code


async def test_a_notice_is_answered_when_it_is_kept(door: Door) -> None:
    """200, and it was heard as it was sent."""
    assert await post(door, content=b'{"a": 1}') == 200
    assert heard == [b'{"a": 1}']


@pytest.mark.parametrize(
    "path",
    ["/", "/notices", "/notices/mpesa", PATH[:-1], PATH + "0", PATH + "/", PATH.upper(), PATH[:-1] + "é", "/notices/mpesa/" + "0" * 40],
)  # fmt: skip
async def test_a_stranger_finds_nothing(door: Door, path: str) -> None:
    """Whatever is not the whole path is answered as if nothing were there, and nobody hears it."""
    assert await post(door, path) == 404
    assert heard == []


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "OPTIONS"])
async def test_a_notice_is_posted(door: Door, method: str) -> None:
    """No other way of asking is heard, and none shows that the path is one."""
    assert await post(door, method=method) == 404
    assert heard == []


async def test_what_is_no_notice_is_not_found(door: Door) -> None:
    """A hook that knows nothing of it says so."""
    assert await post(door, content=b"") == 404


async def test_a_notice_that_could_not_be_kept_is_sent_again(door: Door) -> None:
    """500 makes a provider repeat it; the door goes on."""
    assert await post(door, content=b"fail") == 500
    assert await post(door) == 200


async def test_a_notice_is_small(door: Door) -> None:
    """As large as it may be is heard; one byte more is not, however it is sent."""
    assert await post(door, content=b"x" * notice_bytes_max) == 200
    assert await post(door, content=b"x" * (notice_bytes_max + 1)) == 413
    assert len(heard) == 1

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1_000

    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"http://127.0.0.1:{door.port}{PATH}"
        assert (await client.post(address, content=parts())).status_code == 413
    assert len(heard) == 1


async def test_a_port_that_is_taken_is_told(door: Door) -> None:
    """Two doors at one port can't be."""
    with pytest.raises(OSError):
        await open_door(door.port, [])


async def test_doors_are_opened_where_there_is_something_to_hear() -> None:
    """One for each port, though two ask for it; none for port 0; a taken one closes those that were opened."""
    port = free_port()
    assert await open_doors([(0, [Hook(PATH, keep)]), (port, [])]) == []
    (opened,) = await open_doors([(port, [Hook(PATH, keep)]), (port, [Hook("/other", keep)])])
    heard.clear()
    assert [await post(opened, path) for path in (PATH, "/other", "/none")] == [200, 200, 404]
    other = free_port()
    with pytest.raises(OSError):
        await open_doors([(other, [Hook(PATH, keep)]), (port, [Hook(PATH, keep)])])
    await (await open_door(other, [])).close()
    await opened.close()


async def test_whom_a_hook_does_not_admit_finds_nothing() -> None:
    """Not a byte of what is sent is read: it is not even too large."""
    opened = await open_door(0, [Hook(PATH, keep, lambda headers: "content-encoding" in headers, 10)])
    heard.clear()
    assert await post(opened, content=b"x" * 100) == 404
    async with httpx.AsyncClient(trust_env=False) as client:
        address, known = f"http://127.0.0.1:{opened.port}{PATH}", {"Content-Encoding": "identity"}
        assert (await client.post(address, content=b"x" * 11, headers=known)).status_code == 413
        assert (await client.post(address, content=b"x" * 10, headers=known)).status_code == 200
    assert heard == [b"x" * 10]
    await opened.close()


async def test_trouble_with_the_database_is_told_as_such() -> None:
    """503: whoever sent it does so again."""

    async def trouble(headers: Mapping[str, str], body: bytes) -> bool:
        raise DatabaseTrouble("The disk is full.")

    opened = await open_door(0, [Hook(PATH, trouble)])
    assert await post(opened) == 503
    await opened.close()


async def test_a_rails_notice_is_answered_after_its_job_is_committed(
    database: Database, clock: Clock
) -> None:
    """The job to look it up is in the database when the provider reads 200; a repeat is answered the same."""
    rail = rails(settings("http://127.0.0.1:1", 1), clock)["mpesa"]

    def noted(tx: Tx, notice: Notice) -> None:
        queueing.add_latest(tx, "payout", int(notice.order), {"reference": notice.reference})

    async def noticed(name: str, notice: Notice) -> None:
        await database.write(noted, notice)

    opened = await open_door(0, [hook_of(rail, PATH, noticed)])
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            address = f"http://127.0.0.1:{opened.port}{PATH}"
            for _ in range(3):
                assert (await client.post(address, json=RESULT)).status_code == 200
                waiting = await database.read(lambda tx: tx.all("jobs.unfinished"))
                assert [row["kind"] for row in waiting] == ["payout"]
            assert (await client.post(address, json={"Result": {}})).status_code == 404
    finally:
        await opened.close()


def test_each_provider_has_a_path_of_its_own() -> None:
    """Who was told one path knows neither another's nor the secret; another secret gives another path."""
    assert notice_path("a long enough secret", "paypal").rpartition("/")[2] not in PATH
    assert notice_path("another long secret", "mpesa") != PATH and "secret" not in PATH


# ---- who means ill ----------------------------------------------------------------------------------------------


async def said_to(door: Door, *parts: bytes, pause_s: float = 0.0) -> bytes:
    """What comes back of bytes as they are, until the door closes the line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause_s)
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "parts",
    [(b"",), (b"POST / HTTP/1.1\r\nHost: a\r\n",), (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"POST / HT")],
)
async def test_a_head_that_does_not_end_is_closed(
    door: Door, monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...]
) -> None:
    """Before the first byte, in the middle of a head, and in the head of a second request; one that says all is served."""
    monkeypatch.setattr("bot.hooks.door.head_s_max", 0.4)
    began = time.monotonic()
    assert b" 200 " not in await said_to(door, *parts, pause_s=0.1)
    assert time.monotonic() - began < 8
    assert await post(door, content=b"after") == 200


async def test_drops_of_a_head_win_no_time(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not begin the time anew."""
    monkeypatch.setattr("bot.hooks.door.head_s_max", 0.3)
    began = time.monotonic()
    await said_to(door, b"POST / HTTP/1.1\r\n", *[b"a: b\r\n"] * 20, pause_s=0.1)
    assert time.monotonic() - began < 8
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(b"POST / HTTP/1.1\r\n")
    with suppress(ConnectionError):
        for _ in range(20):
            writer.write(b"a: b\r\n")
            await asyncio.sleep(0.1)
    assert reader.at_eof()
    writer.close()


async def test_a_body_in_drops_ends(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to come again, and nothing of it was heard."""
    monkeypatch.setattr("bot.hooks.door.notice_s_max", 0.3)
    head = f"POST {PATH} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 9\r\n\r\n".encode()
    assert (await said_to(door, head + b"a")).startswith(b"HTTP/1.1 503 ") and heard == []


async def test_a_head_is_small(door: Door) -> None:
    """One that never ends is refused, and no word of ours is in the answer."""
    answer = await said_to(door, b"POST / HTTP/1.1\r\nx: " + b"a" * (head_bytes_max + 100_000))
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")


async def test_who_comes_too_often_is_turned_away(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many lines and no more; when they are gone everybody is served again."""
    monkeypatch.setattr("bot.hooks.door.connections_max", 5)
    lines = [await asyncio.open_connection("127.0.0.1", door.port) for _ in range(12)]
    await asyncio.sleep(0.3)
    assert sum(reader.at_eof() for reader, _ in lines) == 7
    for _, writer in lines:
        writer.close()
    await asyncio.sleep(0.2)
    assert await post(door, content=b"again") == 200


@pytest.mark.parametrize("path", [PATH, "/", "/else"])
async def test_answers_tell_nothing(door: Door, path: str) -> None:
    """No body, no name of a program, whatever is asked; the path of a hook answers a GET as any other does."""
    async with httpx.AsyncClient(trust_env=False) as client:
        for method in ("GET", "PUT", "TRACE", "OPTIONS", "HEAD"):
            got = await client.request(method, f"http://127.0.0.1:{door.port}{path}")
            assert (got.status_code, got.content) == (404, b"") and "server" not in got.headers

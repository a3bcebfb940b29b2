"""The door for notices: what a provider sends is kept before it is answered; a stranger finds nothing there."""

from collections.abc import AsyncIterator, Mapping

import httpx
import pytest

from bot.actions import queueing
from bot.hooks.door import Door, Hook, hook_of, notice_bytes_max, open_door, open_doors
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

"""What carries calls to Telegram, ours and the library's own: both do and tell the same, whatever the line does."""

import asyncio
import gzip
import json
import socket
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat import api
from bot.chat.request import AiohttpRequest, Waits, proxy_of
from tests.pretend import Phone, Sandbox, start
from tests.stories.program import until_true

pytestmark = pytest.mark.anyio

TOKEN = "4242:AAFakeFakeFakeFakeFakeFakeFakeFake4"
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


@pytest.fixture(params=["aiohttp", "httpx"])
def backend(request: pytest.FixtureRequest) -> str:
    """Each backend in turn."""
    return str(request.param)


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    """A pretend Telegram."""
    with start() as running:
        yield running


@pytest.fixture
def amina(telegram: Sandbox) -> Phone:
    """Somebody who has written to the bot."""
    phone = telegram.phone()
    phone.send("/start")
    return phone


@pytest.fixture
async def bot(telegram: Sandbox, backend: str) -> AsyncIterator[Bot]:
    """The bot of the pretend Telegram, over a backend."""
    async with api.build(telegram.token, telegram.url, backend) as built:
        yield built


@asynccontextmanager
async def odd(answer: Answer) -> AsyncIterator[str]:
    """A server of one odd habit: it reads a call's head and does what it is told with the rest. Its address."""

    async with AsyncExitStack() as lines:  # what still waits when it is over ends before the loop does

        async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            meeting = asyncio.current_task()
            assert meeting is not None
            lines.push_async_callback(asyncio.wait, [meeting])
            lines.callback(meeting.cancel)
            try:
                with suppress(asyncio.IncompleteReadError, ConnectionError):
                    while True:
                        await answer(reader, writer, await reader.readuntil(b"\r\n\r\n"))
            finally:
                writer.transport.abort()

        server = await asyncio.start_server(met, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()


def saying(status: str, body: bytes, *headers: str, cut: int = 0) -> Answer:
    """Always this answer, without its last `cut` bytes, after which the line is dead."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(int(length.split(b":")[1]))
        told = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""))
        writer.write(told.encode() + body[: len(body) - cut])
        await writer.drain()
        if cut:
            raise ConnectionResetError

    return answer


async def wrong(bot: Bot, kind: type[TelegramError], **values: Any) -> TelegramError:
    """The error of one send; it is of this kind, and neither it nor what caused it has the token."""
    async with asyncio.timeout(20):
        with pytest.raises(kind) as caught:
            await api.call(bot, "sendMessage", chat_id=1001, text="hello", **values)
    told: BaseException | None = caught.value
    while told is not None:
        assert TOKEN not in repr(told) and TOKEN.split(":")[1] not in f"{told}"
        told = told.__cause__
    return caught.value


async def wrong_at(address: str, backend: str, kind: type[TelegramError]) -> TelegramError:
    """The error of one send to an address."""
    built = api.build(TOKEN, address, backend)
    await asyncio.gather(*(one.initialize() for one in (built.request, built._request[0])))
    try:
        return await wrong(built, kind)
    finally:
        await asyncio.gather(*(one.shutdown() for one in (built.request, built._request[0])))


async def test_fields_of_every_shape_arrive(bot: Bot, amina: Phone) -> None:
    """Words, numbers, yes and no, and keyboards within keyboards; in any script."""
    keys = {"keyboard": [[{"text": "🐟 Road"}, {"text": "🐟 طريق"}]], "resize_keyboard": True}
    await api.call(bot, "sendMessage", chat_id=1001, text="<b>Ærø</b> & 🐟")
    sent = await api.call(
        bot, "sendMessage", chat_id=1001, text="Look", reply_markup=keys, disable_notification=True
    )
    assert sent["text"] == "Look"
    first, second = amina.messages()[-2:]
    assert first["text"] == "<b>Ærø</b> & 🐟" and second["silent"]
    assert amina.keyboard() == [["🐟 Road", "🐟 طريق"]]


async def test_a_file_goes_up_beside_its_fields(bot: Bot, amina: Phone) -> None:
    """Every byte of it, also of one that looks like the end of a form; with a name that would break out of its marks."""
    content = b"--\r\n\r\n--x--" + bytes(range(256)) * 1_000
    file = InputFile(content, 'say "hi"\r\n.bin')
    keys = {"keyboard": [[{"text": "🐟 Road"}]]}
    sent = await api.call(bot, "sendDocument", chat_id=1001, document=file, caption="ö", reply_markup=keys)
    described = await api.call(bot, "getFile", file_id=sent["document"]["file_id"])
    assert described["file_size"] == len(content) and sent["caption"] == "ö"
    async with api.Files(bot) as files:
        assert await files.fetch(sent["document"]["file_id"]) == content
    assert amina.keyboard() == [["🐟 Road"]]


async def test_what_telegram_refuses_is_the_librarys_error(telegram: Sandbox, bot: Bot, amina: Phone) -> None:
    """400, 409, 429 and an unknown token; none of them is an unknown end."""
    refused = await wrong(bot, BadRequest, parse_mode="odd")
    assert not api.end_is_unknown(refused)
    waiting = asyncio.create_task(api.poll(bot, 100, 20, ("message",)))
    await asyncio.to_thread(until_true, lambda: not telegram.ask("GET", "/bots")["bots"][0]["waiting"])
    async with api.build(telegram.token, telegram.url) as second:
        await api.poll(second, 100, 0, ("message",))
    with pytest.raises(Conflict):
        await waiting
    telegram.faults(too_many=1.0, retry_after_s=1)
    assert not api.end_is_unknown(await wrong(bot, RetryAfter))
    telegram.faults()
    stranger = api.build(f"9{TOKEN}", telegram.url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


@pytest.mark.parametrize("fate", ["timeout_before", "timeout_after"])
async def test_silence_is_a_time_out_with_an_unknown_end(
    telegram: Sandbox, backend: str, amina: Phone, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    """Before the effect and after it look the same; nobody can know."""
    monkeypatch.setattr(api, "send_timeout_s", 0.3)
    async with api.build(telegram.token, telegram.url, backend) as bot:
        telegram.faults(**{fate: 1.0, "timeout_s": 1.0})
        assert api.end_is_unknown(await wrong(bot, TimedOut))
        telegram.faults()
        sent = await api.call(bot, "sendMessage", chat_id=1001, text="again")
    assert sent["text"] == "again"
    said = [one["text"] for one in amina.messages() if one["from"] == "bot"]
    assert said == (["hello", "again"] if fate == "timeout_after" else ["again"])


async def test_a_refused_connection_did_nothing(backend: str) -> None:
    """Where nobody listens nothing was sent: no unknown end, and it says so."""
    async with odd(saying("200 OK", b"{}")) as address:
        pass
    refused = await wrong_at(address, backend, NetworkError)
    assert not isinstance(refused, TimedOut) and not api.end_is_unknown(refused)
    assert "Connect" in str(refused)


async def test_a_pool_without_a_free_connection_sent_nothing(
    backend: str, telegram: Sandbox, amina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits too long for a connection is told so, and knows that nothing was sent."""
    monkeypatch.setattr(api, "upload_timeout_s", 0.2)
    monkeypatch.setattr(api, "send_timeout_s", 5.0 if backend == "httpx" else 0.1)
    monkeypatch.setitem(api.connections_at_once, backend, 1)
    async with api.build(telegram.token, telegram.url, backend) as bot:
        monkeypatch.setattr(api, "send_timeout_s", 5.0)
        telegram.faults(timeout_before=1.0, timeout_s=1.5)
        call = api.call(bot, "sendMessage", read_timeout_s=5.0, chat_id=1001, text="slow")
        first = asyncio.create_task(call)
        await asyncio.sleep(0.1)
        assert not api.end_is_unknown(await wrong(bot, TimedOut))
        with pytest.raises(NetworkError):
            await first


@pytest.mark.parametrize(
    ("status", "body"),
    [("500 Internal Server Error", b"<html>Oh"), ("502 Bad Gateway", b""), ("200 OK", b"<html>")],
)
async def test_an_answer_that_is_none_is_an_error(backend: str, status: str, body: bytes) -> None:
    """A page where JSON was due: what failed may be tried again, what may have succeeded has an unknown end."""
    async with odd(saying(status, body)) as address:
        told = await wrong_at(address, backend, TelegramError)
    assert api.end_is_unknown(told) == status.startswith("200")
    assert isinstance(told, NetworkError) != status.startswith("200")


async def test_an_answer_cut_in_the_middle_has_an_unknown_end(backend: str) -> None:
    """Half of a message, or nothing at all."""
    body = json.dumps({"ok": True, "result": {"message_id": 1}}).encode()
    for cut in (len(body) // 2, len(body)):
        async with odd(saying("200 OK", body, cut=cut)) as address:
            assert api.end_is_unknown(await wrong_at(address, backend, NetworkError))


async def test_a_packed_answer_is_unpacked(backend: str) -> None:
    """Telegram may answer with gzip."""
    packed = gzip.compress(
        b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "x", "username": "y"}}'
    )
    async with (
        odd(saying("200 OK", packed, "Content-Encoding: gzip")) as address,
        api.build(TOKEN, address, backend) as bot,
    ):
        assert bot.username == "y"


async def test_a_redirection_is_not_followed(backend: str) -> None:
    """Whoever answers so is not Telegram, and learns no more of the call."""
    async with odd(saying("307 Temporary Redirect", b"", "Location: http://127.0.0.1:9/")) as address:
        assert "307" in str(await wrong_at(address, backend, NetworkError))


async def test_a_poll_that_was_left_gives_its_connection_back(bot: Bot, amina: Phone) -> None:
    """The next one gets what came, at once, though there is one connection for polls."""
    (first,) = await api.poll(bot, 0, 0, ("message",))
    waiting = asyncio.create_task(api.poll(bot, first["update_id"] + 1, 20, ("message",)))
    await asyncio.sleep(0.2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    amina.send("more")
    async with asyncio.timeout(10):
        (second,) = await api.poll(bot, first["update_id"] + 1, 20, ("message",))
    assert second["message"]["text"] == "more"


async def test_closing_ends_what_is_under_way(telegram: Sandbox, backend: str) -> None:
    """Nobody waits for ever for a bot that is gone; it can be opened again."""
    bot = api.build(telegram.token, telegram.url, backend)
    await bot.initialize()
    waiting = asyncio.create_task(api.poll(bot, 0, 20, ("message",)))
    await asyncio.sleep(0.2)
    await bot.shutdown()
    async with asyncio.timeout(10):
        with pytest.raises(NetworkError):
            await waiting
    with pytest.raises((NetworkError, RuntimeError)):
        await api.call(bot, "getMe")
    async with bot:
        assert (await api.call(bot, "getMe"))["is_bot"]


async def test_an_upload_ends_when_the_line_takes_no_more(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each piece of a file has its own time: a slow line may take long, a dead one may not."""

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        await asyncio.sleep(20)

    monkeypatch.setattr(api, "upload_timeout_s", 0.4)
    file = InputFile(bytes(30_000_000), "large.bin")
    async with odd(deaf) as address:
        bot = api.build(TOKEN, address, backend)
        await bot.request.initialize()
        async with asyncio.timeout(10):
            with pytest.raises(TimedOut) as late:
                await api.call(bot, "sendDocument", chat_id=1, document=file)
        await bot.request.shutdown()
    assert api.end_is_unknown(late.value)


async def test_a_line_that_is_dead_before_the_first_byte_tells_no_token(backend: str) -> None:
    """A kept connection ended unseen: the pieces of a file find it so at once, and the error has no address in it."""
    listening, heard = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def once() -> None:
        line, _ = listening.accept()
        line.recv(65_536)
        line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')
        heard.wait(10)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()

    bot = api.build(TOKEN, f"http://127.0.0.1:{listening.getsockname()[1]}", backend)
    await bot.request.initialize()
    with listening, ThreadPoolExecutor(1) as aside:
        ended = aside.submit(once)
        assert await api.call(bot, "sendMessage", chat_id=1, text="hello") is True
        heard.set()
        ended.result()  # nothing is seen of it meanwhile, for the loop stands
        listening.close()
        told = await wrong(bot, NetworkError, document=InputFile(bytes(200_000), "file.bin"))
    await bot.request.shutdown()
    assert "sendMessage" not in str(told)


async def test_many_calls_share_few_connections(telegram: Sandbox, amina: Phone) -> None:
    """Three hundred sends at once all arrive, over the connections of the pool and no more."""
    seen: set[str] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        seen.add(str(writer.get_extra_info("peername")))
        await saying("200 OK", b'{"ok":true,"result":true}')(reader, writer, head)

    async with odd(answer) as address:
        bot = api.build(TOKEN, address)
        await bot.request.initialize()
        done = await asyncio.gather(*(api.call(bot, "close") for _ in range(300)))
        await bot.request.shutdown()
    assert done == [True] * 300 and len(seen) <= api.connections_at_once["aiohttp"]


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """As httpx reads it: by scheme, not for addresses that are excepted."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert proxy_of("https://api.telegram.org") is None and proxy_of("") is None
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    assert proxy_of("https://api.telegram.org") == "http://127.0.0.1:3128"
    assert proxy_of("http://api.telegram.org") is None
    monkeypatch.setenv("no_proxy", "telegram.org")
    assert proxy_of("https://api.telegram.org") is None
    heads: list[bytes] = []

    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        heads.append(head)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async with odd(passing) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        async with AiohttpRequest(1, Waits(1, 1, 1, 1, 1), "http://far.example") as asking:
            assert await asking.do_request("http://far.example/here", "GET") == (204, b"")
    assert heads[0].startswith(b"GET http://far.example/here HTTP/1.1")

"""What is final reaches a requester's own program, signed, once for each id, whatever that program does."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.actions import webhooks
from bot.domain import limits
from bot.media.posting import Poster
from bot.payouts.vault import Vault, new_key
from bot.rounds.webhooks import Webhooks, signature, unsigned
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import Worker, is_task, make_pack, make_requester
from tests.makers_site import reach, serving

pytestmark = pytest.mark.anyio
DOCUMENT = Path(__file__).parents[2] / "docs" / "webhooks.md"
URL = "https://pictures.example/ujima"
ENOUGH_S = 20.0


@dataclass(slots=True)
class Receiver:
    """A requester's program on loopback: the next statuses it answers with (the last one for ever), what came to it."""

    statuses: list[int] = field(default_factory=lambda: [200])
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request; the status 0 closes the line without a word, after the body was read."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = (line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            headers = {name.lower(): value for name, value in lines}
            self.came.append((headers, await reader.readexactly(int(headers["content-length"]))))
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
            if status:
                writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: 2\r\n\r\nok".encode())
                await writer.drain()
        finally:
            self.told.set()
            writer.close()

    def poster(self) -> Poster:
        """One that takes this machine for the open internet."""
        return Poster(reach(self.port))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """The program, running."""
    found = Receiver()
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0, ssl=serving())
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()


async def hooked(database: Database, clock: Clock, answers: int = 3) -> tuple[int, str]:
    """A requester with a webhook and some final answers; its id and its secret."""
    pack = await make_pack(database)
    owner, amina = await Worker.met(database, clock), await Worker.met(database, clock)
    await make_requester(database, owner)
    task = await amina.begins(pack)
    for _ in range(answers):
        task = is_task(await amina.answer(task.mark))
    clock.now_ms += 2 * limits.undo_ms
    secret = await database.write(webhooks.set_to, owner.who.requester, URL)
    return owner.who.requester, secret


def verifying() -> Any:
    """The function that the document tells requesters to use."""
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(compile(example, str(DOCUMENT), "exec"), found)
    return found


async def test_the_document_s_example_verifies_what_is_sent(
    database: Database, clock: Clock, receiver: Receiver
) -> None:
    """And refuses another secret, another body, an old time, and words that are no signature."""
    requester, secret = await hooked(database, clock)
    assert await Webhooks(database, receiver.poster(), clock).tell(requester)
    ((headers, body),) = receiver.came
    example = verifying()
    example["time"].time, real = lambda: clock.now_ms / 1000, example["time"].time
    try:
        check = example["is_from_ujima"]
        signed = headers["ujima-signature"]
        assert check(secret, signed, body)
        assert not check("another", signed, body) and not check(secret, signed, body + b" ")
        assert not check(secret, signature(secret, clock.now_ms // 1000 - 301, body), body)
        assert not any(check(secret, wrong, body) for wrong in ("", "t=1", "v1=a", "t=x,v1=y", "t=,v1=,"))
    finally:
        example["time"].time = real
    assert headers["content-type"] == "application/json" and headers["ujima-event"].encode() in body


@pytest.mark.parametrize("trouble", [0, 500, 302, 404])
async def test_what_was_not_taken_comes_again_word_for_word(
    database: Database, clock: Clock, receiver: Receiver, trouble: int
) -> None:
    """A line that broke after the body, a server in trouble, a redirect: the same event, until it is taken."""
    requester, _ = await hooked(database, clock)
    receiver.statuses = [trouble, trouble, 200]
    hooks = Webhooks(database, receiver.poster(), clock)
    assert not await hooks.tell(requester) and not await hooks.tell(requester)
    assert len(receiver.came) == 1  # its pause is not over
    for expected in (False, True):
        clock.now_ms += limits.hour
        assert await hooks.tell(requester) is expected
    assert len({body for _, body in receiver.came}) == 1 and len(receiver.came) == 3
    assert not await hooks.tell(requester)


async def test_one_that_never_answers_or_fails_holds_up_no_other(
    database: Database, clock: Clock, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rounds tell each requester beside the others; what they were at is left when they end."""
    requester, _ = await hooked(database, clock)
    stuck, going = asyncio.Event(), asyncio.Event()
    tell = Webhooks.tell

    async def tells(self: Webhooks, one: int) -> bool:
        if one == -1:
            stuck.set()
            await asyncio.Event().wait()
        if one == -2:
            raise RuntimeError("a fault of ours")
        done = await tell(self, one)
        going.set()
        return done

    async def due(self: Webhooks) -> list[int]:
        return [-1, -2, requester]

    monkeypatch.setattr(Webhooks, "tell", tells)
    monkeypatch.setattr(Webhooks, "_due", due)
    rounds = asyncio.create_task(Webhooks(database, receiver.poster(), clock).run())
    async with asyncio.timeout(ENOUGH_S):
        await stuck.wait()
        await going.wait()
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)
    assert len(receiver.came) == 1


async def test_the_rounds_find_who_is_due(
    database: Database, clock: Clock, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All by themselves; a look that fails is followed by the next one."""
    await hooked(database, clock)
    read, failed = database.read, asyncio.Event()

    async def fails_once(*asked: Any) -> Any:
        if failed.is_set():
            return await read(*asked)
        failed.set()
        raise OSError("the disk is away")

    monkeypatch.setattr(database, "read", fails_once)
    rounds = asyncio.create_task(Webhooks(database, receiver.poster(), clock).run())
    async with asyncio.timeout(ENOUGH_S):
        await receiver.told.wait()
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)


async def test_what_no_key_can_sign_is_not_sent(database: Database, clock: Clock, receiver: Receiver) -> None:
    """Without the key that sealed the secret nothing leaves, and the requester reads why; with it, it goes on."""
    requester, _ = await hooked(database, clock)
    vault = Vault(new_key())
    await database.write(webhooks.reseal, vault)
    assert not await Webhooks(database, receiver.poster(), clock).tell(requester)
    assert receiver.came == []
    assert (await database.read(webhooks.shown, requester)).reply == unsigned
    clock.now_ms += webhooks.pause_most_ms
    assert await Webhooks(database, receiver.poster(), clock, vault).tell(requester)
    assert len(receiver.came) == 1

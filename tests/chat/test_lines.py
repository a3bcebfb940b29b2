"""The lines of delivery, with a stand-in for what sends: nothing stays in the hand, is left out, or goes twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.actions import delivering, pacing, telling
from bot.actions.telling import Told
from bot.chat.deliver import Deliver
from bot.domain.outcomes.worker import About
from bot.meters import Meters
from bot.storage import Database, DatabaseTrouble, open_database
from tests.conftest import Clock
from tests.makers import BOT, Worker

pytestmark = pytest.mark.anyio


class Stub:
    """In the place of the sender: each message waits until `goes`, then it arrived, or `fails`."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.goes = asyncio.Event()
        self.goes.set()
        self.fails: Callable[[], Exception] | None = None

    async def send(self, told: Told) -> tuple[dict[str, Any], delivering.Cost]:
        await self.goes.wait()
        if self.fails is not None:
            raise self.fails()
        self.sent.append(told.seq)
        return {"message_id": len(self.sent), "date": 1}, delivering.free

    async def words(self, told: Told, screen: object) -> dict[str, Any]:
        return {}


@pytest.fixture
async def database(tmp_path: Path, clock: Clock) -> AsyncIterator[Database]:
    """One program's own."""
    opened = await open_database(f"sqlite://{tmp_path}/ujima.db", clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def account(database: Database, clock: Clock) -> int:
    """Somebody to whom nothing is due."""
    worker = await Worker.met(database, clock)
    for told, _ in await database.read(delivering.waiting, BOT, 50):
        await database.write(delivering.shown, told, 1)
    return worker.who.account


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def deliver(database: Database, stub: Stub, clock: Clock) -> Deliver:
    return delivers(database, stub, clock)


def delivers(database: Database, stub: Stub, clock: Clock, a_second: int = 0) -> Deliver:
    """One program's, with the stand-in."""
    house: Any = SimpleNamespace(database=database, texts=None, installation=None, meters=Meters(clock))
    bot: Any = SimpleNamespace(id=BOT)
    store: Any = None
    made = Deliver(bot, house, store, a_second=a_second)
    made._sender = stub  # type: ignore[assignment]
    return made


async def emptied(deliver: Deliver) -> None:
    """Waits until no line is at work."""
    async with asyncio.timeout(10):
        while deliver._running:
            await asyncio.gather(*deliver._running, return_exceptions=True)


async def test_a_line_that_dies_leaves_nothing_in_the_hand(
    database: Database, account: int, stub: Stub, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug, while the database can not be written: what waited behind it is found and shown when that is over."""
    first = await database.write(telling.tell, account, About())
    await database.write(telling.notify, account, About())
    [notice] = await database.read(delivering.notices, BOT, 50)

    async def troubled(*_: object) -> None:
        raise DatabaseTrouble("away")

    stub.fails = lambda: KeyError("a bug")
    with monkeypatch.context() as trouble:
        trouble.setattr(database, "write", troubled)
        deliver.show(first)
        deliver.show(notice)
        await emptied(deliver)
    assert len(deliver._hand) == 0 and not deliver._lines
    stub.fails = None
    await deliver.show_waiting()
    await emptied(deliver)
    assert sorted(stub.sent) == sorted([first.seq, notice.seq])


async def test_a_line_that_ends_in_any_way_drops_what_waits(
    database: Database, account: int, stub: Stub, deliver: Deliver
) -> None:
    """Cancelled in the middle."""
    first = await database.write(telling.tell, account, About())
    await database.write(telling.notify, account, About())
    [notice] = await database.read(delivering.notices, BOT, 50)
    stub.goes.clear()
    deliver.show(first)
    deliver.show(notice)
    await asyncio.sleep(0.05)
    for line in deliver._running:
        line.cancel()
    await emptied(deliver)
    assert len(deliver._hand) == 0 and not deliver._lines


async def test_what_is_due_is_shown_also_when_its_account_s_line_is_at_work(
    database: Database, account: int, stub: Stub, deliver: Deliver
) -> None:
    """Committed in trouble, so nobody has it in hand: it comes behind what is on its way, which does not come twice."""
    await database.write(telling.notify, account, About())
    stub.goes.clear()
    assert await deliver.show_notices() == 1
    card = await database.write(telling.tell, account, About())
    assert await deliver.show_again()
    stub.goes.set()
    await emptied(deliver)
    assert len(stub.sent) == 2 and stub.sent[1] == card.seq
    assert await database.read(delivering.waiting, BOT, 50) == []


@pytest.mark.parametrize("look", ["show_notices", "show_waiting"])
async def test_what_arrives_while_one_looks_is_not_sent_twice(
    database: Database,
    account: int,
    stub: Stub,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
    look: str,
) -> None:
    """It was due when the database was read, and its line is done before what was read is looked at."""
    await database.write(telling.notify, account, About())
    stub.goes.clear()
    await deliver.show_notices()
    read = database.read

    async def slow(command: Any, *values: Any) -> Any:
        found = await read(command, *values)
        stub.goes.set()
        await emptied(deliver)
        return found

    with monkeypatch.context() as beside:
        beside.setattr(database, "read", slow)
        await getattr(deliver, look)()
    await emptied(deliver)
    assert len(stub.sent) == 1


async def test_what_telegram_asks_of_one_program_all_keep(
    head_postgres: str, stub: Stub, clock: Clock
) -> None:
    """A short pause of one chat, met by one of two programs: the other sends it nothing either, and serves everybody else."""
    one, other = [await open_database(head_postgres, clock=clock, node=node) for node in (1, 2)]
    amina = await Worker.met(one, clock)
    told = await one.write(telling.tell, amina.who.account, About())
    met, second = delivers(one, stub, clock, 30), delivers(other, stub, clock, 30)
    looking = asyncio.create_task(second.run())
    await met._refused(told, 5)
    try:
        for _ in range(200):
            await asyncio.sleep(0.1)
            if waits_s(second, told.telegram):
                break
        assert 3 < waits_s(second, told.telegram) <= 5
        assert waits_s(second, told.telegram + 1) == 0
        clock.now_ms -= 3_600_000  # the pause seems to begin anew
        await second.remember_pauses()
        assert waits_s(second, told.telegram) <= 5
        clock.now_ms += 3_605_000
        assert await other.read(pacing.held, BOT) == []
    finally:
        looking.cancel()
        await one.close()
        await other.close()


def waits_s(deliver: Deliver, chat: int) -> float:
    """How long a program sends a chat nothing."""
    now = asyncio.get_running_loop().time()
    return deliver._gate._pace._chat(chat, now).free_at(now) - now

"""Forgetting: after its job no byte of the person is in any file of the data folder."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.actions import depositing, queueing, sending
from bot.actions.forgetting import forget_job
from bot.domain import limits
from bot.media.store import Store
from bot.payouts import Reply
from bot.rounds.forgetting import Forgetting
from bot.rounds.jobs import work_one
from bot.storage import Database, Tx, open_database
from tests.actions.test_forgetting import NAME, NUMBER, TELEGRAM, forget, lived, told
from tests.conftest import Clock
from tests.makers import RULES, Worker, prove
from tests.makers_payouts import MPESA, ways

pytestmark = pytest.mark.anyio


def traces(folder: Path, sought: dict[str, bytes]) -> list[str]:
    """Which of these bytes stand in which file."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        f"{name} in {path.name}" for path in files for name, one in sought.items() if one in path.read_bytes()
    ]


def sought_of(worker: Worker) -> dict[str, bytes]:
    """Name, number and Telegram id as texts, and ids as SQLite writes whole numbers."""
    return {
        "name": NAME.encode(),
        "phone number": NUMBER.encode(),
        "telegram id": str(TELEGRAM).encode(),
        "telegram id as a number": TELEGRAM.to_bytes(6, "big"),
        "account": str(worker.who.account).encode(),
        "account as a number": worker.who.account.to_bytes(8, "big"),
        "person": str(worker.who.person).encode(),
        "person as a number": worker.who.person.to_bytes(8, "big"),
    }


async def gone(database: Database, clock: Clock) -> Worker:
    """Somebody who lived here, was paid out, and went."""
    amina = await lived(database, clock)
    while (await told(amina)).waiting:
        clock.now_ms += limits.first_payout_rest_ms
        while (errand := await database.write(sending.take, ways(clock, **MPESA))) is not None:
            await database.write(sending.answered, errand, Reply("confirmed", f"QK{errand.payout}"))
    await forget(amina)
    return amina


async def work_off(database: Database, forgetting: Forgetting) -> None:
    """All jobs that wait."""
    while await work_one(database, {forget_job: forgetting.step}):
        pass


async def test_no_byte_is_left_in_any_file(
    head_sqlite: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Database, its log and index, media, spools: first they are there, then they are not; the book is proved after."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.move(head_sqlite.removeprefix("sqlite://"), folder / "ujima.db")
    database = await open_database(f"sqlite://{folder / 'ujima.db'}", clock=clock)
    store = Store(folder / "media")
    kept, made = store.put(b"a picture of the house"), store.put(b"Zebunnisa, photographed")
    monkeypatch.setattr("tests.actions.test_forgetting.hash_of", lambda name: made)
    monkeypatch.setattr("tests.actions.test_making.hash_of", lambda name: made)
    amina = await gone(database, clock)
    sought = sought_of(amina)
    assert len({trace.split(" in ")[0] for trace in traces(folder, sought)}) >= 6
    await work_off(database, Forgetting(database, store))
    assert traces(folder, sought) == []
    assert store.get(kept) and not store.path(made).exists()
    await prove(database)
    await database.close()
    assert traces(folder, sought) == []


async def test_what_a_row_still_names_is_not_removed(database: Database, store: Store, clock: Clock) -> None:
    """The same content sent by somebody else too is theirs."""
    made = store.put(b"the same photograph")
    await database.write(_named, made)
    await database.write(queueing.add, forget_job, {"hashes": [made]})
    await work_off(database, Forgetting(database, store))
    assert store.get(made)


def _named(tx: Tx, name: str) -> None:
    tx.run(
        "packs.add_rendition", source="s", variant="", form="picture", edge=320, hash=name, width=1, height=1,
        size_bytes=1, seconds=0,
    )  # fmt: skip


async def test_writing_anew_holds_nobody_up_for_ever(database: Database) -> None:
    """What is written meanwhile is written, before or after."""
    writing = [
        asyncio.create_task(database.write(depositing.goodwill, 1_000_000, f"May {number}", RULES))
        for number in range(20)
    ]
    await asyncio.gather(database.purge(("people", "causes")), *writing)
    await prove(database)

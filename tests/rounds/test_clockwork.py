"""Clockwork: everything that happens without a tap has its turn, and none stops another."""

import asyncio
import shutil
from pathlib import Path

import pytest
import structlog

from bot import ledger
from bot.actions import depositing, overseeing, queueing, telling
from bot.actions.queueing import Job
from bot.domain import limits
from bot.media.store import Store
from bot.rounds import media
from bot.rounds.clockwork import Clockwork, sweep_age_s
from bot.rounds.fitting import Fitted, Small
from bot.rounds.jobs import Stepped
from bot.storage import Database, Tx
from tests.conftest import Clock
from tests.makers import RULES, Worker, make_pack, prove

pytestmark = pytest.mark.anyio


@pytest.fixture
def rounds(database: Database, store: Store, clock: Clock, tmp_path: Path) -> Clockwork:
    """The rounds of a house without kinds of jobs."""
    return Clockwork(database, store, {}, clock, tmp_path / "imports", RULES)


async def test_a_turn_does_everything_that_is_due(
    rounds: Clockwork, database: Database, clock: Clock
) -> None:
    """Leases end, deadlines are met, fees are collected, the book is sealed and checked, old causes go."""
    pack = await make_pack(database, tasks=1, overlap=1, practice=1)
    amina = await Worker.met(database, clock)
    task = await amina.begins(pack)
    await amina.answer(task.mark)
    clock.now_ms += 10 * limits.day
    with structlog.testing.capture_logs() as logged:
        await rounds.turn(everything=True)
    assert logged == []
    assert await database.read(ledger.balance, "house:fees") == 2_800
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 1
    assert await database.write(telling.once, amina.who.account, lambda tx: None, cause="new") is None
    await prove(database)


async def test_each_round_has_its_own_pace(rounds: Clockwork, database: Database) -> None:
    """A second turn right after the first does nothing that was done just now."""
    await database.write(depositing.goodwill, 1_000_000, "May", RULES)
    await rounds.turn(everything=True)
    seals = await database.read(_seals)
    await database.write(depositing.goodwill, 1_000_000, "June", RULES)
    await rounds.turn()
    assert await database.read(_seals) == seals


def _seals(tx: Tx) -> int:
    last = tx.one("book.last_seal")
    assert last is not None
    return int(last["id"])


async def test_a_round_that_fails_is_logged_and_the_others_go_on(
    rounds: Clockwork, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deadline that cannot be met stops neither leases nor fees."""

    def fails(tx: Tx) -> None:
        raise ZeroDivisionError

    pack = await make_pack(database, tasks=1, overlap=1)
    amina = await Worker.met(database, clock)
    await amina.begins(pack)
    clock.now_ms += 2 * limits.day
    monkeypatch.setattr(overseeing, "due_deadlines", fails)
    with structlog.testing.capture_logs() as logged:
        await rounds.turn(everything=True)
    assert [(one["event"], one["round"]) for one in logged] == [("a round failed", "deadlines")]
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 1


async def test_a_fault_in_the_book_is_said_aloud(
    rounds: Clockwork, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the book ends in the operator's log."""
    monkeypatch.setattr(overseeing, "check_book", lambda tx: ["The sum is not zero."])
    with structlog.testing.capture_logs() as logged:
        await rounds.turn(everything=True)
    assert [(one["log_level"], one["fault"]) for one in logged] == [("critical", "The sum is not zero.")]


async def test_while_nobody_can_reach_us_no_lease_ends(
    rounds: Clockwork, database: Database, clock: Clock
) -> None:
    """As long as the line is away nothing runs out; when it is back, what is over ends."""
    away = True
    rounds.away = lambda: away
    pack = await make_pack(database, tasks=1, overlap=1)
    amina = await Worker.met(database, clock)
    await amina.begins(pack)
    clock.now_ms += 2 * limits.day
    await rounds.turn(everything=True)
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 0
    away = False
    await rounds.turn(everything=True)
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 1


async def test_pictures_nobody_names_are_swept_after_a_day(
    rounds: Clockwork, store: Store, clock: Clock
) -> None:
    """What was put and never named goes; a young one stays, for its row may be on its way."""
    old = store.put(b"old")
    clock.now_ms = int(store.path(old).stat().st_mtime * 1000) + sweep_age_s * 1000 // 2
    await rounds.turn(everything=True)
    assert store.get(old) == b"old"
    clock.now_ms += sweep_age_s * 1000
    await rounds.turn(everything=True)
    assert not store.path(old).exists()


async def test_what_an_import_under_way_has_fitted_stays_in_the_store(
    rounds: Clockwork, store: Store, clock: Clock
) -> None:
    """Its rows come later, however long the program was down; once its spool is gone it goes like everything else."""
    made = store.put(b"fitted")
    spool = rounds.spools / "17"
    spool.mkdir(parents=True)
    with media.Notes(spool) as notes:
        notes.add({"picture": "media/2.jpg"}, Fitted("source", (Small(320, made, 320, 213, 6),)))
    clock.now_ms = int(store.path(made).stat().st_mtime * 1000) + 3 * sweep_age_s * 1000
    await rounds.turn(everything=True)
    assert store.get(made) == b"fitted"
    shutil.rmtree(spool)
    await rounds.turn(everything=True)
    assert not store.path(made).exists()


async def test_it_goes_round_until_it_is_cancelled(database: Database, store: Store, clock: Clock) -> None:
    """A job left for it is worked off soon, without anybody's tap."""

    worked = asyncio.Event()

    async def step(job: Job) -> Stepped:
        return Stepped(end=True, result="well")

    async def second(job: Job) -> Stepped:
        worked.set()
        return Stepped(end=True)

    clockwork = Clockwork(
        database, store, {"count": step, "last": second}, clock, store.folder / "imports", RULES
    )
    job = await database.write(queueing.add, "count", {})
    clock.now_ms += 1
    await database.write(queueing.add, "last", {})
    going = asyncio.create_task(clockwork.run())
    await worked.wait()
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    state = await database.read(queueing.state, job)
    assert state is not None and (state.state, state.result) == ("done", "well")


async def test_results_wait_for_no_pack_that_comes_in(database: Database, store: Store, clock: Clock) -> None:
    """An import in the middle of a long step holds them up as little as a tap."""
    coming, worked = asyncio.Event(), asyncio.Event()

    async def comes_in(job: Job) -> Stepped:
        coming.set()
        await asyncio.Event().wait()
        return Stepped(end=True)

    async def reads_out(job: Job) -> Stepped:
        worked.set()
        return Stepped(end=True)

    going = asyncio.create_task(
        Clockwork(
            database,
            store,
            {"import": comes_in, "results": reads_out},
            clock,
            store.folder / "imports",
            RULES,
        ).run()
    )
    await database.write(queueing.add, "import", {})
    await coming.wait()
    await database.write(queueing.add, "results", {})
    await asyncio.wait_for(worked.wait(), 60)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)

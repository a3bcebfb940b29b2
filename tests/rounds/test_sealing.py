"""Sealing: a seal is posted by a job, tried again when the line is bad, and only where there is a channel."""

from pathlib import Path

import pytest

from bot import ledger
from bot.actions import depositing, queueing
from bot.media.store import Store
from bot.rounds.clockwork import Clockwork
from bot.rounds.jobs import work_one
from bot.rounds.sealing import Sealing
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import RULES

pytestmark = pytest.mark.anyio


async def test_a_seal_is_posted_also_after_a_bad_line(
    database: Database, store: Store, clock: Clock, tmp_path: Path
) -> None:
    """The first try fails; the next says the same, once."""
    posted: list[tuple[int, str]] = []
    tries = iter((False, True))

    async def post(at: int, hash: str) -> None:
        if not next(tries):
            raise ConnectionError("no line")
        posted.append((at, hash))

    await database.write(depositing.goodwill, 1_000_000, "May", RULES)
    steps = {queueing.seal_job: Sealing(post).step}
    await Clockwork(database, store, steps, clock, tmp_path / "imports", RULES).turn(everything=True)
    for _ in range(3):
        await work_one(database, steps, queueing.seal_job)
        clock.now_ms += 60_000
    last = await database.read(ledger.last_seal)
    assert last is not None and posted == [(last.at, last.hash)]


async def test_without_a_channel_nothing_is_left_to_be_posted(
    database: Database, store: Store, clock: Clock, tmp_path: Path
) -> None:
    """The book is sealed all the same."""
    await database.write(depositing.goodwill, 1_000_000, "May", RULES)
    await Clockwork(database, store, {}, clock, tmp_path / "imports", RULES).turn(everything=True)
    assert await database.read(ledger.last_seal) is not None
    assert await database.write(queueing.take, queueing.seal_job) is None

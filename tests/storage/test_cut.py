"""Power that goes: the log of a SQLite file is cut at a random byte, and half of the times a byte before it is flipped too.

kill -9 does not show this, for the page cache outlives a process. Each copy must open as a prefix of what was committed, its
book whole; and nothing that was acknowledged before the cut (or the flip) may be missing from it. CHAOS_CUTS says how many:
50 unless told, 500 in `make chaos`.
"""

import os
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain import limits
from bot.storage import open_database
from bot.storage.sqlite import SqliteDatabase
from tests.conftest import Clock
from tests.invariants import ask, ten
from tests.makers import Worker, make_pack

CUTS = int(os.environ.get("CHAOS_CUTS", "50"))
answers = 40
ALL = "SELECT id FROM answers ORDER BY id"
pytestmark = [pytest.mark.anyio, pytest.mark.chaos]


@pytest.fixture
async def worked(head_sqlite: str, clock: Clock) -> AsyncIterator[tuple[Path, list[tuple[int, int]]]]:
    """A file with a long log, and its answers: the id of each, and how long the log was when it was acknowledged."""
    database = await open_database(head_sqlite, clock=clock)
    assert isinstance(database, SqliteDatabase)
    await database._writer.execute("PRAGMA wal_autocheckpoint=0")  # all of it stays in the log
    file = Path(head_sqlite.removeprefix("sqlite://"))
    try:
        worker = await Worker.met(database, clock)
        worker.proving = False
        await worker.begins(await make_pack(database, tasks=answers))
        told = []
        for _ in range(answers):
            clock.now_ms += 2 * limits.hour  # a day has its share
            await worker.answer(await worker.mark())
            length = file.with_name(f"{file.name}-wal").stat().st_size
            told.append(((await database.read(ask, ALL))[-1][0], length))
        assert len({answer for answer, _ in told}) == answers
        yield file, told
    finally:
        await database.close()


async def test_a_log_cut_at_any_byte_opens_as_a_whole_prefix(
    worked: tuple[Path, list[tuple[int, int]]], tmp_path: Path, clock: Clock
) -> None:
    """Every answer acknowledged before the damage is there, none behind a gap, and the ten invariants hold."""
    file, told = worked
    everything, log = [answer for answer, _ in told], file.with_name(f"{file.name}-wal").read_bytes()
    kept = set()
    for seed in range(CUTS):
        dice = random.Random(seed)
        cut = bytearray(log[: dice.randrange(len(log))])
        whole = len(cut)
        if seed % 2 and cut:
            whole = dice.randrange(len(cut))
            cut[whole] ^= 1 << dice.randrange(8)
        copy = tmp_path / "cut" / file.name
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir()
        shutil.copy(file, copy)
        copy.with_name(f"{copy.name}-wal").write_bytes(cut)
        database = await open_database(f"sqlite://{copy}", clock=clock)
        try:
            there = [answer for (answer,) in await database.read(ask, ALL)]
            assert there == everything[: len(there)], f"seed {seed}: not a prefix"
            due = sum(length <= whole for _, length in told)
            assert len(there) >= due, f"seed {seed}: {len(there)} answers of {due} that were told"
            assert (faults := await database.read(ten)) == [], f"seed {seed}: {faults}"
        finally:
            await database.close()
        with closing(sqlite3.connect(copy)) as checked:
            assert checked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept.add(len(there))
    assert len(kept) > min(CUTS, answers) // 4, "the cuts were too alike to show anything"

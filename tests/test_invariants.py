"""The ten invariants are checks that can fail: a house at work has no fault, and each sees what it is for once somebody breaks it."""

import sqlite3
from contextlib import closing

import pytest

from bot.storage import Database, open_database
from tests.conftest import Clock
from tests.invariants import TEN, ten
from tests.makers import Worker, make_pack

pytestmark = pytest.mark.anyio

PAYOUT = (
    "INSERT INTO payouts (id, book, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, asked_at,"
    " next_at, sent_at, ended_at, lease_until) VALUES ({id}, 5, 'mpesa', 0, '{state}', 7, 0, 0, 7, 'KES', '', '{reference}',"
    " 1, 1, {sent}, {ended}, {lease});"
)
JOB = "INSERT INTO jobs (id, kind, input, state, next_at, created_at, lease_until) VALUES (1, 'book', '', '{}', 1, 1, {});"
ENTRY = "WHERE rowid = (SELECT max(rowid) FROM entries)"
REVERSAL = (
    "INSERT INTO transfers (id, key, input_hash, movement, source, target, amount, reverses, at) SELECT 1, 'odd', '', 'odd',"
    " target, source, amount + 1, id, at FROM transfers LIMIT 1"
)


def payout(
    state: str, *, id: int = 1, reference: str = "", sent: int = 1, ended: str = "NULL", lease: int = 0
) -> str:
    """A payout that nobody made."""
    return PAYOUT.format(id=id, state=state, reference=reference, sent=sent, ended=ended, lease=lease)


BREAKS = {
    "1. a transfer has two entries": f"UPDATE entries SET amount = amount + 1 {ENTRY}",
    "1. all balances": "UPDATE book_accounts SET balance = balance - 1 WHERE name = 'world'",
    "2. a balance is the sum": "UPDATE book_accounts SET balance = balance - 1 WHERE name = 'world'",
    "2. a running balance": f"UPDATE entries SET balance = balance + 1 {ENTRY}",
    "3. nobody but the world": "UPDATE book_accounts SET balance = -1 WHERE name LIKE 'worker:%'",
    "3. a place that can be given": "UPDATE tasks SET open_slots = 20 WHERE role = 'task'",
    "4. a reversal": REVERSAL,
    "4. what is paid is one": "UPDATE assignments SET paid = 1 WHERE state = 'open'",
    "5. a payout is in one": payout("lost"),
    "5. a provider's reference": "DROP INDEX payouts_reference;"
    + payout("sent", reference="R")
    + payout("sent", id=2, reference="R"),
    "5. what was sent has a time": payout("confirmed"),
    "6. what is leaving": "INSERT INTO book_accounts VALUES (1, 'worker:5:leaving', 'USD', 7, 0, '', 0)",
    "6. an open payout": payout("sent"),
    "7. an assignment has one": "DROP INDEX answers_standing; INSERT INTO answers (id, assignment, pack, person, value, version,"
    " arrived_at) SELECT 1, assignment, pack, person, value, version, 1 FROM answers LIMIT 1",
    "8. the book proves itself": f"UPDATE entries SET hash = 'odd' {ENTRY}",
    "9. no task has less": "UPDATE tasks SET open_slots = -1",
    "9. a task has no more": "UPDATE tasks SET open_slots = 20 WHERE role = 'task'",
    "10. a job is in one": JOB.format("odd", 0),
    "10. a job is held": JOB.format("waiting", 1 << 60),
    "10. an open payout": payout("sent", lease=1 << 60),
}


async def at_work(database: Database, clock: Clock) -> None:
    """Somebody has answered, and has an open task."""
    worker = await Worker.met(database, clock)
    await worker.begins(await make_pack(database, tasks=5))
    await worker.answer(await worker.mark())
    assert await database.read(ten) == []


async def test_a_house_at_work_keeps_all_ten(database: Database, clock: Clock) -> None:
    """On both engines."""
    await at_work(database, clock)


def test_every_number_is_broken_below() -> None:
    """There are ten, and none of them is left out."""
    assert len(TEN) == 10 and {int(start.partition(".")[0]) for start in BREAKS} == set(range(1, 11))


@pytest.mark.parametrize("start", BREAKS)
async def test_an_invariant_sees_what_it_is_for(start: str, head_sqlite: str, clock: Clock) -> None:
    """With one thing changed past the program, the right sentence speaks."""
    database = await open_database(head_sqlite, clock=clock)
    try:
        await at_work(database, clock)
    finally:
        await database.close()
    with closing(sqlite3.connect(head_sqlite.removeprefix("sqlite://"))) as beside:
        for (name,) in beside.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            beside.execute(f"DROP TRIGGER {name}")
        beside.execute("PRAGMA ignore_check_constraints = ON")
        beside.executescript(BREAKS[start])
        beside.commit()
    database = await open_database(head_sqlite, clock=clock)
    try:
        faults = await database.read(ten)
    finally:
        await database.close()
    assert any(fault.startswith(start) for fault in faults), faults

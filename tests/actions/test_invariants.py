"""The invariants are checks that can fail: each sees what it is for, once somebody breaks it past the program."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import publishing, reporting, resting
from bot.storage import open_database
from tests.actions.invariants import BROKEN, PRICED, broken
from tests.conftest import Clock
from tests.makers import Worker, is_task, make_pack

pytestmark = pytest.mark.anyio

PAID = "(SELECT id FROM assignments WHERE paid > 0 LIMIT 1)"
OPEN = "(SELECT id FROM assignments WHERE state = 'open' LIMIT 1)"
OPINION = (
    "INSERT INTO opinions (id, subject, instance, person, outcome, reason, words, amount, at) "
    "SELECT 1, 1, 1, id, 'seen', 'seen', '', 1, 1 FROM people LIMIT 1"
)
ALARM = (
    "INSERT INTO alarms (id, code, task, pack, requester, ground, state, level_was, flags_was, at) "
    "SELECT 1, 'A', id, pack, 1, 'violent', '{state}', 0, '{{}}', 1 FROM tasks WHERE {where} LIMIT 1"
)
RESALE = "INSERT INTO resales (id, pack, requester, brought, amount, words, at) SELECT 1, id, requester, 9, 9, 'x', 1 FROM packs LIMIT 1"
BREAKS = {
    "3. a gold place that": "UPDATE packs SET gold_left = 1000",
    "3. whoever may read": "UPDATE packs SET readers_left = 1000",
    "3. a pack that was refunded": "UPDATE packs SET state = 'refunded' WHERE state = 'running'",
    "4. what is paid is one": f"UPDATE assignments SET paid = 1 WHERE id = {OPEN}",
    "4. what a worker has": f"UPDATE assignments SET paid = 39999 WHERE id = {PAID}",
    "4. what waits is": f"UPDATE assignments SET waits = 1 WHERE id = {PAID}",
    "4. frozen money": f"UPDATE assignments SET waits = 1, state = 'claimed' WHERE id = {PAID}",
    "4. a claimed answer": "UPDATE assignments SET state = 'claimed' WHERE paid > 0; UPDATE answers SET delivered_at = 1",
    "4. what is put aside": RESALE,
    "10. a resale is over": RESALE,
    "10. what waits is": f"UPDATE assignments SET waits = 1 WHERE id = {PAID}",
    "10. a claim is decided": "INSERT INTO claims (id, code, assignment, pack, requester, person, ground, state, at) "
    "SELECT id, 'A', id, pack, 1, person, 'empty', 'told', 1 FROM assignments LIMIT 1",
    "10. a case that waits": "INSERT INTO cases (id, code, kind, subject, ground, at) VALUES (1, 'A', 'report', 1, 'unclear', 1)",
    "10. what both spoke of": "INSERT INTO claims (id, code, assignment, pack, requester, person, ground, state, at) "
    "SELECT id, 'A', id, pack, 1, person, 'empty', 'ruling', 1 FROM assignments LIMIT 1",
    "10. nobody speaks": "INSERT INTO cases (id, code, kind, subject, ground, person, at) SELECT 1, 'A', 'report', 1, 'unclear', id, 1 "
    f"FROM people LIMIT 1; {OPINION}",
    "10. what is owed to a moderator": "INSERT INTO cases (id, code, kind, subject, ground, at) "
    f"VALUES (1, 'A', 'report', 1, 'unclear', 1); {OPINION}",
    "P9. what is said to be violent or illegal": ALARM.format(state="waits", where="stopped_at IS NULL"),
    "P9. what is said to be violent says": ALARM.format(state="waits", where="level = 0"),
    "10. an alarm's requester": ALARM.format(state="waits", where="true"),
    "10. who saw it unwarned": ALARM.format(
        state="violent", where=f"id = (SELECT task FROM assignments WHERE id = {PAID})"
    )
    + "; INSERT INTO exposures (assignment, person, pack, level, flags, unwarned, at) "
    f"SELECT id, person, pack, 2, '{{}}', 1, 1 FROM assignments WHERE id = {PAID}",
    "P9. nobody holds": ALARM.format(
        state="waits", where=f"id = (SELECT task FROM assignments WHERE id = {OPEN})"
    ),
    "4. an answered task": f"UPDATE answers SET undone_at = 1 WHERE assignment = {PAID}",
    "4. what is paid has": f"UPDATE assignments SET state = 'lapsed' WHERE id = {PAID}",
    "9. one open task": f"UPDATE assignments SET state = 'open', paid = 0 WHERE id <> {OPEN}",
    "9. ten open tasks": "INSERT INTO tasks (id, pack, key, role, item) SELECT value, pack, 'x' || value, 'task', '{}' "
    "FROM (SELECT pack FROM assignments LIMIT 1), json_each('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]');"
    "INSERT INTO assignments (id, task, pack, person, version, state, offered_at, lease_until) "
    "SELECT t.id, t.id, t.pack, a.person, a.version, 'open', 1, 1 FROM tasks t, (SELECT * FROM assignments LIMIT 1) a "
    "WHERE t.id <= 11",
    "9. a bundle's questions": "INSERT INTO bundles (id, account, person, pack, shown_at) VALUES (1, 1, 1, 1, 1);"
    "INSERT INTO bundled (bundle, number, assignment) SELECT 1, 1, id FROM assignments LIMIT 1",
    "9. open places": "UPDATE tasks SET stopped_at = 1 WHERE open_slots > 0",
    "10. what is owed": f"UPDATE assignments SET paid = 0 WHERE id = {PAID}",
    "10. a report that waits": "UPDATE reports SET state = 'waiting'",
    "10. a report that is paid": "UPDATE assignments SET paid = 0 WHERE state = 'reported'",
    "10. a closed pack": "DELETE FROM deadlines WHERE kind = 'refund'",
    "P3. an open question": f"UPDATE assignments SET state = 'skipped' WHERE id = {OPEN}",
    "P3. a task has one": f"UPDATE questions SET settled_at = NULL, assignment = {OPEN} WHERE assignment IS NOT NULL",
    "P3. menus": "UPDATE questions SET settled_at = NULL WHERE assignment IS NULL",
    "P3. an account has one": "UPDATE questions SET settled_at = NULL, bundle = 1",
    "P1. what is shown": "UPDATE dues SET shown = seq + 1",
}
KEPT_BY_THE_TABLE = {"9. nobody gets an item twice"}  # a unique key: two such rows can't be written at all


def test_every_invariant_is_broken_below() -> None:
    """No sentence is left out, but for what the tables themselves make impossible."""
    sentences = PRICED.keys() | BROKEN.keys()
    found = {sentence for sentence in sentences for start in BREAKS if sentence.startswith(start)}
    assert found == sentences - KEPT_BY_THE_TABLE


@pytest.mark.parametrize("start", BREAKS)
async def test_an_invariant_sees_what_it_is_for(start: str, head_sqlite: str, clock: Clock) -> None:
    """A house at work has no fault; with one row changed the right sentence speaks."""
    database = await open_database(head_sqlite, clock=clock)
    pack = await make_pack(database, gold=2, gold_share=0.1)
    other = await make_pack(database, "other")
    baraka = await Worker.met(database, clock)
    await baraka.begins(other)
    await database.write(publishing.close, "other")
    amina = await Worker.met(database, clock)
    task = is_task(await amina.answer((await amina.begins(pack)).mark))
    task = is_task(await amina.act(reporting.report, mark=task.mark, ground="unclear"))
    await amina.act(resting.pause)
    await database.close()
    with closing(sqlite3.connect(Path(head_sqlite.removeprefix("sqlite://")))) as file:

        def ask(sql: str) -> list[tuple[object, ...]]:
            return file.execute(sql).fetchall()

        assert broken(ask) == []
        file.executescript(BREAKS[start])
        assert any(sentence.startswith(start) for sentence in broken(ask))

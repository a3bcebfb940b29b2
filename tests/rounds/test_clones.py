"""Clones: a pack under a new name with the same words and tasks; a copy that fails leaves nothing."""

import pytest

from bot.actions import publishing, queueing
from bot.rounds import clones as room
from bot.rounds.clones import Clones
from bot.rounds.jobs import work_one
from bot.storage import Database, Tx
from tests.makers import make_pack

pytestmark = pytest.mark.anyio


async def cloned(database: Database, name: str, new: str) -> queueing.State:
    """Copies a pack and returns how that ended."""
    clones = Clones(database)
    job = await database.write(queueing.add, "clone", {"name": name, "new": new}, True)
    while await work_one(database, {"clone": clones.step, "undo clone": clones.undo}):
        pass
    state = await database.read(queueing.state, job)
    assert state is not None
    return state


def keys(tx: Tx, pack: int) -> list[tuple[str, str, int]]:
    found = tx.all("packs.page_of_tasks", pack=pack, after="", most=1_000)
    return [(row["key"], row["item"], row["seq"]) for row in found]


async def test_a_clone_is_a_draft_with_the_same_words_and_tasks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it takes several steps; the original runs on."""
    monkeypatch.setattr(room, "tasks_per_step", 4)
    pack = await make_pack(database, tasks=10, gold=2, practice=1)
    state = await cloned(database, "streets", "streets-again")
    assert state.result == "streets-again: a copy of streets is there."
    copy = await database.read(publishing.named, "streets-again")
    assert (copy["state"], copy["tasks"], copy["golds"], copy["practices"]) == ("draft", 10, 2, 1)
    assert await database.read(keys, copy["id"]) == await database.read(keys, pack)
    assert copy["requester_name"] == (await database.read(publishing.named, "streets"))["requester_name"]


async def test_a_name_that_is_taken_or_none_is_refused(database: Database) -> None:
    """Nothing is left of it."""
    await make_pack(database)
    assert (await cloned(database, "streets", "streets")).result == "There is a pack streets already."
    assert "can't name a pack" in (await cloned(database, "streets", "No Name")).result
    assert (await cloned(database, "nowhere", "there")).result == "There is no pack nowhere."


async def test_a_clone_that_is_cancelled_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is free again."""
    monkeypatch.setattr(room, "tasks_per_step", 4)
    await make_pack(database, tasks=10)
    clones = Clones(database)
    steps = {"clone": clones.step, "undo clone": clones.undo}
    job = await database.write(queueing.add, "clone", {"name": "streets", "new": "copy"}, True)
    for _ in range(2):
        await work_one(database, steps)
    await database.write(queueing.cancel, job)
    while await work_one(database, steps):
        pass
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="copy")) is None
    assert (await cloned(database, "streets", "copy")).state == "done"

"""What an import writes: each row once, in its order, with what it says of itself, whatever breaks off in between."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.actions import filling, publishing, queueing
from bot.rounds import imports as room
from bot.rounds.imports import Imports
from bot.rounds.jobs import work_one
from bot.storage import Database, Tx
from tests.conftest import Clock
from tests.makers import REQUESTER
from tests.rounds.test_imports import STEPS, brought_in, counted

pytestmark = pytest.mark.anyio


async def test_every_step_done_twice_writes_the_same_rows_once(
    database: Database, imports: Imports, shoes: Path, clock: Clock
) -> None:
    """A crash after a step's effect and before it was written down repeats the step, and nothing else."""
    await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER}, True)
    while (lost := await database.write(queueing.take)) is not None:
        await imports.step(lost)  # the program dies here: nobody writes down that the step is done
        clock.now_ms += queueing.lease_ms + 1
        imports._held.clear()
        await work_one(database, STEPS(imports))
        clock.now_ms += 1
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}
    assert (await database.read(publishing.named, "shoes"))["state"] == "draft"
    assert not list(imports.folder.iterdir())


async def test_rows_go_on_where_a_crash_left_them(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that breaks off between two batches repeats neither; every row is there once, in its order."""
    monkeypatch.setattr(room, "rows_first", 7)
    monkeypatch.setattr(room, "rows_most", 7)
    added = filling.add_tasks
    calls = 0

    def breaks(tx: Tx, *given: Any, **named: Any) -> None:
        nonlocal calls
        calls += 1
        if calls in (3, 5):
            raise OSError("the disk is away")
        added(tx, *given, **named)

    monkeypatch.setattr(filling, "add_tasks", breaks)
    state = await brought_in(database, imports, shoes, patient=True)
    assert state.state == "done" and calls > 6
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}


async def test_hard_content_comes_in_with_its_levels_and_descriptions(
    database: Database, imports: Imports, hard: Path
) -> None:
    """What a row says and how hard it is stands beside it; a person looks before anybody is shown anything."""
    state = await brought_in(database, imports, hard)
    assert (state.state, state.result) == ("done", "hard: 3 rows are in.")
    row = await database.read(publishing.named, "hard")
    assert (row["level"], row["flagged"]) == (2, 2) and "hard content" in row["waits"]
    tasks = await database.read(lambda tx: tx.all("packs.page_of_tasks", pack=row["id"], after="", most=9))
    assert [(one["level"], json.loads(one["flags"])) for one in tasks] == [
        (2, {"violence": 2}),
        (2, {"violence": 2}),
        (0, {}),
    ]
    assert json.loads(tasks[0]["item"])["description"] == {"en": "A cat that could scratch"}

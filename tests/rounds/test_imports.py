"""Imports: a pack's folder comes in by small steps, each of which may be done twice, or not at all."""

from pathlib import Path

import pytest
from PIL import Image

from bot.actions import accounting, overseeing, publishing, queueing, serving
from bot.config import carried
from bot.domain.outcomes import Examples, Reading
from bot.domain.refusals import PackFaulty
from bot.media.store import Store
from bot.rounds import imports as room
from bot.rounds.imports import Imports
from bot.rounds.jobs import work_one
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, prove

pytestmark = pytest.mark.anyio


async def brought_in(database: Database, imports: Imports, path: Path) -> queueing.State:
    """Reads a folder in and returns how that ended."""
    given = {"path": str(path), "requester": REQUESTER}
    job = await database.write(queueing.add, "import", given)
    while await work_one(database, {"import": imports.step}):
        pass
    state = await database.read(queueing.state, job)
    assert state is not None
    return state


async def counted(database: Database, name: str) -> dict[str, int]:
    pack = await database.read(publishing.named, name)
    found = await database.read(lambda tx: tx.all("packs.counts", pack=pack["id"]))
    return {row["role"]: row["tasks"] for row in found}


async def test_a_folder_becomes_a_draft(database: Database, imports: Imports, shoes: Path) -> None:
    """All rows are in with their roles, and nothing runs yet."""
    state = await brought_in(database, imports, shoes)
    assert (state.state, state.result) == ("done", "shoes: 45 rows are in.")
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}
    assert (await database.read(publishing.named, "shoes"))["state"] == "draft"


async def test_pictures_are_kept_before_their_rows(
    database: Database, imports: Imports, shoes: Path, store: Store
) -> None:
    """Every rendition that a row names can be read; the smallest fits the default budget."""
    await brought_in(database, imports, shoes)
    named = [row["hash"] for row in await database.read(lambda tx: tx.all("packs.all_media"))]
    assert named and all(store.get(one) for one in named)
    assert min(len(store.get(one)) for one in named) < 15_000


async def test_every_step_done_twice_writes_the_same_rows_once(
    database: Database, imports: Imports, shoes: Path, clock: Clock
) -> None:
    """A crash after a step's effect and before it was written down repeats the step, and nothing else."""
    job = await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER})
    steps = []
    for _ in range(20):
        lost = await database.write(queueing.take)
        if lost is None:
            break
        steps.append(lost.step)
        await imports.step(lost)  # the program dies here: nobody writes down that the step is done
        clock.now_ms += queueing.lease_ms
        await work_one(database, {"import": imports.step})
    state = await database.read(queueing.state, job)
    assert state is not None and (state.state, steps) == ("done", [0, 2, 3, 4])
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}


async def test_a_faulty_pack_is_refused_with_all_its_faults(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """Nothing of it is stored; each fault is a sentence."""
    toml = (shoes / "pack.toml").read_text()
    (shoes / "pack.toml").write_text(
        toml.replace('"0.03"', "0.03").replace("estimate_s = 15", "estimate_s = 0")
    )
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "shoes has " in state.result and state.result.count("\n") >= 2
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None


async def test_a_picture_that_is_none_is_named_and_nothing_is_stored(
    database: Database, imports: Imports, shoes: Path, store: Store
) -> None:
    """All bad pictures are named at once, before the first row comes in."""
    for number in (2, 4):
        (shoes / "media" / f"{number}.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed"
    assert "media/2.jpg" in state.result and "media/4.jpg" in state.result
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None
    assert not store.folder.exists()


async def test_a_picture_that_leads_out_of_the_pack_is_not_read(
    database: Database, imports: Imports, shoes: Path, tmp_path: Path
) -> None:
    """A link to somebody else's file brings nothing in."""
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (shoes / "media" / "2.jpg").unlink()
    (shoes / "media" / "2.jpg").symlink_to(tmp_path / "secret.jpg")
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "media/2.jpg" in state.result


async def test_a_folder_that_is_gone_fails_with_a_sentence(
    database: Database, imports: Imports, tmp_path: Path
) -> None:
    """The requester is told what is missing."""
    state = await brought_in(database, imports, tmp_path / "nothing")
    assert state.state == "failed" and "pack.toml" in state.result


async def test_the_same_pack_twice_is_refused_the_second_time(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """The first stays as it is."""
    await brought_in(database, imports, shoes)
    state = await brought_in(database, imports, shoes)
    assert (state.state, state.result) == ("failed", "There is a pack shoes already.")
    assert (await counted(database, "shoes"))["task"] == 42


def test_reading_refuses_with_the_folder_s_name(tmp_path: Path) -> None:
    """The refusal names the pack it is about."""
    with pytest.raises(PackFaulty, match=r"^empty has faults \(2\):"):
        room.read(tmp_path / "empty", RULES)


@pytest.mark.parametrize("name", ["digits", "market-reviews", "street-photos"])
async def test_a_sample_pack_comes_in_and_can_be_worked(
    database: Database, imports: Imports, clock: Clock, name: str
) -> None:
    """What the demo brings along is read, paid for, launched and offered."""
    state = await brought_in(database, imports, carried("taskpacks") / name)
    assert state.state == "done", state.result
    await database.write(overseeing.deposit, REQUESTER, 500_000_000, "demo", RULES)
    await database.write(publishing.launch, name, RULES)
    pack = (await database.read(publishing.named, name))["id"]
    amina = await Worker.met(database, clock)
    task = await amina.begins(pack)
    assert task.pack == pack and (task.picture is not None or task.text)
    await prove(database)


async def test_a_picture_that_fits_no_budget_is_named(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """A photograph that is too large at 160 pixels, with room for re-encoding, does not come in."""
    toml = (shoes / "pack.toml").read_text()
    budget = 'price = "0.03"\nbyte_budget = {text = 500, saver = 900, full = 900}'
    (shoes / "pack.toml").write_text(toml.replace('price = "0.03"', budget))
    for number in (2, 4):
        Image.effect_noise((300, 300), 90).save(shoes / "media" / f"{number}.jpg")
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "media/3.jpg" not in state.result
    assert "media/2.jpg takes more than 495 bytes even when it is 160 pixels long" in state.result
    assert "media/4.jpg" in state.result
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None


async def stepped(database: Database, imports: Imports, shoes: Path, steps: int) -> int:
    """An import after so many steps; returns its job."""
    job = await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER})
    for _ in range(steps):
        await work_one(database, {"import": imports.step})
    return job


async def test_a_pack_changed_while_it_is_read_in_is_refused_after_a_restart(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """What was read before and what is there now would make one pack of two."""
    job = await stepped(database, imports, shoes, 2)
    rows = (shoes / "tasks.csv").read_text()
    (shoes / "tasks.csv").write_text(rows.replace("Pair 45", "Pair 46"))
    afresh = Imports(imports.database, imports.store, imports.rules)
    await work_one(database, {"import": afresh.step})
    state = await database.read(queueing.state, job)
    assert state is not None and state.state == "failed" and "was changed" in state.result


async def test_an_import_reads_its_folder_once(
    database: Database, imports: Imports, shoes: Path, clock: Clock
) -> None:
    """Later steps take the rows from memory; after a restart the same folder is read once more and goes on."""
    await stepped(database, imports, shoes, 2)
    kept = (shoes / "tasks.csv").read_text()
    (shoes / "tasks.csv").unlink()
    await work_one(database, {"import": imports.step})
    assert sum((await counted(database, "shoes")).values()) == 40
    (shoes / "tasks.csv").write_text(kept)
    afresh = Imports(imports.database, imports.store, imports.rules)
    while await work_one(database, {"import": afresh.step}):
        pass
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}


EXAMPLES = """
[[examples]]
right = true
item = "media/2.jpg"
answer = "Boots"
reason = "They cover the ankle."

[[examples]]
right = false
item = "media/3.jpg"
answer = "Boots"
reason = "They end below it."
"""


async def test_example_pictures_are_shown_as_one(
    database: Database, imports: Imports, shoes: Path, store: Store, clock: Clock
) -> None:
    """[Show examples] under the instruction has a picture within the budget, and it is in the store."""
    (shoes / "pack.toml").write_text((shoes / "pack.toml").read_text() + EXAMPLES)
    assert (await brought_in(database, imports, shoes)).state == "done"
    await database.write(overseeing.deposit, REQUESTER, 500_000_000, "demo", RULES)
    await database.write(publishing.launch, "shoes", RULES)
    pack = (await database.read(publishing.named, "shoes"))["id"]
    amina = await Worker.met(database, clock)
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.examples == 2
    told = await amina.act(accounting.examples, mark=reading.mark)
    assert isinstance(told, Examples) and told.picture is not None
    assert len(store.get(told.picture.hash)) == told.picture.size_bytes <= 15_000 * 11 // 20

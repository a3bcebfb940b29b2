"""Imports: a pack's folder comes in by small steps, each of which may be done twice, or not at all."""

import asyncio
import shutil
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import ledger
from bot.actions import (
    accounting,
    depositing,
    filling,
    publishing,
    queueing,
    raising,
    renewing,
    serving,
    showing,
)
from bot.config import carried
from bot.domain import wire
from bot.domain.outcomes.worker import Examples, Reading
from bot.domain.refusals.packs import MustBeSeen, PackFaulty, PackNotReady
from bot.media import thrift
from bot.media.covers import COVERS
from bot.media.store import Store
from bot.media.thrift import on_phone
from bot.packs.spool import Spooled
from bot.rounds import imports as room
from bot.rounds import media, twins
from bot.rounds.fitting import Fitting, Order, fitted
from bot.rounds.imports import Imports
from bot.rounds.jobs import Step, work_one
from bot.storage import Database, Row, Tx
from tests.conftest import Clock
from tests.makers import REQUESTER, RULES, Worker, prove

pytestmark = pytest.mark.anyio


def STEPS(imports: Imports) -> dict[str, Step]:  # noqa: N802
    """The table of jobs with imports alone."""
    return {"import": imports.step, "undo import": imports.undo}


async def brought_in(
    database: Database, imports: Imports, path: Path, *, requester: str = REQUESTER, patient: bool = False
) -> queueing.State:
    """Reads a folder in and returns how that ended; `patient`: failed steps are tried again at once."""
    given = {"path": str(path), "requester": requester}
    job = await database.write(queueing.add, "import", given, True)
    while await work_one(database, STEPS(imports)) or patient:
        if patient:
            await database.write(lambda tx: tx.run("jobs.again", job=job, next_at=0, result=""))
            found = await database.read(queueing.state, job)
            if found is None or found.over:
                break
    state = await database.read(queueing.state, job)
    assert state is not None
    return state


async def started(database: Database, name: str, money: int = 500_000_000) -> None:
    """Somebody has looked at a pack, it is paid for and runs."""
    await database.write(depositing.deposit, REQUESTER, money, "demo", RULES)
    await database.write(publishing.looked, name)
    await database.write(publishing.launch, name, RULES)


def add_rows(pack: Path, numbers: range) -> None:
    """More rows at the end of a table."""
    with (pack / "tasks.csv").open("a") as file:
        file.writelines(f'{number},"Pair {number}",,,,\n' for number in numbers)


async def counted(database: Database, name: str) -> dict[str, int]:
    """A pack's rows by role; what the pack notes of them is the same."""
    return await database.read(_counted, name)


def _counted(tx: Tx, name: str) -> dict[str, int]:
    pack = publishing.named(tx, name)
    every = tx.all("packs.page_of_tasks", pack=pack["id"], after="", most=10_000)
    found = Counter(str(row["role"]) for row in every)
    noted = {"task": pack["tasks"], "gold": pack["golds"], "practice": pack["practices"]}
    assert noted == {role: found[role] for role in noted}
    return dict(found)


async def test_a_folder_becomes_a_draft(database: Database, imports: Imports, shoes: Path) -> None:
    """All rows are in with their roles, and nothing runs yet."""
    state = await brought_in(database, imports, shoes)
    assert (state.state, state.result) == ("done", "shoes: 45 rows are in.")
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}
    assert (await database.read(publishing.named, "shoes"))["state"] == "draft"


async def test_pictures_are_kept_before_their_rows(
    database: Database, imports: Imports, shoes: Path, store: Store
) -> None:
    """Every rendition that a row names can be read."""
    await brought_in(database, imports, shoes)
    named = [row["hash"] for row in await database.read(lambda tx: tx.all("packs.all_media"))]
    assert named and all(store.get(one) for one in named)


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
    assert not list(imports.folder.iterdir())


async def test_what_was_reported_as_unlawful_does_not_come_in_again(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """The same bytes in another pack are named, and nothing of it is stored; until they are sealed no more."""
    await brought_in(database, imports, shoes)

    def seal(tx: Tx) -> str:
        pack = publishing.named(tx, "shoes")
        row = next(
            one for one in tx.all("packs.page_of_tasks", pack=pack["id"], after="", most=99) if one["picture"]
        )
        shown = {"id": 0, "task": row["id"], "pack": pack["id"], "level": 0, "flags": "{}"}
        raising.raised(tx, shown, "illegal")
        return str(row["item"])

    assert await database.write(seal)
    toml = (shoes / "pack.toml").read_text()
    (shoes / "pack.toml").write_text(toml.replace('name = "shoes"', 'name = "boots"'))
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "was reported as against the law" in state.result
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="boots")) is None


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


async def test_the_same_upload_twice_is_the_same_pack(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """It is said that it is there already; somebody else's of that name is refused."""
    await brought_in(database, imports, shoes)
    state = await brought_in(database, imports, shoes)
    assert (state.state, state.result) == ("done", "shoes: is there already; nothing was added.")
    other = await brought_in(database, imports, shoes, requester="Somebody else")
    assert (other.state, other.result) == ("failed", "There is a pack shoes already.")
    assert (await counted(database, "shoes"))["task"] == 42


async def test_new_rows_of_a_running_pack_come_in_paid_for(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """Their money is locked first, exactly what a pack with all rows would have locked beyond; then they are served."""
    await brought_in(database, imports, shoes)
    await started(database, "shoes")
    pack = (await database.read(publishing.named, "shoes"))["id"]
    before = await database.read(ledger.balances, f"pack:{pack}:")
    add_rows(shoes, range(46, 66))
    state = await brought_in(database, imports, shoes)
    assert state.result == "shoes: 20 new rows are in; its words are as they were."
    after = await database.read(ledger.balances, f"pack:{pack}:")
    assert after[f"pack:{pack}:answers"] - before[f"pack:{pack}:answers"] == 20 * 3 * 30_000
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 62}
    assert await database.read(lambda tx: tx.value("packs.places", pack=pack)) == 62 * 3
    await prove(database)


async def test_new_rows_without_their_money_are_refused(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """The refusal says how much is missing; nothing came in, and the same upload can come again."""
    await brought_in(database, imports, shoes)
    row = await database.read(publishing.named, "shoes")
    wanted = (await database.read(publishing.quoted, row, RULES)).at_most
    await started(database, "shoes", wanted)
    add_rows(shoes, range(46, 66))
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "0.00 is there. Pay in" in state.result
    assert (await counted(database, "shoes"))["task"] == 42
    await database.write(depositing.deposit, REQUESTER, 100_000_000, "more", RULES)
    assert (await brought_in(database, imports, shoes)).state == "done"
    await prove(database)


async def test_new_rows_of_a_draft_cost_nothing_yet_and_can_be_taken_back(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that fails half-way leaves the draft as it was; done again it has all rows."""
    await brought_in(database, imports, shoes)
    add_rows(shoes, range(46, 66))
    monkeypatch.setattr(room, "rows_first", 10)
    monkeypatch.setattr(room, "rows_most", 10)

    def breaks(tx: Tx, *_: Any) -> None:
        raise PackFaulty(name="shoes", count=1, faults="Broken.")

    with monkeypatch.context() as patched:
        patched.setattr(renewing, "finish", breaks)
        assert (await brought_in(database, imports, shoes)).state == "failed"
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 42}
    assert (await brought_in(database, imports, shoes)).state == "done"
    assert await counted(database, "shoes") == {"practice": 1, "gold": 2, "task": 62}


async def test_rows_that_changed_are_named_by_their_lines(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """An id stands for what people have answered."""
    await brought_in(database, imports, shoes)
    rows = (shoes / "tasks.csv").read_text()
    (shoes / "tasks.csv").write_text(rows.replace("Pair 45", "Pair 450").replace("Pair 44", "Pair 440"))
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "2 rows are there already and are different now" in state.result


async def test_what_changes_money_or_meaning_is_refused(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """The field is named, and what to do instead."""
    await brought_in(database, imports, shoes)
    toml = (shoes / "pack.toml").read_text()
    (shoes / "pack.toml").write_text(toml.replace('"0.03"', '"0.04"'))
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and state.result.startswith("price can't change in shoes")
    assert "clone it" in state.result


async def test_a_cancelled_import_leaves_nothing(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each phase: no pack, no rows, no spool; the same folder can come in afterwards."""
    monkeypatch.setattr(room, "step_s_max", 0.0)
    for steps in range(4):
        given = {"path": str(shoes), "requester": REQUESTER}
        job = await database.write(queueing.add, "import", given, True)
        for _ in range(steps):
            await work_one(database, STEPS(imports))
        await database.write(queueing.cancel, job)
        while await work_one(database, STEPS(imports)):
            pass
        state = await database.read(queueing.state, job)
        assert state is not None and (state.state, state.result) == ("failed", "It was cancelled.")
        assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None
        assert not imports.folder.exists() or not list(imports.folder.iterdir())
    assert (await brought_in(database, imports, shoes)).state == "done"


async def test_while_twins_are_sought_an_import_keeps_its_lease_and_can_be_ended(
    database: Database, imports: Imports, shoes: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many pages of one form that takes long: nobody else begins with it, and an end is heard at once."""
    monkeypatch.setattr(room, "told_every_s", 0.01)
    job = await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER}, True)
    heard = list[str]()

    async def sought(*_: object) -> list[twins.Made]:
        clock.now_ms += queueing.lease_ms + 1
        await asyncio.sleep(0.5)
        heard.append("taken" if await database.write(queueing.take) else "kept")
        await database.write(queueing.cancel, job)
        await asyncio.sleep(2)
        heard.append("not ended")
        return []

    monkeypatch.setattr(twins, "shared", sought)
    while await work_one(database, STEPS(imports)):
        pass
    state = await database.read(queueing.state, job)
    assert heard == ["kept"] and state is not None and state.result == "It was cancelled."


async def test_pictures_that_were_fitted_are_not_fitted_again(
    database: Database, imports: Imports, shoes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart in the middle an import goes on with the rest."""
    job = await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER}, True)
    await work_one(database, STEPS(imports))
    spool = imports.folder / str(job)
    orders = list(media.orders(Spooled(spool), Spooled(spool).form, imports.store))
    with media.Notes(spool) as notes:
        for order in orders[:2]:
            notes.add(order.files, fitted(order))
    asked: list[Order] = []
    every = Fitting.all

    def watched(self: Fitting, orders: Any) -> Any:
        asked.extend(orders)
        return every(self, asked)

    monkeypatch.setattr(Fitting, "all", watched)
    while await work_one(database, STEPS(imports)):
        pass
    assert [one.files for one in asked] == [orders[2].files]
    assert len(await database.read(lambda tx: tx.all("packs.all_media"))) >= 3


async def test_a_spool_whose_job_is_over_is_tidied_away(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """A crash between an import's end and the removal of its spool leaves no rubbish for ever."""
    job = await database.write(queueing.add, "import", {"path": str(shoes), "requester": REQUESTER}, True)
    await work_one(database, STEPS(imports))
    (imports.folder / "17").mkdir()
    await imports.tidy()
    assert [one.name for one in imports.folder.iterdir()] == [str(job)]


SAMPLES = sorted(path.parent.name for path in carried("taskpacks").glob("*/pack.toml"))
COVERED = set(COVERS)  # the first files of a picture with hard content
FORMS = {
    "count-beeps": {("", "audio")},
    "digits": {("", "picture")},
    "find-animals": {("", "picture"), ("fine", "picture")},
    "sharper-photos": {("", "picture")},
    "stand-ins": {("", "picture")},
    "street-photos": {("", "picture")},
    "which-way": {("", "picture"), ("", "video")},
}


@pytest.mark.parametrize(
    ("database_url", "name"),
    [*(("sqlite", name) for name in SAMPLES), *(("postgres", name) for name in ("digits", "which-way"))],
    indirect=["database_url"],
)
async def test_a_sample_pack_comes_in_and_can_be_worked(
    database: Database, imports: Imports, clock: Clock, store: Store, name: str
) -> None:
    """What the demo brings along is read, made small in every way its kind shows, paid for, launched and offered."""
    state = await brought_in(database, imports, carried("taskpacks") / name)
    assert state.state == "done", state.result
    await started(database, name)
    pack = await database.read(publishing.named, name)
    amina = await Worker.met(database, clock)
    task = await amina.begins(pack["id"])
    assert task.pack == pack["id"] and (task.picture or task.text or task.audio)
    budget = showing.form_of(pack).byte_budget
    rows = await database.read(lambda tx: tx.all("packs.page_of_tasks", pack=pack["id"], after="", most=500))
    items, shown = [row for row in rows if row["picture"]], dict[str, int]()
    for row in items:
        stored = await database.read(partial(named_renditions, row["picture"]))
        found = [one for one in stored if one["form"] not in COVERED]
        assert {one["form"] for one in stored} - {one["form"] for one in found} == (
            COVERED if row["level"] else set()
        )
        assert {(one["variant"], one["form"]) for one in found} == FORMS[name]
        for way in FORMS[name]:
            sizes = [one["size_bytes"] for one in found if (one["variant"], one["form"]) == way]
            room = budget.full if "video" in way else budget.saver
            assert wire.word_bytes_about + wire.medium_bytes(min(sizes)) <= room
        for one in found:
            kept = store.get(one["hash"])
            assert one["size_bytes"] == len(on_phone(kept) if one["form"] == "picture" else kept)
        assert all((one["seconds"] > 0) == (one["form"] != "picture") for one in found)
        first = [
            (one["edge"], one["size_bytes"]) for one in found if one["form"] != "video" and not one["variant"]
        ]
        shown[row["picture"]] = showing.medium_bytes(first, budget.saver)
    assert bool(items) == (name in FORMS)
    sizes_shown = shown.values() or [0]
    assert min(sizes_shown) <= pack["picture_bytes"] <= max(sizes_shown)
    await prove(database)


async def test_an_offer_tells_what_its_words_and_presses_cost(
    database: Database, imports: Imports, clock: Clock
) -> None:
    """In each language its own figure, as phones then count (bench "wire": 2,864)."""
    await brought_in(database, imports, carried("taskpacks") / "market-reviews")
    pack = await database.read(publishing.named, "market-reviews")
    offer = await database.read(showing.offer_facts, pack["id"])
    assert offer.task_bytes == pytest.approx(2_864, rel=0.1) == showing.word_bytes(pack, "en")
    assert showing.word_bytes(pack, "ar") > showing.word_bytes(pack, "en")


def named_renditions(source: str, tx: Tx) -> list[Row]:
    """All that is kept of an item's media."""
    return tx.all("packs.renditions", source=source)


async def test_a_picture_that_fits_no_budget_is_named(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """A photograph that is too large at 160 pixels does not come in."""
    toml = (shoes / "pack.toml").read_text()
    budget = 'price = "0.03"\nbyte_budget = {text = 500, saver = 4000, full = 4000}'
    (shoes / "pack.toml").write_text(toml.replace('price = "0.03"', budget))
    for number in (2, 4):
        Image.effect_noise((300, 300), 90).save(shoes / "media" / f"{number}.jpg")
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "media/3.jpg" not in state.result
    assert "media/2.jpg takes more than 1200 bytes even when it is 160 pixels long" in state.result
    assert "media/4.jpg" in state.result
    assert await database.read(lambda tx: tx.one("packs.pack_named", name="shoes")) is None


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
    await started(database, "shoes")
    pack = (await database.read(publishing.named, "shoes"))["id"]
    amina = await Worker.met(database, clock)
    reading = await amina.act(serving.start, pack=pack)
    assert isinstance(reading, Reading) and reading.examples == 2
    told = await amina.act(accounting.examples, mark=reading.mark)
    assert isinstance(told, Examples) and told.picture is not None
    on_phone = thrift.on_phone(store.get(told.picture.hash))
    assert len(on_phone) == told.picture.size_bytes <= wire.medium_room(15_000)


@pytest.fixture
def by_fives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five rows a step."""
    monkeypatch.setattr(room, "rows_first", 5)
    monkeypatch.setattr(room, "rows_most", 5)
    monkeypatch.setattr(room, "step_s_max", 0.0)


async def two_appends(database: Database, shoes: Path, clock: Clock) -> tuple[int, int]:
    """Jobs that bring 100 rows and three others into one draft; their steps take turns."""
    jobs = []
    for name, numbers in (("many", range(100, 200)), ("few", range(300, 303))):
        folder = shoes.parent / name
        shutil.copytree(shoes, folder)
        add_rows(folder, numbers)
        given = {"path": str(folder), "requester": REQUESTER}
        jobs.append(await database.write(queueing.add, "import", given, True))
        clock.now_ms += 1
    return jobs[0], jobs[1]


@pytest.mark.usefixtures("by_fives")
async def test_two_imports_into_one_pack_come_one_after_the_other(
    database: Database, imports: Imports, shoes: Path, clock: Clock
) -> None:
    """The second is refused while rows of the first come in; a launch waits for them, and every row has its money."""
    await brought_in(database, imports, shoes)
    many, few = await two_appends(database, shoes, clock)
    launches = 0
    await database.write(publishing.looked, "shoes")
    await database.write(depositing.deposit, REQUESTER, 500_000_000, "demo", RULES)
    while await work_one(database, STEPS(imports)):
        clock.now_ms += 1
        if (await counted(database, "shoes"))["task"] in range(60, 140):
            launches += 1
            with pytest.raises(PackNotReady):
                await database.write(publishing.launch, "shoes", RULES)
    first, second = [await database.read(queueing.state, job) for job in (many, few)]
    assert first is not None and first.state == "done" and launches
    assert second is not None and second.state == "failed"
    assert second.result == f"Job {many} brings rows into shoes just now: add these when it is done."
    assert (await counted(database, "shoes"))["task"] == 142
    assert (await brought_in(database, imports, shoes.parent / "few")).state == "done"
    await started(database, "shoes")
    assert (await counted(database, "shoes"))["task"] == 145
    await prove(database)


@pytest.mark.usefixtures("by_fives")
async def test_an_import_that_is_ended_takes_its_own_rows_alone(
    database: Database, imports: Imports, shoes: Path, clock: Clock
) -> None:
    """While it is undone nothing else comes in; then what others brought is all there."""
    await brought_in(database, imports, shoes)
    many, few = await two_appends(database, shoes, clock)
    while (await counted(database, "shoes"))["task"] < 60:
        assert await work_one(database, STEPS(imports))
        clock.now_ms += 1
    state = await database.read(queueing.state, few)
    if state is not None and not state.over:
        await database.write(queueing.cancel, few)
    while await work_one(database, STEPS(imports)):
        clock.now_ms += 1
    done = await database.read(queueing.state, many)
    assert done is not None and done.state == "done"
    assert (await counted(database, "shoes"))["task"] == 142
    row = await database.read(publishing.named, "shoes")
    assert (row["filled"], row["tasks"]) == (row["tail"], 142)


@pytest.mark.usefixtures("by_fives")
async def test_rows_whose_money_is_locked_come_in_whatever_befalls_them(
    database: Database, imports: Imports, shoes: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job rests and goes on, at once when the same is added again; the money is locked once."""
    await brought_in(database, imports, shoes)
    await started(database, "shoes")
    toml = (shoes / "pack.toml").read_text()
    (shoes / "pack.toml").write_text(toml.replace("in the picture.", "in the picture, please."))
    add_rows(shoes, range(100, 120))
    given = {"path": str(shoes), "requester": REQUESTER}
    job = await database.write(queueing.add, "import", given, True)
    while (await counted(database, "shoes"))["task"] < 50:
        assert await work_one(database, STEPS(imports))

    def broken(tx: Tx, *_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(filling, "add_tasks", broken)
        for _ in range(queueing.attempts_max + 1):
            await work_one(database, STEPS(imports))
            clock.now_ms += 20 * 60_000
    locked = await database.read(ledger.balances, "pack:")
    state = await database.read(queueing.state, job)
    assert state is not None and (state.state, state.result) == ("waiting", "OSError: the disk is full")
    clock.now_ms -= 10 * 60_000
    again = await database.write(queueing.add, "import", given, True)
    while await work_one(database, STEPS(imports)):
        clock.now_ms += 1
    said = await database.read(queueing.state, again)
    assert said is not None and f"Job {job} brings rows into shoes" in said.result
    state = await database.read(queueing.state, job)
    assert state is not None and state.state == "done"
    assert (await counted(database, "shoes"))["task"] == 62
    assert await database.read(ledger.balances, "pack:") == locked
    done = await brought_in(database, imports, shoes)
    assert done.result == "shoes: is there already; nothing was added."
    await prove(database)


WORDS = "Choose the kind of shoes that is largest in the picture."


def reworded(pack: Path, words: str) -> None:
    """Another instruction."""
    toml = (pack / "pack.toml").read_text()
    assert WORDS in toml
    (pack / "pack.toml").write_text(toml.replace(WORDS, words))


async def test_striking_new_words_of_a_running_pack_wait_for_a_person(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """Nobody is shown them before; after the look this very upload comes in, and no other."""
    await brought_in(database, imports, shoes)
    await started(database, "shoes")
    old = (shoes / "pack.toml").read_text()
    reworded(shoes, "Create an account and send the verification code.")
    state = await brought_in(database, imports, shoes)
    assert state.state == "failed" and "shoes stays as it is" in state.result and "sign-ups" in state.result
    row = await database.read(publishing.named, "shoes")
    assert (row["number"], row["state"]) == (1, "running") and "sign-ups" in row["waits"]
    assert (await brought_in(database, imports, shoes)).state == "failed"
    assert len(await database.write(publishing.looked, "shoes")) == 2
    (shoes / "pack.toml").write_text(old)
    reworded(shoes, "Create an account, send the verification code, and your password.")
    assert (await brought_in(database, imports, shoes)).state == "failed"
    await database.write(publishing.looked, "shoes")
    assert (await brought_in(database, imports, shoes)).state == "done"
    row = await database.read(publishing.named, "shoes")
    assert (row["number"], row["waits"]) == (2, "")
    add_rows(shoes, range(46, 48))  # its words are those that somebody has looked at
    assert (await brought_in(database, imports, shoes)).state == "done"
    await prove(database)


async def test_a_draft_that_changed_after_the_look_waits_for_another(
    database: Database, imports: Imports, shoes: Path
) -> None:
    """A first pack whose words were swapped, or that got more rows, is not the one somebody has seen."""
    await brought_in(database, imports, shoes)
    await database.write(depositing.deposit, REQUESTER, 500_000_000, "demo", RULES)
    for change in (partial(reworded, words="Choose the colour."), partial(add_rows, numbers=range(46, 48))):
        await database.write(publishing.looked, "shoes")
        change(shoes)
        assert (await brought_in(database, imports, shoes)).state == "done"
        with pytest.raises(MustBeSeen, match="first pack of its requester"):
            await database.write(publishing.launch, "shoes", RULES)
    await started(database, "shoes")
    assert (await database.read(publishing.named, "shoes"))["state"] == "running"


async def test_a_picture_of_hard_content_that_comes_twice_is_named(
    database: Database, imports: Imports, hard: Path
) -> None:
    """The same file under another name is a fault as well; nothing is kept."""
    shutil.copy(hard / "media" / "1.jpg", hard / "media" / "2.jpg")
    state = await brought_in(database, imports, hard)
    assert state.state == "failed" and "media/2.jpg (line 3) is nearly the same picture" in state.result


async def test_hard_content_that_is_there_already_does_not_come_again(
    database: Database, imports: Imports, hard: Path
) -> None:
    """A later file with the same picture under another id is refused with the line and what has it."""
    await brought_in(database, imports, hard)
    with (hard / "tasks.csv").open("w") as file:
        file.write(
            "id,text,picture,flags,description\n9,,media/1.jpg,,An animal with claws\n3,A bench,,none,\n"
        )
    state = await brought_in(database, imports, hard)
    assert state.state == "failed"
    assert "line 2: this shows the same as 1: nobody is to see hard content twice." in state.result
    with (hard / "tasks.csv").open("w") as file:
        file.write("id,text,picture,flags,description\n9,,media/1.jpg,none,\n")
    assert (await brought_in(database, imports, hard)).state == "done"

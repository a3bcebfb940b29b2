"""Exports: every final answer is in a file, in any format, with what they come to and a report beside it."""

import csv
import json
from pathlib import Path

import pytest

from bot.actions import exporting, queueing
from bot.domain import limits
from bot.domain.refusals.packs import NoSuchPack
from bot.domain.refusals.results import MethodUnfit, NoSuchFormat, NotWritable
from bot.media.store import Store
from bot.packs.foreign import formats
from bot.rounds import exports, jobs
from bot.rounds.exports import Exports, Wish
from bot.storage import Database
from bot.texts import Texts
from tests.conftest import Clock
from tests.makers import RULES, Worker, is_task, make_pack
from tests.results.makers import answer, results

pytestmark = pytest.mark.anyio
LOCALES = Path(__file__).parents[2] / "locales"


@pytest.fixture
def making(database: Database, tmp_path: Path) -> Exports:
    """An exporter beside an empty store."""
    return Exports(database, Store(tmp_path / "store"), Texts(LOCALES, "USD"), RULES.floor_hourly)


async def answered(database: Database, clock: Clock, people: int = 3, each: int = 4) -> None:
    """A pack of ten tasks in which people have answered some; all of it is final."""
    pack = await make_pack(database, tasks=10, gold=1, gold_share=0.05)
    for number in range(people):
        worker = await Worker.met(database, clock)
        task = await worker.begins(pack)
        for _ in range(each):
            task = is_task(await worker.answer(task.mark, "road" if number else "building"))
    clock.now_ms += limits.undo_ms + 1


async def test_a_folder_gets_answers_what_they_come_to_and_the_report(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Twelve answers, a line for each task that has some, a page; nothing unfinished is left beside them."""
    await answered(database, clock)
    done = await making.export(Wish("streets", tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "streets-agreed.csv", "streets-answers.csv", "streets-report.html",
    ]  # fmt: skip
    assert set(done.files) == set((tmp_path / "out").iterdir())
    with (tmp_path / "out" / "streets-answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done.answers == 12
    assert {row["answer"] for row in rows} == {"road", "building"} and len(
        {row["worker"] for row in rows}
    ) == 3
    with (tmp_path / "out" / "streets-agreed.csv").open(encoding="utf-8", newline="") as file:
        agreed = list(csv.DictReader(file))
    assert len(agreed) == done.agreed and {
        row["answer"] for row in agreed if float(row["confidence"]) > 0.5
    } == {"road"}
    assert done.method == "majority"
    assert "majority" in (tmp_path / "out" / "streets-report.html").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(set(formats()) - {"open-assistant"}))
async def test_every_format_holds_the_answers(
    making: Exports, database: Database, clock: Clock, tmp_path: Path, name: str
) -> None:
    """A file is written in each of them; the pack's kind is a choice, which all but Open-Assistant's know."""
    await answered(database, clock, people=2, each=2)
    done = await making.export(Wish("streets", tmp_path / "file.bin", format=name))
    assert done.files == (tmp_path / "file.bin",) and done.answers == 4
    assert (tmp_path / "file.bin").stat().st_size > 50


async def test_a_single_file_holds_what_is_asked_for(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Answers without a method's name, what they come to with one; and the report beside it when it is wanted."""
    await answered(database, clock)
    await making.export(Wish("streets", tmp_path / "one.jsonl", format="jsonl"))
    await making.export(
        Wish("streets", tmp_path / "two.jsonl", format="jsonl", method="dawid-skene", report=True)
    )
    lines = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text("utf-8").splitlines()]
    agreed = [json.loads(line) for line in (tmp_path / "two.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 12 and len(agreed) == len({line["task"] for line in lines if line["role"] == "task"})
    assert all(0 <= line["confidence"] <= 1 for line in agreed)
    assert "Dawid" in (tmp_path / "two.html").read_text("utf-8")


async def test_what_cannot_be_written_is_refused_and_leaves_nothing(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Formats, methods and packs that are not there, or do not fit; a format's own reason is told."""
    await answered(database, clock, people=1, each=1)
    folder = tmp_path / "out"
    for wish, refusal in (
        (Wish("streets", folder, format="floppy"), NoSuchFormat),
        (Wish("streets", folder, method="median"), MethodUnfit),
        (Wish("streets", folder, method="magic"), MethodUnfit),
        (Wish("nowhere", folder), NoSuchPack),
        (Wish("streets", folder / "x.csv", format="mturk", method="majority"), NotWritable),
        (Wish("streets", folder, format="open-assistant"), NotWritable),
    ):
        with pytest.raises(refusal):
            await making.export(wish)
    assert not folder.exists() or not list(folder.iterdir())
    named = await database.read(lambda tx: tx.one("packs.pack_named", name="streets"))
    assert named is not None
    assert await database.read(lambda tx: tx.value("results.secret", pack=named["id"])) == ""


async def test_a_format_without_agreed_answers_is_written_without_them(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Nobody asked for them by name; so the answers and the report are there, and that is all."""
    await answered(database, clock, people=1, each=1)
    done = await making.export(Wish("streets", tmp_path / "out", format="mturk"))
    assert [path.name for path in done.files] == ["streets-answers.csv", "streets-report.html"]


async def test_without_a_method_there_are_answers_alone(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """“none” makes no answers one, and the report says so."""
    await answered(database, clock, people=1, each=1)
    done = await making.export(Wish("streets", tmp_path / "out", method=exports.none))
    assert (done.agreed, done.method) == (0, "")
    assert "none were made one" in (tmp_path / "out" / "streets-report.html").read_text("utf-8")


async def test_many_pages_come_in_the_requesters_order(
    making: Exports, database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of two rows: nothing is missing, nothing is there twice."""
    monkeypatch.setattr(exporting, "page_rows", 2)
    await answered(database, clock)
    await making.export(Wish("streets", tmp_path / "all.jsonl", format="jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert len({line["assignment"] for line in lines}) == len(lines) == 12


async def test_an_export_is_a_job_that_tells_what_it_wrote(
    making: Exports, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Queued, worked off, and its lines are kept with it; one that is refused has failed with its sentence."""
    await answered(database, clock, people=1, each=2)
    given = {"pack": "streets", "out": str(tmp_path / "one.csv"), "format": "csv", "method": ""}
    well = await database.write(queueing.add, "results", given)
    badly = await database.write(queueing.add, "results", {**given, "format": "floppy"})
    while await jobs.work_one(database, {"results": making.step}, queueing.results_job):
        pass
    done, refused = [await database.read(queueing.state, job) for job in (well, badly)]
    assert done is not None and refused is not None
    assert (done.state, refused.state) == ("done", "failed")
    assert done.result.splitlines()[0].startswith("streets: 2 final answers were read out")
    assert str(tmp_path / "one.csv") in done.result
    assert refused.result.startswith("There is no format floppy; there are: crowd-kit, csv")


def test_what_people_made_stands_beside_the_answers(tmp_path: Path) -> None:
    """A photograph under its answer's number; one that the store has no more is counted, a skip has none."""
    store, spool = Store(tmp_path / "store"), tmp_path / "spool"
    spool.mkdir()
    kept = store.put(b"a picture")
    answers = (
        answer(1, "a", "x", {"file": kept}),
        answer(2, "a", "y", {"file": "0" * 64}),
        answer(3, "a", "", None, status="skipped"),
    )
    pack = results("photo", {"a": []}, answers=answers)
    assert exports.copied(store, tmp_path / "out", pack, spool) == (
        [tmp_path / "out" / "media" / "000001.jpg"],
        1,
    )
    assert (tmp_path / "out" / "media" / "000001.jpg").read_bytes() == b"a picture"
    assert exports.copied(store, tmp_path / "none", results("choice", {}), spool) == ([], 0)
    assert not (tmp_path / "none").exists() and not list(spool.iterdir())

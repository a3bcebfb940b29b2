"""Receiving: a file is fetched, kept until it was read, and becomes a pack or a pack.toml; a crash repeats it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.actions import queueing, receiving, telling
from bot.domain.events import SentFile
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.requester import FileCame, FileFaulty, TableCame
from bot.domain.outcomes.worker import Refused
from bot.domain.refusals.working import FileGone, FileTooBig
from bot.rounds import jobs
from bot.rounds.imports import Imports
from bot.rounds.news import News
from bot.rounds.receiving import Receiving
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import BOT, RULES, Worker, meet_requester

pytestmark = pytest.mark.anyio


async def told(database: Database, her: Worker) -> Outcome:
    """The newest that she is told."""
    await News(database, RULES).turn()
    found = [one for one in await database.read(telling.notices, BOT, 50) if one.account == her.who.account]
    return found[-1].outcome


def brings(content: bytes | Exception):  # type: ignore[no-untyped-def]
    """A fetch that brings this."""

    async def fetch(file: str) -> bytes:
        assert file == "file-1"
        if isinstance(content, Exception):
            raise content
        return content

    return fetch


async def sent(
    database: Database, clock: Clock, folder: Path, content: bytes | Exception, name: str
) -> tuple[Worker, Receiving]:
    """A requester's file, as far as its own rounds bring it."""
    her = await meet_requester(database, clock)
    await her.act(receiving.file, sent=SentFile("file-1", name, 9))
    rounds = Receiving(database, brings(content), folder)
    assert await rounds.turn()
    return her, rounds


def zipped(folder: Path) -> bytes:
    """A folder as a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return out.getvalue()


async def test_a_zip_becomes_a_pack_and_its_file_goes(
    database: Database, clock: Clock, tmp_path: Path, shoes: Path, imports: Imports
) -> None:
    """Fetched, read, told with its quote; then nothing of the file is left."""
    her, rounds = await sent(database, clock, tmp_path / "sent", zipped(shoes), "Shoes.ZIP")
    await rounds.tidy()
    assert list((tmp_path / "sent").rglob("*.zip")), "an import still wants it"
    steps = {"import": imports.step, "undo import": imports.undo}
    while await jobs.work_one(database, steps):
        pass
    came = await told(database, her)
    assert isinstance(came, FileCame) and came.file == "Shoes.ZIP"
    assert not await rounds.turn()
    assert list((tmp_path / "sent").iterdir()) == []


async def test_a_zip_with_faults_tells_all_of_them(
    database: Database, clock: Clock, tmp_path: Path, shoes: Path, imports: Imports
) -> None:
    """And keeps nothing."""
    (shoes / "media" / "2.jpg").unlink()
    (shoes / "media" / "3.jpg").unlink()
    her, _ = await sent(database, clock, tmp_path / "sent", zipped(shoes), "shoes.zip")
    steps = {"import": imports.step, "undo import": imports.undo}
    while await jobs.work_one(database, steps):
        pass
    found = await told(database, her)
    assert isinstance(found, FileFaulty) and found.count == len(found.faults) == 2


async def test_a_zip_bomb_is_a_fault_like_any_other(
    database: Database, clock: Clock, tmp_path: Path, imports: Imports
) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tasks.csv", b"0" * 100_000_000)
    her, _ = await sent(database, clock, tmp_path / "sent", out.getvalue(), "bomb.zip")
    steps = {"import": imports.step, "undo import": imports.undo}
    while await jobs.work_one(database, steps):
        pass
    assert isinstance(await told(database, her), FileFaulty)


async def test_a_lone_table_becomes_a_pack_toml_to_fill(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Whatever its name is; its rows are counted, and what is missing is named."""
    table = b"id,text,gold,language\n1,A red bowl,Red,en\n2,A blue cup,Blue,en\n3,A green pot,Green,en\n"
    her, _ = await sent(database, clock, tmp_path / "sent", table, "../../my bowls.csv")
    came = await told(database, her)
    assert isinstance(came, TableCame), came
    assert came.asked or ("price" in came.missing and "kind" in came.toml)


async def test_a_table_that_is_none_is_told_so(database: Database, clock: Clock, tmp_path: Path) -> None:
    """Bytes under a table's name."""
    her, _ = await sent(database, clock, tmp_path / "sent", bytes(range(256)) * 9, "noise.xlsx")
    assert isinstance(await told(database, her), FileFaulty | TableCame)


@pytest.mark.parametrize(
    ("trouble", "tries", "name"),
    [(FileTooBig(megabytes=20), 1, "PackTooBig"), (FileGone(), 2, "FileGone")],
)
async def test_a_file_that_telegram_does_not_give_is_told(
    database: Database, clock: Clock, tmp_path: Path, trouble: Exception, tries: int, name: str
) -> None:
    """What is gone is asked for twice; then there is a sentence."""
    her, rounds = await sent(database, clock, tmp_path / "sent", trouble, "shoes.zip")
    for _ in range(tries - 1):
        clock.now_ms += queueing.lease_ms
        assert await rounds.turn()
    found = await told(database, her)
    assert isinstance(found, Refused) and found.name == name


async def test_a_line_that_breaks_costs_another_try_and_five_are_all(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Then they are asked to send it once more."""
    her, rounds = await sent(database, clock, tmp_path / "sent", OSError("the line broke"), "shoes.zip")
    for _ in range(queueing.attempts_max - 1):
        clock.now_ms += queueing.lease_ms
        assert await rounds.turn()
    found = await told(database, her)
    assert found == Refused("FileNotRead", {"file": "shoes.zip"})

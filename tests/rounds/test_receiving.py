"""Receiving: a file is fetched, kept until it was read, and becomes a pack or a pack.toml; a crash repeats it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.actions import delivering, judging, queueing, receiving
from bot.domain.events import SentFile
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.claims import ReviewDone, ReviewRefused, RowRefused
from bot.domain.outcomes.requester import FileCame, FileFaulty, TableCame
from bot.domain.outcomes.worker import Refused
from bot.domain.refusals.working import FileGone, FileTooBig
from bot.packs import reviews
from bot.rounds import jobs
from bot.rounds.imports import Imports
from bot.rounds.news import News
from bot.rounds.receiving import Receiving
from bot.storage import Database
from tests.actions.conftest import answered
from tests.conftest import Clock
from tests.makers import BOT, REQUESTER, RULES, Worker, make_pack, meet_requester, prove

pytestmark = pytest.mark.anyio


async def told(database: Database, her: Worker) -> Outcome:
    """The newest that she is told."""
    await News(database, RULES).turn()
    found = [
        one for one in await database.read(delivering.notices, BOT, 50) if one.account == her.who.account
    ]
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
    database: Database,
    clock: Clock,
    folder: Path,
    content: bytes | Exception,
    name: str,
    requester: str = REQUESTER,
    caption: str = "",
) -> tuple[Worker, Receiving]:
    """A requester's file, as far as its own rounds bring it."""
    her = await meet_requester(database, clock, requester)
    await her.act(receiving.file, sent=SentFile("file-1", name, 9, caption))
    rounds = Receiving(database, brings(content), folder, RULES)
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


async def test_what_a_table_leaves_open_is_said_in_its_caption(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Without it they are asked; with it, spaces and all, there is a pack.toml."""
    table = b"id,note\n1,The bowl came late\n2,It was on time\n3,Nobody came\n"
    her, _ = await sent(database, clock, tmp_path / "first", table, "notes.csv")
    came = await told(database, her)
    assert isinstance(came, TableCame) and came.asked, came
    caption = "language=en text=note kind=choice options=It is|It is not"
    her, _ = await sent(database, clock, tmp_path / "second", table, "notes.csv", "Second club", caption)
    came = await told(database, her)
    assert isinstance(came, TableCame) and not came.asked, came
    assert came.kind == "choice" and "It is not" in came.toml and came.rows == 3


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


async def reviewed(database: Database, clock: Clock) -> tuple[list[int], list[str]]:
    """Answers of two people in the pack streets, which her requester reviews; and the lines of its review file."""
    pack = await make_pack(database, tasks=40, review_window_h=24)
    given = [await answered(await Worker.met(database, clock), pack, clock) for _ in range(2)]
    waiting, sentences = await database.read(judging.waiting, "streets")
    return given, reviews.write(waiting, sentences).decode().splitlines()


async def test_a_review_file_that_came_back_is_done_once(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Accepted and claimed as its marks say, in one transaction with what she is told."""
    given, lines = await reviewed(database, clock)
    marked = "\r\n".join([lines[0], lines[1].removesuffix(",") + "x,", lines[2] + "breaks 1"])
    her, rounds = await sent(database, clock, tmp_path / "sent", marked.encode(), "review-streets.csv")
    assert await told(database, her) == ReviewDone("review-streets.csv", "streets", 1, 1)
    states = [
        await database.read(lambda tx, one=one: tx.one("claims.answer", assignment=one)) for one in given
    ]
    assert [(one["state"], bool(one["waits"])) for one in states if one] == [
        ("answered", False),
        ("claimed", True),
    ]
    assert await database.read(queueing.unfinished) == []
    await prove(database)
    await rounds.tidy()
    assert list((tmp_path / "sent").iterdir()) == []


async def test_rows_that_cant_be_followed_are_all_named_and_nothing_is_moved(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Unknown, foreign, a sentence that is not there; with one good row among them."""
    given, _ = await reviewed(database, clock)
    other = await make_pack(database, "roofs", tasks=40)
    foreign = await answered(await Worker.met(database, clock), other, clock)
    content = f"answer,Approve,Reject\n{given[0]},x,\n7,x,\n{foreign},,empty\n{given[1]},,breaks 9\n"
    her, _ = await sent(database, clock, tmp_path / "sent", content.encode(), "back.csv")
    assert await told(database, her) == ReviewRefused(
        "back.csv",
        (
            RowRefused(3, "NoSuchAnswer", {"answer": 7}),
            RowRefused(4, "NoSuchAnswer", {"answer": foreign}),
            RowRefused(5, "NoSuchSentence", {"sentence": 9}),
        ),
    )
    row = await database.read(lambda tx: tx.one("claims.answer", assignment=given[0]))
    assert row is not None and row["waits"], "the good row was not followed either"
    await prove(database)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("answer,Approve,Reject\n7,x,empty\n", "line 2: this answer is both accepted and refused."),
        ("answer,Approve,Reject\n" + "7,x,\n" * 201, "201 rows; a review file has 200 at most."),
        ("answer,ACCEPT:verdict\n7,maybe\n", "“maybe” is no verdict; write + or -."),
        ("answer,Approve\n99999999999999999999,x\n", "is no answer's id."),
        ("answer,Approve\n9999999999999999999,x\n", "is no answer's id."),
        ("answer,Approve\n=1+1,x\n", "is no answer's id."),
    ],
)
async def test_a_review_file_with_faults_is_read_no_further(
    database: Database, clock: Clock, tmp_path: Path, content: str, sentence: str
) -> None:
    """All of them are told, as of every file."""
    her, _ = await sent(database, clock, tmp_path / "sent", content.encode(), "back.csv")
    found = await told(database, her)
    assert isinstance(found, FileFaulty) and any(sentence in one for one in found.faults), found


async def test_anothers_answers_are_not_there_and_a_file_without_marks_does_nothing(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Whatever the file calls itself."""
    pack = await make_pack(database, tasks=40, review_window_h=24)
    foreign = await answered(await Worker.met(database, clock), pack, clock)
    content = f"answer,Approve,Reject\n{foreign},x,\n"
    her, _ = await sent(
        database, clock, tmp_path / "sent", content.encode(), "review-streets.csv", "Somebody else"
    )
    refused = RowRefused(2, "NoSuchAnswer", {"answer": foreign})
    assert await told(database, her) == ReviewRefused("review-streets.csv", (refused,))
    content = f"answer,Approve,Reject\n{foreign},,\n"
    await her.act(receiving.file, sent=SentFile("file-1", "none.csv", 9))
    assert await Receiving(database, brings(content.encode()), tmp_path / "sent", RULES).turn()
    assert await told(database, her) == ReviewDone("none.csv", "", 0, 0)


async def test_results_of_another_platform_are_no_review(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """They have columns for marks too, and name answers otherwise: a table like any other."""
    content = (
        b"AssignmentId,Input.text,Answer.colour,Approve,Reject\n3ABC,A red bowl,Red,,\n3ABD,A cup,Blue,,\n"
    )
    her, _ = await sent(database, clock, tmp_path / "sent", content, "Batch_1.csv")
    assert isinstance(await told(database, her), TableCame | FileFaulty)

"""The book is written whole into a file, or not at all."""

from pathlib import Path

import pytest

from bot.actions import queueing
from bot.rounds.books import Books
from bot.rounds.jobs import work_one
from bot.storage import Database
from tests.ledger.test_movements import funded

pytestmark = pytest.mark.anyio


async def wrote(database: Database, out: Path, format: str = "beancount") -> queueing.State:
    """Has it written by a job and returns how that ended."""
    given = {"out": str(out), "format": format}
    job = await database.write(queueing.add, "book", given, False)
    while await work_one(database, {"book": Books(database).step}):
        pass
    state = await database.read(queueing.state, job)
    assert state is not None
    return state


async def test_the_book_is_written_and_written_over(database: Database, tmp_path: Path) -> None:
    """A folder that is not there is made; the second time takes the first file's place; nothing else is left."""
    await database.write(funded)
    out = tmp_path / "books" / "all.beancount"
    for _ in range(2):
        state = await wrote(database, out)
        assert state.result == f"The book is in {out}, {out.stat().st_size:,} bytes."
    assert "Liabilities:Packs:P7:Answers" in out.read_text("utf-8")
    assert names(out.parent) == [out.name]


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_a_form_or_a_place_that_is_none_is_refused(database: Database, tmp_path: Path) -> None:
    """No such form, a folder under that name, a file where a folder should be: a sentence, and nothing is left."""
    await database.write(funded)
    place = tmp_path / "books"
    (place / "taken").mkdir(parents=True)
    (place / "file").write_text("", "utf-8")
    assert "beancount, csv" in (await wrote(database, place / "all.txt", "xml")).result
    for out in (place / "taken", place / "file" / "all.csv"):
        state = await wrote(database, out, "csv")
        assert state.state == "failed" and str(out) in state.result
    assert names(place) == ["file", "taken"]

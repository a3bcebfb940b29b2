"""A pack is read in a process of its own; what that takes too much of ends the reading, not the program."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.packs import fence
from bot.packs.bounds import Bounds, upload
from bot.packs.faults import say
from bot.packs.foreign.converting import Converted, Questions
from bot.packs.report import Report
from tests.packs.broken import BROKEN, PLAIN
from tests.packs.conftest import Maker, csv

HALF_A_MILLION = csv("id,text", *(f"{number},words" for number in range(500_000)))


def read(source: Path, spool: Path, bounds: Bounds = upload) -> Report:
    """A pack read in the fence."""
    return fence.read_now(source, spool, bounds, floor_hourly=5_000_000, money_minor=10_000)


def test_a_good_pack_comes_out_of_the_fence(made: Maker, tmp_path: Path) -> None:
    """Waiting for it or not, it is the same report, and the spool is there for us alone."""
    found = read(made(), tmp_path / "one")
    other = asyncio.run(
        fence.read(tmp_path / "pack", tmp_path / "two", upload, floor_hourly=5_000_000, money_minor=10_000)
    )
    assert found == other and found.rows == 4 and not found.faults
    assert (tmp_path / "one" / "rows.jsonl").is_file()
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["csv in latin-1", "zip bomb", "sheet of entities", "nothing at all"])
def test_a_broken_pack_leaves_no_spool(name: str, tmp_path: Path) -> None:
    """Its sentence comes out, nothing else."""
    make, sentence = BROKEN[name]
    report = read(make(tmp_path), tmp_path / "spool")
    assert any(sentence.endswith(one.sentence) for one in report.faults)
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (replace(upload, rows_max=10**9, table_bytes_max=10**9, processor_s_max=1), "takes longer than the 1 s"),
        (replace(upload, rows_max=10**9, table_bytes_max=10**9, wall_s_max=1), "takes longer than"),
        (replace(upload, rows_max=10**9, table_bytes_max=10**9, written_bytes_max=100_000), "MB of room"),
        (replace(upload, rows_max=10**9, table_bytes_max=10**9, memory_bytes_max=10_000_000), "MB of memory"),
    ],
    ids=["processor", "wall", "room", "memory"],
)  # fmt: skip
def test_whatever_a_reading_takes_too_much_of_ends_it(
    made: Maker, tmp_path: Path, bounds: Bounds, words: str
) -> None:
    """Time, room and memory each have their sentence, and no trace stays."""
    report = read(made(PLAIN, HALF_A_MILLION), tmp_path / "spool", bounds)
    assert words in report.faults[0].sentence and report.fault_count == 1
    assert not (tmp_path / "spool").exists()


async def _cancelled(source: Path, spool: Path) -> None:
    large = replace(upload, rows_max=10**9, table_bytes_max=10**9)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(fence.read(source, spool, large, floor_hourly=1, money_minor=1), 0.7)


def test_a_cancelled_reading_leaves_nothing(made: Maker, tmp_path: Path) -> None:
    """The child is gone and so is what it had written."""
    asyncio.run(_cancelled(made(PLAIN, HALF_A_MILLION), tmp_path / "spool"))
    assert not (tmp_path / "spool").exists()


def test_a_spool_that_is_there_is_left_alone(made: Maker, tmp_path: Path) -> None:
    """Somebody else's folder is neither written into nor removed."""
    (tmp_path / "spool").mkdir()
    with pytest.raises(FileExistsError):
        read(made(), tmp_path / "spool")
    assert (tmp_path / "spool").is_dir()


def test_another_platform_s_file_is_made_a_pack_in_the_fence(tmp_path: Path) -> None:
    """Waiting for it or not: a pack, the questions or the faults come out, and nothing else stays."""
    source = tmp_path / "notes.csv"
    source.write_text("text,gold\nA dog.,Yes\nA cat.,No\nA cow.,\n", "utf-8")
    assert isinstance(fence.convert_now(source, tmp_path / "pack", upload), Questions)
    said = {"language": "en"}
    made = fence.convert_now(source, tmp_path / "pack", upload, mapping=said)
    other = asyncio.run(fence.convert(source, tmp_path / "other", upload, mapping=said))
    assert isinstance(made, Converted) and made == other and (made.kind, made.gold) == ("choice", 2)
    [taken] = fence.convert_now(source, tmp_path / "pack", upload, mapping=said)  # type: ignore[misc]
    assert say(taken) == "pack: this folder is there already and is not empty."
    source.write_text("text,gold\nA dog.\n", "utf-8")
    [fault] = fence.convert_now(source, tmp_path / "third", upload, mapping=said)  # type: ignore[misc]
    assert (fault.file, fault.line, say(fault)) == ("notes.csv", 2, "notes.csv line 2: 1 fields, but 2 columns; count the commas, and put a text that has one in quotes.")  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.csv", "other", "pack"]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (replace(upload, processor_s_max=1), "reading this file takes longer than the 1 s"),
        (replace(upload, wall_s_max=1), "reading this file takes longer"),
        (replace(upload, written_bytes_max=100_000), "reading this file takes more than 0 MB of room"),
        (replace(upload, memory_bytes_max=10_000_000), "reading this file takes more than 10 MB of memory"),
    ],
    ids=["processor", "wall", "room", "memory"],
)
def test_whatever_a_conversion_takes_too_much_of_ends_it(tmp_path: Path, bounds: Bounds, words: str) -> None:
    """Time, room and memory each have their sentence, and no trace stays."""
    source = tmp_path / "many.csv"
    source.write_text(HALF_A_MILLION, "utf-8")
    said = {"language": "en", "options": "Yes|No"}
    [fault] = fence.convert_now(source, tmp_path / "pack", bounds, mapping=said)  # type: ignore[misc]
    assert words in fault.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["many.csv"]

"""A pack is read in a process of its own; what that takes too much of ends the reading, not the program."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.packs import fence
from bot.packs.bounds import Bounds, upload
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

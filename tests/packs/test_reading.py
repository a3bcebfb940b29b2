"""Reading goes row by row, through the same checks for every table."""

from pathlib import Path

import pytest

from bot.packs import source
from bot.packs.bounds import upload
from bot.packs.faults import Faults, say
from bot.packs.reading import Reading, Terms
from tests.packs.broken import PLAIN, Make, folder, lines, sheet

ROWS = [("id", "text", "gold"), ("1", "Low shoes, white", ""), ("2", "High shoes", "Boots")]
SAME = {
    "csv": folder('id,text,gold\n1,"Low shoes, white",\n2,High shoes,Boots\n'),
    "tsv": folder("id\ttext\tgold\n1\tLow shoes, white\t\n2\tHigh shoes\tBoots\n", "tasks.tsv"),
    "csv with a mark and CRs": folder(
        b'\xef\xbb\xbfid,text,gold\r1,"Low shoes, white",\r2,High shoes,Boots\r'
    ),
    "jsonl": lines(
        {"id": 1, "text": "Low shoes, white"}, {"id": "2", "text": {"en": "High shoes"}, "gold": "Boots"}
    ),
    "xlsx": sheet(ROWS[0], (1, "Low shoes, white"), (2.0, "High shoes", "Boots"), (None, None)),
}


def read(place: Path) -> tuple[list[tuple[str, dict[str, str], object]], list[str]]:
    """The rows of a folder in short, and its faults."""
    faults = Faults()
    reading = Reading(source.of_folder(place, upload, faults), faults, upload, Terms(5_000_000, 10_000))
    rows = [(row.key, row.texts, row.gold) for row in reading.tasks()]
    return rows, [say(one) for one in faults.listed()]


@pytest.mark.parametrize("name", SAME)
def test_every_table_says_the_same(name: str, tmp_path: Path) -> None:
    """Which program wrote the table makes no difference."""
    make: Make = SAME[name]
    assert read(make(tmp_path)) == (
        [("1", {"en": "Low shoes, white"}, None), ("2", {"en": "High shoes"}, "boots")],
        [],
    )


def test_rows_are_counted_by_what_they_are_for(tmp_path: Path) -> None:
    """A row with a fault counts as none of them."""
    place = folder("id,text,gold\n1,x,\n2,y,Boots\n3,z,Shoe\n")(tmp_path)
    faults = Faults()
    reading = Reading(source.of_folder(place, upload, faults), faults, upload, Terms(5_000_000, 10_000))
    assert [row.role for row in reading.tasks()] == ["task", "gold"]
    assert (reading.counts, reading.invalid) == ({"task": 1, "gold": 1, "practice": 0}, 1)


def test_a_number_in_json_is_read_as_it_would_be_written(tmp_path: Path) -> None:
    """A known answer may be a number, a list or a table."""
    toml = (
        PLAIN.replace('kind = "choice"', 'kind = "multi"')
        .replace('answer = "Boots"', 'answer = "boots"')
    )  # fmt: skip
    place = lines({"id": "1", "text": "x"}, {"id": "2", "text": "y", "gold": ["boots", "sneakers"]})(tmp_path)
    (place / "pack.toml").write_text(toml)
    assert read(place) == ([("1", {"en": "x"}, None), ("2", {"en": "y"}, ["boots", "sneakers"])], [])

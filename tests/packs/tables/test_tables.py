"""No bytes make a table's reader raise; what it gives are rows, or faults with their places."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.packs.bounds import upload
from bot.packs.columns import Columns
from bot.packs.faults import Faults, Found
from bot.packs.tables import Reader, Record, json_lines, separated, spreadsheet

READERS: dict[str, Reader] = {
    "tasks.csv": separated.read,
    "tasks.tsv": separated.read,
    "tasks.jsonl": json_lines.read,
    "tasks.xlsx": spreadsheet.read,
}
any_place = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def records(path: Path) -> tuple[list[Record], Faults]:
    """Everything a reader gives for a file, and the faults of the table."""
    faults = Faults()
    rows = list(READERS[path.name](path, path.name, Columns(("en", "sw")), faults, upload))
    return rows, faults


def sheet_of(rows: list[list[str]]) -> bytes:
    """A spreadsheet with these cells, none of them a formula."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None, max_examples=150, suppress_health_check=any_place)
@given(
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"id,text\n", b"id\ttext\n", b'{"id": "1"}\n']),
)
@example(content=b"", head=b"")
@example(content=b'{"id": 1e999}\n{"source": {"\\ud800": 1}}', head=b"")
def test_any_bytes_are_read_or_faulted(name: str, tmp_path: Path, content: bytes, head: bytes) -> None:
    """Every row is cells by known columns, or says what is wrong with it."""
    path = tmp_path / name
    path.write_bytes(head + content)
    rows, _ = records(path)
    for number, cells in rows:
        assert number >= 1
        assert isinstance(cells, Found) or all(
            Columns(("en", "sw")).full(column) == column for column in cells
        )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
columns = st.sampled_from(
    ["id", "text", "text.sw", "gold", "practice", "picture", "source", "source.a", "overlap"]
)


@settings(deadline=None, suppress_health_check=any_place)
@given(row=st.dictionaries(columns | st.text(max_size=4), json_values, max_size=5))
def test_any_json_is_a_row_or_a_fault(tmp_path: Path, row: dict[str, object]) -> None:
    """Whatever values stand in whatever columns."""

    (tmp_path / "tasks.jsonl").write_text(json.dumps(row) + "\n")
    rows, faults = records(tmp_path / "tasks.jsonl")
    assert len(rows) == 1 and not faults


def spoilt(data: bytes, part: str, place: int, inserted: bytes) -> bytes:
    """A spreadsheet with something put into one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(out, "w") as made:
        for name in found.namelist():
            content = found.read(name)
            at = place % (len(content) + 1)
            made.writestr(name, content[:at] + inserted + content[at:] if name == part else content)
    return out.getvalue()


GOOD = sheet_of([["id", "text"], ["1", "x"], ["2", "y"]])
PARTS = sorted(zipfile.ZipFile(io.BytesIO(GOOD)).namelist())


@settings(deadline=None, max_examples=150, suppress_health_check=any_place)
@given(part=st.sampled_from(PARTS), place=st.integers(0, 10_000), inserted=st.binary(min_size=1, max_size=20))
def test_a_spoilt_spreadsheet_is_read_or_faulted(
    tmp_path: Path, part: str, place: int, inserted: bytes
) -> None:
    """Whichever of its parts is damaged, openpyxl's own troubles stay inside."""
    (tmp_path / "tasks.xlsx").write_bytes(spoilt(GOOD, part, place, inserted))
    rows, faults = records(tmp_path / "tasks.xlsx")
    assert rows or faults


cells = st.lists(
    st.tuples(
        st.text("abc", min_size=1, max_size=5),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, suppress_health_check=any_place)
@given(rows=cells)
def test_every_format_gives_back_what_was_written(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Commas, quotes, formulas' signs and every script survive."""
    for path in written(tmp_path, rows):
        found, faults = records(path)
        assert not faults
        assert [cells for _, cells in found] == [{"id": key, "text.en": text} for key, text in rows], path


def written(place: Path, rows: list[tuple[str, str]]) -> Iterator[Path]:
    """The same rows in every format."""

    for name, separator in (("tasks.csv", ","), ("tasks.tsv", "\t")):
        with (place / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("id", "text"), *rows])
        yield place / name
    (place / "tasks.jsonl").write_text("".join(json.dumps({"id": k, "text": t}) + "\n" for k, t in rows))
    yield place / "tasks.jsonl"
    (place / "tasks.xlsx").write_bytes(sheet_of([["id", "text"], *map(list, rows)]))
    yield place / "tasks.xlsx"

"""Parquet: typed columns, and a sentence where the extra is missing."""

import io
import sys

import pytest
from pyarrow import parquet

from bot.domain.results import Agreed
from bot.packs.foreign import NotPossible, formats
from tests.packs.foreign.makers import out, read, results, sentences

LEAVES = "text,gold\n=1+1,good\nmm,bad\nso,\n"


def test_columns_have_types_and_cells_are_not_changed() -> None:
    """Money and times in numbers, yes and no as such, a formula as it was: no spreadsheet opens this."""
    made = results(read("csv", LEAVES, {"language": "en"}), lambda task, place: None if place else "bad")
    found = parquet.read_table(io.BytesIO(out("parquet", made))).to_pylist()
    assert len(found) == 6
    assert (found[0]["paid"], found[0]["late"], found[0]["answer"], found[0]["source.text"]) == (
        0.04,
        False,
        "bad",
        "=1+1",
    )
    assert (found[1]["status"], found[1]["answer"], found[1]["seconds"]) == ("skipped", None, None)


def test_agreed_answers_are_a_table_too() -> None:
    """One row per task."""
    made = results(read("csv", LEAVES, {"language": "en"}), lambda *_: "bad")
    opened = io.BytesIO()
    formats()["parquet"].write_agreed(made, [Agreed("3", "bad", {"answer": "bad"}, 0.9, 2)], opened)
    (row,) = parquet.read_table(io.BytesIO(opened.getvalue())).to_pylist()
    assert (row["task"], row["answer"], row["confidence"], row["answers"], row["spread"]) == (
        "3",
        "bad",
        0.9,
        2,
        None,
    )


def test_without_the_extra_it_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without pyarrow says what to install or choose."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotPossible, match=r"install ujima\[parquet\], or choose csv"):
        out("parquet", results(read("csv", LEAVES, {"language": "en"}), lambda *_: "bad"))


def test_it_only_goes_out() -> None:
    """Reading one says what to do instead."""
    assert sentences("parquet", b"PAR1") == [
        "Parquet only goes out. To bring it in, save it as CSV or as lines of JSON."
    ]

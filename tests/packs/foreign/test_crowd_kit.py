"""Crowd-Kit: a table per kind of answer."""

import csv
import io

import pytest

from bot.domain.results import Agreed
from bot.packs.foreign import NotPossible, formats
from tests.packs.foreign.makers import out, read, results, sentences

SAID = {"language": "en", "text": "text"}
ROWS = "text,gold\nfine,good\nmm,\n"


def cells(content: bytes) -> list[list[str]]:
    """A table's rows."""
    return list(csv.reader(io.StringIO(content.decode())))


def test_choices_are_task_worker_label_by_code() -> None:
    """Known answers and skips are left out, as its notebooks do."""
    found = read("csv", ROWS, {**SAID, "options": "good|bad"})
    made = results(found, lambda task, place: None if place else "bad")
    assert cells(out("crowd-kit", made)) == [["task", "worker", "label"], ["2", "w7f3", "bad"]]
    opened = io.BytesIO()
    formats()["crowd-kit"].write_agreed(made, [Agreed("2", "bad", {}, 0.75, 1)], opened)
    assert cells(opened.getvalue()) == [["task", "label", "confidence"], ["2", "bad", "0.75"]]


@pytest.mark.parametrize(
    ("kind", "text", "answer", "rows"),
    [
        ("text", "a", "=word", [["task", "worker", "text"], ["1", "w1", "'=word"]]),
        ("multi", "a", ["bad", "good"], [["task", "worker", "label"], ["1", "w1", '["bad","good"]']]),
        ("pair", "one|two", "2", [["worker", "left", "right", "label"], ["w1", "1:1", "1:2", "1:2"]]),
        ("rank", "one|two|three", [3, 1, 2], [["worker", "left", "right", "label"], ["w1", "1:1", "1:3", "1:3"], ["w1", "1:2", "1:3", "1:3"], ["w1", "1:1", "1:2", "1:1"]]),
    ],
)  # fmt: skip
def test_each_kind_has_its_table(kind: str, text: str, answer: object, rows: list[list[str]]) -> None:
    """Texts, lists, pairs, and an order as all the pairs in it."""
    content = f'text\n"{text.replace("|", chr(10))}"\n'
    found = read("csv", content, {**SAID, "kind": kind, "options": "good|bad", "count": "3"})
    assert cells(out("crowd-kit", results(found, lambda *_: answer, ["w1"]))) == rows


def test_a_form_has_a_row_per_field() -> None:
    """What is aggregated on its own stands on its own."""
    found = read("toloka", "INPUT:a\tGOLDEN:x\tGOLDEN:y\nq\tyes\t1\nq2\tno\t2\nz\t\t\n", {"language": "en"})
    made = results(found, lambda *_: {"x": "yes", "y": "1"}, ["w1"])
    assert cells(out("crowd-kit", made))[1:] == [["3", "w1", "x", "yes"], ["3", "w1", "y", "1"]]


def test_it_only_goes_out() -> None:
    """Reading one, or an agreed order, says what to do instead."""
    assert sentences("crowd-kit", ROWS) == ["Crowd-Kit's tables only go out. To read one, say csv."]
    made = results(read("csv", 'text\n"a\nb"\n', {**SAID, "kind": "pair"}), lambda *_: "1")
    with pytest.raises(NotPossible):
        formats()["crowd-kit"].write_agreed(made, [], io.BytesIO())

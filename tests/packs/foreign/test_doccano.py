"""doccano: labels as options or known answers, files by name, and lines out."""

import io
import json

import pytest

from bot.domain.results import Agreed
from bot.packs.foreign import formats
from tests.packs.foreign.makers import out, read, results, sentences

SAID = {"language": "en"}


def lines(*values: object) -> str:
    """Lines of JSON."""
    return "".join(f"{json.dumps(value)}\n" for value in values)


def test_labels_of_some_examples_are_known_answers() -> None:
    """Classes become options; an example without a label is a task."""
    found = read(
        "doccano",
        lines(
            {"text": "fine", "label": ["good"]}, {"text": "no", "label": ["bad"]}, {"text": "mm", "label": []}
        ),
        SAID,
    )
    assert (found.kind, found.questions) == ("choice", ())
    assert [(row.text, row.gold) for row in found.rows()] == [("fine", "good"), ("no", "bad"), ("mm", "")]


def test_where_every_example_has_a_label_it_is_asked() -> None:
    """Nothing would be left to ask; with gold=- the labels only teach the options."""
    content = lines({"text": "fine", "label": ["good"]}, {"text": "no", "label": ["bad"]})
    assert [one.name for one in read("doccano", content, SAID).questions] == ["gold"]
    found = read("doccano", content, {**SAID, "gold": "-"})
    assert found.questions == () and [row.gold for row in found.rows()] == ["", ""]
    assert [one["code"] for one in found.settings["options"]] == ["good", "bad"]


@pytest.mark.parametrize(("name", "role"), [("a/1.jpg", "picture"), ("a/1.wav", "audio")])
def test_files_are_named_in_the_pack_s_own_folder(name: str, role: str) -> None:
    """Pictures and sound come by their file's name."""
    found = read(
        "doccano",
        lines({"filename": name, "label": ["x"]}, {"filename": name, "label": ["y"]}, {"filename": name}),
        SAID,
    )
    assert [getattr(row, role) for row in found.rows()] == [f"media/{name}"] * 3


def test_a_csv_of_examples_is_read_too() -> None:
    """A table with text and label."""
    found = read("doccano", "text,label\nfine,good\nno,bad\nmm,\n", SAID, "all.csv")
    assert [row.gold for row in found.rows()] == ["good", "bad", ""]


def test_spans_are_refused_in_words() -> None:
    """Marking words in a text is no work for a phone yet."""
    assert sentences("doccano", lines({"text": "I am Ama", "label": [[5, 8, "NAME"]]}), SAID) == [
        "work.csv line 1: these labels are spans of the text, which can't be marked on a phone; classes can."
    ]


def test_lines_out_have_the_label_and_who_gave_it() -> None:
    """One line per accepted answer; agreed answers are one line per task."""
    found = read(
        "doccano",
        lines(
            {"id": 7, "text": "fine", "label": ["good"]},
            {"id": 8, "text": "no", "label": ["bad"]},
            {"id": 9, "text": "mm"},
        ),
        SAID,
    )
    made = results(found, lambda task, place: None if place else "bad")
    first, *_ = [json.loads(line) for line in out("doccano", made).splitlines()]
    assert (first["id"], first["text"], first["label"], first["username"]) == (7, "fine", ["bad"], "w7f3")
    opened = io.BytesIO()
    formats()["doccano"].write_agreed(made, [Agreed("9", "good", {"answer": "good"}, 1.0, 2)], opened)
    assert json.loads(opened.getvalue()) == {"id": 9, "text": "mm", "label": ["good"]}

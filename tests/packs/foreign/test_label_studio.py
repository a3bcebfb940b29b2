"""Label Studio: annotations, known answers and predictions of each type in, and its export out."""

import io
import json
from typing import Any

import pytest

from bot.domain.results import Agreed
from bot.kinds import kinds
from bot.packs.foreign import formats
from tests.packs.foreign.makers import out, read, results, said, sentences

SAID = {"language": "en"}


def task(
    number: int, result: list[dict[str, Any]], data: dict[str, Any] | None = None, **about: Any
) -> dict[str, Any]:
    """A task with one annotation."""
    annotation = {"id": 1, "completed_by": 4, "result": result, "was_cancelled": False, **about}
    return {"id": number, "data": data or {"text": f"text {number}"}, "annotations": [annotation]}


def labelled(type: str, **value: Any) -> list[dict[str, Any]]:
    """A result of one type."""
    return [{"id": "x", "from_name": "mood", "to_name": "text", "type": type, "value": value}]


def box(x: float, y: float, width: float, height: float) -> list[dict[str, Any]]:
    """A rectangle in percent."""
    return labelled(
        "rectanglelabels", x=x, y=y, width=width, height=height, rotation=0, rectanglelabels=["Well"]
    )


@pytest.mark.parametrize(
    ("results_in", "kind", "gold"),
    [
        ([labelled("choices", choices=["Good"]), labelled("choices", choices=["Bad"])], "choice", "good"),
        ([labelled("choices", choices=["A", "B"]), labelled("choices", choices=["C"])], "multi", "a|b"),
        ([labelled("rating", rating=4), labelled("rating", rating=2)], "scale", "4"),
        ([labelled("number", number=12), labelled("number", number=30)], "number", "12"),
        ([labelled("textarea", text=["two", "lines"]), labelled("textarea", text="x")], "text", "two\nlines"),
    ],
)
def test_types_become_kinds_and_ground_truth_becomes_gold(
    results_in: list[list[dict[str, Any]]], kind: str, gold: str
) -> None:
    """The type of a label says how people answer; only an annotation marked as ground truth is a known answer."""
    content = [
        task(1, results_in[0], ground_truth=True),
        task(2, results_in[1]),
        task(3, [], was_cancelled=True),
    ]
    found = read("label-studio", json.dumps(content), SAID)
    assert (found.kind, found.questions) == (kind, ())
    assert [one.gold for one in found.rows()] == [gold, "", ""]
    spec = kinds()[kind].read(found.settings, ("en",))
    assert not isinstance(spec, list), spec
    assert [(answered, skipped) for answered, _, _, skipped in said(found)] == [("2", False), ("3", True)]


def test_a_pair_is_two_columns_left_and_right() -> None:
    """Pairwise labels choose one of two; two pictures are found by their addresses."""
    data = {"left": "https://x.example/a.jpg", "right": "https://x.example/b.jpg"}
    content = [task(1, labelled("pairwise", selected="right"), data, ground_truth=True), task(2, [], data)]
    found = read("label-studio", json.dumps(content), SAID)
    first = next(iter(found.rows()))
    assert (found.kind, found.settings) == ("pair", {"item": "pictures"})
    assert (first.picture, first.picture_b, first.gold) == (data["left"], data["right"], "2")


def test_a_known_rectangle_becomes_the_cells_it_covers() -> None:
    """A box over a large cell is that cell; smaller ones are said in finer cells, and none is "nothing there"."""
    data = {"image": "https://x.example/a.jpg"}
    boxes = [box(25, 0, 25, 33.3333), box(0, 0, 12.5, 16.6667), box(40, 40, 1, 1)]
    content = [task(number, one, data, ground_truth=True) for number, one in enumerate(boxes, 1)]
    found = read("label-studio", json.dumps([*content, task(9, [], data)]), SAID)
    assert (found.kind, found.settings["label"]) == ("grid", "well")
    assert [one.gold for one in found.rows()] == ["2", "8x6: 1", "8x6: 20", ""]


def test_predictions_tell_the_options_and_are_never_shown() -> None:
    """What a program thinks is kept for the export, is no answer and no gold, and is in no text."""
    hints = [
        {"model_version": "m", "score": 0.9, "result": labelled("choices", choices=[word])}
        for word in ("Yes", "No")
    ]
    content = [
        {"id": number, "data": {"text": "x"}, "predictions": [hint]} for number, hint in enumerate(hints)
    ]
    found = read("label-studio", json.dumps(content), SAID)
    assert [one["label"] for one in found.settings["options"]] == ["Yes", "No"]
    assert said(found) == [] and all(row.gold == "" and row.text == "x" for row in found.rows())
    back = json.loads(out("label-studio", results(found, lambda *_: "yes")))
    assert [one["predictions"] for one in back] == [[hint] for hint in hints]


def test_sound_is_listened_to() -> None:
    """A column of sound makes the kind audio where this installation knows it, with the same options."""
    content = [
        task(n, labelled("choices", choices=[word]), {"audio": f"/data/{n}.wav"})
        for n, word in ((1, "One"), (2, "Two"))
    ]
    found = read("label-studio", json.dumps(content), SAID)
    assert (found.kind, found.settings["answer"]) == ("audio", "choice")
    assert [row.audio for row in found.rows()] == ["media/data/1.wav", "media/data/2.wav"]


def test_the_export_has_overlap_gold_skips_and_times() -> None:
    """Several annotations, the known answer first with ground_truth, a skip with was_cancelled, seconds as lead_time."""
    content = [
        task(1, labelled("choices", choices=["Good"]), ground_truth=True),
        task(2, labelled("choices", choices=["Bad"])),
    ]
    found = read("label-studio", json.dumps(content), SAID)
    back = json.loads(out("label-studio", results(found, lambda number, place: None if place else "bad")))
    known, given, skipped = back[0]["annotations"]
    assert known["ground_truth"] and known["result"][0]["value"] == {"choices": ["Good"]}
    assert (given["lead_time"], given["was_cancelled"], given["result"][0]["from_name"]) == (
        9.5,
        False,
        "mood",
    )
    assert given["result"][0] | {"id": ""} == {
        "id": "", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["Bad"]}
    }  # fmt: skip
    assert (skipped["was_cancelled"], skipped["result"]) == (True, [])
    assert [one["completed_by"] for one in (given, skipped)] == [1, 2]


def test_what_was_agreed_is_a_prediction_with_its_score() -> None:
    """Agreed answers go where Label Studio keeps what is not one person's."""
    found = read("label-studio", json.dumps([task(1, labelled("rating", rating=4))]), SAID)
    opened = io.BytesIO()
    made = results(found, lambda *_: 4)
    formats()["label-studio"].write_agreed(made, [Agreed("1", 4, {"answer": 4}, 0.8, 2)], opened)
    (back,) = json.loads(opened.getvalue())
    assert (back["predictions"][0]["score"], back["predictions"][0]["result"][0]["value"]) == (
        0.8,
        {"rating": 4},
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([{"data": 5}], "work.csv line 1: data must be an object in braces {…}."),
        ([task(1, labelled("polygonlabels", points=[]))], "work.csv line 1: labels of type “polygonlabels” can't be asked on a phone. Known: choices, rating, number, textarea, pairwise, rectanglelabels."),
        ([task(1, labelled("rating", rating="many"))], "work.csv line 1: the value of rating can't be read."),
        ([{"data": {"a": "b"}, "annotations": {}}, {"data": {"a": "b"}, "annotations": 7}], "work.csv line 1: annotations must be a list of objects."),
        ([task(1, [{"type": "choices"}])], "work.csv line 1: a result must be an object with type and value."),
        ([task(1, []), task(1, [], {"text": "other"})], "work.csv line 1: task “1” has other contents than on line 1."),
    ],
)  # fmt: skip
def test_a_broken_export_is_named_by_file_and_line(content: list[Any], sentence: str) -> None:
    """Each way to be broken has a sentence of its own."""
    assert sentence in sentences("label-studio", json.dumps(content), SAID)


def test_a_list_that_is_cut_off_is_named_by_its_line() -> None:
    """The line is where the reading ends, not where the file begins."""
    content = '[\n{"data": {"text": "a"}},\n{"data": {"text": "b"}}\n'
    assert sentences("label-studio", content, SAID) == [
        "work.csv line 4: the list ends too early; the file may be cut off."
    ]
    assert sentences("label-studio", content[:40], SAID) == [
        "work.csv line 3: this is not JSON (unterminated string)."
    ]

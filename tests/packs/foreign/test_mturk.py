"""Mechanical Turk: HIT files, batches of results, and the shape of what goes out."""

import csv
import io

import pytest

from bot.packs.foreign import NotPossible, formats
from bot.packs.foreign.mturk import fixed
from tests.packs.foreign.makers import out, read, results, said, table

HITS = "image_url,caption\nhttps://stalls.example/1.jpg,A stall with shoes\nhttps://stalls.example/2.jpg,An empty stall\n"
SAID = {"language": "en", "options": "Yes|No"}


def batch(answers: list[tuple[str, str, str]], field: str = "Answer.shoes.label") -> bytes:
    """A results file: (HIT, status, answer) per assignment."""
    header = [*fixed, "Input.image_url", field, "Approve", "Reject"]
    rows = []
    for number, (hit, status, answer) in enumerate(answers):
        cells = dict.fromkeys(header, "") | {
            "HITId": hit,
            "AssignmentId": f"A{number}",
            "WorkerId": f"W{number}",
        }
        cells |= {
            "AssignmentStatus": status,
            "Input.image_url": f"https://stalls.example/{hit}.jpg",
            field: answer,
        }
        rows.append([cells[name] for name in header])
    return table(header, rows)


def test_a_hit_file_becomes_tasks() -> None:
    """The columns are the variables of a template; a picture's address is shown, a text on request."""
    found = read("mturk", HITS, {**SAID, "text": "caption"})
    first, second = found.rows()
    assert (first.id, first.picture, first.text) == (
        "1",
        "https://stalls.example/1.jpg",
        "A stall with shoes",
    )
    assert second.source == {"image_url": "https://stalls.example/2.jpg", "caption": "An empty stall"}


def test_a_batch_tells_the_options_and_leaves_rejected_answers_out() -> None:
    """One HIT is one task however often it was answered."""
    content = batch([("3A", "Approved", "Yes"), ("3A", "Submitted", "No"), ("3B", "Rejected", "Spam")])
    found = read("mturk", content, {"language": "en"})
    assert (found.kind, found.count) == ("choice", 2)
    assert [one["label"] for one in found.settings["options"]] == ["Yes", "No"]
    assert said(found) == [
        ("3A", "W0", {"shoes.label": "Yes"}, False),
        ("3A", "W1", {"shoes.label": "No"}, False),
    ]


def test_a_batch_says_what_was_rejected_and_keeps_its_title_and_reward() -> None:
    """A class of answers that was rejected every time is named; one that others gave too is not."""
    answers = [
        ("3A", "Approved", "Yes"),
        ("3A", "Rejected", "Yes"),
        ("3B", "Rejected", "Maybe"),
        ("3B", "Approved", "No"),
    ]
    rows = list(csv.reader(io.StringIO(batch(answers).decode())))
    about = {"Title": "Is it a shop?", "Reward": "$0.04", "Description": "Look and say"}
    for row in rows[1:]:
        for name, value in about.items():
            row[rows[0].index(name)] = value
    found = read("mturk", table(rows[0], rows[1:]), {"language": "en"})
    assert found.notes[:2] == (
        "2 rejected assignments were left out; answers only seen there: “Maybe”.",
        "Its description there: Look and say",
    )
    assert found.fields == {"title": "Is it a shop?", "price": "0.04"}
    rows[1][rows[0].index("Title")], rows[2][rows[0].index("Reward")] = "Another", "$0.05"
    assert read("mturk", table(rows[0], rows[1:]), {"language": "en"}).fields == {}


def test_answers_of_crowd_elements_are_unfolded() -> None:
    """Newer batches have one column of JSON; radio buttons say true at what was chosen."""
    content = batch(
        [
            ("3A", "Approved", '[{"shoes":{"Yes":true,"No":false}}]'),
            ("3B", "Approved", '[{"shoes":{"label":"No"}}]'),
        ],
        "Answer.taskAnswers",
    )
    assert [fields for _, _, fields, _ in said(read("mturk", content, SAID))] == [
        {"shoes": "Yes"},
        {"shoes": "No"},
    ]


def test_several_fields_become_a_form() -> None:
    """Each field of an answer is a question of its own."""
    header = [*fixed, "Input.text", "Answer.mood", "Answer.stars", "Approve", "Reject"]
    blank = dict.fromkeys(header, "")
    rows = [
        list((blank | {"HITId": "3A", "WorkerId": f"W{number}", "Input.text": "Good.", "Answer.mood": mood, "Answer.stars": stars}).values())
        for number, (mood, stars) in enumerate([("happy", "5"), ("sad", "1"), ("happy", "2"), ("happy", "4"), ("sad", "3")])
    ]  # fmt: skip
    found = read("mturk", table(header, rows), {"language": "en"})
    asked = [(one["name"], one["kind"]) for one in found.settings["questions"]]
    assert (found.kind, asked) == ("form", [("mood", "choice"), ("stars", "number")])
    made = results(found, lambda task, place: {"mood": "sad", "stars": "4"}, ["w1"])
    assert said(read("mturk", out("mturk", made), {"language": "en"})) == [
        ("3A", "w1", {"mood": "sad", "stars": "4"}, False)
    ]


def test_results_have_the_columns_of_a_batch() -> None:
    """27 fixed columns in their order, then Input, Answer, Approve and Reject; a skip is no assignment."""
    found = read("mturk", HITS, {**SAID, "text": "caption"})
    made = results(found, lambda task, place: None if place else "yes")
    rows = list(csv.DictReader(io.StringIO(out("mturk", made).decode())))
    ending = ["Input.image_url", "Input.caption", "Answer.result", "Approve", "Reject"]
    assert len(fixed) == 27 and list(rows[0]) == [*fixed, *ending]
    assert len(rows) == 2
    shown = (
        "HITId",
        "Reward",
        "SubmitTime",
        "AssignmentStatus",
        "WorkTimeInSeconds",
        "Answer.result",
        "Approve",
    )
    assert [rows[0][name] for name in shown] == [
        *("1", "$0.04", "Sun Nov 22 01:25:57 UTC 2026", "Approved", "10", "Yes", "")
    ]


def test_agreed_answers_have_no_file_there() -> None:
    """What the platform does not know is refused with what to choose instead."""
    made = results(read("mturk", HITS, {**SAID, "text": "caption"}), lambda *_: "yes")
    with pytest.raises(NotPossible, match="choose csv or jsonl"):
        formats()["mturk"].write_agreed(made, [], io.BytesIO())

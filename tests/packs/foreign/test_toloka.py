"""Toloka: pools in its quoting, row types, arrays, the API's tasks, and what goes out."""

import csv
import io
import json

import pytest

from bot.domain.results import Agreed
from bot.packs.foreign import formats
from tests.packs.foreign.makers import out, read, results, said, sentences, table

POOL = (
    "INPUT:image\tINPUT:note\tGOLDEN:result\tHINT:text\tTASK:overlap\n"
    'https://well.example/1.jpg\t"a 24"" pump"\t\t\t3\n'
    "https://well.example/2.jpg\tby the road\tDry\t\t\n"
    "\n"
    "https://well.example/3.jpg\t\tFlowing\tWater comes out of the pipe.\t\n"
)
SAID = {"language": "en"}


def test_row_types_are_told_by_filled_cells() -> None:
    """Only INPUT is a task, with GOLDEN gold, with HINT practice that explains itself; blank lines mean nothing."""
    general, control, training = read("toloka", POOL, SAID).rows()
    assert (general.picture, general.overlap, general.gold) == ("https://well.example/1.jpg", 3, "")
    assert general.source["INPUT:note"] == 'a 24" pump'
    assert (control.gold, control.practice) == ("dry", False)
    assert (training.gold, training.practice, training.explanation) == (
        *("flowing", True),
        "Water comes out of the pipe.",
    )


def test_tasks_of_the_api_are_the_same() -> None:
    """JSON as the API takes it: input values, a known solution, a hint, an overlap; numbers stay numbers."""
    tasks = [
        {"input_values": {"text": "one", "n": 5}, "overlap": 3},
        {
            "input_values": {"text": "two"},
            "known_solutions": [{"output_values": {"mood": "good"}, "correctness_weight": 1}],
            "message_on_unknown_solution": "It says so.",
        },
    ]
    content = json.dumps(tasks)
    first, second = read("toloka", content, {**SAID, "options": "good|bad"}).rows()
    assert (first.text, first.overlap, first.source["INPUT:n"], first.source["*json"]) == (
        *("one", 3, "5"),
        '["INPUT:n"]',
    )
    assert (second.gold, second.practice, second.explanation) == ("good", True, "It says so.")


def test_arrays_keep_commas_inside_elements() -> None:
    r"""A comma parts elements, "\," is one of them; both ways."""
    cells = [("ripe", r"red\, dark,green"), ("new", "")]
    first = read("toloka", table(("INPUT:word", "GOLDEN:result"), cells, "\t"), {**SAID, "kind": "multi"})
    assert [one["label"] for one in first.settings["options"]] == ["red, dark", "green"]
    assert [one.gold for one in first.rows()] == ["red_dark|green", ""]
    made = results(first, lambda task, place: ["green", "red_dark"], ["w1"])
    again = read("toloka", out("toloka", made), {**SAID, "kind": "multi"})
    assert [fields for _, _, fields, _ in said(again)] == [{"result": ["green", "red, dark"]}] * 2


def test_results_of_toloka_come_in_as_tasks_with_answers() -> None:
    """The same inputs are one task, a rejected answer tells nothing."""
    header = (
        "INPUT:text",
        "OUTPUT:mood",
        "ASSIGNMENT:assignment_id",
        "ASSIGNMENT:worker_id",
        "ASSIGNMENT:status",
    )
    rows = [
        ("a", "good", "1", "x", "APPROVED"),
        ("a", "bad", "2", "y", "SUBMITTED"),
        ("b", "odd", "3", "z", "REJECTED"),
    ]
    found = read("toloka", table(header, rows, "\t"), SAID)
    assert (found.count, [one["label"] for one in found.settings["options"]]) == (2, ["good", "bad"])
    assert [(worker, fields) for _, worker, fields, _ in said(found)] == [
        ("x", {"mood": "good"}),
        ("y", {"mood": "bad"}),
    ]


def test_results_go_out_under_toloka_s_names() -> None:
    """INPUT as it came, OUTPUT with the label, GOLDEN as it was, and the assignment."""
    made = results(read("toloka", POOL, SAID), lambda task, place: None if place else "dry")
    rows = list(csv.DictReader(io.StringIO(out("toloka", made).decode()), delimiter="\t"))
    assert len(rows) == 3
    assert (rows[0]["INPUT:note"], rows[0]["OUTPUT:result"], rows[1]["GOLDEN:result"]) == (
        'a 24" pump',
        "Dry",
        "Dry",
    )
    assert (rows[0]["ASSIGNMENT:status"], rows[0]["ASSIGNMENT:worker_id"]) == ("APPROVED", "w7f3")


def test_agreed_answers_have_their_confidence_in_percent() -> None:
    """An aggregated file: OUTPUT and CONFIDENCE of each field."""
    made = results(read("toloka", POOL, SAID), lambda *_: "dry")
    opened = io.BytesIO()
    formats()["toloka"].write_agreed(made, [Agreed("1", "dry", {"answer": "dry"}, 0.985, 2)], opened)
    (row,) = csv.DictReader(io.StringIO(opened.getvalue().decode()), delimiter="\t")
    assert (row["OUTPUT:result"], row["CONFIDENCE:result"]) == ("Dry", "98.50%")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("INPUT:a\timage\nx\ty\n", "work.csv line 2: column “image” has no prefix; Toloka's columns begin with INPUT:, GOLDEN: or HINT:."),
        ("INPUT:a\tGOLDEN:b\n\tyes\n", "work.csv line 2: this row has nothing in its INPUT: columns."),
        ("INPUT:a\tHINT:text\nx\tlook\n", "work.csv line 2: a training row has HINT:text and needs a GOLDEN: answer beside it."),
        ("INPUT:a\tTASK:overlap\nx\t2.5\n", "work.csv line 2: TASK:overlap is “2.5”; a whole number from 1 to 20 is wanted."),
        ("INPUT:a\tINPUT:b\nx\ty\tz\n", "work.csv line 2: 3 fields, but 2 columns; count the tabs, and put a text that has one in quotes."),
        ('[{"input_values": 5}]', "work.csv line 1: input_values and output_values must be objects, known_solutions a list of them."),
        ('[{"input_values": {"a": "b"}, "known_solutions": [{"output_values": {}}, {}]}]', "work.csv line 1: this task has several known solutions; one is the most here."),
    ],
)  # fmt: skip
def test_a_broken_pool_is_named_by_file_and_line(content: str, sentence: str) -> None:
    """Each way to be broken has a sentence of its own."""
    assert sentence in sentences("toloka", content, SAID)

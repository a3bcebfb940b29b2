"""All formats: the contract, and that files come back as they came whatever is in their cells."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.packs.faults import Found
from bot.packs.foreign import Contents, formats, recognised
from tests.packs.foreign.makers import NASTY, file, out, read, results, said, table

NAMES = (
    *("crowd-kit", "csv", "doccano", "jsonl", "label-studio", "mturk", "open-assistant", "parquet", "toloka"),
)
ROWS = st.lists(st.tuples(NASTY.filter(str.strip), NASTY), min_size=1, max_size=5)
MAPPING = {"text": "sentence", "language": "en", "kind": "choice", "options": "Road|Tall building"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | NASTY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def same(format: str, first: Contents, mapping: dict[str, str], answer: str, field: str) -> None:
    """Rows come back as they were, and what two people answered with them."""
    codes = ("road", "tall_building")
    made = results(first, lambda task, place: codes[(task + place) % 2])
    again = read(format, out(format, made), mapping)
    assert list(again.rows()) == list(first.rows())
    labels = dict(zip(codes, ("Road", "Tall building"), strict=True)) if answer == "label" else {}
    wanted = [
        (one.task, one.worker, {field: labels.get(one.answer, one.answer)}, False) for one in made.answers
    ]
    assert said(again) == sorted(wanted)


def test_every_format_keeps_the_contract() -> None:
    """Nine formats, each with a name, a title and the endings of its files."""
    assert tuple(formats()) == NAMES
    for name, one in formats().items():
        assert one.name == name and one.title and all(ending.startswith(".") for ending in one.suffixes)


@pytest.mark.parametrize("name", NAMES)
@given(head=st.binary(max_size=300))
def test_recognising_anything_never_fails(name: str, head: bytes) -> None:
    """Whatever a file begins with, a format says yes or no."""
    assert formats()[name].recognise(head, "work.bin") in (True, False)


STARTS = [
    b"", b"[", b"{", b"[{", b'[{"data":', b'{"text":', b"INPUT:a\tGOLDEN:b\n", b"HITId,Input.a,Answer.b\n",
    b"PK\x03\x04", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf", b'{"message_id":"a","text":"x","role":"prompter"}\n',
    b'[{"data":{"a":"b"},"annotations":[{"result":[', b'{"input_values":{"a":1}}\n', b"task,role,worker\n",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
def test_reading_anything_ends_in_rows_or_sentences(name: str, start: bytes, rest: bytes) -> None:
    """Arbitrary bytes, also behind a good beginning, raise nothing: there are rows, or faults in words."""
    for mapping in ({}, {"text": "a", "language": "en", "kind": "choice", "options": "A|B"}):
        found = formats()[name].read(file(start + rest), mapping)
        if isinstance(found, list):
            assert found and all(isinstance(one, Found) and one.sentence for one in found)
        else:
            assert len(list(found.rows())) == found.count
            list(found.answers())


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "annotations", "predictions", "result", "value", "type", "choices", "id", "text",
                         "label", "filename", "message_id", "role", "replies", "parent_id", "ujima", "was",
                         "answers", "input_values", "known_solutions", "output_values", "INPUT:a", "prompt",
                         "username", "source", "meta", "key", "completed_by", "x"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize("name", ["label-studio", "doccano", "toloka", "open-assistant", "jsonl"])
@settings(max_examples=150)
@given(values=st.lists(JUNK, max_size=4), lined=st.booleans())
def test_reading_json_of_the_wrong_shape_ends_in_rows_or_sentences(
    name: str, values: list[Any], lined: bool
) -> None:
    """JSON with the right names and the wrong types raises nothing."""
    content = "\n".join(map(json.dumps, values)) if lined else json.dumps(values)
    found = formats()[name].read(file(content), {})
    if isinstance(found, list):
        assert all(isinstance(one, Found) and one.sentence for one in found)
    else:
        assert len(list(found.rows())) == found.count
        list(found.answers())


@pytest.mark.parametrize(
    ("format", "field", "answer"), [("csv", "answer", "code"), ("mturk", "result", "label")]
)
@given(rows=ROWS)
def test_a_csv_comes_back_as_it_was(
    format: str, field: str, answer: str, rows: list[tuple[str, str]]
) -> None:
    """Quotes, tabs, line ends, formulas and JSON in cells survive being written as results and read again."""
    first = read(format, table(("sentence", "=note"), rows), MAPPING)
    assert [one.source for one in first.rows()] == [{"sentence": a, "=note": b} for a, b in rows]
    same(format, first, MAPPING, answer, field)


@given(rows=ROWS)
def test_a_toloka_table_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    """Toloka's quoting both ways, with general and control tasks in one pool."""
    cells = [(a, b, ("Road", "")[number % 2]) for number, (a, b) in enumerate([*rows, ("more", "")])]
    first = read("toloka", table(("INPUT:sentence", "INPUT:note", "GOLDEN:result"), cells, "\t"), MAPPING)
    assert [one.source["INPUT:note"] for one in first.rows()] == [b for _, b, _ in cells]
    assert [one.gold for one in first.rows()] == [("road", "")[number % 2] for number in range(len(cells))]
    same("toloka", first, MAPPING, "label", "result")


@pytest.mark.parametrize(
    ("format", "field", "answer"), [("jsonl", "answer", "code"), ("doccano", "label", "label")]
)
@given(rows=st.lists(st.tuples(NASTY.filter(str.strip), VALUES), min_size=1, max_size=4))
def test_lines_of_json_come_back_as_they_were(
    format: str, field: str, answer: str, rows: list[tuple[str, Any]]
) -> None:
    """Numbers stay numbers and lists stay lists; nothing is escaped that JSON does not escape."""
    content = "\n".join(json.dumps({"sentence": a, "more": b}) for a, b in rows)
    first = read(format, content, MAPPING)
    same(format, first, MAPPING, answer, field)
    lines = [json.loads(line) for line in out(format, results(first, lambda *_: "road")).splitlines()]
    assert [line["source"] for line in lines[::2]] == [{"sentence": a, "more": b} for a, b in rows]


@given(rows=st.lists(st.tuples(NASTY.filter(str.strip), VALUES), min_size=1, max_size=4))
def test_a_label_studio_export_comes_back_as_it_was(rows: list[tuple[str, Any]]) -> None:
    """Data, predictions and what else a task had are given back; answers are annotations."""
    hint = {"model_version": "m1", "result": [], "score": 0.5}
    tasks = [
        {
            "id": 40 + number,
            "data": {"sentence": a, "more": b},
            "predictions": [hint],
            "project": 7,
            "annotations": [],
        }
        for number, (a, b) in enumerate(rows)
    ]
    first = read("label-studio", json.dumps(tasks), MAPPING)
    same("label-studio", first, MAPPING, "label", "result")
    back = json.loads(out("label-studio", results(first, lambda *_: "road")))
    assert [{**one, "annotations": []} for one in back] == tasks


@pytest.mark.parametrize(
    ("content", "name", "format"),
    [
        ('[{"data": {"text": "a"}}]', "tasks.json", "label-studio"),
        ('{"text": "a", "label": ["x"]}\n', "all.jsonl", "doccano"),
        ('{"message_id": "a", "text": "x", "role": "prompter"}\n', "trees.jsonl", "open-assistant"),
        ("INPUT:image\tGOLDEN:result\na\tb\n", "pool.tsv", "toloka"),
        ('"HITId","HITTypeId","AssignmentId","Input.a"\n', "Batch_1_results.csv", "mturk"),
        ("sentence,other\n", "any.csv", "csv"),
        ('{"a": 1}\n', "any.jsonl", "jsonl"),
        ("PAR1", "x.parquet", "parquet"),
    ],
)
def test_a_file_is_known_by_its_beginning(content: str, name: str, format: str) -> None:
    """The platform is told by the first lines; what belongs to none is plain."""
    found = recognised(content.encode(), name)
    assert found is not None and found.name == format

"""Lines and lists of JSON: values as they were, and strict where readers would disagree."""

import io
import json

import pytest

from bot.domain.results import Agreed
from bot.packs.foreign import formats
from tests.packs.foreign.makers import out, read, results, sentences

SAID = {"language": "en", "options": "yes|no"}


@pytest.mark.parametrize(
    "content",
    [
        '{"text": "a", "n": 5}\n\n{"text": "b", "n": [1]}\n',
        '[{"text": "a", "n": 5},\n {"text": "b", "n": [1]}]',
    ],
)
def test_lines_and_lists_are_the_same(content: str) -> None:
    """Values that are no texts are remembered as such, and given back so."""
    found = read("jsonl", content, SAID)
    assert [(row.text, row.source["n"]) for row in found.rows()] == [("a", "5"), ("b", "[1]")]
    written = [json.loads(line) for line in out("jsonl", results(found, lambda *_: "yes")).splitlines()]
    assert [one["source"] for one in written[::2]] == [{"text": "a", "n": 5}, {"text": "b", "n": [1]}]


def test_nothing_is_escaped_in_json() -> None:
    """A formula is a text here, as machines want it; agreed answers have a line per task."""
    found = read("jsonl", '{"text": "=1+1"}', SAID)
    made = results(found, lambda *_: "no")
    assert b'"source":{"text":"=1+1"}' in out("jsonl", made)
    opened = io.BytesIO()
    formats()["jsonl"].write_agreed(made, [Agreed("1", "no", {"answer": "no"}, None, 2)], opened)
    agreed = json.loads(opened.getvalue())
    assert agreed == {
        "task": "1", "role": "task", "confidence": None, "answers": 2, "spread": None, "answer": "no",
        "source": {"text": "=1+1"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a": 1, "a": 2}', "work.csv line 1: “a” is there twice."),
        ('{"a": NaN}', "work.csv line 1: NaN is not a number that JSON knows."),
        ('{"a": 1e999}', "work.csv line 1: a number is too large."),
        ('{"a": ' + "9" * 5_000 + "}", "work.csv line 1: a number has too many digits."),
        ('{"a": ' + "[" * 100_000, "work.csv line 1: lists or tables are nested too deep."),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "work.csv line 1: lists or tables are nested too deep."),
        ('{"a": "\\ud800"}', "work.csv line 1: a text has half a character in it."),
        ('{"a": "\\u0000"}', "work.csv line 1: a text has the character NUL in it."),
        ('{"a": "b"} x', "work.csv line 1: something stands behind the JSON object of this line."),
        ('{"a": "b"}\n5', "work.csv line 2: this is not an object in braces {…}."),
        ('{"a": "b"}\n{"": "c"}', "work.csv line 2: column “” is not one line of 1 to 100 characters."),
        ('[{"a": "b"}] x', "work.csv line 1: something stands behind the list."),
        ('[{"a": "b"},]', "work.csv line 1: this is not JSON (expecting value)."),
        ('[\n{"a": "b"}\n\n{"a": "c"}]', "work.csv line 4: the list ends too early; the file may be cut off."),
        ("[]", "work.csv: this file is empty."),
        ("[{}]", "work.csv: the tasks in this file are empty."),
        ('[{"a": "caf\xe9"}]'.encode("cp1252"), "work.csv line 1: this is not UTF-8."),
        (json.dumps({f"n{number}": 1 for number in range(251)}), "work.csv line 1: this object has more than 250 names."),
    ],
)  # fmt: skip
def test_broken_json_is_named_by_file_and_line(content: str | bytes, sentence: str) -> None:
    """Each way to be broken has a sentence of its own."""
    assert sentences("jsonl", content, SAID) == [sentence]

"""A check says the same to programs and to people."""

import json
from pathlib import Path

from bot.packs.checking import as_json, as_lines
from tests.packs.broken import BROKEN, lines
from tests.packs.conftest import Maker
from tests.packs.test_spool import written


def test_a_fault_has_its_parts_for_programs(tmp_path: Path) -> None:
    """File, line, column, what was found and what is wanted stand beside the sentence."""
    make, sentence = BROKEN["picture missing"]
    found = as_json(written(make(tmp_path), tmp_path / "spool"))
    assert not found["good"] and found["fault_count"] == 1
    assert found["faults"] == [
        {
            "file": "tasks.csv",
            "line": 2,
            "column": "picture",
            "found": "media/7.jpg",
            "wanted": "a file of the pack",
            "sentence": sentence,
        }
    ]
    assert json.loads(json.dumps(found)) == found


def test_a_good_pack_says_what_it_is(made: Maker, tmp_path: Path) -> None:
    """Name, kind, rows by role, media and warnings."""
    report = written(made(media=("1.jpg", "2.jpg", "9.jpg")), tmp_path / "spool")
    found = as_json(report)
    assert (found["good"], found["name"], found["kind"], found["media"]) == (True, "shoes", "choice", 2)
    assert found["rows"] == {"task": 2, "gold": 1, "practice": 1}
    assert as_lines(report) == ["media/9.jpg: no task shows this file."]


def test_people_read_every_fault_or_what_was_left_out(tmp_path: Path) -> None:
    """The lines are the sentences of the chat."""
    make, sentence = BROKEN["csv empty"]
    (tmp_path / "a").mkdir()
    assert as_lines(written(make(tmp_path / "a"), tmp_path / "one")) == [sentence]
    rows = lines({"id": "1", "text": "x"}, {"id": "1", "text": "x"})
    report = written(rows(tmp_path), tmp_path / "two", skip_invalid=True)
    assert as_lines(report)[0] == "Left out: tasks.jsonl line 2: id “1” is on line 1 already."

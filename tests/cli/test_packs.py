"""Packs as they are typed: checked, made of a file, brought in, looked at."""

import json
from pathlib import Path

import pytest

from bot.config import carried
from tests.cli.typed import NOTES, told, ujima


@pytest.mark.parametrize(
    "pack", sorted(path.parent for path in carried("taskpacks").glob("*/pack.toml")), ids=lambda p: p.name
)
def test_sample_packs_are_good(pack: Path, tmp_path: Path) -> None:
    """Checking a sample pack tells its quote and stores nothing."""
    done = ujima("pack", "check", pack, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(f"{pack.name} is a good pack: "), done.stderr
    assert "at most" in done.stdout and "an hour." in done.stdout and "Bytes a task" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_check_can_be_read_by_programs(tmp_path: Path) -> None:
    """`--json` gives plain values, good or bad."""
    done = ujima("pack", "check", carried("taskpacks") / "digits", "--json", cwd=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["rows"]["task"] == 43
    done = ujima("pack", "check", tmp_path, "--json", cwd=tmp_path)
    assert done.returncode == 1 and any(
        one["file"] == "pack.toml" for one in json.loads(done.stdout)["faults"]
    )


def test_a_pack_is_added_by_a_job_and_looked_at(tmp_path: Path) -> None:
    """What goes on is told on stderr, the quote on stdout; it waits for a person until one has looked."""
    pack = carried("taskpacks") / "digits"
    done = ujima("pack", "add", pack, "--requester", "Archive", cwd=tmp_path)
    assert done.returncode == 0 and "50 rows are in." in done.stdout, done.stdout + done.stderr
    assert "first pack" in ujima("pack", "look", "digits", cwd=tmp_path).stdout
    assert "first pack" in told(ujima("pack", "launch", "digits", cwd=tmp_path))
    assert ujima("pack", "look", "digits", "--yes", cwd=tmp_path).returncode == 0
    assert "Pay in" in told(ujima("pack", "launch", "digits", cwd=tmp_path))
    assert "a copy of digits" in ujima("pack", "clone", "digits", "digits-2", cwd=tmp_path).stdout
    assert "There is no job 17." in told(ujima("pack", "cancel", "17", cwd=tmp_path))
    assert not list((tmp_path / "data" / "imports").iterdir())


def test_a_file_becomes_a_pack_by_questions_and_answers(tmp_path: Path) -> None:
    """What the file does not know is asked, with how to answer; then what is left to write is named."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    asked = ujima("pack", "from", "notes.csv", "notes", cwd=tmp_path)
    assert asked.returncode == 1 and asked.stdout.splitlines()[0].startswith("How do people answer?")
    assert asked.stdout.endswith(
        "Type it again with each answer behind --column, such as --column language=en.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]
    answers = [f"--column={one}" for one in ("text=sentence", "options=Water|Dry", "language=en")]
    made = ujima("pack", "from", "notes.csv", "notes", *answers, cwd=tmp_path)
    assert made.returncode == 0 and "as kind choice: 2 tasks" in made.stdout, made.stderr
    assert "Please write into pack.toml: price, " in made.stdout
    assert made.stdout.endswith("`ujima pack check notes` says whether it is in order.\n")
    checked = ujima("pack", "check", "notes", cwd=tmp_path)
    assert checked.returncode == 1 and "pack.toml: “price” is missing." in checked.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["notes.csv", "new", "--column", "text=sentnce"], 1, "no column “sentnce” for text; did you mean “sentence”?"),
        (["notes.csv", "new", "--as", "excel"], 1, "“excel” is no format; known: crowd-kit, csv, "),
        (["notes.csv", "new", "--as", "parquet"], 1, "Parquet only goes out."),
        (["gone.csv", "new"], 1, "gone.csv: this file is not there."),
        (["notes.csv", "."], 1, "this folder is there already and is not empty."),
        (["notes.csv", "new", "--column", "sentence"], 2, "sentence is no answer; write it as name=value"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_pack_is_told(
    words: list[str], code: int, sentence: str, tmp_path: Path
) -> None:
    """Each reason is a sentence, and nothing is written."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    done = ujima("pack", "from", *words, cwd=tmp_path)
    assert done.returncode == code and sentence in done.stdout + done.stderr, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


@pytest.mark.parametrize("verb", [["check"], ["add", "--requester", "Archive"]])
def test_a_pack_that_is_not_there_is_one_sentence(verb: list[str], tmp_path: Path) -> None:
    """No folder of that name, or a file that is no zip: said before anything is opened."""
    (tmp_path / "notes.csv").write_text(NOTES, "utf-8")
    gone = ujima("pack", verb[0], "nothere", *verb[1:], cwd=tmp_path)
    assert gone.returncode == 1 and gone.stdout == "There is no folder or zip nothere.\n"
    table = ujima("pack", verb[0], "notes.csv", *verb[1:], cwd=tmp_path)
    assert (
        table.returncode == 1 and "notes.csv is neither a folder nor a zip. `ujima pack from" in table.stdout
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


def test_the_schema_is_json(tmp_path: Path) -> None:
    """An editor can check a pack.toml with it."""
    assert json.loads(ujima("pack", "schema", cwd=tmp_path).stdout)["properties"]["price"]


def test_a_bad_pack_is_told_and_exits_with_one(tmp_path: Path) -> None:
    """An empty folder is no pack."""
    done = ujima("pack", "check", tmp_path, cwd=tmp_path)
    assert (
        done.returncode == 1 and "pack.toml" in done.stdout + done.stderr and "Traceback" not in done.stderr
    )

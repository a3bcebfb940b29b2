"""Results as they are typed, from an example pack on."""

import json
from pathlib import Path

from tests.cli.typed import ujima


def test_a_new_pack_is_good_and_its_results_can_be_read(tmp_path: Path) -> None:
    """The example is checked, also without a bad row, brought in and read out; what can't be is refused."""
    assert ujima("pack", "new", "choice", "mine", cwd=tmp_path).returncode == 0
    assert "is there already" in ujima("pack", "new", "choice", "mine", cwd=tmp_path).stdout
    unknown = ujima("pack", "new", "chioce", "other", cwd=tmp_path)
    assert unknown.returncode == 1 and "“chioce” is not a kind of task" in unknown.stdout
    with (tmp_path / "mine" / "tasks.csv").open("a", encoding="utf-8") as rows:
        rows.write("broken\n")
    assert ujima("pack", "check", "mine", cwd=tmp_path).returncode == 1
    found = json.loads(ujima("pack", "check", "mine", "--json", cwd=tmp_path).stdout)["faults"]
    assert [one["file"] for one in found] == ["tasks.csv"] and found[0]["line"] > 1
    assert ujima("pack", "check", "mine", "--skip-invalid", cwd=tmp_path).returncode == 0
    added = ujima("pack", "add", "mine", "--skip-invalid", "--requester", "Archive", cwd=tmp_path)
    assert added.returncode == 0 and "my-choice-pack" in added.stdout
    read = ujima("results", "my-choice-pack", "--out", "out", cwd=tmp_path)
    assert read.returncode == 0 and "nothing is final yet" in read.stdout
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".csv", ".html"]
    for words, sentence in (
        (["nowhere"], "There is no pack nowhere."),
        (["my-choice-pack", "--format", "excel"], "There is no format excel; there are: crowd-kit, csv, "),
        (["my-choice-pack", "--aggregate", "median"], "median can't be used on a pack of the kind choice"),
        (["my-choice-pack", "--format", "mturk", "--aggregate", "majority"], "has no file of agreed answers"),
        (["my-choice-pack", "--aside", "w123"], "w123"),
        (["my-choice-pack", "--out", "a.xlsx"], "a.xlsx tells no format: .csv, .jsonl, .parquet do;"),
        (
            ["my-choice-pack", "--out", "a.csv", "--format", "parquet"],
            "is no name for a file of parquet; write --out a.parquet",
        ),
        (["my-choice-pack", "--out", "mine/tasks.csv/new"], "The results can't be written so. "),
    ):
        done = ujima("results", *words, cwd=tmp_path)
        said = done.stdout + done.stderr
        assert done.returncode == 1 and sentence in said and "Traceback" not in said, said
    assert ujima("results", "my-choice-pack", "--back", cwd=tmp_path).returncode == 2
    assert ujima("results", "my-choice-pack", "--out", "a.jsonl", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    seen = ujima("pack", "look", "my-choice-pack", cwd=tmp_path).stdout
    assert "title: What is in the picture?" in seen and "  first (practice): " in seen and "at most" in seen
    ended = ujima("pack", "cancel", "my-choice-pack", cwd=tmp_path)
    assert "is a pack, not a job. `ujima pack close my-choice-pack`" in ended.stderr
    closed = ujima("pack", "close", "my-choice-pack", cwd=tmp_path).stdout
    assert closed == "my-choice-pack is closed. It was never launched, so nothing was locked.\n"


def test_the_figures_of_a_month_are_typed(tmp_path: Path) -> None:
    """A month and a file; without a month there is no verb."""
    done = ujima("figures", "--month", "2024-06", "--out", "figures.csv", cwd=tmp_path)
    assert done.returncode == 0 and "too few to tell" in done.stdout, done.stderr
    assert (
        (tmp_path / "figures.csv")
        .read_text("utf-8")
        .startswith("month,figure,value,unit\n2024-06,answers,,count")
    )
    assert ujima("figures", cwd=tmp_path).returncode == 2

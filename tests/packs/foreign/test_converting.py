"""A file becomes a pack's folder: what is found is written, what is not known is asked or left to say."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kinds import Fault, kinds
from bot.packs import bounds, header, spool
from bot.packs.faults import say
from bot.packs.foreign.converting import Converted, Questions, convert
from tests.packs.foreign.makers import NASTY, table
from tests.packs.foreign.test_open_assistant import BREAD, lines
from tests.packs.foreign.test_toloka import POOL

GIVEN = {
    "price": "0.04",
    "estimate_s": 12,
    "asks": "Well Watch",
    "trains": "A map of wells that give water.",
    "afterwards": "The answers are published.",
    "licence": "CC-BY-4.0",
    "title": "Does the well give water?",
    "question": "What do you see?",
    "instruction": "Look at the end of the pipe. If you can't see it, skip.",
}
SAID = {"language": "en"}


def put(folder: Path, name: str, content: str) -> Path:
    """A file on disk."""
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def rows(folder: Path) -> list[dict[str, object]]:
    """The tasks that were written."""
    return [json.loads(line) for line in (folder / "tasks.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pool.tsv", POOL, SAID),
        ("trees.jsonl", lines(BREAD), {"receiver": "nobody"}),
        ("trees.jsonl", lines(BREAD), {"task": "label"}),
        ("notes.csv", 'text,gold\n"a ""b"" \x7f",Yes\nb,No\nc,\n', SAID),
        ("counts.csv", "text,gold\na,-1.5\nb,200\nc,7\nd,8\ne,9\nf,\n", SAID),
        ("pairs.csv", "a,b\none,two\n", SAID | {"text": "a+b"}),
        ("stars.json", '[{"data": {"text": "x"}, "annotations": [{"result": [{"type": "rating", "value": {"rating": 3}}]}]}]', SAID),
    ],
)  # fmt: skip
def test_a_pack_is_complete_with_what_was_given(
    tmp_path: Path, name: str, content: str, said: dict[str, str]
) -> None:
    """pack.toml has no fault, and every known answer is one of its kind's."""
    made = convert(put(tmp_path, name, content), tmp_path / "pack", mapping=said, given=GIVEN)
    assert isinstance(made, Converted) and made.missing == (), made
    toml = (tmp_path / "pack" / "pack.toml").read_text("utf-8")
    found = header.read(toml, floor_hourly=5_000_000, money_minor=10_000, currency="USD")
    assert found.form is not None and [say(one) for one in found.faults] == []
    assert found.form.kind == made.kind and found.spec is not None
    for row in rows(tmp_path / "pack"):
        if row.get("gold"):
            gold = kinds()[made.kind].read_gold(found.spec, str(row["gold"]))
            assert not isinstance(gold, Fault), gold
        assert not isinstance(kinds()[made.kind].read_item(found.spec, str(row.get("text", ""))), Fault)


@settings(max_examples=40)
@given(cells=st.lists(st.tuples(NASTY, NASTY), min_size=1, max_size=4))
def test_every_column_comes_through_the_pack_as_it_was(cells: list[tuple[str, str]]) -> None:
    """Spaces at the ends, line ends, formulas and empty cells reach the spool, and from there the results."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "a.csv").write_bytes(
            table(("text", "first", "second"), [("An item.", *pair) for pair in cells])
        )
        mapping = {**SAID, "options": "Yes|No"}
        assert isinstance(convert(folder / "a.csv", folder / "pack", mapping=mapping, given=GIVEN), Converted)
        asked = {"floor_hourly": 5_000_000, "money_minor": 10_000, "currency": "USD"}
        report = spool.write(folder / "pack", folder / "spool", bounds.upload, **asked)  # type: ignore[arg-type]
        assert report.faults == ()
        kept, _ = spool.Spooled(folder / "spool").rows(0, 10)
    assert [row["item"]["source"] for row in kept] == [
        {"text": "An item.", "first": first, "second": second} for first, second in cells
    ]


def test_a_pack_of_addresses_is_read_by_the_strict_reader(tmp_path: Path) -> None:
    """What is written here is what `pack check` takes, pictures still to be fetched among it."""
    convert(put(tmp_path, "pool.tsv", POOL), tmp_path / "pack", mapping=SAID, given=GIVEN)
    asked = {"floor_hourly": 5_000_000, "money_minor": 10_000, "currency": "USD", "addresses": True}
    report = spool.write(tmp_path / "pack", tmp_path / "spool", bounds.upload, **asked)  # type: ignore[arg-type]
    assert (report.faults, report.tasks, report.gold, report.practice, report.media) == ((), 1, 1, 1, 3)


def test_rows_are_as_a_pack_has_them(tmp_path: Path) -> None:
    """Pictures by address stay addresses, practice is true, the overlap is the pack's, the originals are under source."""
    convert(put(tmp_path, "pool.tsv", POOL), tmp_path / "pack", mapping=SAID, given=GIVEN)
    first, second, third = rows(tmp_path / "pack")
    assert (first["id"], first["picture"]) == ("1", "https://well.example/1.jpg")
    assert "overlap" not in first and "overlap = 3\n" in (tmp_path / "pack" / "pack.toml").read_text("utf-8")
    assert (second["gold"], third["practice"], third["explanation"]) == (
        "dry",
        True,
        "Water comes out of the pipe.",
    )
    assert first["source"] == {
        "INPUT:image": "https://well.example/1.jpg", "INPUT:note": 'a 24" pump', "GOLDEN:result": "",
        "HINT:text": "", "TASK:overlap": "3",
    }  # fmt: skip


def test_what_is_missing_stands_in_the_file_and_is_said(tmp_path: Path) -> None:
    """Nothing is invented: each missing field is a comment that says what to write."""
    made = convert(put(tmp_path, "pool.tsv", POOL), tmp_path / "pack", mapping=SAID)
    assert isinstance(made, Converted)
    toml = (tmp_path / "pack" / "pack.toml").read_text("utf-8")
    assert '# price = "0.04"   # what one answer is paid, in quotes\n' in toml
    assert header.read(toml, floor_hourly=0, money_minor=1, currency="USD").faults != ()
    assert made.sentences() == (
        "Toloka (tasks or results, TSV, XLSX or JSON), as kind choice: 3 tasks, 1 of them with a known answer, 1 for practice.",
        "Workers see column “INPUT:image” as picture.",
        "3 media are named by address and fetched when the pack is added.",
        "Please write into pack.toml: price, estimate_s, asks, trains, afterwards, licence, title, question, instruction.",
    )


def test_what_had_to_give_way_is_said(tmp_path: Path) -> None:
    """Different overlaps, too many training tasks, one without its answer, and addresses nobody may fetch."""
    training = "".join(
        f"http://well.example/{number}.jpg\tDry\tIt is dry.\t{1 + number}\n" for number in range(5)
    )
    header_line = "INPUT:image\tGOLDEN:result\tHINT:text\tTASK:overlap\n"
    content = (
        f"{header_line}{training}https://well.example/9.jpg\t\t\t2\nhttps://well.example/8.jpg\tWet\t\t\n"
    )
    made = convert(put(tmp_path, "pool.tsv", content), tmp_path / "pack", mapping=SAID, given=GIVEN)
    assert isinstance(made, Converted) and (made.gold, made.practice) == (3, 3)
    assert made.addresses == 2, "what can't be fetched is not said to be fetched"
    assert made.notes[1:] == (
        "Tasks ask for 1 to 5 answers each; the pack asks for 5 of all.",
        "3 training tasks are practice; 2 more are known answers among the others.",
        "5 media are named by http:// and can't be fetched; https:// can.",
    )


def test_questions_write_nothing(tmp_path: Path) -> None:
    """What only the requester knows is asked first, in words."""
    asked = convert(put(tmp_path, "a.csv", "subject,remark\na,b\n"), tmp_path / "pack")
    assert isinstance(asked, Questions)
    assert asked.sentences()[0].startswith(
        "Which column holds the text that workers read? There are: “subject”, “remark”."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("a.txt", "hello", {}, "a.txt: this file is in no format we know. Say which: crowd-kit, csv, doccano, jsonl, label-studio, mturk, open-assistant, parquet, toloka."),
        ("a.csv", "text\nx", {"format": "excel"}, "“excel” is no format; known: crowd-kit, csv, doccano, jsonl, label-studio, mturk, open-assistant, parquet, toloka."),
        ("a.csv", "text\nx", {"given": {"prise": "1"}}, "“prise” can't be given here; did you mean “price”?"),
        ("a.csv", "text,b\nx", {}, "a.csv line 2: 1 fields, but 2 columns; count the commas, and put a text that has one in quotes."),
    ],
)  # fmt: skip
def test_faults_write_nothing(
    tmp_path: Path, name: str, content: str, options: dict[str, object], sentence: str
) -> None:
    """A file that can't be read leaves no trace."""
    found = convert(put(tmp_path, name, content), tmp_path / "pack", **options)  # type: ignore[arg-type]
    assert isinstance(found, list) and [say(one) for one in found] == [sentence]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    """Nothing of a requester's is written over; a file that is not there is named."""
    source = put(tmp_path, "pool.tsv", POOL)
    (tmp_path / "pack").mkdir()
    put(tmp_path / "pack", "mine.txt", "x")
    found = convert(source, tmp_path / "pack", mapping=SAID)
    assert isinstance(found, list) and say(found[0]) == "pack: this folder is there already and is not empty."
    gone = convert(tmp_path / "gone.csv", tmp_path / "other")
    assert isinstance(gone, list) and say(gone[0]) == "gone.csv: this file is not there."

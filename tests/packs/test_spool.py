"""A pack is read once into a folder of ours: all of it in order, or every fault and nothing else."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.packs import bounds, spool
from bot.packs.faults import say
from bot.packs.report import Report
from tests.packs.broken import BROKEN, PLAIN, folder, lines, zipped
from tests.packs.conftest import TOML, Maker, changed


def written(source: Path, place: Path, *, skip_invalid: bool = False, addresses: bool = False) -> Report:
    """A pack read as an upload, under a floor of $5.00 an hour."""
    return spool.write(
        source,
        place,
        bounds.upload,
        floor_hourly=5_000_000,
        money_minor=10_000,
        skip_invalid=skip_invalid,
        addresses=addresses,
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_told_in_its_own_sentence_and_leaves_no_trace(name: str, tmp_path: Path) -> None:
    """Each is refused for what is wrong with it; of what it brought nothing stays."""
    make, sentence = BROKEN[name]
    report = written(make(tmp_path), tmp_path / "spool")
    assert sentence in [say(one) for one in report.faults]
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["report.json"]
    assert spool.Spooled(tmp_path / "spool").report == report


def test_there_are_sixty_broken_packs_and_more() -> None:
    """Every one has a sentence that no other has."""
    places = [sentence.partition(": ")[2] for _, sentence in BROKEN.values()]
    assert len(BROKEN) >= 60
    assert len(set(places)) >= 60


def test_a_good_folder_is_spooled_row_by_row(made: Maker, tmp_path: Path) -> None:
    """Rows, form and media come back as they were read, from any place on."""
    report = written(made(), tmp_path / "spool")
    found = spool.Spooled(tmp_path / "spool")
    assert (report.tasks, report.gold, report.practice, report.media) == (2, 1, 1, 2)
    assert found.report == report and found.form == report.form
    rows, after = found.rows(0, 3)
    rest, end = found.rows(after, 3)
    assert [row["key"] for row in (*rows, *rest)] == ["1", "2", "3", "4"]
    assert found.rows(end, 3) == ([], end)
    assert rows[0] == {
        "number": 2,
        "key": "1",
        "role": "practice",
        "item": {"explanation": {"en": "They cover the ankle."}, "medium": {"picture": "media/1.jpg"}},
        "media": {"picture": "media/1.jpg"},
        "answer": "boots",
        "flags": {},
    }
    media = found.media()
    assert [(one.name, one.uses) for one in media] == [
        ("media/1.jpg", ("example", "picture")),
        ("media/2.jpg", ("picture",)),
    ]
    assert found.content(media[0]) == b"not opened here"


def test_a_zip_is_the_same_pack_as_its_folder(tmp_path: Path) -> None:
    """The same content has the same digest, whether a folder lies around it or not; unused files go."""
    (tmp_path / "a").mkdir()
    as_folder = written(folder(toml=PLAIN)(tmp_path / "a"), tmp_path / "one")
    as_zip = written(zipped(("notes/readme.txt", "x"), ("media/9.jpg", b"9"))(tmp_path), tmp_path / "two")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as out:
        for path in sorted((tmp_path / "a" / "pack").rglob("*")):
            out.write(path, f"shoes/{path.relative_to(tmp_path / 'a' / 'pack')}")
    as_inner = written(tmp_path / "inner.zip", tmp_path / "three")
    assert as_folder.digest == as_zip.digest == as_inner.digest != ""
    assert len(list((tmp_path / "two" / "files").iterdir())) == as_zip.media == 2
    found = spool.Spooled(tmp_path / "two")
    assert [found.content(one) for one in found.media()] == [b"not opened here"] * 2
    assert "media/9.jpg: no task shows this file." in as_zip.warnings


def test_another_word_or_picture_is_another_pack(made: Maker, tmp_path: Path) -> None:
    """The digest is of pack.toml, the table, and names and contents of the media used: one as large is another."""
    first = written(made(), tmp_path / "one").digest
    (tmp_path / "pack" / "media" / "2.jpg").write_bytes(b"NOT opened here")
    second = written(tmp_path / "pack", tmp_path / "two").digest
    third = written(made(changed(TOML, "Which shoes?", "What shoes?")), tmp_path / "three").digest
    assert len({first, second, third}) == 3


def test_rows_with_faults_can_be_left_out(tmp_path: Path) -> None:
    """They are counted and named; faults of pack.toml and of the table itself still refuse."""
    rows = lines({"id": "1", "text": "x"}, {"id": "1", "text": "y"}, "nothing", {"id": "3", "text": "z"})
    report = written(rows(tmp_path), tmp_path / "spool", skip_invalid=True)
    assert (report.tasks, report.skipped_rows, report.fault_count) == (2, 2, 0)
    assert [say(one) for one in report.skipped] == [
        "tasks.jsonl line 2: id “1” is on line 1 already.",
        "tasks.jsonl line 3: this is not a JSON object on one line.",
    ]
    (tmp_path / "bad").mkdir()
    make, sentence = BROKEN["quote left open"]
    refused = written(make(tmp_path / "bad"), tmp_path / "other", skip_invalid=True)
    assert sentence in [say(one) for one in refused.faults]


def test_nothing_but_rows_with_faults_is_no_pack(tmp_path: Path) -> None:
    """Leaving everything out leaves nothing to answer."""
    report = written(lines({"id": "1"})(tmp_path), tmp_path / "spool", skip_invalid=True)
    assert [one.sentence for one in report.faults] == [
        "there is no task to answer; gold and practice are not enough."
    ]


def test_addresses_are_kept_where_somebody_will_fetch_them(tmp_path: Path) -> None:
    """An https address is a medium without a file; any other kind of address is a fault."""
    rows = lines({"id": "1", "picture": "https://example.org/1.jpg"})
    report = written(rows(tmp_path), tmp_path / "spool", addresses=True)
    [medium] = spool.Spooled(tmp_path / "spool").media()
    assert (report.media, medium.name, medium.file) == (1, "https://example.org/1.jpg", None)
    with pytest.raises(ValueError, match="was not fetched"):
        spool.Spooled(tmp_path / "spool").content(medium)
    (tmp_path / "b").mkdir()
    plain = lines({"id": "1", "picture": "http://example.org/1.jpg"})(tmp_path / "b")
    [fault] = written(plain, tmp_path / "other", addresses=True).faults
    assert fault.sentence.endswith("is not an https address of at most 2,000 characters.")


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", ".example", "xn--", "[::1", ""])
def test_an_address_of_no_host_is_a_fault_of_its_row(tmp_path: Path, host: str) -> None:
    """It is told with its line before anything is fetched."""
    rows = lines({"id": "1", "picture": f"https://{host}/1.jpg"})(tmp_path)
    [fault] = written(rows, tmp_path / "spool", addresses=True).faults
    assert fault.line == 1 and fault.sentence.endswith("names no host that there can be.")


def test_addresses_count_as_files(tmp_path: Path) -> None:
    """There may be as many of both as of files; the same again is no other."""
    names = ("1", "2", "2", "3")
    rows = [{"id": f"{at}", "picture": f"https://example.org/{name}.jpg"} for at, name in enumerate(names, 1)]
    few = replace(bounds.upload, media_files_max=2)
    report = spool.write(
        lines(*rows)(tmp_path),
        tmp_path / "spool",
        few,
        floor_hourly=5_000_000,
        money_minor=10_000,
        addresses=True,
    )
    [fault] = report.faults
    assert (fault.line, fault.sentence) == (4, "there are more than 2 files and addresses.")


def test_foreign_columns_are_kept_word_for_word(tmp_path: Path) -> None:
    """Spaces, breaks and formulas come back as they came; nobody is shown them."""
    rows = lines({"id": "1", "text": "x", "source": {"Input.a": " =1+1\t\n", "n": 5, "list": [1, "é"]}})
    written(rows(tmp_path), tmp_path / "spool")
    [row], _ = spool.Spooled(tmp_path / "spool").rows(0, 9)
    assert row["item"]["source"] == {"Input.a": " =1+1\t\n", "n": "5", "list": '[1, "é"]'}


def test_a_picture_that_became_a_link_is_not_read(made: Maker, tmp_path: Path) -> None:
    """Between reading and use somebody may have changed the folder."""
    written(made(), tmp_path / "spool")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "pack" / "media" / "1.jpg").unlink()
    (tmp_path / "pack" / "media" / "1.jpg").symlink_to(tmp_path / "secret")
    found = spool.Spooled(tmp_path / "spool")
    with pytest.raises(ValueError, match="leads out of the pack"):
        found.content(found.media()[0])


def test_rows_are_json_with_nothing_cut(tmp_path: Path) -> None:
    """A text with line separators of Unicode stays one line of rows.jsonl."""
    written(
        lines({"id": "1", "text": "one\u2028two"}, {"id": "2", "text": "x"})(tmp_path), tmp_path / "spool"
    )
    rows, _ = spool.Spooled(tmp_path / "spool").rows(0, 9)
    assert [row["item"]["text"]["en"] for row in rows] == ["one\u2028two", "x"]

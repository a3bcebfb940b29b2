"""A pack's folder is read as one value, or all that is wrong with it is said at once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.packs.folder import Pack
from tests.packs.conftest import TASKS, TOML, Maker, changed, good, read

SAMPLES = sorted((Path(__file__).parents[2] / "taskpacks").glob("*/pack.toml"))


def test_a_good_pack_reads(made: Maker) -> None:
    """Form, tasks in order, and the media that tasks and examples use."""
    pack = good(made())
    assert pack.form.name == "shoes"
    assert [row.key for row in pack.tasks] == ["1", "2", "3", "4"]
    assert pack.media == ("media/1.jpg", "media/2.jpg")
    assert pack.warnings == ()


def test_the_faults_of_both_files_come_at_once_as_a_requester_reads_them(made: Maker) -> None:
    """The three things to mend of the dialogue, each with its line."""
    toml = changed(TOML, 'price = "0.03"', 'price = "0.01"')
    tasks = changed(
        changed(TASKS, "2,,media/2.jpg", "2,,media/01.jpg"),
        "4,,media/2.jpg,Sneakers",
        "4,,media/1.JPG,sneaker",
    )
    assert read(made(toml, tasks, ("1.jpg", "01.JPG"))) == [
        "pack.toml line 6: $0.01 for 15 s is $2.40 an hour; the floor here is $5.00. $0.03 would be enough.",
        "tasks.csv line 3: picture media/01.jpg is not in the pack (there is media/01.JPG).",
        "tasks.csv line 5: picture media/1.JPG is not in the pack (there is media/1.jpg).",
        "tasks.csv line 5: gold answer “sneaker” is not an option; did you mean “Sneakers”?",
    ]


def test_tasks_are_checked_even_when_pack_toml_can_not_be_read(made: Maker) -> None:
    """A slip in pack.toml does not hide what is wrong in tasks.csv."""
    found = read(made("name = \n", changed(TASKS, "2,,media/2.jpg", "2,,media/3.jpg")))
    assert isinstance(found, list)
    assert found[0].startswith("pack.toml line 1: this is not valid TOML")
    assert found[1:] == ["tasks.csv line 3: picture media/3.jpg is not in the pack."]


def test_missing_files_are_named_with_the_one_of_another_case(tmp_path: Path) -> None:
    """An empty folder lacks both files, and Pack.toml is not pack.toml."""
    (tmp_path / "Pack.toml").write_text(TOML)
    assert read(tmp_path) == [
        "pack.toml: this file is missing (there is Pack.toml).",
        "tasks.csv: this file is missing.",
    ]
    assert read(tmp_path / "nowhere") == [
        "pack.toml: this file is missing.",
        "tasks.csv: this file is missing.",
    ]


def test_links_that_leave_the_folder_and_files_too_large_are_not_read(made: Maker, tmp_path: Path) -> None:
    """A pack can't make us read somebody else's file, nor an endless one."""
    place = made("#" * 64_001)
    (tmp_path / "secret").write_text(TASKS)
    (place / "tasks.csv").unlink()
    (place / "tasks.csv").symlink_to(tmp_path / "secret")
    assert read(place) == [
        "pack.toml: this file is larger than 64,000 bytes.",
        "tasks.csv: this is a link that leaves the pack.",
    ]


def test_a_pack_toml_that_is_not_utf_8_is_told_with_its_line(made: Maker) -> None:
    """An old editor's encoding is a fault, a byte order mark and Windows line ends are not."""
    found = read(made(TOML.replace("Maps", "Caf\u00e9").encode("latin-1")))
    assert isinstance(found, list)
    assert found[0] == "pack.toml line 7: this is not UTF-8."
    assert good(made(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode())).form.name == "shoes"


def test_an_example_must_show_a_file_that_is_there(made: Maker) -> None:
    """Its picture is looked for like a task's."""
    toml = changed(TOML, 'item = "media/1.jpg"', 'item = "media/7.jpg"')
    assert read(made(toml)) == ["pack.toml: example 1: “media/7.jpg” is not in the pack."]


def test_an_example_can_not_name_a_file_that_opens_under_another_name_only(made: Maker) -> None:
    """Accents written apart on disk and together in pack.toml are told before anything fails to open."""
    toml = changed(TOML, 'item = "media/1.jpg"', 'item = "media/caf\u00e9.jpg"')
    assert read(made(toml, media=("1.jpg", "2.jpg", "cafe\u0301.jpg"))) == [
        "pack.toml: example 1: the file's name has accents written apart; rename it."
    ]


def test_files_that_nothing_shows_are_a_warning(made: Maker) -> None:
    """A forgotten picture is told; what a desktop leaves behind is not."""
    assert good(made(media=("1.jpg", "2.jpg", "9.jpg", ".DS_Store"))).warnings == (
        "media/9.jpg: no task shows this file.",
    )


def test_hundreds_of_faults_are_cut_at_fifty(made: Maker) -> None:
    """A broken export does not flood the chat."""
    found = read(made(tasks="id,text\n" + "same,words\n" * 200))
    assert isinstance(found, list)
    assert len(found) == 51
    assert found[-1] == "and 149 more."


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: str(path.parent.name))
def test_the_sample_packs_read_without_faults(sample: Path) -> None:
    """What we show requesters as an example is in order."""
    pack = good(sample.parent)
    assert pack.form.name == sample.parent.name
    assert sum(row.practice for row in pack.tasks) == 3


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(toml=st.binary() | st.just(TOML.encode()), tasks=st.binary() | st.just(TASKS.encode()))
def test_no_bytes_make_reading_raise(made: Maker, toml: bytes, tasks: bytes) -> None:
    """Whatever the two files hold, there is a pack or a list of faults."""
    found = read(made(toml, tasks))
    assert isinstance(found, Pack) == (toml == TOML.encode() and tasks == TASKS.encode())

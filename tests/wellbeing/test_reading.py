"""The directory's files: all that ships can be read, and whatever is wrong with one hides that one alone."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.wellbeing import reading
from bot.wellbeing.reading import FOLDER, carried, read

SHIPPED = {
    "BD", "BR", "CO", "DE", "EG", "ES", "GB", "IN", "KE", "LB", "MG", "NG", "NL", "PH", "PK", "SY", "UG", "US", "VE", "ZA",
}  # fmt: skip
KENYA = (FOLDER / "countries" / "KE.toml").read_text("utf-8")
WORLD = (FOLDER / "world.toml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with two countries, to be broken."""
    (tmp_path / "countries").mkdir()
    for name in ("countries/KE.toml", "countries/UG.toml", "world.toml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def digits(number: str) -> str:
    """What is dialled."""
    return re.sub(r"\D", "", number)


def test_everything_that_ships_can_be_read() -> None:
    """Twenty countries, each entry with a source and a confidence, and nobody's word that it was checked."""
    directory = carried()
    assert directory.faults == () and directory.countries.keys() == SHIPPED
    assert len(directory.entries()) == 54 and [one.line.name for one in directory.world][:2] == [
        "findahelpline.com",
        "befrienders.org",
    ]
    assert all(one.source and not one.checked_at and not one.checked_by for one in directory.entries())
    syria = directory.countries["SY"]
    assert [one.kind for one in syria.entries] == ["emergency"] and "No national line" in directory.countries[
        "SY"
    ].note


def test_what_was_rejected_does_not_come_back() -> None:
    """No country's file has a number that is known to be wrong."""
    rejected = tomllib.loads((FOLDER / "rejected.toml").read_text("utf-8"))["rejected"]
    wrong = {digits(number) for one in rejected for number in one.get("numbers", ())}
    numbers = {digits(number.dial) for entry in carried().entries() for number in entry.line.numbers}
    assert len(rejected) == 6 and len(wrong) == 8 and all(one["why"] for one in rejected)
    assert {
        one
        for one in numbers
        if any(one.endswith(bad) or (bad.endswith(one) and len(one) > 6) for bad in wrong)
    } == set()


BROKEN = {
    "no TOML": ("[[line]]", "[[line", "it is not TOML"),
    "a broken number": ('"+254 722 178 177"', '"call us"', "befrienders: call us is no telephone number"),
    "a number without digits enough": ('"1199"', '"1"', "red-cross: 1 is no telephone number"),
    "no number": ('numbers = [\n    {dial = "1199"},\n]', "numbers = []", "red-cross has no number"),
    "a way there is not": ('{dial = "1199"}', '{dial = "1199", by = "fax"}', "dialled by call, landline, text, whatsapp, not fax"),
    "a broken date": ('key = "red-cross"', 'key = "red-cross"\nchecked_on = "yesterday"', "red-cross: checked_on is a date"),
    "a date of nobody": ('key = "red-cross"', 'key = "red-cross"\nchecked_on = 2026-11-02', "go together"),
    "broken hours": ('"Mo-Fr 09:00-17:00"', '"9 to 5"', "befrienders: hours 9 to 5"),
    "hours of no day": ('"Mo-Fr 09:00-17:00"', '"Mo-Fr 09:00-99:00"', "befrienders: hours"),
    "a cost there is not": ('cost = "free"', 'cost = "cheap"', "cost is free or charged, not cheap"),
    "a topic there is not": ('"youth"', '"football"', "one2one: topics are some of crisis, youth, violence"),
    "no language": ('["en", "sw"]', '["English"]', "English is no language's code"),
    "no source": ('source = ["find-a', 'note2 = ["find-a', "note2, which nothing reads"),
    "no confidence": ('confidence = "high"', 'confidence = "certain"', "confidence is one of"),
    "a wrong address": ("https://lvcthealth.org/", "javascript:x", "url is an address"),
    "two of one key": ('key = "one2one"', 'key = "red-cross"', "two entries are called KE/red-cross"),
    "a key that is none": ('key = "one2one"', 'key = "One 2 One"', "a key is lower-case"),
    "no name": ('name = "one2one"', 'name = ""', "one2one needs a name"),
    "two lines of text": ('name = "one2one"', 'name = "one\\n2one"', "name is not one line of text"),
    "another emergency": ('name = "Emergency"', 'name = "Firemen"', "an emergency number's name is one of"),
    "a table that is none": ("[[emergency]]", "[emergency]", "emergency is not [[emergency]]"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_hides_itself_and_says_why(name: str, folder: Path) -> None:
    """The country is gone, the sentence names its file and what is wrong; the others are there."""
    old, new, why = BROKEN[name]
    assert old in KENYA
    (folder / "countries" / "KE.toml").write_text(KENYA.replace(old, new, 1), "utf-8")
    found = read(folder)
    (fault,) = found.faults
    assert str(fault).startswith("countries/KE.toml is hidden: ") and why in str(fault), fault
    assert found.countries.keys() == {"UG"} and found.world


def test_an_unknown_country_hides_itself(folder: Path) -> None:
    """A file's name is a country's code."""
    for name in ("XX", "kenya", "EU"):
        (folder / "countries" / f"{name}.toml").write_text(KENYA, "utf-8")
    found = read(folder)
    assert sorted(map(str, found.faults))[0].startswith(
        "countries/EU.toml is hidden: EU is no country's code"
    )
    assert len(found.faults) == 3 and found.countries.keys() == {"KE", "UG"}


def test_an_empty_directory_is_told(tmp_path: Path) -> None:
    """No countries, no list of directories, an empty one: each is a sentence, and nothing raises."""
    assert [one.file for one in read(tmp_path / "nowhere").faults] == ["countries/", "world.toml"]
    (tmp_path / "world.toml").write_text("", "utf-8")
    assert "world.toml is hidden: it lists no directory." in map(str, read(tmp_path).faults)


def test_a_country_without_anything_is_told(folder: Path) -> None:
    """Neither a line nor a word why there is none."""
    (folder / "countries" / "UG.toml").write_text("", "utf-8")
    assert "neither a line nor a note" in str(read(folder).faults[0])


def test_files_that_can_not_be_read_are_told(folder: Path) -> None:
    """Too large, not UTF-8, not a file."""
    (folder / "countries" / "KE.toml").write_bytes(b"#" * (reading.file_bytes_max + 1))
    (folder / "countries" / "UG.toml").write_bytes(b'note = "\xff"')
    (folder / "countries" / "TZ.toml").mkdir()
    assert len(read(folder).faults) == 3 and not read(folder).countries


def test_a_broken_list_of_directories_leaves_the_countries(folder: Path) -> None:
    """An address that is none hides the lists; what is always there stands in for them."""
    (folder / "world.toml").write_text(WORLD.replace('shown = "iasp', 'shown = "https://iasp'), "utf-8")
    found = read(folder)
    assert "iasp: shown is an address without https://" in str(found.faults[0])
    assert found.countries.keys() == {"KE", "UG"} and found.world == ()


def test_a_check_of_the_file_itself_is_read(folder: Path) -> None:
    """A date and a name, both."""
    checked = 'key = "red-cross"\nchecked_on = 2026-11-02\nchecked_by = "Wanjiru"'
    (folder / "countries" / "KE.toml").write_text(KENYA.replace('key = "red-cross"', checked), "utf-8")
    entry = next(one for one in read(folder).entries() if one.key == "KE/red-cross")
    assert (entry.checked_at, entry.checked_by) == (1_793_577_600_000, "Wanjiru")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=200), at=st.integers(0, len(KENYA)), cut=st.integers(0, 40))
def test_no_file_whatever_gets_through_the_fence(folder: Path, junk: bytes, at: int, cut: int) -> None:
    """A file with anything in the middle of it is read or told, never raised; the other country is there."""
    content = KENYA.encode()
    (folder / "countries" / "KE.toml").write_bytes(content[:at] + junk + content[at + cut :])
    found = read(folder)
    assert ("KE" in found.countries) != bool(found.faults) and "UG" in found.countries

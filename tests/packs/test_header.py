"""Every fault of pack.toml is one sentence with its line."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kinds import Wanted, kinds
from bot.packs import header as header_module
from bot.packs.faults import say
from bot.packs.header import Header, read
from tests.packs.conftest import TOML, changed

TWO_LANGUAGES = """\
name = "plates"
kind = "text"
languages = ["en", "sw"]
price = "0.05"
estimate_s = 20
asks = "Night Market Maps"
licence = "CC-BY-4.0"
trains = {en = "A search.", sw = "Utafutaji."}
afterwards = {sw = "Matokeo yanachapishwa.", en = "Results are published."}

[title]
en = "Plates"
sw = "Sahani"

[question]
en = "What is written there?"

[instruction]
en = "Write it down."
sw = "Andika."
"""


def header(toml: str) -> Header:
    """A header under a floor of $5.00 an hour in an installation that pays in USD."""
    return read(toml, floor_hourly=5_000_000, money_minor=10_000, currency="USD")


def said(toml: str) -> list[str]:
    """The faults of a header as they are said."""
    return [say(fault) for fault in header(toml).faults]


def test_a_fault_has_its_parts_for_programs() -> None:
    """The field, what stands there and what should stand beside the sentence."""
    [fault] = header(changed(TOML, "estimate_s = 15", "estimate_s = 9999")).faults
    assert (fault.file, fault.line, fault.column) == ("pack.toml", 5, "estimate_s")
    assert (fault.found, fault.wanted) == ("9999", "at most 3600")
    [fault] = header(changed(TOML, '["en"]', '["English"]')).faults
    assert (fault.column, fault.found, fault.wanted) == (
        "languages[1]",
        "English",
        "a language's code, such as en or zh-Hant",
    )


class Listening:
    """A kind that shows a sound: choice, but for what it wants."""

    def __getattr__(self, name: str) -> Any:
        return getattr(kinds()["choice"], name)

    def media(self, spec: object) -> tuple[Wanted, ...]:
        """A sound."""
        return (Wanted("audio", "audio"),)


@pytest.mark.parametrize(("installed", "faults"), [(True, 0), (False, 1)])
def test_sounds_need_an_extra(monkeypatch: pytest.MonkeyPatch, installed: bool, faults: int) -> None:
    """Where it is missing, a pack of sounds is refused in a sentence instead of failing later."""
    monkeypatch.setattr(header_module, "has_av", lambda: installed)
    monkeypatch.setattr(header_module, "kinds", lambda: {"choice": Listening()})
    found = [one for one in said(TOML) if "ujima[av]" in one]
    assert len(found) == faults


def test_a_good_header_has_a_form_and_no_fault() -> None:
    """The form, its kind and the kind's own spec are there."""
    found = header(TOML)
    assert found.faults == () and found.warnings == ()
    assert found.form and found.kind and found.spec is not None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'estimate_s = 15\nprice = "0.03"',
            'estimate_s = 15\nprice = "0.01"',
            "pack.toml line 6: $0.01 for 15 s is $2.40 an hour; the floor here is $5.00. $0.03 would be enough.",
        ),
        ('price = "0.03"', "price = 0.03", "pack.toml line 6: “price” must be in quotes, such as \"0.04\"."),
        (
            'price = "0.03"',
            'price = "3 cents"',
            "pack.toml line 6: “price” must be digits and at most six decimals, such as \"0.04\".",
        ),
        ('price = "0.03"', 'price = "0"', "pack.toml line 6: “price” must be more than nothing."),
        ('price = "0.03"\n', "", "pack.toml: “price” is missing."),
        (
            'price = "0.03"',
            'price = "900000000"',
            "pack.toml line 6: this can't be quoted: the pack would lock 662520000000.00, more than one pack may.",
        ),
        (
            'title = "',
            'tite = "x"\ntitle = "',
            "pack.toml line 9: “tite” is not a field of a pack; did you mean “title”?",
        ),
        (
            "right = true",
            "right = true\nreasons = 1",
            "pack.toml line 20: “examples[1].reasons” is not a field of a pack; did you mean “reason”?",
        ),
        (
            '"shoes"',
            '"My Shoes"',
            "pack.toml line 1: “name” must be 3 to 40 of a–z, 0–9 and -.",
        ),
        ('"choice"', '"Choice"', "pack.toml line 2: “Choice” is not a kind of task; did you mean “choice”?"),
        ("estimate_s = 15", "estimate_s = 15\noverlap = 0", "pack.toml line 6: “overlap” must be at least 1."),
        (
            "estimate_s = 15",
            "estimate_s = 15\noverlap = {least = 2, most = 5, confidense = 0.9, confidence = 0.9}",
            "pack.toml line 6: “overlap.confidense” is not a field of a pack; did you mean “confidence”?",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\noverlap = {least = 6, most = 5, confidence = 0.9}",
            "pack.toml line 6: “overlap.least” is more than “overlap.most”.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\noverlap = {least = 2, most = 5, confidence = 1}",
            "pack.toml line 6: “overlap.confidence” must be at most 0.999.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\nreview_window_h = 121",
            "pack.toml line 6: “review_window_h” must be at most 120.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\nresale_share = 1.1",
            "pack.toml line 6: “resale_share” must be at most 1.0.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\nschedule = {opens = 2026-12-01T06:00:00}",
            "pack.toml line 6: “schedule.opens” must be a moment with its time zone and without quotes, such as 2026-12-01T06:00:00Z.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\nschedule = {opens = 2026-12-02T06:00:00Z, closes = 2026-12-01T06:00:00Z}",
            "pack.toml line 6: “schedule.closes” is not after “schedule.opens”.",
        ),
        (
            "estimate_s = 15",
            "estimate_s = 15\ngold_alike = 0",
            "pack.toml line 6: “gold_alike” must be more than 0.",
        ),
        (
            "estimate_s = 15",
            'estimate_s = 15\nlanguages_needed = {read = ["Swahili"]}',
            "pack.toml line 6: “languages_needed.read[1]” must be a language's code, such as en or zh-Hant.",
        ),
        ('"USD"', '"EUR"', "pack.toml line 4: money is USD here, not EUR."),
        ("estimate_s = 15", 'estimate_s = "15"', "pack.toml line 5: “estimate_s” must be a whole number without quotes."),
        ("estimate_s = 15", "estimate_s = 0", "pack.toml line 5: “estimate_s” must be at least 1."),
        ("estimate_s = 15", "estimate_s = 9999", "pack.toml line 5: “estimate_s” must be at most 3600."),
        ('["en"]', '["en", "en"]', "pack.toml line 3: “languages” names a language twice."),
        ('["en"]', '"en"', "pack.toml line 3: “languages” must be a list in square brackets."),
        ('["en"]', "[]", "pack.toml line 3: “languages” has no entry."),
        (
            'licence = "',
            'people = "others"\nlicence = "',
            "pack.toml line 8: Photos of other people need a person's look; that is not possible yet.",
        ),
        (
            'licence = "',
            'people = "Others"\nlicence = "',
            "pack.toml line 8: “people” must be 'none', 'self' or 'others'; did you mean “others”?",
        ),
        ('licence = "', 'gold_share = 0.055\nlicence = "', "pack.toml line 8: “gold_share” must be in whole hundredths, such as 0.05."),
        ('licence = "', 'gold_share = nan\nlicence = "', "pack.toml line 8: “gold_share” must be a number without quotes."),
        ('"Night Market Maps"', '""', "pack.toml line 7: “asks” is empty."),
        ('"Night Market Maps"', '"Night \\u0007"', "pack.toml line 7: “asks” has a character that can't be shown: U+0007."),
        ('"Night Market Maps"', f'"{"x" * 61}"', "pack.toml line 7: “asks” has 61 characters; 60 fit."),
        ('"Which shoes?"', '{en = "Shoes", fr = "Souliers"}', "pack.toml line 9: “title”: “fr” is not one of the pack's languages."),
        ('"Which shoes?"', '{fr = "Souliers"}', "pack.toml line 9: “title” has no “en”, the pack's first language."),
        (
            '"Choose the kind of shoes that is largest in the picture."',
            f'"{"so " * 201}"',
            "pack.toml line 11: the instruction has 201 words; 200 fit.",
        ),
        (
            'answer = "Boots"',
            'answer = "Boot"',
            "pack.toml line 21: the example's answer “Boot” is not an option; did you mean “Boots”?",
        ),
        ("[settings]", "[settings]\nfrom = 2026-01-01", "pack.toml line 15: “settings” may hold texts, numbers, true, false, lists and tables only, and not very deep."),
        ('"Night Market Maps"', "Night", "pack.toml line 7: this is not valid TOML (“Invalid value”). Texts need quotes around them."),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_with_its_line(old: str, new: str, sentence: str) -> None:
    """What the requester wrote, spoilt in one place, gives the sentence that helps to mend it."""
    assert sentence in said(changed(TOML, old, new))


def test_a_kinds_own_faults_have_their_line_and_path() -> None:
    """Settings are judged by the kind and placed here."""
    (fault,) = said(changed(TOML, 'options = ["Sneakers", "Boots"]', 'options = [\n  "Sneakers",\n  7,\n]'))[
        :1
    ]
    assert fault.startswith("pack.toml line 18: options[2]")


def test_faults_of_fields_and_of_rules_come_together_in_order() -> None:
    """An unknown field does not hide a price below the floor."""
    toml = changed(changed(TOML, '"0.03"', '"0.01"'), "asks =", "ask = 1\nasks =")
    assert [sentence.split(":")[0] for sentence in said(toml)] == ["pack.toml line 6", "pack.toml line 7"]


def test_a_missing_further_language_is_a_warning() -> None:
    """The first language is shown instead, and the requester hears it."""
    found = header(TWO_LANGUAGES)
    assert found.faults == ()
    assert found.warnings == ("pack.toml: no “sw” in question; “en” is shown there.",)
    assert found.form and list(found.form.afterwards) == ["en", "sw"]


def test_a_language_without_a_name_is_a_warning() -> None:
    """Small languages are welcome; a slip is told."""
    found = header(changed(TOML, '["en"]', '["en", "xx"]'))
    assert found.form and "pack.toml: “xx” may be a slip; it is not a language we know." in found.warnings


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("a." * 30_000 + "a = 1", "a field has more than 16 names joined by points."),
        ('x = {"\\"".' + '"\\"".' * 9_000 + "a = 1}", "a field has more than 16 names joined by points."),
        ("x = " + "[" * 30_000, "lists or tables are nested too deep."),
        ("x = " + "9" * 5_000, "a number is too long"),
    ],
)
def test_hostile_toml_is_refused_in_no_time(toml: str, sentence: str) -> None:
    """What makes TOML's reader slow or crash never reaches it, or is caught."""
    begun = time.process_time()
    (fault,) = said(toml)
    assert sentence in fault
    assert time.process_time() - begun < 1


def test_a_long_text_with_points_is_not_taken_for_a_key() -> None:
    """Twenty sentences and an address are allowed in an instruction."""
    text = "Look at it. Choose one. See www.example.org/a.b.c.html ... " * 6
    assert said(changed(TOML, "Choose the kind of shoes that is largest in the picture.", text)) == []


@settings(deadline=None)
@given(st.text() | st.sampled_from([TOML, TWO_LANGUAGES]), st.text(max_size=20), st.integers(0, 700))
def test_no_text_makes_reading_raise(toml: str, inserted: str, place: int) -> None:
    """Any text, and any text inside a good header, is read or faulted."""
    found = header(toml[:place] + inserted + toml[place:])
    assert found.form or found.faults


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from([line for line in TOML.splitlines() if " = " in line]), values)
def test_no_value_of_any_type_in_any_field_makes_reading_raise(line: str, value: object) -> None:
    """A field that holds something of another type is a fault, never an accident."""
    name = line.partition(" = ")[0]
    found = header(TOML.replace(line, f"{name} = {_inline(value)}"))
    assert found.form or found.faults


def _inline(value: object) -> str:
    """A value as TOML writes it inside a line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(key)} = {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    return '""' if value is None else repr(value)


def test_an_instruction_without_any_language_is_a_fault() -> None:
    """An empty table is read like any other: what is missing is named."""
    written = 'instruction = "Choose the kind of shoes that is largest in the picture."'
    found = header(TOML.replace(written, "instruction = {}"))
    assert any("instruction" in fault.sentence for fault in found.faults)

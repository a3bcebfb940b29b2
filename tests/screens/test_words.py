"""Sentences that several screens share."""

from dataclasses import replace

import pytest

from bot.domain.outcomes.worker import Offer, Practised, Saved
from bot.screen import plain, text_utf16_max, utf16_units
from bot.screens import show
from bot.screens.samples import sample_house, samples
from bot.screens.words import asked_by, bold, in_other_language, joined, saved_line, size, that_fit, undo_line
from bot.texts import Translator

SETTINGS = {"options": [{"code": "road", "label": {"en": "Road"}}, {"code": "sky", "label": {"en": "Sky"}}]}
PRACTISED = Practised(
    False, "choice", SETTINGS, ("en",), "sky", {"en": "There is blue above, and no tarmac at all."}, "🐟"
)
SAVED = Saved(amount=40_000, balance=1_280_000, practised=PRACTISED)
WHOLE = (
    "Saved, +$0.04. You have $1.28.\n🐟 was not right: it is Sky. There is blue above, and no tarmac at all."
)


def test_nothing_saved_says_nothing(english: Translator) -> None:
    """And takes no line."""
    assert saved_line(None, english) == "" and joined("", "a", "", "b") == "a\nb" and size("") == 0


@pytest.mark.parametrize("room", [text_utf16_max, 108, 107, 80, 65, 64, 30, 29, 14, 13, 0, -5])
def test_what_was_saved_takes_no_more_room_than_there_is(english: Translator, room: int) -> None:
    """The reason goes first, then the verdict, then the balance, then all of it."""
    said = saved_line(SAVED, english, room)
    assert utf16_units(said) <= max(0, room)
    assert said.startswith("Saved, +$0.04.") == (room >= 14)
    assert ("You have $1.28." in said) == (room >= 30)
    assert ("it is Sky" in said) == (room >= 59)
    assert (said == WHOLE) == (room >= 103)


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (Saved(40_000, 1_280_000), "Saved, +$0.04."),
        (
            Saved(40_000, 1_280_000, waited_ms=172_800_000),
            "Saved, +$0.04. It had waited 2 days; it is paid all the same.",
        ),
        (Saved(0, 1_280_000, paid_before=True), "Saved. It was paid before."),
        (Saved(0, 1_280_000, later=True), "Saved. Its pay comes a little later, by itself."),
        (Saved(40_000, 1_280_000, reported=True), "Thank you, it is noted. +$0.04."),
        (
            Saved(0, 1_280_000, reported=True, later=True),
            "Thank you, it is noted. It is paid when somebody else says so too, or after 3 days.",
        ),
    ],
)
def test_what_an_answer_brought_is_said_first(english: Translator, saved: Saved, said: str) -> None:
    """Then what there is now."""
    assert saved_line(saved, english) == f"{said} You have $1.28."


def test_practice_says_what_is_right_and_why(english: Translator) -> None:
    """Kindly either way."""
    right = replace(SAVED, practised=replace(PRACTISED, right=True))
    assert plain(saved_line(SAVED, english)) == WHOLE
    assert plain(saved_line(right, english)) == WHOLE.replace("was not right: it is", "was right:")


def test_practice_of_what_people_make_says_that_whatever_is_clear_will_do(english: Translator) -> None:
    """Nothing is known beforehand, so no answer is called one that would do."""
    made = replace(PRACTISED, right=None, kind="photo", settings={}, answer={}, why={})
    said = plain(saved_line(replace(SAVED, practised=made), english))
    assert "🐟: thank you; any clear photo is good." in said


def test_an_answer_can_be_taken_back_and_a_report_can_not(english: Translator) -> None:
    """The command is told only after what it undoes."""
    assert undo_line(SAVED, english) == "Not what you meant? /undo"
    assert undo_line(replace(SAVED, reported=True), english) == "" == undo_line(None, english)


def test_a_strangers_words_are_no_markup(english: Translator) -> None:
    """In a bold line and in a name."""
    assert bold("<i>&", english) == "<b>&lt;i&gt;&amp;</b>"
    assert asked_by("<i>", "A & B", english) == "Asked by: &lt;i&gt;. On behalf of A &amp; B."
    assert asked_by("Maps", "", english) == "Asked by: Maps. The client is not named."


def test_work_in_another_language_says_so(english: Translator) -> None:
    """Only then."""
    assert in_other_language({"sw": "Picha"}, english) == "This work is in Swahili."
    assert (
        in_other_language({"sw": "Picha", "en": "Picture"}, english) == "" == in_other_language({}, english)
    )


def test_lines_that_do_not_fit_are_left_out_from_the_end() -> None:
    """First and last line always stay."""
    found = that_fit([f"{n:02} " + "x" * 996 for n in range(9)], "first", "last")
    assert [line[:5].strip() for line in found.split("\n")] == [
        "first",
        "00 xx",
        "01 xx",
        "02 xx",
        "03 xx",
        "last",
    ]
    assert utf16_units(found) <= text_utf16_max


def test_a_pack_without_the_readers_language_is_shown_in_its_own_and_says_so(t: Translator) -> None:
    """One short line names the language; nothing is said where the reader's own is there."""
    offer = dict(samples())["An offer"]
    assert isinstance(offer, Offer)
    other = "sw" if t.language != "sw" else "nl"
    foreign = str(show(replace(offer, title={other: "Picha ina nini?"}), t, sample_house))
    line = plain(t("This work is in {language}.", language=t.language_name(other)))
    assert "Picha ina nini?" in foreign and line in foreign.splitlines()
    own = str(show(replace(offer, title={other: "x", t.language: "Picha ina nini?"}), t, sample_house))
    assert "Picha ina nini?" in own and line not in own

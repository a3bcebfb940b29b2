"""Choice: options as packs write them, and what presses and typed words mean."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentPhoto, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.choice import KIND, ChoiceSpec
from bot.texts import Translator

SWAHILI = Translator("sw", Catalog(locale="sw"), "USD")


def read(settings: dict[str, Any], *languages: str) -> ChoiceSpec:
    """A Spec of settings that are in order."""
    found = KIND.read(settings, languages or ("en", "sw"))
    assert not isinstance(found, list), found
    return found


def faults(options: Any, *languages: str) -> list[Fault]:
    """The faults of settings that are not in order."""
    found = KIND.read({"options": options}, languages or ("en",))
    assert isinstance(found, list), found
    return found


ROADS = read(dict(KIND.example["settings"]))


@pytest.mark.parametrize("typed", ["Road", "road", " ROAD. ", "barabara", "“Barabara”", "ro\u200bad\u200f"])
def test_a_typed_label_in_any_language_of_the_pack_answers(typed: str) -> None:
    """Case, spaces, quotation marks and invisible signs do not matter."""
    assert KIND.take(ROADS, {}, Wrote(typed)) == Done("road")


@pytest.mark.parametrize(
    "event", [Wrote("roads"), Wrote(""), Pressed("river"), Pressed("Road"), SentPhoto("x")]
)
def test_anything_else_is_told_about_the_keys(event: Any) -> None:
    """No guess is made: a near word is no answer."""
    assert KIND.take(ROADS, {"kept": 1}, event) == More({"kept": 1}, "press")


def test_a_word_that_means_two_options_in_two_languages_is_not_an_answer() -> None:
    """Spanish "pan" is bread, English "pan" a dish: typing it leaves the choice open."""
    both = read(
        {
            "options": [
                {"code": "bread", "label": {"en": "Bread", "es": "Pan"}},
                {"code": "dish", "label": {"en": "Pan", "es": "Sartén"}},
            ]
        },
        "en",
        "es",
    )
    assert KIND.take(both, {}, Wrote("pan")) == More({}, "press")
    assert KIND.take(both, {}, Wrote("sarte\u0301n")) == Done("dish")


def test_keys_stand_two_in_a_row_in_the_readers_language() -> None:
    """Three options are a row of two and a row of one; the order is the pack's."""
    three = read({"options": KIND.example["settings"]["options"][:3]})
    labels = [[key.label for key in row] for row in KIND.show(three, {}, SWAHILI).rows]
    assert labels == [["Barabara", "Jengo"], ["Watu"]]


def test_a_bare_word_is_short_for_an_option_in_a_pack_of_one_language() -> None:
    """A code is made of the label's letters."""
    spec = read({"options": ["Café au lait", "Tea"]}, "en")
    assert [option.code for option in spec.options] == ["cafe_au_lait", "tea"]


def test_a_label_no_code_can_be_made_of_asks_for_one() -> None:
    """Arabic labels need codes of their own."""
    found = faults(["طريق", {"code": "house", "label": "بيت"}], "ar")
    assert [fault.where for fault in found] == ["settings.options[1].code"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["Road"], "a list of 2 to 4"),
        (["a", "b", "c", "d", "e"], "a list of 2 to 4"),
        ("road", "a list of 2 to 4"),
        (["Road", "ROAD "], "is there twice"),
        (["Road", "Ro\u200bad"], "is there twice"),
        (["Skip", "Road"], "key of ours"),
        (["Road", "more"], "key of ours"),
        (["🐟 Fish", "Meat"], "picture we mark"),
        (["Road", "A road with many trees"], "22 characters; 18 fit"),
        (["Road", "Two\nlines"], "one line"),
        (["Road", ""], "missing"),
        (["Road", 7], "one text per language"),
        ([{"code": "\u200b", "label": "Road"}, "House"], "a–z"),
        ([{"code": "x", "label": "\u200b"}, "House"], "can't be seen"),
        ([{"code": "x", "label": "A"}, {"code": "x", "label": "B"}], "x is there twice"),
        ([{"code": "x", "label": {"sw": "A"}}, "B"], "missing"),
        ([{"code": "x", "lable": "A"}, "B"], "did you mean label?"),
    ],
)
def test_faults_in_options_are_named(options: Any, sentence: str) -> None:
    """Each fault has a place and a sentence that says what would do."""
    assert any(sentence in fault.sentence for fault in faults(options))


def test_every_fault_is_named_at_once() -> None:
    """Two missing labels and a bad code are three sentences in one reading."""
    found = faults([{"code": "A B", "label": {"en": "Road"}}, {"code": "b", "label": {}}], "en", "sw")
    assert [fault.where for fault in found] == [
        "settings.options[1].label.sw",
        "settings.options[1].code",
        "settings.options[2].label.en",
        "settings.options[2].label.sw",
    ]


def test_a_known_answer_that_is_no_option_offers_the_likeliest() -> None:
    """The sentence names what was written and what was meant."""
    found = KIND.read_gold(ROADS, "Raod")
    assert isinstance(found, Fault) and found.sentence.endswith(
        "“Raod” is not an option; did you mean “Road”?"
    )
    assert KIND.read_gold(ROADS, "Mimea") == "plants"


def test_the_answer_is_said_by_its_label_and_leaves_as_its_code() -> None:
    """People read labels, files hold codes."""
    assert KIND.say(ROADS, "people", SWAHILI) == "Watu"
    assert KIND.export(ROADS, "people") == {"answer": "people"}
    assert (KIND.alike(ROADS, "people", "people"), KIND.alike(ROADS, "people", "road")) == (1, 0)


def test_options_that_are_letters_have_no_other_letters() -> None:
    """A B that is the first option would be read as the second."""
    assert len(KIND.lettered(read({"options": ["Road", "House"]}, "en"))) == 2
    assert KIND.lettered(read({"options": ["B", "A"]}, "en")) == ()

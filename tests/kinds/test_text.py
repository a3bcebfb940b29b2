"""Text: what is taken, what is mended, what is asked for again."""

from __future__ import annotations

import time
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Pressed, SentFile, SentPhoto, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds._written import distance
from bot.kinds.text import KIND, TextSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> TextSpec:
    """A Spec of settings that are in order."""
    found = KIND.read(settings, ("en",))
    assert not isinstance(found, list), found
    return found


FREE = read()
PLATE = read(pattern="K[A-Z]{2} ?[0-9]{3}[A-Z]", hint="For example KDA 123B.")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  two words \n", "two words"),
        ("cafe\u0301", "café"),
        ("a\0b\x07c\ud800d", "abcd"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree four"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("১২ টাকা", "১২ টাকা"),
    ],
)
def test_a_text_is_stored_trimmed_and_without_control_characters(typed: str, stored: str) -> None:
    """Joiners that scripts and emoji need stay; free text keeps its own digits."""
    assert KIND.take(FREE, {}, Wrote(typed)) == Done(stored)


@given(st.text())
def test_what_is_stored_can_be_stored_and_is_stored_once_only(typed: str) -> None:
    """Cleaning twice is cleaning once, and the result is UTF-8 without NUL."""
    taken = KIND.take(FREE, {}, Wrote(typed))
    if isinstance(taken, Done):
        assert KIND.take(FREE, {}, Wrote(taken.answer)) == taken
        assert b"\0" not in taken.answer.encode()


@pytest.mark.parametrize("typed", ["", " \n ", "\0\0", "\u200b\u200f"])
def test_a_text_nobody_can_see_is_asked_for_again(typed: str) -> None:
    """Blank is no answer."""
    assert KIND.take(FREE, {}, Wrote(typed)) == More({}, "write")


def test_length_is_counted_in_characters_and_told() -> None:
    """The nudge says how long the text was and how much fits."""
    spec = read(length_min=3, length_max=5)
    assert KIND.take(spec, {}, Wrote("ñandú")) == Done("ñandú")
    assert KIND.take(spec, {}, Wrote("abcdefg")) == More({}, "long 7")
    assert KIND.nudge(spec, "long 7", ENGLISH) == "Your text has 7 characters; 5 fit. Please make it shorter."
    assert KIND.take(spec, {}, Wrote("a")) == More({}, "short 1")
    assert KIND.nudge(spec, "short 1", ENGLISH).startswith(
        "Your text has 1 character; at least 3 are needed."
    )


@pytest.mark.parametrize(
    ("event", "nudge"),
    [(SentPhoto("x"), "photo"), (SentVoice("x"), "voice"), (SentFile("x"), "write"), (Pressed("x"), "write")],
)
def test_other_input_is_told_that_words_are_needed(event: Any, nudge: str) -> None:
    """A voice note where text is wanted is met kindly and the draft is kept."""
    assert KIND.take(FREE, {"kept": 1}, event) == More({"kept": 1}, nudge)
    assert "Please write your answer." in KIND.nudge(FREE, nudge, ENGLISH) or nudge == "write"


@pytest.mark.parametrize("typed", ["KDA 123B", "KDA123B", "KDA ١٢٣B", "KDA ১২৩B", "KDA １２３B"])
def test_digits_of_any_script_fit_a_pattern_of_digits(typed: str) -> None:
    """They are stored as 0–9, so that two people's answers are alike."""
    taken = KIND.take(PLATE, {}, Wrote(typed))
    assert isinstance(taken, Done) and taken.answer.replace(" ", "") == "KDA123B"


def test_a_text_of_another_form_is_told_the_packs_own_hint() -> None:
    """The hint is shown with the question and said again; its markup is escaped."""
    spec = read(pattern="[0-9]+", hint="Digits only, 0 < x & x < 9.")
    assert KIND.take(spec, {}, Wrote("twelve")) == More({}, "form")
    said = "This does not have the form that is needed. Digits only, 0 &lt; x &amp; x &lt; 9."
    assert KIND.nudge(spec, "form", ENGLISH) == said
    assert KIND.nudge(spec, "long 40", ENGLISH) == said == KIND.nudge(spec, "short 1", ENGLISH)
    assert KIND.show(spec, {}, ENGLISH).hint == "Digits only, 0 &lt; x &amp; x &lt; 9."


def test_a_text_without_a_hint_of_its_own_asks_in_the_readers_language() -> None:
    """The sentence comes from the catalog."""
    catalog = Catalog(locale="sw")
    catalog.add("Write your answer.", "Andika jibu lako.")
    assert KIND.show(FREE, {}, ENGLISH).hint == "Write your answer."
    assert KIND.show(FREE, {}, Translator("sw", catalog, "USD")).hint == "Andika jibu lako."


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"length_max": 4001}, "settings.length_max"),
        ({"length_max": "9"}, "settings.length_max"),
        ({"length_min": 0}, "settings.length_min"),
        ({"length_min": 9, "length_max": 8}, "settings.length_min"),
        ({"pattern": "(a+)+", "hint": "x"}, "settings.pattern"),
        ({"pattern": 5}, "settings.hint"),
        ({"pattern": "[0-9]+"}, "settings.hint"),
        ({"hint": "x" * 121}, "settings.hint.en"),
    ],
)
def test_faults_in_settings_are_named(settings: dict[str, Any], where: str) -> None:
    """Each with its place."""
    found = KIND.read(settings, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


@pytest.mark.parametrize(
    ("written", "reason"),
    [("", "at least 1"), ("KDA", "does not fit the pattern"), ("x" * 501, "at most 500")],
)
def test_a_known_answer_nobody_could_give_is_a_fault(written: str, reason: str) -> None:
    """The sentence says why."""
    found = KIND.read_gold(PLATE, written)
    assert isinstance(found, Fault) and reason in found.sentence


def test_an_answer_is_said_by_its_beginning() -> None:
    """History shows one line of sixty characters at most."""
    said = KIND.say(FREE, "word\n" * 40, ENGLISH)
    assert said.startswith("word word") and said.endswith("…") and len(said) <= 60


def plain_distance(one: str, other: str) -> int:
    """Levenshtein's distance by the whole table, as the textbook has it."""
    row = list(range(len(other) + 1))
    for index, character in enumerate(one):
        upper, row = row, [index + 1]
        for place, wanted in enumerate(other):
            row.append(min(upper[place + 1] + 1, row[place] + 1, upper[place] + (character != wanted)))
    return row[-1]


@given(st.text("ab c", max_size=12), st.text("ab c", max_size=12))
def test_the_edit_distance_equals_the_textbooks(one: str, other: str) -> None:
    """The bit-parallel form and the table agree."""
    assert distance(one, other) == plain_distance(one, other)


def test_likeness_forgives_case_and_spaces_and_counts_slips() -> None:
    """One slip in eight characters is 7/8 alike."""
    assert KIND.alike(FREE, "KDA 123B", "kda  123b") == 1
    assert KIND.alike(FREE, "KDA 123B", "KDA 123C") == pytest.approx(7 / 8)
    assert KIND.alike(FREE, "abc", "xyz") == 0


def test_the_longest_texts_are_compared_in_bounded_time() -> None:
    """Two texts of 4,000 characters take processor time far below a transaction's patience."""
    one, other = "abcdefgh" * 500, "hgfedcba" * 500
    begun = time.process_time()
    assert 0 < distance(one, other) < 4000
    assert time.process_time() - begun < 0.25

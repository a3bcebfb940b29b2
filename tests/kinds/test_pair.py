"""Pair: one of two texts, or both, or neither."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.pair import KIND, PairSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> PairSpec:
    """A Spec."""
    found = KIND.read(settings, ("en",))
    assert not isinstance(found, list), found
    return found


ALL = read(same=True, neither=True)


def test_there_are_two_keys_and_two_more_where_the_pack_wants_them() -> None:
    """[1] [2] / [Both alike] [Neither of them]."""
    assert [key.code for key in KIND.show(read(), {}, ENGLISH).keys] == ["1", "2"]
    shown = KIND.show(ALL, {}, ENGLISH)
    assert [[key.label for key in row] for row in shown.rows] == [
        ["1", "2"],
        ["Both alike", "Neither of them"],
    ]
    assert [KIND.take(ALL, {}, Pressed(key.code)) for key in shown.keys] == [
        Done(code) for code in ("1", "2", "same", "neither")
    ]


@pytest.mark.parametrize("typed", ["2", "٢", "B", " b. ", "2)"])
def test_the_second_can_be_typed(typed: str) -> None:
    """By its number in any script's digits, or by its letter."""
    assert KIND.take(read(), {}, Wrote(typed)) == Done("2")


def test_an_answer_that_the_pack_does_not_offer_is_none() -> None:
    """Neither pressed late from another version, nor typed, nor as gold."""
    for event in (Pressed("same"), Wrote("same"), Wrote("3"), SentVoice("x")):
        assert KIND.take(read(), {}, event) == More({}, "press")
    assert (
        isinstance(KIND.read_gold(read(), "neither"), Fault) and KIND.read_gold(ALL, "neither") == "neither"
    )


def test_both_alike_is_half_like_each() -> None:
    """And nothing like neither."""
    assert [KIND.alike(ALL, "same", other) for other in ("same", "1", "2", "neither")] == [1, 0.5, 0.5, 0]
    assert KIND.alike(ALL, "1", "2") == 0


def test_an_answer_is_said_in_the_words_of_its_key() -> None:
    """A number stays a number."""
    assert KIND.say(ALL, "same", ENGLISH) == "Both alike" and KIND.say(ALL, "2", ENGLISH) == "2"


def test_a_setting_is_true_or_false() -> None:
    """Not a word for it."""
    found = KIND.read({"same": "yes"}, ("en",))
    assert isinstance(found, list) and found[0].where == "settings.same"


def test_two_pictures_are_compared_as_one() -> None:
    """The text beside them is any text; without pictures there is no medium."""
    pictures = read(item="pictures")
    assert [(one.column, one.form) for one in KIND.media(pictures)] == [("picture", "pair")]
    assert KIND.read_item(pictures, "Which is sharper?") == "Which is sharper?" and KIND.media(read()) == ()
    found = KIND.read({"item": "sounds"}, ("en",))
    assert isinstance(found, list) and found[0].where == "settings.item"

"""Scale: a digit pressed or typed in any script answers; nearness is likeness."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Fault, More
from bot.kinds.scale import KIND, ScaleSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(**settings: Any) -> ScaleSpec:
    """A Spec of one language."""
    found = KIND.read({"least": "bad", "most": "good", **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


@pytest.mark.parametrize("typed", ["4", " 4.", "٤", "৪", "(4)", "\u200f4"])
def test_a_typed_digit_of_any_script_answers(typed: str) -> None:
    """And what people type around it does no harm."""
    assert KIND.take(read(), {}, Wrote(typed)) == Done(4)


@pytest.mark.parametrize("typed", ["0", "6", "4.5", "45", "four", "-4", "", "¹", "04"])
def test_what_is_no_point_is_told_the_range(typed: str) -> None:
    """Nothing is rounded, cut or guessed."""
    assert KIND.take(read(), {}, Wrote(typed)) == More({}, "press")
    assert "from 1 to 5" in KIND.nudge(read(), "press", ENGLISH)


@pytest.mark.parametrize(("points", "rows"), [(2, [2]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3])])
def test_two_to_seven_points_fit_two_rows(points: int, rows: list[int]) -> None:
    """The third row is Skip and More."""
    shown = KIND.show(read(points=points), {}, ENGLISH)
    assert [len(row) for row in shown.rows] == rows
    assert [KIND.take(read(points=points), {}, Pressed(key.code)) for key in shown.keys] == [
        Done(point) for point in range(1, points + 1)
    ]


def test_the_ends_and_the_middle_are_said_in_words() -> None:
    """A pack's own words, escaped."""
    assert KIND.show(read(most="<b>"), {}, ENGLISH).hint == "1 is bad, 5 is &lt;b&gt;."
    assert KIND.show(read(middle="so so"), {}, ENGLISH).hint == "1 is bad, 3 is so so, 5 is good."
    assert KIND.say(read(), 4, ENGLISH) == "4 of 5"


def test_nearer_answers_are_more_alike() -> None:
    """1 − distance ÷ range; an answer of a longer, older scale is not below 0."""
    assert [KIND.alike(read(), 1, other) for other in (1, 2, 3, 5)] == [1, 0.75, 0.5, 0]
    assert KIND.alike(read(), 7, 1) == 0


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"points": 8}, "settings.points"),
        ({"points": 1}, "settings.points"),
        ({"points": 4, "middle": "so so"}, "settings.middle"),
        ({"least": ""}, "settings.least.en"),
        ({"most": "x" * 41}, "settings.most.en"),
    ],
)
def test_faults_in_settings_are_named(settings: dict[str, Any], where: str) -> None:
    """Each at its place."""
    found = KIND.read({"least": "bad", "most": "good", **settings}, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


def test_a_known_answer_is_a_point() -> None:
    """Other inputs are no answers."""
    assert KIND.read_gold(read(), "5") == 5 and isinstance(KIND.read_gold(read(), "6"), Fault)
    assert KIND.take(read(), {}, SentVoice("x")) == More({}, "press")


def test_a_scale_of_more_points_than_letters_has_none() -> None:
    """Up to five points have a letter each, the ends and the middle in their words."""
    named = [(one.code, dict(one.labels)) for one in KIND.lettered(read(points=5, middle="so so"))]
    assert named == [
        ("1", {"en": "bad"}),
        ("2", {}),
        ("3", {"en": "so so"}),
        ("4", {}),
        ("5", {"en": "good"}),
    ]
    assert KIND.lettered(read(points=6)) == ()

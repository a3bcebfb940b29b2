"""Audio and video: an option or words, about something heard or seen."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentPhoto, SentVoice, Wrote
from bot.kinds import Done, Fault, Kind, More
from bot.kinds._asked import Asked
from bot.kinds.audio import KIND as AUDIO
from bot.kinds.video import KIND as VIDEO
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
CHOICE = {"answer": "choice", "options": ["One", "Two"]}
TEXT = {"answer": "text", "length_max": 20, "hint": "In your language."}


@pytest.fixture(params=[AUDIO, VIDEO], ids=["audio", "video"])
def kind(request: pytest.FixtureRequest) -> Kind[Asked]:
    """Both in turn."""
    found: Kind[Asked] = request.param
    return found


def read(kind: Kind[Asked], settings: dict[str, Any]) -> Asked:
    """A Spec."""
    found = kind.read(settings, ("en",))
    assert not isinstance(found, list), found
    return found


def test_an_option_is_pressed_or_typed(kind: Kind[Asked]) -> None:
    """Anything else is told about the keys."""
    spec = read(kind, CHOICE)
    assert kind.take(spec, {}, Pressed("two")) == kind.take(spec, {}, Wrote("TWO")) == Done("two")
    assert kind.take(spec, {}, Wrote("three")) == kind.take(spec, {}, SentVoice("x")) == More({}, "press")
    assert kind.read_gold(spec, "One") == "one" and isinstance(kind.read_gold(spec, "Three"), Fault)
    assert kind.alike(spec, "one", "two") == 0 and kind.say(spec, "two", ENGLISH) == "Two"


def test_words_are_written(kind: Kind[Asked]) -> None:
    """Within their length; a voice or a picture is told so."""
    spec = read(kind, TEXT)
    assert kind.take(spec, {}, Wrote(" seven o'clock ")) == Done("seven o'clock")
    assert kind.take(spec, {}, Wrote("x" * 21)) == More({}, "long 21")
    assert kind.take(spec, {}, SentVoice("x")) == More({}, "voice")
    assert kind.take(spec, {}, SentPhoto("x")) == More({}, "photo")
    assert kind.show(spec, {}, ENGLISH).hint.startswith("In your language.")
    assert isinstance(kind.read_gold(spec, "x" * 21), Fault)
    assert 0 < (kind.alike(spec, "seven", "eleven") or 0) < 1


def test_a_pack_says_which_of_the_two_it_wants(kind: Kind[Asked]) -> None:
    """And brings the settings of that one only."""
    for wrong, where in (
        ({}, "settings.answer"),
        ({"answer": "text", "options": ["A", "B"]}, "settings.options"),
    ):
        found = kind.read(wrong, ("en",))
        assert isinstance(found, list) and found[0].where == where
    faults = kind.read({"answer": "choice", "options": ["Play", "Two"]}, ("en",))
    assert isinstance(faults, list) and "is on a key of ours" in faults[0].sentence


def test_each_wants_its_own_medium() -> None:
    """A voice note; a sheet of frames with the clip on request."""
    assert [(one.column, one.form) for one in AUDIO.media(read(AUDIO, CHOICE))] == [("audio", "audio")]
    assert [(one.column, one.form) for one in VIDEO.media(read(VIDEO, CHOICE))] == [("video", "video")]

"""Voice: a doubtful recording is asked for again in words that help, and nobody is stuck."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Made, SentFile, SentPhoto, SentVoice, Wrote, same
from bot.kinds import Done, Fault, More
from bot.kinds.voice import KIND, VoiceSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
HASH = "cd" * 32
GOOD = {"seconds": 4, "loudness": -22, "clipped": 0, "silent": 200}


def read(**settings: Any) -> VoiceSpec:
    """A Spec of at most 20 seconds."""
    found = KIND.read({"seconds_min": 2, "seconds_max": 20, **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


def made(**facts: int) -> Made:
    """A good recording, but for some facts."""
    return Made("voice", HASH, {**GOOD, **facts})


def test_a_clear_recording_answers() -> None:
    """Its content and its length are the answer."""
    answer = {"file": HASH, "seconds": 4, "doubts": []}
    assert KIND.take(read(), {}, made()) == Done(answer)
    assert KIND.say(read(), answer, ENGLISH) == "recording, 4 s"
    assert KIND.export(read(), answer) == {"answer": HASH, "answer.seconds": 4, "answer.doubts": ""}


@pytest.mark.parametrize(
    ("facts", "nudge", "said"),
    [
        ({"seconds": 1}, "short", "at least 2 seconds are needed"),
        ({"seconds": 95}, "long 95", "95 s long; 20 s is the most"),
        ({"loudness": -52}, "quiet", "very quiet"),
        ({"clipped": 90}, "clipped", "too loud"),
        ({"silent": 950}, "silent", "hardly hear a voice"),
        ({"seconds": 0, "silent": 1000}, "short", "very short"),
    ],
)
def test_a_doubtful_one_is_asked_for_twice_and_then_taken_with_its_doubts(
    facts: dict[str, int], nudge: str, said: str
) -> None:
    """The reason is one a person understands; after two more tries it is taken as it is."""
    spec, event = read(), made(**facts)
    first = KIND.take(spec, {}, event)
    assert isinstance(first, More) and first.nudge == nudge and said in KIND.nudge(spec, nudge, ENGLISH)
    second = KIND.take(spec, first.draft, event)
    assert isinstance(second, More)
    third = KIND.take(spec, second.draft, event)
    assert isinstance(third, Done) and nudge.split()[0] in third.answer["doubts"]


def test_the_very_same_recording_is_never_taken() -> None:
    """It answered another task already; they are asked to speak anew."""
    assert KIND.take(read(), {}, made(twin=same)) == More({}, "twin")
    assert "speak again" in KIND.nudge(read(), "twin", ENGLISH)


def test_only_a_voice_is_measured() -> None:
    """Anything else is told that a voice is wanted."""
    assert KIND.measures(SentVoice("x")) == ("voice",) and KIND.measures(SentPhoto("x")) == ()
    assert KIND.take(read(), {}, SentVoice("x")) == More({}, "looking")
    assert KIND.take(read(), {}, Wrote("hello")) == More({}, "voice")
    assert KIND.take(read(), {}, SentFile("x")) == More({}, "file")
    assert KIND.nudge(read(), "file", ENGLISH).startswith("This file is not a voice message.")


def test_what_is_read_aloud_must_be_there() -> None:
    """An answer by voice needs no text."""
    assert isinstance(KIND.read_item(read(aloud=True), " "), Fault) and KIND.read_item(read(), "") == ""
    assert "read the text aloud" in KIND.show(read(aloud=True), {}, ENGLISH).hint
    assert "say your answer" in KIND.show(read(), {}, ENGLISH).hint


def test_the_shortest_is_not_longer_than_the_longest() -> None:
    """Settings that nobody could fulfil are refused."""
    found = KIND.read({"seconds_min": 30, "seconds_max": 10}, ("en",))
    assert isinstance(found, list) and found[0].where == "settings.seconds_min"
    assert KIND.read_gold(read(), "-") == {} and isinstance(KIND.read_gold(read(), "hello"), Fault)

"""Photo: a doubtful photograph is asked for again in words that help, and nobody is stuck."""

from __future__ import annotations

from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Made, Pressed, SentFile, SentPhoto, Wrote, same
from bot.kinds import Done, Fault, More
from bot.kinds.photo import KIND, PhotoSpec
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")
HASH = "ab" * 32
GOOD = {"width": 1280, "height": 960, "blur": 400, "twin": 0}


def read(**settings: Any) -> PhotoSpec:
    """A Spec."""
    found = KIND.read(settings, ("en",))
    assert not isinstance(found, list), found
    return found


def made(**facts: int) -> Made:
    """A good photograph, but for some facts."""
    return Made("photo", HASH, {**GOOD, **facts})


def test_a_clear_photograph_answers() -> None:
    """Its content and its size are the answer."""
    answer = {"file": HASH, "width": 1280, "height": 960, "doubts": []}
    assert KIND.take(read(), {}, made()) == Done(answer)
    assert KIND.say(read(), answer, ENGLISH) == "photo, 1,280 × 960"
    assert KIND.export(read(), answer) == {
        "answer": HASH,
        "answer.width": 1280,
        "answer.height": 960,
        "answer.doubts": "",
    }


@pytest.mark.parametrize(
    ("facts", "nudge"),
    [
        ({"blur": 12}, "blurred"),
        ({"height": 300}, "small 300"),
        ({"twin": 1}, "twin"),
        ({"dark": 900}, "dark"),
        ({"bright": 700}, "bright"),
        ({"twin": 1, "blur": 1}, "twin"),
    ],
)
def test_a_doubtful_one_is_asked_for_twice_and_then_taken_with_its_doubts(
    facts: dict[str, int], nudge: str
) -> None:
    """Kindly, with what to do; after two more tries it is taken as it is."""
    spec, event = read(), made(**facts)
    first = KIND.take(spec, {}, event)
    assert isinstance(first, More) and first.nudge == nudge
    second = KIND.take(spec, first.draft, event)
    assert isinstance(second, More) and second.nudge == nudge
    third = KIND.take(spec, second.draft, event)
    assert isinstance(third, Done) and nudge.split()[0] in third.answer["doubts"]
    assert nudge.split()[0] in KIND.export(spec, third.answer)["answer.doubts"]


def test_the_very_same_photograph_is_never_taken_and_uses_up_no_try() -> None:
    """However often it comes; another one is looked at as if it were the first."""
    draft: dict[str, Any] = {}
    for _ in range(5):
        asked = KIND.take(read(), draft, made(twin=same))
        assert isinstance(asked, More) and asked.nudge == "twin"
        draft = asked.draft
    assert draft == {} and isinstance(KIND.take(read(), draft, made()), Done)


def test_a_retake_that_is_good_is_taken_without_a_doubt() -> None:
    """What was wrong before is not held against it."""
    asked = KIND.take(read(), {}, made(blur=3))
    assert isinstance(asked, More)
    taken = KIND.take(read(), asked.draft, made())
    assert isinstance(taken, Done) and taken.answer["doubts"] == []


def test_the_pack_sets_how_strict_it_is() -> None:
    """0 takes everything."""
    loose = read(blur_min=0, edge_min=0)
    assert isinstance(KIND.take(loose, {}, made(blur=0, width=90, height=60)), Done)


def test_only_a_photograph_is_measured() -> None:
    """Anything else is told what is wanted, and what may be in it is said with every question."""
    assert KIND.measures(SentPhoto("x")) == ("photo",) and KIND.measures(SentFile("x", "a.zip")) == ()
    assert KIND.take(read(), {}, SentPhoto("x")) == More({}, "looking")
    for event in (Wrote("no"), Pressed("x"), Made("voice", HASH, {})):
        assert KIND.take(read(), {}, event) == More({}, "photo")
    assert KIND.take(read(), {}, SentFile("x")) == More({}, "file")
    assert KIND.nudge(read(), "file", ENGLISH).startswith("This file is not a photo.")
    assert "300 pixels; 480 are needed" in KIND.nudge(read(), "small 300", ENGLISH)
    assert "No person may be seen" in KIND.show(read(), {}, ENGLISH).hint
    assert "Nobody but you" in KIND.show(read(people="self"), {}, ENGLISH).hint


def test_nothing_is_known_beforehand() -> None:
    """A practice row has a dash, and others' photographs are no measure."""
    assert KIND.read_gold(read(), "-") == {} and isinstance(KIND.read_gold(read(), "a pot"), Fault)
    assert KIND.alike(read(), {}, {}) is None and KIND.say(read(), {}, ENGLISH) == "any clear photo"


def test_others_may_not_be_photographed() -> None:
    """Their yes can't be asked for here."""
    found = KIND.read({"people": "others"}, ("en",))
    assert isinstance(found, list) and found[0].where == "settings.people"

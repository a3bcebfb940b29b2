"""Rank: presses gather from best to worst; the last one answers."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.domain.events import Pressed, SentVoice, Wrote
from bot.kinds import Done, Draft, Fault, More
from bot.kinds.rank import KIND, RankSpec, clear_code
from bot.texts import Translator

ENGLISH = Translator("en", Catalog(locale="en"), "USD")


def read(count: int = 3, **settings: Any) -> RankSpec:
    """A Spec."""
    found = KIND.read({"count": count, **settings}, ("en",))
    assert not isinstance(found, list), found
    return found


def after(spec: RankSpec, *codes: str) -> Draft:
    """The draft after some presses, all of them silent."""
    draft: Draft = {}
    for code in codes:
        taken = KIND.take(spec, draft, Pressed(code))
        assert isinstance(taken, More) and taken.nudge == ""
        draft = taken.draft
    return draft


def test_the_last_press_answers() -> None:
    """Best first; a press that comes twice has its place already."""
    assert KIND.take(read(), after(read(), "2", "2", "1", "2"), Pressed("3")) == Done([2, 1, 3])
    assert KIND.take(read(4, top=2), after(read(4, top=2), "4"), Pressed("1")) == Done([4, 1])
    assert KIND.take(read(6, top=1), {}, Pressed("6")) == Done([6])


def test_clear_begins_again() -> None:
    """It is under More while there is something to clear."""
    draft = after(read(), "2", "1")
    assert KIND.take(read(), draft, Pressed(clear_code)) == More({"ranked": []}, again=True)
    assert KIND.show(read(), {}, ENGLISH).more == ()
    shown = KIND.show(read(), draft, ENGLISH)
    assert [key.code for key in shown.more] == [clear_code] and shown.hint.startswith("So far: 2, 1.")


@pytest.mark.parametrize("typed", ["2 1 3", "b a c", "B, A, C.", "213", "bac", "٢ ١ ٣", "2>1>3", "2\n1\n3"])
def test_the_whole_order_can_be_typed(typed: str) -> None:
    """In numbers or letters, whatever stands between."""
    assert KIND.take(read(), {"ranked": [3]}, Wrote(typed)) == Done([2, 1, 3])


@pytest.mark.parametrize("typed", ["2 1", "2 1 2", "2 1 4", "first", "", "2 1 3 1", "21 3"])
def test_half_an_order_is_no_answer(typed: str) -> None:
    """Nothing is filled in for anybody."""
    assert KIND.take(read(), {"ranked": [3]}, Wrote(typed)) == More({"ranked": [3]}, "press")
    assert isinstance(KIND.read_gold(read(), typed), Fault)


def test_likeness_is_kendalls() -> None:
    """(τ + 1) ÷ 2: one swap of neighbours is one pair of three."""
    assert KIND.alike(read(), [1, 2, 3], [2, 1, 3]) == pytest.approx(2 / 3)
    assert KIND.alike(read(), [1, 2, 3], [3, 2, 1]) == 0
    for order in permutations((1, 2, 3)):
        assert KIND.alike(read(), list(order), list(order)) == 1


def test_texts_without_a_place_share_the_last() -> None:
    """Of four texts only the best two are named: a tie in one order counts half."""
    spec = read(4, top=2)
    assert KIND.alike(spec, [1, 2], [1, 2]) == 1
    assert KIND.alike(spec, [1, 2], [2, 1]) == pytest.approx(5 / 6)
    assert KIND.alike(spec, [1, 2], [3, 4]) == pytest.approx(1 - 5 / 6)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_up_to_six_fit_two_rows(count: int) -> None:
    """The third row is Skip and More."""
    shown = KIND.show(read(count), {}, ENGLISH)
    assert len(shown.rows) <= 2 and sum(map(len, shown.rows)) == count and shown.last is None


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({}, "settings.count"),
        ({"count": 7}, "settings.count"),
        ({"count": 3, "top": 4}, "settings.top"),
        ({"count": 3, "top": 0}, "settings.top"),
    ],
)
def test_faults_in_settings_are_named(settings: dict[str, Any], where: str) -> None:
    """Each at its place."""
    found = KIND.read(settings, ("en",))
    assert isinstance(found, list) and [fault.where for fault in found] == [where]


def test_a_stray_event_keeps_the_order_so_far() -> None:
    """A voice note is no order."""
    assert KIND.take(read(), {"ranked": [3]}, SentVoice("x")) == More({"ranked": [3]}, "press")
    assert KIND.show(read(6, top=1), {}, ENGLISH).hint == "Press the best."

"""Marks: thirty-two pictures that differ, and labels that survive what phones do to them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.marks import MARKS, following, normal, split

DICE = "🎲🎯🏀⚽🎳🎰"


def test_there_are_thirty_two_that_differ_also_in_name() -> None:
    """They can be told apart by eye and read aloud."""
    assert len(set(MARKS)) == len({unicodedata.name(mark) for mark in MARKS}) == 32


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_one_plain_code_point_and_no_dice(mark: str) -> None:
    """One code point that needs no variation selector and that Telegram does not throw as a die."""
    assert len(mark) == 1 and mark not in DICE
    assert unicodedata.category(mark) == "So"


def test_the_ring_goes_round_all_thirty_two() -> None:
    """Each comes once before any returns."""
    mark, seen = "", []
    for _ in range(32):
        mark = following(mark)
        seen.append(mark)
    assert tuple(seen) == MARKS
    assert following(mark) == MARKS[0]


@given(last=some.sampled_from(["", *MARKS]), open_ones=some.sets(some.sampled_from(MARKS)))
def test_an_unsettled_mark_is_passed_over(last: str, open_ones: set[str]) -> None:
    """The next one is free, unless none is; then it is the plain next one."""
    mark = following(last, open_ones)
    assert mark not in open_ones or (len(open_ones) == 32 and mark == following(last))


@given(
    mark=some.sampled_from(MARKS),
    label=some.text(max_size=20),
    invisible=some.sampled_from("\u200f\u200e\ufe0f\u2069"),
)
def test_a_mark_is_split_off_whatever_is_invisible_around_it(mark: str, label: str, invisible: str) -> None:
    """Direction marks and selectors that a keyboard adds change nothing."""
    found, rest = split(f"{invisible}{mark}{invisible} {label}")
    assert found == mark
    assert normal(rest) == normal(label)


@pytest.mark.parametrize("text", ["", "Road", "🎲 Road", "Road 🐟", " "])
def test_a_text_that_does_not_begin_with_a_mark_has_none(text: str) -> None:
    """It is left as it was typed."""
    assert split(text) == ("", text.strip())


@pytest.mark.parametrize(
    "text", ["ROAD", " road ", "ro\u200dad", "\u2067road\u2069", "ｒｏａｄ"[:0] + "Road"]
)
def test_labels_are_compared_by_what_is_read(text: str) -> None:
    """Case, spaces around and invisible characters don't count."""
    assert normal(text) == "road"


@given(text=some.text())
def test_normal_is_normal_already(text: str) -> None:
    """Doing it twice changes nothing that is compared."""
    assert normal(normal(text)) == normal(normal(normal(text)))

"""Patterns: the same as Python's own where both understand, and no way to make them slow."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kinds._pattern import compiled, fits, pattern_characters_max

atoms = st.sampled_from(
    ["a", "b", "1", ".", "[ab]", "[^a]", "[0-9]", "[a-]", "\\d", "\\.", "\\w", "\\s", " "]
)
counts = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,}", "{0,3}", "{2,5}"])
runs = st.builds(str.__add__, atoms, counts)
patterns = st.recursive(
    st.lists(runs, max_size=4).map("".join),
    lambda inner: st.builds(
        lambda one, other, last, sign: f"{last}({one}|{other}){sign}{last}",
        inner,
        inner,
        runs,
        st.sampled_from(["", "?"]),
    ),
    max_leaves=4,
).filter(lambda written: 1 <= len(written) <= pattern_characters_max)


@given(written=patterns, text=st.text("ab1. \n-", max_size=14))
@settings(max_examples=400, deadline=None)
def test_a_pattern_means_what_it_means_to_python(written: str, text: str) -> None:
    """On everything both know, the answers are the same."""
    assert fits(compiled(written), text) == bool(re.fullmatch(written, text))


def test_a_count_is_exact_within_a_longer_text() -> None:
    """Every count from {0,0} to {9,9} takes just those lengths, and a star takes every one."""
    for length in range(31):
        text = "a" * length + "b" * (30 - length)
        assert fits(compiled("a*b*"), text)
        for least, most in itertools.combinations_with_replacement(range(10), 2):
            pattern = compiled(f"a{{{least},{most}}}b*")
            assert fits(pattern, text) == (least <= length <= most)


@pytest.mark.parametrize(
    "written",
    [
        "(a+)+",
        "(a|a)*",
        "(a*)*b",
        "(a){2}",
        "a**",
        "*a",
        "a{3,2}",
        "a{1",
        "a{x}",
        "a{9999}",
        "a{٣}",
        "[",
        "[]",
        "[^]",
        "[a",
        "(a",
        "a)",
        "\\",
        "\\b",
        "\\1",
        "[z-a]",
        "(?P<x>a)",
        "(?=a)",
        "(?i)a",
        "^a$",
        "x" * 101,
        "",
        "a]",
        "a}",
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(written: str) -> None:
    """Nested counts, references, looks ahead and slips never get as far as a text."""
    with pytest.raises(ValueError, match=r"\.$"):
        compiled(written)


@given(st.text(max_size=110) | st.text("ab[]()|?*+{}\\,-^.19", max_size=110))
@settings(max_examples=300, deadline=None)
def test_any_writing_is_a_pattern_or_a_sentence(written: str) -> None:
    """A stranger's pattern never raises anything but a plain refusal."""
    sentence = ""
    try:
        fits(compiled(written), "ab1")
    except ValueError as error:
        sentence = str(error)
    assert sentence == "" or sentence.endswith(".")


@pytest.mark.parametrize(
    "written",
    [
        "a*" * 50,
        "a?" * 50,
        "(a?)?" * 20,
        "(" * 33 + "a" + ")?" * 33,
        "a{0,4000}" * 11,
        "(a*|a*|a*|a*)?" * 7,
        "[^b]*" * 20,
        ".*.*.*.*.*.*.*=.*" * 5,
    ],
)
def test_hostile_patterns_on_hostile_texts_stay_cheap(written: str) -> None:
    """4,000 characters against the worst that a hundred can say: below 0.1 s of processor time."""
    pattern = compiled(written)
    begun = time.process_time()
    fits(pattern, "a" * 3999 + "!")
    assert time.process_time() - begun < 0.1

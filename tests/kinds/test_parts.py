"""Parts of an item: lines, or blocks with --- between, numbered for the phone."""

from __future__ import annotations

import pytest

from bot.kinds import Fault
from bot.kinds._parts import read_parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "1) one\n2) two"),
        ("a) one\nb) two", "1) one\n2) two"),
        ("- one\n\n- two", "1) one\n2) two"),
        ("A plan\nB) two", "1) A plan\n2) B) two"),
        ("Which way?\none\ntwo", "Which way?\n\n1) one\n2) two"),
        ("one\nmore of it\n---\ntwo", "1) one\nmore of it\n2) two"),
        ("Q\n --- \n1. one\n---\n2. two\nmore", "Q\n\n1) one\n2) two\nmore"),
    ],
)
def test_parts_are_numbered(text: str, shown: str) -> None:
    """The requester's own numbering gives way when every part has one."""
    assert read_parts(text, 2) == shown


@pytest.mark.parametrize(
    "text", ["", "one", "one\ntwo\nthree\nfour", "one\n---\n---\n", "one\none", "x\n1) a\n2) a"]
)
def test_too_few_too_many_or_the_same_are_a_fault(text: str) -> None:
    """Comparing needs as many different texts as were promised."""
    found = read_parts(text, 2)
    assert isinstance(found, Fault) and found.sentence.endswith(".")

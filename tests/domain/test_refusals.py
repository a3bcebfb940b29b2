"""Refusals: each is a sentence with its values in it, and can be found again by its name."""

import re
from string import Formatter

import pytest

from bot.domain.refusals import N_, REFUSALS, Refusal
from bot.domain.refusals.packs import NotFunded


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_whole_sentence_that_its_values_fill(name: str) -> None:
    """It begins with a capital or a value, ends like a sentence, and has no hole left."""
    refusal = REFUSALS[name]
    names = [field for _, field, _, _ in Formatter().parse(refusal.sentence) if field]
    said = str(refusal(**{field: f"<{field}>" for field in names}))
    assert all(f"<{field}>" in said for field in names)
    assert said[-1] in ".>" or re.search(r"/\w+( [\w-]+)?$", said)
    assert said[0].isupper() or said[0] == "<"


def test_every_refusal_is_found_by_its_name() -> None:
    """What is due is stored by name, so no refusal may be missing."""
    assert sorted(REFUSALS) == sorted(one.__name__ for one in Refusal.__subclasses__())
    assert all(REFUSALS[name].__name__ == name for name in REFUSALS)


def test_a_refusal_keeps_its_values_for_other_languages() -> None:
    """The sentence is translated later, at the edge."""
    refusal = NotFunded(name="streets", wanted="3.00", there="1.00", missing="2.00")
    assert refusal.values == {"name": "streets", "wanted": "3.00", "there": "1.00", "missing": "2.00"}
    assert str(refusal) == "streets needs 3.00; 1.00 is there. Pay in 2.00 more."


def test_marking_a_sentence_leaves_it_as_it_is() -> None:
    """Catalogs find it; nothing else happens."""
    assert N_("That is not possible now.") == "That is not possible now." == str(Refusal())

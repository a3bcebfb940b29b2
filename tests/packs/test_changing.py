"""Changing: words may change in a pack that is there; money and the meaning of answers may not."""

import pytest

from bot.packs import changing
from tests.makers import SETTINGS, make_form

OTHER_LABEL = {
    "options": [
        {"code": "road", "label": {"en": "A road", "sw": "Barabara"}},
        SETTINGS["choice"]["options"][1],
    ]
}
OTHER_CODE = {"options": [{**SETTINGS["choice"]["options"][0], "code": "street"}]}


@pytest.mark.parametrize(
    "changed",
    [
        {"title": {"en": "Streets"}},
        {"instruction": {"en": "Look."}},
        {"question": {"en": "What?"}},
        {"trains": {"en": "A map"}},
        {"settings": OTHER_LABEL},
    ],
)
def test_words_may_change_and_make_a_new_version(changed: dict[str, object]) -> None:
    """Nothing is forbidden about them."""
    old, new = make_form(), make_form(**changed)
    assert changing.forbidden(old, new) == () and changing.worded(old, new)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price": "0.05"}, "price"),
        ({"estimate_s": 20}, "estimate_s"),
        ({"overlap": 4}, "overlap"),
        ({"readers_max": 61}, "readers_max"),
        ({"settings": OTHER_CODE}, "settings"),
        ({"licence": "CC0"}, "licence"),
    ],
)
def test_money_and_meaning_may_not(changed: dict[str, object], field: str) -> None:
    """The field is named."""
    assert changing.forbidden(make_form(), make_form(**changed)) == (field,)


def test_what_is_taught_is_instruction_question_and_labels() -> None:
    """In each language of the pack, in its first one where a text has no other."""
    taught = changing.taught(make_form())
    assert set(taught) == {"en", "sw"}
    assert "Choose what fills" in taught["sw"] and "Barabara" in taught["sw"] and "Road" in taught["en"]

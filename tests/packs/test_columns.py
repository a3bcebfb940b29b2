"""Columns are known by the names people write, and unknown ones are told with what was probably meant."""

import pytest

from bot.packs.columns import Columns, column_characters_max
from bot.packs.faults import Faults, say


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("id", "id"),
        ("text", "text.en"),
        ("text.sw", "text.sw"),
        ("text.fr", ""),
        ("picture_b", "picture_b"),
        ("source.Input.image url", "source.Input.image url"),
        ("source.", ""),
        ("source." + "x" * (column_characters_max + 1), ""),
        ("Text", ""),
        ("", ""),
    ],
)
def test_a_written_name_has_one_full_name(written: str, full: str) -> None:
    """Texts without a language are in the first; foreign columns keep their own names."""
    assert Columns(("en", "sw")).full(written) == full


def test_without_languages_any_will_do() -> None:
    """When pack.toml can't be read, its languages are not known either."""
    assert Columns(()).full("text") == "text."
    assert Columns(()).full("text.fr") == "text.fr"


def test_a_heading_names_all_that_is_wrong_with_it() -> None:
    """Twice the same, unknown, and no id."""
    faults = Faults()
    assert Columns(("en",)).heading("tasks.csv", 1, ["text", "text.en", "gould"], faults) == ()
    assert [say(one) for one in faults.listed()] == [
        "tasks.csv line 1: column “text” is there twice.",
        "tasks.csv line 1: column “text.en” is there twice.",
        "tasks.csv line 1: column “gould” is not one of a pack; did you mean “gold”?",
        "tasks.csv line 1: there is no column “id”. The first line names the columns.",
    ]

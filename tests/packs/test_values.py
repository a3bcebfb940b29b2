"""The single values of pack.toml: what is taken, how it is stored, and how a sentence about it ends."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.packs import values


def test_a_text_is_composed_and_trimmed() -> None:
    """Composed, with one kind of line end, without spaces around it; right-to-left letters are as good as others."""
    assert values.readable("  e\u0301te\r\nb ") == "\u00e9te\nb"
    assert values.readable("نص") == "نص"


@pytest.mark.parametrize("hidden", ["\u202e", "\u202d", "\0", "\ud800", "\x7f"])
def test_a_text_that_misleads_is_refused(hidden: str) -> None:
    """What can't be shown, or turns a text around, is named by its number."""
    with pytest.raises(ValueError, match=f"U\\+{ord(hidden):04X}"):
        values.readable(f"a{hidden}b")


def test_a_price_is_text_in_quotes() -> None:
    """Micro-units come out; a number without quotes, nothing and too many decimals are told."""
    assert values.micro("0.04") == 40_000
    for wrong, said in ((0.04, "quotes"), ("0", "more than nothing"), ("0.0000001", "six decimals")):
        with pytest.raises(ValueError, match=said):
            values.micro(wrong)


def test_shares_moments_and_languages_are_held_to_their_form() -> None:
    """Whole hundredths, UTC, each language once."""
    assert values.hundredths(0.05) == 0.05 and values.different(("en", "ar")) == ("en", "ar")
    moment = datetime.fromisoformat("2026-12-01T09:00:00+03:00")
    assert values.utc(moment) == datetime(2026, 12, 1, 6, tzinfo=UTC)
    with pytest.raises(ValueError, match="whole hundredths"):
        values.hundredths(0.051)
    with pytest.raises(ValueError, match="twice"):
        values.different(("en", "en"))


@pytest.mark.parametrize("odd", [float("inf"), 2**60, object(), [[[[[[[[[[1]]]]]]]]]]])
def test_a_table_holds_what_json_holds(odd: Any) -> None:
    """No endless numbers, no great depth, nothing that is no value."""
    assert values.plain({"a": [1, True, "b", {"c": 0.5}]})
    with pytest.raises(ValueError, match="not very deep"):
        values.plain({"a": odd})

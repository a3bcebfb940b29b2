"""Values become texts of a table and come back; no text of a table is run as a formula."""

import pytest

from bot.domain.sheets import defused, undefused


@pytest.mark.parametrize(
    "unseen", ["", " ", "\ufeff", "\u200b", "\v", "\u00a0", "\u2066\u00ad \x01", "'", "' "]
)
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "＝1"])
def test_a_formula_is_a_text_whatever_stands_unseen_before_it(unseen: str, formula: str) -> None:
    """Spaces and what is not seen may be trimmed by whoever opens it; reading back gives what there was."""
    text = unseen + formula
    assert defused(text) == f"'{text}"
    assert undefused(defused(text)) == text


@pytest.mark.parametrize("text", ["-4.5", "+3", "plain", " a = b", "'quoted'", "", "‏مرحبا"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    """Numbers and words, also behind a mark of direction."""
    assert defused(text) == undefused(text) == text

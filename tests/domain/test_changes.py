"""Changes: sentences that are gone and new ones, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.changes import between, said, sentences

TEXTS = st.lists(st.sampled_from(["Look.", "Choose one.", "Skip it!", "Why?", "ابدأ؟"]), max_size=8).map(
    " ".join
)


@given(TEXTS, TEXTS)
def test_the_changes_turn_the_old_text_into_the_new_one(old: str, new: str) -> None:
    """What is kept and what is new are the new text; what is kept and what is gone are the old one."""
    found = between(old, new)
    gone = [one.text for one in found if one.how == "gone"]
    fresh = [one.text for one in found if one.how == "new"]
    kept = len(sentences(old)) - len(gone)
    assert kept == len(sentences(new)) - len(fresh) >= 0
    assert all(one in sentences(old) for one in gone) and all(one in sentences(new) for one in fresh)
    assert not between(new, new)


def test_only_what_differs_is_counted() -> None:
    """Both what is gone and what is new is read."""
    assert said(between("Look well. Skip dark ones.", "Look well. Skip blurred ones.")) == (
        "Skip dark ones. Skip blurred ones."
    )

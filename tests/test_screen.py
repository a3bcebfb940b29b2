"""A screen that Telegram would refuse, or that a small phone could not show, cannot be built."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screen import (
    Button,
    Key,
    Keyboard,
    Medium,
    Screen,
    caption_utf16_max,
    cut,
    plain,
    text_utf16_max,
    utf16_units,
)

PICTURE = Medium("0" * 64, 6_600)


def keys(*labels: str) -> tuple[Key, ...]:
    """A row of keys."""
    return tuple(Key(label, "act") for label in labels)


def test_a_length_is_counted_in_utf16_units() -> None:
    """A face outside the first plane counts twice, as Telegram counts it."""
    assert utf16_units("a😀é") == 4


def test_tags_and_references_do_not_count() -> None:
    """The limit is on what is read, after the markup is gone."""
    assert plain('<b>a</b> &lt;b&gt; &amp;amp; <a href="http://x.y">z</a>') == "a <b> &amp; z"
    assert Screen("<b>" + "x" * text_utf16_max + "</b>").text


@pytest.mark.parametrize(
    "text", ["", " \n", "<b></b>", "x" * (text_utf16_max + 1), "😀" * (text_utf16_max // 2 + 1)]
)
def test_a_text_is_neither_empty_nor_too_long(text: str) -> None:
    """1 to 4,096 units."""
    with pytest.raises(AssertionError):
        Screen(text)


def test_a_caption_is_shorter_than_a_text() -> None:
    """1,024 units under a picture or a file."""
    assert Screen("x" * caption_utf16_max, picture=PICTURE).picture == PICTURE
    for held in ({"picture": PICTURE}, {"file": ("a.json", b"{}")}):
        with pytest.raises(AssertionError, match="1024"):
            Screen("x" * (caption_utf16_max + 1), **held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "keyboard",
    [
        (keys("a"),) * 4,
        (keys("abcd", "b", "c"),),
        (keys("a", "b", "c", "d", "e"),),
        ((),),
        (keys(""),),
        (keys("x" * 19, "y"),),
        (keys("🐘 " + "x" * 19, "y"),),
        (keys("🐟 " + "x" * 18, "y"),),
        (keys("x" * 37),),
    ],
)
def test_a_keyboard_fits_a_small_phone(keyboard: Keyboard) -> None:
    """Three rows; a key alone has 36 characters, of two each 18, of three or four each 3; the question's own mark is free."""
    with pytest.raises(AssertionError):
        Screen("x", keyboard=keyboard, mark="🐘")


def test_the_largest_keyboard_is_built() -> None:
    """Three rows of two keys, each at its limit, and a row with one long key."""
    half, full = "🐘 " + "x" * 18, "🐘 " + "x" * 36
    assert (
        len(Screen("x", keyboard=(keys(half, half), keys(half, half), keys(full)), mark="🐘").keyboard) == 3
    )


@pytest.mark.parametrize("data", ["", "x" * 65, "😀" * 17])
def test_a_buttons_data_is_1_to_64_bytes(data: str) -> None:
    """Counted in bytes, as Telegram does."""
    with pytest.raises(AssertionError, match="64 bytes"):
        Screen("x", buttons=((Button("a", data),),))
    assert Screen("x", buttons=((Button("a", "x" * 64),),)).buttons


def test_a_message_has_keys_or_buttons() -> None:
    """Telegram takes one reply markup a message."""
    with pytest.raises(AssertionError, match="never both"):
        Screen("x", keyboard=(keys("a"),), buttons=((Button("a", "b"),),))


def test_a_screen_reads_like_the_phone() -> None:
    """Medium, file, text without markup, keys, buttons."""
    assert str(Screen("<b>A</b> &amp; b", keyboard=(keys("🐘 Road", "More"),), picture=PICTURE)) == (
        "(photo)\nA & b\n[🐘 Road] [More]"
    )
    assert (
        str(Screen("x", buttons=((Button("See", "s"),),), file=("my.json", b"{}")))
        == "(file my.json)\nx\n⟨See⟩"
    )


@given(text=st.text(), most=st.integers(1, 60))
def test_a_cut_text_fits(text: str, most: int) -> None:
    """At most so many units; a text that fits is left as it is."""
    found = cut(text, most)
    assert utf16_units(found) <= most
    assert (found == text) == (utf16_units(text) <= most) or found.endswith("…")


def test_a_text_is_cut_after_a_word_and_not_inside_a_joined_picture() -> None:
    """ "…" says that more was there."""
    assert cut("one two three", 10) == "one two…"
    assert cut("x" * 50, 10) == "x" * 9 + "…"
    assert cut("👩\u200d🌾👩\u200d🌾", 6) == "👩\u200d🌾…"
    assert cut("👩\u200d🌾", 4) == "👩…"

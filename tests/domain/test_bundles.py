"""What people type to a bundle is read as they meant it, in any script; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bundles import latin, letters, letters_max, option, reads_like, written


@pytest.mark.parametrize(
    "typed",
    [
        "1b 2a 3c",
        "1 b, 2a 3 C.",
        "1:B\n2:A\n3:C",
        "1) b; 2) a; 3) c",
        "1b2a3c",
        "1.b 2.a 3.c",
        "1-b 2 – a 3=c",
        "1،b 2، a 3؛c",
        "١b ٢a ٣c",
        "১b ২a ৩c",
        "\u200f1\u2066b\u2069 2a\ufe0f 3c",
        "3c 2a 1b",
    ],
)
def test_ten_ways_to_type_the_same(typed: str) -> None:
    """Spaces, stops, lines, other digits, hidden characters and another order change nothing."""
    said = written(typed)
    assert sorted((number, option(word, "en")) for number, word in said.given) == [(1, 1), (2, 0), (3, 2)]
    assert said.stray == "" and reads_like(typed, "en")


@pytest.mark.parametrize("typed", ["1ب 2أ 3ج", "١ ب، ٢ ا، ٣ جـ", "1b 2a 3c"])
def test_the_letters_of_the_reader_s_script_count(typed: str) -> None:
    """Arabic letters by abjad order, whichever way an alif is written; Latin ones too."""
    assert [option(word, "ar") for _, word in written(typed).given] == [1, 0, 2]


@pytest.mark.parametrize(
    ("typed", "word"),
    [("4z", "z"), ("4", ""), ("4 b c", "b c"), ("4bb", "bb"), ("4 road", "road"), ("4-", "-"), ("4 —", "-")],
)
def test_what_is_no_letter_is_kept_as_it_was_typed(typed: str, word: str) -> None:
    """Whether it is an answer's own word is for the kind to say; a dash alone leaves the number out."""
    assert written(typed).given == ((4, word),) and option(word, "en") is None


@pytest.mark.parametrize("typed", ["hello", "12 boxes", "1b hello", "", "b", "sawa 1b", "1b 2"])
def test_other_words_do_not_read_like_answers(typed: str) -> None:
    """So they stay the open question's."""
    assert not reads_like(typed, "en")


def test_every_alphabet_has_as_many_letters() -> None:
    """Each letter is found under its own place, in its own language; unknown ones have Latin letters."""
    for language in ("ar", "ru", "hi", "am", "bn", "el", "he", "en", "sw", "xx"):
        own = letters(language)
        assert len(set(own)) == letters_max
        assert [option(one, language) for one in own] == list(range(letters_max))
        assert [option(one, language) for one in latin] == list(range(letters_max))


@given(st.text(max_size=80))
def test_anything_can_be_typed(text: str) -> None:
    """Whatever comes is read without failing, and every number in it is told of."""
    assert all(number >= 0 for number, _ in written(text).given)


@given(st.dictionaries(st.integers(1, 10), st.sampled_from(latin), min_size=1))
def test_what_was_written_plainly_is_read_whole(answers: dict[int, str]) -> None:
    """Any numbers in any order, with a letter each."""
    typed = " ".join(f"{number}{letter}" for number, letter in answers.items())
    assert dict(written(typed).given) == answers

"""Bundles: up to ten small questions handed out together, answered in one typed message by number and letter: "1b 2a 3c".

What is typed on a phone in a hurry is read generously: "1 b, 2a", "1:B", a line each, digits of every script, the first
letters of the reader's own alphabet or of the Latin one. Nothing is guessed: what is neither a letter nor an answer's own
word is told by its number. "4-" leaves number 4 out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.marks import normal

letters_max = 5  # as many as every alphabet below has
latin = "abcde"
_arabic, _cyrillic, _devanagari = "أبجده", "абвгд", "कखगघङ"
_alphabets = {  # as lists are numbered in each: Arabic by abjad order
    **dict.fromkeys(("ar", "fa", "ps", "ur", "ckb", "sd"), _arabic),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), _cyrillic),
    **dict.fromkeys(("hi", "mr", "ne"), _devanagari),
    **dict.fromkeys(("am", "ti"), "ሀለሐመሠ"),
    "bn": "কখগঘঙ",
    "el": "αβγδε",
    "he": "אבגדה",
}
_same = str.maketrans(
    "اإآہھ", "أأأهه"
)  # forms of one letter; the stretched ه is two characters, see `option`
_stretch = "ـ"
_around = " .,:;!?()[]{}=>/\\*_'\"“”„«»‘’`·…،؛؟।。、"
_dashes = "-–—−"  # every dash a keyboard has


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed: (number, what stands behind it) in order, and the words before the first number."""

    given: tuple[tuple[int, str], ...]
    stray: str = ""

    @property
    def words(self) -> dict[int, str]:
        """What each number is given: of two the later, where it says something.

        >>> written("5a 6b 5c 6").words
        {5: 'c', 6: 'b'}
        """
        found: dict[int, str] = {}
        for number, word in self.given:
            found[number] = word or found.get(number, "")
        return found


left_out = "-"


def letters(language: str) -> str:
    """The letters that number answers in a language, five of them.

    >>> letters("en"), letters("am")
    ('abcde', 'ሀለሐመሠ')
    """
    return _alphabets.get(language, latin)


def written(text: str) -> Written:
    """What somebody typed to a bundle. A number without anything has "" behind it, one that is left out "-".

    >>> written("1b 2 A, 3:c 4- 12").given
    ((1, 'b'), (2, 'a'), (3, 'c'), (4, '-'), (12, ''))
    """
    first, *rest = re.split(r"(\d+)", normal(text))
    given = tuple((int(number), _word(behind)) for number, behind in zip(rest[::2], rest[1::2], strict=True))
    return Written(given, first.strip(_around + _dashes))


def _word(behind: str) -> str:
    bare = behind.strip(_around)
    return left_out if bare and not bare.strip(_dashes) else bare.strip(_around + _dashes)


def option(word: str, language: str) -> int | None:
    """Which answer a letter stands for, from 0; None when it is no such letter.

    >>> option("b", "ar"), option("ب", "ar"), option("ا", "ar"), option("road", "en")
    (1, 1, 0, None)
    """
    letter = word.replace(_stretch, "").translate(_same)
    for alphabet in (letters(language), latin):
        if len(letter) == 1 and letter in alphabet:
            return alphabet.index(letter)
    return None


def reads_like(text: str, language: str) -> bool:
    """Is a text nothing but numbers with letters, so that it was surely meant for a bundle?

    >>> reads_like("1b 2a", "en"), reads_like("12 boxes", "en"), reads_like("a", "en")
    (True, False, False)
    """
    said = written(text)
    found = [word == left_out or option(word, language) is not None for _, word in said.given]
    return bool(found) and all(found) and not said.stray

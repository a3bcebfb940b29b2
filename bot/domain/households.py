"""Households: up to five people on one phone, each with a name and a PIN of their own. Pure.

The numbers are the house's own choice, told in docs/accounts.md. A PIN keeps those apart who hold the same phone: it has few digits, so
what protects it is that few tries are taken; whoever has the database guesses one in minutes, whatever hashes it.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.digits import latin_digits
from bot.domain import limits

people_max: Final = 5
name_characters_max: Final = 20
pin_digits_min, pin_digits_max = 4, 8
tries_max: Final = 5  # wrong ones, then none is taken for an hour, after five more for two, for a day at most
locked_first_ms, locked_most_ms = limits.hour, limits.day
words: Final = ("me", "add", "leave")  # behind /household, so nobody is called so


def name_of(written: str) -> str:
    """A name as it is kept, "" for what is none: letters with what joins them, so no telephone number is kept as one.

    >>> name_of("  Mama  Amina "), name_of("0712345456"), name_of("add"), name_of("x" * 21)
    ('Mama Amina', '', '', '')
    """
    name = unicodedata.normalize("NFC", " ".join(written.split()))
    fits = 0 < len(name) <= name_characters_max and folded(name) not in words
    joins = all(unicodedata.category(one)[0] in "LM" or one in " -\u2019'" for one in name)
    return name if fits and joins and unicodedata.category(name[0])[0] == "L" else ""


def folded(name: str) -> str:
    """As names are compared: Amina, AMINA and amina are one.

    >>> folded("AMINA") == folded(" amina ")
    True
    """
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def pin_of(written: str) -> str:
    """A PIN in Western digits, whatever script it was typed in; "" for what is none.

    >>> pin_of("4821"), pin_of("٤٨٢١"), pin_of("482"), pin_of("12ab")
    ('4821', '4821', '', '')
    """
    if not written.isdecimal() or not pin_digits_min <= len(written) <= pin_digits_max:
        return ""
    return latin_digits(written)


def locked_ms(wrong: int) -> int:
    """How long no try is taken after so many wrong ones in all.

    >>> [locked_ms(one) // limits.hour for one in (1, 4, 5, 6, 10, 15, 100)]
    [0, 0, 1, 0, 2, 4, 24]
    """
    if not wrong or wrong % tries_max:
        return 0
    doubled = min(wrong // tries_max - 1, 10)
    return int(min(locked_most_ms, locked_first_ms << doubled))


def left(wrong: int) -> int:
    """Tries that are left after so many wrong ones, before none is taken for a while.

    >>> left(0), left(4), left(5)
    (5, 1, 5)
    """
    return tries_max - wrong % tries_max

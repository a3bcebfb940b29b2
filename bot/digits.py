"""Digits of every script, as people type them: ٣, ৩ and 3 are one number."""

from __future__ import annotations

import unicodedata


def latin_digits(text: str) -> str:
    """Every script's decimal digits as 0–9; the rest stays.

    >>> latin_digits("٣ km, ৪২")
    '3 km, 42'
    """
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def number(text: str, digits_max: int) -> int | None:
    """A whole number somebody typed; None for anything else, and for one with more digits.

    >>> number("٣", 2), number("42", 2), number("423", 2), number("-4", 2), number("", 2)
    (3, 42, None, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= digits_max else None

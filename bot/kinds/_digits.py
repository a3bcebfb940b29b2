"""Digits of every script, as people type them: ٣, ৩ and 3 are one number."""

from __future__ import annotations

import unicodedata


def latin_digits(text: str) -> str:
    """Every script's decimal digits as 0–9; the rest stays."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)

"""The single values of pack.toml: what makes them right, and how they are stored. The form says which field takes which.

A ValueError's words are the end of a sentence that begins with the field's name.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationInfo

from bot import money

# A form is the deepest: questions, one of them, its settings, options, one of them, label, a language.
settings_depth_max = 9
settings_integer_max = 2**53  # beyond it JSON's readers disagree

# Control characters, lone surrogates, and the two that turn a text around to make it read as something else.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]")


def readable(text: str) -> str:
    """A text NFC and trimmed. ValueError when it has a character that can't be shown or turns text around."""
    hidden = _HIDDEN.search(text)
    if hidden:
        raise ValueError(f"has a character that can't be shown: U+{ord(hidden[0]):04X}")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def in_order(value: Any, info: ValidationInfo) -> Any:
    """A bare text is in the pack's first language; a table is put in the order of the pack's languages."""
    languages: tuple[str, ...] = info.context or ()
    if isinstance(value, str) and languages:
        return {languages[0]: value}
    if isinstance(value, dict):
        first = [language for language in languages if language in value]
        return {
            language: value[language] for language in (*first, *(key for key in value if key not in first))
        }
    return value


def micro(value: Any) -> Any:
    """A price in quotes, as micro-units."""
    if not isinstance(value, str):
        raise ValueError('must be in quotes, such as "0.04"')
    try:
        price = money.parse(value)
    except ValueError:
        raise ValueError('must be digits and at most six decimals, such as "0.04"') from None
    if price == 0:
        raise ValueError("must be more than nothing")
    return price


def different(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Languages, each once."""
    if len(set(languages)) < len(languages):
        raise ValueError("names a language twice")
    return languages


def utc(moment: datetime) -> datetime:
    """The same moment in UTC."""
    return moment.astimezone(UTC)


def hundredths(share: float) -> float:
    """A share in whole hundredths."""
    if Decimal(str(share)) * 100 % 1:
        raise ValueError("must be in whole hundredths, such as 0.05")
    return share


def plain(table: dict[str, Any]) -> dict[str, Any]:
    """A table that can be stored as JSON."""
    if not is_plain(table, settings_depth_max):
        raise ValueError("may hold texts, numbers, true, false, lists and tables only, and not very deep")
    return table


def is_plain(value: Any, depth: int) -> bool:
    """Is this a value that survives JSON everywhere, nested at most `depth` deep?"""
    if isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        return abs(value) <= settings_integer_max
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(is_plain(one, depth - 1) for one in inner)
    return False

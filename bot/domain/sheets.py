"""Texts that no spreadsheet takes for a formula, for every table we hand out."""

from __future__ import annotations

import re

# What a spreadsheet may take for a formula: OWASP's list, with the full-width forms of = + - @, also behind what is
# not seen, which some trim: spaces, control characters, soft hyphens, marks without width.
_unseen = "\\s\\x00-\\x20\\x7f-\\xa0\\xad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff"
_formula = re.compile(f"'*[{_unseen}]*[=+\\-@\t\r\n\0＝＋－＠]")
_number = re.compile(r"[+-]?\d+(\.\d+)?")


def defused(text: str) -> str:
    """A cell that no spreadsheet runs: ' goes before what looks like a formula; numbers stay numbers.

    >>> defused("=1+1"), defused("-4.5"), defused("plain")
    ("'=1+1", '-4.5', 'plain')
    """
    return f"'{text}" if _formula.match(text) and not _number.fullmatch(text) else text


def undefused(text: str) -> str:
    """The opposite of `defused`, for cells that we have written ourselves."""
    return text[1:] if text.startswith("'") and _formula.match(text) else text

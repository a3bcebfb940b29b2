"""Marks: the 32 small pictures that tie a key to its question (P3).

A key pressed in a lift may arrive after three other questions were shown. Its mark says which one it
answers. So a mark returns only after the 31 others, and never while its old question is unsettled.
Each is one code point of Unicode 6 or older that needs no variation selector and is not one of
Telegram's dice; they differ in shape and in name, so they can also be read aloud.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MARKS = tuple("🐟🔑🌽🚲🐘🏠🔔🍀⚓🌙🍌🚌🎈🐢🌵🍉🍄🌻🐝🐓🐪🐌🐙🚀🚜⛵⏰📚🔨🎸🎁👟")

# What phones and keyboards add or rewrite around a label: direction marks, zero-width joiners, the selector.
_INVISIBLE = re.compile("[\ufe0f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def following(mark: str, unsettled: Container[str] = ()) -> str:
    """The mark after `mark` in the ring ("" starts it), passing over those whose question is unsettled.

    With all 32 unsettled the plain next one is given: the oldest question then loses its mark.
    """
    start = (MARKS.index(mark) + 1) if mark in MARKS else 0
    ring = MARKS[start:] + MARKS[:start]
    return next((one for one in ring if one not in unsettled), ring[0])


def normal(text: str) -> str:
    """A label as it is compared: NFC, case folded, one space, nothing invisible."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(visible.casefold().split())


def split(text: str) -> tuple[str, str]:
    """`(mark, rest)` of what came; the mark is "" when there is none. The rest is as it was typed."""
    visible = _INVISIBLE.sub("", text).strip()
    if visible and visible[0] in MARKS:
        return visible[0], visible[1:].strip()
    return "", text.strip()

"""What changed between two versions of an instruction, sentence by sentence, and what reading it is worth. Pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

_SENTENCE = re.compile(r"[^.!?。！？؟।\n]+[.!?。！？؟।]*")


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that is gone, or one that is new."""

    how: Literal["gone", "new"]
    text: str


def between(old: str, new: str) -> tuple[Change, ...]:
    """The sentences that are gone and those that are new, in the order in which they stood. () when none differs.

    >>> [(one.how, one.text) for one in between("Look well. Choose one.", "Look well. Choose two.")]
    [('gone', 'Choose one.'), ('new', 'Choose two.')]
    """
    before, after = sentences(old), sentences(new)
    found: list[Change] = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            found += [Change("gone", text) for text in before[start:end]]
            found += [Change("new", text) for text in after[new_start:new_end]]
    return tuple(found)


def sentences(text: str) -> list[str]:
    """A text's sentences, by full stops and line ends, with single spaces.

    >>> sentences("Is it red? Say so.\\nElse skip")
    ['Is it red?', 'Say so.', 'Else skip']
    """
    return [found for part in _SENTENCE.findall(text) if (found := " ".join(part.split()))]


def said(changes: tuple[Change, ...]) -> str:
    """All of the changes as one text, to be counted."""
    return " ".join(one.text for one in changes)

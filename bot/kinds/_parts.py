"""Items of several parts, as `pair` and `rank` read them: texts to compare, numbered from 1.

In a task's `text` the parts are lines; or, where a part has lines of its own, they are separated by lines of
three hyphens. One part more than is compared goes before them, for instance what all of them answer.

    Where can I fill my bottle?
    At the pump behind the school.
    Somewhere.
"""

from __future__ import annotations

import re

from bot.kinds import Fault

_between = re.compile(r"\n[ \t]*---[ \t]*(?=\n)")
_numbering = re.compile(r"(?:\d{1,2}|[A-Za-z])[.)]\s+|[-•*]\s+")


def read_parts(text: str, count: int) -> str | Fault:
    """An item's text with its parts numbered, or what is wrong with it."""
    cut = _between.split(f"\n{text.strip()}\n")
    parts = [part.strip() for part in (cut if len(cut) > 1 else text.splitlines()) if part.strip()]
    if len(parts) not in (count, count + 1):
        sentence = f"the text has {len(parts)} parts; {count} are compared here (lines, or --- between them)."
        return Fault("text", sentence)
    before = [f"{part}\n" for part in parts[:-count]]
    compared = [
        _numbering.sub("", part, count=1) if _numbered(parts[-count:]) else part for part in parts[-count:]
    ]
    if len({" ".join(part.split()) for part in compared}) < count:
        return Fault("text", "two of the texts to compare are the same.")
    return "\n".join([*before, *(f"{number}) {part}" for number, part in enumerate(compared, 1))])


def _numbered(parts: list[str]) -> bool:
    """Do all parts begin with a number or a letter of the requester's?"""
    return all(_numbering.match(part) for part in parts)

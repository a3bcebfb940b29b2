"""Gathers what is wrong with a pack: all of it at once, each with its place, the first fifty in full."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from bot.kinds import Fault

faults_shown_max = 50
sentence_characters_max = 300  # fifty faults then still fit a few messages
quoted_characters_max = 40  # of a requester's own words inside a sentence
names_compared_max = 1_000  # comparing a name with all of a large pack's files takes seconds


class Faults:
    """The faults found so far, in the order found. True when there are any."""

    def __init__(self) -> None:
        self._shown: list[Fault] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    @property
    def full(self) -> bool:
        """No further fault will be shown, so nobody need look for its best wording."""
        return len(self._shown) >= faults_shown_max

    def add(self, where: str, sentence: str) -> None:
        """Note that `where` ("tasks.csv line 14", "pack.toml") has a fault. Kept on one line, and cut."""
        self._count += 1
        if not self.full:
            line = " ".join(sentence.split())
            cut = line if len(line) <= sentence_characters_max else line[: sentence_characters_max - 1] + "…"
            self._shown.append(Fault(where, cut))

    def extend(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add(fault.where, fault.sentence)

    def listed(self) -> list[Fault]:
        """At most `faults_shown_max`, then one more without a place that counts the rest."""
        more = self._count - len(self._shown)
        return [*self._shown, Fault("", f"and {more} more.")] if more else list(self._shown)


def say(fault: Fault) -> str:
    """A fault on one line: "tasks.csv line 14: picture media/014.jpg is not in the pack."."""
    return f"{fault.where}: {fault.sentence}" if fault.where else fault.sentence


def quoted(words: str) -> str:
    """A requester's own words inside a sentence: on one line, printable, cut."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words[: quoted_characters_max + 1])
    return f"“{shown[: quoted_characters_max - 1]}…”" if len(words) > quoted_characters_max else f"“{shown}”"


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was probably meant: the same but for case, else a similar one, else ""."""
    if len(word) > 2 * quoted_characters_max:
        return ""
    same = next((one for one in known if one.casefold() == word.casefold()), "")
    if same:
        return same
    folded = {one.casefold(): one for one in known[:names_compared_max]}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


def meant(word: str, known: Sequence[str]) -> str:
    """How a sentence about an unknown word ends: "; did you mean “price”?", or "." when nothing is near."""
    found = nearest(word, known)
    return f"; did you mean “{found}”?" if found else "."

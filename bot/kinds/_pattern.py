"""Patterns: what form a text must have, in a small part of the usual notation that can't blow up.

    K[A-Z]{2} ?[0-9]{3}[A-Z]      [0-9]+(\\.[0-9]{1,2})?      yes|no

Known are characters, `.`, `\\d` `\\w` `\\s`, `\\` before a sign, `[a-z]` `[^a-z]`, the counts `?` `*` `+`
`{2}` `{2,}` `{2,5}`, `|`, and brackets `( )`, which may be followed by `?` only. Python's own engine tries
ways one after another, so a stranger's `(a+)+` could hold a transaction for hours. Here all ways go at once:
the places in a text that can be reached are the bits of one integer (bit 0 is its start), and every part
of a pattern moves all of them together. A count takes about log₂(count) moves, so the cost is at most
`pattern_characters_max` × 13 operations on integers as long as the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

pattern_characters_max = 100
count_max = 4000
_signs = frozenset("?*+{}|()[].\\^$")

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that pass a test, `least` to `most` in a row."""

    test: Test
    least: int
    most: int

    def reach(self, places: int, text: str) -> int:
        passing = _passing(self.test, text)
        places = (places & _in_a_row(passing, self.least)) << self.least
        rest, step = min(self.most, len(text)) - self.least, 1
        while rest > 0:
            step = min(step, rest)
            places |= (places & _in_a_row(passing, step)) << step
            rest, step = rest - step, step * 2
        return places


@dataclass(frozen=True, slots=True)
class Ways:
    """One of several sequences; `skippable` when none is fine too."""

    ways: tuple[tuple[Run | Ways, ...], ...]
    skippable: bool = False

    def reach(self, places: int, text: str) -> int:
        reached = places if self.skippable else 0
        for way in self.ways:
            going = places
            for part in way:
                going = part.reach(going, text) if going else 0
            reached |= going
        return reached


def fits(pattern: Ways, text: str) -> bool:
    """Has the whole text this form?"""
    return bool(pattern.reach(1, text) >> len(text) & 1)


def compiled(written: str) -> Ways:
    """A pattern as written; ValueError with a plain sentence where it is not understood."""
    if not 1 <= len(written) <= pattern_characters_max:
        raise ValueError(f"a pattern has 1 to {pattern_characters_max} characters.")
    reader = _Reader(written)
    pattern = reader.ways()
    if reader.rest:
        raise ValueError(f"“{reader.rest}” in the pattern is not understood.")
    return pattern


def _passing(test: Test, text: str) -> int:
    """The characters that pass, as bits."""
    bits = {one: "1" if test(one) else "0" for one in set(text)}
    return int("".join(bits[one] for one in reversed(text)) or "0", 2)


def _in_a_row(passing: int, count: int) -> int:
    """The places from which `count` characters in a row pass; all of them for 0."""
    if count == 0:
        return -1
    had = 1
    while had < count:
        step = min(had, count - had)
        passing &= passing >> step
        had += step
    return passing


class _Reader:
    """Reads a pattern from the left; `rest` is what is still to be read."""

    def __init__(self, written: str) -> None:
        self.rest = written

    def ways(self) -> Ways:
        found = [self.sequence()]
        while self.took("|"):
            found.append(self.sequence())
        return Ways(tuple(found))

    def sequence(self) -> tuple[Run | Ways, ...]:
        parts: list[Run | Ways] = []
        while self.rest and self.rest[0] not in "|)":
            parts.append(self.group() if self.took("(") else self.run())
        return tuple(parts)

    def group(self) -> Ways:
        inner = self.ways()
        if not self.took(")"):
            raise ValueError("a bracket ( in the pattern is not closed.")
        if self.rest[:1] in ("*", "+", "{"):
            raise ValueError("brackets ( ) may be followed by ? only, not by a count.")
        return Ways(inner.ways, self.took("?"))

    def run(self) -> Run:
        return Run(self.test(), *self.count())

    def count(self) -> tuple[int, int]:
        for sign, bounds in (("?", (0, 1)), ("*", (0, count_max)), ("+", (1, count_max))):
            if self.took(sign):
                return bounds
        if not self.took("{"):
            return 1, 1
        inside, closing, self.rest = self.rest.partition("}")
        least, comma, most = inside.partition(",")
        if not (closing and _small(least) and (_small(most) or not most)):
            raise ValueError("a count in the pattern is {2}, {2,} or {2,5}.")
        bounds = int(least), int(most) if most else count_max if comma else int(least)
        if not bounds[0] <= bounds[1] <= count_max:
            raise ValueError(f"a count in the pattern goes from low to high, {count_max} at most.")
        return bounds

    def test(self) -> Test:
        if self.took("["):
            return self.one_of()
        if self.took("."):
            return lambda one: one != "\n"
        if self.rest[0] in _signs and self.rest[0] != "\\":
            raise ValueError(f"“{self.rest}” in the pattern is not understood; write \\ before a sign.")
        return self.character()

    def one_of(self) -> Test:
        wanted, tests = not self.took("^"), list[Test]()
        while self.rest and not self.took("]"):
            tests.append(
                self.span() if self.rest[1:2] == "-" and self.rest[2:3] not in ("", "]") else self.character()
            )
            if self.rest == "":
                raise ValueError("a bracket [ in the pattern is not closed.")
        if not tests:
            raise ValueError("a bracket [ in the pattern is empty or not closed.")
        return lambda one: any(test(one) for test in tests) == wanted

    def span(self) -> Test:
        low, high, self.rest = self.rest[0], self.rest[2], self.rest[3:]
        if not low <= high or "\\" in (low, high):
            raise ValueError(f"{low}-{high} in the pattern is not a range.")
        return lambda one: low <= one <= high

    def character(self) -> Test:
        escaped = self.took("\\")
        if not self.rest:
            raise ValueError("the pattern ends with a lone \\.")
        own, self.rest = self.rest[0], self.rest[1:]
        if not escaped or not own.isalnum():
            return lambda one: one == own
        if own not in _classes:
            raise ValueError(f"\\{own} in the pattern is not understood.")
        return _classes[own]

    def took(self, sign: str) -> bool:
        """Take one sign from the left if it stands there."""
        taken = self.rest.startswith(sign)
        self.rest = self.rest[len(sign) :] if taken else self.rest
        return taken


def _small(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 4


_classes: dict[str, Test] = {
    "d": lambda one: "0" <= one <= "9",
    "w": lambda one: one.isalnum() or one == "_",
    "s": str.isspace,
}

"""Signals: what may be wrong with an account. Each is a reason for a person to look, and for nothing else. Pure.

None proves anything: people share a telephone that is paid to, learn by heart what a radio says, and guess where a question can't be
answered. So the numbers are set high, and what is usual in a pack is what one pair is compared with. They are the house's own choice; what
they find and miss is not measured yet, and docs/accounts.md says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.domain import households, limits

Kind = Literal["place", "alike", "chance"]
KINDS: Final[tuple[Kind, ...]] = ("place", "alike", "chance")
"""Many are paid at one place; two wrote the same in many answers; known answers are missed as often as by guessing, in several packs."""

place_people_max: Final = households.people_max  # as many as may share a phone; more is looked at
alike_least: Final = 5  # the same texts in one pack
alike_characters_least: Final = 40  # of an answer as it is kept: short ones are the same by chance
alike_usual_least: Final = 20  # questions that others answered together: fewer do not tell what is usual
alike_usual_times: Final = 3  # so many times as often as others
alike_since_ms: Final = 30 * limits.day
chance_packs_least: Final = 3  # in which other work was found better for them (docs/quality.md)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who answered `together` questions of a pack, and said the `same` in so many."""

    pack: int
    person: int
    other: int
    together: int
    same: int


@dataclass(frozen=True, slots=True)
class Signal:
    """What was noticed about a person: `count`, of `out_of` where that says something; with whom and where, 0 for nobody."""

    kind: Kind
    person: int
    count: int
    out_of: int = 0
    other: int = 0
    pack: int = 0


def alike(pairs: Sequence[Pair]) -> list[Signal]:
    """Who wrote the same as another far more often than others in that pack do; of each person the most striking.

    In half of what both answered at least, five times at least, and three times as often as all other pairs of that pack: where
    everybody writes down what a voice says, the same words are usual, and nobody stands out.

    >>> usual = [Pair(1, one, one + 1, 10, 0) for one in (10, 20)]
    >>> alike([*usual, Pair(1, 30, 31, 8, 6)])
    [Signal(kind='alike', person=31, count=6, out_of=8, other=30, pack=1)]
    >>> alike([Pair(1, one, one + 1, 10, 8) for one in (10, 20, 30)]), alike([Pair(1, 30, 31, 8, 8)])
    ([], [])
    """
    found: dict[int, Signal] = {}
    for one in sorted(pairs, key=lambda pair: -pair.same):
        if one.same >= alike_least and 2 * one.same >= one.together and _stands_out(one, pairs):
            signal = Signal("alike", one.other, one.same, one.together, one.person, one.pack)
            found.setdefault(one.other, signal)
    return list(found.values())


def _stands_out(one: Pair, pairs: Sequence[Pair]) -> bool:
    """Far more often than pairs of other people in that pack."""
    others = [
        pair
        for pair in pairs
        if pair.pack == one.pack and not {pair.person, pair.other} & {one.person, one.other}
    ]
    together, same = sum(pair.together for pair in others), sum(pair.same for pair in others)
    return together >= alike_usual_least and one.same * together >= alike_usual_times * same * one.together

"""Remembers the ids of millions of rows in 12 bytes each, to say on which line an id was before.

A table of places, half empty, in which the 8-byte hash of an id is looked for from its own place on. Python
salts the hashes of texts anew in every process, so nobody can bring ids that all hash alike; two different ids
of a million rows meet with a chance of about one in 37 million (n² ÷ 2 ÷ 2⁶⁴).
"""

from __future__ import annotations

from array import array

_places_first = 1 << 12
_all_bits = (1 << 64) - 1


class Seen:
    """The ids so far, with their lines."""

    def __init__(self) -> None:
        self._hashes = array("Q", bytes(8 * _places_first))
        self._lines = array("I", bytes(4 * _places_first))
        self._count = 0

    def before(self, key: str, line: int) -> int:
        """The line (below 2³²) on which an id was first; 0 when this is it, which is remembered."""
        wanted = hash(key) & _all_bits or 1
        hashes, last = self._hashes, len(self._hashes) - 1
        place = wanted & last
        while (there := hashes[place]) != 0:
            if there == wanted:
                return self._lines[place]
            place = (place + 1) & last
        hashes[place] = wanted
        self._lines[place] = line
        self._count += 1
        if 2 * self._count > last:
            self._grow()
        return 0

    def _grow(self) -> None:
        """Twice the places; every hash goes to its new one."""
        hashes, lines = self._hashes, self._lines
        size = 2 * len(hashes)
        last = size - 1
        more, where = array("Q", bytes(8)) * size, array("I", bytes(4)) * size
        for wanted, line in zip(hashes, lines, strict=True):
            if wanted:
                place = wanted & last
                while more[place]:
                    place = (place + 1) & last
                more[place], where[place] = wanted, line
        self._hashes, self._lines = more, where

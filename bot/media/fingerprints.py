"""A few bits that stay nearly the same when a picture is saved again, made smaller or a little brighter; and being twins.

A fingerprint finds who might be the same picture; `twins` then looks, for nothing but pixels can tell. Likeness in the
middle is not enough: of two receipts that differ in one digit it is 0.999. What tells them apart is the window that is
least alike: 0.73 at most over receipts in three sizes, three inks, with and without noise, one digit changed, at 320 and
240 pixels; 0.93 at least over the 38 sample photographs saved again at quality 90.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageChops

from bot.media.images import decoded, shrunk
from bot.media.likeness import Likeness

if TYPE_CHECKING:
    from PIL.Image import Image

twin_likeness_min, twin_window_min = 0.98, 0.85
"""Of twins at the size that is delivered: in the middle, and everywhere."""

twin_levels_max, twin_square = 8, 8
"""Of 255: in no square of so many pixels' sides may twins' red, green or blue differ by more. Likeness sees no colour."""

sides = 9, 8


def fingerprint(picture: Image) -> str:
    """The difference hash, 16 hex digits: whether each of 8 × 8 places is brighter than its right neighbour (N. Krawetz,
    "Kind of Like That", 2013)."""
    wide, high = sides
    levels = list(picture.convert("L").resize(sides).tobytes())
    bits = [
        levels[wide * row + place] > levels[wide * row + place + 1]
        for row in range(high)
        for place in range(wide - 1)
    ]
    return f"{sum(bit << place for place, bit in enumerate(bits)):016x}"


def distance(a: str, b: str) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def twins(a: bytes, b: bytes, edge: int) -> bool:
    """Are two pictures' files so alike at this size that nobody could answer differently? Raises PictureRefused."""
    one, other = (shrunk(decoded(data, edge), edge) for data in (a, b))
    if one.size != other.size:
        return False
    if max(most for _, most in _differences(one, other)) > twin_levels_max:
        return False
    like = Likeness(one)
    return like.of(other) >= twin_likeness_min and like.least(other) >= twin_window_min


def _differences(one: Image, other: Image) -> list[tuple[int, int]]:
    """The least and the greatest difference of each colour, square by square."""
    found = ImageChops.difference(one.reduce(twin_square), other.reduce(twin_square))
    return [colour.getextrema() for colour in found.split()]  # type: ignore[misc]

"""How like a picture is to what was made of it: structural similarity of their brightness, 1 for the same, 0 for nothing.

Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, "Image quality assessment: from error visibility to structural similarity",
IEEE Transactions on Image Processing 13 (4), 2004: windows of 11 × 11 weighted by a Gaussian of 1.5 pixels, K1 = 0.01,
K2 = 0.03, L = 255, the mean over all windows that lie wholly inside. Nothing is made smaller first, as the authors'
later program does with pictures above 384 pixels: what is compared is what is shown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from PIL.Image import Image

    Levels = NDArray[numpy.floating[Any]]

window_pixels, gaussian_pixels = 11, 1.5
ground_mean, ground_spread = (
    (0.01 * 255) ** 2,
    (0.03 * 255) ** 2,
)  # C1 and C2, which keep flat places from 0 ÷ 0

middle = 127.5  # levels are reckoned from here, so that their squares stay small enough to be exact


class Likeness:
    """A picture that others of the same size are compared with; what depends on it alone is reckoned once."""

    def __init__(self, picture: Image) -> None:
        self._levels = _levels(picture)
        self._mean = _blurred(self._levels)
        self._spread = _blurred(self._levels**2) - self._mean**2
        self._light = self._mean + middle

    def of(self, other: Image) -> float:
        """The likeness of another picture of the same size, 1 at most."""
        return float(self._windows(other).mean())

    def least(self, other: Image) -> float:
        """The likeness of the window that is least alike: a digit that is another one is seen here only."""
        return float(self._windows(other).min())

    def _windows(self, other: Image) -> Levels:
        levels = _levels(other)
        mean = _blurred(levels)
        spread = _blurred(levels**2) - mean**2
        shared = _blurred(levels * self._levels) - mean * self._mean
        bright = mean + middle
        light = (2 * self._light * bright + ground_mean) / (self._light**2 + bright**2 + ground_mean)
        shape = (2 * shared + ground_spread) / (self._spread + spread + ground_spread)
        found: Levels = light * shape
        return found


def _levels(picture: Image) -> Levels:
    """Brightness around its middle. What is smaller than a window is continued by its own edge."""
    import numpy

    levels = numpy.asarray(picture.convert("L"), numpy.float32) - middle
    missing = [(0, max(0, window_pixels - side)) for side in levels.shape]
    return numpy.pad(levels, missing, "edge") if any(more for _, more in missing) else levels


def _blurred(levels: Levels) -> Levels:
    """The weighted mean of each whole window: 10 shorter both ways."""
    import numpy

    high = levels.shape[0] - window_pixels + 1
    wide = levels.shape[1] - window_pixels + 1
    down = numpy.zeros((high, levels.shape[1]), numpy.float32)
    across = numpy.zeros((high, wide), numpy.float32)
    for place, weight in enumerate(_weights()):
        down += weight * levels[place : place + high]
    for place, weight in enumerate(_weights()):
        across += weight * down[:, place : place + wide]
    return across


@cache
def _weights() -> tuple[float, ...]:
    """A window's weights along one side; together 1."""
    import math

    half = window_pixels // 2
    heights = [math.exp(-((place - half) ** 2) / (2 * gaussian_pixels**2)) for place in range(window_pixels)]
    return tuple(height / sum(heights) for height in heights)

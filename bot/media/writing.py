"""Makes of a picture of writing a PNG of a few greys: sharp letters on white paper, for a third of a photo's bytes.

Noise and shade cost the bytes, not letters: the paper is made white (each place is divided by the light around it) and two
to four greys are left, the fewest in which it is like what it was. As a document it comes to a phone as it is. Measured
over made crops of 1280 × 400 pixels with letters of 22 to 36, shade, noise and blur, 640 pixels long: 11 to 14 kB beside
29 to 40 for the photo. Blocks, and belongs behind the fence.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.media.images import Rendition, shrunk
from bot.media.likeness import Likeness

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Levels = NDArray[numpy.floating[Any]]

writing_edges = (640, 560, 480)
"""In pixels, longest first: with less nobody could read a line."""

legible_least = 0.92
greys_most = 4

paper_level, light_pixels, light_percentile = 245, 16, 85
"""What paper becomes; the light at a place is a bright part of the square around it."""

paper_share_least, middling_share_most = 0.65, 0.15
"""Of writing so much is paper at least, and so little neither paper nor ink. Made crops have 0.67 to 0.78 and 0.08 to
0.14; of the sample photographs (0.39 to 0.69, 0.18 to 0.37) only skies and silhouettes look like that."""

colour_levels_max = 12
"""A picture with more colour than this, but for a tenth of its pixels, is no writing."""


def written(picture: Image.Image, bytes_max: int) -> tuple[int, Rendition] | None:
    """A picture of writing at the longest edge that is legible and takes so many bytes at most; None when it is none."""
    for edge in writing_edges:
        small = shrunk(picture, edge)
        flat = _flat(small)
        if _coloured(small) or not _is_writing(flat):
            return None
        like = Likeness(_picture(flat))
        for greys in range(2, greys_most + 1):
            data, shown = _few(flat, greys)
            likeness = like.of(shown)
            if likeness >= legible_least and len(data) <= bytes_max:
                return edge, Rendition(data, small.width, small.height, len(data), likeness)
    return None


def _coloured(picture: Image.Image) -> bool:
    import numpy

    _, *colours = picture.convert("YCbCr").split()
    spread = [numpy.abs(numpy.asarray(one, numpy.float32) - 128) for one in colours]
    return any(float(numpy.percentile(one, 90)) > colour_levels_max for one in spread)


def _flat(picture: Image.Image) -> Levels:
    """Brightness as if the light were the same everywhere."""
    import numpy

    levels = numpy.asarray(picture.convert("L"), numpy.float32)
    high, wide = levels.shape
    padded = numpy.pad(levels, [(0, -side % light_pixels) for side in levels.shape], "edge")
    squares = padded.reshape(padded.shape[0] // light_pixels, light_pixels, -1, light_pixels).swapaxes(1, 2)
    bright = numpy.percentile(squares.reshape(*squares.shape[:2], -1), light_percentile, axis=2)
    around = Image.fromarray(bright.astype(numpy.float32))
    light = numpy.asarray(around.resize(padded.shape[::-1], Image.Resampling.BILINEAR))[:high, :wide]
    flat: Levels = numpy.clip(levels / numpy.maximum(light, 1) * paper_level, 0, 255)
    return flat


def _is_writing(flat: Levels) -> bool:
    """Is it mostly paper, some ink, and little between?"""
    import numpy

    ink = float(numpy.percentile(flat, 1))
    reach = paper_level - 10 - ink
    if reach < paper_level / 3:  # nothing stands out
        return False
    middling = (flat > ink + 0.35 * reach) & (flat < ink + 0.75 * reach)
    paper = float((flat > paper_level - 30).mean())
    return paper >= paper_share_least and float(middling.mean()) <= middling_share_most


def _few(flat: Levels, greys: int) -> tuple[bytes, Image.Image]:
    """As a PNG of so many greys from ink to white; and as it is seen."""
    import numpy

    ink, paper = float(numpy.percentile(flat, 2)), paper_level - 10
    steps = numpy.rint((flat - ink) / (paper - ink) * (greys - 1))
    made = Image.fromarray(numpy.clip(steps, 0, greys - 1).astype(numpy.uint8))
    made.putpalette([round(ink + (255 - ink) * step / (greys - 1)) for step in range(greys) for _ in "rgb"])
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True, bits=1 if greys == 2 else 2)
    return out.getvalue(), made.convert("L")


def _picture(flat: Levels) -> Image.Image:
    import numpy

    return Image.fromarray(numpy.rint(flat).astype(numpy.uint8))

"""Takes a photograph that a worker made: keeps its pixels, drops where and by what it was made, and measures it.

What is kept is upright and at most 1600 pixels long, enough to read a label on a shelf. Blur and darkness are measured
so that a person can be asked, kindly, for another one; the fingerprint tells when the same photograph comes twice.
Blocks, and belongs behind the fence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.media.fingerprints import fingerprint
from bot.media.images import decoded, encoded, shrunk

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Grey = NDArray[numpy.float32]

photo_edge_max = 1_600
"""In pixels. Telegram's phones send photographs of at most 1280, or 2560 when asked for more."""

photo_quality = 80
"""Of the JPEG that is kept: the requester paid for the detail, and nobody downloads it over a phone's line."""

measured_edge = 512
"""In pixels: blur is judged at one size, that of a photograph on a phone's screen, whatever the camera has."""

tiles_across = 4
tile_percentile = 90
"""Blur is that of the sharpest parts: a cup before a plain wall is sharp, and most of it is wall."""

blur_min = 60
"""Below, a photograph is blurred. Of the 38 in taskpacks/street-photos, sharp, 36 score 149 to 16,950 and two less: a
piece of plain sky (3) and a flower far out of focus (29). Of their copies blurred by a Gaussian of 1.5 pixels nine in
ten score 55 or less (median 34), of 2 pixels 21 (13), of 3 pixels 7 (5)."""

dark_level, bright_level = 32, 250
dark_per_mille_max, bright_per_mille_max = 850, 600
"""Of 255: what a phone's screen shows as black, and what holds no drawing any more. Above these shares of the pixels
little can be seen; of the samples none has more than 348 and 105 per mille."""

twin_bits_max = 6
"""Fingerprints that differ in so few bits are of one photograph. Of 152 copies of the samples (saved at quality 30, two
thirds as long, a fifth brighter, a little blurred) 143 differ in 6 bits or fewer from their original; of the 703 pairs
of different samples none does, and the nearest, two pieces of sky, differ in 7."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as it is kept: JPEG bytes of pixels alone, its size in pixels, and what was measured.

    `blur` is the variance of the Laplacian of the sharpest parts, the higher the sharper; `dark` and `bright` are
    shares of the pixels, per mille; `fingerprint` is 16 hex digits that stay nearly the same when the photograph is
    saved again, made smaller or a little brighter.
    """

    data: bytes
    width: int
    height: int
    blur: int
    dark: int
    bright: int
    fingerprint: str


def take(data: bytes) -> Photo:
    """A JPEG, PNG or WebP file from a worker → the photograph. Raises PictureRefused for what is none."""
    import numpy

    whole = decoded(data, photo_edge_max)
    kept = shrunk(whole, photo_edge_max)
    grey = numpy.asarray(shrunk(whole.convert("L"), measured_edge), numpy.float32)
    return Photo(
        data=encoded(kept, photo_quality),
        width=kept.width,
        height=kept.height,
        blur=round(_sharpness(grey)),
        dark=round(1_000 * float((grey < dark_level).mean())),
        bright=round(1_000 * float((grey > bright_level).mean())),
        fingerprint=fingerprint(whole),
    )


def _sharpness(grey: Grey) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000)
    in the sharpest of 16 tiles: their 90th percentile. 0 for what is too small to have edges."""
    import numpy

    if min(grey.shape) < 2 * tiles_across:
        return 0.0
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    laplacian = around - 4 * grey[1:-1, 1:-1]
    tiles: list[Any] = [
        tile
        for row in numpy.array_split(laplacian, tiles_across)
        for tile in numpy.array_split(row, tiles_across, 1)
    ]
    return float(numpy.percentile([tile.var() for tile in tiles], tile_percentile))

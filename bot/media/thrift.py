"""Makes of a picture the fewest bytes that a phone fetches for something still like it.

A bot's photo is encoded anew by Telegram's server, so bytes saved by a coarse JPEG come back: what a quality of 30 left
out the server's 87 keeps out, but it writes finely what was coarse, and adds its own noise. So a picture is written on
the server's own steps, which it then keeps, and bytes are saved by leaving out whole waves: each 8 × 8 block's cosines
(JPEG's own) below a threshold become 0. The threshold is low where a picture is flat and high where it is busy: an
error counts there less, in the eye and in likeness, whose denominator is the block's own spread. How strongly is
searched for each picture and size. Blocks, and belongs behind the fence.

Measured over the 38 sample photographs at 320 pixels and a likeness of 0.92, all after the server: 450 kB for the
coarsest standard JPEG that reaches it, searched per picture; 380 kB so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.media.images import Rendition, encoded, shrunk, too_many_bytes
from bot.media.likeness import Likeness

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Levels = NDArray[numpy.floating[Any]]

server_quality: int | None = 87
"""At which JPEG quality Telegram's server is thought to encode photos anew (the sandbox does); None: it keeps them as
they are sent. Only a live run can tell; everything here follows from this one constant."""

kept_quality = 55
"""The steps a picture is written on when the server keeps it: of 45, 55, 65, 75 and 87 the coarsest on which all the
sample photographs reach the likeness."""

likeness_least = 0.92
"""Of what is shown on a phone, after the server, to the picture shrunk to that size."""

strengths = 64
strength_least, strength_most = 0.3, 3.0
"""The search's steps, each 3.7 % above the one before; 6 encodings find the strongest. The most is the floor of quality:
in a flat place nothing above 12.5 is left out, which is half a step of JPEG's lowest waves at quality 30."""

steps_at_once = 5
"""How far it goes at once from a step that was found for another size."""

busy_power = 0.35
busy_ground = 58.5225
"""A block's threshold is strength × (2 × variance + C2) ** busy_power, with likeness's C2. By the mathematics of
likeness the power is 0.5; over the sample photographs 0.3 to 0.4 takes the fewest bytes, for blocks mix."""

wave_growth = 1.0
"""The finest waves have twice the threshold of the coarsest: they cost the most bits."""

colour_quality = 40
"""Colour is thresholded at half a step of this JPEG quality: likeness does not see it, so it isn't searched."""

grey_levels_max = 4
"""A picture whose colours are this near to grey, but for a hundredth of its pixels, is grey."""

edge_aimed_least = 240
"""For a few bytes less a picture becomes no shorter than this; only when there is no room for it at all."""

block = 8
colour_steps = (17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99)
"""The upper left quarter of JPEG's colour table (ITU-T T.81, annex K.2); all others are 99."""


@dataclass(frozen=True, slots=True)
class Space:
    """The bytes on the phone there are for a picture: how many are aimed at, and how many it may take at most."""

    aim: int
    most: int


Draw = Callable[[int], Image.Image]
"""A picture for a long edge: as it is, or what is drawn on it at that size."""


def within(
    draw: Draw,
    space: Space,
    edges: Sequence[int],
    make: Callable[[Image.Image, int], Rendition] | None = None,
) -> tuple[int, Rendition]:
    """The longest of `edges` at which a picture is like and takes the bytes aimed at, and what was made.

    For these bytes it goes down to 240 pixels, and below only for the most it may take. What can't come near is not
    tried. `make` is another way than `fewest`. Raises PictureRefused.
    """
    found, tried = None, max(edges)
    for edge in sorted(edges, reverse=True):
        last = edge <= edge_aimed_least
        if found and edge > min(edges) and _hopeless(found, edge / tried, space.most if last else space.aim):
            continue
        small = shrunk(draw(edge), edge)
        if found is None or small.size != (found.width, found.height):
            found, tried = (make or fewest)(small, edge), edge
        if _fits(found, space, last=last):
            return edge, found
    assert found is not None, "one edge at least"
    if found.phone_bytes <= space.most:  # noise, which is like at no size: as well as it can be
        return edge, found
    raise too_many_bytes(space.most, min(edges))


def _hopeless(longer: Rendition, share: float, bytes_max: int) -> bool:
    """Would it take too much even if bytes fell with the third power of its length? They fall with 1.4 to 2."""
    return longer.likeness >= likeness_least and longer.phone_bytes * share**3 > bytes_max


def _fits(made: Rendition, space: Space, *, last: bool) -> bool:
    """Is it like, and in so few bytes that nothing smaller is tried? `last`: for the aim alone nothing smaller would be."""
    return made.likeness >= likeness_least and made.phone_bytes <= (space.most if last else space.aim)


def fewest(picture: Image.Image, edge: int) -> Rendition:
    """The picture with a long edge of at most `edge` in the fewest bytes on a phone that leave it like.

    Where even the gentlest does not, that one, with its likeness.
    """
    small = shrunk(picture, edge)
    like, waves = Likeness(small), _Waves(small)
    weak, strong = 0, strengths
    best = _tried(waves, like, 0)
    while strong - weak > 1 and best.likeness >= likeness_least:
        middle = (weak + strong) // 2
        tried = _tried(waves, like, middle)
        if tried.likeness >= likeness_least:
            weak, best = middle, tried
        else:
            strong = middle
    return best


def enough(picture: Image.Image, edge: int, step: int) -> Rendition:
    """Like `fewest`, but from the step that was found for another size, some steps at a time.

    Over the sample photographs at 480 and 800 pixels, from 240: two fifths of the time, six bytes in a hundred more.
    """
    small = shrunk(picture, edge)
    like, waves = Likeness(small), _Waves(small)
    found = _tried(waves, like, step)
    way = steps_at_once if found.likeness >= likeness_least else -steps_at_once
    while 0 <= found.step + way < strengths:
        following = _tried(waves, like, found.step + way)
        if way > 0 and following.likeness < likeness_least:
            return found
        found = following
        if way < 0 and found.likeness >= likeness_least:
            return found
    return found


def thinned(picture: Image.Image, step: int) -> Image.Image:
    """What `fewest` encodes of a picture at a step (YCbCr): to be part of another one."""
    return _Waves(picture).left(_strength(step))


def on_phone(data: bytes) -> bytes:
    """A photo's bytes as they come to a phone: as Telegram's server is thought to make them."""
    return data if server_quality is None else encoded(opened(data).convert("RGB"), server_quality)


def _tried(waves: _Waves, like: Likeness, step: int) -> Rendition:
    """One strength, encoded, and what comes of it on a phone."""
    data = encoded(waves.left(_strength(step)), server_quality or kept_quality)
    shown = on_phone(data)
    picture = opened(shown)
    return Rendition(data, picture.width, picture.height, len(shown), like.of(picture), step)


def _strength(step: int) -> float:
    share = step / (strengths - 1)
    return float(strength_least * (strength_most / strength_least) ** share)


def opened(data: bytes) -> Image.Image:
    """The pixels of a JPEG that was made here."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        picture.load()
        return picture


class _Waves:
    """A picture's blocks as cosines: of brightness, and of both colours at half its size."""

    def __init__(self, picture: Image.Image) -> None:
        import numpy

        light, *colours = (
            numpy.asarray(plane, numpy.float32) - 128 for plane in picture.convert("YCbCr").split()
        )
        if all(numpy.percentile(numpy.abs(one), 99) <= grey_levels_max for one in colours):
            colours = [one * 0 for one in colours]
        self._size = picture.size
        self._light = _cosines_of(_padded(light))
        self._busy = (2 * _around(_variance(self._light)) + busy_ground) ** busy_power
        self._colours = [_left_above(_cosines_of(_halved(_padded(one))), _colour_least()) for one in colours]

    def left(self, strength: float) -> Image.Image:
        """The picture of those waves that are above the thresholds."""
        import numpy

        least = strength * self._busy[..., None, None] * _wave_rise()
        light = _pixels_of(_left_above(self._light, least))
        colours = [_pixels_of(one).repeat(2, 0).repeat(2, 1) for one in self._colours]
        wide, high = self._size
        planes = [
            Image.fromarray(numpy.clip(numpy.rint(one[:high, :wide] + 128), 0, 255).astype(numpy.uint8))
            for one in (light, *colours)
        ]
        return Image.merge("YCbCr", planes)


def _padded(plane: Levels) -> Levels:
    """Continued to whole blocks of both brightness and halved colour."""
    import numpy

    return numpy.pad(plane, [(0, -side % (2 * block)) for side in plane.shape], "edge")


def _halved(plane: Levels) -> Levels:
    """Each square of four pixels as its mean, as JPEG halves colour."""
    sums: Levels = plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]
    return sums / 4


def _cosines_of(plane: Levels) -> Levels:
    """Rows × columns of blocks, each 8 × 8 cosines (JPEG's transform)."""
    high, wide = plane.shape
    blocks = plane.reshape(high // block, block, wide // block, block).swapaxes(1, 2)
    found: Levels = _cosines() @ blocks @ _cosines().T
    return found


def _pixels_of(cosines: Levels) -> Levels:
    blocks: Levels = (_cosines().T @ cosines @ _cosines()).swapaxes(1, 2)
    rows, high, columns, wide = blocks.shape
    return blocks.reshape(rows * high, columns * wide)


def _left_above(cosines: Levels, least: Levels) -> Levels:
    """The cosines with those below their threshold left out; a block's mean always stays."""
    import numpy

    kept = numpy.where(numpy.abs(cosines) >= least, cosines, numpy.float32(0))
    kept[..., 0, 0] = cosines[..., 0, 0]
    return kept


def _variance(cosines: Levels) -> Levels:
    """Each block's variance, by Parseval from all but its mean."""
    found: Levels = (cosines**2).sum((-1, -2)) - cosines[..., 0, 0] ** 2
    return found / block**2


def _around(values: Levels) -> Levels:
    """The mean over a block and its neighbours: a likeness's window is wider than one."""
    import numpy

    padded = numpy.pad(values, 1, "edge")
    high, wide = values.shape
    nine = [padded[down : down + high, across : across + wide] for down in range(3) for across in range(3)]
    return sum(nine[1:], nine[0]) / len(nine)


@cache
def _cosines() -> Levels:
    """JPEG's transform: row `wave`, column `place`; its rows are of length 1 and square to each other."""
    import numpy

    place = numpy.arange(block)
    found = numpy.cos((2 * place[None] + 1) * place[:, None] * numpy.pi / (2 * block)) / 2
    found[0] /= numpy.sqrt(2)
    return found.astype(numpy.float32)


@cache
def _wave_rise() -> Levels:
    """How the threshold grows with a wave's fineness."""
    import numpy

    place = numpy.arange(block, dtype=numpy.float32)
    return 1 + wave_growth * (place[:, None] + place[None]) / (2 * block - 2)


@cache
def _colour_least() -> Levels:
    """Half of each step of the colour table at `colour_quality` (libjpeg's scaling: 50 ÷ quality below 50)."""
    import numpy

    steps = numpy.full((block, block), 99, numpy.float32)
    steps[:4, :4] = numpy.reshape(colour_steps, (4, 4))
    return steps * 50 / colour_quality / 2

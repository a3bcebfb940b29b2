"""Makes of a picture a static WebP, which Telegram's apps show as a sticker, unchanged: what is made is what is fetched.

Telegram takes stickers of 512 pixels and 512 kB at most. Whether it takes any picture so, and how an app shows it (about
half as wide as a photo, without zooming), only a live run can tell. Measured over the 55 free
photographs (`python -m tests.bench.pictures`): 4.9 kB in the middle, 320 to 240 pixels long, each like itself. Blocks, and
belongs behind the fence.
"""

from __future__ import annotations

import io

from PIL import Image

from bot.media.images import Rendition, shrunk
from bot.media.likeness import Likeness
from bot.media.thrift import likeness_least

sticker_edges = (240, 260, 280, 320)

quality_least, quality_most = 30, 95
"""Likeness flatters WebP: below 30 it smooths what one looks for."""

effort = 4
"""libwebp's method: 6 takes twice the time for a hundredth of the bytes."""


def sticker(picture: Image.Image, edge: int) -> Rendition:
    """The picture with a long edge of at most `edge` in the fewest bytes that leave it like: seven encodings.

    Where even the best does not, that one, with its likeness.
    """
    small = shrunk(picture, edge)
    like = Likeness(small)
    low, high = quality_least, quality_most
    best = _tried(small, like, high)
    while low < high:
        middle = (low + high) // 2
        tried = _tried(small, like, middle)
        if tried.likeness >= likeness_least:
            high, best = middle, tried
        else:
            low = middle + 1
    return best


def _tried(picture: Image.Image, like: Likeness, quality: int) -> Rendition:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=effort)
    with Image.open(out, formats=("WEBP",)) as shown:
        likeness = like.of(shown)
    return Rendition(out.getvalue(), picture.width, picture.height, out.tell(), likeness)

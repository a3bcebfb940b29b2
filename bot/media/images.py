"""Turns a picture from outside into a small, upright, anonymous JPEG, or says why not.

The input is hostile until shown otherwise: the file name is never asked, only three decoders may look at the bytes,
size and shape are judged from the header before any pixel is decoded, and nothing but pixels reaches the output.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from bot.media.refused import MediaRefused, check_size

FORMATS = ("JPEG", "PNG", "WEBP")
"""The only decoders that may see foreign bytes; anything else is a larger surface for attack."""

EDGES = (160, 240, 320, 480, 800)
"""Long edges, in pixels, that packs are rendered at. 800 is what a phone shows without zooming; 160 and 240 are
there because a detailed photograph (gravel, grass, fur) of 320 pixels takes 18 to 25 kB and so no 15 kB task."""

PICTURE_PIXELS_MAX = 25_000_000
"""About 75 MB as RGB: above the cameras of cheap phones, far below what hurts a small server."""

PICTURE_RATIO_MAX = 20
"""Telegram refuses photos whose sides differ by more than a factor of 20 (Bot API, sendPhoto)."""

JPEG_QUALITY = 60
"""One quality for all renditions. Over the 38 sample photographs at 320 pixels: at 60 the luma SSIM is 0.92 or more for
28 and 368 kB are sent, at 75 for 33 and 459 kB. Edges do the rest of a budget; a search per picture is to come."""

COLUMNS, CELL, GAP, NUMBER = 3, 400, 12, 80
"""Pictures side by side: how many in a row, and in pixels the square each has, the gap and the height of its number,
which at the 480 pixels that usually fit is 32 for one picture in a row of three."""


class PictureRefused(MediaRefused):
    """A picture that is not taken, and why."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as it will be sent: baseline JPEG bytes without metadata, and its size in pixels."""

    data: bytes
    width: int
    height: int


def fit(data: bytes, edge: int) -> Rendition:
    """Render a JPEG, PNG or WebP file so that its long edge is at most `edge` pixels; never enlarge.

    The first frame of an animation, turned upright, transparency laid on white, colour kept as 8-bit RGB,
    no metadata. The same bytes and edge give the same bytes. Raises PictureRefused.
    """
    return rendered(decoded(data, edge), edge)


def fit_within(data: bytes, bytes_max: int, edges: Sequence[int] = EDGES) -> Rendition:
    """The rendition at the longest of `edges` that takes at most `bytes_max` bytes. Raises PictureRefused.

    A server that re-encodes at quality 87, as Telegram is thought to, makes renditions above 4 kB 1.36 to 1.5
    times larger (measured on the sample photographs): whoever has a budget on the wire leaves that room.
    """
    return within(decoded(data, max(edges)), bytes_max, edges)


def side_by_side(pictures: Sequence[bytes], bytes_max: int) -> Rendition:
    """Some pictures as one, three in a row, numbered 1, 2, 3 … in their corners; its long edge one of `EDGES`.

    At most `bytes_max` bytes. Raises PictureRefused, also when that is too little.
    """
    columns = min(len(pictures), COLUMNS)
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new("RGB", (columns * CELL, rows * CELL), "white")
    font = ImageFont.load_default(NUMBER)
    for place, data in enumerate(pictures):
        left, top = place % COLUMNS * CELL, place // COLUMNS * CELL
        picture = ImageOps.contain(decoded(data, CELL), (CELL - GAP, CELL - GAP))
        whole.paste(picture, (left, top))
        pen = ImageDraw.Draw(whole)
        corner = pen.textbbox((left, top), str(place + 1), font)
        pen.rectangle((left, top, corner[2] + GAP, corner[3] + GAP), "white")
        pen.text((left + GAP // 2, top), str(place + 1), "black", font)
    return within(whole, bytes_max, EDGES)


def within(picture: Image.Image, bytes_max: int, edges: Sequence[int]) -> Rendition:
    """The picture at the longest of `edges` at which it takes at most so many bytes. Raises PictureRefused."""
    for edge in sorted(edges, reverse=True):
        rendition = rendered(picture, edge)
        if len(rendition.data) <= bytes_max:
            return rendition
    raise too_many_bytes(bytes_max, min(edges))


def too_many_bytes(bytes_max: int, edge: int) -> PictureRefused:
    """The refusal of a picture that does not fit even at its shortest edge."""
    return PictureRefused(
        "takes more than {bytes_max} bytes even when it is {edge} pixels long",
        {"bytes_max": bytes_max, "edge": edge},
    )


def hash_of(data: bytes) -> str:
    """SHA-256 of the bytes as 64 lower-case hex digits: the name under which the store keeps them."""
    return hashlib.sha256(data).hexdigest()


def decoded(data: bytes, edge: int) -> Image.Image:
    """The picture in `data` as fresh, upright RGB pixels, detailed enough for `edge`. Raises PictureRefused."""
    _refuse_by_header(data)
    try:
        return _upright_on_white(data, edge)
    # Decoders fail in many ways on foreign bytes; all of them mean the same to whoever sent the picture.
    except Exception as trouble:
        raise PictureRefused("is damaged or cut short") from trouble


def rendered(picture: Image.Image, edge: int, quality: int = JPEG_QUALITY) -> Rendition:
    """Shrink, if needed, and encode."""
    assert edge > 0, "an edge is a positive number of pixels"
    if max(picture.size) > edge:
        picture = picture.resize(_shrunk(picture.size, edge), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    return Rendition(out.getvalue(), picture.width, picture.height)


def _refuse_by_header(data: bytes) -> None:
    """Refuse what can be refused without decoding a pixel: size, format, pixel count, shape, broken structure."""
    check_size(data, PictureRefused)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as trouble:
        raise _too_many_pixels() from trouble
    except UnidentifiedImageError as trouble:
        raise PictureRefused("is not a JPEG, PNG or WebP picture") from trouble
    except Exception as trouble:  # a known format, but its parts do not add up
        raise PictureRefused("is damaged or cut short") from trouble
    if width * height > PICTURE_PIXELS_MAX:
        raise _too_many_pixels()
    if max(width, height) > PICTURE_RATIO_MAX * min(width, height):
        raise PictureRefused(
            "is more than {ratio} times longer on one side than on the other", {"ratio": PICTURE_RATIO_MAX}
        )


def _too_many_pixels() -> PictureRefused:
    """The refusal of a decompression bomb, or of an honest picture that is too large to tell from one."""
    return PictureRefused(
        "has more than {megapixels} million pixels", {"megapixels": PICTURE_PIXELS_MAX // 1_000_000}
    )


def _upright_on_white(data: bytes, edge: int) -> Image.Image:
    """Decode into a fresh RGB picture that carries pixels only; large JPEGs are decoded at a reduced scale."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as source:
        source.draft(None, (2 * edge, 2 * edge))  # JPEG only: at least twice the edge is kept for resampling
        picture = ImageOps.exif_transpose(source)
    if picture.mode.startswith("I"):  # 16-bit grey: the upper byte is what a screen can show
        picture = picture.point(lambda level: level / 256).convert("L")
        picture.info.pop("transparency", None)  # a 16-bit level that no longer means anything
    canvas = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        canvas.paste(layer, mask=layer)
    else:
        canvas.paste(picture.convert("RGB"))
    return canvas


def _shrunk(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Scale a size so that its long side is `edge`, rounding half up and keeping at least one pixel."""
    longest = max(size)
    width, height = (max(1, (2 * side * edge + longest) // (2 * longest)) for side in size)
    return width, height

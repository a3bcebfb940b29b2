"""Turns a picture from outside into upright, anonymous pixels, or says why not.

The input is hostile until shown otherwise: the file name is never asked, only three decoders may look at the bytes,
size and shape are judged from the header before any pixel is decoded, and nothing but pixels comes out. `thrift` makes
of them what is sent.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.media.refused import MediaRefused, check_size

FORMATS = ("JPEG", "PNG", "WEBP")
"""The only decoders that may see foreign bytes; anything else is a larger surface for attack."""

EDGES = (160, 200, 220, 240, 260, 280, 320, 480, 800)
"""Long edges, in pixels, that packs are rendered at. 320 is what a phone shows without zooming, 480 and 800 are for
looking closer; those below 320 are there because a detailed photograph (gravel, grass, fur) of 320 pixels takes 16 to
26 kB and so no 15 kB task."""

PICTURE_PIXELS_MAX = 25_000_000
"""About 75 MB as RGB: above the cameras of cheap phones, far below what hurts a small server."""

PICTURE_RATIO_MAX = 20
"""Telegram refuses photos whose sides differ by more than a factor of 20 (Bot API, sendPhoto)."""


class PictureRefused(MediaRefused):
    """A picture that is not taken, and why."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as it will be sent: its bytes without metadata, its size in pixels.

    `phone_bytes` is what a phone fetches, of a photo what Telegram makes of it; `likeness` how like that is to the
    picture shrunk to this size.
    """

    data: bytes
    width: int
    height: int
    phone_bytes: int
    likeness: float
    step: int = 0  # of `thrift`'s search, where it was found


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


def encoded(picture: Image.Image, quality: int) -> bytes:
    """Baseline JPEG with halved colour and tables of its own: what phones and Telegram use."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    return out.getvalue()


def shrunk(picture: Image.Image, edge: int) -> Image.Image:
    """The picture with a long edge of at most `edge` pixels; the same one where it is no longer."""
    assert edge > 0, "an edge is a positive number of pixels"
    if max(picture.size) <= edge:
        return picture
    return picture.resize(_shrunk(picture.size, edge), Image.Resampling.LANCZOS)


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

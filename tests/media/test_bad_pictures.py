"""Pictures as people really have them: each is taken as a person would see it, or refused in a sentence of its own.

The same in every way a picture is made small: as it is, beside another, under a grid, as a worker's photograph.
"""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageCms

from bot.media.drawings import grid, paired
from bot.media.images import PictureRefused, Rendition, decoded
from bot.media.photos import take
from bot.media.thrift import fewest

SIZE = 600, 400


def saved(picture: Image.Image, form: str = "JPEG", **more: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def half(left: str = "#c02020", right: str = "#2020c0", size: tuple[int, int] = SIZE) -> Image.Image:
    """Red at the left, blue at the right: shows when a picture is turned or its colours go wrong."""
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return picture


def sideways() -> bytes:
    """Lying, with a note that it was held upright."""
    facts = Image.Exif()
    facts[0x0112] = 6
    return saved(half().rotate(90, expand=True), exif=facts)


def animated() -> bytes:
    """A WebP with two frames; the first is the picture."""
    return saved(half(), "WEBP", save_all=True, append_images=[half("#000000", "#000000")], duration=100)


def through() -> bytes:
    """A palette with a colour that is not there: white is seen."""
    picture = half("#ffffff", "#2020c0").convert("P", palette=Image.Palette.ADAPTIVE, colors=4)
    return saved(picture, "PNG", transparency=0)


def bomb() -> bytes:
    """A PNG of 64 bytes that says it has 30,000 × 30,000 pixels."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)),
        (b"IDAT", b""),
        (b"IEND", b""),
    ]
    chunks = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def profiled() -> bytes:
    """With a colour profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(half(), icc_profile=profile)


TAKEN: dict[str, Callable[[], bytes]] = {
    "a plain one": lambda: saved(half()),
    "rotated by EXIF": sideways,
    "animated": animated,
    "a PNG, whatever its name says": lambda: saved(half(), "PNG"),
    "in colours for printing": lambda: saved(half().convert("CMYK")),
    "with a colour profile": profiled,
    "progressive": lambda: saved(half(), progressive=True),
    "two in one file": lambda: saved(
        half(), "MPO", save_all=True, append_images=[half("#000000", "#000000")]
    ),
    "a page of HTML behind it": lambda: saved(half()) + b"<html><script>alert(1)</script></html>",
    "a panorama of one to ten": lambda: saved(half(size=(6_000, 600))),
}
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "half of a JPEG": (lambda: saved(half())[:1_500], "is damaged or cut short"),
    "half of a PNG": (lambda: saved(half(), "PNG")[:900], "is damaged or cut short"),
    "a GIF": (lambda: saved(half(), "GIF"), "is not a JPEG, PNG or WebP picture"),
    "a TIFF": (lambda: saved(half(), "TIFF"), "is not a JPEG, PNG or WebP picture"),
    "a drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a JPEG, PNG or WebP picture"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "is not a JPEG, PNG or WebP picture"),
    "a zip": (lambda: b"PK\x03\x04" + bytes(60), "is not a JPEG, PNG or WebP picture"),
    "a bomb": (bomb, "has more than 25 million pixels"),
    "a strip": (
        lambda: saved(half(size=(2_100, 100))),
        "is more than 20 times longer on one side than on the other",
    ),
    "too many bytes": (lambda: saved(half()) + bytes(20_000_000), "is larger than 20 MB"),
}


def fit(data: bytes, edge: int) -> Rendition:
    """A picture as it is, made small."""
    return fewest(decoded(data, edge), edge)


def ways(data: bytes) -> list[Callable[[], Any]]:
    """Everything that opens a stranger's picture."""
    other = saved(half())
    return [
        lambda: fit(data, 320),
        lambda: paired(other, data),
        lambda: grid(data, (2, 2), 320),
        lambda: take(data),
    ]


@pytest.mark.parametrize("name", TAKEN)
def test_it_is_seen_as_a_person_would_see_it(name: str) -> None:
    """Upright, in its colours, its first frame; nothing but pixels goes on."""
    data = TAKEN[name]()
    for made in (fit(data, 320), take(data)):
        with Image.open(io.BytesIO(made.data)) as picture:
            assert picture.format == "JPEG" and not picture.getexif() and "icc_profile" not in picture.info
            middle = picture.height // 2
            left, right = (picture.getpixel((picture.width * part // 8, middle)) for part in (1, 7))
        assert isinstance(left, tuple) and isinstance(right, tuple)
        assert left[0] > 120 > left[2] and right[2] > 120 > right[0]
        assert b"script" not in made.data
    assert paired(saved(half()), data).size and grid(data, (2, 1), 320).size


def test_what_shines_through_is_white_and_sixteen_bits_become_eight() -> None:
    """A palette with transparency; a scan of 16-bit grey."""
    grey = Image.new("I;16", SIZE, 40_000)
    for data, levels in ((through(), range(250, 256)), (saved(grey, "PNG"), range(150, 163))):
        with Image.open(io.BytesIO(fit(data, 320).data)) as picture:
            level = picture.convert("L").getpixel((20, 100))
        assert level in levels


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_a_sentence_of_its_own(name: str) -> None:
    """The same one, whatever it was to become."""
    make, reason = REFUSED[name]
    for way in ways(make()):
        with pytest.raises(PictureRefused) as caught:
            way()
        assert str(caught.value) == reason

"""Pictures come out small, upright and anonymous, or are refused with a reason; nothing else happens."""

import contextlib
import io
import pickle
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, JpegImagePlugin, PngImagePlugin

from bot.media import images
from bot.media.images import EDGES, PICTURE_PIXELS_MAX, PictureRefused, Rendition, hash_of
from bot.media.refused import file_bytes_max
from bot.media.thrift import fewest

RED, GREEN, WHITE, GREY = (200, 30, 30), (30, 160, 30), (255, 255, 255), (128, 128, 128)
SECRET = b"Amina Hassan 36.8219E"


def encoded(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def fit(data: bytes, edge: int) -> Rendition:
    """A file made small, as an import does it."""
    return fewest(images.decoded(data, edge), edge)


def decoded(rendition: Rendition) -> Image.Image:
    """The rendition as a picture, checked to be what it says it is."""
    picture = Image.open(io.BytesIO(rendition.data))
    picture.load()
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.size == (rendition.width, rendition.height)
    return picture


def near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Whether the pixel has the colour, give or take what JPEG costs."""
    pixel = picture.getpixel(place)
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= 12 for a, b in zip(pixel, colour, strict=True))


def halves(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """A picture whose left half is red and whose right half is green."""
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (size[0] // 2, 0, *size))
    return picture


def reason(data: bytes) -> str:
    """The sentence with which the bytes are refused."""
    with pytest.raises(PictureRefused) as caught:
        fit(data, 320)
    return str(caught.value)


def png_header(width: int, height: int) -> bytes:
    """A PNG file that claims a size and holds almost nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("edge", EDGES)
def test_the_long_edge_fits_and_the_shape_stays(form: str, edge: int) -> None:
    """A 1600 by 1000 picture of each format comes out at each edge with its proportions, rounded half up, and colours."""
    rendition = fit(encoded(halves((1600, 1000)), form), edge)
    picture = decoded(rendition)
    assert picture.size == (edge, (2 * edge * 1000 + 1600) // 3200)
    assert near(picture, (10, 10), RED) and near(picture, (edge - 10, 10), GREEN)


def test_a_tall_picture_is_fitted_by_its_height() -> None:
    """The long edge of a portrait picture is its height."""
    assert decoded(fit(encoded(halves((300, 900))), 480)).size == (160, 480)


def test_a_small_picture_is_never_enlarged() -> None:
    """A picture below the edge keeps its size."""
    assert decoded(fit(encoded(halves((50, 30))), 320)).size == (50, 30)


def test_one_pixel_is_a_picture() -> None:
    """The smallest picture passes."""
    assert decoded(fit(encoded(Image.new("RGB", (1, 1), RED)), 320)).size == (1, 1)


def test_the_same_bytes_give_the_same_bytes() -> None:
    """Rendering twice gives identical files, so the store keeps them once."""
    data = encoded(halves(), "WEBP")
    assert fit(data, 320) == fit(data, 320)


def test_a_rendition_is_baseline_jpeg_with_halved_colour() -> None:
    """Colour is stored at half resolution (4:2:0), which is what phones and Telegram use."""
    picture = Image.open(io.BytesIO(fit(encoded(halves()), 320).data))
    assert isinstance(picture, JpegImagePlugin.JpegImageFile)
    assert [part[1:3] for part in picture.layer] == [(2, 2), (1, 1), (1, 1)]
    assert not picture.info.get("progressive")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_comes_out(form: str) -> None:
    """A file with place, author, comment, profile and notes in it comes out without any of them."""
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 31.0)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    options: dict[str, object] = {"exif": exif, "icc_profile": SECRET * 10, "xmp": SECRET}
    if form == "JPEG":
        options |= {"comment": SECRET, "dpi": (300, 300)}
    if form == "PNG":
        options |= {"pnginfo": notes}
    data = encoded(halves(), form, **options)
    assert SECRET in data
    rendition = fit(data, 320)
    picture = decoded(rendition)
    assert SECRET not in rendition.data
    assert len(picture.getexif()) == 0
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert picture.info["jfif_density"] == (1, 1) and picture.info["jfif_unit"] == 0


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_sideways_comes_out_upright(form: str) -> None:
    """Orientation 6 means the camera was turned: the stored left edge is the top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = decoded(fit(encoded(halves((400, 200)), form, exif=exif), 320))
    assert picture.size == (160, 320)
    assert near(picture, (80, 20), RED) and near(picture, (80, 300), GREEN)


def test_transparency_is_laid_on_white() -> None:
    """What shines through is white, and half transparent red is half white."""
    layer = Image.new("RGBA", (90, 30), (*RED, 255))
    layer.paste((0, 0, 0, 0), (30, 0, 60, 30))
    layer.paste((*RED, 128), (60, 0, 90, 30))
    picture = decoded(fit(encoded(layer), 320))
    assert near(picture, (8, 15), RED) and near(picture, (45, 15), WHITE)
    assert near(picture, (82, 15), (227, 142, 142))


def test_a_palette_with_a_transparent_colour_is_laid_on_white() -> None:
    """A palette entry may be transparent too."""
    picture = Image.new("P", (60, 30), 1)
    picture.putpalette([0, 0, 0, *RED])
    picture.paste(0, (0, 0, 30, 30))
    result = decoded(fit(encoded(picture, transparency=0), 320))
    assert near(result, (8, 15), WHITE) and near(result, (52, 15), RED)


@pytest.mark.parametrize(
    ("mode", "through", "colour"),
    [("L", 40, 40), ("RGB", (40, 50, 60), (40, 50, 60))],
)
def test_a_colour_declared_transparent_is_laid_on_white(mode: str, through: object, colour: Any) -> None:
    """PNG can declare one grey or colour transparent instead of carrying an alpha channel."""
    picture = Image.new(mode, (32, 32), colour)
    assert near(decoded(fit(encoded(picture, transparency=through), 320)), (16, 16), WHITE)


def test_a_sixteen_bit_grey_declared_transparent_stays_visible() -> None:
    """The one kind of transparency that is not followed: the grey is shown as it is."""
    data = encoded(Image.new("I;16", (32, 32), 128 * 256), transparency=128 * 256)
    assert near(decoded(fit(data, 320)), (16, 16), GREY)


def test_a_photo_with_a_second_picture_inside_is_its_first() -> None:
    """Phones store depth or a second lens behind the first JPEG; only the first is looked at."""
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), GREEN)
    data = encoded(first, "MPO", save_all=True, append_images=[second])
    assert near(decoded(fit(data, 320)), (32, 32), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_brightness(mode: str) -> None:
    """Black and white, grey, palette, transparent and 16-bit files all come out as the grey they were."""
    grey = Image.new("I;16", (64, 64), 128 * 256) if mode == "I;16" else Image.new("L", (64, 64), 128)
    picture = decoded(fit(encoded(grey if mode == "I;16" else grey.convert(mode)), 320))
    if mode == "1":
        assert 100 < sum(picture.convert("L").tobytes()) / 64**2 < 156
    else:
        assert near(picture, (32, 32), GREY)


def test_a_printers_jpeg_keeps_its_colours() -> None:
    """Four-ink (CMYK) JPEGs come out in the colours they show."""
    picture = decoded(fit(encoded(halves().convert("CMYK"), "JPEG", quality=95), 320))
    assert near(picture, (20, 20), RED) and near(picture, (300, 20), GREEN)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_the_first_frame_of_an_animation_is_taken(form: str) -> None:
    """An animation becomes the picture it starts with."""
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), GREEN)
    data = encoded(first, form, save_all=True, append_images=[second], duration=100)
    assert near(decoded(fit(data, 320)), (32, 32), RED)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "EPS", "PDF", "ICO"])
def test_other_picture_formats_are_refused(form: str) -> None:
    """A format that was not listed is not opened, whatever Pillow could do with it."""
    assert reason(encoded(halves(), form)) == "is not a JPEG, PNG or WebP picture"


@pytest.mark.parametrize("data", [b"GIF89a", b"<svg/>", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", bytes(1000)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """Text, markup and bare signatures are told apart from pictures."""
    assert reason(data) in {"is not a JPEG, PNG or WebP picture", "is damaged or cut short"}


def test_an_empty_file_is_called_empty() -> None:
    """No bytes are a fault of their own, with their own sentence."""
    assert reason(b"") == "is empty"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused(form: str, share: float) -> None:
    """Half a picture is no picture: nobody is asked to judge a grey area."""
    noisy = Image.effect_noise((200, 200), 60).convert("RGB")
    data = encoded(noisy, form)
    assert reason(data[: int(len(data) * share)]) == "is damaged or cut short"


def test_a_changed_byte_in_a_png_is_noticed() -> None:
    """PNG carries checksums, and they are looked at."""
    data = bytearray(encoded(Image.effect_noise((100, 100), 60)))
    data[len(data) // 2] ^= 1
    assert reason(bytes(data)) == "is damaged or cut short"


@pytest.mark.parametrize("size", [(5_001, 5_000), (10_000, 10_000), (30_000, 30_000)])
def test_a_decompression_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    """A kilobyte that claims more pixels than allowed is refused below, at and above Pillow's own limits."""
    assert size[0] * size[1] > PICTURE_PIXELS_MAX
    assert reason(png_header(*size)) == "has more than 25 million pixels"


def test_a_webp_bomb_is_refused_by_its_header() -> None:
    """WebP's largest size, written into a small lossless file, is refused as well."""
    data = bytearray(encoded(Image.new("RGB", (8, 8)), "WEBP", lossless=True))
    assert data[12:16] == b"VP8L" and data[20] == 0x2F
    data[21:25] = struct.pack("<I", 16_382 | 16_382 << 14)
    assert reason(bytes(data)) == "has more than 25 million pixels"


def test_a_picture_just_within_the_pixel_limit_passes() -> None:
    """The limit refuses what is above it, not what reaches it."""
    assert decoded(fit(encoded(Image.new("L", (5_000, 5_000), 128)), 320)).size == (320, 320)


def test_a_file_above_the_byte_limit_is_refused_unread() -> None:
    """Too many bytes are refused before anything looks at them."""
    assert reason(bytes(file_bytes_max + 1)) == "is larger than 20 MB"


@pytest.mark.parametrize("size", [(2_010, 100), (100, 2_010)])
def test_a_strip_is_refused(size: tuple[int, int]) -> None:
    """What Telegram would not show as a photo is refused, lying or standing."""
    assert reason(encoded(Image.new("RGB", size))).startswith("is more than 20 times longer")


def test_a_ratio_of_twenty_passes() -> None:
    """Exactly twenty to one is still a picture, and keeps at least one pixel of height."""
    assert decoded(fit(encoded(Image.new("RGB", (2_000, 100))), 320)).size == (320, 16)


def test_a_refusal_carries_its_sentence_and_its_facts() -> None:
    """A translator gets the sentence with its braces and the numbers apart."""
    with pytest.raises(PictureRefused) as caught:
        fit(png_header(6_000, 6_000), 320)
    assert caught.value.reason == "has more than {megapixels} million pixels"
    assert caught.value.facts == {"megapixels": 25}


def test_a_refusal_crosses_between_processes() -> None:
    """Pictures are judged in a process of their own, so a refusal survives being pickled."""
    refusal = PictureRefused("has more than {megapixels} million pixels", {"megapixels": 25})
    copy = pickle.loads(pickle.dumps(refusal))
    assert (str(copy), copy.facts) == ("has more than 25 million pixels", {"megapixels": 25})


def test_a_hash_is_sha_256_in_hex() -> None:
    """The name of media is the published SHA-256 of "abc" (FIPS 180-4, example 1)."""
    assert hash_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


SEEDS = [encoded(halves((64, 48)), form) for form in ("JPEG", "PNG", "WEBP")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=6)), max_size=4))
def test_damaged_bytes_are_rendered_or_refused_and_nothing_else(
    seed: bytes, damage: list[tuple[int, bytes]]
) -> None:
    """Whatever is written over a picture, the outcome is a picture within the edge or a refusal."""
    data = seed
    for place, patch in damage:
        place %= len(data)
        data = data[:place] + patch + data[place + len(patch) :]
    with contextlib.suppress(PictureRefused):
        assert max(decoded(fit(data, 32)).size) <= 32

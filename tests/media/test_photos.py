"""Photographs of workers are kept clean, and measured so that one can be asked for again."""

import io

import pytest
from PIL import Image, ImageFilter

from bot.config import carried
from bot.media.fingerprints import distance
from bot.media.photos import blur_min, photo_edge_max, take, twin_bits_max
from bot.media.refused import MediaRefused

SAMPLES = sorted((carried("taskpacks") / "street-photos" / "media").glob("*.jpg"))


def saved(picture: Image.Image, quality: int = 90, **more: object) -> bytes:
    """A picture as a JPEG file."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, **more)
    return written.getvalue()


def sample(number: int = 0) -> Image.Image:
    """One of the sample photographs."""
    with Image.open(SAMPLES[number]) as picture:
        return picture.convert("RGB")


def test_place_and_camera_are_not_kept_and_the_picture_stands_upright() -> None:
    """What a phone writes about where it lay is used once and forgotten."""
    facts = Image.Exif()
    facts[0x0112], facts[0x0110] = 6, "Model of a camera"
    facts.get_ifd(0x8825)[1] = "S"
    lying = sample().resize((400, 300))
    made = take(saved(lying, exif=facts))
    assert (made.width, made.height) == (300, 400)
    with Image.open(io.BytesIO(made.data)) as kept:
        assert kept.format == "JPEG" and not kept.getexif()


def test_a_large_photograph_is_made_smaller() -> None:
    """Its long edge becomes the longest that is kept."""
    made = take(saved(sample().resize((2400, 1200))))
    assert (made.width, made.height) == (photo_edge_max, photo_edge_max // 2)


def test_blur_is_told_from_sharpness() -> None:
    """The same photograph, sharp and out of focus."""
    assert (
        take(saved(sample())).blur > blur_min > take(saved(sample().filter(ImageFilter.GaussianBlur(5)))).blur
    )


def test_darkness_and_glare_are_shares_of_the_pixels() -> None:
    """Per mille: all of a black picture is dark, all of a white one is bright."""
    black, white = (take(saved(Image.new("RGB", (64, 64), shade))) for shade in ("black", "white"))
    assert (black.dark, black.bright, white.dark, white.bright) == (1000, 0, 0, 1000)


def test_the_same_photograph_is_known_again() -> None:
    """Saved once more, smaller; another one is far from it."""
    one, again, other = (
        take(saved(picture, quality)).fingerprint
        for picture, quality in ((sample(), 90), (sample().resize((320, 213)), 50), (sample(3), 90))
    )
    assert distance(one, again) <= twin_bits_max < distance(one, other)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    """With a reason."""
    with pytest.raises(MediaRefused):
        take(content)

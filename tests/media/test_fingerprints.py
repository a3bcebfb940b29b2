"""Fingerprints find pictures that may be the same; being twins is looked at, and a digit is enough to be none."""

import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.config import carried
from bot.media.fingerprints import distance, fingerprint, twins
from bot.media.images import PictureRefused

SAMPLES = sorted((carried("taskpacks") / "street-photos" / "media").glob("*.jpg"))


def saved(picture: Image.Image, quality: int = 95) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def receipt(total: int, letters: int = 32, ink: int = 20) -> Image.Image:
    """A slip of sixteen lines and a total."""
    slip, chance = Image.new("L", (600, 900), 245), Random(7)
    pen, font = ImageDraw.Draw(slip), ImageFont.load_default(letters)
    for line in range(16):
        words = "".join(chance.choice("abcdefgh ") for _ in range(16))
        pen.text((40, 30 + line * (letters + 8)), f"{words} {chance.randint(100, 999)}", ink, font)
    pen.text((40, 840), f"TOTAL {total}", ink, font)
    return slip


@pytest.mark.parametrize("path", SAMPLES[::6], ids=lambda path: path.stem)
def test_a_picture_saved_again_is_a_twin(path: Path) -> None:
    """Its fingerprint hardly changes; so is the file itself."""
    with Image.open(path) as picture:
        picture.load()
    again = saved(picture, 92)
    assert distance(fingerprint(picture), fingerprint(Image.open(io.BytesIO(again)))) <= 3
    assert twins(path.read_bytes(), again, 320) and twins(again, again, 320)


def test_different_pictures_are_none() -> None:
    """Neither by their fingerprint nor when looked at; nor are two of different shapes."""
    shapes = [path.read_bytes() for path in SAMPLES[:6]]
    assert not any(twins(one, other, 320) for place, one in enumerate(shapes) for other in shapes[:place])
    assert distance("00000000000000ff", "000000000000000f") == 4


@pytest.mark.parametrize("letters", [24, 32, 44])
@pytest.mark.parametrize("ink", [20, 120, 190])
@pytest.mark.parametrize("edge", [240, 320])
def test_two_receipts_that_differ_in_one_digit_are_no_twins(letters: int, ink: int, edge: int) -> None:
    """Though they are alike to 999 in a thousand and have one fingerprint."""
    one, other = receipt(381, letters, ink), receipt(387, letters, ink)
    assert distance(fingerprint(one), fingerprint(other)) <= 3
    assert not twins(saved(one), saved(other), edge) and twins(saved(one), saved(one, 94), edge)


def test_two_colours_of_one_brightness_are_no_twins() -> None:
    """A red shoe is no green one, nor a lamp that is on one that is off."""
    plain = {
        colour: saved(Image.new("RGB", (300, 200), colour)) for colour in ("#b40000", "#005c00", "#c80000")
    }
    assert not twins(plain["#b40000"], plain["#005c00"], 320) and not twins(
        plain["#b40000"], plain["#c80000"], 320
    )
    assert twins(plain["#b40000"], saved(Image.new("RGB", (300, 200), "#b40000"), 70), 320)


def test_what_is_no_picture_is_refused() -> None:
    """As everywhere."""
    with pytest.raises(PictureRefused):
        twins(b"none", saved(receipt(1)), 320)

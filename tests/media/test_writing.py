"""Writing becomes sharp letters in few greys for a fraction of a photo's bytes; nothing else does."""

import io
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.media.likeness import Likeness
from bot.media.thrift import fewest
from bot.media.writing import legible_least, writing_edges, written
from tests.media.test_thrift import SAMPLES, photograph

LINES = (
    "the boat left the shore before",
    "anybody had counted the bags and",
    "nobody knew how many there were",
)


def scan(letters: int, noise: float, blur: float) -> Image.Image:
    """A crop of a page under a lamp: shaded, noisy, a little out of focus."""
    page = Image.new("L", (1_280, 400), 235)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(letters)
    for number in range(380 // int(letters * 1.4)):
        pen.text((20, 15 + int(number * letters * 1.4)), "  ".join(LINES[number % 3 :] + LINES), 40, font)
    levels = numpy.asarray(page.filter(ImageFilter.GaussianBlur(blur)), float)
    levels = levels * numpy.linspace(0.75, 1, 1_280)[None] * numpy.linspace(1, 0.85, 400)[:, None]
    levels += numpy.random.default_rng(letters).normal(0, noise, levels.shape)
    return Image.fromarray(numpy.clip(levels, 0, 255).astype(numpy.uint8)).convert("RGB")


@pytest.mark.parametrize(("letters", "noise", "blur"), [(22, 4, 0.6), (28, 0, 0.4), (36, 8, 1.0)])
def test_writing_takes_less_than_half_of_a_photo_and_is_legible(
    letters: int, noise: float, blur: float
) -> None:
    """A PNG of at most four greys, white where the paper was dark."""
    page = scan(letters, noise, blur)
    found = written(page, 14_000)
    assert found is not None
    edge, made = found
    assert edge in writing_edges and max(made.width, made.height) == edge and made.likeness >= legible_least
    assert len(made.data) == made.phone_bytes <= 14_000
    assert made.phone_bytes * 2 < fewest(page, edge).phone_bytes
    shown = Image.open(io.BytesIO(made.data))
    assert shown.format == "PNG" and len(shown.convert("L").getcolors() or ()) <= 4
    assert (shown.convert("L").getextrema()[1], shown.mode) == (255, "P")


def test_it_becomes_shorter_where_there_is_less_room_and_nothing_when_there_is_none() -> None:
    """The longest that fits; below 480 pixels nobody could read it."""
    page = scan(28, 4, 0.6)
    longest, less = written(page, 20_000), written(page, 7_000)
    assert longest is not None and less is not None and longest[0] == 640 > less[0]
    assert written(page, 3_000) is None


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.jpg"))[::3], ids=lambda path: path.stem)
def test_a_photograph_is_no_writing(path: Path) -> None:
    """Whatever it shows."""
    assert written(photograph(path.stem), 50_000) is None


def test_an_empty_page_and_a_coloured_poster_are_none() -> None:
    """Nothing stands out; colour may say something."""
    assert written(Image.new("RGB", (900, 300), "white"), 50_000) is None
    poster = scan(36, 0, 0.4)
    poster.paste("red", (0, 0, 640, 200))
    assert written(poster, 50_000) is None


def test_it_is_like_the_page_itself() -> None:
    """Not only like the page made flat: its letters are where they were."""
    page = scan(36, 0, 0.4)
    found = written(page, 20_000)
    assert found is not None
    shown = Image.open(io.BytesIO(found[1].data)).convert("L")
    assert Likeness(page.resize(shown.size, Image.Resampling.LANCZOS)).of(shown) > 0.85

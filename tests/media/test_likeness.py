"""Likeness is what its authors wrote down: worked out by hand, window by window, and in the cases one can know."""

import math
from random import Random

import pytest
from PIL import Image, ImageFilter

from bot.media.likeness import Likeness, ground_mean, ground_spread


def flat(level: int, size: tuple[int, int] = (20, 16)) -> Image.Image:
    """A picture of one grey."""
    return Image.new("L", size, level)


def rough(seed: int, size: tuple[int, int] = (14, 13)) -> Image.Image:
    """A picture of chance."""
    return Image.frombytes("L", size, Random(seed).randbytes(size[0] * size[1]))


def by_hand(one: Image.Image, other: Image.Image) -> float:
    """The formula of the paper (13), with nothing but sums: all whole windows of 11 × 11."""
    weights = {
        (x, y): math.exp(-((x - 5) ** 2 + (y - 5) ** 2) / (2 * 1.5**2)) for x in range(11) for y in range(11)
    }
    whole, found = sum(weights.values()), []
    for left in range(one.width - 10):
        for top in range(one.height - 10):
            a, b, aa, bb, ab = 0.0, 0.0, 0.0, 0.0, 0.0
            for (x, y), weight in weights.items():
                p, q = one.getpixel((left + x, top + y)), other.getpixel((left + x, top + y))
                assert isinstance(p, int) and isinstance(q, int)
                a, b = a + weight * p / whole, b + weight * q / whole
                aa, bb, ab = (
                    aa + weight * p * p / whole,
                    bb + weight * q * q / whole,
                    ab + weight * p * q / whole,
                )
            light = (2 * a * b + 6.5025) / (a * a + b * b + 6.5025)
            found.append(light * (2 * (ab - a * b) + 58.5225) / (aa - a * a + bb - b * b + 58.5225))
    return sum(found) / len(found)


def test_a_picture_is_wholly_like_itself() -> None:
    """In colour, and in grey."""
    for picture in (rough(1), rough(2, (60, 40)).convert("RGB")):
        assert Likeness(picture).of(picture) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("dark", "light"), [(0, 255), (100, 130), (127, 128)])
def test_two_greys_are_as_like_as_their_levels(dark: int, light: int) -> None:
    """Without structure only the first factor is left: (2ab + C1) ÷ (a² + b² + C1)."""
    known = (2 * dark * light + ground_mean) / (dark**2 + light**2 + ground_mean)
    assert Likeness(flat(dark)).of(flat(light)) == pytest.approx(known, abs=1e-5)
    assert (ground_mean, ground_spread) == pytest.approx((6.5025, 58.5225))


def test_it_is_the_paper_s_formula_window_by_window() -> None:
    """Against sums written out; and the same the other way round."""
    for one, other in ((rough(1), rough(2)), (rough(3), rough(3).filter(ImageFilter.BoxBlur(1)))):
        known = by_hand(one, other)
        assert Likeness(one).of(other) == pytest.approx(known, abs=1e-4)
        assert Likeness(other).of(one) == pytest.approx(known, abs=1e-4)


def test_what_is_smaller_than_a_window_is_compared_too() -> None:
    """A strip of a few pixels, or one."""
    assert Likeness(flat(9, (40, 3))).of(flat(9, (40, 3))) == pytest.approx(1)
    assert Likeness(rough(4, (5, 5))).of(rough(5, (5, 5))) < 0.9
    assert Likeness(flat(255, (1, 1))).of(flat(0, (1, 1))) < 0.01


def test_more_blur_is_less_like() -> None:
    """Step by step."""
    picture = rough(6, (80, 60)).filter(ImageFilter.BoxBlur(1))
    like = Likeness(picture)
    found = [like.of(picture.filter(ImageFilter.GaussianBlur(radius))) for radius in (0.4, 0.8, 1.6, 3.2)]
    assert found == sorted(found, reverse=True) and found[0] > 0.9 > 0.5 > found[-1]

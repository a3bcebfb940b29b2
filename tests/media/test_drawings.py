"""What is drawn on pictures can be read on a small phone, on any ground, and costs few bytes."""

import io

import pytest
from PIL import Image

from bot.domain.cells import cells_max
from bot.media.drawings import cell_pixels_min, grid, paired, phone_height, phone_width, side_by_side
from bot.media.images import PictureRefused
from bot.media.thrift import fewest


def plain(size: tuple[int, int], colour: str) -> bytes:
    """A picture of one colour as the bytes of a file."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def grey(drawn: Image.Image, edge: int = 320) -> Image.Image:
    """The brightness of what is sent of a drawing."""
    return Image.open(io.BytesIO(fewest(drawn, edge).data)).convert("L")


@pytest.mark.parametrize(
    ("left", "right", "beside"),
    [
        ((300, 600), (300, 600), True),
        ((600, 300), (600, 300), False),
        ((400, 400), (400, 400), False),
        ((300, 600), (400, 400), True),
    ],
)
def test_a_pair_lies_the_way_a_phone_shows_it_larger(
    left: tuple[int, int], right: tuple[int, int], beside: bool
) -> None:
    """Tall pictures beside each other, wide ones one above the other; both at one height or width."""
    whole = paired(plain(left, "red"), plain(right, "blue"))
    middle, last = (whole.width - 5, whole.height // 2), (whole.width // 2, whole.height - 5)
    assert whole.getpixel(middle if beside else last) == (0, 0, 255)
    assert whole.getpixel((5, whole.height // 2) if beside else (whole.width // 2, 5)) != (0, 0, 255)
    scale = min(phone_width / whole.width, phone_height / whole.height)
    assert min(whole.size) * scale >= 150


def test_both_pictures_of_a_pair_carry_their_number() -> None:
    """A white square with a black figure in each one's corner, also on white and on black."""
    picture = grey(paired(plain((300, 500), "black"), plain((300, 500), "white")))
    side = max(picture.size) // 11
    for left in (0, picture.width // 2 + 4):
        corner = picture.crop((left, 0, left + side, side))
        darkest, lightest = corner.getextrema()
        assert isinstance(darkest, int) and isinstance(lightest, int)
        assert darkest < 60 and lightest > 200


@pytest.mark.parametrize("ground", ["white", "black", "#808080"])
def test_lines_and_numbers_stand_out_from_every_ground(ground: str) -> None:
    """Each line has light and dark in it, and so has each cell's corner."""
    picture = grey(grid(plain((640, 480), ground), (8, 6), 320))
    for line in range(1, 8):
        x = round(320 * line / 8)
        darkest, lightest = picture.crop((x - 1, 30, x + 2, 38)).getextrema()
        assert isinstance(darkest, int) and isinstance(lightest, int) and lightest - darkest > 60
    for cell in range(48):
        left, top = cell % 8 * 40 + 2, cell // 8 * 40 + 2
        darkest, lightest = picture.crop((left, top, left + 14, top + 12)).getextrema()
        assert isinstance(darkest, int) and isinstance(lightest, int) and lightest - darkest > 90


def test_a_grid_hides_little_of_its_picture() -> None:
    """Nine pixels in ten of a middle grid are as they were."""
    levels = grid(plain((640, 480), "#808080"), (4, 3), 320).convert("L").tobytes()
    assert sum(abs(level - 128) < 12 for level in levels) / len(levels) > 0.9


def test_a_grid_is_as_long_as_asked_and_never_longer_than_its_picture() -> None:
    """The lines are drawn at the size that is sent."""
    assert max(grey(grid(plain((640, 480), "white"), (4, 3), 320)).size) == 320
    assert grey(grid(plain((200, 150), "white"), (4, 3), 320)).size == (200, 150)


def test_cells_too_small_for_their_numbers_are_refused() -> None:
    """A narrow picture can't carry eight columns."""
    assert cells_max * cell_pixels_min > 320
    with pytest.raises(PictureRefused, match="is too small for 8 times 6 cells with numbers"):
        grid(plain((100, 400), "white"), (8, 6), 320)
    with pytest.raises(AssertionError):
        grid(plain((640, 480), "white"), (8, 7), 320)


def test_pictures_side_by_side_are_numbered_in_their_order() -> None:
    """Three in a row, then the next row; a dark number on white stands in each one's corner."""
    shades = {"red": 76, "green": 75, "blue": 29, "yellow": 226}
    picture = grey(side_by_side([plain((400, 400), shade) for shade in shades]), 800)
    assert picture.size == (800, 533)
    for centre, level in zip([(133, 133), (400, 133), (666, 133), (133, 400)], shades.values(), strict=True):
        found = picture.getpixel(centre)
        assert isinstance(found, int) and abs(found - level) <= 12
    for left, top in ((0, 0), (266, 0), (533, 0), (0, 266)):
        corner = picture.crop((left, top, left + 30, top + 50)).tobytes()
        assert min(corner) < 60 and max(corner) > 230
    assert picture.getpixel((700, 500)) == 255

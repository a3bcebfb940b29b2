"""What is drawn on pictures can be read on a small phone, on any ground, and costs few bytes."""

import io

import pytest
from PIL import Image

from bot.domain.cells import cells_max
from bot.media.drawings import cell_pixels_min, grid, paired, phone_height, phone_width, sheet
from bot.media.images import PictureRefused, Rendition, rendered


def plain(size: tuple[int, int], colour: str) -> bytes:
    """A picture of one colour as the bytes of a file."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def grey(rendition: Rendition) -> Image.Image:
    """The rendition's brightness, checked to be of the size it says."""
    picture = Image.open(io.BytesIO(rendition.data)).convert("L")
    assert picture.size == (rendition.width, rendition.height)
    return picture


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
    rendition = rendered(paired(plain((300, 500), "black"), plain((300, 500), "white")), 320)
    picture = grey(rendition)
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
    picture = grey(grid(plain((640, 480), "#808080"), (4, 3), 320))
    levels = picture.tobytes()
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


@pytest.mark.parametrize(("count", "size"), [(2, (404, 200)), (4, (404, 404)), (10, (608, 812))])
def test_a_sheet_has_each_picture_under_its_own_number(count: int, size: tuple[int, int]) -> None:
    """Three in a row, two where there are four at most; a dark number on white in each one's corner."""
    made = sheet([(number, plain((400, 400), "green")) for number in range(1, count + 1)], 200, 90_000)
    assert (made.width, made.height) == size
    whole, columns = grey(made), 2 if count <= 4 else 3
    for place in range(count):
        left, top = place % columns * 204, place // columns * 204
        corner = whole.crop((left, top, left + 22, top + 22)).tobytes()
        assert min(corner) < 60 and max(corner) > 230


def test_a_row_of_a_sheet_is_as_high_as_its_highest_picture() -> None:
    """Wide pictures leave no white bands as high as they are wide."""
    flat = [(number, plain((400, 200), "blue")) for number in (3, 5, 8)]
    assert (sheet(flat, 240, 90_000).width, sheet(flat, 240, 90_000).height) == (484, 244)


def test_a_sheet_takes_the_best_quality_that_fits_and_the_poorest_when_none_does() -> None:
    """Fewer bytes allowed are fewer bytes sent, down to a floor at which each picture can still be judged."""
    noise = io.BytesIO()
    Image.effect_noise((240, 240), 60).save(noise, "PNG")
    pictures = [(number, noise.getvalue()) for number in range(1, 4)]
    best, poorest = sheet(pictures, 240, 10**6), sheet(pictures, 240, 1)
    middle = sheet(pictures, 240, len(best.data) - 1)
    assert len(poorest.data) < len(middle.data) < len(best.data)
    assert (best.width, best.height) == (poorest.width, poorest.height)

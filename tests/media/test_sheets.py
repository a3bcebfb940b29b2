"""Several pictures come as one sheet: each under its number, each like itself, in few bytes."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from bot.config import carried
from bot.media import sheets, thrift
from bot.media.drawings import number_on
from bot.media.images import decoded
from bot.media.likeness import Likeness
from bot.media.sheets import Numbered, number_pixels, sheet, square
from tests.media.test_drawings import plain

SAMPLES = carried("taskpacks") / "street-photos" / "media"
ANY = 10**6


def photographs(count: int) -> list[Numbered]:
    """The first sample photographs, by name."""
    files: list[Path] = sorted(SAMPLES.glob("*.jpg"))[:count]
    return [(number, one.read_bytes(), 240) for number, one in enumerate(files, 1)]


@pytest.mark.parametrize(("count", "size"), [(2, (400, 192)), (4, (400, 400)), (10, (608, 816))])
def test_a_sheet_has_each_picture_under_its_own_number(count: int, size: tuple[int, int]) -> None:
    """Three in a row, two where there are four at most; a dark number on white in each one's corner."""
    made = sheet([(number, plain((400, 400), "green"), 200) for number in range(1, count + 1)], ANY)
    assert (made.width, made.height) == size
    whole, columns = thrift.opened(made.data).convert("L"), 2 if count <= 4 else 3
    for place in range(count):
        left, top = place % columns * 208, place // columns * 208
        corner = whole.crop((left, top, left + number_pixels, top + number_pixels)).tobytes()
        assert min(corner) < 60 and max(corner) > 230


def test_a_row_of_a_sheet_is_as_high_as_its_highest_picture() -> None:
    """Wide pictures leave no white bands as high as they are wide."""
    flat = [(number, plain((400, 200), "blue"), 240) for number in (3, 5, 8)]
    made = sheet(flat, ANY)
    assert (made.width, made.height) == (464, 240)


def test_each_picture_of_a_sheet_is_like_itself_on_a_phone() -> None:
    """Writing the sheet keeps what was found for each: they stand where JPEG's squares begin."""
    given = photographs(5)
    made = sheet(given, ANY)
    shown = thrift.opened(thrift.on_phone(made.data))
    assert len(thrift.on_phone(made.data)) == made.phone_bytes and made.likeness >= thrift.likeness_least
    top, high = 0, 0
    for place, (number, data, edge) in enumerate(given):
        if place == sheets.columns_max:
            top = high + square
        small = decoded(data, edge)
        small = small.resize(sheets.size_of(small.size, edge), Image.Resampling.LANCZOS)
        number_on(small, (0, 0), str(number), number_pixels)
        left = place % sheets.columns_max * (edge + square)
        seen = shown.crop((left, top, left + small.width, top + small.height))
        assert Likeness(small).of(seen) >= thrift.likeness_least - 0.01
        high = max(high, small.height)


@pytest.mark.parametrize("size", [(600, 400), (420, 127), (292, 190), (90, 300), (167, 210), (640, 220)])
def test_a_picture_ends_where_its_square_does_and_keeps_its_shape(size: tuple[int, int]) -> None:
    """Its last column and row are its own, not continued: dark on one side and light on the other stays so to the end."""
    drawn, (wide, high) = Image.new("RGB", size, "black"), size
    drawn.paste("orange", (wide - wide // 8, 0, wide, high))
    data = io.BytesIO()
    drawn.save(data, "PNG")
    made = sheet([(1, data.getvalue(), 240)], ANY)
    assert made.width % square == made.height % square == 0
    assert abs(made.width / made.height * high / wide - 1) < 0.07
    middle = (
        thrift.opened(made.data).convert("L").crop((0, made.height // 2, made.width, made.height // 2 + 1))
    )
    orange = [x for x, light in enumerate(middle.tobytes()) if light > 85]
    assert max(orange) == made.width - 1 and abs(len(orange) / made.width - 1 / 8) < 0.02


def test_a_number_is_as_sharp_over_a_dark_picture_as_it_was_drawn() -> None:
    """Thinning a dark flat place takes the fine waves of a digit along; the digit is what people answer by."""
    dark = plain((300, 300), "#002828")
    small = decoded(dark, 240).resize((240, 240))
    number_on(small, (0, 0), "5", number_pixels)
    shown = thrift.opened(sheet([(5, dark, 240)], ANY).data)
    assert Likeness(small.crop(sheets.number_box)).of(shown.crop(sheets.number_box)) > 0.97


@pytest.mark.parametrize("size", [(600, 31), (31, 600), (20, 20), (600, 400)])
@pytest.mark.parametrize("colour", ["black", "#002828", "orange"])
def test_a_number_is_whole_however_flat_or_narrow_its_picture(size: tuple[int, int], colour: str) -> None:
    """Ten is the widest; its rim is dark on all four sides, and what is seen of the picture stays its own."""
    made = sheet([(10, plain(size, colour), 240)], ANY)
    shown, drawn = (
        thrift.opened(thrift.on_phone(made.data)).convert("RGB"),
        Image.new("RGB", sheets.number_box[2:]),
    )
    number_on(drawn, (0, 0), "10", number_pixels)
    assert min(shown.size) >= sheets.cell_least
    assert Likeness(drawn).of(shown.crop(sheets.number_box)) > 0.95
    last, own = shown.getpixel((shown.width - 1, shown.height - 1)), ImageColor.getrgb(colour)
    assert isinstance(last, tuple) and all(abs(a - b) < 16 for a, b in zip(last, own[:3], strict=True))


def test_a_sheet_takes_fewer_bytes_than_its_pictures_one_by_one() -> None:
    """A quarter fewer than at the size they have by themselves; hardly more than at the one they have on it."""
    given = photographs(10)
    singly = [thrift.fewest(decoded(data, 320), 320).phone_bytes for _, data, _ in given]
    small = [thrift.fewest(decoded(data, 240), 240).phone_bytes for _, data, _ in given]
    made = sheet(given, ANY)
    assert made.phone_bytes < 1.1 * sum(small) and made.phone_bytes < 0.75 * sum(singly)


def test_pictures_become_smaller_where_a_sheet_would_take_too_much() -> None:
    """Down to 160 pixels each; then it takes what it takes."""
    noise = io.BytesIO()
    Image.effect_noise((240, 240), 60).save(noise, "PNG")
    pictures = [(number, noise.getvalue(), 240) for number in range(1, 4)]
    best, least = sheet(pictures, ANY), sheet(pictures, 1)
    middle = sheet(pictures, best.phone_bytes - 1)
    assert least.phone_bytes < middle.phone_bytes < best.phone_bytes
    assert [one.height for one in (best, middle, least)] == [496, 400, 336]


def test_a_picture_that_is_short_by_itself_is_no_longer_on_a_sheet() -> None:
    """Gravel takes the bytes of a whole question at 200 pixels; here it is no larger."""
    (one, first, _), (two, second, _) = photographs(2)
    made, longer = sheet([(one, first, 240), (two, second, 160)], ANY), sheet(photographs(2), ANY)
    assert made.phone_bytes < longer.phone_bytes and made.width == longer.width

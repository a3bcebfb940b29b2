"""Draws on pictures what a question needs: two as one, some as one, or numbered cells over one.

What is drawn must be legible on a phone at 320 to 360 pixels, over snow and over night: light lines between dark ones,
light digits with a dark rim. Inputs are as hostile as in `images`, which decodes them.
"""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.domain.cells import cells_max
from bot.media.images import PictureRefused, decoded, shrunk

pair_edge = 1_000
pair_gap = 12
number_share = 11
"""A pair is drawn with a long edge of about 1000 pixels; the gap between is 12, a number an 11th of the long edge high:
29 pixels of 320."""

phone_width, phone_height = 360, 480
"""What a phone's chat leaves for a picture: the arrangement that shows more of both pictures in this wins."""

digit_pixels_min, digit_pixels_max = 11, 22
digit_share = 3
cell_pixels_min = 20
"""A cell's number is a third of the cell high, but 11 pixels at least (the least that reads at arm's length) and 22 at
most, so that it hides little. A cell is 20 pixels long at least: two digits and something to see."""

columns_max, square, square_gap, square_number = 3, 400, 12, 80
"""Pictures side by side: how many in a row, and in pixels the square each has, the gap and the height of its number,
which at the 480 pixels that usually fit is 32 for one picture in a row of three."""

rim_pixels_from = 14
"""Digits from this height on have a rim of 2 pixels, smaller ones of 1: a wide rim fills their holes."""


def paired(left: bytes, right: bytes) -> Image.Image:
    """Two pictures as one, numbered 1 and 2, still to be rendered.

    Side by side at one height, or one above the other at one width, whichever a phone shows larger.
    Raises PictureRefused.
    """
    pictures = [decoded(left, pair_edge), decoded(right, pair_edge)]
    beside = _arranged([picture.size for picture in pictures], beside=True)
    above = _arranged([picture.size for picture in pictures], beside=False)
    sizes, flat = max((beside, True), (above, False), key=lambda one: _shown(one[0], beside=one[1]))
    wide = sum(width for width, _ in sizes) + pair_gap if flat else sizes[0][0]
    high = sizes[0][1] if flat else sum(height for _, height in sizes) + pair_gap
    whole = Image.new("RGB", (wide, high), "white")
    number = max(wide, high) // number_share
    for place, (picture, size) in enumerate(zip(pictures, sizes, strict=True)):
        corner = ((wide - size[0]) * place, 0) if flat else (0, (high - size[1]) * place)
        whole.paste(picture.resize(size, Image.Resampling.LANCZOS), corner)
        number_on(whole, corner, str(place + 1), number)
    return whole


def side_by_side(pictures: Sequence[bytes]) -> Image.Image:
    """Some pictures as one, three in a row, numbered 1, 2, 3 … in their corners. Raises PictureRefused."""
    columns = min(len(pictures), columns_max)
    rows = -(-len(pictures) // columns_max)
    whole = Image.new("RGB", (columns * square, rows * square), "white")
    font = ImageFont.load_default(square_number)
    for place, data in enumerate(pictures):
        left, top = place % columns_max * square, place // columns_max * square
        picture = ImageOps.contain(decoded(data, square), (square - square_gap, square - square_gap))
        whole.paste(picture, (left, top))
        pen = ImageDraw.Draw(whole)
        corner = pen.textbbox((left, top), str(place + 1), font)
        pen.rectangle((left, top, corner[2] + square_gap, corner[3] + square_gap), "white")
        pen.text((left + square_gap // 2, top), str(place + 1), "black", font)
    return whole


def grid(data: bytes, cells: tuple[int, int], edge: int) -> Image.Image:
    """A picture with numbered cells drawn over it: (columns, rows), 48 at most, counted row by row from 1.

    Its long edge is at most `edge` pixels; it is drawn at that size, so that lines stay thin and sharp.
    Raises PictureRefused.
    """
    columns, rows = cells
    assert columns > 0 < rows and columns * rows <= cells_max, "1 to 48 cells"
    picture = shrunk(decoded(data, edge), edge)
    across, down = _lines(picture.width, columns), _lines(picture.height, rows)
    if min(across[1] - across[0], down[1] - down[0]) < cell_pixels_min:
        raise PictureRefused(
            "is too small for {columns} times {rows} cells with numbers", {"columns": columns, "rows": rows}
        )
    _draw_lines(picture, across, down)
    _draw_numbers(picture, across, down)
    return picture


def _arranged(sizes: Sequence[tuple[int, int]], *, beside: bool) -> list[tuple[int, int]]:
    """The sizes of both pictures at one height, or at one width, so that together they are about 1000 pixels long."""
    shapes = [width / height for width, height in sizes]
    if beside:
        high = min(pair_edge, pair_edge / sum(shapes))
        return [(max(1, round(high * shape)), max(1, round(high))) for shape in shapes]
    wide = min(pair_edge, pair_edge / sum(1 / shape for shape in shapes))
    return [(max(1, round(wide)), max(1, round(wide / shape))) for shape in shapes]


def _shown(sizes: Sequence[tuple[int, int]], *, beside: bool) -> float:
    """How much of a phone the smaller of both pictures gets, as a number to compare."""
    widths, heights = zip(*sizes, strict=True)
    wide, high = (sum(widths), max(heights)) if beside else (max(widths), sum(heights))
    scale = min(phone_width / wide, phone_height / high)
    return float(min(width * height for width, height in sizes) * scale**2)


def number_on(picture: Image.Image, corner: tuple[int, int], number: str, pixels: int) -> None:
    """A black number on a white square with a dark rim in the upper left corner of a part."""
    pen, rim = ImageDraw.Draw(picture), max(2, pixels // 16)
    left, top = corner
    pen.rectangle((left, top, left + pixels, top + pixels), "white", "black", rim)
    font = ImageFont.load_default(pixels * 4 // 5)
    pen.text((left + pixels / 2, top + pixels / 2), number, "black", font, "mm")


def _lines(length: int, parts: int) -> list[int]:
    """Where the lines between `parts` equal parts are, both ends included."""
    return [round(length * part / parts) for part in range(parts + 1)]


def _draw_lines(picture: Image.Image, across: Sequence[int], down: Sequence[int]) -> None:
    """Thin light lines, each between two dark ones that let the picture through."""
    shade = Image.new("L", picture.size)
    light = Image.new("L", picture.size)
    for mask, reach, strength in ((shade, 1, 130), (light, 0, 235)):
        pen = ImageDraw.Draw(mask)
        for x in across[1:-1]:
            pen.rectangle((x - reach, 0, x + reach, picture.height), strength)
        for y in down[1:-1]:
            pen.rectangle((0, y - reach, picture.width, y + reach), strength)
    picture.paste("black", mask=shade)
    picture.paste("white", mask=light)


def _draw_numbers(picture: Image.Image, across: Sequence[int], down: Sequence[int]) -> None:
    """Each cell's number in its upper left corner, light with a dark rim."""
    cell = min(across[1] - across[0], down[1] - down[0])
    pixels = min(digit_pixels_max, max(digit_pixels_min, cell // digit_share))
    font, pen = ImageFont.load_default(pixels), ImageDraw.Draw(picture)
    columns, rim = len(across) - 1, 2 if pixels >= rim_pixels_from else 1
    for row, top in enumerate(down[:-1]):
        for column, left in enumerate(across[:-1]):
            number = str(row * columns + column + 1)
            pen.text((left + 3, top + 2), number, "white", font, "lt", stroke_width=rim, stroke_fill="black")

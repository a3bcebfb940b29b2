"""Draws how a pack stands as a small picture of numbers: digits and marks, so that it reads in every language.

From the top: a bar of what is answered of what is wanted; a column for each day; a bar of what is spent of what was
locked; at the foot the agreement as a half-filled circle, skips as two chevrons, reports as a triangle. At 720 pixels
wide it is legible at half its size, on a screen of 360. PNG with a palette: a few kilobytes.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.screen import Chart

wide, high, edge = 720, 480, 28
bar_high, digits, digits_small = 44, 34, 26
bytes_max = 15_000
paper, ink, full, empty = (255, 255, 255), (34, 40, 49), (42, 111, 151), (214, 228, 236)
coin, warn = (181, 131, 42), (178, 58, 72)
colours = 32
Colour = tuple[int, int, int]


def drawn(chart: Chart) -> bytes:
    """The picture as PNG, 15 kB at most."""
    picture = Image.new("RGB", (wide, high), paper)
    pen = ImageDraw.Draw(picture)
    _bar(pen, edge, chart.done, chart.wanted, full, f"{chart.done:,} / {chart.wanted:,}")
    _columns(pen, chart.days, top=130, foot=290)
    _bar(pen, 320, chart.spent, chart.held, coin, " / ".join(_plain(one) for one in chart.money if one))
    _foot(pen, chart, 445)
    out = BytesIO()
    picture.quantize(colours).save(out, "PNG", optimize=True)
    return out.getvalue()


def _plain(money: str) -> str:
    """An amount without the marks that set it apart in a text: the picture's font has none."""
    return "".join(letter for letter in money if letter.isascii() or letter in "€£¥")


def _bar(pen: ImageDraw.ImageDraw, top: int, part: int, whole: int, colour: Colour, said: str) -> None:
    """A bar filled as far as `part` is of `whole`, and what that is under it."""
    length = wide - 2 * edge
    filled = round(length * min(1.0, part / whole)) if whole else 0
    pen.rounded_rectangle((edge, top, wide - edge, top + bar_high), 10, empty)
    if filled > 0:
        pen.rounded_rectangle((edge, top, edge + max(filled, 20), top + bar_high), 10, colour)
    percent = f"{100 * part // whole}%" if whole else ""
    pen.text((edge, top + bar_high + 26), said, ink, _font(digits), "lm")
    pen.text((wide - edge, top + bar_high + 26), percent, ink, _font(digits), "rm")


def _columns(pen: ImageDraw.ImageDraw, days: tuple[int, ...], top: int, foot: int) -> None:
    """A column a day, the highest with its number over it, today's in full colour."""
    if not days:
        return
    most = max(days) or 1
    step = (wide - 2 * edge) / max(7, len(days))
    room = foot - top - digits_small - 6
    marked = days.index(max(days))
    for place, count in enumerate(days):
        left = edge + place * step
        tall = round(room * count / most)
        colour = full if place == len(days) - 1 else (128, 170, 196)
        pen.rectangle((left + 4, foot - max(tall, 3), left + step - 4, foot), colour if count else empty)
        if count and place in (marked, len(days) - 1):
            pen.text((left + step / 2, foot - tall - 4), f"{count:,}", ink, _font(digits_small), "mb")
    pen.line((edge, foot + 1, wide - edge, foot + 1), ink, 2)


def _foot(pen: ImageDraw.ImageDraw, chart: Chart, middle: int) -> None:
    """Agreement, skips and reports: a mark and a number each."""
    third = (wide - 2 * edge) // 3
    if chart.agreement >= 0:
        box = (edge, middle - 18, edge + 36, middle + 18)
        pen.ellipse(box, empty, ink, 2)
        pen.pieslice(box, -90, -90 + 360 * chart.agreement / 100, full, ink)
        pen.text((edge + 50, middle), f"{chart.agreement / 100:.2f}", ink, _font(digits), "lm")
    left = edge + third
    for shift in (0, 16):
        pen.line(
            [(left + shift, middle - 14), (left + shift + 14, middle), (left + shift, middle + 14)], ink, 5
        )
    pen.text((left + 46, middle), f"{chart.skipped:,}", ink, _font(digits), "lm")
    left = edge + 2 * third
    pen.polygon([(left, middle + 16), (left + 20, middle - 18), (left + 40, middle + 16)], warn)
    pen.text((left + 20, middle + 4), "!", paper, _font(digits_small), "mm")
    pen.text((left + 54, middle), f"{chart.reported:,}", ink, _font(digits), "lm")


def _font(pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(pixels)

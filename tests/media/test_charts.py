"""Charts: small, legible on a phone, and drawn from any numbers."""

from io import BytesIO

import pytest
from PIL import Image

from bot.media import charts
from bot.screen import Chart

CHARTS = {
    "nothing yet": Chart(0, 0),
    "half": Chart(412, 636, (3, 20, 55, 80), 5_200_000, 33_050_000, ("$5.20", "$33.05"), 81, 17, 4),
    "a million": Chart(
        1_000_000, 1_000_000, (70_000,) * 14, 1, 1, ("KSh 9,999,999.00",) * 2, 100, 10**6, 10**6
    ),
    "more than wanted": Chart(12, 10, (12,), 5, 4, ("\u2066$5\u2069", "\u2066$4\u2069"), 0),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_small_picture(name: str) -> None:
    """15 kB at most, 720 pixels wide, whatever the numbers."""
    drawn = charts.drawn(CHARTS[name])
    assert len(drawn) <= charts.bytes_max
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (charts.wide, charts.high) and picture.format == "PNG"


def test_the_bar_is_filled_as_far_as_the_work_is_done() -> None:
    """A quarter in the middle of the first quarter, and not behind it."""
    with Image.open(BytesIO(charts.drawn(Chart(25, 100)))) as picture:
        seen = picture.convert("RGB")
        row = charts.edge + charts.bar_high // 2
        length = charts.wide - 2 * charts.edge
        filled, left = (
            seen.getpixel((charts.edge + length // 8, row)),
            seen.getpixel((charts.edge + length // 2, row)),
        )
    assert filled == charts.full and left == charts.empty


def test_digits_are_legible_at_half_the_size() -> None:
    """Eleven pixels are the least that reads at arm's length, on a screen of 360."""
    assert charts.digits_small // (charts.wide // 360) >= 11

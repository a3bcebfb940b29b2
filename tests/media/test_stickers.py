"""A sticker is a small static WebP that is like its picture, within what Telegram takes."""

import io

import pytest
from PIL import Image

from bot.media.likeness import Likeness
from bot.media.stickers import quality_least, sticker, sticker_edges
from bot.media.thrift import fewest, likeness_least
from tests.media.test_thrift import photograph


@pytest.mark.parametrize("name", ["cat-1", "garden-2", "lake-6"])
def test_a_sticker_is_like_and_takes_fewer_bytes_than_the_photo(name: str) -> None:
    """What is sent is what is fetched; no side is longer than 512 pixels, and it does not move."""
    picture = photograph(name)
    made, photo = sticker(picture, 320), fewest(picture, 320)
    shown = Image.open(io.BytesIO(made.data))
    assert shown.format == "WEBP" and not getattr(shown, "is_animated", False)
    assert max(shown.size) == max(made.width, made.height) <= max(sticker_edges) <= 512
    small = picture.resize(shown.size, Image.Resampling.LANCZOS) if picture.size != shown.size else picture
    assert Likeness(small).of(shown) == pytest.approx(made.likeness) and made.likeness >= likeness_least
    assert made.phone_bytes == len(made.data) < photo.phone_bytes * 0.8


def test_a_plain_one_stops_at_the_floor() -> None:
    """However smooth it is, the quality has a floor: the same bytes as at that quality."""
    plain, out = photograph("lake-8"), io.BytesIO()
    plain.save(out, "WEBP", quality=quality_least, method=4)
    assert sticker(plain, 320).data == out.getvalue()


def test_what_is_like_at_no_quality_goes_as_well_as_it_can() -> None:
    """Noise."""
    made = sticker(Image.effect_noise((60, 60), 120).convert("RGB"), 320)
    assert made.likeness > 0.5

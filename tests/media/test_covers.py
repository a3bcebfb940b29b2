"""A first look: shapes without details, or without colours."""

import io

from PIL import Image, ImageDraw

from bot.domain.outcomes.worker import Shot
from bot.media.covers import COVERS, blurred, drawn, grey, quality


def picture() -> Image.Image:
    """Fine red stripes beside a blue half."""
    made = Image.new("RGB", (320, 240), "white")
    drawn = ImageDraw.Draw(made)
    for left in range(0, 160, 4):
        drawn.line((left, 0, left, 240), fill="red", width=2)
    drawn.rectangle((160, 0, 320, 240), fill="blue")
    return made


def test_a_blurred_picture_has_its_shapes_and_not_its_details() -> None:
    """The stripes are one colour, the blue half is where it was."""
    made = blurred(picture())
    near = [made.getpixel((left, 120)) for left in (60, 62, 64, 66)]
    assert max(abs(one[1] - near[0][1]) for one in near) < 10
    assert made.size == (320, 240) and made.getpixel((300, 120))[2] > 240


def test_a_grey_picture_has_no_colours() -> None:
    """Red and blue are levels of grey."""
    assert grey(picture()).mode == "L"


def test_each_cover_is_a_form_that_may_be_kept() -> None:
    """What a person may wish for first is what is made, and the plain picture."""
    assert set(COVERS) == {"blurred", "grey"} and Shot("", 0).form not in COVERS


def test_what_is_drawn_when_it_is_sent_is_a_jpeg_of_the_same_edges_and_few_bytes() -> None:
    """From a rendition of ours: without details far fewer bytes, without colours no more than it had."""
    out = io.BytesIO()
    picture().save(out, "JPEG", quality=quality)
    for cover, share in (("blurred", 0.5), ("grey", 1.0)):
        data = drawn(out.getvalue(), cover)
        with Image.open(io.BytesIO(data)) as made:
            assert (made.format, made.size) == ("JPEG", (320, 240))
        assert len(data) <= share * len(out.getvalue())

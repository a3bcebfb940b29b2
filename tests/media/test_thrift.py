"""The fewest bytes on a phone that leave a picture like itself, and where that stops."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.config import carried
from bot.media import thrift
from bot.media.images import EDGES, PictureRefused, Rendition, decoded, encoded, shrunk
from bot.media.likeness import Likeness
from bot.media.thrift import Space, enough, fewest, likeness_least, on_phone, within

SAMPLES = carried("taskpacks") / "street-photos" / "media"
SPACE = Space(6_750, 11_500)


def photograph(name: str) -> Image.Image:
    """A sample photograph's pixels."""
    path: Path = SAMPLES / f"{name}.jpg"
    return decoded(path.read_bytes(), max(EDGES))


def opened(data: bytes) -> Image.Image:
    """A file's pixels."""
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("name", ["cat-1", "garden-2", "lake-6", "wall-1"])
def test_it_is_like_on_the_phone_and_takes_fewer_bytes_than_the_usual_search(name: str) -> None:
    """Measured after the server, at the size that is shown, against the coarsest JPEG that is as like there."""
    small = shrunk(photograph(name), 320)
    made, like = fewest(small, 320), Likeness(small)
    shown = on_phone(made.data)
    assert len(shown) == made.phone_bytes and opened(shown).size == small.size == (made.width, made.height)
    assert like.of(opened(shown)) == pytest.approx(made.likeness) and made.likeness >= likeness_least
    usual = (on_phone(encoded(small, quality)) for quality in range(5, 95, 3))
    assert made.phone_bytes < len(next(one for one in usual if like.of(opened(one)) >= likeness_least))


def test_what_the_server_makes_of_it_is_as_it_was_sent() -> None:
    """It is written on the server's own steps: a second writing changes next to nothing."""
    made = fewest(photograph("cat-1"), 320)
    assert abs(made.phone_bytes - len(made.data)) < len(made.data) / 50
    assert Likeness(opened(made.data)).of(opened(on_phone(made.data))) > 0.99


def test_a_server_that_keeps_photos_is_sent_fewer_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one constant: what is sent is what is fetched, on coarser steps."""
    usual = fewest(photograph("cat-1"), 320)
    monkeypatch.setattr(thrift, "server_quality", None)
    made = fewest(photograph("cat-1"), 320)
    assert on_phone(made.data) == made.data and made.phone_bytes == len(made.data)
    assert made.likeness >= likeness_least and made.phone_bytes < usual.phone_bytes * 0.9


def test_the_floor_keeps_a_sky_from_becoming_squares() -> None:
    """A picture so smooth that likeness would let everything go is better than likeness asks."""
    made = fewest(photograph("lake-2"), 320)
    assert made.likeness > 0.95


def test_a_few_encodings_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven at most, each of two writings."""
    tried: list[int] = []
    usual = thrift._tried
    monkeypatch.setattr(
        thrift, "_tried", lambda waves, like, step: tried.append(step) or usual(waves, like, step)
    )
    fewest(photograph("lake-3"), 320)
    assert 2 <= len(tried) <= 7 and len(set(tried)) == len(tried)


def test_a_picture_becomes_shorter_for_the_bytes_aimed_at_but_not_under_240_pixels() -> None:
    """A cat of 8.6 kB at 320 pixels takes 6.2 at 260; fur takes what it takes at 240, under the most."""
    cat, fur = photograph("cat-1"), photograph("raccoon-1")
    edge, made = within(lambda edge: cat, SPACE, EDGES)
    assert (edge, made.width) == (260, 260) and made.phone_bytes <= SPACE.aim < fewest(cat, 280).phone_bytes
    edge, made = within(lambda edge: fur, SPACE, EDGES)
    assert edge == 240 and SPACE.aim < made.phone_bytes <= SPACE.most
    assert within(lambda edge: fur, Space(9_000, 10_000), EDGES)[0] == 220


def test_a_smooth_picture_keeps_the_longest_edge() -> None:
    """What costs little is shown large."""
    assert within(lambda edge: Image.new("RGB", (1_600, 800), "navy"), SPACE, EDGES)[0] == max(EDGES)


def test_a_picture_that_fits_no_edge_is_refused() -> None:
    """With both numbers."""
    cup = photograph("table-1")
    with pytest.raises(PictureRefused, match="takes more than 500 bytes even when it is 160 pixels long"):
        within(lambda edge: cup, Space(500, 500), EDGES)


def test_noise_that_is_like_at_no_size_goes_as_well_as_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is room for it: nobody can see a difference between noise and noise."""
    monkeypatch.setattr(thrift, "likeness_least", 1.1)
    edge, made = within(lambda edge: photograph("cat-2"), SPACE, EDGES)
    assert edge == min(EDGES) and 0.92 < made.likeness < 1.1 and made.phone_bytes <= SPACE.most


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (321, 17), (16, 16)])
def test_every_shape_comes_out_as_long_as_it_was(size: tuple[int, int]) -> None:
    """Whatever is left of the last block."""
    made = fewest(Image.new("RGB", size, "teal"), 400)
    assert (made.width, made.height) == size and opened(made.data).getpixel((0, 0)) == pytest.approx(
        (0, 128, 128), abs=4
    )


@pytest.mark.parametrize("name", ["cat-1", "garden-1", "raccoon-1", "wall-1"])
def test_a_step_found_for_one_size_is_near_for_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like all the same, in a few encodings, and hardly more bytes."""
    picture = photograph(name)
    step, best = fewest(picture, 240).step, fewest(picture, 480)
    tried: list[int] = []
    usual = thrift._tried

    def counted(waves: Any, like: Likeness, step: int) -> Rendition:
        tried.append(step)
        return usual(waves, like, step)

    monkeypatch.setattr(thrift, "_tried", counted)
    made = enough(picture, 480, step)
    assert made.likeness >= likeness_least and len(tried) <= 5
    assert best.phone_bytes <= made.phone_bytes < best.phone_bytes * 1.15

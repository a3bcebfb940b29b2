"""Films become a sheet of moments that can be told apart, and a clip that a slow line carries."""

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from bot.config import carried
from bot.media import clips
from bot.media.clips import FilmRefused, KeyFrames, chosen, clip, key_frames, sheet
from bot.media.thrift import fewest
from tests.makers_media import beeps, clip_file, cuts, moving, pan, sound_file

SAMPLES = carried("taskpacks") / "street-photos" / "media"


def photograph(number: int) -> Image.Image:
    """One of the sample photographs."""
    path: Path = sorted(SAMPLES.glob("*.jpg"))[number]
    with Image.open(path) as picture:
        return picture.convert("RGB")


def circle(size: tuple[int, int] = (160, 120), count: int = 20) -> bytes:
    """A red circle that goes from left to right."""
    return clip_file(moving("circle", (0.1, 0.5), (0.9, 0.5), size, count))


def shown(drawn: Image.Image) -> Image.Image:
    """What is sent of a sheet."""
    return Image.open(io.BytesIO(fewest(drawn, max(drawn.size)).data)).convert("RGB")


def test_the_first_the_last_and_the_cuts_are_chosen() -> None:
    """Then the middles of the longest gaps; of too many cuts the strongest."""
    times = [one / 10 for one in range(21)]
    assert chosen(times, [], 5) == [0, 5, 10, 15, 20]
    assert chosen(times, [7, 3], 4) == [0, 3, 7, 20]
    assert chosen(times, [7, 3, 9], 4) == [0, 3, 7, 20]
    assert chosen(times[:3], [], 6) == [0, 1, 2] and chosen(times[:1], [], 6) == [0]


def test_cuts_are_found_and_movement_is_none() -> None:
    """Three photographs, each panned over, with hard cuts between."""
    scenes = [pan(photograph(number), (160, 120), 10, zoom=1.4) for number in (0, 4, 8)]
    times, found = clips._looked_through(clip_file(cuts(scenes)))
    assert len(times) == 30 and sorted(found) == [10, 20]
    assert times[10] == pytest.approx(1.0)


@pytest.mark.parametrize(("edge", "tiles"), [(320, 6), (240, 4), (160, 2)])
def test_a_sheet_shows_a_movement_in_its_order(edge: int, tiles: int) -> None:
    """From frame to frame the circle is farther right; smaller sheets have fewer frames, none too small to see."""
    frames = key_frames(circle())
    picture = shown(sheet(frames, edge))
    assert max(picture.size) <= edge
    columns = 1 if tiles == 2 else 2
    wide, high = picture.width // columns, picture.height // (tiles // columns)
    assert wide >= 100
    middles = []
    for tile in range(tiles):
        left, top = tile % columns * wide, tile // columns * high
        red = picture.crop((left, top, left + wide, top + high)).split()
        mask = [x % wide for x, (r, g) in enumerate(zip(red[0].tobytes(), red[1].tobytes(), strict=True)) if r > 150 and g < 90]  # fmt: skip
        middles.append(sum(mask) / len(mask))
    assert middles == sorted(middles) and middles[-1] - middles[0] > wide / 2


def test_tall_films_lie_in_three_columns() -> None:
    """So that the sheet is not longer than a phone."""
    picture = shown(sheet(key_frames(circle((90, 160))), 320))
    assert 0.7 < picture.width / picture.height < 1.3


def test_a_long_film_says_when_its_frames_were() -> None:
    """A label with minutes and seconds is wider than one with the number alone."""
    frame = Image.new("RGB", (160, 120), "#406040")
    widths = []
    for seconds in (2.0, 75.0):
        frames = KeyFrames({0: frame, 1: frame}, {0: 0.0, 1: seconds}, {6: (0, 1), 2: (0, 1)}, seconds)
        row = shown(sheet(frames, 320)).convert("L").crop((0, 4, 150, 5)).tobytes()
        widths.append(sum(level > 180 for level in row))
    assert 2 * widths[0] < widths[1]


def test_a_clip_plays_on_old_phones_and_says_nothing_of_its_maker() -> None:
    """H.264 baseline and AAC in MP4 whose index comes first; the same film gives the same bytes."""
    film = clip_file(moving("square", (0.1, 0.1), (0.9, 0.9), (640, 480), 20), wave=beeps(3))
    made = clip(film, 60_000)
    assert (made.seconds, made.width, made.height) == (2, 320, 240) and len(made.data) < 60_000
    assert made.data.index(b"moov") < made.data.index(b"mdat")
    assert clip(film, 60_000) == made
    with av.open(io.BytesIO(made.data)) as again:
        video, sound = again.streams
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert "Baseline" in str(video.codec_context.profile) and not video.metadata.get("creation_time")


def test_a_clip_keeps_to_its_bytes() -> None:
    """At a lower rate, or it is refused with the bytes there were."""
    film = clip_file(pan(photograph(0), (640, 480), 40, zoom=2.0))
    large, small = clip(film, 200_000), clip(film, 26_000)
    assert len(small.data) <= 26_000 < len(large.data)
    with pytest.raises(FilmRefused, match="takes more than 3000 bytes even as a small clip"):
        clip(film, 3_000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"no film at all", "is none of these: MP4, WebM"),
        (sound_file(beeps(1), "mp4"), "holds no moving pictures"),
        (circle()[:900], "is damaged or cut short"),
        (circle()[:-700], "holds no moving pictures"),
    ],
)
def test_what_is_no_film_is_refused(data: bytes, reason: str) -> None:
    """With a sentence, by the sheet and by the clip."""
    for make in (key_frames, lambda film: clip(film, 60_000)):
        with pytest.raises(FilmRefused) as caught:
            make(data)
        assert str(caught.value) == reason


def test_films_that_are_too_long_or_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted while they are decoded, whatever they say of themselves."""
    film = circle()
    monkeypatch.setattr(clips, "film_seconds_max", 1)
    with pytest.raises(FilmRefused, match="is longer than 1 seconds"):
        key_frames(film)
    monkeypatch.setattr(clips, "film_pixels_max", 10_000)
    with pytest.raises(FilmRefused, match="million pixels"):
        key_frames(film)

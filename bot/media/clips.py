"""Turns a film from outside into what a slow line can carry: a sheet of key frames, and a small clip.

The sheet shows the first and the last frame, the first one after each cut, and what lies between; each is numbered and
says when it was. The clip is H.264 baseline in MP4, which phones of ten years ago play, without metadata. A film is read
twice and never held in memory. Blocks, and belongs behind the fence.
"""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont

from bot.media.containers import (
    PICTURE_DECODERS,
    SOUND_DECODERS,
    check_available,
    check_decoder,
    opened,
)
from bot.media.refused import MediaRefused

if TYPE_CHECKING:
    import numpy
    from av import AudioStream, VideoFrame, VideoStream
    from av.container import InputContainer, OutputContainer
    from numpy.typing import NDArray

    Grey = NDArray[numpy.int16]

FORMATS = {"mp4": "MP4", "matroska": "WebM"}

film_seconds_max = 300
film_frames_max = 120 * film_seconds_max
film_pixels_max = 9_000_000
"""A film of five minutes, of up to 120 frames a second (slow motion), of up to 4096 × 2160 pixels."""

frames_by_edge = {320: 6, 240: 4, 0: 2}
tile_edge = 400
tile_gap = 4
"""How many frames a sheet has, by its long edge: in fewer bytes fewer frames, so that each can still be seen. They are
400 pixels long at most and lie 4 apart."""

label_share = 6
label_pixels_min = 12
timed_from_s = 10
"""A frame's label is a 6th of its short edge high, but 12 pixels at least. It says when, in films of 10 s and more."""

thumb_edge = 8
cut_level, cut_times, cut_around = 10, 2, 4
"""A frame begins a scene when it differs from the one before by 10 of 255 or more, in 8 × 8 squares of grey, and by twice
as much as the 4 frames before and after it do in the middle. Over cuts between fast pans over the sample photographs
this finds 31 of 36, and 4 of 594 neighbours that are none."""

clip_edge = 320
clip_fps_max = 12
clip_crf = 30
clip_bit_rate_max, clip_bit_rate_min = 250_000, 20_000  # bits a second, of the pictures
clip_sound_bit_rate = 16_000
clip_sound_rate = 24_000  # Hz
clip_wrapping_bytes = 1_500
clip_tries = 4
clip_lower = 0.7
"""A clip is 320 pixels long at most, with 12 frames a second, of quality 30 (x264's constant rate factor: 23 is
usual, 6 more are half the bytes) or less. The rate it may have follows from the bytes it may take, less 1,500 for the
wrapping; when it takes more all the same, it is made again with 7 tenths of the rate, four times in all."""


class FilmRefused(MediaRefused):
    """A film that is not taken, and why."""


@dataclass(frozen=True, slots=True)
class KeyFrames:
    """Frames of a film by their places and their times (s), which of them are shown when 6, 4 or 2 are, its length (s)."""

    pictures: dict[int, Image.Image]
    times: dict[int, float]
    shown: dict[int, tuple[int, ...]]
    seconds: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A small film: MP4 bytes that play before all of them are there, its length in seconds, its size in pixels."""

    data: bytes
    seconds: int
    width: int
    height: int


def key_frames(data: bytes) -> KeyFrames:
    """The frames of a film that say most, to be laid out by `sheet`. Raises FilmRefused."""
    times, cuts = _looked_through(data)
    shown = {most: tuple(chosen(times, cuts, most)) for most in dict.fromkeys(frames_by_edge.values())}
    places = sorted({place for places in shown.values() for place in places})
    pictures = dict(_frames_at(data, places))
    return KeyFrames(pictures, {place: times[place] for place in places}, shown, times[-1])


def sheet(frames: KeyFrames, edge: int) -> Image.Image:
    """Frames of a film as one picture with a long edge of at most `edge`: 6 from 320 pixels on, 4 or 2 below.

    Two columns for wide films, three for tall ones. Labels are drawn at the size that is sent.
    """
    most = next(most for least, most in frames_by_edge.items() if edge >= least)
    places = frames.shown[most]
    wide, high = frames.pictures[places[0]].size
    columns = _columns(len(places), flat=wide >= high)
    rows = -(-len(places) // columns)
    scale = min(
        1.0,
        (edge - tile_gap * (rows - 1)) / (rows * high),
        (edge - tile_gap * (columns - 1)) / (columns * wide),
    )
    wide, high = max(1, int(wide * scale)), max(1, int(high * scale))
    size = columns * (wide + tile_gap) - tile_gap, rows * (high + tile_gap) - tile_gap
    whole = Image.new("RGB", size, "white")
    for number, place in enumerate(places):
        tile = frames.pictures[place].resize((wide, high), Image.Resampling.LANCZOS)
        time = frames.times[place]
        words = (
            f"{number + 1}  {int(time) // 60}:{int(time) % 60:02}"
            if frames.seconds > timed_from_s
            else str(number + 1)
        )
        _label(tile, words)
        whole.paste(tile, (number % columns * (wide + tile_gap), number // columns * (high + tile_gap)))
    return whole


def _columns(tiles: int, *, flat: bool) -> int:
    """Wide frames lie in two columns, two of them in one; tall ones in three, or two."""
    return {6: 2, 2: 1}.get(tiles, 2) if flat else {6: 3}.get(tiles, 2)


def chosen(times: Sequence[float], cuts: Sequence[int], most: int) -> list[int]:
    """Which of the frames at `times` (s, ascending) to show, at most `most`: places, ascending.

    The first, the last, those that begin a scene (`cuts`, the strongest first), then the middles of the longest gaps.
    """
    found = sorted({0, len(times) - 1, *cuts[: most - 2]})
    while len(found) < min(most, len(times)):
        gaps = [(start, end) for start, end in pairwise(found) if end - start > 1]
        start, end = max(gaps, key=lambda gap: times[gap[1]] - times[gap[0]])
        found = sorted({*found, (start + end) // 2})
    return found


def clip(data: bytes, bytes_max: int) -> Clip:
    """A small clip of at most `bytes_max` bytes, with its sound if it has any. Raises FilmRefused."""
    times, _ = _looked_through(data)
    seconds = max(1, math.ceil(times[-1] - times[0]))
    room = max(0, bytes_max - clip_wrapping_bytes) * 8 / seconds - clip_sound_bit_rate
    rate = min(clip_bit_rate_max, max(clip_bit_rate_min, room))
    for _ in range(clip_tries):
        made = _small(data, round(rate), seconds)
        if len(made.data) <= bytes_max:
            return made
        rate *= clip_lower
    raise FilmRefused("takes more than {bytes_max} bytes even as a small clip", {"bytes_max": bytes_max})


def _looked_through(data: bytes) -> tuple[list[float], list[int]]:
    """When each frame of a film is (s from the first), and which begin a scene, the hardest cut first."""
    check_available(FilmRefused)
    import numpy

    times: list[float] = []
    changes: list[float] = []
    before: Grey | None = None
    for time, frame in _frames(data):
        small: Any = frame.reformat(thumb_edge, thumb_edge, "gray").to_ndarray()
        now: Grey = small.astype(numpy.int16)
        changes.append(0.0 if before is None else float(abs(now - before).mean()))
        before = now
        times.append(time)
    return times, _cuts(changes)


def _cuts(changes: Sequence[float]) -> list[int]:
    """Which frames begin a scene, the hardest cut first, by how much each differs from the one before."""
    found = []
    for place, change in enumerate(changes):
        around = [*changes[max(1, place - cut_around) : place], *changes[place + 1 : place + 1 + cut_around]]
        if around and change >= max(cut_level, cut_times * statistics.median(around)):
            found.append((-change, place))
    kept: list[int] = []
    for _, place in sorted(found):
        if all(abs(place - other) > cut_around for other in kept):  # no scene is as short as that
            kept.append(place)
    return kept


def _frames(data: bytes) -> Iterator[tuple[float, VideoFrame]]:
    """The frames of a film's first pictures with their times (s from the first, ascending), counted as they come."""
    with opened(data, FORMATS, PICTURE_DECODERS | SOUND_DECODERS, FilmRefused) as container:
        yield from _decoded(container, _pictures(container))


def _pictures(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise FilmRefused("holds no moving pictures")
    stream = container.streams.video[0]
    check_decoder(stream.codec_context.name, PICTURE_DECODERS, FilmRefused)
    if not 0 < stream.codec_context.width * stream.codec_context.height <= film_pixels_max:
        raise _too_many_pixels()
    return stream


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[tuple[float, VideoFrame]]:
    first = last = None
    for count, frame in enumerate(container.decode(stream)):
        if frame.width * frame.height > film_pixels_max:  # a film may change its size half-way
            raise _too_many_pixels()
        time = frame.time if frame.time is not None else (last or 0.0)
        first = time if first is None else first
        if time - first > film_seconds_max or count >= film_frames_max:
            raise _too_long()
        last = max(time, last if last is not None else time)
        yield last - first, frame
    if first is None:
        raise FilmRefused("holds no moving pictures")


def _too_many_pixels() -> FilmRefused:
    return FilmRefused("has more than {megapixels} million pixels", {"megapixels": film_pixels_max // 10**6})


def _too_long() -> FilmRefused:
    return FilmRefused("is longer than {seconds} seconds", {"seconds": film_seconds_max})


def _frames_at(data: bytes, places: Sequence[int]) -> Iterator[tuple[int, Image.Image]]:
    """Some frames, upright, at most `tile_edge` long."""
    wanted = set(places)
    for place, (_, frame) in enumerate(_frames(data)):
        if place in wanted:
            yield place, _upright(frame, tile_edge)
        if place >= places[-1]:
            return


def _upright(frame: VideoFrame, edge: int) -> Image.Image:
    """A frame as a picture at most `edge` long, turned as the phone that filmed it was held."""
    scale = min(1.0, edge / max(frame.width, frame.height))
    wide, high = (max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
    picture = Image.fromarray(frame.reformat(wide, high, "rgb24").to_ndarray())
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _label(picture: Image.Image, words: str) -> None:
    """Black words on white with a dark rim in the upper left corner."""
    pixels = max(label_pixels_min, min(picture.size) // label_share)
    font, pen = ImageFont.load_default(pixels), ImageDraw.Draw(picture)
    right = pen.textlength(words, font) + pixels * 2 // 3
    pen.rectangle((0, 0, right, pixels * 5 // 4), "white", "black")
    pen.text((pixels // 3, pixels * 5 // 8), words, "black", font, "lm")


def _small(data: bytes, bit_rate: int, seconds: int) -> Clip:
    """The film once more, small, at a bit rate."""
    import av

    with tempfile.TemporaryDirectory(
        prefix="ujima-clip-"
    ) as folder:  # the index moves to the front of a file
        path = Path(folder) / "clip.mp4"
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        with av.open(str(path), "w", format="mp4", options=options) as out:
            wide, high = _write_pictures(data, out, bit_rate)
        return Clip(path.read_bytes(), seconds, wide, high)


def _write_pictures(data: bytes, out: OutputContainer, bit_rate: int) -> tuple[int, int]:
    """Pictures and sound of a film into a clip, each decoded by itself. Gives width and height."""
    import numpy
    from av import VideoFrame

    with opened(data, FORMATS, PICTURE_DECODERS | SOUND_DECODERS, FilmRefused) as container:
        options = {"preset": "medium", "profile": "baseline", "crf": str(clip_crf), "threads": "1"}
        options |= {"maxrate": str(bit_rate), "bufsize": str(bit_rate), "flags": "+bitexact"}
        made, sound = out.add_stream("libx264", rate=clip_fps_max, options=options), _sound(container, out)
        made.pix_fmt = "yuv420p"
        count = 0
        for time, frame in _decoded(container, _pictures(container)):
            if time * clip_fps_max < count:
                continue
            picture = _upright(frame, clip_edge)
            if not count:
                made.width, made.height = picture.size
            pixels = numpy.asarray(picture.resize((made.width, made.height)))
            again = VideoFrame.from_ndarray(pixels, format="rgb24")
            again.pts, again.time_base = max(count, int(time * clip_fps_max)), Fraction(1, clip_fps_max)
            count = again.pts + 1
            out.mux(made.encode(again))
        out.mux(made.encode(None))
        wide, high = made.width, made.height
    if sound is not None:
        _write_sound(data, out, sound)
    return wide, high


def _sound(container: InputContainer, out: OutputContainer) -> AudioStream | None:
    """A place for the film's sound in the clip; None when it has none that is read here."""
    streams = container.streams.audio
    if not streams or streams[0].codec_context.name not in SOUND_DECODERS:
        return None
    made = out.add_stream("aac", rate=clip_sound_rate, layout="mono", options={"flags": "+bitexact"})
    made.bit_rate = clip_sound_bit_rate
    return made


def _write_sound(data: bytes, out: OutputContainer, made: AudioStream) -> None:
    with opened(data, FORMATS, PICTURE_DECODERS | SOUND_DECODERS, FilmRefused) as container:
        from av.audio.resampler import AudioResampler

        resampler = AudioResampler(format="fltp", layout="mono", rate=clip_sound_rate)
        samples = 0
        for decoded in container.decode(container.streams.audio[0]):
            for frame in resampler.resample(decoded):
                samples += frame.samples
                if samples > film_seconds_max * clip_sound_rate:
                    raise _too_long()
                frame.pts = samples - frame.samples
                out.mux(made.encode(frame))
        out.mux(made.encode(None))

"""Makers of sounds and clips: small, honest samples that belong to nobody, and the files tests are run on.

The sounds are synthesised: no real recordings can be made where this was written. `speech` has what measuring looks
at (syllables, pauses, a voice's pitch and formants) and says nothing; `beeps` can be counted, so it has a right
answer. The clips move a window over photographs, or shapes over a plain ground.
"""

import io
from collections.abc import Iterable, Sequence

import av
import numpy
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Wave = NDArray[numpy.float64]
RATE = 48_000
FPS = 10
CODECS = {"wav": "pcm_s16le", "mp3": "mp3", "flac": "flac", "mp4": "aac", "adts": "aac", "ogg": "libopus", "webm": "libopus"}  # fmt: skip


def silence(seconds: float) -> Wave:
    """Nothing at all."""
    return numpy.zeros(round(seconds * RATE))


def noise(seconds: float, dbfs: float, seed: int = 1) -> Wave:
    """White noise of a level."""
    wave = numpy.random.default_rng(seed).standard_normal(round(seconds * RATE))
    return wave * 10 ** (dbfs / 20)


def tone(seconds: float, hertz: float = 440, peak: float = 0.3) -> Wave:
    """A sine, its ends faded over 10 ms so that it does not click."""
    count = round(seconds * RATE)
    fade = numpy.minimum(1, numpy.minimum(numpy.arange(count), numpy.arange(count)[::-1]) / (RATE / 100))
    return peak * fade * numpy.sin(2 * numpy.pi * hertz * numpy.arange(count) / RATE)


def beeps(count: int, hertz: float = 660, seconds: float = 0.2, pause: float = 0.35) -> Wave:
    """So many beeps with pauses between: something that can be counted by ear."""
    return numpy.concatenate([silence(pause), *[tone(seconds, hertz), silence(pause)] * count])


def speech(seconds: float, peak_dbfs: float = -6, pitch: float = 120, seed: int = 1) -> Wave:
    """Like a voice: pulses of a wandering pitch through two wandering formants, in syllables with pauses."""
    chance = numpy.random.default_rng(seed)
    parts: list[Wave] = []
    while sum(map(len, parts)) < seconds * RATE:
        length, rise = chance.uniform(0.12, 0.3), chance.uniform(0.9, 1.15)
        time = numpy.arange(round(length * RATE)) / RATE
        phase = 2 * numpy.pi * pitch * (time + (rise - 1) * time**2 / (2 * length))
        formants = chance.uniform(300, 800), chance.uniform(900, 2_400)
        weights = [sum(numpy.exp(-(((n * pitch - f) / 150) ** 2)) for f in formants) for n in range(1, 24)]
        syllable = sum(weight * numpy.sin(n * phase) for n, weight in enumerate(weights, 1))
        parts += [numpy.asarray(syllable) * numpy.sin(numpy.pi * time / length) ** 0.7]
        parts += [silence(chance.choice([0.04, 0.08, 0.35], p=[0.5, 0.3, 0.2]))]
    wave = numpy.concatenate(parts)[: round(seconds * RATE)]
    return wave / abs(wave).max() * 10 ** (peak_dbfs / 20)


def sound_file(wave: Wave, form: str = "wav", rate: int = RATE, bit_rate: int = 24_000, **tags: str) -> bytes:
    """The wave, cut off at full scale, as a file: "wav", "mp3", "flac", "mp4", "adts", "ogg" or "webm"."""
    samples = (numpy.clip(wave, -1, 1) * 32_767).astype(numpy.int16).reshape(1, -1)
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        made.metadata.update(tags)
        stream = made.add_stream(CODECS[form], rate=rate, layout="mono")
        stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = RATE
        resampler = AudioResampler(format=stream.format or "s16", layout="mono", rate=rate)
        for part in resampler.resample(frame) + resampler.resample(None):
            made.mux(stream.encode(part))
        made.mux(stream.encode(None))
    return out.getvalue()


def clip_file(
    frames: Iterable[Image.Image],
    form: str = "mp4",
    codec: str = "libx264",
    wave: Wave | None = None,
    crf: int = 30,
) -> bytes:
    """Pictures of one size, ten a second, as a small film, with sound if given. The same input, the same bytes."""
    out = io.BytesIO()
    options = {"crf": str(crf), "preset": "slow", "flags": "+bitexact", "threads": "1"}
    with av.open(out, "w", format=form, options={"fflags": "+bitexact"}) as made:
        stream = sound = None
        for picture in frames:
            if stream is None:
                stream = made.add_stream(codec, rate=FPS, options=options)
                stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"
                if wave is not None:
                    sound = made.add_stream("aac" if form == "mp4" else "libopus", rate=RATE, layout="mono")
                    sound.bit_rate = 24_000
            made.mux(stream.encode(av.VideoFrame.from_image(picture.convert("RGB"))))
        assert stream is not None
        made.mux(stream.encode(None))
        if sound is not None and wave is not None:
            samples = (numpy.clip(wave, -1, 1) * 32_767).astype(numpy.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = RATE
            for part in AudioResampler(format=sound.format, layout="mono", rate=RATE).resample(frame):
                made.mux(sound.encode(part))
            made.mux(sound.encode(None))
    return out.getvalue()


def pan(
    picture: Image.Image, size: tuple[int, int], count: int, *, zoom: float = 1.0, back: bool = False
) -> list[Image.Image]:
    """A window moving over a photograph from left to right (or back), zooming in by `zoom` on the way."""
    frames = []
    for step in range(count):
        share = step / max(1, count - 1)
        share = 1 - share if back else share
        scale = min(picture.width / size[0], picture.height / size[1]) * 0.7 / (1 + (zoom - 1) * share)
        wide, high = size[0] * scale, size[1] * scale
        left, top = (picture.width - wide) * share, (picture.height - high) / 2
        frames.append(picture.resize(size, Image.Resampling.BICUBIC, (left, top, left + wide, top + high)))
    return frames


def moving(shape: str, start: tuple[float, float], end: tuple[float, float], size: tuple[int, int], count: int, *, ground: Image.Image | None = None, colour: str = "#d02020") -> list[Image.Image]:  # fmt: skip
    """A circle or square that moves from one place to another (shares of width and height) over a ground."""
    below = (ground or Image.new("RGB", size, "#dfe8ee")).convert("RGB").resize(size)
    frames = []
    radius = min(size) * 0.12
    for step in range(count):
        share = step / max(1, count - 1)
        x, y = ((a + (b - a) * share) * side for a, b, side in zip(start, end, size, strict=True))
        frame = below.copy()
        pen = ImageDraw.Draw(frame)
        draw = pen.ellipse if shape == "circle" else pen.rectangle
        draw((x - radius, y - radius, x + radius, y + radius), fill=colour, outline="white", width=2)
        frames.append(frame)
    return frames


def cuts(scenes: Sequence[Sequence[Image.Image]]) -> list[Image.Image]:
    """Scenes one after the other, with hard cuts between."""
    return [frame for scene in scenes for frame in scene]

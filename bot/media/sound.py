"""Turns sound from outside into a small voice note without metadata, and measures what a worker said.

A voice note is what Telegram's sendVoice asks for: Opus in OGG, mono, 48 kHz. Frames of 60 ms save 4 to 6 % against
20 ms at 8 and 12 kbit/s. Loudness is kept as it is: a requester may ask about it, and making quiet noise loud helps
nobody. Works on whole files in memory; blocks, and belongs behind the fence.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.media.containers import SOUND_DECODERS, check_available, check_decoder, opened
from bot.media.refused import MediaRefused

if TYPE_CHECKING:
    import numpy
    from av import AudioFrame
    from numpy.typing import NDArray

    Samples = NDArray[numpy.int16]

FORMATS = {
    "ogg": "OGG",
    "mp3": "MP3",
    "mp4": "M4A",
    "aac": "AAC",
    "wav": "WAV",
    "flac": "FLAC",
    "matroska": "WebM",
}

sound_rate = 48_000  # Hz: what Opus works at
sound_seconds_max = 600  # ten minutes: 58 MB of samples, and 0.9 MB as a voice note
channels_max = 8
rate_min, rate_max = 8_000, 192_000  # Hz

kbit_usual, kbit_saver = 12, 8
"""About 1.45 and 0.97 kB a second of speech (measured with PyAV's libopus on English and Russian speech)."""

window_ms = 20
full_scale = 32_768
level_min_dbfs = -96  # of silence: what 16 bits can tell

clipped_level = 0.985
clipped_samples = 4
"""A window counts as clipped when so many of its samples lie this near the end of the scale. Speech-like signals sent
through Opus at 24 kbit/s: peaks at -1 dBFS 0 per mille, at full scale 7, 3 dB over it 257, 6 dB 400, 12 dB 517."""

clipped_per_mille_max, silent_per_mille_max, loudness_dbfs_min = 50, 800, -40
"""What is worth asking for again, on the same signals: a voice is distorted above, says little above, is hard to hear
below. Peaks at -30 dBFS measure -43, at -20 dBFS -33; a voice with pauses is silent for about 400 per mille."""

silent_dbfs = -50
"""A window below this is silent. Speech into a phone lies between -35 and -15 dBFS, a quiet room below -55."""

gate_floor_dbfs, gate_below_db = -70, 10
"""Loudness counts the parts in which somebody speaks: the gates of ITU-R BS.1770-4, without its filter."""


class SoundRefused(MediaRefused):
    """A sound that is not taken, and why."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice note: OGG/Opus bytes without metadata, and its length in seconds, rounded up."""

    data: bytes
    seconds: int


@dataclass(frozen=True, slots=True)
class Measures:
    """What a recording is like: length, loudness of its spoken parts (dBFS, 0 the loudest possible), and how much
    of its time is clipped or silent, per mille."""

    seconds: int
    loudness_dbfs: int
    clipped_per_mille: int
    silent_per_mille: int


def voice_note(data: bytes, kbit: int = kbit_usual) -> Sound:
    """OGG, MP3, M4A, AAC, WAV, FLAC or WebM → a voice note of about `kbit` kbit/s. Raises SoundRefused.

    The same bytes and rate give the same bytes: the stream's serial number is fixed and no encoder is named.
    """
    check_available(SoundRefused)
    import av

    out = io.BytesIO()
    samples = 0
    with av.open(out, "w", format="ogg", options={"fflags": "+bitexact"}) as made:
        options = {"application": "voip", "frame_duration": "60", "vbr": "on", "flags": "+bitexact"}
        stream = made.add_stream("libopus", rate=sound_rate, layout="mono", options=options)
        stream.bit_rate = kbit * 1_000
        for frame in _frames(data):
            samples += frame.samples
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return Sound(out.getvalue(), math.ceil(samples / sound_rate))


def measured(data: bytes) -> Measures:
    """What a recording is like. Raises SoundRefused."""
    import numpy

    blocks = [frame.to_ndarray().reshape(-1) for frame in _frames(data)]
    samples: Samples = numpy.concatenate(blocks)
    window = sound_rate * window_ms // 1_000
    whole = samples[: len(samples) // window * window].reshape(-1, window).astype(numpy.float32) / full_scale
    if not len(whole):
        raise SoundRefused("is shorter than {milliseconds} ms", {"milliseconds": window_ms})
    power = (whole**2).mean(axis=1, dtype=numpy.float64)
    clipped = (abs(whole) >= clipped_level).sum(axis=1) >= clipped_samples
    return Measures(
        seconds=math.ceil(len(samples) / sound_rate),
        loudness_dbfs=round(_dbfs(_gated(power))),
        clipped_per_mille=round(1_000 * float(clipped.mean())),
        silent_per_mille=round(1_000 * float((power < _power(silent_dbfs)).mean())),
    )


def _gated(power: Any) -> float:
    """The mean power of the windows that pass both gates; 0 when none does."""
    heard = power[power > _power(gate_floor_dbfs)]
    if not len(heard):
        return 0.0
    return float(heard[heard > heard.mean() * _power(-gate_below_db)].mean())


def _power(dbfs: float) -> float:
    """Mean square of samples between -1 and 1 for a level."""
    return float(10 ** (dbfs / 10))


def _dbfs(power: float) -> float:
    """Level for a mean square; a full-scale sine has -3 dBFS."""
    return max(level_min_dbfs, 10 * math.log10(power)) if power else level_min_dbfs


def _frames(data: bytes) -> Iterator[AudioFrame]:
    """The first sound of a file as mono 48 kHz 16-bit frames, counted while they are decoded."""
    with opened(data, FORMATS, SOUND_DECODERS, SoundRefused) as container:
        from av.audio.resampler import AudioResampler

        streams = container.streams.audio
        if not streams:
            raise SoundRefused("holds no sound")
        codec = streams[0].codec_context
        check_decoder(codec.name, SOUND_DECODERS, SoundRefused)
        if not (1 <= codec.channels <= channels_max and rate_min <= codec.sample_rate <= rate_max):
            raise SoundRefused("has too many channels, or an odd sampling rate")
        resampler = AudioResampler(format="s16", layout="mono", rate=sound_rate)
        samples = 0
        for decoded in container.decode(streams[0]):
            for frame in resampler.resample(decoded):
                samples += frame.samples
                if samples > sound_seconds_max * sound_rate:
                    raise SoundRefused("is longer than {seconds} seconds", {"seconds": sound_seconds_max})
                yield frame
        yield from resampler.resample(None)
        if not samples:
            raise SoundRefused("holds no sound")

"""Small sounds, clips and stickers in the formats that phones and bots send; each is the same every time it is made."""

import io
from functools import cache

import av
import numpy
from PIL import Image

FORMATS = {
    "ogg": ("libopus", 48_000),
    "mp3": ("libmp3lame", 44_100),
    "m4a": ("aac", 44_100),
    "wav": ("pcm_s16le", 44_100),
    "flac": ("flac", 44_100),
}


@cache
def sound(ending: str, seconds: int = 2) -> bytes:
    """A tone of 440 Hz."""
    codec, rate = FORMATS[ending]
    written = io.BytesIO()
    times = numpy.arange(rate * seconds) / rate
    samples = (8000 * numpy.sin(2 * numpy.pi * 440 * times)).astype(numpy.int16)
    with av.open(written, "w", format="mp4" if ending == "m4a" else ending) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        fifo.write(frame)
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        while (part := fifo.read(size, partial=True)) is not None:
            for ready in resampler.resample(part):
                container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return written.getvalue()


@cache
def clip(seconds: int = 2, width: int = 64, height: int = 48) -> bytes:
    """A clip that becomes lighter, without sound: MP4 with H.264."""
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(10 * seconds):
            pixels = numpy.full((height, width, 3), number * 10 % 250, numpy.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
    return written.getvalue()


@cache
def picture(kind: str = "JPEG", width: int = 640, height: int = 480, frames: int = 1) -> bytes:
    """A picture of one colour; of several frames when it moves."""
    written = io.BytesIO()
    shades = [Image.new("RGB", (width, height), (90 * one, 120, 90)) for one in range(1, frames + 1)]
    more = {"save_all": True, "append_images": shades[1:]} if frames > 1 else {}
    shades[0].save(written, kind, **more)
    return written.getvalue()

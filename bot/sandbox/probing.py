"""What a file is by its bytes: sound, clip or sticker, how long and how large. Only headers are read, nothing is decoded.

Telegram's server looks into files in the same way; what it does with odd ones is not published. A length or a size that
cannot be read is 0.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

boxes_max = 4_000
# kbit/s of MPEG-1 layer III by the four bits of a frame's header; MPEG-2 is nearly half of it.
MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
MP3_KBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """A media type ("" for none that is known here), whole seconds, pixels; `moves` is true of an animated picture."""

    mime: str = ""
    seconds: int = 0
    width: int = 0
    height: int = 0
    moves: bool = False


def probe(content: bytes) -> Found:
    """What the bytes are; never raises."""
    if content[:4] == b"OggS":
        return Found("audio/ogg", spoken_seconds(content))
    if content[:4] == b"fLaC":
        return Found("audio/flac", _flac_seconds(content))
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return Found("audio/wav", _wav_seconds(content))
    if content[:4] == b"\x1aE\xdf\xa3":
        return Found("video/webm")
    if content[4:8] == b"ftyp":
        return _mp4(content)
    if content[:3] == b"ID3" or (len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2):
        return Found("audio/mpeg", _mp3_seconds(content))
    if content[:3] == b"GIF" or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return _picture(content)
    return Found()


def spoken_seconds(content: bytes) -> int:
    """The length of an Ogg Opus file, from the last page's position at 48,000 samples a second; 0 for others."""
    last = content.rfind(b"OggS")
    if last < 0 or len(content) < last + 14:
        return 0
    samples = int.from_bytes(content[last + 6 : last + 14], "little", signed=True)
    return max(0, round(samples / 48_000))


def _flac_seconds(content: bytes) -> int:
    """From STREAMINFO: 20 bits of rate and 36 of samples."""
    if len(content) < 26:
        return 0
    rate = int.from_bytes(content[18:21], "big") >> 4
    samples = int.from_bytes(content[21:26], "big") & 0xFFFFFFFFF
    return round(samples / rate) if rate else 0


def _wav_seconds(content: bytes) -> int:
    """From the rate in the header of a plain file; the header's 44 bytes are not sound."""
    rate = int.from_bytes(content[28:32], "little")
    return round(max(0, len(content) - 44) / rate) if rate else 0


def _mp3_seconds(content: bytes) -> int:
    """By the first frame's bit rate, as if all frames had it."""
    start = 0
    if content[:3] == b"ID3" and len(content) > 10:
        start = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True)
        )
    frame = content[start : start + 4]
    if len(frame) < 4 or frame[0] != 0xFF:
        return 0
    kbits = (MP3_KBITS if frame[1] & 0x08 else MP3_KBITS_LOW)[frame[2] >> 4]
    return round((len(content) - start) * 8 / (kbits * 1000)) if kbits else 0


def _mp4(content: bytes) -> Found:
    """MPEG-4: a clip when one of its tracks has pixels, else sound (M4A)."""
    seconds = width = height = 0
    for kind, body in _boxes(content):
        if kind == b"mvhd" and len(body) >= 32:
            scale, length = (
                struct.unpack(">IQ", body[20:32]) if body[0] else struct.unpack(">II", body[12:20])
            )
            seconds = round(length / scale) if scale else 0
        elif kind == b"tkhd" and len(body) >= 84:
            across, down = (side >> 16 for side in struct.unpack(">II", body[-8:]))
            width, height = max(width, across), max(height, down)
    return Found("video/mp4" if width and height else "audio/mp4", seconds, width, height)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes inside `moov` and its tracks, depth first, so many at most; boxes that lie about their size end it."""
    waiting, seen = [(0, len(content))], 0
    while waiting:
        at, end = waiting.pop()
        while at + 8 <= end and seen < boxes_max:
            seen += 1
            size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
            if size < 8 or at + size > end:
                break
            if kind in (b"moov", b"trak"):
                waiting.append((at + 8, at + size))
            elif kind in (b"mvhd", b"tkhd"):
                yield kind, content[at + 8 : at + size]
            at += size


def _picture(content: bytes) -> Found:
    """A GIF or WebP picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=("GIF", "WEBP")) as picture:
                moves = bool(getattr(picture, "is_animated", False))
                return Found(f"image/{str(picture.format).lower()}", 0, *picture.size, moves)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return Found()

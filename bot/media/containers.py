"""Opens files of sound and moving pictures from outside, with as little of the decoders' library as will do.

PyAV carries FFmpeg's hundreds of formats; a hostile file may choose any of them. So the format is told from the first
bytes here, and only that demuxer and a short list of decoders may see the file. PyAV is an extra (`ujima[av]`) and is
imported when first needed: without it the rest of the program works.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.media.refused import MediaRefused, check_size

if TYPE_CHECKING:
    from av.container import InputContainer

streams_max = 8
"""A film with subtitles has fewer; each stream costs buffers before anything is decoded."""

SOUND_DECODERS = frozenset(
    [
        "opus",
        "libopus",
        "mp3",
        "mp3float",
        "aac",
        "flac",
        "vorbis",
        "pcm_u8",
        "pcm_s16le",
        "pcm_s24le",
        "pcm_s32le",
        "pcm_f32le",
    ]
)
PICTURE_DECODERS = frozenset(["h264", "hevc", "mpeg4", "vp8", "libvpx", "vp9", "libvpx-vp9"])
"""What phones and editors write. Everything else is a larger surface for attack."""

WAV_READ_WHOLE = frozenset([b"fmt ", b"LIST", b"bext", b"id3 ", b"ID3 ", b"XMA2", b"axml"])
"""Chunks that FFmpeg's demuxer takes into memory; it passes over others, and streams the samples."""


def available() -> bool:
    """Whether PyAV is installed: without it no pack with sound or moving pictures can be taken."""
    return importlib.util.find_spec("av") is not None


def check_available(refused: Callable[..., MediaRefused]) -> None:
    """Refuse sound and moving pictures where PyAV is not installed."""
    if not available():
        raise refused("needs the part of the program that reads sound and video: ujima[av]")


def demuxer(data: bytes) -> str | None:
    """The only demuxer that may see these bytes, told from how they begin; None for all that is not taken."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        return "mp4"  # also M4A, MOV and 3GP
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "mp3" if data[1] & 0x06 else "aac"  # the layer bits: 0 in AAC's ADTS frames alone
    beginnings = {b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3", b"\x1aE\xdf\xa3": "matroska"}
    return next((name for start, name in beginnings.items() if data.startswith(start)), None)


@contextmanager
def opened(
    data: bytes, formats: Mapping[str, str], decoders: frozenset[str], refused: Callable[..., MediaRefused]
) -> Iterator[InputContainer]:
    """The file, opened by its own demuxer. `formats` says which are taken: demuxer → the name people know.

    Every fault, in here and in the body of the caller's `with`, becomes a `refused` with a reason.
    """
    check_available(refused)
    check_size(data, refused)
    name = demuxer(data)
    if name not in formats:
        raise refused(f"is none of these: {', '.join(dict.fromkeys(formats.values()))}")
    if name == "wav" and not _holds_its_chunks(data):
        raise refused("is damaged or cut short")
    import av  # an extra, and 40 MB of libraries: see `available`

    whitelist = {"codec_whitelist": ",".join(sorted(decoders)), "max_streams": str(streams_max)}
    # An MP4 file may name other files as its tracks, and every file other addresses.
    alone = {"protocol_whitelist": "", "enable_drefs": "0"} if name == "mp4" else {"protocol_whitelist": ""}
    try:
        with av.open(io.BytesIO(data), "r", format=name, options={**whitelist, **alone}) as container:
            yield container
    except MediaRefused:
        raise
    # Demuxers and decoders fail in many ways on foreign bytes; all of them mean the same to whoever sent the file.
    except Exception as trouble:
        raise refused("is damaged or cut short") from trouble


def _holds_its_chunks(data: bytes) -> bool:
    """Is what a WAV file says of itself in it? The library makes room for such a chunk before it looks: gigabytes for a lie.

    Of the samples it may lie: a recorder that was cut off never wrote how long they are.
    """
    place = 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + size + size % 2
        if name in WAV_READ_WHOLE and place - size % 2 > len(data):
            return False
    return True


def check_decoder(name: str, decoders: frozenset[str], refused: Callable[..., MediaRefused]) -> None:
    """Refuse a stream that only an unlisted decoder could read.

    The library keeps to its own whitelist while it looks for streams, not when it decodes them.
    """
    if name not in decoders:
        raise refused("is coded in a way that is not read here")

"""Only a few demuxers and decoders ever see foreign bytes, and each only what begins like its own files."""

import pytest

from bot.media.containers import (
    PICTURE_DECODERS,
    SOUND_DECODERS,
    MediaRefused,
    available,
    check_decoder,
    demuxer,
    opened,
)
from tests.makers_media import CODECS, clip_file, moving, sound_file, tone

DEMUXERS = {"adts": "aac", "webm": "matroska"}


@pytest.mark.parametrize("form", CODECS)
def test_a_file_is_known_by_how_it_begins(form: str) -> None:
    """Its name is never asked."""
    assert demuxer(sound_file(tone(0.5), form)) == DEMUXERS.get(form, form)


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"RIFF\0\0\0\0AVI LIST", b"#EXTM3U\nfile:///etc/passwd", b"\x89PNG"]
)
def test_everything_else_is_nobody_s(data: bytes) -> None:
    """A play list, which names other files, above all."""
    assert demuxer(data) is None


def test_a_format_that_is_not_wanted_here_is_not_opened() -> None:
    """A film is no sound, unless its form is taken for sounds too."""
    data = sound_file(tone(0.5), "mp3")
    taken = {"ogg": "OGG", "wav": "WAV"}
    with (
        pytest.raises(MediaRefused, match="is none of these: OGG, WAV"),
        opened(data, taken, SOUND_DECODERS, MediaRefused),
    ):
        pytest.fail("it was opened")


def test_a_decoder_that_is_not_listed_never_decodes() -> None:
    """A track in an odd codec is refused by name before a frame is asked for."""
    data = clip_file(moving("circle", (0, 0), (1, 1), (64, 64), 3))
    with opened(data, {"mp4": "MP4"}, PICTURE_DECODERS, MediaRefused) as container:
        name = container.streams.video[0].codec_context.name
    check_decoder(name, PICTURE_DECODERS, MediaRefused)
    with pytest.raises(MediaRefused, match="is coded in a way that is not read here"):
        check_decoder(name, SOUND_DECODERS, MediaRefused)


def test_the_tests_have_the_extra() -> None:
    """PyAV is installed wherever these tests run, so none of them is passed over."""
    assert available()

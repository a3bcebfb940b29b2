"""Files are known by their bytes."""

import pytest

from bot.sandbox.probing import Found, probe, spoken_seconds
from tests.sandbox.made import clip, picture, sound


@pytest.mark.parametrize(
    ("ending", "mime"),
    [
        ("ogg", "audio/ogg"),
        ("mp3", "audio/mpeg"),
        ("m4a", "audio/mp4"),
        ("wav", "audio/wav"),
        ("flac", "audio/flac"),
    ],
)
def test_a_sound_is_known_by_its_bytes(ending: str, mime: str) -> None:
    """Its format and its whole seconds, whatever it is called."""
    assert probe(sound(ending)) == Found(mime, 2)


def test_a_clip_has_a_length_and_pixels() -> None:
    """Both are read from the boxes of its container."""
    assert probe(clip(3)) == Found("video/mp4", 3, 64, 48)


def test_pictures_that_move_are_told_from_those_that_do_not() -> None:
    """WebP and GIF are read, for stickers and animations."""
    assert probe(picture("WEBP", 64, 32)) == Found("image/webp", 0, 64, 32)
    assert probe(picture("GIF", 64, 32, 3)) == Found("image/gif", 0, 64, 32, True)


@pytest.mark.parametrize("ending", ["ogg", "mp3", "m4a", "wav", "flac"])
def test_no_cut_or_odd_file_is_an_error(ending: str) -> None:
    """A file that ends anywhere, or whose numbers lie, has a length of its own or none."""
    whole = sound(ending)
    for upto in (*range(64), 100, 200, 400, len(whole) // 2):
        assert probe(whole[:upto]).seconds >= 0
    for cut in range(0, len(clip()), 97):
        assert probe(clip()[:cut]).seconds >= 0
    for at in range(1200):
        lying = bytearray(clip())
        lying[-at - 1] ^= 0xFF
        assert probe(bytes(lying)).width >= 0
    assert probe(b"") == probe(b"hello") == probe(b"RIFF1234WEBPxxxx") == Found()
    assert probe(b"\x1aE\xdf\xa3....").mime == "video/webm"


def test_the_length_of_a_voice_is_read_from_its_last_page() -> None:
    """Positions are samples, 48,000 a second; what is no Ogg has no length."""
    page = b"OggS" + bytes(2) + (48_000 * 7).to_bytes(8, "little")
    assert spoken_seconds(page + bytes(20)) == 7
    assert spoken_seconds(b"RIFF") == 0
    assert spoken_seconds(b"OggS") == 0

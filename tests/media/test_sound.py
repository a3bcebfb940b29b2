"""Sound comes out as a small voice note that says nothing about its maker, and is measured as people hear it."""

import io
import subprocess
import sys
from pathlib import Path

import av
import numpy
import pytest

from bot.media import sound
from bot.media.sound import (
    Measures,
    SoundRefused,
    channels_max,
    clipped_per_mille_max,
    kbit_saver,
    loudness_dbfs_min,
    measured,
    silent_per_mille_max,
    voice_note,
)
from tests.makers_media import (
    CODECS,
    RATE,
    Wave,
    beeps,
    clip_file,
    moving,
    noise,
    silence,
    sound_file,
    speech,
    tone,
)

ROOT = Path(__file__).parents[2]


def reason(data: bytes) -> str:
    """The sentence with which the bytes are refused, as a voice note and when they are measured."""
    with pytest.raises(SoundRefused) as caught:
        voice_note(data)
    with pytest.raises(SoundRefused) as measuring:
        measured(data)
    assert str(caught.value) == str(measuring.value)
    return str(caught.value)


def heard(wave: Wave) -> Measures:
    """What a worker's voice note of this wave measures."""
    return measured(sound_file(wave, "ogg"))


@pytest.mark.parametrize("form", CODECS)
def test_every_usual_form_becomes_a_small_voice_note(form: str) -> None:
    """Mono Opus in OGG, as sendVoice asks for, of the length it was."""
    made = voice_note(sound_file(speech(3), form))
    assert len(made.data) < 5_500 and made.seconds in (3, 4)
    with av.open(io.BytesIO(made.data)) as note:
        (stream,) = note.streams
        assert (note.format.name, stream.codec_context.name) == ("ogg", "opus")
        assert stream.codec_context.channels == 1
        samples = sum(frame.samples for frame in note.decode(audio=0))
    assert samples / RATE == pytest.approx(3, abs=0.15)


def test_the_words_come_through() -> None:
    """The loudness of each tenth of a second is what it was: nothing is lost, moved or made louder."""
    wave = beeps(3)
    before, after = measured(sound_file(wave)), measured(voice_note(sound_file(wave)).data)
    assert abs(before.loudness_dbfs - after.loudness_dbfs) <= 1
    assert abs(before.silent_per_mille - after.silent_per_mille) <= 60


def test_the_saver_rate_is_a_third_smaller() -> None:
    """8 kbit/s against 12."""
    data = sound_file(speech(10))
    usual, saver = voice_note(data), voice_note(data, kbit_saver)
    assert 0.6 < len(saver.data) / len(usual.data) < 0.72
    assert 10_000 < len(usual.data) < 15_500


@pytest.mark.parametrize("form", ["mp3", "mp4", "flac", "ogg"])
def test_titles_and_comments_are_gone(form: str) -> None:
    """Who recorded it and where is nobody's business."""
    data = sound_file(tone(1), form, title="Amina Hassan", comment="36.8219E")
    assert b"Amina" in data
    assert b"Amina" not in voice_note(data).data


def test_the_same_sound_gives_the_same_bytes() -> None:
    """A pack that is added again finds its voice notes in the store."""
    data = sound_file(speech(2), "mp3")
    assert voice_note(data) == voice_note(data)


def test_two_channels_become_one() -> None:
    """A phone that records in stereo is welcome; the hearer pays for one channel."""
    out = io.BytesIO()
    with av.open(out, "w", format="wav") as made:
        stream = made.add_stream("pcm_s16le", rate=44_100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            (tone(1)[:44_100] * 32_767).astype("int16").repeat(2).reshape(1, -1),
            format="s16",
            layout="stereo",
        )
        frame.sample_rate = 44_100
        made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    assert voice_note(out.getvalue()).seconds == 1


def test_a_clear_voice_is_asked_for_nothing() -> None:
    """Not with pauses, not with a quiet room around it, not when it is loud."""
    for wave in (
        speech(6),
        speech(6, -1),
        speech(6, -20),
        speech(6, -10) + noise(6, -45),
        speech(6, pitch=220),
    ):
        found = heard(wave)
        assert found.loudness_dbfs > loudness_dbfs_min + 5
        assert found.clipped_per_mille < clipped_per_mille_max / 2
        assert found.silent_per_mille < silent_per_mille_max - 200


def test_a_distorted_voice_is_told_from_a_loud_one() -> None:
    """Peaks cut off by 6 dB are heard as rattling."""
    assert heard(speech(6, 6)).clipped_per_mille > 4 * clipped_per_mille_max


def test_a_distant_voice_is_told_from_a_near_one() -> None:
    """And its pauses do not count against it."""
    assert heard(speech(6, -35)).loudness_dbfs < loudness_dbfs_min
    said = tone(1, peak=0.1)
    paused = heard(numpy.concatenate([said, silence(2)]))
    assert paused.loudness_dbfs == pytest.approx(heard(said).loudness_dbfs, abs=1)


def test_nothing_said_is_silence() -> None:
    """A quiet room and a microphone that was covered."""
    assert heard(noise(3, -60)).silent_per_mille == 1_000
    assert heard(silence(3)) == Measures(3, -96, 0, 1_000)


def test_a_sine_is_as_loud_as_its_amplitude_says() -> None:
    """Full scale is -3 dBFS, a tenth of it -23."""
    assert measured(sound_file(tone(2, peak=1.0))).loudness_dbfs == -3
    assert measured(sound_file(tone(2, peak=0.1))).loudness_dbfs == -23


def test_each_fault_has_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong can be mended by who sent it."""
    good = sound_file(tone(1))
    assert reason(b"") == "is empty"
    assert reason(b"hello there, this is no sound") == "is none of these: OGG, MP3, M4A, AAC, WAV, FLAC, WebM"
    assert reason(bytes(20_000_001)) == "is larger than 20 MB"
    assert reason(good[:44]) == "is damaged or cut short"
    assert reason(b"OggS" + bytes(500)) == "is damaged or cut short"
    frames = moving("circle", (0.2, 0.5), (0.8, 0.5), (64, 64), 5)
    assert reason(clip_file(frames)) == "holds no sound"
    monkeypatch.setattr(sound, "sound_seconds_max", 2)
    assert reason(sound_file(tone(3))) == "is longer than 2 seconds"


def test_a_lying_header_does_not_make_a_long_sound_short() -> None:
    """The length is counted while it is decoded."""
    data = bytearray(sound_file(tone(3)))
    place = data.index(b"data") + 4
    data[place : place + 4] = (48_000).to_bytes(4, "little")
    assert measured(bytes(data)).seconds <= 3


def test_a_chunk_that_is_said_to_be_huge_takes_no_memory(tmp_path: Path) -> None:
    """A small WAV file whose list is said to take four gigabytes: refused before room is made for them."""
    (tmp_path / "a.wav").write_bytes(lying(sound_file(tone(1))))
    look = (
        "import pathlib; from bot.media import sound\n"
        f"try: sound.measured(pathlib.Path({str(tmp_path / 'a.wav')!r}).read_bytes())\n"
        "except sound.SoundRefused as why: print(why, pathlib.Path('/proc/self/status').read_text())"
    )
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True, cwd=ROOT)
    most = next(
        line for line in said.stdout.splitlines() if line.startswith("VmHWM:")
    )  # getrusage has its parent's
    assert said.stdout.startswith("is damaged or cut short") and int(most.split()[1]) < 400_000


def lying(wave: bytes) -> bytes:
    """A WAV file with a list before its samples, of nearly four gigabytes by its own word."""
    place = wave.index(b"data")
    return wave[:place] + b"LIST\x1a\0\xff\xffINFOISFT\0\0\0\x60Lavf" + wave[place:]


def test_too_many_channels_are_refused() -> None:
    """They cost memory and nobody hears them."""
    data = bytearray(sound_file(tone(1)))
    data[22:24] = (channels_max + 1).to_bytes(2, "little")
    data[32:34] = (2 * (channels_max + 1)).to_bytes(2, "little")
    assert reason(bytes(data)) in (
        "has too many channels, or an odd sampling rate",
        "is damaged or cut short",
    )


def test_a_sound_shorter_than_a_window_can_not_be_measured() -> None:
    """Ten milliseconds are a press by mistake."""
    with pytest.raises(SoundRefused, match="is shorter than 20 ms"):
        measured(sound_file(tone(0.01)))

"""Messages read aloud at the desk: a recording made small, replaced, removed; files that are none."""

from pathlib import Path

from bot import office
from bot.config import Settings
from bot.domain import spoken
from bot.media.sound import measured
from bot.media.store import Store
from tests.desk.asked import Call, said
from tests.makers_media import silence, sound_file, speech


def recording(folder: Path, name: str = "voice.wav", seconds: float = 12, form: str = "wav") -> Path:
    """A file as an operator's phone leaves it."""
    path = folder / name
    path.write_bytes(sound_file(speech(seconds), form, 48_000, 64_000, title="Wanjiru, at home"))
    return path


def kept(settings: Settings) -> list[Path]:
    """The files in the store."""
    return list(Store(settings.data / "media").kept())


def test_a_recording_is_made_small_and_heard_from_then_on(
    desk: Call, settings: Settings, tmp_path: Path
) -> None:
    """Seconds and bytes are told; it is Opus in OGG without a word of whose phone it was; a new one takes its place."""
    assert "Nothing is recorded yet." in said(desk("spoken.list"))
    line = said(office.spoken_add(settings, "sw", "welcome", recording(tmp_path)))
    assert line.startswith("welcome is read aloud in sw from now on: 12 s, 1"), line
    (path,) = kept(settings)
    data = path.read_bytes()
    assert data.startswith(b"OggS") and b"OpusHead" in data[:64] and b"Wanjiru" not in data
    assert 8_000 < len(data) < 15_000 and measured(data).seconds == 12
    listed = said(desk("spoken.list"))
    assert f"sw welcome: 12 s, {len(data) / 1_000:.1f} kB" in listed and "sw money: not recorded" in listed
    said(office.spoken_add(settings, "sw", "welcome", recording(tmp_path, "again.ogg", 5, "ogg")))
    assert "sw welcome: 5 s" in said(desk("spoken.list", language="sw"))
    assert "not read aloud in sw any more" in said(desk("spoken.remove", language="sw", name="welcome"))
    gone = desk("spoken.remove", language="sw", name="welcome")
    assert not gone["ok"] and gone["lines"] == ["Nobody has recorded welcome in sw."]


def test_a_slip_is_refused_with_a_sentence(desk: Call, settings: Settings, tmp_path: Path) -> None:
    """A language or a message there is none of; before the file is looked at."""
    for language, name, wanted in (
        ("xx", "welcome", "There is no language xx."),
        ("sw", "hello", "no message hello"),
    ):
        told = office.spoken_add(settings, language, name, tmp_path / "nowhere")
        assert not told["ok"] and wanted in told["lines"][0]
        assert wanted in desk("spoken.remove", language=language, name=name)["lines"][0]
    assert not desk("spoken.list", language="xx")["ok"]
    assert not desk("spoken.add", language="xx", name="welcome", hash="0", size="1", seconds="1")["ok"]
    assert kept(settings) == [] and desk("spoken.missing") == {"lines": [], "ok": True}


def test_a_file_that_is_no_recording_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    """Hostile, cut off, empty, too large, a picture, silence's length: each its sentence, and nothing is kept."""
    good = recording(tmp_path).read_bytes()
    hostile = {
        "empty.ogg": b"",
        "words.ogg": b"OggS" + b"\0" * 5_000,
        "playlist.ogg": b"#EXTM3U\nfile:///etc/passwd\n",
        "cut.wav": good[:30],
        "large.ogg": b"OggS" * 5_100_000,
    }
    for name, data in hostile.items():
        (tmp_path / name).write_bytes(data)
        told = office.spoken_add(settings, "sw", "welcome", tmp_path / name)
        assert not told["ok"] and told["lines"][0].endswith("Nothing is changed."), told
    long = office.spoken_add(
        settings, "sw", "welcome", recording(tmp_path, "long.wav", spoken.seconds_max + 5)
    )
    assert not long["ok"] and "Say less." in long["lines"][0]
    assert kept(settings) == []


def test_what_is_hard_to_hear_is_taken_and_told(settings: Settings, tmp_path: Path) -> None:
    """The operator hears it from us before people do."""
    quiet = tmp_path / "quiet.wav"
    quiet.write_bytes(sound_file(silence(4), "wav", 48_000))
    told = office.spoken_add(settings, "sw", "help", quiet)
    assert told["ok"] and "record it again" in told["lines"][-1]


def test_the_doctor_says_what_a_language_lacks(desk: Call, settings: Settings, tmp_path: Path) -> None:
    """Of those that were begun, whichever way it is asked."""
    said(office.spoken_add(settings, "sw", "welcome", recording(tmp_path, seconds=3)))
    lines, _ = office.doctor(settings)
    wanted = "Messages read aloud in sw: rules, offer, task, money, help are not recorded."
    assert wanted in lines and desk("spoken.missing")["lines"] == [wanted]

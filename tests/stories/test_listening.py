"""Whoever reads little: the first messages are heard, by a key or by themselves, through the whole program."""

from pathlib import Path

from bot import office
from bot.screen import caption_utf16_max
from tests.makers_media import sound_file, speech
from tests.stories.program import Person, Program


def record(program: Program, folder: Path, language: str, *names: str, seconds: float = 6) -> None:
    """An operator records some messages while the program runs."""
    file = folder / f"{language}.wav"
    file.write_bytes(sound_file(speech(seconds)))
    for name in names:
        done = office.spoken_add(program.settings, language, name, file)
        assert done["ok"], done


def voices(person: Person) -> list[dict[str, object]]:
    """The voice notes on a phone."""
    return [one["voice"] for one in person.phone.messages() if one.get("voice")]


def test_the_first_messages_are_heard_by_one_key(either: Program, tmp_path: Path) -> None:
    """Uploaded once, then sent by its id; nothing is sent by itself; a language without a recording has no key."""
    record(either, tmp_path, "en", "welcome", "offer", "help")
    amina, rahim = either.person(), either.person(5002, "Rahim", "ar")
    rahim.writes("/start")
    rahim.hears()
    assert "🔊" not in rahim.labels()
    rahim.writes("🔊")
    rahim.hears()
    assert voices(rahim) == []
    amina.writes("/start")
    assert (
        "🔊 " in amina.hears("Here are small paid tasks") and "🔊" in amina.labels() and voices(amina) == []
    )
    amina.presses("🔊")
    amina.hears("/listen_always")
    (heard,) = voices(amina)
    assert heard["duration"] == 6
    assert "🔊" in amina.labels(), "the question's keys are still there"
    amina.presses("🔊")
    amina.hears("/listen_always")
    assert len(voices(amina)) == 2
    uploaded = "SELECT count(*) AS many FROM uploads WHERE hash IN (SELECT hash FROM recordings)"
    assert either.rows(uploaded) == [{"many": 1}]
    sent = either.sandbox.calls("sendVoice")
    assert len(sent) == 2
    amina.presses("Start")
    amina.hears("each.")
    amina.writes("/listen_help")
    amina.hears("/listen_always")
    assert len(voices(amina)) == 3


def test_whoever_wants_it_hears_them_by_themselves(program: Program, tmp_path: Path) -> None:
    """With the words, in one message with its keys; its bytes are in /data; a new recording is heard at once."""
    record(program, tmp_path, "en", "welcome", "offer", "help")
    amina = program.person()
    amina.writes("/listen_always")
    assert "by themselves now" in amina.hears()
    amina.joins()
    offer = amina.phone.messages()[-1]
    assert offer["voice"]["duration"] == 6 and len(offer["caption"]) <= caption_utf16_max
    assert any(one.endswith("Something else") for one in amina.labels())
    before = spent(program)
    amina.writes("/help")
    amina.hears("You answer small questions")
    program.quiet()
    silent = len(voices(amina))
    assert spent(program) > before
    record(program, tmp_path, "en", "welcome", "offer", seconds=3)
    assert program.desk("spoken.remove", language="en", name="help")["ok"]
    amina.writes("/listen_offer")
    amina.hears("/listen_key")
    program.quiet()
    assert voices(amina)[-1]["duration"] == 3 and len(voices(amina)) == silent + 1
    amina.writes("/listen_help")
    amina.hears("Nobody has recorded this yet.")


def test_a_recording_that_is_gone_holds_nobody_up(program: Program, tmp_path: Path) -> None:
    """Its file was lost: the words come all the same."""
    record(program, tmp_path, "en", "welcome")
    for path in (program.settings.data / "media").glob("*/*"):
        path.unlink()
    amina = program.person()
    amina.writes("/listen_always")
    amina.hears("by themselves now")
    amina.writes("/start")
    assert "Here are small paid tasks" in amina.hears("Here are small paid tasks")
    assert voices(amina) == [] and any(one.endswith("Start") for one in amina.labels())


def spent(program: Program) -> int:
    """The bytes that went to everybody so far."""
    return int(program.rows("SELECT sum(bytes) AS bytes FROM traffic")[0]["bytes"])

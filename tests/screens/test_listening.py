"""Messages read aloud, as they are seen."""

from dataclasses import replace

import pytest

from bot.domain import spoken
from bot.domain.outcomes.cashing import Purse
from bot.domain.outcomes.worker import Heard, Help, Reading, Shot, Spoken, Welcome
from bot.screen import plain
from bot.screens import bare, show
from bot.screens.samples import sample_house, samples
from bot.texts import Translator

SAMPLES = dict(samples())
ONE_OF_EACH = {type(outcome): outcome for _, outcome in samples() if type(outcome) in spoken.NAMES}


def read_aloud(t: Translator, *, along: bool = False) -> Spoken:
    """A recording in a translator's language."""
    return Spoken(t.language, Shot("c" * 64, 14_200, "audio", 15), along)


@pytest.mark.parametrize("asked", ONE_OF_EACH.values(), ids=lambda one: type(one).__name__)
def test_its_bytes_stand_beside_the_key_that_plays_it(asked: object, t: Translator) -> None:
    """A key where a message has keys and room; a command that plays the same elsewhere."""
    assert set(ONE_OF_EACH) == set(spoken.NAMES)
    before = show(replace(asked, spoken=None), t, sample_house)  # type: ignore[type-var]
    after = show(replace(asked, spoken=read_aloud(t)), t, sample_house)  # type: ignore[type-var]
    line = plain(after.text).splitlines()[-1]
    assert after.audio is None and t.size(14_200) in line and spoken.KEY in line
    added = [key.label for row in after.keyboard[len(before.keyboard) :] for key in row]
    assert added == [spoken.KEY] or (added == [] and f"/listen_{spoken.NAMES[type(asked)]}" in line)


@pytest.mark.parametrize("asked", ONE_OF_EACH.values(), ids=lambda one: type(one).__name__)
def test_a_recording_in_another_language_is_not_offered(asked: object, english: Translator) -> None:
    """Whoever changes the language sees no key that would speak the old one."""
    other = replace(read_aloud(english), language="sw")
    bare_screen = show(replace(asked, spoken=None), english, sample_house)  # type: ignore[type-var]
    assert show(replace(asked, spoken=other), english, sample_house) == bare_screen  # type: ignore[type-var]


def test_whoever_wants_it_always_has_the_voice_with_the_words(t: Translator) -> None:
    """One message with the same words and keys; what is too long for that keeps its key."""
    welcome = SAMPLES["The first message"]
    assert isinstance(welcome, Welcome)
    screen = show(replace(welcome, spoken=read_aloud(t, along=True)), t, sample_house)
    silent = show(welcome, t, sample_house)
    assert screen.audio is not None and screen.audio.hash == "c" * 64
    assert (screen.text, screen.keyboard) == (silent.text, silent.keyboard)
    reading = SAMPLES["The instruction"]
    assert isinstance(reading, Reading)
    long = replace(reading, instruction={t.language: "word " * 400}, spoken=read_aloud(t, along=True))
    screen = show(long, t, sample_house)
    assert screen.audio is None and screen.keyboard[-1][0].label == spoken.KEY


def test_what_is_heard_is_the_voice_and_one_line(t: Translator) -> None:
    """The way to have it always, or by the key again."""
    screen = show(Heard(read_aloud(t)), t, sample_house)
    assert screen.audio is not None and screen.audio.seconds == 15 and not screen.keyboard
    assert plain(screen.text).startswith(spoken.KEY) and "/listen_always" in plain(screen.text)
    assert "/listen_key" in plain(show(Heard(read_aloud(t, along=True)), t, sample_house).text)
    assert show(Heard(), t, sample_house).audio is None


def test_the_key_is_the_same_in_every_language(t: Translator) -> None:
    """It is a picture: who changes the language can press the one that is still on the phone."""
    assert bare(t)[spoken.KEY] == "listen"


def test_a_card_that_is_full_says_so_by_a_command(english: Translator) -> None:
    """Three rows of keys leave no room for a fourth."""
    purses = [one for _, one in samples() if isinstance(one, Purse)]
    full = next(one for one in purses if len(show(one, english, sample_house).keyboard) == 3)
    screen = show(replace(full, spoken=read_aloud(english)), english, sample_house)
    assert len(screen.keyboard) == 3 and "🔊 /listen_money 14 kB" in plain(screen.text)
    help_card = show(Help(spoken=read_aloud(english)), english, sample_house)
    assert plain(help_card.text).endswith("🔊 /listen_help 14 kB")

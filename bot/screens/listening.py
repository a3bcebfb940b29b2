"""Messages read aloud: the key that plays one, or the voice that comes with it, and the ways to choose."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import spoken
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.worker import Heard, Shot, Spoken
from bot.screen import Key, Medium, Screen, caption_utf16_max, plain, rows_max, text_utf16_max, utf16_units
from bot.screens.words import Installation, Shown, joined, size
from bot.texts import Translator


def heard(facts: Heard, t: Translator, house: Installation) -> Screen:
    """[🔊]: the voice alone, and how it may come by itself; or what was chosen."""
    if facts.how == "always":
        return Screen(
            joined(t("They are read to you by themselves now, where somebody has recorded them."), _key(t))
        )
    if facts.how:
        return Screen(joined(t("They are read to you when you press {key}.", key=spoken.KEY), _always(t)))
    if facts.spoken is None:
        return Screen(t("Nobody has recorded this yet."))
    along = facts.spoken.along
    return Screen(joined(spoken.KEY, _key(t) if along else _always(t)), audio=_medium(facts.spoken.sound))


def aloud(screen: Screen, outcome: Outcome, t: Translator) -> Screen:
    """A message with its voice where somebody wants that, else with the key that plays it; a card, and where keys have no room,
    with a command. As it is where nobody has recorded it in the language it is shown in.
    """
    of: Spoken | None = getattr(outcome, "spoken", None)
    name = spoken.NAMES.get(type(outcome))
    if of is None or name is None or of.language != t.language:
        return screen
    if of.along and utf16_units(plain(screen.text)) <= caption_utf16_max:
        return replace(screen, audio=_medium(of.sound))
    by_key = bool(screen.keyboard) and len(screen.keyboard) < rows_max
    command = spoken.KEY if by_key else f"{spoken.KEY} /listen_{name}"
    line = t("{command} {purpose}", command=command, purpose=t.size(of.sound.size_bytes))
    text = joined(screen.text, line) if size(screen.text) + size(line) <= text_utf16_max else screen.text
    keyboard = (*screen.keyboard, (Key(spoken.KEY, "listen"),)) if by_key else screen.keyboard
    return replace(screen, text=text, keyboard=keyboard)


def _medium(sound: Shot) -> Medium:
    return Medium(sound.hash, sound.size_bytes, sound.seconds)


def _always(t: Translator) -> str:
    return t("Always read to me: {command}", command="/listen_always")


def _key(t: Translator) -> str:
    return t("Only when I press {key}: {command}", key=spoken.KEY, command="/listen_key")


SCREENS: Shown = {Heard: heard}

"""What is asked about something heard or watched, as `audio` and `video` ask it: options to choose from, or words.

answer = "choice"        # or "text"; must be there
options = [ … ]          # with "choice": as in `choice`, two to four
length_max = 120         # with "text": characters, default 500; length_min, default 1
hint = { en = "…" }      # with "text", optional
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event, Pressed, SentPhoto, SentVoice, Wrote
from bot.kinds import Done, Draft, Fault, Json, More, Option, OwnKey, Texts, shortened, two_columns
from bot.kinds._options import keys_of, label_of, meant, not_an_option, read_options
from bot.kinds._settings import texts, unknown
from bot.kinds._written import alike, length_nudge, lengths, read_text
from bot.texts import Translator

hint_characters_max = 120
own_words = ("Skip", "More", "Play", "The clip")
_answers = ("choice", "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """Options, or (without any) how long a text may be, in characters, and a hint per language."""

    options: tuple[Option, ...]
    length_min: int = 1
    length_max: int = 500
    hint: Texts | None = None


def read_asked(
    settings: Mapping[str, Any], languages: tuple[str, ...], more: tuple[str, ...], faults: list[Fault]
) -> Asked:
    """The question's form as settings have it; `more` are settings of the kind's own."""
    answer = settings.get("answer")
    if answer not in _answers:
        faults.append(Fault("settings.answer", "answer must be “choice” (options) or “text” (words)."))
    if answer == "text":
        unknown(settings, ("answer", "length_min", "length_max", "hint", *more), "settings", faults)
        least, most = lengths(settings, faults)
        raw = settings.get("hint")
        hint = texts(raw, languages, hint_characters_max, "settings.hint", faults) if raw is not None else {}
        return Asked((), least, most, hint)
    unknown(settings, ("answer", "options", *more), "settings", faults)
    return Asked(read_options(settings, languages, own_words, faults))


def read_known(asked: Asked, written: str) -> Json | Fault:
    """A known answer: a code or label, or a text that would be taken."""
    if asked.options:
        return meant(asked.options, written) or not_an_option(asked.options, written)
    found = read_text(written, asked.length_min, asked.length_max)
    least, most = asked.length_min, asked.length_max
    wrong = f"gold answer “{shortened(written)}” has not {least} to {most} characters."
    return found.answer if isinstance(found, Done) else Fault("gold", wrong)


def rows_of(asked: Asked, t: Translator) -> tuple[tuple[OwnKey, ...], ...]:
    """One key per option; none where words are wanted."""
    return two_columns(keys_of(asked.options, t))


def own_hint(asked: Asked, t: Translator) -> str:
    """The pack's own hint (HTML), "" without one."""
    return t.html(t.own(asked.hint)) if asked.hint else ""


def taken(asked: Asked, draft: Draft, event: Event) -> More | Done:
    """A press, a typed label or a text of the right length answers."""
    match event:
        case Pressed(code) if any(code == option.code for option in asked.options):
            return Done(code)
        case Wrote(text) if asked.options and (code := meant(asked.options, text)):
            return Done(code)
        case _ if asked.options:
            return More(draft, "press")
        case Wrote(text):
            found = read_text(text, asked.length_min, asked.length_max)
            return found if isinstance(found, Done) else More(draft, found)
        case SentVoice():
            return More(draft, "voice")
        case SentPhoto():
            return More(draft, "photo")
    return More(draft, "write")


def nudge_of(asked: Asked, code: str, t: Translator) -> str:
    """ "press" where there are keys; else what is said about any text: "voice", "long 523", "write"."""
    if asked.options:
        return t("Please press one of the keys. If nothing fits, say so under More.")
    return length_nudge(code, asked.length_min, asked.length_max, t)


def alike_of(asked: Asked, a: Json, b: Json) -> float:
    """The same option or not; texts by their edit distance."""
    return float(a == b) if asked.options else alike(a, b)


def said_of(asked: Asked, answer: Json, t: Translator) -> str:
    """The option's label, or the beginning of the text."""
    return label_of(asked.options, answer, t) if asked.options else shortened(answer)

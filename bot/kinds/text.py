"""Text: a few words, or a few lines, written by a person.

    [settings]
    length_max = 12          # characters, default 500, at most 4,000
    length_min = 5           # default 1
    pattern = "K[A-Z]{2} ?[0-9]{3}[A-Z]"                                # the whole text; see _pattern
    hint = { en = "For example KDA 123B.", sw = "Kwa mfano KDA 123B." }  # needed beside a pattern

The answer is the text: NFC, trimmed, without control characters. Where the pattern wants 0–9, digits of
other scripts (١٢٣, ১২৩) are understood and stored as 0–9.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.digits import latin_digits
from bot.domain.events import Event, Wrote
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Texts, Wanted, read, shortened
from bot.kinds._pattern import Ways, compiled, fits
from bot.kinds._settings import read_hint, unknown
from bot.kinds._written import alike, length_nudge, lengths, taken_text
from bot.texts import Translator


@dataclass(frozen=True, slots=True)
class TextSpec:
    """How long a text may be, in characters, what form it has (None is any), and a hint per language."""

    length_min: int
    length_max: int
    pattern: Ways | None
    hint: Texts


class Text(Kind[TextSpec]):
    """Words of a person's own."""

    name, part, hard = "text", True, True
    example: Mapping[str, Any] = {
        "settings": {
            "length_max": 12,
            "length_min": 5,
            "pattern": "K[A-Z]{2} ?[0-9]{3}[A-Z]",
            "hint": {"en": "For example KDA 123B.", "sw": "Kwa mfano KDA 123B."},
        },
        "item": {"picture": "media/014.jpg"},
        "gold": "KDA 123B",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> TextSpec | list[Fault]:
        """`length_min`, `length_max`, `pattern`, `hint`."""
        faults: list[Fault] = []
        unknown(settings, ("length_min", "length_max", "pattern", "hint"), "settings", faults)
        least, most = lengths(settings, faults)
        pattern = _pattern(settings, faults)
        hint = read_hint(settings, languages, faults)
        if pattern and "hint" not in settings:
            faults.append(Fault("settings.hint", "people don't see the pattern; say in hint what is wanted."))
        return faults or TextSpec(least, most, pattern, hint)

    def read_gold(self, spec: TextSpec, written: str) -> Json | Fault:
        """A text that would be taken as an answer."""
        taken = self.take(spec, {}, Wrote(written))
        if isinstance(taken, Done):
            return taken.answer
        reasons = {"long": f"at most {spec.length_max} characters fit", "form": "it does not fit the pattern"}
        reason = reasons.get(taken.nudge.partition(" ")[0], f"at least {spec.length_min} are wanted")
        return Fault("gold", f"gold answer “{shortened(written)}” can't be given: {reason}.")

    def media(self, spec: TextSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (read,)

    def show(self, spec: TextSpec, draft: Draft, t: Translator) -> Show:
        """No keys: the pack's own hint, or that words are wanted."""
        return Show(t.html(t.own(spec.hint)) or t("Write your answer."))

    def take(self, spec: TextSpec, draft: Draft, event: Event) -> More | Done:
        """A text of the right length and form answers."""
        taken = taken_text(draft, event, spec.length_min, spec.length_max)
        if isinstance(taken, More) or spec.pattern is None or fits(spec.pattern, taken.answer):
            return taken
        latin = latin_digits(taken.answer)
        return Done(latin) if fits(spec.pattern, latin) else More(draft, "form")

    def nudge(self, spec: TextSpec, code: str, t: Translator) -> str:
        """ "voice", "photo", "form", "long 523" and "short 3" (the length it had), else "write"."""
        formless = spec.pattern is not None and code.startswith(("long ", "short "))
        if code == "form" or formless:  # how long a form is, its hint says better than a count of characters
            return t("This does not have the form that is needed. {hint}", hint=t.own(spec.hint))
        return length_nudge(code, spec.length_min, spec.length_max, t)

    def alike(self, spec: TextSpec, a: Json, b: Json) -> float:
        """1 − edit distance ÷ the longer length, of the texts as labels are compared (case, spaces aside)."""
        return alike(a, b)

    def say(self, spec: TextSpec, answer: Json, t: Translator) -> str:
        """The beginning of the text, on one line."""
        return shortened(answer)

    def export(self, spec: TextSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the text."""
        return {"answer": answer}


def _pattern(settings: Mapping[str, Any], faults: list[Fault]) -> Ways | None:
    written = settings.get("pattern")
    if written is None:
        return None
    try:
        return compiled(unicodedata.normalize("NFC", str(written)))
    except ValueError as error:
        faults.append(Fault("settings.pattern", str(error)))
        return None


KIND: Kind[TextSpec] = Text()

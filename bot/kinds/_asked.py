"""What is asked about something heard or watched, as `audio` and `video` ask it: options to choose from, or words.

answer = "choice"        # or "text"; must be there
options = [ … ]          # with "choice": as in `choice`, two to four
length_max = 120         # with "text": characters, default 500; length_min, default 1
hint = { en = "…" }      # with "text", optional

The answer is the option's code, or the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.events import Event, Pressed, Wrote
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Option, Show, Texts, shortened, two_columns
from bot.kinds._options import keys_of, label_of, meant, not_an_option, read_options
from bot.kinds._settings import read_hint, unknown
from bot.kinds._written import alike, known_text, length_nudge, lengths, taken_text
from bot.texts import Translator

own_words = ("Skip", "More", "Play", "The clip")
_answers = ("choice", "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """Options; or (without any) how long a text may be, in characters, and a hint per language."""

    options: tuple[Option, ...]
    length_min: int
    length_max: int
    hint: Texts


class Asking(Kind[Asked], Protocol):
    """All that such kinds have in common. Their own: a name, an example, the medium, and how words are asked for."""

    part: bool = False
    hard: bool = True

    def words_wanted(self, t: Translator) -> str:
        """Asks for words (HTML), where the pack has no hint of its own."""

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> Asked | list[Fault]:
        """`answer`, and what belongs to it."""
        faults: list[Fault] = []
        answer = settings.get("answer")
        if answer not in _answers:
            faults.append(Fault("settings.answer", "answer must be “choice” (options) or “text” (words)."))
        if answer == "text":
            unknown(settings, ("answer", "length_min", "length_max", "hint"), "settings", faults)
            asked = Asked((), *lengths(settings, faults), read_hint(settings, languages, faults))
        else:
            unknown(settings, ("answer", "options"), "settings", faults)
            asked = Asked(read_options(settings, languages, own_words, faults), 0, 0, {})
        return faults or asked

    def read_gold(self, spec: Asked, written: str) -> Json | Fault:
        """A code, a label, or a text that would be taken."""
        if spec.options:
            return meant(spec.options, written) or not_an_option(spec.options, written)
        return known_text(written, spec.length_min, spec.length_max)

    def show(self, spec: Asked, draft: Draft, t: Translator) -> Show:
        """The options; or that words are wanted."""
        if spec.options:
            return Show("", two_columns(keys_of(spec.options, t)))
        return Show(t.html(t.own(spec.hint)) or self.words_wanted(t))

    def take(self, spec: Asked, draft: Draft, event: Event) -> More | Done:
        """A press, a typed label or a text of the right length answers."""
        match event:
            case Pressed(code) if any(code == option.code for option in spec.options):
                return Done(code)
            case Wrote(text) if spec.options and (code := meant(spec.options, text)):
                return Done(code)
        if spec.options:
            return More(draft, "press")
        return taken_text(draft, event, spec.length_min, spec.length_max)

    def nudge(self, spec: Asked, code: str, t: Translator) -> str:
        """ "press" where there are keys; else what is said about any text: "voice", "long 523", "write"."""
        if spec.options:
            return t("Please press one of the keys. If nothing fits, say so under More.")
        return length_nudge(code, spec.length_min, spec.length_max, t)

    def alike(self, spec: Asked, a: Json, b: Json) -> float:
        """The same option or not; texts by their edit distance."""
        return float(a == b) if spec.options else alike(a, b)

    def answers(self, spec: Asked) -> int | None:
        """As many as there are options; words can't be counted."""
        return len(spec.options) or None

    def say(self, spec: Asked, answer: Json, t: Translator) -> str:
        """The option's label, or the beginning of the text."""
        return label_of(spec.options, answer, t) if spec.options else shortened(answer)

    def export(self, spec: Asked, answer: Json) -> dict[str, Any]:
        """`answer`: the code or the text."""
        return {"answer": answer}

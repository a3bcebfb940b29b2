"""Choice: one of two to four options. A press answers; so does typing a label in any of the pack's languages.

    [settings]
    options = [
        { code = "road", label = { en = "Road", sw = "Barabara" } },
        { code = "building", label = { en = "Building", sw = "Jengo" } },
    ]

The answer is the option's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.events import Event, Pressed, Wrote
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Option, Show, Wanted, glanced, two_columns
from bot.kinds._options import keys_of, label_of, meant, not_an_option, read_options
from bot.kinds._settings import unknown
from bot.texts import Translator

own_words = ("Skip", "More")


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """The options, in the order of their keys."""

    options: tuple[Option, ...]


class Choice(Kind[ChoiceSpec]):
    """One of a few."""

    name, part, hard = "choice", True, True
    example: Mapping[str, Any] = {
        "settings": {
            "options": [
                {"code": "road", "label": {"en": "Road", "sw": "Barabara"}},
                {"code": "building", "label": {"en": "Building", "sw": "Jengo"}},
                {"code": "people", "label": {"en": "People", "sw": "Watu"}},
                {"code": "plants", "label": {"en": "Plants", "sw": "Mimea"}},
            ]
        },
        "item": {"picture": "media/001.jpg"},
        "gold": "Road",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> ChoiceSpec | list[Fault]:
        """`options` is the one setting."""
        faults: list[Fault] = []
        unknown(settings, ("options",), "settings", faults)
        options = read_options(settings, languages, own_words, faults)
        return faults or ChoiceSpec(options)

    def read_gold(self, spec: ChoiceSpec, written: str) -> Json | Fault:
        """A code, or a label in any language."""
        return meant(spec.options, written) or not_an_option(spec.options, written)

    def media(self, spec: ChoiceSpec) -> tuple[Wanted, ...]:
        """The item's picture, where it has one."""
        return (glanced,)

    def show(self, spec: ChoiceSpec, draft: Draft, t: Translator) -> Show:
        """One key per option; nothing to explain."""
        return Show("", two_columns(keys_of(spec.options, t)))

    def take(self, spec: ChoiceSpec, draft: Draft, event: Event) -> More | Done:
        """A press or a typed label answers; anything else is told about the keys."""
        match event:
            case Pressed(code) if any(code == option.code for option in spec.options):
                return Done(code)
            case Wrote(text) if code := meant(spec.options, text):
                return Done(code)
        return More(draft, "press")

    def nudge(self, spec: ChoiceSpec, code: str, t: Translator) -> str:
        """There is one nudge."""
        return t("Please press one of the keys. If nothing fits, say so under More.")

    def alike(self, spec: ChoiceSpec, a: Json, b: Json) -> float:
        """The same or not."""
        return float(a == b)

    def answers(self, spec: ChoiceSpec) -> int:
        """One for each option."""
        return len(spec.options)

    def lettered(self, spec: ChoiceSpec) -> tuple[Option, ...]:
        """The options; none where a label or code is a letter itself, for it might be another one's."""
        words = {word for one in spec.options for word in (one.code, *one.labels.values())}
        return () if any(len(word) == 1 for word in words) else spec.options

    def say(self, spec: ChoiceSpec, answer: Json, t: Translator) -> str:
        """The option's label."""
        return label_of(spec.options, answer, t)

    def export(self, spec: ChoiceSpec, answer: Json) -> dict[str, Any]:
        """`answer`: the code."""
        return {"answer": answer}


KIND: Kind[ChoiceSpec] = Choice()

"""Audio: listen to a voice note, then choose an option, or write down what is heard.

    [settings]
    answer = "choice"   # or "text"; the rest of the settings is in _asked
    options = [
        { code = "one", label = { en = "One", sw = "Moja" } },
        { code = "two", label = { en = "Two", sw = "Mbili" } },
    ]

A task has its sound in the column `audio`. It is sent as a voice note of a few kilobytes, which a phone plays as
often as one likes once it is there; in the data mode `text` it comes on a key of its own, with its bytes said before.

The answer is the option's code, or the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.events import Event
from bot.kinds import Done, Draft, Fault, Json, Kind, More, Show, Wanted
from bot.kinds._asked import (
    Asked,
    alike_of,
    nudge_of,
    own_hint,
    read_asked,
    read_known,
    rows_of,
    said_of,
    taken,
)
from bot.texts import Translator

sound = Wanted("audio", "audio")


class Audio(Kind[Asked]):
    """What is heard?"""

    name, part = "audio", False
    example: Mapping[str, Any] = {
        "settings": {
            "answer": "choice",
            "options": [
                {"code": "one", "label": {"en": "One beep", "sw": "Mlio mmoja"}},
                {"code": "two", "label": {"en": "Two beeps", "sw": "Milio miwili"}},
                {"code": "three", "label": {"en": "Three beeps", "sw": "Milio mitatu"}},
            ],
        },
        "item": {"audio": "media/001.ogg"},
        "gold": "two",
    }

    def read(self, settings: Mapping[str, Any], languages: tuple[str, ...]) -> Asked | list[Fault]:
        """`answer`, and what belongs to it."""
        faults: list[Fault] = []
        asked = read_asked(settings, languages, (), faults)
        return faults or asked

    def read_item(self, spec: Asked, text: str) -> str | Fault:
        """Any text, as it is."""
        return text

    def read_gold(self, spec: Asked, written: str) -> Json | Fault:
        """A code, a label, or a text."""
        return read_known(spec, written)

    def media(self, spec: Asked) -> tuple[Wanted, ...]:
        """The item's sound as a voice note."""
        return (sound,)

    def show(self, spec: Asked, draft: Draft, t: Translator) -> Show:
        """The options; or that what is heard is to be written."""
        if spec.options:
            return Show("", rows_of(spec, t))
        return Show(own_hint(spec, t) or t("Write what you hear."))

    def take(self, spec: Asked, draft: Draft, event: Event) -> More | Done:
        """A press, a label or a text answers."""
        return taken(spec, draft, event)

    def nudge(self, spec: Asked, code: str, t: Translator) -> str:
        """As `_asked` has them."""
        return nudge_of(spec, code, t)

    def measures(self, event: Event) -> tuple[str, ...]:
        """Nothing: keys and words need no measuring."""
        return ()

    def alike(self, spec: Asked, a: Json, b: Json) -> float:
        """The same option or not; texts by their edit distance."""
        return alike_of(spec, a, b)

    def answers(self, spec: Asked) -> int | None:
        """As many as there are options; words can't be counted."""
        return len(spec.options) or None

    def say(self, spec: Asked, answer: Json, t: Translator) -> str:
        """The option's label, or the beginning of the text."""
        return said_of(spec, answer, t)

    def export(self, spec: Asked, answer: Json) -> dict[str, Any]:
        """`answer`: the code or the text."""
        return {"answer": answer}


KIND: Kind[Asked] = Audio()

"""Video: look at a sheet of key frames, then choose an option, or write what happens. The clip comes on request.

    [settings]
    answer = "choice"   # or "text"; the rest of the settings is in _asked
    options = [
        { code = "left", label = { en = "To the left", sw = "Kushoto" } },
        { code = "right", label = { en = "To the right", sw = "Kulia" } },
    ]

A task has its clip in the column `video`. What is sent is one picture of numbered frames at scene changes, within
the byte budget; [The clip] is a key under More, and its bytes are said before. So a question should be one that most
people can answer by the frames.

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

film = Wanted("video", "video")


class Video(Kind[Asked]):
    """What happens?"""

    name, part = "video", False
    example: Mapping[str, Any] = {
        "settings": {
            "answer": "choice",
            "options": [
                {"code": "left", "label": {"en": "To the left", "sw": "Kushoto"}},
                {"code": "right", "label": {"en": "To the right", "sw": "Kulia"}},
                {"code": "up", "label": {"en": "Upwards", "sw": "Juu"}},
                {"code": "down", "label": {"en": "Downwards", "sw": "Chini"}},
            ],
        },
        "item": {"video": "media/001.mp4"},
        "gold": "left",
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
        """A sheet of key frames; the clip is there on request."""
        return (film,)

    def show(self, spec: Asked, draft: Draft, t: Translator) -> Show:
        """The options; or that what is seen is to be written."""
        if spec.options:
            return Show("", rows_of(spec, t))
        return Show(own_hint(spec, t) or t("Look at the pictures, then write your answer."))

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


KIND: Kind[Asked] = Video()

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

from bot.kinds import Kind, Wanted
from bot.kinds._asked import Asked, Asking
from bot.texts import Translator

sound = Wanted("audio", "audio")


class Audio(Asking):
    """What is heard?"""

    name = "audio"
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

    def media(self, spec: Asked) -> tuple[Wanted, ...]:
        """The item's sound as a voice note."""
        return (sound,)

    def words_wanted(self, t: Translator) -> str:
        """Asks for what is heard."""
        return t("Write what you hear.")


KIND: Kind[Asked] = Audio()

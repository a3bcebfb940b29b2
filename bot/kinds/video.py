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

from bot.kinds import Kind, Wanted
from bot.kinds._asked import Asked, Asking
from bot.texts import Translator

film = Wanted("video", "video")


class Video(Asking):
    """What happens?"""

    name = "video"
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

    def media(self, spec: Asked) -> tuple[Wanted, ...]:
        """A sheet of key frames; the clip is there on request."""
        return (film,)

    def words_wanted(self, t: Translator) -> str:
        """Asks for what is seen."""
        return t("Look at the pictures, then write your answer.")


KIND: Kind[Asked] = Video()

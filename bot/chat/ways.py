"""How a form of medium is sent: which method of the Bot API, in which field, and what it says besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Way:
    """Bot API method, the field the medium stands in, a file's name, and what must be said besides.

    A sound is a voice note, which phones play in the chat; a clip is sent so that it plays while it comes.
    """

    method: str
    place: str
    name: str
    lost: str  # the task's note when the store has it no more
    words: bool = True  # does it carry words and keys?
    besides: dict[str, Any] = field(default_factory=dict)


WAYS = {
    "picture": Way("sendPhoto", "photo", "picture.jpg", "lost"),
    "writing": Way("sendDocument", "document", "picture.png", "lost"),
    "audio": Way("sendVoice", "voice", "sound.ogg", "lost audio"),
    "video": Way("sendVideo", "video", "clip.mp4", "lost video", besides={"supports_streaming": True}),
}
sticker = Way("sendSticker", "sticker", "picture.webp", "lost", words=False)


def uploaded(message: dict[str, Any], way: Way) -> tuple[str, int]:
    """Telegram's file id of what was sent, "" where it made something else of it, and the bytes it reports."""
    sent = message.get(way.place) or {}
    largest: dict[str, Any] = sent[-1] if isinstance(sent, list) else sent
    return largest.get("file_id", ""), largest.get("file_size", 0)

"""Events: what people do, as the rest of the house sees it. No Telegram in here.

`Pressed` carries a code, never a label: the edge has already found out which key of which question
a label stands for. Everything else is input that was typed or sent without a mark.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key of a kind's own screen, by its code ("road", "done", "clear")."""

    code: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """A text, as typed, at most 4,096 UTF-16 units. `number`: the message's, in the order of Telegram's; 0: not known.

    `forwarded`, here and below: it was somebody else's message first, as Telegram says.
    """

    text: str
    number: int = 0
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photograph, also one sent as a file: Telegram's file id, its size in pixels and bytes (0: not known).

    `unique` is Telegram's other id, the same whenever the same file is sent.
    """

    file: str
    width: int = 0
    height: int = 0
    size_bytes: int = 0
    unique: str = ""
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class SentVoice:
    """A voice note, also a sound sent as a file: file id, seconds, bytes (0: not known), and the unique id."""

    file: str
    seconds: int = 0
    size_bytes: int = 0
    unique: str = ""
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class SentFile:
    """A document, video or anything else with a file: its id, the name it was given, bytes, the words under it."""

    file: str
    name: str = ""
    size_bytes: int = 0
    caption: str = ""


similar, same = 1, 2  # what `Made` says of a twin


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker made, fetched and measured by a job: its content in the store, and what was found.

    `form` is "photo" or "voice". Photo: width, height, blur (variance of the Laplacian, the higher the sharper),
    dark and bright (per mille of the pixels). Voice: seconds, loudness (dBFS, whole), clipped and silent (per mille of
    the time). Both: twin, whether this person answered another task of this pack with it: 0 no, else `similar` (a
    picture like it) or `same` (the very file).
    """

    form: str
    hash: str
    facts: dict[str, int]
    forwarded: bool = False


Event = Pressed | Wrote | SentPhoto | SentVoice | SentFile | Made


def is_forwarded(event: Event) -> bool:
    """Was it somebody else's message first? A key is nobody's."""
    return isinstance(event, Wrote | SentPhoto | SentVoice | Made) and event.forwarded

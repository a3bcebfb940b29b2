"""What is made of an item's files, by `Wanted.form`: a table of one function each, bytes in, renditions out.

Each makes what is to be sent in several sizes, of which one at least fits the bytes there are for it, or refuses with
the reason. All block, and belong into processes of their own (`fitting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.kinds import Wanted
from bot.media import clips, drawings, images, sound
from bot.media.images import EDGES, Rendition
from bot.media.sound import SoundRefused

Contents = Mapping[str, bytes]
"""An item's files by their columns."""


@dataclass(frozen=True, slots=True)
class Made:
    """One rendition: its bytes; its long edge in px, of sound kbit/s; its size; sound and clips have seconds."""

    data: bytes
    edge: int
    width: int = 0
    height: int = 0
    form: str = "picture"
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """The bytes there are for one medium of a task: a picture in the default budget, a sound, a clip on request.

    `saver_audio`: may sound also be made at the lower rate?
    """

    picture: int
    audio: int
    clip: int
    saver_audio: bool = False


def _picture(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    data = contents[wanted.column]
    images.fit_within(data, room.picture, EDGES[:1])  # so that a hopeless one costs little
    return _in_sizes(lambda edge: images.fit(data, edge), wanted.edges, room.picture)


def _pair(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    whole = drawings.paired(contents[wanted.column], contents[f"{wanted.column}_b"])
    return _in_sizes(lambda edge: images.rendered(whole, edge), wanted.edges, room.picture)


def _grid(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    data = contents[wanted.column]
    return _in_sizes(lambda edge: drawings.grid(data, wanted.cells, edge), wanted.edges, room.picture)


def _audio(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    """A voice note; where the pack allows it one of fewer bytes as well."""
    data, rates = contents[wanted.column], (sound.kbit_usual, sound.kbit_saver)[: 1 + room.saver_audio]
    found = [(rate, sound.voice_note(data, rate)) for rate in rates]
    if min(len(one.data) for _, one in found) > room.audio:
        raise SoundRefused(
            "takes more than {bytes_max} bytes even at {kbit} kbit/s",
            {"bytes_max": room.audio, "kbit": rates[-1]},
        )
    return [Made(one.data, rate, form="audio", seconds=one.seconds) for rate, one in found]


def _video(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    """A sheet of key frames in sizes, and the clip."""
    data = contents[wanted.column]
    frames = clips.key_frames(data)
    sheets = _in_sizes(lambda edge: clips.sheet(frames, edge), wanted.edges, room.picture)
    clip = clips.clip(data, room.clip)
    edge = max(clip.width, clip.height)
    return [*sheets, Made(clip.data, edge, clip.width, clip.height, "video", clip.seconds)]


def _in_sizes(draw: Callable[[int], Rendition], edges: tuple[int, ...], bytes_max: int) -> list[Made]:
    """One of each of `edges` that differs; and smaller ones until one takes at most so many bytes."""
    found: dict[bytes, Made] = {}
    smaller = tuple(edge for edge in reversed(EDGES) if edge < edges[0])
    for edge in (*edges, *smaller):
        if edge in smaller and min(map(len, found)) <= bytes_max:
            break
        made = draw(edge)
        found.setdefault(made.data, Made(made.data, edge, made.width, made.height))
    if min(map(len, found)) > bytes_max:
        raise images.too_many_bytes(bytes_max, min(*edges, *smaller))
    return list(found.values())


Maker = Callable[[Contents, Wanted, Room], list[Made]]
MAKERS: dict[str, Maker] = {
    "picture": _picture,
    "pair": _pair,
    "grid": _grid,
    "audio": _audio,
    "video": _video,
}

"""What is made of an item's files, by `Wanted.form`: a table of one function each, bytes in, renditions out.

Each makes what is to be sent in several sizes, of which one at least fits the bytes there are for it, or refuses with
the reason. All block, and belong into processes of their own (`fitting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from PIL.Image import Image

from bot.kinds import Wanted
from bot.media import clips, drawings, images, sound, thrift, writing
from bot.media.covers import COVERS
from bot.media.images import EDGES, PictureRefused, Rendition
from bot.media.sound import SoundRefused
from bot.media.stickers import sticker, sticker_edges
from bot.media.thrift import Space

Contents = Mapping[str, bytes]
"""An item's files by their columns."""


@dataclass(frozen=True, slots=True)
class Made:
    """One rendition: its bytes; its long edge in px, of sound kbit/s; what a phone fetches of it; its size; its seconds;
    how like a picture is, as a phone shows it.
    """

    data: bytes
    edge: int
    phone_bytes: int
    width: int = 0
    height: int = 0
    form: str = "picture"
    seconds: int = 0
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Room:
    """The bytes there are for a task's medium: `first`, which comes with the question, in the default budget; `larger`,
    a larger picture or a clip on request, in the full one.

    `saver_audio`: may sound also be made at the lower rate? `sticker`: a picture's as a sticker, where there are such.
    `covers`: of hard content, also a blurred and a grey one for a first look.
    """

    first: Space
    larger: int
    saver_audio: bool = False
    sticker: Space | None = None
    covers: bool = False


def _picture(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    whole = images.decoded(contents[wanted.column], max(wanted.edges))
    return _in_sizes(lambda edge: whole, wanted, room) + (_writing(whole, room) if wanted.reads else [])


def _writing(whole: Image, room: Room) -> list[Made]:
    """A picture of writing as few greys, where that takes fewer bytes than a photo of the same size."""
    found = writing.written(whole, room.first.most)
    if (
        found is None
        or thrift.enough(whole, found[0], thrift.strengths - 1).phone_bytes <= found[1].phone_bytes
    ):
        return []
    return [_made(*found, form="writing")]


def _pair(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    whole = drawings.paired(contents[wanted.column], contents[f"{wanted.column}_b"])
    return _in_sizes(lambda edge: whole, wanted, room)


def _grid(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    data = contents[wanted.column]
    return _in_sizes(lambda edge: drawings.grid(data, wanted.cells, edge), wanted, room)


def _audio(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    """A voice note; where the pack allows it one of fewer bytes as well."""
    data, rates = contents[wanted.column], (sound.kbit_usual, sound.kbit_saver)[: 1 + room.saver_audio]
    found = [(rate, sound.voice_note(data, rate)) for rate in rates]
    if min(len(one.data) for _, one in found) > room.first.most:
        raise SoundRefused(
            "takes more than {bytes_max} bytes even at {kbit} kbit/s",
            {"bytes_max": room.first.most, "kbit": rates[-1]},
        )
    return [Made(one.data, rate, len(one.data), form="audio", seconds=one.seconds) for rate, one in found]


def _video(contents: Contents, wanted: Wanted, room: Room) -> list[Made]:
    """A sheet of key frames in sizes, and the clip."""
    data = contents[wanted.column]
    frames = clips.key_frames(data)
    sheets = _in_sizes(lambda edge: clips.sheet(frames, edge), wanted, room)
    clip = clips.clip(data, room.larger)
    edge = max(clip.width, clip.height)
    return [*sheets, Made(clip.data, edge, len(clip.data), clip.width, clip.height, "video", clip.seconds)]


def _in_sizes(drawn: thrift.Draw, wanted: Wanted, room: Room) -> list[Made]:
    """One at the first edge, or at a smaller one where there is no room for that; then larger ones, where they differ."""

    def draw(edge: int) -> Image:
        return drawn(edge).convert("L") if wanted.grey else drawn(edge)

    first, *longer = wanted.edges
    edge, made = thrift.within(draw, room.first, [one for one in EDGES if one < first] + [first])
    found, step = [_made(edge, made)], made.step
    for edge in longer:
        whole = draw(edge)
        if max(whole.size) > max(made.width, made.height):
            made = thrift.enough(whole, edge, step)
            found += [_made(edge, made)] if made.phone_bytes <= room.larger else []
    covers = _covers(draw, found[0].edge, room) if room.covers else []
    return found + covers + _sticker(draw, found[0].edge, room.sticker)


def _covers(draw: thrift.Draw, edge: int, room: Room) -> list[Made]:
    """The picture as it is covered for a first look, no longer than it is shown."""
    edges = [one for one in EDGES if one <= edge] or [edge]

    def made(form: str) -> Made:
        return _made(*thrift.within(lambda edge: COVERS[form](draw(edge)), room.first, edges), form=form)

    return [made(form) for form in COVERS]


def _sticker(draw: thrift.Draw, edge: int, space: Space | None) -> list[Made]:
    """The picture as a sticker, no longer than it is as a photo and 320 pixels; none where there is no room."""
    if space is None:
        return []
    edges = [one for one in sticker_edges if one <= edge] or [edge]
    with suppress(PictureRefused):
        return [_made(*thrift.within(draw, space, edges, sticker), form="sticker")]
    return []


def _made(edge: int, one: Rendition, form: str = "picture") -> Made:
    return Made(one.data, edge, one.phone_bytes, one.width, one.height, form, likeness=one.likeness)


Maker = Callable[[Contents, Wanted, Room], list[Made]]
MAKERS: dict[str, Maker] = {
    "picture": _picture,
    "pair": _pair,
    "grid": _grid,
    "audio": _audio,
    "video": _video,
}

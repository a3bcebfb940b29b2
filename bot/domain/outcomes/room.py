"""The workers' room: what its people read and write there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes._outcome import Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """One message: its number, whose pseudonym, when (UTC epoch ms), the words."""

    number: int
    name: str
    at: int
    words: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Room(Outcome):
    """A page of the room for who has a pseudonym in it, the newest first. `older`: the number before which there are more; 0: none."""

    name: str
    lines: tuple[Line, ...]
    older: int = 0
    digest: bool = False


@dataclass(frozen=True, slots=True)
class RoomSaid(Outcome):
    """A message stands in the room."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class RoomDeleted(Outcome):
    """One's own message is gone."""

    number: int


@dataclass(frozen=True, slots=True)
class RoomReported(Outcome):
    """Somebody neutral looks at a message."""

    number: int


@dataclass(frozen=True, slots=True)
class RoomDigest(Outcome):
    """Whether a line a day is wanted."""

    on: bool


@dataclass(frozen=True, slots=True)
class RoomNews(Outcome):
    """The line a day, to who wanted it: so many new messages."""

    count: int


@dataclass(frozen=True, slots=True)
class RoomTakenOut(Outcome):
    """To who wrote it: somebody neutral took a message out of the room, and why."""

    words: str
    reason: str
    why: str = ""

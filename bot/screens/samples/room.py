"""Samples of the workers' room."""

from __future__ import annotations

from bot.domain.outcomes import Outcome
from bot.domain.outcomes.room import (
    Line,
    Room,
    RoomDeleted,
    RoomDigest,
    RoomNews,
    RoomReported,
    RoomSaid,
    RoomTakenOut,
)
from bot.domain.outcomes.worker import Refused

_day = 1_790_000_000_000
_lines = (
    Line(42, "Misty Heron", _day, "Does anybody else find the street photos slow today?"),
    Line(41, "Amber Ant", _day, "Two cents for a whole receipt is too little. Who proposes more?", own=True),
)


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    refusals: tuple[tuple[str, dict[str, object]], ...] = (
        ("RoomForWorkers", {}),
        ("NotInRoomYet", {}),
        ("LeadsOut", {}),
        ("SaidEnough", {"most": 30}),
        ("SaidJustNow", {"number": 41}),
        ("NoSuchLine", {"number": 9}),
    )
    return (
        ("The room, empty", Room("Amber Ant", ())),
        ("The room", Room("Amber Ant", _lines, 41)),
        ("The room, with a line a day", Room("Amber Ant", _lines, digest=True)),
        ("Said in the room", RoomSaid(43, "Amber Ant")),
        ("Deleted in the room", RoomDeleted(43)),
        ("Reported in the room", RoomReported(42)),
        ("A line a day of the room", RoomDigest(True)),
        ("No line of the room", RoomDigest(False)),
        ("News of the room", RoomNews(7)),
        ("One new message in the room", RoomNews(1)),
        *(
            (f"Taken out of the room: {reason}", RoomTakenOut(_lines[0].words, reason, "It names a person."))
            for reason in ("hurts", "finds_people", "sells")
        ),
        *((f"Refused: {name}", Refused(name, values)) for name, values in refusals),
    )

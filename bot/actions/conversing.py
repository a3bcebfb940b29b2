"""Conversing: the workers' room, under pseudonyms. Who brings work or decides cases can't read it,
nor who shares a phone with them (docs/voice.md).

Nothing is pushed: a page comes when it is asked for, and a line a day to who wants one. What is reported is a case, whose
moderator sees that message and neither its author's pseudonym nor the room. `/forget` takes all of somebody's words out.
"""

from __future__ import annotations

import secrets

from bot import digits
from bot.actions import cases, telling
from bot.domain import limits, room
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
from bot.domain.people import Who
from bot.domain.refusals.room import (
    LeadsOut,
    NoSuchLine,
    NotInRoomYet,
    RoomForWorkers,
    SaidEnough,
    SaidJustNow,
)
from bot.domain.refusals.voices import NothingSaid
from bot.domain.said import said
from bot.storage import Row, Tx

told_per_step = 50
number_digits_max = 15


def visit(tx: Tx, who: Who, word: str = "") -> Outcome:
    """/room: the newest page; /room_40: what stands before 40; /room_delete_7, /room_report_7, /room_digest.

    Raises RoomForWorkers, NotInRoomYet, NoSuchLine.
    """
    own = member(tx, who)
    verb, _, rest = word.strip().casefold().replace(" ", "_").partition("_")
    if verb == "digest":
        return _set_digest(tx, own)
    if verb in ("delete", "report"):
        return (_delete if verb == "delete" else _report)(tx, who, _numbered(tx, rest))
    return _page(tx, own, _number(verb))


def say(tx: Tx, who: Who, words: str) -> RoomSaid:
    """/say and some words: they stand in the room. Raises also NothingSaid, TooLong, LeadsOut, SaidEnough, SaidJustNow."""
    own = member(tx, who)
    kept = said(words, room.characters_max)
    if not kept:
        raise NothingSaid
    if room.leads_out(kept) is not None:
        raise LeadsOut
    newest = tx.one("room.newest_of", person=who.person)
    if newest is not None and newest["words"] == kept:
        raise SaidJustNow(number=newest["number"])
    if int(tx.value("room.said_since", person=who.person, since=tx.now - limits.day)) >= room.daily_most:
        raise SaidEnough(most=room.daily_most)
    tx.one("room.one_at_a_time")
    number = int(tx.value("room.next_number"))
    tx.run("room.add", id=tx.new_id(), number=number, person=who.person, words=kept, now=tx.now)
    return RoomSaid(number, own["name"])


def member(tx: Tx, who: Who) -> Row:
    """Who they are in the room; the first time they get a pseudonym. What they are besides is looked up each time."""
    if tx.one("room.stands_outside", person=who.person) is not None:
        raise RoomForWorkers
    if tx.one("room.paid_answer", person=who.person) is None:
        raise NotInRoomYet
    for drawn in range(room.draws_most + 1):
        found = tx.one("room.member", person=who.person)
        if found is not None:
            return found
        name = room.name(secrets.randbelow(room.names))
        if drawn == room.draws_most - 1:
            name = f"{name} {secrets.randbelow(10**6)}"
        tx.run("room.enter", person=who.person, name=name, now=tx.now)
    raise AssertionError("one of a million numbers is free")


def _page(tx: Tx, own: Row, before: int) -> Room:
    most = room.page_messages
    rows = tx.all(
        "room.page",
        person=own["person"],
        before=before or 2**62,
        hidden=room.hidden_reports,
        most=most + 1,
    )
    shown = rows[:most]
    if shown:
        tx.run("room.saw", person=own["person"], number=shown[0]["number"])
    lines = tuple(
        Line(row["number"], row["name"], row["at"], row["words"], row["person"] == own["person"])
        for row in shown
    )
    older = shown[-1]["number"] if len(rows) > most else 0
    return Room(own["name"], lines, older, bool(own["digest"]))


def _number(written: str) -> int:
    return digits.number(written, number_digits_max) or 0


def _numbered(tx: Tx, written: str) -> Row:
    row = tx.one("room.numbered", number=_number(written))
    if row is None:
        raise NoSuchLine(number=written[:number_digits_max] or "…")
    return {**row, "number": _number(written)}


def _delete(tx: Tx, who: Who, row: Row) -> RoomDeleted:
    """One's own; a case about it is over with it."""
    if row["person"] != who.person:
        raise NoSuchLine(number=row["number"])
    tx.run("room.take_out", message=row["id"], state="deleted")
    cases.settled(tx, "room", row["id"])
    return RoomDeleted(row["number"])


def _report(tx: Tx, who: Who, row: Row) -> RoomReported:
    """Somebody else's: a case, once; who reported it doesn't see it again, and of three nobody does until it is decided."""
    if row["person"] == who.person:
        raise NoSuchLine(number=row["number"])
    if tx.run("room.report", message=row["id"], person=who.person):
        tx.run("room.count_report", message=row["id"])
        cases.open_case(tx, "room", row["id"], person=row["person"])
    return RoomReported(row["number"])


def _set_digest(tx: Tx, own: Row) -> RoomDigest:
    on = not own["digest"]
    tx.run("room.set_digest", person=own["person"], digest=int(on), now=tx.now)
    return RoomDigest(on)


# ---- beside the room -----------------------------------------------------------------------------------------------


def reported(tx: Tx, message: int) -> str:
    """The words of a message that somebody neutral looks at; "" when they are gone. A read."""
    row = tx.one("room.message", id=message)
    return str(row["words"]) if row is not None else ""


def decided(tx: Tx, message: int, outcome: str, reason: str, words: str) -> None:
    """It stays, and all see it again; or it goes, and who wrote it hears why."""
    row = tx.one("room.message", id=message)
    if row is None or row["state"] != "shown":
        return
    if outcome == "leave":
        tx.run("room.cleared", message=message)
        return
    tx.run("room.take_out", message=message, state="out")
    telling.notify_person(tx, row["person"], RoomTakenOut(row["words"], reason, words))


def tell_some(tx: Tx) -> int:
    """The line a day to some more who want one. Returns how many were looked at. It wakes nobody."""
    rows = tx.all("room.digests", before=tx.now - room.digest_every_ms, most=told_per_step)
    for row in rows:
        tx.run("room.digest_told", person=row["person"], now=tx.now)
        if row["news"]:
            told = RoomNews(int(row["news"]))
            telling.notify_person(tx, row["person"], told, topic="room", unasked=True)
    return len(rows)

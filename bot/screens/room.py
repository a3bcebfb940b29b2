"""The workers' room on the phone: a page of it, and what is said beside. Others' words are shown as they wrote them."""

from __future__ import annotations

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
from bot.screen import Screen, cut
from bot.screens.findings import reason
from bot.screens.words import Installation, Shown, joined, that_fit
from bot.texts import Translator

words_utf16_max = 250  # of a message that was taken out


def page(facts: Room, t: Translator, house: Installation) -> Screen:
    """The newest first, as many as fit."""
    first = t(
        "The room of those who work here. Requesters and moderators can't read it. You are {name} here.",
        name=t.value(facts.name),
    )
    how = t("Write: /say and your words. Delete your own: /room_delete_7 Report one: /room_report_7")
    older = t("Older: {command}", command=f"/room_{facts.older}") if facts.older else ""
    digest = "" if facts.digest else t("A line a day when there is something new: /room_digest")
    lines = [_line(one, t) for one in facts.lines] or [t("Nothing is said so far.")]
    return Screen(that_fit(lines, first, joined(older, how, digest)))


def _line(one: Line, t: Translator) -> str:
    name = t("you") if one.own else t.value(one.name)
    return t(
        "{number}. {name}, {date}: “{text}”",
        number=t.number(one.number),
        name=name,
        date=t.date(one.at),
        text=one.words,
    )


def said(facts: RoomSaid, t: Translator, house: Installation) -> Screen:
    """It stands there."""
    return Screen(
        t(
            "It stands in the room as {number}, from {name}. Delete it: {command}",
            number=t.number(facts.number),
            name=t.value(facts.name),
            command=f"/room_delete_{facts.number}",
        )
    )


def deleted(facts: RoomDeleted, t: Translator, house: Installation) -> Screen:
    """It is gone."""
    return Screen(t("{number} is gone from the room.", number=t.number(facts.number)))


def reported(facts: RoomReported, t: Translator, house: Installation) -> Screen:
    """Somebody looks."""
    return Screen(
        t("Thank you. Somebody neutral looks at {number}; you don't see it any more.", number=t.number(facts.number))
    )  # fmt: skip


def digest(facts: RoomDigest, t: Translator, house: Installation) -> Screen:
    """A line a day, or none."""
    if facts.on:
        return Screen(
            t("You get a line a day when there is something new in the room. No more: /room_digest")
        )
    return Screen(t("You get no line about the room any more. It is there when you like: /room"))


def news(facts: RoomNews, t: Translator, house: Installation) -> Screen:
    """The line a day."""
    return Screen(
        t.n("{count} new message in the room: /room", "{count} new messages in the room: /room", facts.count)
    )


def taken_out(facts: RoomTakenOut, t: Translator, house: Installation) -> Screen:
    """To who wrote it."""
    words = cut(facts.words, words_utf16_max)
    told = t("Somebody neutral took this out of the room: “{text}”", text=words)
    why = t("“{text}”", text=cut(facts.why, words_utf16_max)) if facts.why else ""
    return Screen(joined(told, reason(facts.reason, t), why))


SCREENS: Shown = {
    Room: page,
    RoomSaid: said,
    RoomDeleted: deleted,
    RoomReported: reported,
    RoomDigest: digest,
    RoomNews: news,
    RoomTakenOut: taken_out,
}

"""Refusals around the workers' room."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class RoomForWorkers(Refusal):
    """Who brings work or decides cases here can't read it: told to both alike."""

    sentence = N_("The room is for people who work here, and for nobody who brings work or decides about it.")


class NotInRoomYet(Refusal):
    sentence = N_("The room opens with your first paid answer. Work: /tasks")


class LeadsOut(Refusal):
    """A phone number, a name at a service or an address; `what` is not told, for the sentence says all three."""

    sentence = N_(
        "This was not sent: phone numbers, @names and links are left out here, so that nobody is found or lured away. "
        "Without them it is welcome."
    )


class SaidEnough(Refusal):
    sentence = N_("You said {most} things today; the others read them first. Tomorrow again.")


class SaidJustNow(Refusal):
    """The same words as their newest."""

    sentence = N_("That stands in the room already, as {number}.")


class NoSuchLine(Refusal):
    """Not there, gone, or not theirs to delete: told alike."""

    sentence = N_("There is no {number} here for that. What there is: /room")

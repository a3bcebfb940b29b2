"""Refusals around tasks that were reported as violent or against the law."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchAlarm(Refusal):
    sentence = N_("There is no report {code} to look at.")


class AlarmDecided(Refusal):
    sentence = N_("The report {code} is decided.")


class RequesterFirst(Refusal):
    """Who brought it looks first, and has time for that."""

    sentence = N_("The requester looks at {code} first: {hours} hours more at most.")


class NoSuchVerdict(Refusal):
    sentence = N_("{verdict} is no verdict; there are: {known}.")


class StillAlarmed(Refusal):
    """A task that was reported as violent or illegal is not released beside that."""

    sentence = N_("{key} was reported: decide that first, with `ujima report list` or `ujima illegal list`.")


class NoIllegalContact(Refusal):
    sentence = N_("Set UJIMA_ILLEGAL_CONTACT first: the name of the one person who looks at such reports.")


class NotTheContact(Refusal):
    """Whose name it is, is not told."""

    sentence = N_("This is for the one person whom UJIMA_ILLEGAL_CONTACT names.")

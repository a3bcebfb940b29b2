"""Refusals of cases: who may look at one, and what may be said of it."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NotAModerator(Refusal):
    """Something that only those can do who decide cases."""

    sentence = N_("This is for people who decide between workers and requesters here.")


class NoSuchCase(Refusal):
    sentence = N_("There is no case {code}, or it is over.")


class NothingToInterpret(Refusal):
    """All its words are in languages its reader reads, or nobody is shown them."""

    sentence = N_("Nothing of {code} is to be put in another language.")


class NotYourCase(Refusal):
    """Of a pack they worked in, about them, of their own as a requester, spoken of by them before, or over: told alike."""

    sentence = N_("{code} is for somebody else to decide, or it is over. More: /cases")


class CaseTaken(Refusal):
    sentence = N_("{code} is in another's hands now. More: /cases")


class NothingToAppeal(Refusal):
    """Of a claim that nobody has ruled on, that was ruled for them, or is over for good."""

    sentence = N_("Nothing of {code} can be looked at again for you now.")


class EnoughToday(Refusal):
    """The limit they set for themselves."""

    sentence = N_(
        "You set yourself {most} cases a day, and that is reached. /cases with another number changes it."
    )


class NoReason(Refusal):
    """A word that is no outcome of this kind of case, or a reason that is none of its outcome's."""

    sentence = N_("{said} is none of: {known}.")


class NoSuchModerator(Refusal):
    sentence = N_("There is no moderator {name}. `ujima role list` shows them.")


class ModeratorThere(Refusal):
    sentence = N_("There is a moderator {name} already.")

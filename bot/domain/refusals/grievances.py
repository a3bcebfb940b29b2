"""Refusals around packs that people find unfair."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NothingToGrieve(Refusal):
    """No pack was named, and they work in none."""

    sentence = N_("Say which work is unfair, by its name, as in: /grievance_streets")


class NotAnsweredThere(Refusal):
    sentence = N_("Whether {name} is unfair can be said by who answered there.")


class GrievedAlready(Refusal):
    """Once a person and pack in a month."""

    sentence = N_("You said so of {name}; it is noted. You can say it again after {days} days.")


class PackIsOver(Refusal):
    """Too late: nothing is left to pause."""

    sentence = N_("{name} is over. Marks for its requester: {command}")


class NotAReason(Refusal):
    sentence = N_("Write {command} and one of: {known}.")


class StillHalted(Refusal):
    """A pack that people paused goes on when a moderator says so, after a day, or with other words."""

    sentence = N_(
        "{name} is paused because people who work there call it unfair. It goes on when somebody neutral says so, after a day, "
        "or, where they found that it stays paused, once its instruction is changed."
    )

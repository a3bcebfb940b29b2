"""Refusals of proposals and votes."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NothingProposed(Refusal):
    """/propose without words."""

    sentence = N_("Write what should change in one line, with /propose before it.")


class NoVoice(Refusal):
    """Too few settled answers before the proposal."""

    sentence = N_(
        "A voice takes {needed} settled answers on {days} days in the 90 days before; you have {count} on {own}."
    )


class ProposedAlready(Refusal):
    """One open proposal for a person."""

    sentence = N_("Your proposal {number} is open. Propose again when it is over.")


class NoSuchProposal(Refusal):
    sentence = N_("There is no proposal {number}. What there is: /voice")


class OwnProposal(Refusal):
    """Who made it can't second it."""

    sentence = N_("Proposal {number} is your own; others second it.")


class NotSeconding(Refusal):
    """It is voted on already, or over."""

    sentence = N_("Proposal {number} waits for nobody to second it. How it stands: /voice")


class NotVoting(Refusal):
    """A vote that has not begun, or is over."""

    sentence = N_("There is no vote on proposal {number} now. How it stands: /voice")


class NotAVote(Refusal):
    sentence = N_("Write {command} and yes, no or neither.")


class PlaceNeeded(Refusal):
    """One voice for each place where people are paid; they have none yet."""

    sentence = N_("One voice for each place where people are paid. Say first where you are paid: /money")


class PlaceSpoke(Refusal):
    """Somebody who is paid at the same place did it."""

    sentence = N_("Somebody who is paid where you are paid has done this; each place has one voice.")


class VoteStays(Refusal):
    """The keys were changed since they voted, so nobody finds their ballot any more."""

    sentence = N_("Your vote on proposal {number} is counted and can't be changed any more.")


class NotToAnswer(Refusal):
    """The operator answers votes that are over."""

    sentence = N_("Proposal {number} has no vote that is over, so there is nothing to answer.")


class NotADelegate(Refusal):
    """Figures that only those see who were elected."""

    sentence = N_("This is for delegates whom those who work here elected. Who they are: /delegate")


class StandsAlready(Refusal):
    sentence = N_("You are a delegate until your term ends. Then you can stand again.")


class MonthNotOver(Refusal):
    """Or no month at all: the numbers of one that goes on would tell single cases, looked at day by day."""

    sentence = N_("Write a month that is over, as in: /delegate 2026-10")

"""Refusals of reviews, claims and the hourly floor."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchAnswer(Refusal):
    """No answer of a requester's own, or one that can still be undone."""

    sentence = N_("There is no answer {answer} that you could look at.")


class AnswerClaimed(Refusal):
    sentence = N_("You said before that {answer} can't be used.")


class AnswerSentBack(Refusal):
    sentence = N_("You sent {answer} back before.")


class AnswerAccepted(Refusal):
    """Delivered, accepted, or too long ago."""

    sentence = N_("{answer} is accepted: its results have left, or the time to look at it is over.")


class NoSuchGround(Refusal):
    sentence = N_("{ground} is no ground; there are: {known}.")


class NoSuchSentence(Refusal):
    sentence = N_("The instruction has no sentence {sentence}.")


class ClaimsOpen(Refusal):
    """A requester who is new has so many claims open already."""

    sentence = N_("{most} of your claims are still open. Until they are decided you can't make another.")


class ClaimsSuspended(Refusal):
    """Too many of a requester's last answers were claimed. Their packs go on."""

    sentence = N_("You called too many of your last answers unusable, so you can't now. Your packs go on.")


class NoSuchCode(Refusal):
    """No claim, or no answer to be mended, of this person's or requester's."""

    sentence = N_("There is no {code} for you, or it is over.")


class ClaimSaidEnough(Refusal):
    """One side said so much of a claim already."""

    sentence = N_("You said {most} things about {code}. Whoever decides reads them all.")


class MendedLater(Refusal):
    """What is to be mended is hard content, and nothing of it is shown to them now."""

    sentence = N_(
        "{code} is about hard content, and nothing of it is shown to you now: /hard. Your first answer stays paid."
    )


class ClaimDecided(Refusal):
    sentence = N_("{code} is decided.")


class NobodyDisagrees(Refusal):
    """A requester insists on a claim that is not doubted."""

    sentence = N_("Nobody disagrees with {code} so far. If somebody does, you hear of it.")


class NoNeutralPerson(Refusal):
    """No review windows, and no rulings, without somebody to rule."""

    sentence = N_(
        "Nobody here decides between workers and requesters, so no answer's pay can wait for a check."
    )


class FloorShort(Refusal):
    """People take longer than the requester thought, and the floor reserve is used up."""

    sentence = N_("{name} needs {missing} more for the hourly floor: top it up, or close it.")

"""Refusals of what worker and requester say to each other, thanks and webhooks."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NothingToAsk(Refusal):
    """/ask, and no work it could be about."""

    sentence = N_("Take up some work first, then ask about it: /tasks")


class NothingSaid(Refusal):
    """Words for others without one that can be seen."""

    sentence = N_("Write a few words for them; there are none that can be read.")


class QuestionsWait(Refusal):
    """Questions of one person about one pack, open at once."""

    sentence = N_("{count} of your questions here wait for an answer. Ask again when one has come.")


class QuestionsEnough(Refusal):
    """Questions of one person in a day's time."""

    sentence = N_("You have asked {count} questions in a day. Please ask the next one tomorrow.")


class NoSuchQuestion(Refusal):
    sentence = N_("There is no question {number}.")


class AnsweredAlready(Refusal):
    """Who asked has read the answer by now."""

    sentence = N_("Question {number} is answered, and after {minutes} minutes an answer stands.")


class BonusTooLarge(Refusal):
    sentence = N_("At most {most} can be given at once.")


class BonusesEnough(Refusal):
    """Bonuses of one requester in a day's time."""

    sentence = N_("You have thanked {count} times in a day. Please go on tomorrow.")


class NotALink(Refusal):
    sentence = N_("{link} can't be shown; a link begins with https:// and has no spaces.")


class BecameWaits(Refusal):
    """What became of a pack is with a person, or on its way, already."""

    sentence = N_("What you wrote about {name} is still on its way. Write again when all have been told.")


class NoSuchNews(Refusal):
    sentence = N_("Nothing with the number {number} waits for a person.")


class NotAWebhook(Refusal):
    sentence = N_(
        "{written} can't be a webhook; write an address in the open internet that begins with https://, without a port."
    )


class NoWebhook(Refusal):
    sentence = N_("There is no webhook. /webhook and an address that begins with https:// sets one.")


class NothingToRate(Refusal):
    """/rate without a name, and no work it could be about."""

    sentence = N_("Say whom, by the name of their work, as in: /rate_streets")


class NotWorkedThere(Refusal):
    """Marks come from those who worked there."""

    sentence = N_("Marks come after {needed} settled answers for them; you have {count} so far.")


class NotMarks(Refusal):
    """What was typed behind /rate_NAME is no four marks."""

    sentence = N_(
        "Write {command} and four numbers from 1 to 5: for pay, clarity, fairness and communication."
    )


class OwnRecord(Refusal):
    """A requester's own person gives them no marks."""

    sentence = N_("You speak for them yourself, so you can't give them marks.")

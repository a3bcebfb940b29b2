"""Refusals of what somebody at work may not do now."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class UndoTooLate(Refusal):
    sentence = N_("The last answer can't be undone any more.")


class NothingToUndo(Refusal):
    sentence = N_("There is nothing to undo.")


class NothingToPocket(Refusal):
    sentence = N_(
        "There are no short questions to take along now. They come from work you have begun: /tasks"
    )


class NoQuestionOpen(Refusal):
    """/wrong or /violent, and nothing it could be about."""

    sentence = N_("No question is open. Take one: /tasks")


class FileTooBig(Refusal):
    """Bots are given files of 20 MB at most."""

    sentence = N_(
        "The file you sent is larger than {megabytes} MB, so it can't be fetched. Please send a smaller one."
    )


class FileGone(Refusal):
    sentence = N_("Telegram does not have the file you sent any more. Please send it once more.")


class FileUnreadable(Refusal):
    """Neither a picture nor a sound, or a damaged one."""

    sentence = N_(
        "The file you sent can't be opened. Please send it once more, as a photo or a voice message."
    )


class FileNotLookedAt(Refusal):
    """By a fault of ours, tried five times."""

    sentence = N_("What you sent could not be looked at; that is our fault. Please send it once more.")


class NoVoicesHere(Refusal):
    """What reads sound is not installed."""

    sentence = N_("Voices can't be listened to here now. Please skip this one; it is free.")

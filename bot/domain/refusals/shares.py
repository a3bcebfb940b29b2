"""Refusals around what people keep in their answers."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NothingToWithdraw(Refusal):
    """Of a pack they never answered in, or have withdrawn from."""

    sentence = N_("There are no answers of yours in {name} that could be withdrawn.")


class PublicLicence(Refusal):
    """Answers that were given to everybody."""

    sentence = N_(
        "Answers in {name} were given to everybody under {licence}, and can't be taken back. /forget takes your name away from them."
    )


class NoShare(Refusal):
    """A pack whose offer promised nothing of a resale."""

    sentence = N_("{name} promised nothing of a resale to those who answered. To give them something: /thank")


class NobodyAnswered(Refusal):
    """Nobody whose answers are accepted is there."""

    sentence = N_("Nobody is there who could be paid for answers in {name}.")

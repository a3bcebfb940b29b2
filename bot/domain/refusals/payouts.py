"""Refusals of payouts, as an operator speaks of them."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchPayout(Refusal):
    sentence = N_("There is no payout {payout}.")


class PayoutIsOver(Refusal):
    sentence = N_("Payout {payout} is {state}; nothing more can be said of it.")


class PayoutNotByHand(Refusal):
    """A payout that was not sent can't have arrived."""

    sentence = N_(
        "Payout {payout} has not been sent yet, so it can't be there; it can be ended with --failed."
    )


class PayoutBeingAsked(Refusal):
    """Its provider may be paying it at this moment."""

    sentence = N_(
        "Payout {payout} is being asked about just now, and nothing was changed. Look once more in {minutes} minutes."
    )


class ReferenceOfAnother(Refusal):
    """A provider's reference is one payout's; a bank's for a whole list is nobody's."""

    sentence = N_(
        "{reference} is another payout's reference, so payout {payout} can't have it, and nothing was booked. Write its own, or none."
    )


class NothingHeld(Refusal):
    """Payouts go already."""

    sentence = N_("No payouts are held.")


class NoSuchRail(Refusal):
    sentence = N_("Nobody is paid by {rail} here; what can be: {known}.")


class NotStatement(Refusal):
    sentence = N_("{file} can't be compared: {why}.")


class PayoutWords(Refusal):
    """Words about a payout that don't go together."""

    sentence = N_(
        "Say one thing of a payout: --paid REFERENCE, --failed WHY (destination, limit, funds, account, refused) or --returned."
    )


class ListFaulty(Refusal):
    """A list that came back with faults; each is a plain English sentence."""

    sentence = N_("The list has faults ({count}); nothing of it was booked:\n{faults}")

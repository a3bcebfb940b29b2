"""Refusals of money that comes in."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NotAnAmount(Refusal):
    sentence = N_("{written} is not an amount; write it like 25.00.")


class ReferenceUsed(Refusal):
    sentence = N_("The reference {reference} was used for another amount.")


class SayWho(Refusal):
    sentence = N_("Say with --by who you are: a name in one line, 64 characters at most.")


class SecondPerson(Refusal):
    sentence = N_("{by} said so first; another person must agree.")


class NoSuchDeposit(Refusal):
    sentence = N_("There is no deposit {reference}. `ujima deposit list` shows them.")


class WhichDeposit(Refusal):
    sentence = N_("{reference} is a deposit of several requesters: {requesters}. Say whose with --requester.")


class DepositInState(Refusal):
    """A deposit in another state can't be treated so."""

    sentence = N_("The deposit {reference} is {state}; that is not possible now.")


class Unspent(Refusal):
    """A deposit goes back only whole."""

    sentence = N_(
        "Of the deposit {reference} over {amount} only {there} is unspent, so it can't go back. Nothing has moved. "
        "If the bank or the provider took it: `ujima deposit called-back {reference} --by NAME`."
    )


class LessLeft(Refusal):
    sentence = N_("{requester} has {there} that no pack holds, not {wanted}. Nothing has moved.")


class NothingOwed(Refusal):
    """Of a deposit that was called back there is nothing left for the house to bear."""

    sentence = N_("{requester} owes nothing, so there is nothing to bear.")


class FeesLess(Refusal):
    sentence = N_("The fees hold {there}, not {wanted}. Nothing has moved.")


class ReversibleSpent(Refusal):
    """Money that can be called back funds little while its requester is new."""

    sentence = N_(
        "This needs {wanted}, and {free} can be used now. In a requester's first {days} days at most {most} of what "
        "was paid in by card or PayPal goes into work, for such payments can be called back. A bank transfer has no such limit."
    )


class TooManyInvoices(Refusal):
    sentence = N_("You asked for {most} invoices today. Pay one of them, or come back tomorrow.")


class InvoiceUnknown(Refusal):
    """Not known, somebody else's, or over another sum: the words are the same."""

    sentence = N_("This invoice can't be paid here. Ask for a new one: /deposit")


class InvoicePaid(Refusal):
    sentence = N_("This invoice is paid already. To pay in more, ask for a new one: /deposit")


class InvoiceOver(Refusal):
    sentence = N_("This invoice is too old. Ask for a new one: /deposit")

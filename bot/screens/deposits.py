"""Paying in: how much, by which way, the invoice, and what came of it."""

from __future__ import annotations

from bot.domain import limits
from bot.domain.outcomes.deposits import (
    CalledBack,
    PaidAside,
    PaidIn,
    PayByCard,
    PayByHand,
    PayIn,
    PayLink,
    PayLinkComing,
    SentBack,
)
from bot.screen import Bill, Screen
from bot.screens.words import Installation, Shown, joined, marked
from bot.texts import Translator


def pay_in(facts: PayIn, t: Translator, house: Installation) -> Screen:
    """How much to pay in, or by which way."""
    have = t("You have {balance} for work.", balance=t.money(facts.have))
    if facts.amount:
        ways = {"telegram": t.label("Card, here"), "paypal": t.label("PayPal")}
        keys = tuple(marked(facts.mark, ways[one], f"payby:{one}") for one in facts.ways)
        asked = t("Pay in {amount}: how?", amount=t.money(facts.amount))
        return Screen(joined(have, asked), keyboard=(keys,), mark=facts.mark)
    keys = tuple(marked(facts.mark, t.money(one), f"payin:{one}") for one in facts.sums)
    rows = tuple(keys[start : start + 2] for start in range(0, len(keys), 2))
    asked = t("How much do you pay in? Press a sum, or write one such as 25.00.")
    return Screen(joined(_unfit(facts, t), have, asked), keyboard=rows, mark=facts.mark)


def _unfit(facts: PayIn, t: Translator) -> str:
    """What was wrong with a sum that was typed; "" when nothing was."""
    said = {
        "amount": t("That is no sum we can read."),
        "minor": t("That is finer than the smallest coin."),
        "least": t("The least is {amount}.", amount=t.money(facts.least)),
        "most": t("The most at a time is {amount}.", amount=t.money(facts.most)),
    }
    return said.get(facts.unfit, "")


def by_hand(facts: PayByHand, t: Translator, house: Installation) -> Screen:
    """No card here: the operator books what comes in."""
    have = t("You have {balance} for work.", balance=t.money(facts.have))
    return Screen(joined(have, t("Pay in by bank transfer. Whom to ask: /about")))


def invoice(facts: PayByCard, t: Translator, house: Installation) -> Screen:
    """Telegram's invoice; its text is the description."""
    said = t(
        "For work you ask for. What no work uses stays yours. Pay within {span}; you are told when it is here.",
        span=t.span(limits.deposit_invoice_ms),
    )
    bill = Bill(t.label("Pay in"), t.label("Deposit"), facts.payload, facts.units, facts.currency)
    return Screen(said, bill=bill)


def link_coming(facts: PayLinkComing, t: Translator, house: Installation) -> Screen:
    """PayPal is being asked for a link."""
    return Screen(t("The link for {amount} comes in a moment.", amount=t.money(facts.amount)))


def link(facts: PayLink, t: Translator, house: Installation) -> Screen:
    """Where to pay; or that PayPal gave no link."""
    if not facts.link:
        return Screen(t("PayPal does not answer now, so nothing was paid. Try again: /deposit"))
    here = t("Pay in {amount} here: {link}", amount=t.money(facts.amount), link=facts.link)
    return Screen(
        joined(
            here,
            t(
                "The link works until {when} UTC. You are told when the money is here.",
                when=t.moment(facts.until),
            ),
        )
    )


def paid(facts: PaidIn, t: Translator, house: Installation) -> Screen:
    """Money came in."""
    came = t(
        "{amount} is here. You have {balance} for work.",
        amount=t.money(facts.amount),
        balance=t.money(facts.have),
    )
    limited = t(
        "A card payment can be called back, so at first only part of it can be used; a bank transfer has no such limit."
    )
    repaid = t("{amount} of it paid what you owed.", amount=t.money(facts.repaid))
    return Screen(
        joined(came, repaid if facts.repaid else "", limited if facts.limited else ""), silent=False
    )


def sent_back(facts: SentBack, t: Translator, house: Installation) -> Screen:
    """Money that they paid in goes back to them."""
    return Screen(
        t(
            "{amount} of what you paid in goes back to you. You have {balance} left for work.",
            amount=t.money(facts.amount),
            balance=t.money(facts.have),
        ),
        silent=False,
    )


def called_back(facts: CalledBack, t: Translator, house: Installation) -> Screen:
    """A payment of theirs is gone; what they owe now."""
    gone = t(
        "Your payment of {amount} was called back, so it is gone from here.", amount=t.money(facts.amount)
    )
    owed = t(
        "You owe {amount}. What you pay in, and what your packs give back, pays that first: /deposit",
        amount=t.money(facts.owed),
    )
    covered = t("You had as much left, so you owe nothing.")
    return Screen(joined(gone, owed if facts.owed else covered), silent=False)


def aside(facts: PaidAside, t: Translator, house: Installation) -> Screen:
    """Money came in and can't be booked."""
    return Screen(
        t(
            "We know of your payment and can't book it yet. The operator looks at it. Its number: {reference}",
            reference=facts.reference,
        ),
        silent=False,
    )


SCREENS: Shown = {
    PayIn: pay_in,
    PayByHand: by_hand,
    PayByCard: invoice,
    PayLinkComing: link_coming,
    PayLink: link,
    PaidIn: paid,
    SentBack: sent_back,
    CalledBack: called_back,
    PaidAside: aside,
}

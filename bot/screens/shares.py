"""What people keep in their answers: what they read who withdraw, or get their share of a resale, and what a requester reads of it."""

from __future__ import annotations

from bot.domain.outcomes.shares import (
    Gave,
    ResaleBegun,
    ResaleCame,
    ResaleHow,
    ResalePaid,
    WithdrawalCame,
    WithdrawHow,
    WithdrawList,
    Withdrawn,
)
from bot.domain.said import in_command
from bot.screen import Screen
from bot.screens.words import Installation, Shown, joined, that_fit, you_have
from bot.texts import Translator


def _line(one: Gave, t: Translator) -> str:
    return t("{title}: {command}", title=t.own(one.title), command=f"/withdraw_{in_command(one.name)}")


def withdraw_list(facts: WithdrawList, t: Translator, house: Installation) -> Screen:
    """/withdraw: from which packs."""
    if not facts.packs:
        return Screen(
            t(
                "There is nothing you could withdraw. It can be done where work is under terms of its own; what was given to "
                "everybody can't be taken back."
            )
        )
    first = t("You can withdraw what you answered here. Your pay stays yours.")
    return Screen(that_fit([_line(one, t) for one in facts.packs], first, ""))


def withdraw_how(facts: WithdrawHow, t: Translator, house: Installation) -> Screen:
    """What it does, and how it is said."""
    gave = facts.gave
    count = t.n(
        "You gave {count} answer in {title}.",
        "You gave {count} answers in {title}.",
        gave.answers,
        title=t.own(gave.title),
    )
    left = ""
    if gave.left:
        left = t.n(
            "{count} of them has left already: the requester is asked to remove it, and we can't see whether they do.",
            "{count} of them have left already: the requester is asked to remove them, and we can't see whether they do.",
            gave.left,
        )
    return Screen(
        joined(
            count,
            t("Withdrawn, none of them leaves with the results any more, and you get no more of this work."),
            left,
            t("Your pay stays yours. It can't be undone."),
            t("To do it: {command}", command=f"/withdraw_{in_command(gave.name)} yes"),
        )
    )


def withdrawn(facts: Withdrawn, t: Translator, house: Installation) -> Screen:
    """It is done."""
    done = t.n(
        "{count} answer in {title} is withdrawn. Your pay is yours.",
        "{count} answers in {title} are withdrawn. Your pay is yours.",
        facts.gave.answers,
        title=t.own(facts.gave.title),
    )
    return Screen(joined(done, t("Work: /tasks")))


def withdrawal_came(facts: WithdrawalCame, t: Translator, house: Installation) -> Screen:
    """To the requester: whose answers, and what is asked of them."""
    came = t.n(
        "Somebody withdrew {count} answer in {name}. It leaves with no results from now on.",
        "Somebody withdrew {count} answers in {name}. They leave with no results from now on.",
        facts.answers,
        name=facts.name,
    )
    remove = ""
    if facts.worker:
        remove = t(
            "Some of them are in results you have: please remove those of {worker} there, and wherever you passed them on.",
            worker=facts.worker,
        )
    return Screen(joined(came, remove))


# ---- a resale ----------------------------------------------------------------------------------------------


def resale_how(facts: ResaleHow, t: Translator, house: Installation) -> Screen:
    """/resale without all of its words: how to write it."""
    command = f"/resale_{in_command(facts.name) or 'PACK'} 120.00"
    return Screen(
        joined(
            t("When answers are sold again: write {command} and to whom, in one line.", command=command),
            t(
                "The amount is what the resale brought. The share that was promised is taken from what you have to spend."
            ),
            t(
                "It is paid to those who answered, by their accepted answers. They read your words. It can't be taken back."
            ),
        )
    )


def resale_begun(facts: ResaleBegun, t: Translator, house: Installation) -> Screen:
    """To the requester: it is put aside."""
    aside = t(
        "{name}: of {brought}, {amount} is for those who answered. They are paid now, one after another.",
        name=facts.name,
        brought=t.money(facts.brought),
        amount=t.money(facts.amount),
    )
    return Screen(joined(aside, t("You have {balance} to spend.", balance=t.money(facts.have))))


def resale_paid(facts: ResalePaid, t: Translator, house: Installation) -> Screen:
    """To the requester: it is done."""
    paid = t.n(
        "{name}: {amount} of the resale went to {count} person.",
        "{name}: {amount} of the resale went to {count} people.",
        facts.people,
        name=facts.name,
        amount=t.money(facts.amount),
    )
    back = ""
    if facts.back:
        back = t(
            "{amount} was for somebody who is not here any more, and is yours again.",
            amount=t.money(facts.back),
        )
    return Screen(joined(paid, back))


def resale_came(facts: ResaleCame, t: Translator, house: Installation) -> Screen:
    """To who answered: their part."""
    came = t.n(
        "Answers in {title} were sold again. Your part, for {count} answer: {amount}.",
        "Answers in {title} were sold again. Your part, for {count} answers: {amount}.",
        facts.answers,
        title=t.own(facts.title),
        amount=t.change(facts.amount),
    )
    words = t("{name} says: “{about}”", name=facts.asks, about=facts.words)
    return Screen(joined(f"{came} {you_have(facts.balance, t)}", words))


SCREENS: Shown = {
    ResaleHow: resale_how,
    ResaleBegun: resale_begun,
    ResalePaid: resale_paid,
    ResaleCame: resale_came,
    WithdrawList: withdraw_list,
    WithdrawHow: withdraw_how,
    Withdrawn: withdrawn,
    WithdrawalCame: withdrawal_came,
}

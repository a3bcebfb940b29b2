"""What people keep in their answers: what they read who withdraw, and what a requester reads of it."""

from __future__ import annotations

from bot.domain.outcomes.shares import Gave, WithdrawalCame, WithdrawHow, WithdrawList, Withdrawn
from bot.domain.said import in_command
from bot.screen import Screen
from bot.screens.words import Installation, Shown, joined, that_fit
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


SCREENS: Shown = {
    WithdrawList: withdraw_list,
    WithdrawHow: withdraw_how,
    Withdrawn: withdrawn,
    WithdrawalCame: withdrawal_came,
}

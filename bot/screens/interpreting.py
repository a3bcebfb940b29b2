"""Interpreters on the phone: what somebody is asked to write in another language, and what who decides hears of it."""

from __future__ import annotations

from bot.domain.outcomes.cases import (
    Case,
    Interpreted,
    InterpreterAsked,
    InterpreterSought,
    Interpreting,
    InterpretingOver,
)
from bot.screen import Screen, cut, text_utf16_max
from bot.screens.words import Installation, Shown, joined, marked, size
from bot.texts import Translator

side_utf16_max = 1_200  # of what each side wrote
around_utf16 = 40  # quotation marks, line breaks and the name of a side
wordings_utf16_max = 1_500  # of what interpreters wrote of one case, as it stands in the evidence


# ---- to who decides ------------------------------------------------------------------------------------------------


def wordings(facts: Case, t: Translator) -> str:
    """What interpreters wrote, marked as theirs; and how to have one, where its language is another, or that there is none."""
    each = wordings_utf16_max // max(1, len(facts.interpreted))
    found = (
        t(
            "In {target}, by an interpreter: “{text}”",
            target=t.language_name(one.target),
            text=cut(one.words, each),
        )
        for one in facts.interpreted
    )
    pair = {"source": t.language_name(facts.unread), "target": t.language_name(facts.target)}
    if facts.nobody:
        more = t("Nobody could be asked who reads both {source} and {target}.", **pair)
    elif facts.unread and facts.interpreted:
        more = t("By somebody else: {command}", command=f"/translate_{facts.code}")
    elif facts.unread:
        more = t(
            "To have it in {target}: {command}", target=pair["target"], command=f"/translate_{facts.code}"
        )
    else:
        more = ""
    return joined(*found, more)


def sought(facts: InterpreterSought, t: Translator, house: Installation) -> Screen:
    """Somebody is asked."""
    named = {"code": facts.code, "target": t.language_name(facts.target)}
    asked = t(
        "Somebody is asked to write {code} in {target}. It waits, and you hear when it is there.", **named
    )
    already = t("Somebody is writing {code} in {target} already; look again later.", **named)
    return Screen(joined(already if facts.already else asked, t("More: /cases")))


def interpreted(facts: Interpreted, t: Translator, house: Installation) -> Screen:
    """It is there, or nobody wrote it."""
    named = {"code": facts.code, "target": t.language_name(facts.target)}
    if facts.there:
        return Screen(t("{code} is there in {target}: /case_{code}", **named))
    return Screen(t("Nobody wrote {code} in {target}; it stays as it is: /case_{code}", **named))


# ---- to an interpreter -----------------------------------------------------------------------------------------------


def asked(facts: InterpreterAsked, t: Translator, house: Installation) -> Screen:
    """Whether they like to."""
    wanted = t(
        "Somebody wrote in {source}, and who decides about it doesn't read that. Do you read {source} and {target}? Write it in "
        "{target} for {amount}: /interpret_{code} If you don't like to, do nothing.",
        source=t.language_name(facts.source),
        target=t.language_name(facts.target),
        amount=t.money(facts.amount),
        code=facts.code,
    )
    return Screen(joined(wanted, t("It is about hard content, and comes covered.") if facts.hard else ""))


def interpreting(facts: Interpreting, t: Translator, house: Installation) -> Screen:
    """The words, each under whose they are; of hard content covered."""
    first = t(
        "{mark} Write this in {target}, all of it in one message. It pays {amount}. Please tell nobody what it says.",
        mark=facts.mark,
        target=t.language_name(facts.target),
        amount=t.money(facts.amount),
    )
    worker = t("The worker: “{text}”", text=cut(facts.read.words, side_utf16_max)) if facts.read.words else ""
    theirs = (
        t("The requester: “{text}”", text=cut(facts.read.said, side_utf16_max)) if facts.read.said else ""
    )
    answer = ""
    if facts.read.answer:
        room = text_utf16_max - size(first) - size(worker) - size(theirs) - around_utf16
        answer = t("Answer: {answer}", answer=cut(facts.read.answer, room))
    words = joined(answer, worker, theirs)
    if facts.hard:
        words = f"<tg-spoiler>{words}</tg-spoiler>"
    not_me = marked(facts.mark, t.label("Not for me"), "interpretnot")
    return Screen(joined(first, words), keyboard=((not_me,),), mark=facts.mark, protect=facts.hard)


def over(facts: InterpretingOver, t: Translator, house: Installation) -> Screen:
    """It is written and paid, declined, or done already."""
    if facts.amount:
        said = t("Thank you: +{amount}.", amount=t.money(facts.amount))
    elif facts.declined:
        said = t("Noted. It is no longer yours to do.")
    else:
        said = t("It is done already. Nothing is needed of you.")
    return Screen(joined(said, t("Work: /tasks")))


SCREENS: Shown = {
    InterpreterSought: sought,
    Interpreted: interpreted,
    InterpreterAsked: asked,
    Interpreting: interpreting,
    InterpretingOver: over,
}

"""What is found, in words: what a case is about, what may be found, and why, as sentences and as keys.

A reason is a code of a closed list (`bot.domain.cases`), said in each reader's own language; beside it stand the words of
whoever decided, as they wrote them.
"""

from __future__ import annotations

from bot.domain.claims import Copied
from bot.texts import Translator


def reason(name: str, t: Translator) -> str:
    """Why, as a sentence; "" for what was said in words alone."""
    return {
        "fits": t("It fits the instruction."),
        "open": t("The instruction leaves it open."),
        "other_sentence": t("The sentence that was named says something else."),
        "breaks": t("It breaks the sentence that was named."),
        "empty": t("It is empty, or not about the question."),
        "copied": t("It is copied."),
        "machine": t("A machine gave it."),
        "unanswerable": t("The question can't be answered as it is."),
        "harmful": t("It does harm."),
        "contradicts": t("The instruction contradicts itself."),
        "unclear": t("The instruction is not clear."),
        "careless": t("The claim was made without care."),
        "mostly_wrong": t("Most of the claims were not right."),
        "well_founded": t("What it is founded on is right."),
        "not_founded": t("What it is founded on is not right."),
        "long_enough": t("It has lasted long enough."),
        "seen": t("Somebody has looked."),
        "unfounded": t("What people say of it does not hold."),
        "mended": t("What was wrong is mended."),
        "founded": t("What people say of it is right."),
        "allowed": t("It may be said here."),
        "hurts": t("It hurts or threatens people."),
        "finds_people": t("It says who somebody is, or how to reach them."),
        "sells": t("It sells something, or asks for money or work elsewhere."),
    }.get(name, "")


def sent(form: str, code: str, t: Translator) -> str:
    """How to bring what a worker sent with their disagreement; "" where they sent nothing."""
    command = f"/said_{code}"
    return {
        "voice": t("They said it by voice: {command}", command=command),
        "picture": t("They sent a picture: {command}", command=command),
    }.get(form, "")


def copied(found: Copied | None, t: Translator, *, own: bool = False) -> str:
    """What is known of an answer that is called copied, to its worker (`own`) or to who decides; "" for another ground.

    What others answered is no part of it: see `copied_of_others`.
    """
    if found is None or not (found.forwarded or found.own_same):
        return ""
    of = {"same": t.number(found.own_same), "count": t.number(found.own)}
    theirs = (
        t("The same words in your other answers here: {same} of {count}.", **of)
        if own
        else t("The same words in their other answers here: {same} of {count}.", **of)
    )
    said = (
        t("It came as a forwarded message.") if found.forwarded else "",
        theirs if found.own_same else "",
        t("None of this proves anything by itself."),
    )
    return " ".join(one for one in said if one)


def copied_of_others(found: Copied | None, t: Translator) -> str:
    """How many others gave the same words, for whoever has found something themselves."""
    if found is None or not found.same:
        return ""
    return t(
        "The same words from others to this question: {same} of {count}, {before} of them earlier.",
        same=t.number(found.same),
        count=t.number(found.others),
        before=t.number(found.before),
    )


def reason_key(name: str, t: Translator) -> str:
    return {
        "fits": t.label("It fits"),
        "open": t.label("Left open"),
        "other_sentence": t.label("Wrong sentence"),
        "breaks": t.label("It breaks it"),
        "empty": t.label("Empty or unrelated"),
        "copied": t.label("Copied"),
        "machine": t.label("By a machine"),
        "unanswerable": t.label("No answer possible"),
        "harmful": t.label("It does harm"),
        "contradicts": t.label("Contradicts itself"),
        "unclear": t.label("Not clear"),
        "careless": t.label("Without care"),
        "mostly_wrong": t.label("Mostly wrong"),
        "well_founded": t.label("Well founded"),
        "not_founded": t.label("Not founded"),
        "long_enough": t.label("Long enough"),
        "seen": t.label("Looked at"),
        "unfounded": t.label("Does not hold"),
        "mended": t.label("Mended"),
        "founded": t.label("It is right"),
        "allowed": t.label("May be said"),
        "hurts": t.label("Hurts people"),
        "finds_people": t.label("Says who it is"),
        "sells": t.label("Sells something"),
    }[name]


def outcome_key(kind: str, outcome: str, t: Translator) -> str:
    if outcome == "stands":
        return {
            "claim": t.label("Answer stands"),
            "report": t.label("Nothing is wrong"),
            "requester": t.label("May claim again"),
        }[kind]
    return {
        "unusable": t.label("Not usable"),
        "item": t.label("Question is faulty"),
        "instruction": t.label("Rules are faulty"),
        "warn": t.label("Warn them"),
        "keep": t.label("Stays suspended"),
        "holds": t.label("Limit stays"),
        "lift": t.label("Limit ends"),
        "seen": t.label("Looked at"),
        "goes_on": t.label("It goes on"),
        "stays_paused": t.label("Stays paused"),
        "close": t.label("Close the pack"),
        "leave": t.label("It stays"),
        "take_out": t.label("Take it out"),
    }[outcome]


def about(kind: str, t: Translator) -> str:
    return {
        "claim": t("An answer was called unusable."),
        "report": t("Something is wrong with a question."),
        "requester": t("A requester called many answers unusable."),
        "payout": t("Money on its way waits for a person."),
        "fraud": t("Something looks like fraud."),
        "account": t("Somebody may not work here for a time, and says no to that."),
        "grievance": t("People complain about a pack."),
        "room": t("A message in the workers' room was reported."),
    }[kind]


def ground(name: str, t: Translator) -> str:
    """What a case was about in particular, as a sentence; "" for what has none of its own."""
    hard = {"violent": t("Reported: it is violent."), "illegal": t("Reported: it is illegal.")}.get(name, "")
    return hard or why(name, t) or reason(name, t)


def ended(kind: str, outcome: str, t: Translator) -> str:
    """How a case ended, in a few words."""
    if outcome in ("overdue", "settled"):
        return {"overdue": t("Nobody decided in time."), "settled": t("It ended by itself.")}[outcome]
    return t.value(outcome_key(kind, outcome, t))


def counted(kind: str, said: str, count: int, t: Translator) -> str:
    """So many cases of a kind of which the same is to be said."""
    return t("{count} × {kind} {said}", count=t.number(count), kind=about(kind, t), said=said)


def why(ground: str, t: Translator) -> str:
    """What a case is about in particular; "" where that says no more."""
    return {
        "nothing_fits": t("Reported: nothing fits."),
        "unclear": t("Reported: it is unclear."),
        "cannot_see": t("Reported: it can't be seen."),
        "violent": t("Reported: it is violent. It is not shown here; /look shows it, covered."),
        "illegal": t("Reported: it is illegal. It is not shown here."),
        "my_data": t("Reported: it asks for the worker's own data."),
    }.get(ground, "")

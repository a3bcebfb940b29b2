"""What those who work here propose: the list, a vote's keys, and the news of it. Somebody's words are shown as a quotation."""

from __future__ import annotations

from bot.domain import limits
from bot.domain import proposals as rules
from bot.domain.outcomes.proposals import (
    CaseFigures,
    Delegates,
    Proposal,
    Proposed,
    Resigned,
    Seconded,
    Voice,
    VoiceNews,
    Voted,
    VoteOn,
)
from bot.screen import Screen
from bot.screens import findings
from bot.screens.words import Installation, Shown, joined, marked, that_fit
from bot.texts import Translator


def voice(facts: Voice, t: Translator, house: Installation) -> Screen:
    """What is proposed and voted on, and how to take part."""
    if facts.answers >= rules.answers_min and facts.days >= rules.days_min:
        own = t("Propose in one line: /propose …")
    else:
        own = t(
            "A voice takes {needed} settled answers on {days} days in 90 days; you have {count} on {own}.",
            needed=t.number(rules.answers_min),
            days=t.number(rules.days_min),
            count=t.number(facts.answers),
            own=t.number(facts.days),
        )
    first = t("What those who work here want changed. Nobody sees who proposes or how somebody votes.")
    shown = [_told(one, t) for one in facts.proposals] or [t("Nothing is proposed so far.")]
    return Screen(that_fit(shown, first, own))


def _told(one: Proposal, t: Translator) -> str:
    words = t("{number}. “{text}”", number=t.number(one.number), text=one.words)
    if one.kind == "delegate":
        words = t("{number}. To elect as a delegate: “{text}”", number=t.number(one.number), text=one.words)
    return joined(words, _stands(one, t))


def _stands(one: Proposal, t: Translator) -> str:
    until = t.date(one.until)
    if one.state == "seconding":
        count = t(
            "Seconded by {count} of {needed} people, until {date}.",
            count=t.number(one.seconds),
            needed=t.number(rules.seconds_min),
            date=until,
        )
        done = (
            t("You are one of them.")
            if one.seconded
            else t("Second it: {command}", command=f"/second_{one.number}")
        )
        return f"{count} {done}"
    if one.state == "voting":
        said = t("Voted on until {date}.", date=until)
        done = t("You voted.") if one.voted else ""
        return " ".join(filter(None, (said, done, t("Vote: {command}", command=f"/vote_{one.number}"))))
    if one.state == "lapsed":
        return t("Too few seconded it.")
    return joined(_result(one, t), _answer(one, t))


def _result(one: Proposal, t: Translator) -> str:
    said = {
        "yes": t("The vote says yes."),
        "no": t("The vote says no."),
        "short": t("Too few voted, so it says nothing."),
    }[one.result]
    counted = t(
        "Yes {yes}, no {no}, no opinion {neither}; {may_vote} had a voice, {needed} votes were needed.",
        yes=t.number(one.yes),
        no=t.number(one.no),
        neither=t.number(one.neither),
        may_vote=t.number(one.may_vote),
        needed=t.number(one.needed),
    )
    return f"{said} {counted}"


def _answer(one: Proposal, t: Translator) -> str:
    if one.kind == "delegate":
        return t("Elected until {date}.", date=t.date(one.term_until)) if one.term_until else ""
    if one.answer:
        return t("The operator's answer: “{text}”", text=one.answer)
    due = t.date(one.until)
    if one.late:
        return t("The operator should have answered by {date} and has not.", date=due)
    return t("The operator answers by {date}.", date=due)


def proposed(facts: Proposed, t: Translator, house: Installation) -> Screen:
    """To who proposed."""
    told = t(
        "Your proposal is number {number}. When {count} others second it by {date}, all vote on it.",
        number=t.number(facts.number),
        count=t.number(rules.seconds_min),
        date=t.date(facts.until),
    )
    return Screen(joined(told, t("Others do so with {command}", command=f"/second_{facts.number}")))


def seconded(facts: Seconded, t: Translator, house: Installation) -> Screen:
    """To who seconded."""
    if facts.votes:
        told = t("Proposal {number} is voted on now.", number=t.number(facts.number))
        return Screen(joined(told, t("Vote: {command}", command=f"/vote_{facts.number}")))
    return Screen(
        t(
            "You seconded proposal {number}: {count} of {needed} people so far.",
            number=t.number(facts.number),
            count=t.number(facts.seconds),
            needed=t.number(rules.seconds_min),
        )
    )


def vote_on(facts: VoteOn, t: Translator, house: Installation) -> Screen:
    """Three keys and a way out; what one's vote was is not known any more."""
    asked = t(
        "{mark} Proposal {number}: “{text}”", mark=facts.mark, number=t.number(facts.number), text=facts.words
    )
    again = t("You voted; a key changes it.") if facts.voted else ""
    secret = t("The vote is secret, and can be changed until {date}.", date=t.date(facts.until))
    choices = (("yes", t.label("Yes")), ("no", t.label("No")), ("neither", t.label("No opinion")))
    first, second, third = (marked(facts.mark, label, f"vote:{act}") for act, label in choices)
    rows = ((first, second), (third, marked(facts.mark, t.label("Back"), "back")))
    return Screen(joined(asked, again, secret), keyboard=rows, mark=facts.mark)


def voted(facts: Voted, t: Translator, house: Installation) -> Screen:
    """It is in the box."""
    told = t("Your vote on proposal {number} is in the box.", number=t.number(facts.number))
    change = t(
        "Until {date} you can change it: {command}",
        date=t.date(facts.until),
        command=f"/vote_{facts.number}",
    )
    return Screen(joined(told, change))


def voice_news(facts: VoiceNews, t: Translator, house: Installation) -> Screen:
    """To all who have a voice in it."""
    return Screen(joined(_told(facts.proposal, t), t("All that is proposed: /voice")))


def delegates(facts: Delegates, t: Translator, house: Installation) -> Screen:
    """Who was elected, and how one stands."""
    first = t(
        "Delegates are elected by those who work here, for {days} days. They are told how cases end.",
        days=t.number(rules.term_ms // limits.day),
    )
    shown = [
        t("{name}, until {date}", name=t.value(one.name), date=t.date(one.until)) for one in facts.delegates
    ]
    own = (
        t("You are one of them. Last month: /delegate_figures No more: /delegate_resign")
        if facts.own
        else t("To stand: /delegate stand, and why, in one line.")
    )
    return Screen(that_fit(shown or [t("Nobody is one now.")], first, own))  # fmt: skip


def case_figures(facts: CaseFigures, t: Translator, house: Installation) -> Screen:
    """How cases ended in a month: only what is five or more."""
    first = t(
        "Cases that ended in the month from {date} on, of {least} or more alike.",
        date=t.date(facts.month),
        least=t.number(rules.cases_least),
    )
    said = [findings.counted(kind, findings.ground(name, t), count, t) for kind, name, count in facts.grounds]
    ended = [
        findings.counted(kind, findings.ended(kind, name, t), count, t)
        for kind, name, count in facts.outcomes
    ]
    kept = t("Ended in time: {count}", count=t.number(facts.kept)) if facts.kept is not None else ""
    missed = t("Too late: {count}", count=t.number(facts.missed)) if facts.missed is not None else ""
    lines = [one for one in (kept, missed, *said, *ended) if one]
    return Screen(that_fit(lines or [t("There were too few to tell.")], first))  # fmt: skip


def resigned(facts: Resigned, t: Translator, house: Installation) -> Screen:
    """No delegate any more."""
    return Screen(t("You are no delegate any more."))


SCREENS: Shown = {
    Delegates: delegates,
    CaseFigures: case_figures,
    Resigned: resigned,
    Voice: voice,
    Proposed: proposed,
    Seconded: seconded,
    VoteOn: vote_on,
    Voted: voted,
    VoiceNews: voice_news,
}

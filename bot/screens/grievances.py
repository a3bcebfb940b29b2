"""What people say of a pack that they find unfair, and what comes of it, on both sides' phones."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain import grievances
from bot.domain.outcomes.grievances import Grievance, GrievanceOver, Grieved, HaltOver, PackHalted
from bot.domain.outcomes.worker import TextsOf
from bot.domain.said import in_command
from bot.screen import Screen, cut
from bot.screens.words import Installation, Shown, joined, marked
from bot.texts import Translator

words_utf16_max = 250  # of whoever decided


def _reason_key(name: str, t: Translator) -> str:
    return {
        "pay": t.label("Pays too little"),
        "unclear": t.label("Rules not clear"),
        "claims": t.label("Unfair claims"),
        "harm": t.label("Does harm"),
        "other": t.label("Something else"),
    }[name]


def counts(reasons: Iterable[tuple[str, int]], t: Translator) -> str:
    """How many people gave which reason, a line each."""
    lines = (
        t("{reason}: {count}", reason=_reason_key(reason, t), count=t.number(count))
        for reason, count in reasons
    )
    return joined(*lines)


def _named(title: TextsOf, t: Translator) -> str:
    return t.value(f"“{t.own(title)}”")


def grievance(facts: Grievance, t: Translator, house: Installation) -> Screen:
    """What is unfair? One key a reason."""
    title = _named(facts.title, t)
    asked = t("{mark} {title}: what is unfair about it?", mark=facts.mark, title=title)
    secret = t("The requester learns how many say what, and never who.")
    keys = [marked(facts.mark, _reason_key(one, t), f"grieve:{one}") for one in grievances.REASONS]
    keys.append(marked(facts.mark, t.label("Back"), "back"))
    rows = tuple(tuple(keys[first : first + 2]) for first in range(0, len(keys), 2))
    return Screen(joined(asked, secret), keyboard=rows, mark=facts.mark)


def grieved(facts: Grieved, t: Translator, house: Installation) -> Screen:
    """To who said it."""
    title = _named(facts.title, t)
    lacks = {
        "answers": t("It counts once you have {count} answers there.", count=t.number(grievances.answers_least)),
        "place": t("It counts once you have said where you are paid: /money"),
        "shared": t("Somebody who is paid where you are paid said so too; the two count once."),
    }.get(facts.lacks, "")  # fmt: skip
    if facts.halted:
        then = t(
            "Enough people said so, so it is paused until somebody neutral has looked, {span} at most. What you have open is paid as ever.",
            span=t.span(grievances.pause_ms),
        )
    else:
        then = t(
            "It pauses when {count} people who worked there say so, or more than that where many did. Then somebody neutral looks.",
            count=t.number(grievances.people_least),
        )
    return Screen(joined(t("Noted for {title}. Nobody is told that it was you.", title=title), lacks, then))


def halted(facts: PackHalted, t: Translator, house: Installation) -> Screen:
    """To the requester: how many said what."""
    told = t.n(
        "{name} is paused: {count} person who worked there calls it unfair.",
        "{name} is paused: {count} people who worked there call it unfair.",
        facts.people,
        name=t.value(facts.name),
    )
    then = t(
        "Somebody neutral looks at it. If nobody decides within {span}, it goes on by itself. Open tasks are answered and paid meanwhile.",
        span=t.span(grievances.pause_ms),
    )
    return Screen(joined(told, counts(facts.reasons, t), then))


def halt_over(facts: HaltOver, t: Translator, house: Installation) -> Screen:
    """To the requester: nobody decided in time."""
    name = t.value(facts.name)
    if facts.runs:
        return Screen(
            t("{name} goes on, for nobody decided in time. Somebody may still look at it.", name=name)
        )
    may = t(
        "Nobody decided in time, so {name} may go on: {command}",
        name=name,
        command=f"/resume_{in_command(facts.name)}",
    )
    return Screen(may)


def over(facts: GrievanceOver, t: Translator, house: Installation) -> Screen:
    """To those who said it."""
    title = _named(facts.title, t)
    found = {
        "goes_on": t("{title}: somebody neutral looked at what you and others said, and it goes on.", title=title),
        "stays_paused": t("{title}: somebody neutral looked at what you and others said. It stays paused until its instruction is changed.", title=title),
        "close": t("{title}: somebody neutral looked at what you and others said, and it is closed.", title=title),
    }[facts.outcome]  # fmt: skip
    why = t("“{text}”", text=cut(facts.why, words_utf16_max)) if facts.why else ""
    return Screen(joined(found, why))


SCREENS: Shown = {
    Grievance: grievance,
    Grieved: grieved,
    PackHalted: halted,
    HaltOver: halt_over,
    GrievanceOver: over,
}

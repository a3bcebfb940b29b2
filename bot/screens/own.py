"""One's own limits: what is set, the ways to change it, and the reminder in the place of new work."""

from __future__ import annotations

from bot.domain.limits import hour
from bot.domain.outcomes.own import Limits, Stopped
from bot.screen import Key, Screen
from bot.screens.words import Installation, Shown, joined, marked, saved_line, undo_line, you_have
from bot.texts import Translator

hours_offered = (1, 2, 4, 8)
quiet_offered = ((20, 8), (21, 7), (23, 5))


def limits(facts: Limits, t: Translator, house: Installation) -> Screen:
    """/limits: hours a day, quiet hours, a free day."""
    is_set = bool(facts.quiet or facts.daily_ms or facts.rest_day is not None)
    return Screen(
        joined(
            t(
                "Your own limits hold back new work and news. What is open stays yours, and you can always go on."
            ),
            _hours(facts, t),
            _quiet(facts, t),
            _rest(facts, t),
            t("What time is it with you? Quiet hours and a free day need it: /clock")
            if not facts.clock
            else "",
            t("All of them off: /limits_off") if is_set else "",
        )
    )


def _hours(facts: Limits, t: Translator) -> str:
    offered = " ".join(f"/limits_hours_{one}" for one in hours_offered if one * hour != facts.daily_ms)
    if not facts.daily_ms:
        return t("Hours a day: {commands}", commands=offered)
    return t(
        "{span} a day; today so far {worked}. Other: {commands}",
        span=t.span(facts.daily_ms),
        worked=t.span(facts.worked_ms),
        commands=f"{offered} /limits_hours_0",
    )


def _quiet(facts: Limits, t: Translator) -> str:
    offered = " ".join(
        f"/limits_quiet_{first}_{last}" for first, last in quiet_offered if (first, last) != facts.quiet
    )
    if not facts.quiet:
        return t("Quiet from hour to hour: {commands}", commands=offered)
    first, last = facts.quiet
    return t(
        "Quiet from {first}:00 to {last}:00. Other: {commands}",
        first=t.number(first),
        last=t.number(last),
        commands=f"{offered} /limits_quiet_0",
    )


def _rest(facts: Limits, t: Translator) -> str:
    offered = " ".join(
        t("{command} {purpose}", command=f"/limits_rest_{one + 1}", purpose=t.weekday(one))
        for one in range(7)
        if one != facts.rest_day
    )
    if facts.rest_day is None:
        return t("A free day: {commands}", commands=offered)
    return t(
        "Free every {weekday}. Other: {commands}",
        weekday=t.weekday(facts.rest_day),
        commands=f"{offered} /limits_rest_0",
    )


def stopped(facts: Stopped, t: Translator, house: Installation) -> Screen:
    """A limit of their own, said kindly; one tap goes on."""
    said = {
        "hours": t("You wanted to stop at {span} a day.", span=t.span(facts.daily_ms)),
        "quiet": t("You wanted it quiet until {time}.", time=facts.until),
        "rest": t("You wanted this day free."),
    }
    have = "" if facts.saved else you_have(facts.balance, t)
    told = t("{limit} /tasks goes on anyway.", limit=said.get(facts.why, ""))
    rows = (
        (marked(facts.mark, t.label("Go on anyway"), "anyway"),),
        (Key(t.label("Money"), "money"), Key(t.label("Help"), "help")),
    )
    text = joined(saved_line(facts.saved, t), f"{told} {have}".strip(), undo_line(facts.saved, t))
    return Screen(text, keyboard=rows, mark=facts.mark)


SCREENS: Shown = {Limits: limits, Stopped: stopped}

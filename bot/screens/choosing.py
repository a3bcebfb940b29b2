"""Choosing hard content: the list of what there is, and what each of it is before somebody says yes.

Plain words, no picture, nothing that presses. A no is the way back to the list, so that it is written nowhere.
"""

from __future__ import annotations

from bot.domain import wellbeing
from bot.domain.outcomes.hard import Choice, Choices, Described
from bot.screen import Screen
from bot.screens.hard import category_name
from bot.screens.words import Installation, Shown, bold, joined, you_have
from bot.texts import Translator

fewer_daily = (50, 20, 5)
fewer_each_set = (10, 5, 1)


def what_it_is(category: str, t: Translator) -> str:
    """A category in a plain sentence."""
    said = {
        "violence": t("People are hurt or threatened by others."),
        "gore": t("Wounds, blood, bodies that are badly hurt."),
        "death": t("People who have died or are dying."),
        "sexual": t("Naked people and sexual acts, of adults alone."),
        "sexual_violence": t("Sexual acts that somebody was forced into, mostly told in words."),
        "self_harm": t("People who hurt themselves, or speak of it."),
        "hate": t("Words and pictures that attack people for what they are."),
        "animal_abuse": t("Animals that are hurt or badly kept."),
        "child_distress": t("Children who are afraid or in need. It is told in words and never shown."),
    }
    return said[category]


def mild_example(category: str, t: Translator) -> str:
    """A mild one of it, in words."""
    said = {
        "violence": t("two men push each other in a street."),
        "gore": t("a bandaged hand with some blood on it."),
        "death": t("a body under a blanket, seen from far."),
        "sexual": t("a couple kisses on a bed."),
        "sexual_violence": t("a text says that somebody was touched against their will."),
        "self_harm": t("a text says: I do not want to go on."),
        "hate": t("a text calls a whole people lazy."),
        "animal_abuse": t("a thin dog on a short chain."),
        "child_distress": t("a text says that a child waits alone and cries."),
    }
    return said[category]


def choices(facts: Choices, t: Translator, house: Installation) -> Screen:
    """/hard: every category with its way in or out."""
    if facts.off:
        return Screen(_off(facts, t))
    if not facts.ready:
        talk = t("Somebody to talk to: /support")
        return Screen(joined(t("There is nothing to choose here yet. Work: /tasks"), talk))
    given = {one.category: one for one in facts.chosen}
    first = t(
        "Some work shows hard content. Only what you say yes to comes, and you are asked each time. Other work and pay never "
        "depend on it, and nobody sees what you choose."
    )
    lines = (_line(one, given.get(one), facts, t) for one in wellbeing.CATEGORIES)
    ways = (t("Somebody to talk to: /support"), t("Work: /tasks"))
    return Screen(joined(first, *lines, _own(facts, t) if given else "", *ways))


def _line(category: str, given: Choice | None, facts: Choices, t: Translator) -> str:
    name = category_name(category, t)
    if given is None:
        return t(
            "{category}: {what} {command}",
            category=name,
            what=what_it_is(category, t),
            command=f"/hard_{category}",
        )
    values = {"category": name, "command": f"/hard_{category}_off"}
    if facts.now < given.begins:
        return t(
            "{category}: yes, from {moment}. Off: {command}", moment=_moment(given.begins, facts, t), **values
        )
    return t(
        "{category}: yes, until {date}. Off: {command}", date=t.date(given.ends, facts.offset or 0), **values
    )


def _moment(at: int, facts: Choices, t: Translator) -> str:
    if facts.offset is None:
        return t("{moment} UTC", moment=t.moment(at))
    return t.moment(at, facts.offset)


def _own(facts: Choices, t: Translator) -> str:
    """What they may set for themselves, and the way out of all of it."""
    daily = facts.daily or wellbeing.daily_max[1]
    each_set = facts.each_set or wellbeing.set_tasks
    covers = {"blurred": t("blurred"), "grey": t("grey"), "plain": t("as it is")}
    return joined(
        "" if facts.offset is not None else t("It is shown by day only. What time is it with you: /clock"),
        t(
            "In 24 hours {count} at most. Other: {commands}",
            count=t.number(daily),
            commands=_commands("daily", fewer_daily, wellbeing.daily_max[1], facts.daily),
        ),
        t(
            "Before each pause {count}. Other: {commands}",
            count=t.number(each_set),
            commands=_commands("set", fewer_each_set, wellbeing.set_tasks, facts.each_set),
        ),
        t(
            "A picture comes first {how}, and under a cover. That is a choice; it does not protect. {commands}",
            how=covers[facts.look],
            commands=" ".join(f"/hard_{one}" for one in covers if one != facts.look),
        ),
        t("All of it off: /hard_off"),
    )


def _commands(which: str, fewer: tuple[int, ...], house: int, own: int | None) -> str:
    """The other numbers; the house's is the way back from one's own."""
    wished = (house, *fewer) if own is not None else fewer
    return " ".join(f"/hard_{which}_{one}" for one in wished if one != own)


def _off(facts: Choices, t: Translator) -> str:
    """It was taken back, wholly or in part."""
    left = [
        t(
            "{category}: yes. Off: {command}",
            category=category_name(one.category, t),
            command=f"/hard_{one.category}_off",
        )
        for one in facts.chosen
    ]
    paid = ""
    if facts.paid:
        paid = joined(
            t("What was still to be paid is paid: {amount}.", amount=t.change(facts.paid)),
            you_have(facts.balance, t),
        )
    return joined(t("It is off. Nothing else changes."), paid, *left, t("Work: /tasks"))


def described(facts: Described, t: Translator, house: Installation) -> Screen:
    """What a category is; before that, once, whether somebody is 18."""
    name, what = bold(category_name(facts.category, t), t), what_it_is(facts.category, t)
    back = t("{purpose} {command}", purpose=t("No, and nothing changes:"), command="/hard")
    if not facts.adult:
        yes = t("{purpose} {command}", purpose=t("Yes, I am:"), command=f"/hard_18_{facts.category}")
        return Screen(joined(name, what, t("Are you 18 or older? Your word is enough."), yes, back))
    law = facts.category in wellbeing.unlawful_somewhere
    return Screen(
        joined(
            name,
            what,
            t("A mild example: {example}", example=mild_example(facts.category, t)),
            t("Some of it may be against the law where you are, to have on a phone or to pass on.")
            if law
            else "",
            t(
                "Each is described first and comes only when you press for it. You can leave at once, paid. After {count} there is a "
                "pause of {span}, and none comes at night.",
                count=t.number(wellbeing.set_tasks),
                span=t.span(wellbeing.pause_ms),
            ),
            t("Your first yes begins in a day, and ends after {span}.", span=t.span(wellbeing.chosen_ms)),
            t(
                "{purpose} {command}",
                purpose=t("Yes, ask me each time:"),
                command=f"/hard_{facts.category}_yes",
            ),
            back,
        )
    )


SCREENS: Shown = {Choices: choices, Described: described}

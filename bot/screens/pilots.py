"""What a pilot showed, and what it has left at another price."""

from __future__ import annotations

from bot.domain import limits
from bot.domain.outcomes.requester import PilotOver, RepriceAsked, RepriceBegun
from bot.money import plain
from bot.screen import Screen
from bot.screens.packs import agreement, beside, pace
from bot.screens.words import Installation, Shown, command, joined, marked
from bot.texts import Translator


def pilot_over(facts: PilotOver, t: Translator, house: Installation) -> Screen:
    """What a pilot showed, and a price where the one that is there is not right."""
    took = (
        t(
            "An answer takes {seconds} s in the middle; you thought {estimate} s. That is {hourly} an hour.",
            seconds=t.number(round(facts.median_ms / limits.second)),
            estimate=t.number(facts.estimate_s),
            hourly=t.money(round(facts.price * limits.hour // facts.median_ms, -4)),
        )
        if facts.median_ms
        else t("How long an answer takes is not known yet.")
    )
    return Screen(
        joined(
            t.n(
                "The pilot of {name} is over: {answers} answers by {count} person. It is paused.",
                "The pilot of {name} is over: {answers} answers by {count} people. It is paused.",
                facts.people,
                name=facts.name,
                answers=t.number(facts.answers),
            ),
            took,
            t("A task is {size} on a phone.", size=t.size(facts.task_bytes)),
            agreement(facts.agreement, t),
            beside(facts.skipped, facts.reported, t),
            t(
                "{enough} would be right for the time it takes. The rest at that price, as another pack: {reprice}",
                enough=t.money(facts.enough),
                reprice=command("reprice", facts.name),
            )
            if facts.enough
            else "",
            t(
                "Launch the rest, {rest}: {launch} Close it: {close}",
                rest=t.money(facts.rest),
                launch=command("launch", facts.name),
                close=command("close", facts.name),
            ),
        )
    )


def reprice_asked(facts: RepriceAsked, t: Translator, house: Installation) -> Screen:
    """Before the rest of a pilot becomes another pack."""
    price = t.money(facts.price)
    text = joined(
        t.n(
            "{count} task of {name} has no answer yet. At {price} an answer it becomes another pack, {new}.",
            "{count} tasks of {name} have no answer yet. At {price} an answer they become another pack, {new}.",
            facts.tasks,
            name=facts.name,
            price=price,
            new=facts.new,
        ),
        pace(facts.price, facts.estimate_s * limits.second, t),
        t(
            "Launching it locks {at_most} at most. {name} closes, and {left} comes back.",
            at_most=t.money(facts.at_most),
            name=facts.name,
            left=t.money(facts.left),
        ),
    )
    keys = (
        marked(facts.mark, t.label("New price"), f"reprice:{facts.name} {plain(facts.price)}"),
        marked(facts.mark, t.label("Keep it"), f"keep_pack:{facts.name}"),
    )
    return Screen(text, keyboard=(keys,), mark=facts.mark)


def reprice_begun(facts: RepriceBegun, t: Translator, house: Installation) -> Screen:
    """The copy is being made."""
    return Screen(
        t(
            "{new} is being made. You hear when it is there; until then {name} stays as it is.",
            new=facts.new,
            name=facts.name,
        )
    )


SCREENS: Shown = {
    PilotOver: pilot_over,
    RepriceAsked: reprice_asked,
    RepriceBegun: reprice_begun,
}

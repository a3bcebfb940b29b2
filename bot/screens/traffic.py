"""What the work costs in bytes, and the three ways to change that."""

from __future__ import annotations

from bot.domain.outcomes.traffic import Traffic
from bot.screen import Screen
from bot.screens.words import Installation, Shown, joined
from bot.texts import Translator

megabyte = 1_000_000


def traffic(facts: Traffic, t: Translator, house: Installation) -> Screen:
    """/data, and what was chosen there."""
    goes_on = t("From the next question on.") if facts.chosen else ""
    back = t("This one is {mark}.", mark=facts.current) if facts.current else ""
    if facts.chosen:
        return Screen(joined(f"{_mode(facts.mode, t)} {goes_on}", back))
    return Screen(
        joined(_spent(facts, t), _brought(facts, t), _mode(facts.mode, t), _others(facts.mode, t), back)
    )


def _spent(facts: Traffic, t: Translator) -> str:
    return t(
        "Today {today}, this month {month}. Counted by us; your phone may count more.",
        today=t.size(facts.today),
        month=t.size(facts.month),
    )


def _brought(facts: Traffic, t: Translator) -> str:
    """What a megabyte brought this month; nothing before there was work."""
    if not facts.tasks or not facts.month:
        return ""
    tasks = round(facts.tasks * megabyte / facts.month)
    if not tasks:
        return ""
    money = t.about(facts.earned * megabyte // facts.month)
    return t.n(
        "One megabyte brought you about {count} task, {money}.",
        "One megabyte brought you about {count} tasks, {money}.",
        tasks,
        money=money,
    )


def _mode(mode: str, t: Translator) -> str:
    if mode == "text":
        return t("You get words only; pictures and sounds when you press for them.")
    if mode == "full":
        return t("You get large pictures.")
    return t("You get small pictures.")


def _others(mode: str, t: Translator) -> str:
    """The other two, as commands: a card carries no keys."""
    ways = {
        "text": t("Words only: {command}", command="/data_text"),
        "saver": t("Small pictures: {command}", command="/data_small"),
        "full": t("Large pictures: {command}", command="/data_large"),
    }
    return joined(*(said for one, said in ways.items() if one != mode))


SCREENS: Shown = {Traffic: traffic}

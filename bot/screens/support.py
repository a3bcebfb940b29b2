"""Somebody to talk to: the card of help, by itself and as the end of other messages; and where it should be near.

In this order, for whoever reads no further: the emergency number, lines with hours and cost, who they are and who is not
told, the lists of all countries. A number that begins with + is found by phones and can be called by a tap; any other one is
written as code, which a tap copies (links to `tel:` are not taken by Telegram). In a language that goes from right to left each
number is set apart, for its groups would change places.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.helplines import Helpline, Helplines, Number, hours_of
from bot.domain.outcomes.worker import Support, SupportWhere
from bot.screen import Screen
from bot.screens.words import Installation, Shown, code, joined, turn_to
from bot.texts import Translator

apart, no_break = " · ", "\u00a0"


def help_card(help: Helplines, t: Translator) -> str:
    """The card as the end of another message, HTML: what there is for somebody, and the way to more of it."""
    return joined(_card(help, t), t("More: /support"))


def support(facts: Support, t: Translator, house: Installation) -> Screen:
    """/support: always there, logged nowhere."""
    return Screen(joined(_card(facts.help, t), turn_to(house, t), _other(facts, t)))


def support_where(facts: SupportWhere, t: Translator, house: Installation) -> Screen:
    """/country: one of them, or none."""
    kept = t("Now: {country}.", country=t.country_name(facts.kept)) if facts.kept else ""
    return Screen(
        joined(
            t(
                "Where should help be near? It is kept for that alone, and you need not say. /mydata shows it."
            ),
            kept,
            _choice("country", facts.countries, t),
            t("{command} {purpose}", command="/country_none", purpose=t.label("I would rather not say")),
        )
    )


def _card(help: Helplines, t: Translator) -> str:
    there = help.lines or help.emergency
    none = help.country and not help.lines
    country = t.country_name(help.country) if help.country else ""
    return joined(
        *(_emergency(one, t) for one in help.emergency),
        "" if help.emergency else t("In danger now: call your country's emergency number."),
        t("We have no line in {country} that somebody has checked.", country=country) if none else "",
        *(_line(one, t) for one in help.lines),
        _who_they_are(help, t),
        _directories(help, t),
        "" if help.lines else t("We are not told if you call."),
        t("This is a demo: nobody has checked these numbers.") if help.demo and there else "",
    )


def _emergency(one: Helpline, t: Translator) -> str:
    called = {"Ambulance": t("Ambulance:"), "Rescue": t("Rescue:")}
    every = t("Emergency:")
    return f"{called.get(one.name, every)} {_numbers(one, t)}"


def _line(one: Helpline, t: Translator) -> str:
    about = apart.join(filter(None, (_hours(one.hours, t), _cost(one.cost, t), _languages(one, t))))
    return f"{t.value(one.name)}: {_numbers(one, t)}" + (f" ({about})" if about else "")


def _numbers(one: Helpline, t: Translator) -> str:
    return apart.join(_number(number, t) for number in one.numbers)


def _number(number: Number, t: Translator) -> str:
    """How it is dialled: "<code>1199</code>", "+57 300 754 8933 WhatsApp Bogotá", "<code>741741</code> by text: HOME"."""
    dial = t.html(number.dial) if number.dial.startswith("+") else code(number.dial, t)
    how = {
        "landline": t("from a landline"),
        "text": t("by text: {word}", word=number.word) if number.word else t("by text"),
        "whatsapp": "WhatsApp",
    }
    set_apart = f"\u2066{dial}\u2069" if t.right_to_left else dial
    return " ".join(filter(None, (set_apart, how.get(number.by, ""), t.value(number.where))))


def _hours(written: str, t: Translator) -> str:
    """When somebody is there, in the country's own time."""
    if written == "24/7":
        return t("day and night")
    hours = hours_of(written)
    if hours is None:
        return ""
    times = f"{hours.opens}–{hours.closes}"
    if hours.last - hours.first == 6:
        return t("daily {times}", times=times)
    days = dict.fromkeys((t.weekday(hours.first), t.weekday(hours.last)))
    return f"{t.html('–'.join(days))} {times}"


def _cost(cost: str, t: Translator) -> str:
    return {"free": t("free"), "charged": t("costs a call")}.get(cost, "")


def _languages(one: Helpline, t: Translator) -> str:
    """In which languages, where the reader's is not among them."""
    if not one.languages or t.language in one.languages:
        return ""
    return t.value(" / ".join(map(t.language_name, one.languages)))


def _who_they_are(help: Helplines, t: Translator) -> str:
    """Whom they would talk to, and when somebody last looked whether they do: the oldest of the looks."""
    if not help.lines:
        return ""
    checked = t("Checked {date}.", date=t.date(min(one.checked_at for one in help.lines)))
    said = (
        t("They listen; they are not police."),
        t("We are not told if you call."),
        "" if help.demo else checked,
    )
    return " ".join(filter(None, said))


def _directories(help: Helplines, t: Translator) -> str:
    addresses = ", ".join(help.directories)
    if help.lines:
        return t("Lines in all countries: {directories}", directories=addresses)
    return t("To talk to somebody: {directories} list free lines by country.", directories=addresses)


def _other(facts: Support, t: Translator) -> str:
    """The way to another country's lines, or to keep this one's; nothing of it is asked twice or has to be answered."""
    country = facts.help.country
    if country and country == facts.kept:
        return t("Another country: /country")
    if country:
        return t(
            "To keep {country} for next time: {command}",
            country=t.country_name(country),
            command=f"/country_{country}",
        )
    if facts.kept is not None or not facts.countries:
        return t("Your country: /country") if facts.countries else ""
    return joined(t("Lines where you are:"), _choice("support", facts.countries, t))


def _choice(verb: str, countries: Iterable[str], t: Translator) -> str:
    """Countries to tap on, several a line: a long message would hide its beginning. No line ends between a country and its command."""
    return apart.join(
        t("{command} {purpose}", command=f"/{verb}_{one}", purpose=t.country_name(one)).replace(" ", no_break)
        for one in countries
    )


SCREENS: Shown = {Support: support, SupportWhere: support_where}

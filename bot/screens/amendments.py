"""An installation's own rules on the phone: one version, and the news of one. The words are the operator's, as they wrote them."""

from __future__ import annotations

from bot.domain.outcomes.amendments import Terms, TermsNews
from bot.domain.outcomes.worker import Rules
from bot.screen import Screen
from bot.screens.words import Installation, Shown, joined
from bot.texts import Translator


def lines(facts: Rules, t: Translator) -> tuple[str, ...]:
    """What /rules says of the house's own: which version binds, and which comes."""
    binds = comes = ""
    if facts.number:
        binds = t(
            "This house's own rules, since {date}: {command}",
            date=t.date(facts.since),
            command=f"/rules_{facts.number}",
        )
    if facts.coming:
        comes = t(
            "They change on {date}: {command}",
            date=t.date(facts.coming_at),
            command=f"/rules_{facts.coming}",
        )
    return tuple(one for one in (binds, comes) if one)


def terms(facts: Terms, t: Translator, house: Installation) -> Screen:
    """One version, and where it stands."""
    since, until = t.date(facts.since), t.date(facts.until) if facts.until else ""
    number = t.number(facts.number)
    stands = {
        "binds": t("Rules, version {number}. They bind since {date}.", number=number, date=since),
        "comes": t("Rules, version {number}. They bind from {date} on.", number=number, date=since),
        "bound": t("Rules, version {number}. They bound from {date} until {until}.", number=number, date=since, until=until),
        "withdrawn": t("Rules, version {number}. They were announced and withdrawn, and never bound.", number=number),
    }[facts.state]  # fmt: skip
    ends = t("Then others bind: {date}.", date=until) if facts.state == "binds" and until else ""
    before = (
        t("The version before: {command}", command=f"/rules_{facts.number - 1}") if facts.number > 1 else ""
    )
    return Screen(joined(stands, t.value(t.own(facts.texts)), ends, before))


def news(facts: TermsNews, t: Translator, house: Installation) -> Screen:
    """To everybody."""
    date = t.date(facts.since)
    if facts.withdrawn:
        return Screen(t("The rules do not change on {date} after all. The rules: /rules", date=date))
    return Screen(
        t(
            "The rules of this house change on {date}. Until then the old ones bind. The new ones: {command}",
            date=date,
            command=f"/rules_{facts.number}",
        )
    )


SCREENS: Shown = {Terms: terms, TermsNews: news}

"""Sentences that several screens share, and how keys are made."""

from __future__ import annotations

import html
from dataclasses import dataclass

from bot import kinds
from bot.domain.outcomes import Practised, Saved
from bot.screen import Key
from bot.texts import Translator

item_characters_shown_max = 60


@dataclass(frozen=True, slots=True)
class Installation:
    """Who runs this house: what /about tells, and the numbers the rules page shows."""

    name: str
    address: str
    law: str
    complaints: str
    version: str
    floor_hourly: int


def marked(mark: str, label: str, act: str) -> Key:
    """A key that carries its question's mark."""
    return Key(f"{mark} {label}", act)


def joined(*lines: str) -> str:
    """Lines of a message, without the empty ones."""
    return "\n".join(line for line in lines if line)


def saved_line(saved: Saved | None, t: Translator) -> str:
    """What an answer brought, in one line; "" when there is nothing to say."""
    if saved is None:
        return ""
    have = t("You have {balance}.", balance=t.money(saved.balance))
    return joined(f"{_brought(saved, t)} {have}", _practised(saved.practised, t))


def _brought(saved: Saved, t: Translator) -> str:
    if saved.paid_before:
        return t("Saved. It was paid before.")
    if saved.reported and saved.later:
        return t(
            "Thank you, a person will look at it. It is paid when somebody else says so too, or after 3 days."
        )
    if saved.reported:
        return t("Thank you, a person will look at it. +{amount}.", amount=t.money(saved.amount))
    if saved.later:
        return t("Saved. Its pay comes a little later, by itself.")
    if saved.waited_ms:
        waited = t.span(saved.waited_ms)
        amount = t.money(saved.amount)
        return t(
            "Saved, +{amount}. It had waited {span}; it is paid all the same.", amount=amount, span=waited
        )
    return t("Saved, +{amount}.", amount=t.money(saved.amount))


def _practised(practised: Practised | None, t: Translator) -> str:
    if practised is None:
        return ""
    kind = kinds.kinds()[practised.kind]
    spec = kinds.spec(practised.kind, practised.settings, practised.languages)
    answer, why = kind.say(spec, practised.answer, t), t.own(practised.why)
    if practised.right:
        return t("Right: {answer}. {why}", answer=answer, why=why)
    return t("Not quite: it is {answer}. {why}", answer=answer, why=why)


def in_other_language(texts: dict[str, str], t: Translator) -> str:
    """A word when a pack does not speak the reader's language."""
    if not texts or t.speaks(texts):
        return ""
    return t("This work is in {language}.", language=t.language_name(next(iter(texts))))


def bold(text: str) -> str:
    """Plain text as a bold line."""
    return f"<b>{html.escape(text, quote=False)}</b>"

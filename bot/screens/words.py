"""Sentences that several screens share, and how keys are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import kinds
from bot.domain import claims, limits
from bot.domain.outcomes.worker import Offer, Practised, Saved
from bot.papers.record import Signer
from bot.screen import Key, Screen, cut, plain, text_utf16_max, utf16_units
from bot.texts import Translator

around_text_utf16 = 6  # quotation marks, direction marks and the line's end
# outcome -> the function that makes its screen: (facts, t, house)
Shown = dict[type[Any], Callable[..., Screen]]

apart_utf16 = 2  # direction marks around a text that goes the other way
name_utf16_max = 40  # as long as a pack's may be
reason_utf16_min = 20  # a reason that has less room is left out


@dataclass(frozen=True, slots=True)
class Installation:
    """Who runs this house: what /about tells, and the numbers the rules page shows."""

    name: str
    address: str
    law: str
    complaints: str
    version: str
    floor_hourly: int
    care_by: str = ""  # whom people can turn to who were shown hard content, and how
    care_contact: str = ""
    payout_least: int = 0  # less is not paid out; 0: there is no way for money to leave
    signer: Signer | None = None  # of work records
    seal_channel: str = ""  # where the book's seal is posted, "@…"
    bot_name: str = ""  # as Telegram knows this bot, without "@"; "" = not known yet


def marked(mark: str, label: str, act: str) -> Key:
    """A key that carries its question's mark."""
    return Key(f"{mark} {label}", act)


def joined(*lines: str) -> str:
    """Lines of a message, without the empty ones."""
    return "\n".join(line for line in lines if line)


def you_have(balance: int, t: Translator) -> str:
    """A worker's balance. Smaller than a coin stays in the book; the statement shows it."""
    return t("You have {balance}.", balance=t.coins(balance))


def kept_of_you(t: Translator, house: Installation) -> str:
    """What is kept about somebody, in a line; all of it is in docs/privacy.md."""
    if house.payout_least:
        return t(
            "We keep your answers, their times, and how to pay you. No papers, no contacts, no location."
        )
    return t("We keep your answers and their times. No papers, no contacts, no location.")


def size(said: str) -> int:
    """How many UTF-16 units of a message's limit some of its HTML takes, with the line's end."""
    return utf16_units(plain(said)) + 1 if said else 0


def that_fit(lines: list[str], first: str = "", last: str = "") -> str:
    """As many lines as one message holds between its first and its last one."""
    room = text_utf16_max - size(first) - size(last)
    kept = []
    for line in lines:
        room -= size(line)
        if room < 0:
            break
        kept.append(line)
    return joined(first, *kept, last)


def saved_line(saved: Saved | None, t: Translator, utf16_max: int = text_utf16_max) -> str:
    """What an answer brought; "" when there is nothing to say.

    In at most `utf16_max` units: what has no room is left out, the reason of a practice answer first.
    """
    if saved is None:
        return ""
    brought = _brought(saved, t)
    line = f"{brought} {you_have(saved.balance, t)}"
    if saved.region:
        line = joined(line, region_line(t))
    if saved.elsewhere:
        line = joined(line, t("Thank you. There is other work that may suit you better."))
    taught = joined(line, _practised(saved.practised, t, utf16_max - size(line)))
    return next((said for said in (taught, line, brought) if utf16_units(plain(said)) <= utf16_max), "")


def region_line(t: Translator) -> str:
    """Why they hold what they held."""
    return t("Many lines were away at once; your work waited for you.")


def undo_line(saved: Saved | None, t: Translator) -> str:
    """The way back to an answer that was just saved, for screens without More; "" when there is none."""
    return t("Not what you meant? /undo") if saved is not None and not saved.reported else ""


def this_one(current: str, t: Translator) -> str:
    """Which question is open, by its mark; else where there is work."""
    return t("This one is {mark}.", mark=current) if current else t("More: /tasks")


def asked_by(asks: str, on_behalf_of: str, t: Translator) -> str:
    """Who asks, and for whom."""
    behalf = t("On behalf of {name}.", name=on_behalf_of) if on_behalf_of else t("The client is not named.")
    who = t("Asked by: {name}.", name=asks)
    return f"{who} {behalf}"


def told_of(offer: Offer, t: Translator) -> str:
    """Of how many packs a requester told what became of them; "" of none."""
    if not offer.packs_told:
        return ""
    told, packs = t.number(offer.packs_told), t.number(offer.packs)
    return t("They told what became of {told} of {packs} packs.", told=told, packs=packs)


def turn_to(house: Installation, t: Translator) -> str:
    """Whom people can turn to who were shown hard content; "" where nobody is named."""
    if not house.care_by:
        return ""
    return t(
        "If what you saw here stays with you: {name} answers within a day, {contact}.",
        name=house.care_by,
        contact=house.care_contact,
    )


def others_asked(faq: bool, t: Translator) -> str:
    """Where the questions of others are, when there are some."""
    return t("Others asked: /faq") if faq else ""


def _brought(saved: Saved, t: Translator) -> str:
    if saved.paid_before and saved.reported:
        return t("Thank you, it is noted. Your first answer stands; it was paid before.")
    if saved.paid_before:
        return t("Saved. It was paid before.")
    if saved.looked_at:
        return t(
            "Thank you, it is stopped for everybody. You reported many today, so somebody looks first: it is paid then, "
            "in {span} at most. Nothing counts against you.",
            span=t.span(claims.ruling_ms),
        )
    if saved.reported and saved.later:
        return t(
            "Thank you, it is noted. It is paid when somebody else says so too, or after {span}.",
            span=t.span(limits.side_silence_ms),
        )
    if saved.reported:
        return t("Thank you, it is noted. {amount}.", amount=t.change(saved.amount))
    if saved.later:
        return t("Saved. Its pay comes a little later, by itself.")
    if saved.checked_h:
        span, amount = t.span(saved.checked_h * limits.hour), t.money(saved.amount - saved.reading)
        checked = t("Saved; {amount} comes after a check, {span} at most.", amount=amount, span=span)
        read = t("{amount} for reading.", amount=t.change(saved.reading)) if saved.reading else ""
        return f"{checked} {read}".strip()
    if saved.waited_ms:
        waited = t.span(saved.waited_ms)
        amount = t.change(saved.amount)
        return t(
            "Saved, {amount}. It had waited {span}; it is paid all the same.", amount=amount, span=waited
        )
    if saved.reading:
        answer, reading = t.change(saved.amount - saved.reading), t.change(saved.reading)
        return t("Saved, {amount}, and {reading} for reading.", amount=answer, reading=reading)
    return t("Saved, {amount}.", amount=t.change(saved.amount))


def _practised(practised: Practised | None, t: Translator, utf16_max: int) -> str:
    if practised is None:
        return ""
    kind = kinds.kinds()[practised.kind]
    spec = kinds.spec(practised.kind, practised.settings, practised.languages)
    answer = kind.say(spec, practised.answer, t)
    if practised.answer == {}:  # of what people make no answer is known: whatever is clear will do
        verdict = t("{mark}: thank you; {answer} is good.", mark=practised.mark, answer=answer)
    elif practised.right is None:
        verdict = t("{mark}: a good answer is {answer}.", mark=practised.mark, answer=answer)
    elif practised.right:
        verdict = t("{mark} was right: {answer}.", mark=practised.mark, answer=answer)
    else:
        verdict = t("{mark} was not right: it is {answer}.", mark=practised.mark, answer=answer)
    room = utf16_max - size(verdict) - apart_utf16
    return f"{verdict} {t.value(cut(t.own(practised.why), room))}" if room >= reason_utf16_min else verdict


def in_other_language(texts: dict[str, str], t: Translator) -> str:
    """A word when a pack does not speak the reader's language."""
    if not texts or t.speaks(texts):
        return ""
    return t("This work is in {language}.", language=t.language_name(next(iter(texts))))


def needed_languages(needed: dict[str, str], t: Translator) -> str:
    """Which languages a task takes, a sentence for each; the person decides whether they know them."""
    return " ".join(_needed(skills, t.language_name(language), t) for language, skills in needed.items())


def _needed(skills: str, language: str, t: Translator) -> str:
    sentences = {
        "r": t("For people who read {language}.", language=language),
        "w": t("For people who write {language}.", language=language),
        "s": t("For people who speak {language}.", language=language),
        "rw": t("For people who read and write {language}.", language=language),
        "rs": t("For people who read and speak {language}.", language=language),
        "ws": t("For people who write and speak {language}.", language=language),
        "rws": t("For people who read, write and speak {language}.", language=language),
    }
    return sentences[skills]


def bold(text: str, t: Translator) -> str:
    """Plain text as a bold line."""
    return f"<b>{t.value(text)}</b>"


def code(text: str, t: Translator) -> str:
    """Plain text to be copied, not to be read: one tap takes it."""
    return f"<code>{t.html(text)}</code>"


def signed_with(key: str, t: Translator) -> str:
    """The public key of work records, on a line of its own."""
    return joined(t("Our key for work records:"), code(key, t))


def struck(text: str, t: Translator) -> str:
    """Plain text as a line struck out."""
    return f"<s>{t.value(text)}</s>"


def command(verb: str, name: str) -> str:
    """A command about a pack: Telegram ends one at a "-", so that is written "_".

    >>> command("status", "street-photos")
    '/status_street_photos'
    """
    return f"/{verb}_{cut(name.replace('-', '_'), name_utf16_max)}"

"""What is known of a requester, in a line on offers and whole where somebody looks; and the keys for giving marks."""

from __future__ import annotations

from bot.domain.outcomes.records import Rated, Rating, Record
from bot.domain.outcomes.worker import Offer
from bot.domain.records import mark_max
from bot.domain.said import in_command
from bot.screen import Key, Screen
from bot.screens.words import Installation, Shown, command, joined, marked
from bot.texts import Translator


def paid(facts: Offer, t: Translator) -> str:
    """How many of the answers to them were paid."""
    if not facts.answers:
        return t("{name} is new here: nobody has answered for them yet.", name=facts.asks)
    return t(
        "{name} paid {paid} of {answers} answers.",
        name=facts.asks,
        paid=t.number(facts.answers_paid),
        answers=t.number(facts.answers),
    )


def in_short(facts: Offer, t: Translator) -> str:
    """What an offer says of a requester's record; what is not known is new."""
    if not facts.answers:
        return paid(facts, t)
    hourly = t("Measured: {amount} an hour.", amount=t.about(facts.hourly)) if facts.hourly else ""
    said = (
        t("Workers say {mark} of {most}.", mark=_mark(facts.rating, t), most=mark_max) if facts.rating else ""
    )
    new = "" if hourly or said else _new(t)
    return " ".join(one for one in (paid(facts, t), hourly, said, new) if one)


def _new(t: Translator) -> str:
    return t("No measured pay and no marks yet.")


def whole(facts: Record, t: Translator) -> str:
    """All of it, a line each; what too few people know is new here."""
    rate = (
        t("You worked for them. Give marks: {command}", command=command("rate", facts.rate))
        if facts.rate
        else ""
    )
    if facts == Record(rate=facts.rate):
        return joined(_new(t), rate)
    new = t.label("new here")
    percent = {
        name: new if found is None else t.label("{number} %", number=t.number(round(found / 10, 1)))
        for name, found in (("claimed", facts.claimed), ("overturned", facts.overturned))
    }
    hourly = new if facts.hourly is None else t.about(facts.hourly)
    reply = new if facts.reply_ms is None else t.span(facts.reply_ms)
    return joined(
        t("Pay an hour, as measured: {value}", value=hourly),
        t("Answers they called unusable: {value}", value=percent["claimed"]),
        t("Of these the worker was right: {value}", value=percent["overturned"]),
        t("A question to them waits, in the middle: {value}", value=reply),
        _marks(facts, t) if facts.marks else t("Workers' marks: {value}", value=new),
        rate,
    )


def _marks(facts: Record, t: Translator) -> str:
    pay, clarity, fairness, communication = (_mark(one, t) for one in facts.marks)
    return t(
        "Workers' marks, {most} is best: pay {pay}, clarity {clarity}, fairness {fairness}, communication "
        "{communication} (people: {count}).",
        count=t.number(facts.raters),
        most=mark_max,
        pay=pay,
        clarity=clarity,
        fairness=fairness,
        communication=communication,
    )


def _mark(hundredths: int, t: Translator) -> str:
    return t.number(round(hundredths / 100, 1))


def rating(facts: Rating, t: Translator, house: Installation) -> Screen:
    """One aspect after another; five keys, and a way out."""
    asked = (
        t("{mark} {name}: how is the pay?", mark=facts.mark, name=facts.asks),
        t("{mark} {name}: how clear is what they ask?", mark=facts.mark, name=facts.asks),
        t("{mark} {name}: how fair are they?", mark=facts.mark, name=facts.asks),
        t("{mark} {name}: how do they answer you?", mark=facts.mark, name=facts.asks),
    )
    first = (
        ""
        if facts.given
        else t("Four marks. They never see who gave them; others see the mean of five people or more.")
    )
    text = joined(first, asked[len(facts.given)], t("1 is bad, {most} is good.", most=mark_max))
    return Screen(text, keyboard=_keys(facts.mark, t), mark=facts.mark)


def _keys(mark: str, t: Translator) -> tuple[tuple[Key, ...], ...]:
    numbers = [marked(mark, t.number(one), f"rate:{one}") for one in range(1, mark_max + 1)]
    return (tuple(numbers[:3]), tuple(numbers[3:]), (marked(mark, t.label("Back"), "back"),))


def rated(facts: Rated, t: Translator, house: Installation) -> Screen:
    """The marks are written down."""
    again = " ".join([f"/rate_{in_command(facts.name)}", *map(str, facts.given)])
    return Screen(
        joined(
            t("Your marks for {name} are saved. Thank you.", name=facts.asks),
            t("To change them: {command}", command=again),
        )
    )


SCREENS: Shown = {Rating: rating, Rated: rated}

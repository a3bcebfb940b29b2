"""Money on its way out: what there is, where it goes, what of it arrives, and the news of it.

What there is and what leaves is shown in whole cents, rounded down, and fees to the nearest; the statement has them exactly.
"""

from __future__ import annotations

from bot.domain import limits
from bot.domain.outcomes.cashing import (
    IsItShared,
    IsItYours,
    Leg,
    OnItsWay,
    PayoutNews,
    PlaceChanged,
    Purse,
    WhereTo,
    WhichPlace,
)
from bot.screen import Key, Screen
from bot.screens.words import Installation, Shown, joined, marked, you_have
from bot.texts import Translator

open_shown_max = 4
mail_rails = ("paypal", "list paypal")
account_rails = ("list sepa",)


def rail_name(rail: str, t: Translator) -> str:
    """What people call a rail; at most 18 characters, for a key."""
    names = {
        "mpesa": t.label("M-Pesa"),
        "paypal": t.label("PayPal"),
        "africas_talking": t.label("Mobile money"),
        "list mpesa": t.label("M-Pesa, by hand"),
        "list paypal": t.label("PayPal, by hand"),
        "list sepa": t.label("Bank, by hand"),
    }
    return names.get(rail, rail)


# ---- questions -----------------------------------------------------------------------------------------------


def purse(facts: Purse, t: Translator, house: Installation) -> Screen:
    """/money: what was just done, what is on its way, what there is, what would arrive where."""
    text = joined(
        _note(facts, t),
        *(_on_its_way(one, t) for one in facts.open[:open_shown_max]),
        you_have(facts.balance, t),
        t("{amount} more waits for a check.", amount=t.money(facts.waiting)) if facts.waiting else "",
        *_would_arrive(facts, t),
        _change(facts, t),
    )
    return Screen(text, keyboard=_purse_keys(facts, t), mark=facts.mark)


def _note(facts: Purse, t: Translator) -> str:
    if facts.note == "other":
        return t("This has changed since; please look again.")
    if facts.note == "place":
        return t("Your money goes to {hint} from now on.", hint=facts.hint)
    if facts.note == "same":
        return t("That is where your money goes already.")
    if facts.note == "kept":
        return t("It stays {hint}.", hint=facts.hint)
    return ""


def _would_arrive(facts: Purse, t: Translator) -> list[str]:
    if facts.balance < facts.least:
        return [t("You can take it out from {least} on.", least=t.money(facts.least))]
    if not facts.rail:
        return [t("Say where it should go, and you can take it out.")]
    if not facts.legs:
        return [t("That is too little to be sent to {hint}.", hint=facts.hint)]
    lines = [_leg(facts, leg, t) for leg in facts.legs]
    if facts.free_on:
        lines.append(t("Without a fee from {day} on.", day=t.date(facts.free_on)))
    return lines


def _leg(facts: Purse, leg: Leg, t: Translator) -> str:
    arrives = t.money_of(leg.arrives, leg.currency)
    values = {"rail": rail_name(facts.rail, t), "hint": facts.hint, "arrives": arrives}
    if leg.at:
        return t(
            "The first time {first} at most goes at once. The rest, {arrives}, goes on {day} by itself.",
            first=t.money(limits.first_payout_times * facts.least),
            arrives=arrives,
            day=t.date(leg.at),
        )
    if not leg.fee or leg.house:
        return t("To {rail} {hint}: {arrives} arrives, without a fee for you.", **values)
    return t("To {rail} {hint}: {arrives} arrives, the fee is {fee}.", **values, fee=t.about(leg.fee))


def _on_its_way(one: OnItsWay, t: Translator) -> str:
    values = {"arrives": t.money_of(one.arrives, one.currency), "hint": one.hint}
    if one.state == "waits" and one.why == "look":
        return t(
            "{arrives} to {hint}: a person looks at it first, until {when} UTC at most. It is yours whatever they find.",
            **values,
            when=t.moment(one.at),
        )
    if one.state == "waits":
        return t("{arrives} to {hint}: goes on {when} UTC by itself.", **values, when=t.moment(one.at))
    if one.state == "unknown":
        return t("{arrives} to {hint}: we don't know yet whether it arrived, and we go on asking.", **values)
    return t("On its way: {arrives} to {hint}. You hear when it is there.", **values)


def _change(facts: Purse, t: Translator) -> str:
    if not facts.next_hint:
        return ""
    return t("From {when} UTC on it goes to {hint}.", when=t.moment(facts.next_at), hint=facts.next_hint)


def _purse_keys(facts: Purse, t: Translator) -> tuple[tuple[Key, ...], ...]:
    amount = sum(leg.amount for leg in facts.legs)
    pay = t.label("Pay out {amount}", amount=t.coins(amount))
    if facts.next_hint:
        where = marked(facts.mark, t.label("Keep the old place"), "keep")
    elif facts.rail:
        where = marked(facts.mark, t.label("Change where"), "where")
    else:
        where = marked(facts.mark, t.label("Where to?"), "where")
    back = marked(facts.mark, t.label("Back") if facts.working else t.label("Work"), "home")
    rows = (
        (marked(facts.mark, pay, f"payout:{amount}"),) if facts.legs else (),
        (where, marked(facts.mark, t.label("Statement"), "statement")),
        (back,),
    )
    return tuple(row for row in rows if row)


def where_to(facts: WhereTo, t: Translator, house: Installation) -> Screen:
    """The rails there are."""
    keys = [marked(facts.mark, rail_name(rail, t), f"rail:{rail}") for rail in facts.rails]
    keys.append(_money_key(facts.mark, t))
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Screen(t("Where should your money go?"), keyboard=rows, mark=facts.mark)


def _money_key(mark: str, t: Translator) -> Key:
    """The way back, where nothing has been changed."""
    return marked(mark, t.label("Not now"), "money")


def which_place(facts: WhichPlace, t: Translator, house: Installation) -> Screen:
    """The number, address or account."""
    if facts.rail in mail_rails:
        asked = t("Write the e-mail address of your PayPal account.")
    elif facts.rail in account_rails:
        asked = t("Write your bank account's number, the IBAN.")
    else:
        asked = t("Write the phone number that should be paid.")
    kept = t("We keep it sealed and show its end only.")
    text = t(facts.sentence) if facts.sentence else f"{asked} {kept}"
    return Screen(text, keyboard=((_money_key(facts.mark, t),),), mark=facts.mark)


def is_it_yours(facts: IsItYours, t: Translator, house: Installation) -> Screen:
    """What was written, before anything goes there."""
    place = _grouped(facts.place) if facts.place else facts.hint
    text = joined(
        t("{rail}: {place}", rail=rail_name(facts.rail, t), place=place),
        t("Is it yours, and is every sign right? What goes to a wrong place can't be brought back."),
    )
    keys = (
        marked(facts.mark, t.label("Yes, it is mine"), f"mine:{facts.destination} {facts.rail}"),
        marked(facts.mark, t.label("No, another"), "where"),
    )
    return Screen(text, keyboard=(keys,), mark=facts.mark)


def _grouped(place: str) -> str:
    """A long number in groups that can be compared; an address as it is.

    >>> _grouped("+254712345678"), _grouped("amina@example.org")
    ('+254 712 345 678', 'amina@example.org')
    """
    if "@" in place:
        return place
    if place.startswith("+"):
        head, digits = place[: max(2, len(place) - 9)], place[max(2, len(place) - 9) :]
        return " ".join((head, *(digits[start : start + 3] for start in range(0, len(digits), 3))))
    return " ".join(place[start : start + 4] for start in range(0, len(place), 4))


def is_it_shared(facts: IsItShared, t: Translator, house: Installation) -> Screen:
    """Somebody else is paid there."""
    text = t(
        "Somebody else here is paid at {hint} too. Is it shared in your household? That is fine.",
        hint=facts.hint,
    )
    keys = (
        marked(facts.mark, t.label("Yes, it is shared"), f"shared:{facts.destination}"),
        marked(facts.mark, t.label("No, another"), "where"),
    )
    return Screen(text, keyboard=(keys,), mark=facts.mark)


# ---- news ------------------------------------------------------------------------------------------------------


def payout_news(facts: PayoutNews, t: Translator, house: Installation) -> Screen:
    """What became of a payout; it sounds, for it was waited for."""
    have = you_have(facts.balance, t)
    values = {"arrives": t.money_of(facts.arrives, facts.currency), "hint": facts.hint}
    if facts.state == "confirmed":
        there = (
            t("It is there: {arrives}, reference {reference}.", **values, reference=facts.reference)
            if facts.reference
            else t("It is there: {arrives} at {hint}.", **values)
        )
        proof = t("Its receipt: {command}", command=f"/receipt_{facts.receipt}") if facts.receipt else ""
        return Screen(joined(f"{there} {have}", proof), silent=False)
    if facts.state == "unknown":
        said = t(
            "{arrives} to {hint}: we don't know yet whether it arrived; we ask every hour. Your money is not lost.",
            **values,
        )
        return Screen(said, silent=False)
    if facts.state == "returned":
        said = t("{arrives} came back from {hint}.", **values)
    else:
        said = t("{arrives} could not be paid to {hint}.", **values)
    back = t("{amount} is in your balance again.", amount=t.coins(facts.amount))
    text = joined(f"{said} {_why(facts.reason, t)}".strip(), f"{back} {have} /money")
    return Screen(text, silent=False)


def _why(reason: str, t: Translator) -> str:
    if reason == "destination":
        return t("Nobody can be paid there; is the place right?")
    if reason == "limit":
        return t("It is more than can be paid there at once or in a day.")
    if reason in ("funds", "account"):
        return t("The fault is ours: our own account could not pay. We were told.")
    if reason == "unclaimed":
        return t("Nobody took it in time.")
    return ""


def place_changed(facts: PlaceChanged, t: Translator, house: Installation) -> Screen:
    """Another place takes over; told so that nobody changes it unseen."""
    said = t(
        "From {when} UTC on your money goes to {new} and not to {old}. Until then it goes to {old}.",
        when=t.moment(facts.at),
        new=facts.new,
        old=facts.old,
    )
    return Screen(joined(said, t("That was not you? /money, and keep the old place.")), silent=False)


SCREENS: Shown = {
    Purse: purse,
    WhereTo: where_to,
    WhichPlace: which_place,
    IsItYours: is_it_yours,
    IsItShared: is_it_shared,
    PayoutNews: payout_news,
    PlaceChanged: place_changed,
}

"""A household on one phone: who is on it, who has it, and how it is handed over."""

from __future__ import annotations

from bot.domain import households
from bot.domain.outcomes.households import Handed, Household, WrongPin
from bot.screen import Screen
from bot.screens.words import Installation, Shown, joined
from bot.texts import Translator


def household(facts: Household, t: Translator, house: Installation) -> Screen:
    """Who is here, and the commands; with what was wrong with the last one."""
    names = t("On this phone: {names}.", names=", ".join(facts.names)) if facts.names else ""
    here = t("{name} has it now.", name=facts.here) if facts.here else ""
    return Screen(
        joined(
            _noted(facts, t),
            f"{names} {here}".strip(),
            t(
                "Up to {count} people can share a phone. Each has their own name, PIN, work, limits and money, and nobody can take out "
                "another's.",
                count=t.number(households.people_max),
            ),
            t("Your own name and a new PIN of {least} to {most} digits: {example}", example="/household me Amina 4821", **_digits(t)),
            t("Somebody else, who then sets up their own: {example}", example="/household add Otieno 7310"),
            t("To hand the phone over: {example}", example="/household Amina 4821"),
            t("To leave it for good and be forgotten: {example}", example="/household leave"),
            t("What was shown stays in this chat: tasks and amounts can be read by whoever holds the phone."),
        )
    )  # fmt: skip


def _digits(t: Translator) -> dict[str, str]:
    return {"least": t.number(households.pin_digits_min), "most": t.number(households.pin_digits_max)}


def _noted(facts: Household, t: Translator) -> str:
    return {
        "set": t("Your name and PIN are set. Only you should know the PIN; the message with it goes from this chat."),
        "name": t("A name is up to {count} letters, without digits.", count=t.number(households.name_characters_max)),
        "pin": t("A PIN is {least} to {most} digits, behind the name.", **_digits(t)),
        "taken": t("Somebody on this phone is called so already."),
        "full": t("There are {count} people on this phone already.", count=t.number(households.people_max)),
        "first": t("First say who you are, so that you can come back to what is yours."),
        "unknown": t("Nobody on this phone is called so."),
    }.get(facts.note, "")  # fmt: skip


def handed(facts: Handed, t: Translator, house: Installation) -> Screen:
    """The phone is another's now."""
    if facts.fresh:
        return Screen(
            t(
                "Welcome {name}. This phone is yours until somebody else takes it with their PIN. Money and work here are yours alone.",
                name=facts.name,
            )
        )
    return Screen(t("Hello {name}, the phone is yours now. /tasks brings work.", name=facts.name))


def wrong_pin(facts: WrongPin, t: Translator, house: Installation) -> Screen:
    """A wrong PIN, and how many tries are left; or how long none is taken."""
    if facts.wait_ms:
        return Screen(
            joined(
                t(
                    "Too many wrong PINs for {name}: none is taken for {span}. What {name} has is safe.",
                    name=facts.name,
                    span=t.span(facts.wait_ms),
                ),
                t("Forgotten? /about says who runs this; a person there can let you set a new one."),
            )
        )
    return Screen(
        t.n(
            "This is not the PIN of {name}. {count} try is left.",
            "This is not the PIN of {name}. {count} tries are left.",
            facts.left,
            name=facts.name,
        )
    )


SCREENS: Shown = {Household: household, Handed: handed, WrongPin: wrong_pin}

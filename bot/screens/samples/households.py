"""Samples of a household on one phone."""

from __future__ import annotations

from bot.domain.limits import hour
from bot.domain.outcomes import Outcome
from bot.domain.outcomes.households import Handed, Household, WrongPin


def samples() -> tuple[tuple[str, Outcome], ...]:
    """(What it shows, outcome)."""
    names = ("Amina", "Otieno")
    notes = ("set", "name", "pin", "taken", "full", "first", "unknown")
    return (
        ("No household", Household()),
        ("A household", Household(names, "Otieno")),
        *((f"A household: {note}", Household(names, "Amina", note)) for note in notes),
        ("The phone is handed over", Handed("Amina")),
        ("Somebody new on the phone", Handed("Otieno", fresh=True)),
        ("A wrong PIN", WrongPin("Amina", 4)),
        ("The last wrong PIN", WrongPin("Amina", 1)),
        ("Too many wrong PINs", WrongPin("Amina", wait_ms=hour)),
    )

"""What the operator reads of the installation's own rules."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import amendments
from bot.domain.outcomes.amendments import Terms

_states = {"binds": "binds", "comes": "comes", "bound": "bound before", "withdrawn": "was withdrawn"}


def listed(found: Sequence[Terms]) -> list[str]:
    """One version a line, the newest first."""
    if not found:
        return ["There are no rules of your own. Add some: ujima rules add FILE --from 2026-12-20"]
    return [
        f"{one.number}  {_states[one.state]}, from {amendments.told(one.since)}"
        f"{' until ' + amendments.told(one.until) if one.until else ''}: {', '.join(one.texts)}"
        for one in found
    ]


def shown(one: Terms) -> list[str]:
    """A version, language by language."""
    return [*listed([one]), *(f"{language}: {text}" for language, text in one.texts.items())]


def added(number: int, since: int) -> str:
    """It is announced."""
    return (
        f"Version {number} binds from {amendments.told(since)} on. Everybody who is here is told; it stands in /rules. "
        f"Until then: ujima rules withdraw {number}"
    )


def withdrawn(number: int) -> str:
    """It does not come."""
    return f"Version {number} is withdrawn. Those who were told of it hear so."
